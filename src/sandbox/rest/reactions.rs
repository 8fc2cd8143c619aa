//! Reactions of the bot, and removing those of others.

use axum::http::Method;
use serde_json::Value;

use super::call::Call;
use super::channels::{may, visible};
use super::error::{self, ApiError};
use super::messages::known;
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::Channel;
use crate::sandbox::world::messages::Emoji;

const ALL: &str = "/channels/{channel_id}/messages/{message_id}/reactions";
const EMOJI: &str = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}";
const OWN: &str = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me";
const USER: &str = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}";

pub(super) const ROUTES: &[Route] = &[
    route(Method::DELETE, ALL, clear),
    route(Method::GET, EMOJI, users),
    route(Method::DELETE, EMOJI, clear_emoji),
    route(Method::PUT, OWN, add),
    route(Method::DELETE, OWN, remove_own),
    route(Method::DELETE, USER, remove),
];

/// The channel, message and emoji of the path.
fn target(state: &State, call: &Call) -> Result<(Channel, Id, Emoji), ApiError> {
    let channel = visible(state, call)?;
    let message = known(state, channel.id, call.id("message_id")?)?.id;
    let emoji = Emoji::read(call.param("emoji_name")).ok_or_else(error::unknown_emoji)?;
    Ok((channel, message, emoji))
}

/// Refuses a custom emoji that is neither the guild's nor the application's.
fn usable(state: &State, emoji: &Emoji) -> Result<(), ApiError> {
    let there = emoji.id.is_none_or(|id| {
        ["emoji", "application emoji"]
            .iter()
            .any(|kind| state.world.stored.contains_key(&(*kind, id)))
    });
    there.then_some(()).ok_or_else(error::unknown_emoji)
}

fn add(state: &mut State, call: &Call) -> Answer {
    let (channel, message, emoji) = target(state, call)?;
    may(state, &channel, Permissions::READ_MESSAGE_HISTORY)?;
    let already = state
        .world
        .messages
        .get(&message)
        .is_some_and(|message| message.reactions.iter().any(|one| one.emoji == emoji));
    if !already {
        usable(state, &emoji)?;
        may(state, &channel, Permissions::ADD_REACTIONS)?;
    }
    if !state.react(message, state.world.bot(), &emoji) {
        return Err(error::too_many_reactions());
    }
    Ok(Reply::empty())
}

fn remove_own(state: &mut State, call: &Call) -> Answer {
    let (_, message, emoji) = target(state, call)?;
    take_back(state, message, state.world.bot(), &emoji)
}

fn remove(state: &mut State, call: &Call) -> Answer {
    let (channel, message, emoji) = target(state, call)?;
    let user = call.id("user_id")?;
    if user != state.world.bot() {
        may(state, &channel, Permissions::MANAGE_MESSAGES)?;
    }
    take_back(state, message, user, &emoji)
}

fn take_back(state: &mut State, message: Id, user: Id, emoji: &Emoji) -> Answer {
    if state.unreact(message, user, emoji) {
        Ok(Reply::empty())
    } else {
        Err(error::unknown_emoji())
    }
}

fn clear(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let id = known(state, channel.id, call.id("message_id")?)?.id;
    may(state, &channel, Permissions::MANAGE_MESSAGES)?;
    if let Some(message) = state.world.messages.get_mut(&id) {
        message.reactions.clear();
    }
    state.reactions_cleared(id, None);
    Ok(Reply::empty())
}

fn clear_emoji(state: &mut State, call: &Call) -> Answer {
    let (channel, id, emoji) = target(state, call)?;
    may(state, &channel, Permissions::MANAGE_MESSAGES)?;
    if let Some(message) = state.world.messages.get_mut(&id) {
        message.reactions.retain(|one| one.emoji != emoji);
    }
    state.reactions_cleared(id, Some(&emoji));
    Ok(Reply::empty())
}

fn users(state: &mut State, call: &Call) -> Answer {
    let (_, message, emoji) = target(state, call)?;
    let limit = call.query_number("limit", 25, 100)?;
    let after = call.query_id("after")?;
    let message = state.world.messages.get(&message);
    let reaction =
        message.and_then(|message| message.reactions.iter().find(|one| one.emoji == emoji));
    let mut users: Vec<Id> = reaction.map(|one| one.users.clone()).unwrap_or_default();
    users.sort_unstable();
    let later = users
        .into_iter()
        .filter(|user| after.is_none_or(|after| *user > after));
    let listed: Vec<Value> = later
        .take(limit)
        .map(|user| state.world.user_json(user))
        .collect();
    Ok(Reply::ok(listed.into()))
}
