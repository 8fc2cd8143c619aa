//! Speaking, editing, reacting as a user.

use axum::Json;
use axum::extract::{Path, Query, State as Extract};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::speech::{CONTENT_MAX, speak};
use super::{Body, ControlError, text};
use crate::sandbox::changes::REACTIONS_MAX;
use crate::sandbox::clock;
use crate::sandbox::compose::Voice;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::server::Shared;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::mentions::Policy;
use crate::sandbox::world::messages::Emoji;

/// Who acts, in requests without a body.
#[derive(Debug, Deserialize)]
pub(super) struct Actor {
    user: Option<String>,
}

impl Actor {
    pub(super) fn id(&self, state: &State) -> Result<Id, ControlError> {
        let name = self
            .user
            .as_deref()
            .ok_or_else(|| ControlError::bad("say who: ?user="))?;
        state.world.find_user(name)
    }
}

/// Posts a message.
pub(super) async fn create(
    Extract(shared): Extract<Shared>,
    Body(body): Body,
) -> Result<Json<Value>, ControlError> {
    let mut state = shared.handle.lock();
    let (user, channel) = state.world.place(&body)?;
    let message = speak(&mut state, user, &channel, &body)?;
    let id = state.post(message);
    shown(&state, id, user)
}

fn shown(state: &State, id: Id, user: Id) -> Result<Json<Value>, ControlError> {
    let message = state
        .world
        .messages
        .get(&id)
        .ok_or_else(|| ControlError::new(404, "the message is gone"))?;
    Ok(Json(state.world.message_json(message, user)))
}

/// Edits a user's own message.
pub(super) async fn edit(
    Extract(shared): Extract<Shared>,
    Path(message): Path<String>,
    Body(body): Body,
) -> Result<Json<Value>, ControlError> {
    let mut state = shared.handle.lock();
    let user = state.world.find_user(text(&body, "user")?)?;
    let mut message = state.world.find_message(&message, user)?.clone();
    if message.author != user {
        return Err(ControlError::new(403, "only the author can edit a message"));
    }
    let content = text(&body, "content")?;
    if content.trim().is_empty() || content.chars().count() > CONTENT_MAX {
        return Err(ControlError::bad(format!(
            "\"content\" has 1 to {CONTENT_MAX} characters"
        )));
    }
    let channel = state.world.channels.get(&message.channel);
    let permissions = channel.map(|channel| state.world.permissions_in(user, channel));
    let may_ping = permissions.is_some_and(|all| all.has(Permissions::MENTION_EVERYONE));
    let voice = Voice {
        default: Policy::all(),
        may_ping,
    };
    state.write(
        &mut message,
        &json!({"content": content}),
        &[],
        &voice,
        true,
    );
    message.edited_ms = Some(clock::now_ms());
    let id = message.id;
    state.world.keep(message);
    state.message_updated(id);
    shown(&state, id, user)
}

/// Deletes a message, or dismisses an ephemeral one.
pub(super) async fn delete(
    Extract(shared): Extract<Shared>,
    Path(message): Path<String>,
    Query(actor): Query<Actor>,
) -> Result<StatusCode, ControlError> {
    let mut state = shared.handle.lock();
    let user = actor.id(&state)?;
    let message = state.world.find_message(&message, user)?;
    let channel = state.world.channels.get(&message.channel);
    let moderates = channel.is_some_and(|channel| {
        channel.in_guild()
            && state
                .world
                .permissions_in(user, channel)
                .has(Permissions::MANAGE_MESSAGES)
    });
    if message.author != user && message.audience != Some(user) && !moderates {
        return Err(ControlError::new(
            403,
            "this user may not delete that message",
        ));
    }
    let id = message.id;
    state.remove(id);
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a reaction.
pub(super) async fn react(
    Extract(shared): Extract<Shared>,
    Path((message, emoji)): Path<(String, String)>,
    Query(actor): Query<Actor>,
) -> Result<StatusCode, ControlError> {
    let mut state = shared.handle.lock();
    let user = actor.id(&state)?;
    let id = state.world.find_message(&message, user)?.id;
    let emoji =
        Emoji::read(&emoji).ok_or_else(|| ControlError::bad("give one emoji, or name:id"))?;
    if !state.react(id, user, &emoji) {
        return Err(ControlError::bad(format!(
            "a message has at most {REACTIONS_MAX} different reactions"
        )));
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a reaction back.
pub(super) async fn unreact(
    Extract(shared): Extract<Shared>,
    Path((message, emoji)): Path<(String, String)>,
    Query(actor): Query<Actor>,
) -> Result<StatusCode, ControlError> {
    let mut state = shared.handle.lock();
    let user = actor.id(&state)?;
    let id = state.world.find_message(&message, user)?.id;
    let emoji =
        Emoji::read(&emoji).ok_or_else(|| ControlError::bad("give one emoji, or name:id"))?;
    state.unreact(id, user, &emoji);
    Ok(StatusCode::NO_CONTENT)
}

/// Shows a user as typing.
pub(super) async fn typing(
    Extract(shared): Extract<Shared>,
    Body(body): Body,
) -> Result<StatusCode, ControlError> {
    let mut state = shared.handle.lock();
    let (user, channel) = state.world.place(&body)?;
    state.typing(channel.id, user);
    Ok(StatusCode::NO_CONTENT)
}
