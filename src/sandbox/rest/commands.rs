//! Application commands, global and of the guild.

use axum::http::Method;
use serde_json::Value;

use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::inside;
use super::users::own;
use super::validate::{self, Form};
use super::{Answer, Reply, Route, route};
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::application::Command;
use crate::sandbox::world::commands::{fields_of, kind_of, name_of};
use crate::sandbox::world::render;

const GLOBAL: &str = "/applications/{application_id}/commands";
const GLOBAL_ONE: &str = "/applications/{application_id}/commands/{command_id}";
const GUILD: &str = "/applications/{application_id}/guilds/{guild_id}/commands";
const GUILD_ONE: &str = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}";
const PERMISSIONS: &str = "/applications/{application_id}/guilds/{guild_id}/commands/permissions";
const PERMISSIONS_ONE: &str =
    "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions";

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, GLOBAL, list),
    route(Method::PUT, GLOBAL, replace),
    route(Method::POST, GLOBAL, create),
    route(Method::GET, GLOBAL_ONE, get),
    route(Method::PATCH, GLOBAL_ONE, edit),
    route(Method::DELETE, GLOBAL_ONE, delete),
    route(Method::GET, GUILD, list),
    route(Method::PUT, GUILD, replace),
    route(Method::POST, GUILD, create),
    route(Method::GET, GUILD_ONE, get),
    route(Method::PATCH, GUILD_ONE, edit),
    route(Method::DELETE, GUILD_ONE, delete),
    route(Method::GET, PERMISSIONS, all_permissions),
    route(Method::GET, PERMISSIONS_ONE, permissions),
    route(Method::PUT, PERMISSIONS_ONE, put_permissions),
];

/// The scope that the path names: the guild or none.
pub(super) fn scope(state: &State, call: &Call) -> Result<Option<Id>, ApiError> {
    own(state, call)?;
    if call.param("guild_id").is_empty() {
        return Ok(None);
    }
    inside(state, call)?;
    Ok(Some(state.world.guild.id))
}

pub(super) fn known<'a>(
    state: &'a State,
    call: &Call,
    scope: Option<Id>,
) -> Result<&'a Command, ApiError> {
    let command = state.world.commands.get(&call.id("command_id")?);
    command
        .filter(|command| command.guild == scope)
        .ok_or_else(error::unknown_command)
}

fn list(state: &mut State, call: &Call) -> Answer {
    let scope = scope(state, call)?;
    let localized = call.query_flag("with_localizations");
    let commands = state.world.commands_of(scope).map(|command| {
        let mut object = render::command(&state.world, command);
        if !localized {
            drop_localizations(&mut object);
        }
        object
    });
    Ok(Reply::ok(commands.collect()))
}

fn drop_localizations(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("name_localizations");
            fields.remove("description_localizations");
            fields.values_mut().for_each(drop_localizations);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_localizations),
        _ => {}
    }
}

fn get(state: &mut State, call: &Call) -> Answer {
    let scope = scope(state, call)?;
    Ok(Reply::ok(render::command(
        &state.world,
        known(state, call, scope)?,
    )))
}

/// How many commands of a type a scope may have.
fn capacity(kind: u64) -> usize {
    match kind {
        1 => 100,
        2 | 3 => 15,
        _ => 1,
    }
}

fn replace(state: &mut State, call: &Call) -> Answer {
    let scope = scope(state, call)?;
    let body = call.body.clone().unwrap_or(Value::Null);
    let mut form = Form::default();
    let Some(list) = body.as_array() else {
        form.error(
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        );
        return Err(form.refusal());
    };
    validate::commands(&mut form, list);
    form.finish()?;
    for kind in 1..=4 {
        if list.iter().filter(|one| kind_of(one) == kind).count() > capacity(kind) {
            return Err(error::too_many_commands());
        }
    }
    let same = |command: &Command, one: &Value| {
        command.kind == kind_of(one) && command.name == name_of(one)
    };
    let fresh = list.iter().filter(|one| {
        !state
            .world
            .commands_of(scope)
            .any(|command| same(command, one))
    });
    let fresh = fresh.count();
    if !state.limits.create_commands(scope, fresh) {
        return Err(error::too_many_creates());
    }
    let gone =
        |command: &Command| command.guild == scope && !list.iter().any(|one| same(command, one));
    state.world.commands.retain(|_, command| !gone(command));
    let kept: Vec<Id> = list
        .iter()
        .map(|one| state.world.upsert_command(scope, one))
        .collect();
    state.commands_changed();
    let commands = kept.iter().filter_map(|id| state.world.commands.get(id));
    Ok(Reply::ok(
        commands
            .map(|command| render::command(&state.world, command))
            .collect(),
    ))
}

fn create(state: &mut State, call: &Call) -> Answer {
    let scope = scope(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        validate::command(&mut form, object, None);
    }
    form.finish()?;
    let kind = kind_of(&body);
    let twin = state
        .world
        .commands_of(scope)
        .any(|one| one.kind == kind && one.name == name_of(&body));
    if !twin {
        if state
            .world
            .commands_of(scope)
            .filter(|one| one.kind == kind)
            .count()
            >= capacity(kind)
        {
            return Err(error::too_many_commands());
        }
        if !state.limits.create_commands(scope, 1) {
            return Err(error::too_many_creates());
        }
    }
    let id = state.world.upsert_command(scope, &body);
    state.commands_changed();
    let command = state
        .world
        .commands
        .get(&id)
        .ok_or_else(error::unknown_command)?;
    let object = render::command(&state.world, command);
    Ok(if twin {
        Reply::ok(object)
    } else {
        Reply::created(object)
    })
}

fn edit(state: &mut State, call: &Call) -> Answer {
    let scope = scope(state, call)?;
    let old = known(state, call, scope)?.clone();
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        validate::command(&mut form, object, i64::try_from(old.kind).ok());
        let taken = object
            .get("name")
            .and_then(Value::as_str)
            .is_some_and(|name| {
                state
                    .world
                    .commands_of(scope)
                    .any(|one| one.id != old.id && one.kind == old.kind && one.name == name)
            });
        if taken {
            form.error_at(
                "name",
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            );
        }
    }
    form.finish()?;
    let mut merged = render::command(&state.world, &old);
    render::extend(&mut merged, body.clone());
    let name = name_of(&merged).to_owned();
    let fields = fields_of(&merged, scope, &state.world.application.install_types());
    let version = state.world.mint();
    let command = Command {
        version,
        name,
        fields,
        ..old
    };
    let object = render::command(&state.world, &command);
    state.world.commands.insert(command.id, command);
    state.commands_changed();
    Ok(Reply::ok(object))
}

fn delete(state: &mut State, call: &Call) -> Answer {
    let scope = scope(state, call)?;
    let id = known(state, call, scope)?.id;
    state.world.commands.remove(&id);
    state.world.command_permissions.remove(&id);
    state.commands_changed();
    Ok(Reply::empty())
}

fn all_permissions(state: &mut State, call: &Call) -> Answer {
    scope(state, call)?;
    let commands = state.world.command_permissions.keys();
    Ok(Reply::ok(
        commands
            .map(|id| state.world.permissions_json(*id))
            .collect(),
    ))
}

fn permissions(state: &mut State, call: &Call) -> Answer {
    scope(state, call)?;
    let id = call.id("command_id")?;
    if state.world.command_permissions.contains_key(&id) {
        Ok(Reply::ok(state.world.permissions_json(id)))
    } else {
        Err(error::unknown_command_permissions())
    }
}

/// Only people can set these, by a bearer token.
fn put_permissions(state: &mut State, call: &Call) -> Answer {
    scope(state, call)?;
    Err(error::not_for_bots())
}
