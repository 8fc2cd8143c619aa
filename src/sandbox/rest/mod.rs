//! Discord's REST interface: routes, authorization, limits, and the log of it all.

mod audit;
mod body;
pub(crate) mod call;
mod channels;
mod commands;
mod community;
pub(crate) mod error;
#[cfg(test)]
mod every_route;
mod guilds;
mod interactions;
mod invites;
mod kinds;
pub(crate) mod limits;
mod linked;
mod members;
mod messages;
mod moderation;
mod onboarding;
mod order;
mod pins;
mod polls;
mod premium;
mod prune;
mod query;
mod reactions;
mod responses;
mod roles;
mod routes;
mod search;
mod sending;
mod settings;
mod sharing;
pub(crate) mod stages;
mod stored;
mod templates;
mod thread_lists;
mod threads;
mod users;
pub(crate) mod validate;
mod webhook_messages;
mod webhooks;

use axum::Json;
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::time::{Duration, sleep};

use self::call::Call;
use self::error::ApiError;
pub(crate) use self::routes::{Route, route};
use self::routes::{find, is_open};
use super::faults::{Kind, RestFault};
use super::server::Shared;
use super::state::State;

/// Routes that are listed as missing, at most.
const MISSING_KEPT: usize = 1_000;

/// What a handler answers.
pub(crate) type Answer = Result<Reply, ApiError>;

/// What a response holds.
#[derive(Debug)]
enum Content {
    Nothing,
    Json(Value),
    Png(&'static [u8]),
}

impl Content {
    /// The JSON, if it is any.
    fn json(&self) -> Option<&Value> {
        match self {
            Content::Json(body) => Some(body),
            Content::Nothing | Content::Png(_) => None,
        }
    }
}

/// A successful response.
#[derive(Debug)]
pub(crate) struct Reply {
    status: u16,
    content: Content,
}

impl Reply {
    /// 200 with this body.
    pub(crate) fn ok(body: Value) -> Reply {
        Reply {
            status: 200,
            content: Content::Json(body),
        }
    }

    /// 201 with this body.
    pub(crate) fn created(body: Value) -> Reply {
        Reply {
            status: 201,
            content: Content::Json(body),
        }
    }

    /// 200 with this picture.
    pub(crate) fn png(picture: &'static [u8]) -> Reply {
        Reply {
            status: 200,
            content: Content::Png(picture),
        }
    }

    /// 204.
    pub(crate) fn empty() -> Reply {
        Reply {
            status: 204,
            content: Content::Nothing,
        }
    }
}

/// Serves a REST request.
pub(crate) async fn serve(Extract(shared): Extract<Shared>, request: Request) -> Response {
    let mut call = Call::read(request).await;
    let faults = shared.handle.lock().rest_faults(&call);
    let delay: u64 = faults.iter().map(|fault| fault.delay_ms).sum();
    sleep(Duration::from_millis(delay)).await;
    let failure = faults.into_iter().find(|fault| fault.status.is_some());
    let (status, headers, content) = shared.handle.lock().answer(&mut call, failure.as_ref());
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match content {
        Content::Json(body) => (status, headers, Json(body)).into_response(),
        Content::Png(picture) => {
            let kind = [(header::CONTENT_TYPE, "image/png")];
            (status, headers, kind, picture).into_response()
        }
        Content::Nothing => (status, headers).into_response(),
    }
}

impl State {
    fn rest_faults(&mut self, call: &Call) -> Vec<RestFault> {
        let method = call.method.as_str();
        self.fire(|kind| match kind {
            Kind::Rest(fault) if fault.hits(method, &call.path) => Some(fault.clone()),
            _ => None,
        })
    }

    /// Answers a request and logs it.
    fn answer(
        &mut self,
        call: &mut Call,
        failure: Option<&RestFault>,
    ) -> (u16, HeaderMap, Content) {
        let mut headers = HeaderMap::new();
        // Clients take a 429 without this header for a ban by the network before Discord.
        headers.insert(header::VIA, HeaderValue::from_static("1.1 sandbox"));
        let answer = match failure {
            Some(fault) => Err(self.injected(fault, call, &mut headers)),
            None => self.handle(call, &mut headers),
        };
        let (status, content) = match answer {
            Ok(reply) => (reply.status, reply.content),
            Err(error) => (error.status, Content::Json(error.body())),
        };
        let mut entry = call.logged();
        entry["status"] = json!(status);
        entry["response"] = json!(content.json());
        let entry = self.log.add(entry);
        self.tell("request", entry);
        (status, headers, content)
    }

    /// The response that a fault orders.
    fn injected(
        &mut self,
        fault: &RestFault,
        call: &mut Call,
        headers: &mut HeaderMap,
    ) -> ApiError {
        if let Ok((route, params)) = find(&call.method, &call.path) {
            call.params = params;
            // Counts, and says so; the fault decides what comes of it.
            let _ = self.limits.take(route.template, call, headers);
        }
        let status = fault.status.unwrap_or(500);
        let reason = StatusCode::from_u16(status)
            .ok()
            .and_then(|status| status.canonical_reason());
        let text = format!("{status}: {}", reason.unwrap_or("Error"));
        let mut error = ApiError::new(status, fault.code, text);
        if status == 429 {
            "You are being rate limited.".clone_into(&mut error.message);
            error.retry_after = Some(fault.retry_after);
            error.global = fault.global;
            limits::exhaust(headers, fault.retry_after);
            limits::refuse(
                headers,
                fault.retry_after,
                if fault.global { "global" } else { "user" },
            );
        }
        error
    }

    fn handle(&mut self, call: &mut Call, headers: &mut HeaderMap) -> Answer {
        let (route, params) =
            find(&call.method, &call.path).inspect_err(|error| self.report(call, error))?;
        call.params = params;
        if !is_open(route) {
            self.authorize(call)?;
        }
        self.limits.take(route.template, call, headers)?;
        if let Some(error) = &call.unreadable {
            return Err(error.clone());
        }
        audit::check_reason(call)?;
        query::check(call)?;
        let reply = (route.handler)(self, call)?;
        self.note(route.template, call, reply.content.json());
        Ok(reply)
    }

    /// Says once for each route that it is not there.
    fn report(&mut self, call: &Call, error: &ApiError) {
        let route = format!("{} {}", call.method, limits::shape(&call.path));
        if self.missing.len() < MISSING_KEPT && self.missing.insert(route.clone()) {
            tracing::warn!(%route, status = error.status, "the sandbox has no such route");
        }
    }

    fn authorize(&self, call: &Call) -> Result<(), ApiError> {
        let token = call
            .token()
            .filter(|token| super::token::owner(token).is_some());
        let revoked = |token: &&str| self.sessions.revoked.iter().any(|one| one == token);
        token
            .filter(|token| !revoked(token))
            .map(|_| ())
            .ok_or_else(error::unauthorized)
    }
}

/// A header with a number.
fn number_header(value: &str) -> HeaderValue {
    HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("0"))
}
