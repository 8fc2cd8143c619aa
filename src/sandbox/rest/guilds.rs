//! The guild, its members and roles.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error::{self, ApiError};
use super::validate::{Fields, Form, Shape};
use super::{Answer, Reply, Route, route};
use crate::sandbox::gateway::intents;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::render::{self, extend};

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/guilds/{guild_id}", guild),
    route(Method::PATCH, "/guilds/{guild_id}", edit),
    route(Method::GET, "/guilds/{guild_id}/roles", roles),
    route(Method::GET, "/guilds/{guild_id}/roles/{role_id}", role),
    route(Method::GET, "/guilds/{guild_id}/members", members),
    route(Method::GET, "/guilds/{guild_id}/members/search", search),
    route(Method::GET, "/guilds/{guild_id}/members/{user_id}", member),
    route(
        Method::GET,
        "/users/@me/guilds/{guild_id}/member",
        own_member,
    ),
    route(Method::DELETE, "/users/@me/guilds/{guild_id}", leave),
    route(Method::GET, "/guilds/{guild_id}/regions", nothing),
    route(Method::GET, "/guilds/{guild_id}/integrations", nothing),
    route(
        Method::DELETE,
        "/guilds/{guild_id}/integrations/{integration_id}",
        no_integration,
    ),
];

/// The guild of the path: there is one, and the bot is in it unless it has left.
pub(super) fn inside(state: &State, call: &Call) -> Result<(), ApiError> {
    if call.id("guild_id")? == state.world.guild.id && state.world.bot_is_member() {
        Ok(())
    } else {
        Err(error::unknown_guild())
    }
}

/// Refuses what the bot may not do in the guild.
pub(super) fn allowed(state: &State, wanted: Permissions) -> Result<(), ApiError> {
    let permissions = state.world.guild_permissions(state.world.bot());
    if permissions.has(wanted) {
        Ok(())
    } else {
        Err(error::missing_permissions())
    }
}

fn nothing(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    Ok(Reply::ok(json!([])))
}

fn no_integration(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    Err(error::unknown_integration())
}

fn guild(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let mut guild = state.world.guild_json();
    if call.query_flag("with_counts") {
        let members = state.world.members.len();
        extend(
            &mut guild,
            json!({"approximate_member_count": members, "approximate_presence_count": members}),
        );
    }
    Ok(Reply::ok(guild))
}

fn own_member(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let member = state.world.members.get(&state.world.bot());
    let member = member.ok_or_else(error::unknown_member)?;
    Ok(Reply::ok(state.world.member_json(member, true)))
}

const PICTURES: Fields = &[
    ("icon", Shape::Any),
    ("splash", Shape::Any),
    ("discovery_splash", Shape::Any),
    ("banner", Shape::Any),
    ("home_header", Shape::Any),
    ("features", Shape::Texts(1521, 152)),
];

fn leave(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    state.remove_member(state.world.bot());
    Ok(Reply::empty())
}

fn edit(state: &mut State, call: &Call) -> Answer {
    const CHANNELS: [&str; 5] = [
        "afk_channel_id",
        "system_channel_id",
        "rules_channel_id",
        "public_updates_channel_id",
        "safety_alerts_channel_id",
    ];
    const NUMBERS: [(&str, i64); 4] = [
        ("verification_level", 4),
        ("default_message_notifications", 1),
        ("explicit_content_filter", 2),
        ("system_channel_flags", 0xFF),
    ];
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.text(object, "name", 2..=100);
        form.text(object, "description", 0..=300);
        form.fields(object, PICTURES);
        form.text(object, "preferred_locale", 2..=5);
        form.flag(object, "premium_progress_bar_enabled");
        for (key, max) in NUMBERS {
            form.integer(object, key, 0..=max);
        }
        form.choice(object, "afk_timeout", &[60, 300, 900, 1800, 3600]);
        for key in CHANNELS {
            let given = object.get(key).filter(|value| !value.is_null());
            let known = |id| state.world.channels.contains_key(&id);
            if given.is_some_and(|value| !Id::read(value).is_some_and(known)) {
                form.error_at(key, "CHANNEL_INVALID", "Invalid channel.");
            }
        }
    }
    form.finish()?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    let guild = &mut state.world.guild;
    if let Some(name) = body.get("name").and_then(Value::as_str) {
        name.trim().clone_into(&mut guild.name);
    }
    let numbers = NUMBERS.into_iter().map(|(key, _)| key);
    let others = [
        "afk_timeout",
        "description",
        "preferred_locale",
        "premium_progress_bar_enabled",
    ];
    for key in numbers.chain(others).chain(CHANNELS) {
        if let Some(value) = body.get(key) {
            guild.edited.insert(key.to_owned(), value.clone());
        }
    }
    let guild = state.world.guild_json();
    state.guild_event("GUILD_UPDATE", intents::GUILDS, guild.clone());
    Ok(Reply::ok(guild))
}

fn roles(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    Ok(Reply::ok(
        state.world.roles.values().map(render::role).collect(),
    ))
}

fn role(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let role = state
        .world
        .roles
        .get(&call.id("role_id")?)
        .ok_or_else(error::unknown_role)?;
    Ok(Reply::ok(render::role(role)))
}

fn member(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let user = call.id("user_id")?;
    let member = state.world.members.get(&user);
    let member = member.ok_or_else(|| {
        if state.world.users.contains_key(&user) {
            error::unknown_member()
        } else {
            error::unknown_user()
        }
    })?;
    Ok(Reply::ok(state.world.member_json(member, true)))
}

fn members(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let limit = call.query_number("limit", 1, 1000)?;
    let after = call.query_id("after")?;
    let world = &state.world;
    let later = world
        .members
        .values()
        .filter(|member| after.is_none_or(|after| member.user > after));
    Ok(Reply::ok(
        later
            .take(limit)
            .map(|member| world.member_json(member, true))
            .collect(),
    ))
}

fn search(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let limit = call.query_number("limit", 1, 1000)?;
    let start = call.query_text("query", 1..=100)?.to_lowercase();
    let world = &state.world;
    let found = world.members.values().filter(|member| {
        let named = |name: &str| name.to_lowercase().starts_with(&start);
        world
            .users
            .get(&member.user)
            .is_some_and(|user| named(&user.username))
            || member.nick.as_deref().is_some_and(named)
    });
    Ok(Reply::ok(
        found
            .take(limit)
            .map(|member| world.member_json(member, true))
            .collect(),
    ))
}
