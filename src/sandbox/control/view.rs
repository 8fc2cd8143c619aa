//! Looking at the sandbox.

use axum::Json;
use axum::extract::{Path, Query, State as Extract};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::{Value, json};

use super::ControlError;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::server::Shared;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::guild::User;
use crate::sandbox::world::messages::Message;
use crate::sandbox::world::render::{self, extend};

/// Whose view is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Viewer {
    user: Option<String>,
    limit: Option<usize>,
    /// Only messages older than this one.
    before: Option<String>,
    /// Only what is pinned.
    pinned: Option<bool>,
}

/// Everything there is; with `?user=`, only the channels that user sees.
pub(super) async fn state(
    Extract(shared): Extract<Shared>,
    Query(viewer): Query<Viewer>,
) -> Result<Json<Value>, ControlError> {
    let state = shared.handle.lock();
    let world = &state.world;
    let viewer = viewer.user.map(|user| world.find_user(&user)).transpose()?;
    let mut bot =
        json!({"user": world.user_json(world.bot()), "application_id": world.application.id});
    extend(&mut bot, state.bot_status());
    let channels = world
        .channels
        .values()
        .filter(|channel| viewer.is_none_or(|user| world.sees(user, channel)));
    Ok(Json(json!({
        "bot": bot,
        "guild": {"id": world.guild.id, "name": world.guild.name},
        "channels": channels.map(|one| world.channel_seen(one)).collect::<Vec<_>>(),
        "roles": world.roles.values().map(render::role).collect::<Vec<_>>(),
        "users": world.users.values().filter(|user| user.id != world.bot()).map(|user| described(&state, user)).collect::<Vec<_>>(),
        "commands": world.commands.values().map(|command| render::command(world, command)).collect::<Vec<_>>(),
    })))
}

fn described(state: &State, user: &User) -> Value {
    let world = &state.world;
    let permissions = world.guild_permissions(user.id);
    let member = world.members.get(&user.id);
    let roles = member.map_or(&[][..], |member| &member.roles);
    let label = if user.bot {
        "bot"
    } else if permissions.has(Permissions::MANAGE_MESSAGES) {
        "moderator"
    } else {
        "member"
    };
    let mut object = render::user(user);
    extend(
        &mut object,
        json!({"roles": roles, "permissions": permissions.to_string(), "label": label,
            "member": member.is_some(), "nick": member.and_then(|member| member.nick.clone()),
            "installed": world.installs.contains(&user.id)}),
    );
    object
}

/// The messages of a channel as a user sees them, oldest first.
pub(super) async fn messages(
    Extract(shared): Extract<Shared>,
    Path(channel): Path<String>,
    Query(viewer): Query<Viewer>,
) -> Result<Json<Value>, ControlError> {
    let state = shared.handle.lock();
    let world = &state.world;
    let user = viewer
        .user
        .ok_or_else(|| ControlError::bad("say whose view: ?user="))?;
    let user = world.find_user(&user)?;
    let channel = world.find_channel(&channel, user)?;
    let before: Option<Id> = match viewer.before {
        Some(before) => Some(
            before
                .parse()
                .map_err(|()| ControlError::bad("\"before\" is a message's id"))?,
        ),
        None => None,
    };
    let seen: Vec<&Message> = world
        .messages_in(channel.id)
        .filter(|message| message.visible_to(user))
        .filter(|message| viewer.pinned != Some(true) || message.pinned_ms.is_some())
        .filter(|message| before.is_none_or(|before| message.id < before))
        .collect();
    let skipped = seen.len().saturating_sub(viewer.limit.unwrap_or(50));
    Ok(Json(
        seen.into_iter()
            .skip(skipped)
            .map(|message| world.message_json(message, user))
            .collect(),
    ))
}

/// Where a listing starts.
#[derive(Debug, Deserialize)]
pub(super) struct After {
    after: Option<u64>,
}

/// The REST requests of the bot.
pub(super) async fn requests(
    Extract(shared): Extract<Shared>,
    Query(after): Query<After>,
) -> impl IntoResponse {
    let list = shared.handle.lock().log.after(after.after.unwrap_or(0));
    ([(header::CONTENT_TYPE, "application/json")], list)
}

/// The routes that the bot asked for and the sandbox does not have.
pub(super) async fn missing(Extract(shared): Extract<Shared>) -> Json<Value> {
    Json(json!(shared.handle.lock().missing))
}
