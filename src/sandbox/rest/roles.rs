//! Roles: making, changing and removing them.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::{allowed, inside};
use super::validate::{Fields, Form, Shape, as_integer};
use super::{Answer, Reply, Route, route};
use crate::sandbox::gateway::intents;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::guild::Role;
use crate::sandbox::world::render;

/// Roles of a guild, @everyone among them.
const GUILD_MAX: usize = 250;

pub(super) const ROUTES: &[Route] = &[
    route(Method::POST, "/guilds/{guild_id}/roles", create_role),
    route(
        Method::PATCH,
        "/guilds/{guild_id}/roles/{role_id}",
        edit_role,
    ),
    route(
        Method::DELETE,
        "/guilds/{guild_id}/roles/{role_id}",
        delete_role,
    ),
];

/// A role that the bot may give, take, change or remove.
pub(super) fn manageable(state: &State, id: Id) -> Result<&Role, ApiError> {
    let role = state.world.roles.get(&id).ok_or_else(error::unknown_role)?;
    allowed(state, Permissions::MANAGE_ROLES)?;
    if role.position >= state.world.rank(state.world.bot()) {
        return Err(error::missing_permissions());
    }
    Ok(role)
}

/// How a role looks.
const LOOKS: Fields = &[
    (
        "colors",
        Shape::Object(&[
            ("primary_color", Shape::Integer(0, 0xFF_FFFF)),
            ("secondary_color", Shape::Integer(0, 0xFF_FFFF)),
            ("tertiary_color", Shape::Integer(0, 0xFF_FFFF)),
        ]),
    ),
    ("icon", Shape::Any),
    ("unicode_emoji", Shape::Text(0, 100)),
];

fn check_role(form: &mut Form, body: &Value) {
    let Some(object) = form.object(body) else {
        return;
    };
    form.text(object, "name", 0..=100);
    form.integer(object, "permissions", 0..=i64::MAX);
    form.integer(object, "color", 0..=0xFF_FFFF);
    form.flag(object, "hoist");
    form.flag(object, "mentionable");
    form.fields(object, LOOKS);
}

/// Writes the fields of a body into a role; nobody hands out what they do not have.
fn apply(state: &State, role: &mut Role, body: &Value) -> Result<(), ApiError> {
    let number = |key: &str| {
        body.get(key)
            .and_then(as_integer)
            .and_then(|number| u64::try_from(number).ok())
    };
    if let Some(bits) = number("permissions") {
        let own = state.world.guild_permissions(state.world.bot());
        if !own.has(Permissions(bits).without(role.permissions)) {
            return Err(error::missing_permissions());
        }
        role.permissions = Permissions(bits);
    }
    if let Some(name) = body.get("name").and_then(Value::as_str) {
        name.trim().clone_into(&mut role.name);
    }
    let color = body
        .pointer("/colors/primary_color")
        .and_then(as_integer)
        .and_then(|color| u64::try_from(color).ok());
    role.color = color.or(number("color")).unwrap_or(role.color);
    role.hoist = body
        .get("hoist")
        .and_then(Value::as_bool)
        .unwrap_or(role.hoist);
    role.mentionable = body
        .get("mentionable")
        .and_then(Value::as_bool)
        .unwrap_or(role.mentionable);
    Ok(())
}

fn create_role(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    check_role(&mut form, &body);
    form.finish()?;
    allowed(state, Permissions::MANAGE_ROLES)?;
    if state.world.roles.len() >= GUILD_MAX {
        return Err(error::too_many_roles());
    }
    let id = state.world.mint();
    let everyone = state
        .world
        .roles
        .get(&state.world.guild.id)
        .map(|role| role.permissions)
        .unwrap_or_default();
    let mut role = Role {
        id,
        name: "new role".to_owned(),
        permissions: everyone,
        position: 1,
        color: 0,
        hoist: false,
        mentionable: false,
        bot: None,
    };
    apply(state, &mut role, &body)?;
    // A new role goes to the bottom, above @everyone; the others move up.
    for other in state
        .world
        .roles
        .values_mut()
        .filter(|other| other.position > 0)
    {
        other.position += 1;
    }
    let object = render::role(&role);
    state.world.roles.insert(id, role);
    state.role_event("GUILD_ROLE_CREATE", &object);
    Ok(Reply::ok(object))
}

fn edit_role(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    check_role(&mut form, &body);
    form.finish()?;
    let mut role = manageable(state, call.id("role_id")?)?.clone();
    apply(state, &mut role, &body)?;
    let object = render::role(&role);
    state.world.roles.insert(role.id, role);
    state.role_event("GUILD_ROLE_UPDATE", &object);
    Ok(Reply::ok(object))
}

fn delete_role(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let role = manageable(state, call.id("role_id")?)?;
    if role.bot.is_some() || role.id == state.world.guild.id {
        return Err(error::invalid_role());
    }
    let (id, place) = (role.id, role.position);
    state.world.roles.remove(&id);
    // Those above move down, as they moved up when it was made.
    for other in state.world.roles.values_mut() {
        if other.position > place {
            other.position -= 1;
        }
    }
    for member in state.world.members.values_mut() {
        member.roles.retain(|one| *one != id);
    }
    state.guild_event("GUILD_ROLE_DELETE", intents::GUILDS, json!({"role_id": id}));
    Ok(Reply::empty())
}
