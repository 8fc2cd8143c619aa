//! Changing the scene: threads, roles, overwrites, who takes direct messages, the token.

use axum::Json;
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::speech::speak;
use super::{Body, ControlError, text};
use crate::sandbox::permissions::{Overwrite, Permissions, Target};
use crate::sandbox::rest::validate::as_integer;
use crate::sandbox::server::Shared;
use crate::sandbox::snowflake::Id;
use crate::sandbox::world::channels::kind;
use crate::sandbox::world::installs::Server;
use crate::sandbox::world::render;
use crate::sandbox::world::seed::EVERYONE;

/// Places without the bot.
const PLACES_MAX: usize = 100;

/// Opens a thread or a forum post: {user, channel, name, content?, message?}.
pub(super) async fn thread(
    Extract(shared): Extract<Shared>,
    Body(body): Body,
) -> Result<Json<Value>, ControlError> {
    let mut state = shared.handle.lock();
    let (user, parent) = state.world.place(&body)?;
    let name = text(&body, "name")?.to_owned();
    let may = state.world.permissions_in(user, &parent);
    let needed = if parent.kind == kind::FORUM {
        Permissions::SEND_MESSAGES
    } else {
        Permissions::CREATE_PUBLIC_THREADS
    };
    if !may.has(needed) {
        return Err(ControlError::new(
            403,
            "this user may not open threads here",
        ));
    }
    let starter = body.get("message").and_then(Id::read);
    if let Some(starter) = starter {
        state.world.find_message(&starter.to_string(), user)?;
    }
    let thread = state.open_thread(&parent, user, &name, starter, false)?;
    if body.get("content").is_some() {
        let message = speak(&mut state, user, &thread, &body);
        let mut message = message?;
        if parent.kind == kind::FORUM {
            // The first message of a post has the post's id.
            message.id = thread.id;
        }
        state.post(message);
    }
    let thread = state
        .world
        .channels
        .get(&thread.id)
        .ok_or_else(|| ControlError::new(404, "the thread is gone"))?;
    Ok(Json(state.world.channel_seen(thread)))
}

/// Makes a place without the bot: {users, name?, server?, permissions?}.
pub(super) async fn place(
    Extract(shared): Extract<Shared>,
    Body(body): Body,
) -> Result<Json<Value>, ControlError> {
    let mut state = shared.handle.lock();
    let named = body.get("users").and_then(Value::as_array);
    let mut users = Vec::new();
    for name in named.into_iter().flatten().filter_map(Value::as_str) {
        let user = state.world.find_user(name)?;
        if user == state.world.bot() {
            return Err(ControlError::bad("the bot is not in such places"));
        }
        if !users.contains(&user) {
            users.push(user);
        }
    }
    let server = body.get("server").and_then(Value::as_str);
    if users.len() < 2 && (server.is_none() || users.is_empty()) {
        return Err(ControlError::bad(
            "give \"users\": at least two, or one with \"server\"",
        ));
    }
    let strangers = state
        .world
        .channels
        .values()
        .filter(|one| !state.world.has_bot(one));
    if strangers.count() >= PLACES_MAX {
        return Err(ControlError::bad(format!(
            "there are {PLACES_MAX} such places already"
        )));
    }
    let permissions = bits(&body, "permissions")?.unwrap_or(EVERYONE);
    let server = server.map(|name| Server {
        id: state.world.mint(),
        name: name.to_owned(),
        permissions,
    });
    let usual = server.is_some().then_some("general");
    let name = body.get("name").and_then(Value::as_str).or(usual);
    let id = state.world.add_place(users, name, server);
    let channel = state.world.channels.get(&id).cloned();
    let channel = channel.ok_or_else(|| ControlError::new(404, "the channel is gone"))?;
    state.channel_event("CHANNEL_CREATE", &channel);
    Ok(Json(state.world.channel_seen(&channel)))
}

/// Changes a user: {`roles`?, `direct_messages`?: whether the bot may write to them, `member`?,
/// `installed`?}.
pub(super) async fn user(
    Extract(shared): Extract<Shared>,
    Path(user): Path<String>,
    Body(body): Body,
) -> Result<Json<Value>, ControlError> {
    let mut state = shared.handle.lock();
    let user = state.world.find_user(&user)?;
    match body.get("direct_messages").and_then(Value::as_bool) {
        Some(true) => {
            state.world.closed_to_bot.remove(&user);
        }
        Some(false) => {
            state.world.closed_to_bot.insert(user);
        }
        None => {}
    }
    match body.get("installed").and_then(Value::as_bool) {
        Some(true) => {
            state.world.installs.insert(user);
            state.tell("guild", json!({"changed": "installs"}));
        }
        Some(false) => {
            state.world.installs.remove(&user);
            state.tell("guild", json!({"changed": "installs"}));
        }
        None => {}
    }
    match body.get("member").and_then(Value::as_bool) {
        Some(true) if state.world.bans.contains_key(&user) => {
            return Err(ControlError::new(403, "this user is banned"));
        }
        Some(true) => state.add_member(user),
        Some(false) => state.remove_member(user),
        None => {}
    }
    if let Some(roles) = body.get("roles").and_then(Value::as_array) {
        let roles: Vec<Id> = roles.iter().filter_map(Id::read).collect();
        if let Some(unknown) = roles
            .iter()
            .find(|role| !state.world.roles.contains_key(role))
        {
            return Err(ControlError::new(404, format!("no role {unknown}")));
        }
        if let Some(member) = state.world.members.get_mut(&user) {
            member.roles = roles;
        }
        state.member_changed(user);
    }
    Ok(Json(state.world.user_json(user)))
}

/// Sets a role's permissions: {`permissions`: "bits"}. The role is an id or a name.
pub(super) async fn role(
    Extract(shared): Extract<Shared>,
    Path(name): Path<String>,
    Body(body): Body,
) -> Result<Json<Value>, ControlError> {
    let mut state = shared.handle.lock();
    let found = state
        .world
        .roles
        .values_mut()
        .find(|role| role.name == name || role.id.to_string() == name);
    let role = found.ok_or_else(|| ControlError::new(404, format!("no role \"{name}\"")))?;
    role.permissions =
        bits(&body, "permissions")?.ok_or_else(|| ControlError::bad("give \"permissions\""))?;
    let object = render::role(role);
    state.role_event("GUILD_ROLE_UPDATE", &object);
    Ok(Json(object))
}

fn bits(body: &Value, key: &str) -> Result<Option<Permissions>, ControlError> {
    let Some(value) = body.get(key) else {
        return Ok(None);
    };
    let number = as_integer(value).and_then(|number| u64::try_from(number).ok());
    number
        .map(|number| Some(Permissions(number)))
        .ok_or_else(|| {
            ControlError::bad(format!(
                "\"{key}\" is a set of permission bits, as a string"
            ))
        })
}

/// Sets a channel's overwrite for a user or role (id or name): {`allow`?, `deny`?}.
pub(super) async fn overwrite(
    Extract(shared): Extract<Shared>,
    Path((channel, target)): Path<(String, String)>,
    Body(body): Body,
) -> Result<StatusCode, ControlError> {
    let mut state = shared.handle.lock();
    let owner = state.world.guild.owner;
    let id = state.world.find_channel(&channel, owner)?.id;
    let role = state
        .world
        .roles
        .values()
        .find(|role| role.name == target || role.id.to_string() == target);
    let target = match role {
        Some(role) => Target::Role(role.id),
        None => Target::Member(state.world.find_user(&target)?),
    };
    let allow = bits(&body, "allow")?.unwrap_or_default();
    let deny = bits(&body, "deny")?.unwrap_or_default();
    state.set_overwrite(
        id,
        Overwrite {
            target,
            allow,
            deny,
        },
    );
    Ok(StatusCode::NO_CONTENT)
}

/// A token to be revoked.
#[derive(Debug, Deserialize)]
pub(super) struct Revoked {
    token: String,
}

/// Revokes a token, as when its owner resets it: {`token`}. From then on it is refused.
pub(super) async fn revoke(
    Extract(shared): Extract<Shared>,
    Body(body): Body,
) -> Result<StatusCode, ControlError> {
    let revoked: Revoked =
        serde_json::from_value(body).map_err(|error| ControlError::bad(error.to_string()))?;
    shared.handle.lock().revoke(&revoked.token);
    Ok(StatusCode::NO_CONTENT)
}

/// Sets who may use a command, as a moderator does in the server's settings:
/// {`permissions`: [{id, type: 1 role | 2 user | 3 channel, permission}…]}.
pub(super) async fn command_permissions(
    Extract(shared): Extract<Shared>,
    Path(command): Path<String>,
    Body(body): Body,
) -> Result<Json<Value>, ControlError> {
    let mut state = shared.handle.lock();
    let known = |one: &&crate::sandbox::world::application::Command| {
        one.id.to_string() == command || one.name == command
    };
    let id = state.world.commands.values().find(known).map(|one| one.id);
    let id =
        id.ok_or_else(|| ControlError::new(404, format!("the bot has no command \"{command}\"")))?;
    let rules = body.get("permissions").and_then(Value::as_array);
    let rules = rules.ok_or_else(|| ControlError::bad("give \"permissions\" as a list"))?;
    let fine = |rule: &Value| {
        let kind = rule.get("type").and_then(as_integer);
        rule.get("id").and_then(Id::read).is_some()
            && matches!(kind, Some(1..=3))
            && rule.get("permission").is_some_and(Value::is_boolean)
    };
    if rules.len() > 100 || !rules.iter().all(fine) {
        return Err(ControlError::bad(
            "at most 100 rules of {id, type: 1|2|3, permission: true|false}",
        ));
    }
    state.world.command_permissions.insert(id, rules.clone());
    let object = state.world.permissions_json(id);
    state.guild_event("APPLICATION_COMMAND_PERMISSIONS_UPDATE", 0, object.clone());
    Ok(Json(object))
}
