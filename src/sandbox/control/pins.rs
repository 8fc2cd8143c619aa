//! Pinning messages as a user.

use axum::extract::{Path, Query, State as Extract};
use axum::http::StatusCode;

use super::ControlError;
use super::messages::Actor;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::server::Shared;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::Channel;

/// Pins a message.
pub(super) async fn pin(
    Extract(shared): Extract<Shared>,
    Path(message): Path<String>,
    Query(actor): Query<Actor>,
) -> Result<StatusCode, ControlError> {
    let mut state = shared.handle.lock();
    let (user, channel, id) = target(&state, &message, &actor)?;
    state.pin(channel, id, user)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unpins it.
pub(super) async fn unpin(
    Extract(shared): Extract<Shared>,
    Path(message): Path<String>,
    Query(actor): Query<Actor>,
) -> Result<StatusCode, ControlError> {
    let mut state = shared.handle.lock();
    let (_, channel, id) = target(&state, &message, &actor)?;
    state.unpin(channel, id);
    Ok(StatusCode::NO_CONTENT)
}

/// Who pins which message of which channel, if they may. In conversations everybody may.
fn target(state: &State, message: &str, actor: &Actor) -> Result<(Id, Id, Id), ControlError> {
    let user = actor.id(state)?;
    let world = &state.world;
    let message = world.find_message(message, user)?;
    if message.audience.is_some() {
        return Err(ControlError::bad(
            "what only one user sees cannot be pinned",
        ));
    }
    let free = |channel: &Channel| !channel.in_guild() && channel.server.is_none();
    let may = world.channels.get(&message.channel).is_some_and(|channel| {
        let permissions = world.permissions_in(user, channel);
        free(channel) || permissions.has(Permissions::PIN_MESSAGES)
    });
    if !may {
        return Err(ControlError::new(
            403,
            "this user may not pin messages here",
        ));
    }
    Ok((user, message.channel, message.id))
}
