//! How strict the sandbox is, and how long it waits.

use std::time::Duration;

use axum::Json;
use axum::extract::State as Extract;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, ControlError};
use crate::sandbox::rest::limits::RateLimits;
use crate::sandbox::server::Shared;
use crate::sandbox::state::State;

/// The longest that a deadline may be: a day (milliseconds).
const DEADLINE_MAX_MS: u64 = 24 * 60 * 60 * 1000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    strict: Option<bool>,
    response_ms: Option<u64>,
    token_ms: Option<u64>,
}

/// Tells the limits.
pub(super) async fn get(Extract(shared): Extract<Shared>) -> Json<Value> {
    Json(shown(&shared.handle.lock()))
}

/// Changes some of them; all as they are then. New rate limits begin with full buckets.
pub(super) async fn change(
    Extract(shared): Extract<Shared>,
    Body(body): Body,
) -> Result<Json<Value>, ControlError> {
    let changes: Changes =
        serde_json::from_value(body).map_err(|error| ControlError::bad(error.to_string()))?;
    let deadline = |given: Option<u64>, now: Duration| match given {
        Some(ms @ 1..=DEADLINE_MAX_MS) => Ok(Duration::from_millis(ms)),
        Some(_) => Err(ControlError::bad(format!(
            "a deadline is 1 to {DEADLINE_MAX_MS} milliseconds"
        ))),
        None => Ok(now),
    };
    let mut state = shared.handle.lock();
    let deadlines = state.options.deadlines;
    let response = deadline(changes.response_ms, deadlines.response)?;
    let token = deadline(changes.token_ms, deadlines.token)?;
    state.options.deadlines.response = response;
    state.options.deadlines.token = token;
    if let Some(strict) = changes.strict {
        state.options.strict = strict;
        state.limits = RateLimits::new(strict);
    }
    Ok(Json(shown(&state)))
}

fn shown(state: &State) -> Value {
    let ms = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    let deadlines = state.options.deadlines;
    json!({"strict": state.options.strict, "response_ms": ms(deadlines.response),
        "token_ms": ms(deadlines.token)})
}
