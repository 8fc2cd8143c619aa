//! Channels: reading, making, changing and removing them, and typing in them.

use axum::http::Method;
use serde_json::Value;

use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::{allowed, inside};
use super::validate::{Form, as_integer};
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::permissions::{Overwrite, Permissions, Target};
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::{Channel, kind};

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/channels/{channel_id}", get),
    route(Method::PATCH, "/channels/{channel_id}", edit),
    route(Method::DELETE, "/channels/{channel_id}", delete),
    route(Method::POST, "/channels/{channel_id}/typing", typing),
    route(
        Method::PUT,
        "/channels/{channel_id}/permissions/{overwrite_id}",
        put_overwrite,
    ),
    route(
        Method::DELETE,
        "/channels/{channel_id}/permissions/{overwrite_id}",
        delete_overwrite,
    ),
    route(Method::GET, "/guilds/{guild_id}/channels", list),
    route(Method::POST, "/guilds/{guild_id}/channels", create),
];

/// The channel of the path, if the bot sees it.
pub(super) fn visible(state: &State, call: &Call) -> Result<Channel, ApiError> {
    let world = &state.world;
    let channel = world
        .channels
        .get(&call.id("channel_id")?)
        .ok_or_else(error::unknown_channel)?;
    if world.sees(world.bot(), channel) {
        Ok(channel.clone())
    } else {
        Err(error::missing_access())
    }
}

/// Refuses what the bot may not do in a channel.
pub(super) fn may(state: &State, channel: &Channel, wanted: Permissions) -> Result<(), ApiError> {
    let permissions = state.world.permissions_in(state.world.bot(), channel);
    if permissions.has(wanted) {
        Ok(())
    } else {
        Err(error::missing_permissions())
    }
}

fn get(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    Ok(Reply::ok(state.world.channel_json(&channel)))
}

fn typing(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    super::sending::may_send(state, &channel)?;
    state.typing(channel.id, state.world.bot());
    Ok(Reply::empty())
}

fn list(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let world = &state.world;
    let listed = world
        .channels
        .values()
        .filter(|one| one.in_guild() && one.thread.is_none());
    let seen = listed.filter(|one| world.sees(world.bot(), one));
    Ok(Reply::ok(seen.map(|one| world.channel_json(one)).collect()))
}

fn check(form: &mut Form, body: &Value, new: bool) {
    let Some(object) = form.object(body) else {
        return;
    };
    if new {
        form.required_text(object, "name", 1..=100);
        form.choice(object, "type", &[0, 2, 4, 5, 13, 15]);
    } else {
        form.text(object, "name", 1..=100);
    }
    form.text(object, "topic", 0..=4096);
    form.integer(object, "rate_limit_per_user", 0..=21_600);
    form.choice(object, "auto_archive_duration", &[60, 1440, 4320, 10080]);
    for key in ["nsfw", "archived", "locked", "invitable"] {
        form.flag(object, key);
    }
    form.each(object, "permission_overwrites", 500, |form, rule| {
        if rule.get("id").and_then(Id::read).is_none() {
            form.required("id");
        }
        form.integer(rule, "allow", 0..=i64::MAX);
        form.integer(rule, "deny", 0..=i64::MAX);
    });
}

fn create(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    check(&mut form, &body, true);
    form.finish()?;
    allowed(state, Permissions::MANAGE_CHANNELS)?;
    let form = body
        .get("type")
        .and_then(as_integer)
        .and_then(|kind| u64::try_from(kind).ok());
    let id = state.world.mint();
    let mut channel = Channel::new(id, form.unwrap_or(kind::TEXT), "");
    channel.position = state
        .world
        .channels
        .values()
        .filter(|one| one.in_guild())
        .map(|one| one.position + 1)
        .max()
        .unwrap_or(0);
    apply(state, &mut channel, &body);
    state.world.channels.insert(id, channel.clone());
    state.channel_event("CHANNEL_CREATE", &channel);
    Ok(Reply::created(state.world.channel_json(&channel)))
}

/// Writes the fields of a body into a channel.
fn apply(state: &State, channel: &mut Channel, body: &Value) {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let flag = |key: &str| body.get(key).and_then(Value::as_bool);
    let number = |key: &str| {
        body.get(key)
            .and_then(as_integer)
            .and_then(|number| u64::try_from(number).ok())
    };
    if let Some(name) = text("name") {
        // Text channels have no spaces and no capitals; threads and categories have.
        channel.name = match channel.kind {
            kind::TEXT | kind::ANNOUNCEMENT | kind::FORUM => {
                name.trim().to_lowercase().replace(' ', "-")
            }
            _ => name.trim().to_owned(),
        };
    }
    if let Some(topic) = body.get("topic") {
        channel.topic = topic
            .as_str()
            .filter(|topic| !topic.is_empty())
            .map(str::to_owned);
    }
    channel.slowmode_s = number("rate_limit_per_user").unwrap_or(channel.slowmode_s);
    channel.nsfw = flag("nsfw").unwrap_or(channel.nsfw);
    channel.position = number("position").unwrap_or(channel.position);
    if let Some(thread) = &mut channel.thread {
        let archived = flag("archived").unwrap_or(thread.archived);
        if archived != thread.archived {
            thread.archive_ms = clock::now_ms();
        }
        thread.archived = archived;
        thread.locked = flag("locked").unwrap_or(thread.locked);
        thread.invitable = flag("invitable").unwrap_or(thread.invitable);
        thread.auto_archive_minutes =
            number("auto_archive_duration").unwrap_or(thread.auto_archive_minutes);
        if let Some(tags) = body.get("applied_tags").and_then(Value::as_array) {
            thread.tags = tags.iter().filter_map(Id::read).collect();
        }
        return;
    }
    if let Some(parent) = body.get("parent_id") {
        channel.parent = Id::read(parent);
    }
    if let Some(tags) = body.get("available_tags").and_then(Value::as_array) {
        channel.tags.clone_from(tags);
    }
    if let Some(rules) = body.get("permission_overwrites").and_then(Value::as_array) {
        channel.overwrites = rules
            .iter()
            .filter_map(|rule| Some(overwrite(state, rule, Id::read(rule.get("id")?)?)))
            .collect();
    }
}

/// Reads an overwrite for a role or a member.
fn overwrite(state: &State, rule: &Value, id: Id) -> Overwrite {
    let bits = |key: &str| {
        let number = rule.get(key).and_then(as_integer).unwrap_or(0);
        Permissions(u64::try_from(number).unwrap_or(0))
    };
    let for_role = match rule.get("type").and_then(as_integer) {
        Some(0) => true,
        Some(1) => false,
        _ => state.world.roles.contains_key(&id),
    };
    let target = if for_role {
        Target::Role(id)
    } else {
        Target::Member(id)
    };
    Overwrite {
        target,
        allow: bits("allow"),
        deny: bits("deny"),
    }
}

fn edit(state: &mut State, call: &Call) -> Answer {
    let mut channel = visible(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    check(&mut form, &body, false);
    form.finish()?;
    if !channel.in_guild() {
        return Err(error::direct_only_no());
    }
    match &channel.thread {
        None => may(state, &channel, Permissions::MANAGE_CHANNELS)?,
        // Who opened a thread may change it, but not lock it.
        Some(thread) if thread.owner != state.world.bot() || body.get("locked").is_some() => {
            may(state, &channel, Permissions::MANAGE_THREADS)?;
        }
        Some(_) => {}
    }
    apply(state, &mut channel, &body);
    let name = if channel.thread.is_some() {
        "THREAD_UPDATE"
    } else {
        "CHANNEL_UPDATE"
    };
    state.world.channels.insert(channel.id, channel.clone());
    state.channel_event(name, &channel);
    Ok(Reply::ok(state.world.channel_json(&channel)))
}

fn delete(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let object = state.world.channel_json(&channel);
    if !channel.in_guild() {
        // A bot can only close a direct channel; it comes back with the next message.
        return Ok(Reply::ok(object));
    }
    let thread = channel.thread.is_some();
    may(
        state,
        &channel,
        if thread {
            Permissions::MANAGE_THREADS
        } else {
            Permissions::MANAGE_CHANNELS
        },
    )?;
    state.channel_event(
        if thread {
            "THREAD_DELETE"
        } else {
            "CHANNEL_DELETE"
        },
        &channel,
    );
    let gone = |one: &Channel| {
        one.id == channel.id || one.parent == Some(channel.id) && one.thread.is_some()
    };
    let ids: Vec<Id> = state
        .world
        .channels
        .values()
        .filter(|one| gone(one))
        .map(|one| one.id)
        .collect();
    state.world.channels.retain(|id, _| !ids.contains(id));
    for id in &ids {
        for message in state.world.messages.clear(*id) {
            state.world.drop_files(&message);
        }
    }
    state
        .world
        .webhooks
        .retain(|_, webhook| !ids.contains(&webhook.channel));
    Ok(Reply::ok(object))
}

fn put_overwrite(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let id = call.id("overwrite_id")?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.choice(object, "type", &[0, 1]);
        if body.get("type").is_none() {
            form.required("type");
        }
        form.integer(object, "allow", 0..=i64::MAX);
        form.integer(object, "deny", 0..=i64::MAX);
    }
    form.finish()?;
    may(state, &channel, Permissions::MANAGE_ROLES)?;
    let rule = overwrite(state, &body, id);
    // Nobody hands out what they do not have in the guild, whatever the channel denies them.
    let own = state.world.guild_permissions(state.world.bot());
    if !own.has(rule.allow.and(rule.deny)) {
        return Err(error::missing_permissions());
    }
    state.set_overwrite(channel.id, rule);
    Ok(Reply::empty())
}

fn delete_overwrite(state: &mut State, call: &Call) -> Answer {
    let mut channel = visible(state, call)?;
    let id = call.id("overwrite_id")?;
    may(state, &channel, Permissions::MANAGE_ROLES)?;
    let before = channel.overwrites.len();
    channel.overwrites.retain(|rule| !matches!(rule.target, Target::Role(target) | Target::Member(target) if target == id));
    if channel.overwrites.len() == before {
        return Err(error::unknown_overwrite());
    }
    state.world.channels.insert(channel.id, channel.clone());
    state.channel_event("CHANNEL_UPDATE", &channel);
    Ok(Reply::empty())
}
