//! Messages that go further: published to followers, and forwarded.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::{may, visible};
use super::error::{self, ApiError};
use super::messages::{known, shown};
use super::validate::{Form, as_integer};
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::kind;
use crate::sandbox::world::messages::{Message, Reference, flag};

pub(super) const ROUTES: &[Route] = &[route(
    Method::POST,
    "/channels/{channel_id}/messages/{message_id}/crosspost",
    crosspost,
)];

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
    Ok(Reply::ok(shown(state, id)))
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
