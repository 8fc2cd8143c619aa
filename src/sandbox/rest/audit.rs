//! The audit log: what the bot did to the guild, and why.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::{Value, json};

use super::call::{Call, decode};
use super::error::ApiError;
use super::guilds::{allowed, inside};
use super::validate::{Form, longer};
use super::{Answer, Reply, Route, route};
use crate::sandbox::gateway::intents;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::render;

/// Entries kept.
const KEPT: usize = 1_000;

/// Code points of a reason, decoded.
const REASON_MAX: usize = 512;

pub(super) const ROUTES: &[Route] = &[route(Method::GET, "/guilds/{guild_id}/audit-logs", list)];

/// What is noted: the request, the action's number, and the part of the path that is its target.
/// Without such a part, the target is what was made.
const NOTED: [(&str, &str, u64, &str); 19] = [
    ("PATCH", "/guilds/{guild_id}", 1, "guild_id"),
    ("POST", "/guilds/{guild_id}/channels", 10, ""),
    ("PATCH", "/channels/{channel_id}", 11, "channel_id"),
    ("DELETE", "/channels/{channel_id}", 12, "channel_id"),
    (
        "DELETE",
        "/guilds/{guild_id}/members/{user_id}",
        20,
        "user_id",
    ),
    ("PUT", "/guilds/{guild_id}/bans/{user_id}", 22, "user_id"),
    ("DELETE", "/guilds/{guild_id}/bans/{user_id}", 23, "user_id"),
    (
        "PATCH",
        "/guilds/{guild_id}/members/{user_id}",
        24,
        "user_id",
    ),
    (
        "PUT",
        "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
        25,
        "user_id",
    ),
    (
        "DELETE",
        "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
        25,
        "user_id",
    ),
    ("POST", "/guilds/{guild_id}/roles", 30, ""),
    ("PATCH", "/guilds/{guild_id}/roles/{role_id}", 31, "role_id"),
    (
        "DELETE",
        "/guilds/{guild_id}/roles/{role_id}",
        32,
        "role_id",
    ),
    ("POST", "/channels/{channel_id}/webhooks", 50, ""),
    ("PATCH", "/webhooks/{webhook_id}", 51, "webhook_id"),
    ("DELETE", "/webhooks/{webhook_id}", 52, "webhook_id"),
    (
        "POST",
        "/channels/{channel_id}/messages/bulk-delete",
        73,
        "channel_id",
    ),
    ("POST", "/guilds/{guild_id}/scheduled-events", 100, ""),
    ("POST", "/guilds/{guild_id}/auto-moderation/rules", 140, ""),
];

/// Why, as the request's header has it.
pub(super) fn reason(call: &Call) -> Option<String> {
    let reason = decode(call.header("x-audit-log-reason")?);
    (!reason.is_empty()).then_some(reason)
}

/// Refuses a reason that is too long.
pub(super) fn check_reason(call: &Call) -> Result<(), ApiError> {
    let mut form = Form::default();
    if reason(call).is_some_and(|reason| longer(&reason, REASON_MAX)) {
        form.error_at(
            "reason",
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {REASON_MAX} or fewer in length."),
        );
    }
    form.finish()
}

fn list(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    allowed(state, Permissions::VIEW_AUDIT_LOG)?;
    let limit = call.query_number("limit", 50, 100)?;
    let (before, after) = (call.query_id("before")?, call.query_id("after")?);
    let user = call.query_id("user_id")?;
    let action = call.query_id("action_type")?;
    let wanted = |entry: &&Value| {
        let id = Id::read(&entry["id"]);
        before.is_none_or(|before| id < Some(before))
            && after.is_none_or(|after| id > Some(after))
            && user.is_none_or(|user| entry["user_id"] == json!(user))
            && action.is_none_or(|action| entry["action_type"] == json!(action.0))
    };
    let log = &state.world.audit;
    // After an id the oldest come first, otherwise the latest.
    let entries: Vec<&Value> = if after.is_some() {
        log.iter().filter(wanted).take(limit).collect()
    } else {
        log.iter().rev().filter(wanted).take(limit).collect()
    };
    // Everybody whom the entries name.
    let named = entries
        .iter()
        .flat_map(|one| [&one["user_id"], &one["target_id"]]);
    let named: BTreeSet<Id> = named.filter_map(Id::read).collect();
    let known = named.iter().filter_map(|id| state.world.users.get(id));
    let users: Vec<Value> = known.map(render::user).collect();
    Ok(Reply::ok(json!({
        "audit_log_entries": entries, "users": users, "integrations": [], "webhooks": [],
        "guild_scheduled_events": [], "threads": [], "application_commands": [],
        "auto_moderation_rules": [],
    })))
}

impl State {
    /// Notes a request that has succeeded, if it is of a kind that is noted.
    pub(super) fn note(&mut self, template: &str, call: &Call, made: Option<&Value>) {
        let noted = NOTED
            .iter()
            .find(|(method, path, ..)| *path == template && call.method == *method);
        let Some((_, _, action, target)) = noted else {
            return;
        };
        let target = match *target {
            "" => made.and_then(|made| made.get("id")).cloned(),
            name => Some(json!(call.param(name))),
        };
        let mut entry = json!({"id": self.world.mint(), "user_id": self.world.bot(),
            "target_id": target, "action_type": action});
        if let Some(reason) = reason(call) {
            entry["reason"] = json!(reason);
        }
        if *action == 73 {
            let count = call.body()["messages"].as_array().map_or(0, Vec::len);
            entry["options"] = json!({"count": count.to_string()});
        }
        self.world.audit.push_back(entry.clone());
        if self.world.audit.len() > KEPT {
            self.world.audit.pop_front();
        }
        if allowed(self, Permissions::VIEW_AUDIT_LOG).is_ok() {
            let intent = intents::GUILD_MODERATION;
            self.guild_event("GUILD_AUDIT_LOG_ENTRY_CREATE", intent, entry);
        }
    }
}
