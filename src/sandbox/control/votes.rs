//! Voting in polls as a user.

use axum::extract::{Path, Query, State as Extract};
use axum::http::StatusCode;
use serde_json::json;

use super::ControlError;
use super::messages::Actor;
use crate::sandbox::clock;
use crate::sandbox::server::Shared;

/// Votes for an answer; in place of another vote, where one has a single one.
pub(super) async fn vote(
    Extract(shared): Extract<Shared>,
    Path((message, answer)): Path<(String, u64)>,
    Query(actor): Query<Actor>,
) -> Result<StatusCode, ControlError> {
    let mut state = shared.handle.lock();
    let user = actor.id(&state)?;
    let found = state.world.find_message(&message, user)?;
    let (id, votes) = (found.id, found.votes.clone());
    let Some(poll) = &found.poll else {
        return Err(ControlError::bad("that message is no poll"));
    };
    let ends = poll["expiry"].as_str().and_then(clock::parse_iso);
    if ends.is_some_and(|ends| ends <= clock::now_ms()) {
        return Err(ControlError::bad("the poll is over"));
    }
    let answers = poll["answers"].as_array();
    let known =
        answers.is_some_and(|list| list.iter().any(|one| one["answer_id"] == json!(answer)));
    if !known {
        return Err(ControlError::new(
            404,
            format!("the poll has no answer {answer}"),
        ));
    }
    if votes.contains(&(answer, user)) {
        return Ok(StatusCode::NO_CONTENT);
    }
    let one_only = poll["allow_multiselect"] != json!(true);
    for (old, _) in votes.iter().filter(|(_, voter)| one_only && *voter == user) {
        if let Some(message) = state.world.messages.get_mut(&id) {
            message.votes.retain(|one| *one != (*old, user));
        }
        state.voted(false, id, user, *old);
    }
    if let Some(message) = state.world.messages.get_mut(&id) {
        message.votes.push((answer, user));
    }
    state.voted(true, id, user, answer);
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a vote back.
pub(super) async fn take_back(
    Extract(shared): Extract<Shared>,
    Path((message, answer)): Path<(String, u64)>,
    Query(actor): Query<Actor>,
) -> Result<StatusCode, ControlError> {
    let mut state = shared.handle.lock();
    let user = actor.id(&state)?;
    let id = state.world.find_message(&message, user)?.id;
    let mut gone = false;
    if let Some(message) = state.world.messages.get_mut(&id) {
        let before = message.votes.len();
        message.votes.retain(|one| *one != (answer, user));
        gone = message.votes.len() < before;
    }
    if gone {
        state.voted(false, id, user, answer);
    }
    Ok(StatusCode::NO_CONTENT)
}
