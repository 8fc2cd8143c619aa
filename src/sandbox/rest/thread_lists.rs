//! Lists of threads: the open ones of the guild, and the archives of a channel.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::{may, visible};
use super::guilds::inside;
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
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
