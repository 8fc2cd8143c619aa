//! Removing members: kicks, bans, and what is known of bans.

use axum::http::Method;
use serde_json::{Value, json};

use super::audit::reason;
use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::{allowed, inside};
use super::members::{outranks, target};
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::gateway::intents;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;

/// How far back a ban may remove messages (seconds).
const DELETE_MAX_S: i64 = 604_800;
/// Users banned by one request.
const BULK_MAX: usize = 200;

pub(super) const ROUTES: &[Route] = &[
    route(Method::DELETE, "/guilds/{guild_id}/members/{user_id}", kick),
    route(Method::GET, "/guilds/{guild_id}/bans", bans),
    route(Method::GET, "/guilds/{guild_id}/bans/{user_id}", ban),
    route(Method::PUT, "/guilds/{guild_id}/bans/{user_id}", put_ban),
    route(
        Method::DELETE,
        "/guilds/{guild_id}/bans/{user_id}",
        delete_ban,
    ),
    route(Method::POST, "/guilds/{guild_id}/bulk-ban", bulk_ban),
];

fn kick(state: &mut State, call: &Call) -> Answer {
    let user = target(state, call)?;
    allowed(state, Permissions::KICK_MEMBERS)?;
    removable(state, user)?;
    state.remove_member(user);
    Ok(Reply::empty())
}

/// Refuses the bot itself and whoever ranks as high.
fn removable(state: &State, user: Id) -> Result<(), ApiError> {
    if user == state.world.bot() {
        return Err(error::missing_permissions());
    }
    outranks(state, user)
}

fn ban_json(state: &State, user: Id, reason: Option<&str>) -> Value {
    json!({"user": state.world.user_json(user), "reason": reason})
}

fn bans(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    allowed(state, Permissions::BAN_MEMBERS)?;
    let limit = call.query_number("limit", 1000, 1000)?;
    let (before, after) = (call.query_id("before")?, call.query_id("after")?);
    let listed = state.world.bans.iter().filter(|(user, _)| {
        before.is_none_or(|before| **user < before) && after.is_none_or(|after| **user > after)
    });
    Ok(Reply::ok(
        listed
            .take(limit)
            .map(|(user, reason)| ban_json(state, *user, reason.as_deref()))
            .collect(),
    ))
}

fn ban(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    allowed(state, Permissions::BAN_MEMBERS)?;
    let user = call.id("user_id")?;
    let reason = state.world.bans.get(&user).ok_or_else(error::unknown_ban)?;
    Ok(Reply::ok(ban_json(state, user, reason.as_deref())))
}

/// From when on a ban removes messages (Unix milliseconds).
fn delete_from(call: &Call) -> Result<Option<u64>, ApiError> {
    let body = call.body();
    let mut form = Form::default();
    let mut seconds = 0;
    if let Some(object) = form.object(&body) {
        let days = form.integer(object, "delete_message_days", 0..=7);
        seconds = form
            .integer(object, "delete_message_seconds", 0..=DELETE_MAX_S)
            .or(days.map(|days| days * 24 * 60 * 60))
            .unwrap_or(0);
    }
    form.finish()?;
    let span = u64::try_from(seconds).unwrap_or(0) * 1000;
    Ok((span > 0).then(|| clock::now_ms().saturating_sub(span)))
}

fn put_ban(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let user = call.id("user_id")?;
    let since = delete_from(call)?;
    allowed(state, Permissions::BAN_MEMBERS)?;
    if !state.world.users.contains_key(&user) {
        return Err(error::unknown_user());
    }
    removable(state, user)?;
    state.ban(user, reason(call), since);
    Ok(Reply::empty())
}

fn delete_ban(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    allowed(state, Permissions::BAN_MEMBERS)?;
    let user = call.id("user_id")?;
    if state.world.bans.remove(&user).is_none() {
        return Err(error::unknown_ban());
    }
    let user = json!({"user": state.world.user_json(user)});
    state.guild_event("GUILD_BAN_REMOVE", intents::GUILD_MODERATION, user);
    Ok(Reply::empty())
}

fn bulk_ban(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.ids(object, "user_ids", BULK_MAX);
        if object.get("user_ids").is_none_or(Value::is_null) {
            form.required("user_ids");
        }
    }
    form.finish()?;
    let since = delete_from(call)?;
    allowed(
        state,
        Permissions::BAN_MEMBERS.and(Permissions::MANAGE_GUILD),
    )?;
    let listed = body.get("user_ids").and_then(Value::as_array);
    let (mut banned, mut failed) = (Vec::new(), Vec::new());
    for user in listed.into_iter().flatten().filter_map(Id::read) {
        let known = state.world.users.contains_key(&user);
        if !known || state.world.bans.contains_key(&user) || removable(state, user).is_err() {
            failed.push(user);
            continue;
        }
        state.ban(user, reason(call), since);
        banned.push(user);
    }
    if banned.is_empty() {
        return Err(error::bulk_ban_failed());
    }
    Ok(Reply::ok(
        json!({"banned_users": banned, "failed_users": failed}),
    ))
}

impl State {
    /// Takes a member out of the guild and tells of it.
    pub(crate) fn remove_member(&mut self, user: Id) {
        if self.world.members.remove(&user).is_none() {
            return;
        }
        let gone = json!({"user": self.world.user_json(user)});
        self.guild_event("GUILD_MEMBER_REMOVE", intents::GUILD_MEMBERS, gone);
        if user == self.world.bot() {
            self.guild_lost();
        }
    }

    /// Bans a user, and removes what they wrote since.
    fn ban(&mut self, user: Id, reason: Option<String>, since_ms: Option<u64>) {
        self.world.bans.insert(user, reason);
        let banned = json!({"user": self.world.user_json(user)});
        self.guild_event("GUILD_BAN_ADD", intents::GUILD_MODERATION, banned);
        self.remove_member(user);
        let Some(since) = since_ms else { return };
        let rooms: Vec<Id> = self
            .world
            .channels
            .values()
            .filter(|one| one.in_guild())
            .map(|one| one.id)
            .collect();
        for room in rooms {
            let written = self
                .world
                .messages_in(room)
                .filter(|one| one.author == user && one.mask.is_none() && one.id.millis() >= since);
            let ids: Vec<Id> = written.map(|one| one.id).collect();
            for id in ids {
                self.remove(id);
            }
        }
    }
}
