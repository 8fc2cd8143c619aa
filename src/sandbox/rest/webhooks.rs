//! Incoming webhooks of channels.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::{may, visible};
use super::error::{self, ApiError};
use super::guilds::inside;
use super::messages::{change, shown};
use super::sending::check;
use super::validate::{Form, MessageKind};
use super::{Answer, Reply, Route, route};
use crate::sandbox::compose::Voice;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;
use crate::sandbox::world::channels::kind;
use crate::sandbox::world::mentions::Policy;
use crate::sandbox::world::messages::{Mask, Message, Webhook, flag};
use crate::sandbox::world::render;

/// Webhooks a channel may have.
const CHANNEL_MAX: usize = 15;

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/channels/{channel_id}/webhooks", of_channel),
    route(Method::POST, "/channels/{channel_id}/webhooks", create),
    route(Method::GET, "/guilds/{guild_id}/webhooks", of_guild),
    route(Method::GET, "/webhooks/{webhook_id}", get),
    route(Method::PATCH, "/webhooks/{webhook_id}", edit),
    route(Method::DELETE, "/webhooks/{webhook_id}", delete),
    route(Method::GET, "/webhooks/{webhook_id}/{webhook_token}", get),
    route(
        Method::PATCH,
        "/webhooks/{webhook_id}/{webhook_token}",
        edit,
    ),
    route(
        Method::DELETE,
        "/webhooks/{webhook_id}/{webhook_token}",
        delete,
    ),
];

fn voice() -> Voice {
    Voice {
        default: Policy::users_only(),
        may_ping: true,
    }
}

/// The incoming webhook that the path names; none if it is the application's own.
pub(super) fn named(state: &State, call: &Call) -> Result<Option<Webhook>, ApiError> {
    let id = call.id("webhook_id")?;
    let Some(webhook) = state.world.webhooks.get(&id) else {
        return Ok(None);
    };
    if webhook.token == call.param("webhook_token") {
        Ok(Some(webhook.clone()))
    } else {
        Err(error::invalid_webhook_token())
    }
}

/// The webhook of the path, by its token or by the bot's right to manage it.
fn managed(state: &State, call: &Call) -> Result<Webhook, ApiError> {
    let id = call.id("webhook_id")?;
    let webhook = state
        .world
        .webhooks
        .get(&id)
        .ok_or_else(error::unknown_webhook)?;
    if !call.param("webhook_token").is_empty() {
        return named(state, call)?.ok_or_else(error::unknown_webhook);
    }
    let channel = state
        .world
        .channels
        .get(&webhook.channel)
        .ok_or_else(error::unknown_channel)?;
    may(state, channel, Permissions::MANAGE_WEBHOOKS)?;
    Ok(webhook.clone())
}

fn of_channel(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    may(state, &channel, Permissions::MANAGE_WEBHOOKS)?;
    let listed = state
        .world
        .webhooks
        .values()
        .filter(|one| one.channel == channel.id);
    Ok(Reply::ok(
        listed
            .map(|one| render::webhook(&state.world, one, one.by_application))
            .collect(),
    ))
}

fn of_guild(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    if !state
        .world
        .guild_permissions(state.world.bot())
        .has(Permissions::MANAGE_WEBHOOKS)
    {
        return Err(error::missing_permissions());
    }
    let listed = state.world.webhooks.values();
    Ok(Reply::ok(
        listed
            .map(|one| render::webhook(&state.world, one, one.by_application))
            .collect(),
    ))
}

fn checked_name(call: &Call, required: bool) -> Result<Option<String>, ApiError> {
    let body = call.body();
    let mut form = Form::default();
    let name = form.object(&body).and_then(|body| {
        if required {
            form.required_text(body, "name", 1..=80)
        } else {
            form.text(body, "name", 1..=80)
        }
    });
    let lower = name.unwrap_or_default().to_lowercase();
    for word in ["clyde", "discord"] {
        if lower.contains(word) {
            form.error_at(
                "name",
                "USERNAME_INVALID_CONTAINS",
                format!("Username cannot contain \"{word}\""),
            );
        }
    }
    let name = name.map(|name| name.trim().to_owned());
    form.finish()?;
    Ok(name)
}

fn create(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    may(state, &channel, Permissions::MANAGE_WEBHOOKS)?;
    let name = checked_name(call, true)?.unwrap_or_default();
    if state
        .world
        .webhooks
        .values()
        .filter(|one| one.channel == channel.id)
        .count()
        >= CHANNEL_MAX
    {
        return Err(error::too_many_webhooks());
    }
    let id = state.world.mint();
    let creator = state.world.bot();
    let webhook = Webhook {
        id,
        channel: channel.id,
        name,
        token: token::secret(68),
        creator,
        by_application: true,
    };
    let object = render::webhook(&state.world, &webhook, true);
    state.world.webhooks.insert(id, webhook);
    state.webhooks_changed(channel.id);
    Ok(Reply::ok(object))
}

fn get(state: &mut State, call: &Call) -> Answer {
    let webhook = managed(state, call)?;
    Ok(Reply::ok(render::webhook(&state.world, &webhook, true)))
}

fn edit(state: &mut State, call: &Call) -> Answer {
    let mut webhook = managed(state, call)?;
    if let Some(name) = checked_name(call, false)? {
        webhook.name = name;
    }
    let wanted = call.body().get("channel_id").and_then(Id::read);
    if let Some(channel) = wanted.filter(|_| call.param("webhook_token").is_empty()) {
        if !state.world.channels.contains_key(&channel) {
            return Err(error::unknown_channel());
        }
        webhook.channel = channel;
    }
    let object = render::webhook(&state.world, &webhook, true);
    let channel = webhook.channel;
    state.world.webhooks.insert(webhook.id, webhook);
    state.webhooks_changed(channel);
    Ok(Reply::ok(object))
}

fn delete(state: &mut State, call: &Call) -> Answer {
    let webhook = managed(state, call)?;
    state.world.webhooks.remove(&webhook.id);
    state.webhooks_changed(webhook.channel);
    Ok(Reply::empty())
}

/// Posts as a webhook; the message comes back only if the client waits for it.
pub(super) fn execute(state: &mut State, call: &Call, webhook: &Webhook) -> Answer {
    let body = call.body();
    check(call, &body, MessageKind::Webhook, false)?;
    let mut form = Form::default();
    let text = |form: &mut Form, key: &str, max| {
        form.object(&body)
            .and_then(|body| form.text(body, key, 0..=max))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let name = text(&mut form, "username", 80);
    let avatar = text(&mut form, "avatar_url", 2048);
    let post = text(&mut form, "thread_name", 100);
    form.finish()?;
    let home = state.world.channels.get(&webhook.channel).cloned();
    let home = home.ok_or_else(error::unknown_channel)?;
    let thread = call.query_id("thread_id")?;
    let mut first = None;
    let place = match (thread, post) {
        (Some(_), Some(_)) => return Err(error::forum_takes_one()),
        (None, None) if home.kind == kind::FORUM => return Err(error::forum_needs_thread()),
        (None, Some(_)) if home.kind != kind::FORUM => {
            return Err(error::threads_in_forums_only());
        }
        (None, Some(name)) => {
            let thread = state.open_thread(&home, webhook.creator, &name, None, false)?;
            // The first message of a post has the post's id.
            first = Some(thread.id);
            thread.id
        }
        (Some(thread), None) => {
            let inside = state
                .world
                .channels
                .get(&thread)
                .filter(|one| one.parent == Some(webhook.channel));
            inside.ok_or_else(error::unknown_channel)?.id
        }
        (None, None) => webhook.channel,
    };
    let place = state
        .world
        .channels
        .get(&place)
        .ok_or_else(error::unknown_channel)?;
    if !place.holds_messages() {
        return Err(error::no_messages_here());
    }
    let place = place.id;
    let id = first.unwrap_or_else(|| state.world.mint());
    let mut message = Message::new(id, place, webhook.creator);
    message.mask = Some(Mask {
        webhook: webhook.id,
        name: name.unwrap_or_else(|| webhook.name.clone()),
        avatar,
    });
    state.write(&mut message, &body, &call.files, &voice(), false);
    state.post(message);
    Ok(if call.query_flag("wait") {
        Reply::ok(shown(state, id))
    } else {
        Reply::empty()
    })
}

fn own_message(state: &State, call: &Call, webhook: &Webhook) -> Result<Message, ApiError> {
    let message = state.world.messages.get(&call.id("message_id")?);
    let own = message.filter(|one| {
        one.mask
            .as_ref()
            .is_some_and(|mask| mask.webhook == webhook.id)
    });
    own.cloned().ok_or_else(error::unknown_message)
}

/// A message that the webhook sent.
pub(super) fn message(state: &mut State, call: &Call, webhook: &Webhook) -> Answer {
    let message = own_message(state, call, webhook)?;
    Ok(Reply::ok(shown(state, message.id)))
}

/// Edits a message that the webhook sent.
pub(super) fn edit_message(state: &mut State, call: &Call, webhook: &Webhook) -> Answer {
    let message = own_message(state, call, webhook)?;
    let body = call.body();
    check(
        call,
        &body,
        MessageKind::Edit,
        message.flagged(flag::COMPONENTS_V2),
    )?;
    change(state, call, message, &body, &voice()).map(Reply::ok)
}

/// Deletes a message that the webhook sent.
pub(super) fn delete_message(state: &mut State, call: &Call, webhook: &Webhook) -> Answer {
    let message = own_message(state, call, webhook)?;
    state.remove(message.id);
    Ok(Reply::empty())
}

impl State {
    fn webhooks_changed(&mut self, channel: Id) {
        let fields: Value = json!({"channel_id": channel});
        self.guild_event(
            "WEBHOOKS_UPDATE",
            crate::sandbox::gateway::intents::GUILD_WEBHOOKS,
            fields,
        );
    }
}
