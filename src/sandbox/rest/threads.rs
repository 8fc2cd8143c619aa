//! Threads and forum posts.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::{may, visible};
use super::error::{self, ApiError};
use super::messages::{known, shown};
use super::sending::{check, voice};
use super::settings::{ARCHIVE_MINUTES, SLOWMODE_MAX_S};
use super::validate::{Form, MessageKind, as_integer, known_tags};
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::{Channel, Thread, kind};
use crate::sandbox::world::mentions::Policy;
use crate::sandbox::world::messages::Message;

/// The channel flag of a forum whose posts need a tag.
const REQUIRE_TAG: i64 = 1 << 4;

pub(super) const ROUTES: &[Route] = &[
    route(
        Method::POST,
        "/channels/{channel_id}/messages/{message_id}/threads",
        from_message,
    ),
    route(Method::POST, "/channels/{channel_id}/threads", open),
    route(
        Method::GET,
        "/channels/{channel_id}/thread-members",
        members,
    ),
    route(
        Method::PUT,
        "/channels/{channel_id}/thread-members/@me",
        join,
    ),
    route(
        Method::DELETE,
        "/channels/{channel_id}/thread-members/@me",
        leave,
    ),
    route(
        Method::GET,
        "/channels/{channel_id}/thread-members/{user_id}",
        member,
    ),
    route(
        Method::PUT,
        "/channels/{channel_id}/thread-members/{user_id}",
        add,
    ),
    route(
        Method::DELETE,
        "/channels/{channel_id}/thread-members/{user_id}",
        remove,
    ),
];

fn check_thread(form: &mut Form, body: &Value) {
    let Some(object) = form.object(body) else {
        return;
    };
    form.required_text(object, "name", 1..=100);
    form.choice(object, "auto_archive_duration", &ARCHIVE_MINUTES);
    form.integer(object, "rate_limit_per_user", 0..=SLOWMODE_MAX_S);
    form.choice(object, "type", &[10, 11, 12]);
    form.flag(object, "invitable");
}

/// Takes over the settings of a new thread.
fn settle(state: &mut State, id: Id, body: &Value) -> Option<Channel> {
    let number = |key: &str| {
        body.get(key)
            .and_then(as_integer)
            .and_then(|number| u64::try_from(number).ok())
    };
    let channel = state.world.channels.get_mut(&id)?;
    channel.slowmode_s = number("rate_limit_per_user").unwrap_or(0);
    if let Some(thread) = &mut channel.thread {
        thread.invitable = body
            .get("invitable")
            .and_then(Value::as_bool)
            .unwrap_or(true);
        thread.auto_archive_minutes =
            number("auto_archive_duration").unwrap_or(thread.auto_archive_minutes);
        let tags = body.get("applied_tags").and_then(Value::as_array);
        thread.tags = tags.into_iter().flatten().filter_map(Id::read).collect();
    }
    Some(channel.clone())
}

fn from_message(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let message = known(state, channel.id, call.id("message_id")?)?.id;
    let body = call.body();
    let mut form = Form::default();
    check_thread(&mut form, &body);
    form.finish()?;
    may(state, &channel, Permissions::CREATE_PUBLIC_THREADS)?;
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
    let bot = state.world.bot();
    let thread = state.open_thread(&channel, bot, name, Some(message), false)?;
    let thread = settle(state, thread.id, &body).unwrap_or(thread);
    Ok(Reply::created(state.world.channel_json(&thread)))
}

fn open(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    check_thread(&mut form, &body);
    if channel.kind == kind::FORUM && body.get("message").is_none_or(Value::is_null) {
        form.required("message");
    }
    form.finish()?;
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
    let bot = state.world.bot();
    if channel.kind == kind::FORUM {
        let tags = known_tags(&body["applied_tags"], &channel.tags)?;
        let needs_one = channel.kept.get("flags").and_then(as_integer);
        if tags.is_empty() && needs_one.is_some_and(|flags| flags & REQUIRE_TAG != 0) {
            return Err(error::tag_required());
        }
        return post(state, call, &channel, name, &body);
    }
    // A thread without a type is private, as the API still has it.
    let private = body.get("type").and_then(as_integer).unwrap_or(12) == 12;
    let needed = if private {
        Permissions::CREATE_PRIVATE_THREADS
    } else {
        Permissions::CREATE_PUBLIC_THREADS
    };
    may(state, &channel, needed)?;
    let thread = state.open_thread(&channel, bot, name, None, private)?;
    let thread = settle(state, thread.id, &body).unwrap_or(thread);
    Ok(Reply::created(state.world.channel_json(&thread)))
}

/// A post: a thread whose first message has its id.
fn post(state: &mut State, call: &Call, forum: &Channel, name: &str, body: &Value) -> Answer {
    may(state, forum, Permissions::SEND_MESSAGES)?;
    let said = body.get("message").cloned().unwrap_or_default();
    check(call, &said, MessageKind::Create, false).map_err(|error| error.inside("message"))?;
    let bot = state.world.bot();
    let thread = state.open_thread(forum, bot, name, None, false)?;
    let thread = settle(state, thread.id, body).unwrap_or(thread);
    let mut message = Message::new(thread.id, thread.id, bot);
    let voice = voice(state, forum, Policy::all());
    state.write(&mut message, &said, &call.files, &voice, false);
    state.post(message);
    let mut object = state.world.channel_json(&thread);
    object["message"] = shown(state, thread.id);
    Ok(Reply::created(object))
}

/// The thread of the path.
fn thread(state: &State, call: &Call) -> Result<(Channel, Thread), ApiError> {
    let channel = visible(state, call)?;
    let thread = channel
        .thread
        .clone()
        .ok_or_else(error::wrong_channel_type)?;
    Ok((channel, thread))
}

fn member_object(channel: Id, user: Id, joined_ms: u64) -> Value {
    json!({"id": channel, "user_id": user, "join_timestamp": clock::iso(joined_ms), "flags": 0})
}

/// A membership; with the member of the guild, where that is asked for.
fn membership(state: &State, call: &Call, channel: Id, (user, joined_ms): (Id, u64)) -> Value {
    let mut object = member_object(channel, user, joined_ms);
    if call.query_flag("with_member")
        && let Some(member) = state.world.members.get(&user)
    {
        object["member"] = state.world.member_json(member, true);
    }
    object
}

fn members(state: &mut State, call: &Call) -> Answer {
    let (channel, thread) = thread(state, call)?;
    let (limit, after) = (
        call.query_number("limit", 100, 100)?,
        call.query_id("after")?,
    );
    let mut members = thread.members;
    if call.query_flag("with_member") {
        // Only then is the list in pages, in the order of the ids.
        members.sort_unstable();
        members.retain(|(user, _)| after.is_none_or(|after| *user > after));
        members.truncate(limit);
    }
    let listed = members
        .into_iter()
        .map(|one| membership(state, call, channel.id, one));
    Ok(Reply::ok(listed.collect()))
}

fn member(state: &mut State, call: &Call) -> Answer {
    let (channel, thread) = thread(state, call)?;
    let user = call.id("user_id")?;
    let mut joined = thread.members.into_iter();
    let one = joined
        .find(|(member, _)| *member == user)
        .ok_or_else(error::unknown_member)?;
    Ok(Reply::ok(membership(state, call, channel.id, one)))
}

fn join(state: &mut State, call: &Call) -> Answer {
    let bot = state.world.bot();
    change_members(state, call, bot, true)
}

fn leave(state: &mut State, call: &Call) -> Answer {
    let bot = state.world.bot();
    change_members(state, call, bot, false)
}

fn add(state: &mut State, call: &Call) -> Answer {
    let (channel, _) = thread(state, call)?;
    may(state, &channel, Permissions::SEND_MESSAGES_IN_THREADS)?;
    let user = call.id("user_id")?;
    if !state.world.members.contains_key(&user) {
        return Err(error::unknown_member());
    }
    change_members(state, call, user, true)
}

fn remove(state: &mut State, call: &Call) -> Answer {
    let (channel, _) = thread(state, call)?;
    may(state, &channel, Permissions::MANAGE_THREADS)?;
    let user = call.id("user_id")?;
    change_members(state, call, user, false)
}

fn change_members(state: &mut State, call: &Call, user: Id, joins: bool) -> Answer {
    let (channel, thread) = thread(state, call)?;
    if thread.archived {
        return Err(error::thread_archived());
    }
    let now = clock::now_ms();
    let stored = state
        .world
        .channels
        .get_mut(&channel.id)
        .and_then(|one| one.thread.as_mut());
    let Some(stored) = stored else {
        return Err(error::unknown_channel());
    };
    let changed = if joins {
        stored.join(user, now)
    } else {
        let before = stored.members.len();
        stored.members.retain(|(member, _)| *member != user);
        stored.members.len() < before
    };
    if changed {
        state.thread_members_changed(channel.id, user, joins, now);
    }
    Ok(Reply::empty())
}
