//! Polls: who voted for what, and ending one early.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::visible;
use super::error::{self, ApiError};
use super::messages::{known, shown};
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;

pub(super) const ROUTES: &[Route] = &[
    route(
        Method::GET,
        "/channels/{channel_id}/polls/{message_id}/answers/{answer_id}",
        voters,
    ),
    route(
        Method::POST,
        "/channels/{channel_id}/polls/{message_id}/expire",
        expire,
    ),
];

/// The message of the path, if it is a poll.
fn target(state: &State, call: &Call) -> Result<Id, ApiError> {
    let channel = visible(state, call)?;
    let message = known(state, channel.id, call.id("message_id")?)?;
    match &message.poll {
        Some(_) => Ok(message.id),
        None => Err(error::not_a_poll()),
    }
}

fn voters(state: &mut State, call: &Call) -> Answer {
    let id = target(state, call)?;
    let answer = call.id("answer_id")?;
    let limit = call.query_number("limit", 25, 100)?;
    let after = call.query_id("after")?;
    let votes = state.world.messages.get(&id).map(|one| one.votes.clone());
    let mut users: Vec<Id> = votes
        .into_iter()
        .flatten()
        .filter(|(chosen, user)| *chosen == answer.0 && after.is_none_or(|after| *user > after))
        .map(|(_, user)| user)
        .collect();
    users.sort_unstable();
    let users: Vec<Value> = users
        .into_iter()
        .take(limit)
        .map(|user| state.world.user_json(user))
        .collect();
    Ok(Reply::ok(json!({"users": users})))
}

fn expire(state: &mut State, call: &Call) -> Answer {
    let id = target(state, call)?;
    let bot = state.world.bot();
    let message = state.world.messages.get(&id);
    let message = message.ok_or_else(error::unknown_message)?;
    if message.author != bot || message.mask.is_some() {
        return Err(error::not_the_author());
    }
    if !state.end_poll(id, Some(clock::now_ms())) {
        return Err(error::poll_expired());
    }
    Ok(Reply::ok(shown(state, id)))
}
