//! Application commands, global and of the guild.

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::inside;
use super::users::own;
use super::validate::{self, Form, as_integer};
use super::{Answer, Reply, Route, route};
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::application::Command;
use crate::sandbox::world::render;

const GLOBAL: &str = "/applications/{application_id}/commands";
const GLOBAL_ONE: &str = "/applications/{application_id}/commands/{command_id}";
const GUILD: &str = "/applications/{application_id}/guilds/{guild_id}/commands";
const GUILD_ONE: &str = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}";

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

fn kind_of(body: &Value) -> u64 {
    body.get("type")
        .and_then(as_integer)
        .and_then(|kind| u64::try_from(kind).ok())
        .unwrap_or(1)
}

fn name_of(body: &Value) -> &str {
    body.get("name").and_then(Value::as_str).unwrap_or_default()
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
    let kept: Vec<Id> = list.iter().map(|one| upsert(state, scope, one).0).collect();
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
    let (id, _) = upsert(state, scope, &body);
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

/// Makes a command or changes the one of this name; true if it is new.
fn upsert(state: &mut State, scope: Option<Id>, body: &Value) -> (Id, bool) {
    let (kind, name) = (kind_of(body), name_of(body).to_owned());
    let old = state
        .world
        .commands_of(scope)
        .find(|one| one.kind == kind && one.name == name)
        .cloned();
    let id = old
        .as_ref()
        .map_or_else(|| state.world.mint(), |old| old.id);
    let fields = fields_of(body, scope);
    let version = match &old {
        Some(old) if old.fields == fields => old.version,
        _ => state.world.mint(),
    };
    state.world.commands.insert(
        id,
        Command {
            id,
            guild: scope,
            version,
            kind,
            name,
            fields,
        },
    );
    (id, old.is_none())
}

/// The stored fields of a command: the defaults, then what the body says.
fn fields_of(body: &Value, scope: Option<Id>) -> Map<String, Value> {
    let mut fields = Map::new();
    let said = |key: &str| body.get(key).filter(|value| !value.is_null()).cloned();
    let mut set = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    set(
        "name_localizations",
        said("name_localizations").unwrap_or_default(),
    );
    set(
        "description",
        said("description").unwrap_or_else(|| json!("")),
    );
    set(
        "description_localizations",
        said("description_localizations").unwrap_or_default(),
    );
    let bits = said("default_member_permissions")
        .as_ref()
        .and_then(as_integer);
    set(
        "default_member_permissions",
        bits.map_or(Value::Null, |bits| json!(bits.to_string())),
    );
    set("nsfw", said("nsfw").unwrap_or(json!(false)));
    if scope.is_none() {
        let contexts = said("contexts");
        let direct = contexts.as_ref().and_then(Value::as_array).map_or_else(
            || {
                said("dm_permission")
                    .and_then(|flag| flag.as_bool())
                    .unwrap_or(true)
            },
            |contexts| contexts.iter().any(|one| as_integer(one) == Some(1)),
        );
        set("dm_permission", json!(direct));
        set("contexts", contexts.unwrap_or_default());
        set(
            "integration_types",
            said("integration_types").unwrap_or(json!([0])),
        );
    }
    if let Some(options) =
        said("options").filter(|list| list.as_array().is_some_and(|list| !list.is_empty()))
    {
        set("options", tidy(&options));
    }
    fields
}

/// Options without nulls and empty lists, and whole floats as integers.
fn tidy(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(tidy).collect(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| {
                !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
            })
            .map(|(key, value)| (key.clone(), tidy(value)))
            .collect(),
        Value::Number(number) if number.is_f64() => {
            as_integer(value).map_or_else(|| value.clone(), |whole| json!(whole))
        }
        other => other.clone(),
    }
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
    let fields = fields_of(&merged, scope);
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
