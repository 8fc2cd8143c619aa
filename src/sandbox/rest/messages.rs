//! Messages of channels.

use axum::http::Method;
use serde_json::Value;

use super::call::Call;
use super::channels::{may, visible};
use super::error::{self, ApiError};
use super::sending::{check, send, voice};
use super::validate::{Form, MessageKind};
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::compose::Voice;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::mentions::Policy;
use crate::sandbox::world::messages::{Message, flag};

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

/// A message that exists in the channel and that the bot may know of.
pub(super) fn known(state: &State, channel: Id, id: Id) -> Result<&Message, ApiError> {
    let message = state.world.messages.get(&id);
    let seen = message.filter(|message| message.channel == channel && message.audience.is_none());
    seen.ok_or_else(error::unknown_message)
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
        && message.stickers.is_empty()
        && message.poll.is_none();
    if empty {
        return Err(error::empty_message());
    }
    if message.flagged(flag::LOADING) {
        message.flags &= !flag::LOADING;
    } else {
        message.edited_ms = Some(clock::now_ms());
    }
    state.world.keep(message);
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
        if let Some(message) = state.world.messages.remove(id) {
            state.world.drop_files(&message);
        }
    }
    state.messages_deleted(channel.id, &ids);
    Ok(Reply::empty())
}

impl State {
    /// Removes a message and tells of it.
    pub(crate) fn remove(&mut self, id: Id) {
        if let Some(message) = self.world.messages.remove(&id) {
            self.world.drop_files(&message);
            self.message_deleted(&message);
        }
    }
}
