//! Messages that go further: published to followers, and forwarded.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::{may, visible};
use super::error::{self, ApiError};
use super::messages::{known, shown};
use super::validate::{Form, as_integer};
use super::webhooks::CHANNEL_MAX;
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;
use crate::sandbox::world::channels::kind;
use crate::sandbox::world::messages::{
    Mask, Message, Reference, Webhook, flag, kind as message_kind,
};

pub(super) const ROUTES: &[Route] = &[
    route(
        Method::POST,
        "/channels/{channel_id}/messages/{message_id}/crosspost",
        crosspost,
    ),
    route(Method::POST, "/channels/{channel_id}/followers", follow),
];

/// The type of a `message_reference` that forwards.
const FORWARD: i64 = 1;

/// What a snapshot has of the message it was taken from.
const SNAPSHOT: [&str; 10] = [
    "type",
    "content",
    "embeds",
    "attachments",
    "timestamp",
    "edited_timestamp",
    "flags",
    "mentions",
    "mention_roles",
    "components",
];

fn crosspost(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let message = known(state, channel.id, call.id("message_id")?)?;
    if channel.kind != kind::ANNOUNCEMENT {
        return Err(error::wrong_channel_type());
    }
    let own = message.author == state.world.bot() && message.mask.is_none();
    let needed = if own {
        Permissions::SEND_MESSAGES
    } else {
        Permissions::MANAGE_MESSAGES
    };
    may(state, &channel, needed)?;
    if message.flagged(flag::CROSSPOSTED) {
        return Err(error::already_crossposted());
    }
    let id = message.id;
    if let Some(message) = state.world.messages.get_mut(&id) {
        message.flags |= flag::CROSSPOSTED;
    }
    state.message_updated(id);
    publish(state, id);
    Ok(Reply::ok(shown(state, id)))
}

/// Posts a published message where its channel is followed.
fn publish(state: &mut State, id: Id) {
    let Some(source) = state.world.messages.get(&id).cloned() else {
        return;
    };
    let webhooks = state.world.webhooks.values();
    let followers = webhooks.filter(|one| one.follows == Some(source.channel));
    for webhook in followers.cloned().collect::<Vec<Webhook>>() {
        let mut copy = Message::new(state.world.mint(), webhook.channel, webhook.creator);
        copy.mask = Some(Mask {
            webhook: webhook.id,
            name: webhook.name,
            avatar: None,
        });
        copy.content.clone_from(&source.content);
        copy.embeds.clone_from(&source.embeds);
        copy.components.clone_from(&source.components);
        copy.attachments.clone_from(&source.attachments);
        copy.flags = (source.flags & flag::COMPONENTS_V2) | flag::IS_CROSSPOST;
        copy.reply_to = Some(Reference {
            channel: source.channel,
            message: Some(id),
        });
        state.post(copy);
    }
}

/// Has a channel get what an announcement channel publishes.
fn follow(state: &mut State, call: &Call) -> Answer {
    let source = visible(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    let target = form.object(&body).and_then(|body| {
        let given = body.get("webhook_channel_id").and_then(Id::read);
        if given.is_none() {
            form.required("webhook_channel_id");
        }
        given
    });
    form.finish()?;
    if source.kind != kind::ANNOUNCEMENT {
        return Err(error::wrong_channel_type());
    }
    let target = target.and_then(|id| state.world.channels.get(&id)).cloned();
    let target = target.ok_or_else(error::unknown_channel)?;
    may(state, &target, Permissions::MANAGE_WEBHOOKS)?;
    if !target.in_guild() || target.thread.is_some() || !target.holds_messages() {
        return Err(error::wrong_channel_type());
    }
    let of_target = state.world.webhooks.values();
    if of_target.filter(|one| one.channel == target.id).count() >= CHANNEL_MAX {
        return Err(error::too_many_webhooks());
    }
    let (id, creator) = (state.world.mint(), state.world.bot());
    let name = format!("{} #{}", state.world.guild.name, source.name);
    let webhook = Webhook {
        id,
        channel: target.id,
        name: name.clone(),
        token: token::secret(68),
        creator,
        by_application: false,
        follows: Some(source.id),
    };
    state.world.webhooks.insert(id, webhook);
    state.webhooks_changed(target.id);
    let mut notice = Message::new(state.world.mint(), target.id, creator);
    notice.kind = message_kind::FOLLOW_NOTICE;
    notice.content = name;
    notice.reply_to = Some(Reference {
        channel: source.id,
        message: None,
    });
    state.post(notice);
    Ok(Reply::ok(
        json!({"channel_id": source.id, "webhook_id": id}),
    ))
}

/// Whether a body forwards another message.
pub(super) fn forwards(body: &Value) -> bool {
    let kind = body.pointer("/message_reference/type");
    kind.and_then(as_integer) == Some(FORWARD)
}

/// Takes a snapshot of the message that a reference names, for `message` to carry.
pub(super) fn forward(state: &State, body: &Value, message: &mut Message) -> Result<(), ApiError> {
    let mut form = Form::default();
    let id = |key: &str| {
        let place = format!("/message_reference/{key}");
        body.pointer(&place).and_then(Id::read)
    };
    let (channel, target) = (id("channel_id"), id("message_id"));
    form.at("message_reference", |form| {
        for (key, given) in [("channel_id", channel), ("message_id", target)] {
            if given.is_none() {
                form.required(key);
            }
        }
    });
    let (Some(channel), Some(target)) = (channel, target) else {
        return Err(form.refusal());
    };
    let source = state
        .world
        .channels
        .get(&channel)
        .ok_or_else(error::unknown_channel)?;
    if !state.world.sees(state.world.bot(), source) {
        return Err(error::missing_access());
    }
    may(state, source, Permissions::READ_MESSAGE_HISTORY)?;
    known(state, channel, target)?;
    let whole = shown(state, target);
    let part: serde_json::Map<String, Value> = SNAPSHOT
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), whole.get(key)?.clone())))
        .collect();
    message.snapshot = Some(json!({"message": part}));
    message.reply_to = Some(Reference {
        channel,
        message: Some(target),
    });
    Ok(())
}
