//! Templates of the guild: a snapshot of its settings, roles and channels. A guild has one at most.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::{allowed, inside};
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;
use crate::sandbox::world::channels::kind;
use crate::sandbox::world::render;

const TEMPLATES: &str = "/guilds/{guild_id}/templates";
const TEMPLATE: &str = "/guilds/{guild_id}/templates/{template_code}";

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/guilds/templates/{template_code}", get),
    route(Method::GET, TEMPLATES, list),
    route(Method::POST, TEMPLATES, create),
    route(Method::PUT, TEMPLATE, sync),
    route(Method::PATCH, TEMPLATE, edit),
    route(Method::DELETE, TEMPLATE, delete),
];

fn found(state: &State, call: &Call) -> Result<Value, ApiError> {
    let template = state.world.guild.aside.get("template");
    let named = template.filter(|one| one["code"] == call.param("template_code"));
    named.cloned().ok_or_else(error::unknown_template)
}

fn get(state: &mut State, call: &Call) -> Answer {
    Ok(Reply::ok(found(state, call)?))
}

fn list(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    let template = state.world.guild.aside.get("template");
    Ok(Reply::ok(template.into_iter().cloned().collect()))
}

/// Checks a body; what of it goes into a template.
fn checked(call: &Call, new: bool) -> Result<Value, ApiError> {
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        if new {
            form.required_text(object, "name", 1..=100);
        } else {
            form.text(object, "name", 1..=100);
        }
        form.text(object, "description", 0..=120);
    }
    form.finish()?;
    Ok(body)
}

fn create(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = checked(call, true)?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    if state.world.guild.aside.contains_key("template") {
        return Err(error::has_template());
    }
    let now = clock::iso(clock::now_ms());
    let bot = state.world.bot();
    let template = json!({"code": token::secret(12), "name": body["name"],
        "description": body.get("description"), "usage_count": 0, "creator_id": bot,
        "creator": state.world.user_json(bot), "created_at": now, "updated_at": now,
        "source_guild_id": state.world.guild.id, "serialized_source_guild": snapshot(state),
        "is_dirty": null});
    keep(state, &template);
    Ok(Reply::ok(template))
}

fn keep(state: &mut State, template: &Value) {
    let aside = &mut state.world.guild.aside;
    aside.insert("template".to_owned(), template.clone());
}

fn sync(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let mut template = found(state, call)?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    template["serialized_source_guild"] = snapshot(state);
    template["updated_at"] = json!(clock::iso(clock::now_ms()));
    keep(state, &template);
    Ok(Reply::ok(template))
}

fn edit(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let mut template = found(state, call)?;
    let body = checked(call, false)?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    if let Some(name) = body.get("name").filter(|name| name.is_string()) {
        template["name"] = name.clone();
    }
    if let Some(text) = body.get("description") {
        template["description"] = text.clone();
    }
    keep(state, &template);
    Ok(Reply::ok(template))
}

fn delete(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let template = found(state, call)?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    state.world.guild.aside.remove("template");
    Ok(Reply::ok(template))
}

/// The tags of a forum, numbered too.
fn tags(tags: &[Value]) -> Value {
    let numbered = tags.iter().zip(1..).map(|(tag, number)| {
        json!({"id": number, "name": tag["name"], "emoji_id": tag["emoji_id"],
            "emoji_name": tag["emoji_name"], "moderated": tag["moderated"]})
    });
    numbered.collect()
}

/// The guild without anything of its own: roles and channels are numbered.
fn snapshot(state: &State) -> Value {
    let world = &state.world;
    let guild = world.guild_json();
    let everyone = world.roles.get(&world.guild.id);
    let others = world
        .roles
        .values()
        .filter(|role| role.bot.is_none() && role.id != world.guild.id);
    let roles: Vec<Value> = everyone
        .into_iter()
        .chain(others)
        .zip(0..)
        .map(|(role, number)| {
            let mut object = render::role(role);
            object["id"] = json!(number);
            object
        })
        .collect();
    let kinds = [kind::TEXT, kind::VOICE, kind::CATEGORY, kind::FORUM];
    let places: Vec<_> = world
        .channels
        .values()
        .filter(|one| one.in_guild() && kinds.contains(&one.kind))
        .collect();
    let numbers: BTreeMap<Id, u64> = places.iter().map(|one| one.id).zip(1..).collect();
    let channels: Vec<Value> = places
        .iter()
        .map(|one| {
            let full = world.channel_json(one);
            let or = |key: &str, other: Value| full.get(key).cloned().unwrap_or(other);
            json!({"id": numbers.get(&one.id), "type": one.kind, "name": one.name,
                "position": one.position, "topic": one.topic, "bitrate": or("bitrate", json!(64_000)),
                "user_limit": or("user_limit", json!(0)), "nsfw": one.nsfw,
                "rate_limit_per_user": one.slowmode_s,
                "parent_id": one.parent.and_then(|id| numbers.get(&id)).map(u64::to_string),
                "default_auto_archive_duration": or("default_auto_archive_duration", Value::Null),
                "permission_overwrites": [], "available_tags": tags(&one.tags), "template": "",
                "default_reaction_emoji": Value::Null,
                "default_thread_rate_limit_per_user": or("default_thread_rate_limit_per_user", Value::Null),
                "default_sort_order": Value::Null, "default_forum_layout": Value::Null,
                "default_tag_setting": Value::Null, "theme_color": Value::Null})
        })
        .collect();
    let mut object = json!({"roles": roles, "channels": channels, "afk_channel_id": null,
        "system_channel_id": null});
    for key in [
        "name",
        "description",
        "region",
        "verification_level",
        "default_message_notifications",
        "explicit_content_filter",
        "preferred_locale",
        "afk_timeout",
        "system_channel_flags",
    ] {
        object[key] = guild[key].clone();
    }
    object
}
