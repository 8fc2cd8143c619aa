//! Sending a message: what it may hold, and where the bot may send it.

use serde_json::{Value, json};

use super::call::Call;
use super::channels::may;
use super::error::{self, ApiError};
use super::messages::known;
use super::sharing::{forward, forwards};
use super::validate::{self, Form, MessageKind};
use crate::sandbox::clock;
use crate::sandbox::compose::Voice;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::{Channel, kind};
use crate::sandbox::world::mentions::Policy;
use crate::sandbox::world::messages::{Message, Reference, flag, kind as message_kind};

/// Checks the body and the files of a message.
pub(super) fn check(
    call: &Call,
    body: &Value,
    kind: MessageKind,
    was_v2: bool,
) -> Result<(), ApiError> {
    let mut form = Form::default();
    if let Some(object) = form.object(body) {
        validate::message(&mut form, object, kind, was_v2);
        validate::uploads(
            &mut form,
            body.as_object().unwrap_or(object),
            &call.files,
            kind,
        )?;
    }
    form.finish()?;
    let forwards = kind == MessageKind::Create && forwards(body);
    if forwards && !(says_nothing(body) && call.files.is_empty()) {
        return Err(forward_with_content());
    }
    if kind != MessageKind::Edit && !forwards && says_nothing(body) && call.files.is_empty() {
        return Err(error::empty_message());
    }
    Ok(())
}

/// A forward has nothing of its own to say.
fn forward_with_content() -> ApiError {
    let mut form = Form::default();
    form.error_at(
        "message_reference",
        "MESSAGE_FORWARD_CANNOT_HAVE_CONTENT",
        "A forwarded message cannot have content of its own.",
    );
    form.refusal()
}

fn says_nothing(body: &Value) -> bool {
    let text = body
        .get("content")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let empty = |key: &str| {
        body.get(key)
            .and_then(Value::as_array)
            .is_none_or(Vec::is_empty)
    };
    text.trim().is_empty()
        && ["embeds", "components", "sticker_ids"]
            .iter()
            .all(|key| empty(key))
        && body.get("poll").is_none_or(Value::is_null)
}

/// What the bot's messages in a channel may mention.
pub(super) fn voice(state: &State, channel: &Channel, default: Policy) -> Voice {
    let permissions = state.world.permissions_in(state.world.bot(), channel);
    Voice {
        default,
        may_ping: permissions.has(Permissions::MENTION_EVERYONE),
    }
}

/// Refuses to send where the bot may not, or cannot.
pub(super) fn may_send(state: &State, channel: &Channel) -> Result<(), ApiError> {
    if channel.kind == kind::FORUM {
        return Err(error::not_in_forums());
    }
    if !channel.holds_messages() {
        return Err(error::no_messages_here());
    }
    let send = if channel.thread.is_some() {
        Permissions::SEND_MESSAGES_IN_THREADS
    } else {
        Permissions::SEND_MESSAGES
    };
    may(state, channel, send)?;
    let locked = channel.thread.as_ref().is_some_and(|thread| thread.locked);
    if locked && may(state, channel, Permissions::MANAGE_THREADS).is_err() {
        return Err(error::thread_locked());
    }
    if state.is_closed(channel) {
        return Err(error::cannot_message_user());
    }
    Ok(())
}

/// Posts a message of the bot, whose body is still to be checked.
pub(super) fn send(
    state: &mut State,
    call: &Call,
    channel: &Channel,
    body: &Value,
) -> Result<Id, ApiError> {
    may_send(state, channel)?;
    check(call, body, MessageKind::Create, false)?;
    let some = |key: &str| {
        body.get(key)
            .and_then(Value::as_array)
            .is_some_and(|list| !list.is_empty())
    };
    if some("embeds") {
        may(state, channel, Permissions::EMBED_LINKS)?;
    }
    if !call.files.is_empty() {
        may(state, channel, Permissions::ATTACH_FILES)?;
    }
    let id = state.world.mint();
    let mut message = Message::new(id, channel.id, state.world.bot());
    if forwards(body) {
        forward(state, body, &mut message)?;
    } else if let Some(reference) = body.get("message_reference").filter(|one| !one.is_null()) {
        reply_to(state, channel, reference, &mut message)?;
    }
    if let Some(twin) = same_nonce(state, channel.id, body) {
        return Ok(twin);
    }
    message.stickers = stickers(state, body)?;
    let voice = voice(state, channel, Policy::all());
    state.write(&mut message, body, &call.files, &voice, false);
    if message.snapshot.is_some() {
        message.flags |= flag::HAS_SNAPSHOT;
    }
    Ok(state.post(message))
}

/// The guild's stickers that a body names, as a message shows them.
fn stickers(state: &State, body: &Value) -> Result<Vec<Value>, ApiError> {
    let named = body.get("sticker_ids").and_then(Value::as_array);
    let shown = named.into_iter().flatten().map(|id| {
        let id = Id::read(id).ok_or_else(error::invalid_sticker)?;
        let sticker = state.world.stored.get(&("sticker", id));
        let sticker = sticker.ok_or_else(error::invalid_sticker)?;
        Ok(json!({"id": id, "name": sticker["name"], "format_type": sticker["format_type"]}))
    });
    shown.collect()
}

/// With `enforce_nonce`, a message sent a second time is the first one.
fn same_nonce(state: &State, channel: Id, body: &Value) -> Option<Id> {
    let nonce = body.get("nonce").filter(|nonce| !nonce.is_null())?;
    body.get("enforce_nonce")
        .and_then(Value::as_bool)
        .filter(|enforce| *enforce)?;
    let recent = clock::now_ms().saturating_sub(3 * 60_000);
    let mut own = state
        .world
        .messages_in(channel)
        .rev()
        .take_while(|one| one.id.millis() >= recent);
    own.find(|one| one.nonce.as_ref() == Some(nonce))
        .map(|one| one.id)
}

fn reply_to(
    state: &State,
    channel: &Channel,
    reference: &Value,
    message: &mut Message,
) -> Result<(), ApiError> {
    let refuse = |code: &'static str, text: &str| {
        let mut form = Form::default();
        form.error_at("message_reference", code, text);
        form.refusal()
    };
    let Some(target) = reference.get("message_id").and_then(Id::read) else {
        return Err(refuse("BASE_TYPE_REQUIRED", "This field is required"));
    };
    may(state, channel, Permissions::READ_MESSAGE_HISTORY).map_err(|_| error::no_history())?;
    if known(state, channel.id, target).is_err() {
        let must = reference
            .get("fail_if_not_exists")
            .and_then(Value::as_bool)
            .unwrap_or(true);
        return if must {
            Err(refuse("REPLIES_UNKNOWN_MESSAGE", "Unknown message"))
        } else {
            Ok(())
        };
    }
    message.kind = message_kind::REPLY;
    message.reply_to = Some(Reference {
        channel: channel.id,
        message: Some(target),
    });
    Ok(())
}

impl State {
    /// Whether the other side of a direct channel takes no messages.
    fn is_closed(&self, channel: &Channel) -> bool {
        let mut others = channel
            .recipients
            .iter()
            .filter(|id| **id != self.world.bot());
        others.any(|id| self.world.closed_to_bot.contains(id))
    }
}
