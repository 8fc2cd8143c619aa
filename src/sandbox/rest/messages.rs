//! Messages of channels.

use axum::http::Method;
use serde_json::Value;

use super::call::Call;
use super::channels::{may, visible};
use super::error::{self, ApiError};
use super::validate::{self, Form, MessageKind};
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::compose::Voice;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::Channel;
use crate::sandbox::world::mentions::Policy;
use crate::sandbox::world::messages::{Message, Reference, flag, kind};

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/channels/{channel_id}/messages", list),
    route(Method::POST, "/channels/{channel_id}/messages", create),
    route(
        Method::GET,
        "/channels/{channel_id}/messages/{message_id}",
        get,
    ),
    route(
        Method::PATCH,
        "/channels/{channel_id}/messages/{message_id}",
        edit,
    ),
    route(
        Method::DELETE,
        "/channels/{channel_id}/messages/{message_id}",
        delete,
    ),
    route(
        Method::POST,
        "/channels/{channel_id}/messages/bulk-delete",
        bulk_delete,
    ),
];

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
    if kind != MessageKind::Edit && says_nothing(body) && call.files.is_empty() {
        return Err(error::empty_message());
    }
    Ok(())
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

/// A message that exists in the channel and that the bot may know of.
pub(super) fn known(state: &State, channel: Id, id: Id) -> Result<&Message, ApiError> {
    let message = state.world.messages.get(&id);
    let seen = message.filter(|message| message.channel == channel && message.audience.is_none());
    seen.ok_or_else(error::unknown_message)
}

pub(super) fn voice(state: &State, channel: &Channel, default: Policy) -> Voice {
    let permissions = state.world.permissions_in(state.world.bot(), channel);
    Voice {
        default,
        may_ping: permissions.has(Permissions::MENTION_EVERYONE),
    }
}

/// Refuses to send where the bot may not, or cannot.
pub(super) fn may_send(state: &State, channel: &Channel) -> Result<(), ApiError> {
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
    if let Some(reference) = body.get("message_reference").filter(|one| !one.is_null()) {
        reply_to(state, channel, reference, &mut message)?;
    }
    if let Some(twin) = same_nonce(state, channel.id, body) {
        return Ok(twin);
    }
    let voice = voice(state, channel, Policy::all());
    state.write(&mut message, body, &call.files, &voice, false);
    Ok(state.post(message))
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
    message.kind = kind::REPLY;
    message.reply_to = Some(Reference {
        channel: channel.id,
        message: Some(target),
    });
    Ok(())
}

fn create(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let id = send(state, call, &channel, &call.body())?;
    Ok(Reply::ok(shown(state, id)))
}

/// The message as the bot gets it.
pub(super) fn shown(state: &State, id: Id) -> Value {
    let message = state.world.messages.get(&id);
    message.map_or(Value::Null, |message| {
        state.world.message_json(message, state.world.bot())
    })
}

fn get(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let id = call.id("message_id")?;
    known(state, channel.id, id)?;
    Ok(Reply::ok(shown(state, id)))
}

fn list(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let limit = call.query_number("limit", 50, 100)?;
    let (before, after, around) = (
        call.query_id("before")?,
        call.query_id("after")?,
        call.query_id("around")?,
    );
    let history = may(state, &channel, Permissions::READ_MESSAGE_HISTORY).is_ok();
    let ids: Vec<Id> = state
        .world
        .messages_in(channel.id)
        .filter(|message| message.audience.is_none() && history)
        .map(|message| message.id)
        .collect();
    let split = |id: Id| ids.partition_point(|one| *one < id);
    let range = if let Some(middle) = around {
        let start = split(middle).saturating_sub(limit / 2);
        start..ids.len().min(start + limit)
    } else if let Some(after) = after {
        let start = ids.partition_point(|one| *one <= after);
        start..ids.len().min(start + limit)
    } else {
        let end = before.map_or(ids.len(), split);
        end.saturating_sub(limit)..end
    };
    let chosen = ids.get(range).unwrap_or_default();
    Ok(Reply::ok(
        chosen.iter().rev().map(|id| shown(state, *id)).collect(),
    ))
}

fn edit(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let message = known(state, channel.id, call.id("message_id")?)?.clone();
    let body = call.body();
    check(
        call,
        &body,
        MessageKind::Edit,
        message.flagged(flag::COMPONENTS_V2),
    )?;
    let own = message.author == state.world.bot() && message.mask.is_none();
    if !own {
        // Others' messages: moderators may hide the embeds, nothing else.
        let only_flags = body
            .as_object()
            .is_some_and(|body| body.keys().all(|key| key == "flags"));
        if !only_flags {
            return Err(error::not_the_author());
        }
        may(state, &channel, Permissions::MANAGE_MESSAGES)?;
    }
    let voice = voice(state, &channel, Policy::all());
    change(state, call, message, &body, &voice).map(Reply::ok)
}

/// Writes a checked edit into a message and tells of it.
pub(super) fn change(
    state: &mut State,
    call: &Call,
    mut message: Message,
    body: &Value,
    voice: &Voice,
) -> Result<Value, ApiError> {
    let id = message.id;
    state.write(&mut message, body, &call.files, voice, true);
    let empty = message.content.is_empty()
        && message.embeds.is_empty()
        && message.components.is_empty()
        && message.attachments.is_empty()
        && message.poll.is_none();
    if empty {
        return Err(error::empty_message());
    }
    if message.flagged(flag::LOADING) {
        message.flags &= !flag::LOADING;
    } else {
        message.edited_ms = Some(clock::now_ms());
    }
    state.world.messages.insert(id, message);
    state.message_updated(id);
    Ok(shown(state, id))
}

fn delete(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let message = known(state, channel.id, call.id("message_id")?)?;
    if message.author != state.world.bot() || message.mask.is_some() {
        if !channel.in_guild() {
            return Err(error::direct_only_no());
        }
        may(state, &channel, Permissions::MANAGE_MESSAGES)?;
    }
    let id = message.id;
    state.remove(id);
    Ok(Reply::empty())
}

fn bulk_delete(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    if !channel.in_guild() {
        return Err(error::direct_only_no());
    }
    may(state, &channel, Permissions::MANAGE_MESSAGES)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.ids(object, "messages", usize::MAX);
    }
    form.finish()?;
    let listed = body
        .get("messages")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let mut ids: Vec<Id> = listed.iter().filter_map(Id::read).collect();
    ids.sort_unstable();
    ids.dedup();
    if !(2..=100).contains(&ids.len()) {
        return Err(error::bulk_count());
    }
    let two_weeks_ago = clock::now_ms().saturating_sub(14 * 24 * 60 * 60 * 1000);
    if ids.iter().any(|id| id.millis() < two_weeks_ago) {
        return Err(error::too_old());
    }
    ids.retain(|id| known(state, channel.id, *id).is_ok());
    for id in &ids {
        state.world.messages.remove(id);
    }
    state.messages_deleted(channel.id, &ids);
    Ok(Reply::empty())
}

impl State {
    /// Removes a message and tells of it.
    pub(crate) fn remove(&mut self, id: Id) {
        if let Some(message) = self.world.messages.remove(&id) {
            for attachment in &message.attachments {
                self.world.files.remove(&attachment.id);
            }
            self.message_deleted(&message);
        }
    }

    /// Whether the other side of a direct channel takes no messages.
    fn is_closed(&self, channel: &Channel) -> bool {
        let mut others = channel
            .recipients
            .iter()
            .filter(|id| **id != self.world.bot());
        others.any(|id| self.world.closed_to_bot.contains(id))
    }
}
