//! Changing members.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::{allowed, inside};
use super::roles::manageable;
use super::validate::{Fields, Form, Shape};
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;

pub(super) const ROUTES: &[Route] = &[
    route(Method::PUT, "/guilds/{guild_id}/members/{user_id}", add),
    route(Method::PATCH, "/guilds/{guild_id}/members/{user_id}", edit),
    route(Method::PATCH, "/guilds/{guild_id}/members/@me", edit_own),
    // Deprecated, but some clients still send it.
    route(
        Method::PATCH,
        "/guilds/{guild_id}/members/@me/nick",
        edit_own_nick,
    ),
    route(
        Method::PUT,
        "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
        give,
    ),
    route(
        Method::DELETE,
        "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
        take,
    ),
];

/// The longest timeout: 28 days (milliseconds).
const TIMEOUT_MAX_MS: u64 = 28 * 24 * 60 * 60 * 1000;

/// What is checked of a member, though nobody here speaks.
const IN_VOICE: Fields = &[
    ("mute", Shape::Flag),
    ("deaf", Shape::Flag),
    ("channel_id", Shape::Id),
    ("flags", Shape::Integer(0, i32::MAX as i64)),
];

/// The member of the path.
pub(super) fn target(state: &State, call: &Call) -> Result<Id, ApiError> {
    inside(state, call)?;
    let user = call.id("user_id")?;
    if state.world.members.contains_key(&user) {
        Ok(user)
    } else {
        Err(error::unknown_member())
    }
}

/// Refuses to touch somebody whose highest role is not below the bot's.
pub(super) fn outranks(state: &State, user: Id) -> Result<(), ApiError> {
    let bot = state.world.bot();
    let above = user == bot || state.world.rank(bot) > state.world.rank(user);
    if above {
        Ok(())
    } else {
        Err(error::missing_permissions())
    }
}

/// A user comes by the token they gave; nobody here gives one.
fn add(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.required_text(object, "access_token", 1..=10_240);
        form.text(object, "nick", 0..=32);
        form.ids(object, "roles", 1521);
        form.fields(object, IN_VOICE);
    }
    form.finish()?;
    allowed(state, Permissions::CREATE_INSTANT_INVITE)?;
    Err(error::invalid_oauth2_token())
}

fn edit(state: &mut State, call: &Call) -> Answer {
    let user = target(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.text(object, "nick", 0..=32);
        form.ids(object, "roles", 250);
        form.fields(object, IN_VOICE);
        let until = object.get("communication_disabled_until");
        let end = until.and_then(Value::as_str).and_then(clock::parse_iso);
        if until.is_some_and(|until| !until.is_null())
            && end.is_none_or(|end| end > clock::now_ms() + TIMEOUT_MAX_MS)
        {
            form.error_at(
                "communication_disabled_until",
                "BASE_TYPE_BAD_TIME",
                "A time within the next 28 days.",
            );
        }
    }
    form.finish()?;
    let own = user == state.world.bot();
    if body.get("nick").is_some() {
        let needed = if own {
            Permissions::CHANGE_NICKNAME
        } else {
            Permissions::MANAGE_NICKNAMES
        };
        allowed(state, needed)?;
        outranks(state, user)?;
    }
    if body.get("communication_disabled_until").is_some() {
        allowed(state, Permissions::MODERATE_MEMBERS)?;
        outranks(state, user)?;
        if own || state.world.is_administrator(user) {
            return Err(error::missing_permissions());
        }
    }
    let roles: Option<Vec<Id>> = body
        .get("roles")
        .and_then(Value::as_array)
        .map(|roles| roles.iter().filter_map(Id::read).collect());
    if let Some(wanted) = &roles {
        let held = state
            .world
            .members
            .get(&user)
            .map(|member| member.roles.clone())
            .unwrap_or_default();
        for role in wanted
            .iter()
            .chain(&held)
            .filter(|role| wanted.contains(role) != held.contains(role))
        {
            assignable(state, *role)?;
        }
    }
    if let Some(member) = state.world.members.get_mut(&user) {
        if let Some(nick) = body.get("nick") {
            member.nick = nick
                .as_str()
                .filter(|nick| !nick.is_empty())
                .map(str::to_owned);
        }
        if let Some(until) = body.get("communication_disabled_until") {
            let until = until.as_str().and_then(clock::parse_iso);
            member.timeout_until = until.map(clock::iso);
        }
        if let Some(roles) = roles {
            member.roles = roles;
        }
    }
    shown(state, user)
}

fn edit_own(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.text(object, "nick", 0..=32);
        form.fields(object, &[("avatar", Shape::Any), ("banner", Shape::Any)]);
        form.text(object, "bio", 0..=400);
    }
    form.finish()?;
    allowed(state, Permissions::CHANGE_NICKNAME)?;
    let bot = state.world.bot();
    if let Some(member) = state.world.members.get_mut(&bot) {
        member.nick = body
            .get("nick")
            .and_then(Value::as_str)
            .filter(|nick| !nick.is_empty())
            .map(str::to_owned);
    }
    shown(state, bot)
}

fn edit_own_nick(state: &mut State, call: &Call) -> Answer {
    edit_own(state, call)?;
    let own = state.world.members.get(&state.world.bot());
    Ok(Reply::ok(
        json!({"nick": own.and_then(|own| own.nick.as_ref())}),
    ))
}

fn shown(state: &mut State, user: Id) -> Answer {
    state.member_changed(user);
    let member = state
        .world
        .members
        .get(&user)
        .ok_or_else(error::unknown_member)?;
    Ok(Reply::ok(state.world.member_json(member, true)))
}

/// Refuses roles that nobody can be given: @everyone and those of bots.
fn assignable(state: &State, id: Id) -> Result<(), ApiError> {
    let role = manageable(state, id)?;
    if role.bot.is_some() || id == state.world.guild.id {
        Err(error::invalid_role())
    } else {
        Ok(())
    }
}

fn give(state: &mut State, call: &Call) -> Answer {
    let user = target(state, call)?;
    let role = call.id("role_id")?;
    assignable(state, role)?;
    if let Some(member) = state.world.members.get_mut(&user)
        && !member.roles.contains(&role)
    {
        member.roles.push(role);
    }
    state.member_changed(user);
    Ok(Reply::empty())
}

fn take(state: &mut State, call: &Call) -> Answer {
    let user = target(state, call)?;
    let role = call.id("role_id")?;
    assignable(state, role)?;
    if let Some(member) = state.world.members.get_mut(&user) {
        member.roles.retain(|one| *one != role);
    }
    state.member_changed(user);
    Ok(Reply::empty())
}
