//! Channels: reading, making, changing and removing them, and typing in them.

use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::{allowed, inside};
use super::settings;
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::{Permissions, Target};
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::Channel;
use axum::http::Method;

/// Channels of a guild, threads not counted.
const GUILD_MAX: usize = 500;

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/channels/{channel_id}", get),
    route(Method::PATCH, "/channels/{channel_id}", edit),
    route(Method::DELETE, "/channels/{channel_id}", delete),
    route(Method::POST, "/channels/{channel_id}/typing", typing),
    route(
        Method::PUT,
        "/channels/{channel_id}/permissions/{overwrite_id}",
        put_overwrite,
    ),
    route(
        Method::DELETE,
        "/channels/{channel_id}/permissions/{overwrite_id}",
        delete_overwrite,
    ),
    route(Method::GET, "/guilds/{guild_id}/channels", list),
    route(Method::POST, "/guilds/{guild_id}/channels", create),
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
    super::sending::may_send(state, &channel)?;
    state.typing(channel.id, state.world.bot());
    Ok(Reply::empty())
}

fn list(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let world = &state.world;
    let listed = world
        .channels
        .values()
        .filter(|one| one.in_guild() && one.thread.is_none());
    let seen = listed.filter(|one| world.sees(world.bot(), one));
    Ok(Reply::ok(seen.map(|one| world.channel_json(one)).collect()))
}

fn create(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    settings::check(&mut form, &body, None);
    form.finish()?;
    allowed(state, Permissions::MANAGE_CHANNELS)?;
    let own = |one: &&Channel| one.in_guild() && one.thread.is_none();
    if state.world.channels.values().filter(own).count() >= GUILD_MAX {
        return Err(error::too_many_channels());
    }
    let id = state.world.mint();
    let mut channel = Channel::new(id, settings::kind_of(&body), "");
    channel.position = state
        .world
        .channels
        .values()
        .filter(|one| one.in_guild())
        .map(|one| one.position + 1)
        .max()
        .unwrap_or(0);
    settings::apply(state, &mut channel, &body)?;
    state.world.channels.insert(id, channel.clone());
    state.channel_event("CHANNEL_CREATE", &channel);
    Ok(Reply::created(state.world.channel_json(&channel)))
}

fn edit(state: &mut State, call: &Call) -> Answer {
    let mut channel = visible(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    settings::check(&mut form, &body, Some(&channel));
    form.finish()?;
    if !channel.in_guild() {
        return Err(error::direct_only_no());
    }
    match &channel.thread {
        None => may(state, &channel, Permissions::MANAGE_CHANNELS)?,
        // Who opened a thread may change it, but not lock it.
        Some(thread) if thread.owner != state.world.bot() || body.get("locked").is_some() => {
            may(state, &channel, Permissions::MANAGE_THREADS)?;
        }
        Some(_) => {}
    }
    settings::apply(state, &mut channel, &body)?;
    let name = if channel.thread.is_some() {
        "THREAD_UPDATE"
    } else {
        "CHANNEL_UPDATE"
    };
    state.world.channels.insert(channel.id, channel.clone());
    state.channel_event(name, &channel);
    Ok(Reply::ok(state.world.channel_json(&channel)))
}

fn delete(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let object = state.world.channel_json(&channel);
    if !channel.in_guild() {
        // A bot can only close a direct channel; it comes back with the next message.
        return Ok(Reply::ok(object));
    }
    let thread = channel.thread.is_some();
    may(
        state,
        &channel,
        if thread {
            Permissions::MANAGE_THREADS
        } else {
            Permissions::MANAGE_CHANNELS
        },
    )?;
    state.channel_event(
        if thread {
            "THREAD_DELETE"
        } else {
            "CHANNEL_DELETE"
        },
        &channel,
    );
    let gone = |one: &Channel| {
        one.id == channel.id || one.parent == Some(channel.id) && one.thread.is_some()
    };
    let ids: Vec<Id> = state
        .world
        .channels
        .values()
        .filter(|one| gone(one))
        .map(|one| one.id)
        .collect();
    state.drop_channels(&ids);
    Ok(Reply::ok(object))
}

fn put_overwrite(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let id = call.id("overwrite_id")?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.choice(object, "type", &[0, 1]);
        if body.get("type").is_none() {
            form.required("type");
        }
        form.integer(object, "allow", 0..=i64::MAX);
        form.integer(object, "deny", 0..=i64::MAX);
    }
    form.finish()?;
    may(state, &channel, Permissions::MANAGE_ROLES)?;
    let rule = settings::overwrite(state, &body, id);
    // Nobody hands out what they do not have in the guild, whatever the channel denies them.
    let own = state.world.guild_permissions(state.world.bot());
    if !own.has(rule.allow.and(rule.deny)) {
        return Err(error::missing_permissions());
    }
    let known = channel
        .overwrites
        .iter()
        .any(|one| one.target == rule.target);
    if !known && channel.overwrites.len() >= settings::OVERWRITES_MAX {
        return Err(error::too_many_overwrites());
    }
    state.set_overwrite(channel.id, rule);
    Ok(Reply::empty())
}

fn delete_overwrite(state: &mut State, call: &Call) -> Answer {
    let mut channel = visible(state, call)?;
    let id = call.id("overwrite_id")?;
    may(state, &channel, Permissions::MANAGE_ROLES)?;
    let before = channel.overwrites.len();
    channel.overwrites.retain(|rule| !matches!(rule.target, Target::Role(target) | Target::Member(target) if target == id));
    if channel.overwrites.len() == before {
        return Err(error::unknown_overwrite());
    }
    state.world.channels.insert(channel.id, channel.clone());
    state.channel_event("CHANNEL_UPDATE", &channel);
    Ok(Reply::empty())
}
