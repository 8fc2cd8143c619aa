//! Lists of threads: the open ones of the guild, the archives of a channel, and what is searched for.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::{may, visible};
use super::guilds::inside;
use super::search::{Window, flag, has_words, one_of};
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::{Channel, Thread};

pub(super) const ROUTES: &[Route] = &[
    route(
        Method::GET,
        "/channels/{channel_id}/threads/archived/public",
        archived_public,
    ),
    route(
        Method::GET,
        "/channels/{channel_id}/threads/archived/private",
        archived_private,
    ),
    route(
        Method::GET,
        "/channels/{channel_id}/users/@me/threads/archived/private",
        archived_joined,
    ),
    route(Method::GET, "/guilds/{guild_id}/threads/active", active),
    route(Method::GET, "/channels/{channel_id}/threads/search", search),
];

/// How many archived threads a client may ask for at once.
const LIMIT: RangeInclusive<usize> = 2..=100;

/// A list of threads with the bot's memberships.
fn listed<'a>(state: &State, threads: impl Iterator<Item = &'a Channel>, limit: usize) -> Value {
    let world = &state.world;
    let mut threads: Vec<Value> = threads
        .filter(|one| world.sees(world.bot(), one))
        .map(|one| world.channel_json(one))
        .collect();
    let has_more = threads.len() > limit;
    threads.truncate(limit);
    let joined: Vec<Value> = threads
        .iter()
        .filter_map(|one| one.get("member").cloned())
        .collect();
    json!({"threads": threads, "members": joined, "has_more": has_more})
}

fn active(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let open = |one: &&Channel| one.thread.as_ref().is_some_and(|thread| !thread.archived);
    let threads = state.world.channels.values().rev().filter(open);
    Ok(Reply::ok(listed(state, threads, usize::MAX)))
}

/// The archived threads of a channel that are wanted.
fn archived<'a>(
    state: &'a State,
    channel: &Channel,
    wanted: impl Fn(&Thread) -> bool,
) -> Vec<(&'a Channel, u64)> {
    let channels = state.world.channels.values();
    let of_channel = channels.filter(|one| one.parent == Some(channel.id));
    let threads = of_channel.filter_map(|one| {
        let thread = one.thread.as_ref()?;
        (thread.archived && wanted(thread)).then_some((one, thread.archive_ms))
    });
    threads.collect()
}

/// Those archived before a moment, the latest first.
fn by_archive_time(state: &State, call: &Call, mut threads: Vec<(&Channel, u64)>) -> Answer {
    let limit = call.query_between("limit", 50, LIMIT)?;
    let before = call.query_time("before")?;
    threads.retain(|(_, archived)| before.is_none_or(|before| *archived < before));
    threads.sort_by_key(|(_, archived)| Reverse(*archived));
    let threads = threads.into_iter().map(|(thread, _)| thread);
    Ok(Reply::ok(listed(state, threads, limit)))
}

fn archived_public(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    may(state, &channel, Permissions::READ_MESSAGE_HISTORY)?;
    let threads = archived(state, &channel, |thread| !thread.private);
    by_archive_time(state, call, threads)
}

fn archived_private(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    may(state, &channel, Permissions::READ_MESSAGE_HISTORY)?;
    may(state, &channel, Permissions::MANAGE_THREADS)?;
    let threads = archived(state, &channel, |thread| thread.private);
    by_archive_time(state, call, threads)
}

/// The private threads that the bot is in, the newest first.
fn archived_joined(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    may(state, &channel, Permissions::READ_MESSAGE_HISTORY)?;
    let limit = call.query_between("limit", 50, LIMIT)?;
    let before = call.query_id("before")?;
    let bot = state.world.bot();
    let mut threads = archived(state, &channel, |thread| thread.private && thread.has(bot));
    threads.retain(|(thread, _)| before.is_none_or(|before| thread.id < before));
    threads.sort_by_key(|(thread, _)| Reverse(thread.id));
    let threads = threads.into_iter().map(|(thread, _)| thread);
    Ok(Reply::ok(listed(state, threads, limit)))
}

/// Threads of a channel by name, tags, and whether they are archived.
fn search(state: &mut State, call: &Call) -> Answer {
    const ORDERS: [&str; 4] = [
        "relevance",
        "creation_time",
        "last_message_time",
        "archive_time",
    ];
    let channel = visible(state, call)?;
    let window = Window::read(call)?;
    one_of(call, "tag_setting", &["match_all", "match_some"])?;
    one_of(call, "sort_by", &ORDERS)?;
    let tags = call.query_ids("tag", 20)?;
    let words = call.query_text("name", 0..=100)?.to_lowercase();
    may(state, &channel, Permissions::READ_MESSAGE_HISTORY)?;
    let (archived, every) = (
        flag(call, "archived"),
        call.query("tag_setting") == Some("match_all"),
    );
    let world = &state.world;
    let fits = |one: &&Channel| {
        let Some(thread) = one
            .thread
            .as_ref()
            .filter(|_| one.parent == Some(channel.id))
        else {
            return false;
        };
        let has = |tag: &Id| thread.tags.contains(tag);
        window.holds(one.id)
            && world.sees(world.bot(), one)
            && archived.is_none_or(|archived| archived == thread.archived)
            && has_words(&one.name, &words)
            && (tags.is_empty()
                || if every {
                    tags.iter().all(has)
                } else {
                    tags.iter().any(has)
                })
    };
    let mut found: Vec<&Channel> = world.channels.values().filter(fits).collect();
    match call.query("sort_by") {
        Some("creation_time") => found.sort_by_key(|one| one.id),
        Some("archive_time") => {
            found.sort_by_key(|one| one.thread.as_ref().map(|thread| thread.archive_ms));
        }
        _ => found.sort_by_key(|one| one.last_message.unwrap_or(one.id)),
    }
    let total = found.len();
    let page = window.page(found);
    let has_more = window.skip + page.len() < total;
    let first = page.iter().filter_map(|one| world.messages.get(&one.id));
    let first: Vec<Value> = first
        .map(|one| world.message_json(one, world.bot()))
        .collect();
    let threads: Vec<Value> = page.iter().map(|one| world.channel_json(one)).collect();
    let members = threads.iter().filter_map(|one| one.get("member").cloned());
    let members: Vec<Value> = members.collect();
    Ok(Reply::ok(
        json!({"threads": threads, "members": members, "has_more": has_more,
        "total_results": total, "first_messages": first}),
    ))
}
