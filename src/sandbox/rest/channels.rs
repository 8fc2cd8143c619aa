//! Channels: reading them, and typing in them.

use axum::http::Method;

use super::call::Call;
use super::error::{self, ApiError};
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::Channel;

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/channels/{channel_id}", get),
    route(Method::POST, "/channels/{channel_id}/typing", typing),
];

/// The channel of the path, if the bot sees it.
pub(super) fn visible(state: &State, call: &Call) -> Result<Channel, ApiError> {
    let world = &state.world;
    let channel = world
        .channels
        .get(&call.id("channel_id")?)
        .ok_or_else(error::unknown_channel)?;
    if world.sees(world.bot(), channel) {
        Ok(channel.clone())
    } else {
        Err(error::missing_access())
    }
}

/// Refuses what the bot may not do in a channel.
pub(super) fn may(state: &State, channel: &Channel, wanted: Permissions) -> Result<(), ApiError> {
    let permissions = state.world.permissions_in(state.world.bot(), channel);
    if permissions.has(wanted) {
        Ok(())
    } else {
        Err(error::missing_permissions())
    }
}

fn get(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    Ok(Reply::ok(state.world.channel_json(&channel)))
}

fn typing(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    super::messages::may_send(state, &channel)?;
    state.typing(channel.id, state.world.bot());
    Ok(Reply::empty())
}
