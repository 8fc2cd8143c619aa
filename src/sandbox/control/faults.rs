//! Ordering faults.

use axum::Json;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Body, ControlError, text};
use crate::sandbox::faults::{ACTIVE_MAX, Kind, RestFault};
use crate::sandbox::server::Shared;

/// The faults in force.
pub(super) async fn list(Extract(shared): Extract<Shared>) -> Json<Value> {
    Json(json!(shared.handle.lock().faults.list()))
}

/// Ends all faults.
pub(super) async fn end(Extract(shared): Extract<Shared>) -> StatusCode {
    shared.handle.lock().end_faults();
    StatusCode::NO_CONTENT
}

/// Puts a fault in force.
pub(super) async fn add(
    Extract(shared): Extract<Shared>,
    Body(body): Body,
) -> Result<Json<Value>, ControlError> {
    let kind = read(&body)?;
    let count = number(&body, "count")?;
    if count == Some(0) {
        return Err(ControlError::bad("\"count\" is at least 1"));
    }
    let mut state = shared.handle.lock();
    if state.faults.is_full() {
        return Err(ControlError::bad(format!(
            "{ACTIVE_MAX} faults are in force; end them with DELETE"
        )));
    }
    Ok(Json(state.add_fault(kind, count)))
}

fn number(body: &Value, key: &str) -> Result<Option<u64>, ControlError> {
    match body.get(key).filter(|value| !value.is_null()) {
        None => Ok(None),
        Some(value) => value
            .as_u64()
            .map(Some)
            .ok_or_else(|| ControlError::bad(format!("\"{key}\" is a whole number of at least 0"))),
    }
}

fn small(
    body: &Value,
    key: &str,
    range: std::ops::RangeInclusive<u16>,
) -> Result<Option<u16>, ControlError> {
    let Some(value) = number(body, key)? else {
        return Ok(None);
    };
    let small = u16::try_from(value)
        .ok()
        .filter(|value| range.contains(value));
    small.map(Some).ok_or_else(|| {
        ControlError::bad(format!(
            "\"{key}\" is from {} to {}",
            range.start(),
            range.end()
        ))
    })
}

fn read(body: &Value) -> Result<Kind, ControlError> {
    Ok(match text(body, "kind")? {
        // 1005 and 1006 stand for closes without a code, which nobody can send.
        "close" => match small(body, "code", 1000..=4999)?.unwrap_or(4000) {
            1004..=1006 | 1015 => return Err(ControlError::bad("this close code cannot be sent")),
            code => Kind::Close(code),
        },
        "reconnect" => Kind::Reconnect,
        "invalid_session" => {
            let resumable = body
                .get("resumable")
                .and_then(Value::as_bool)
                .unwrap_or(false);
            Kind::InvalidSession { resumable }
        }
        "stall_heartbeats" => Kind::StallHeartbeats,
        "rest" => Kind::Rest(RestFault {
            route: body.get("route").and_then(Value::as_str).map(str::to_owned),
            status: small(body, "status", 400..=599)?,
            code: number(body, "code")?.unwrap_or(0),
            retry_after: body
                .get("retry_after")
                .and_then(Value::as_f64)
                .unwrap_or(1.0)
                .max(0.0),
            global: body.get("global").and_then(Value::as_bool).unwrap_or(false),
            delay_ms: number(body, "delay_ms")?.unwrap_or(0),
        }),
        other => {
            return Err(ControlError::bad(format!(
                "no fault \"{other}\"; there are close, reconnect, invalid_session, stall_heartbeats, rest"
            )));
        }
    })
}
