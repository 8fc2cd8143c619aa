//! The order of roles and channels.

use axum::http::Method;
use serde_json::Value;

use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::{allowed, inside};
use super::validate::{Form, as_integer};
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::Channel;
use crate::sandbox::world::render;

pub(super) const ROUTES: &[Route] = &[
    route(Method::PATCH, "/guilds/{guild_id}/roles", roles),
    route(Method::PATCH, "/guilds/{guild_id}/channels", channels),
];

/// The ids of a body with their new places, if given.
fn places(call: &Call) -> Result<Vec<(Id, Option<i64>)>, ApiError> {
    let body = call.body.clone().unwrap_or_default();
    let mut form = Form::default();
    let Some(list) = body.as_array() else {
        form.error(
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        );
        return Err(form.refusal());
    };
    let mut moves = Vec::new();
    for (index, one) in list.iter().enumerate() {
        form.at(index, |form| {
            let Some(object) = form.object(one) else {
                return;
            };
            let id = object.get("id").and_then(Id::read);
            if id.is_none() {
                form.required("id");
            }
            form.integer(object, "position", 0..=i64::from(i32::MAX));
            let place = object.get("position").and_then(as_integer);
            moves.extend(id.map(|id| (id, place)));
        });
    }
    form.finish()?;
    Ok(moves)
}

fn roles(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let moves = places(call)?;
    allowed(state, Permissions::MANAGE_ROLES)?;
    let highest = state.world.rank(state.world.bot());
    for (id, place) in &moves {
        let role = state.world.roles.get(id).ok_or_else(error::unknown_role)?;
        let place = place.unwrap_or(role.position);
        // What is not below the bot stays where it is, and nothing goes up there.
        if place != role.position && (role.position >= highest || place > highest) {
            return Err(error::missing_permissions());
        }
    }
    for (id, place) in moves {
        let Some(role) = state.world.roles.get_mut(&id) else {
            continue;
        };
        let place = place.unwrap_or(role.position);
        if place != role.position {
            role.position = place;
            let object = render::role(role);
            state.role_event("GUILD_ROLE_UPDATE", &object);
        }
    }
    Ok(Reply::ok(
        state
            .world
            .roles
            .values()
            .map(render::role)
            .collect::<Value>(),
    ))
}

fn channels(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let moves = places(call)?;
    allowed(state, Permissions::MANAGE_CHANNELS)?;
    let known = |id: &Id| state.world.channels.get(id).is_some_and(Channel::in_guild);
    if !moves.iter().all(|(id, _)| known(id)) {
        return Err(error::unknown_channel());
    }
    for (id, place) in moves {
        let place = place.and_then(|place| u64::try_from(place).ok());
        let Some(channel) = state.world.channels.get_mut(&id) else {
            continue;
        };
        if let Some(place) = place.filter(|place| *place != channel.position) {
            channel.position = place;
            let channel = channel.clone();
            state.channel_event("CHANNEL_UPDATE", &channel);
        }
    }
    Ok(Reply::empty())
}
