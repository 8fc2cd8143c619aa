//! The control interface: how the page and the tests act as users, watch, and break things.
//!
//! JSON over HTTP below `/sandbox`; errors are `{"error": "what is wrong and what to do"}`. A `user` is
//! an id or a username, a `channel` an id, a name, or `dm` for that user's direct messages with
//! the bot.
//!
//! | route | what |
//! |---|---|
//! | `GET state[?user=]` | the bot, guild, channels (all, or those a user sees; each with `seen_by`, what every user who sees it may do), roles, users, commands |
//! | `GET channels/{channel}/messages?user=&limit=&before=&pinned=` | what a user sees, oldest first; with `pinned=true` only what is pinned |
//! | `POST messages` | `{user, channel, content, reply_to?, webhook?, attachments?: [{filename, data: base64, content_type?}]}` |
//! | `PATCH`, `DELETE messages/{id}` | edit (`{user, content}`), delete (`?user=`) |
//! | `PUT`, `DELETE messages/{id}/reactions/{emoji}?user=` | react, take back |
//! | `PUT`, `DELETE messages/{id}/pin?user=` | pin, unpin |
//! | `PUT`, `DELETE messages/{id}/votes/{answer}?user=` | vote in a poll, take back |
//! | `POST typing` | `{user, channel}` |
//! | `POST threads` | `{user, channel, name, content?, message?}`: a thread, or the post of a forum |
//! | `POST interactions` | a command, autocomplete, component, modal or context menu; answers with the response, and its time from dispatch in `micros`. A file is `{filename, data: base64, content_type?}` |
//! | `GET events` | server-sent events; after `guild` (roles, members, installs have changed) and `missed` (the listener was too slow) the state is to be read anew |
//! | `GET requests?after=` | the bot's REST requests |
//! | `GET missing` | routes that were asked for and are not there |
//! | `GET`, `POST`, `DELETE faults` | what goes wrong: list, add, end all |
//! | `GET`, `PATCH limits` | `{strict?: bool, response_ms?, token_ms?}`: rate limits as tight as Discord's; the deadlines of interactions |
//! | `PATCH users/{user}` | `{roles?, direct_messages?: bool, member?: bool, installed?: bool}`: in the guild or not, the bot too; whether they installed the application for themselves |
//! | `POST channels` | `{users: [user…], name?, server?: name, permissions?: "bits"}`: a conversation of two, or a group, without the bot; with `server`, a channel of a server that it is not in |
//! | `PATCH roles/{role}` | `{permissions: "bits"}` |
//! | `PUT channels/{channel}/overwrites/{user or role}` | `{allow?, deny?}` |
//! | `PUT commands/{command}/permissions` | `{permissions: [{id, type, permission}]}` |
//! | `DELETE token` | `{token}`: revoke it |

mod events;
mod faults;
mod intent;
mod interactions;
mod limits;
mod messages;
mod payload;
mod pins;
mod setup;
mod speech;
mod submitted;
mod uploads;
mod view;
mod votes;

use axum::Json;
use axum::Router;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post, put};
use serde_json::{Value, json};

use super::rest::error::ApiError;
use super::server::Shared;
use super::snowflake::Id;
use super::world::World;
use super::world::channels::Channel;

/// The routes below `/sandbox`.
pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/state", get(view::state))
        .route("/channels/{channel}/messages", get(view::messages))
        .route("/requests", get(view::requests))
        .route("/missing", get(view::missing))
        .route(
            "/commands/{command}/permissions",
            put(setup::command_permissions),
        )
        .route("/events", get(events::stream))
        .route("/messages", post(messages::create))
        .route(
            "/messages/{message}",
            patch(messages::edit).delete(messages::delete),
        )
        .route(
            "/messages/{message}/reactions/{emoji}",
            put(messages::react).delete(messages::unreact),
        )
        .route(
            "/messages/{message}/votes/{answer}",
            put(votes::vote).delete(votes::take_back),
        )
        .route(
            "/messages/{message}/pin",
            put(pins::pin).delete(pins::unpin),
        )
        .route("/typing", post(messages::typing))
        .route("/threads", post(setup::thread))
        .route("/users/{user}", patch(setup::user))
        .route("/roles/{role}", patch(setup::role))
        .route(
            "/channels/{channel}/overwrites/{target}",
            put(setup::overwrite),
        )
        .route("/channels", post(setup::place))
        .route("/limits", get(limits::get).patch(limits::change))
        .route("/token", axum::routing::delete(setup::revoke))
        .route("/interactions", post(interactions::start))
        .route(
            "/faults",
            get(faults::list).post(faults::add).delete(faults::end),
        )
        .fallback(async || ControlError::new(404, "no such part of the control interface"))
}

/// A refusal: what is wrong and what to do.
#[derive(Debug)]
pub(super) struct ControlError {
    status: u16,
    text: String,
}

impl ControlError {
    pub(super) fn new(status: u16, text: impl Into<String>) -> ControlError {
        ControlError {
            status,
            text: text.into(),
        }
    }

    /// 400.
    pub(super) fn bad(text: impl Into<String>) -> ControlError {
        ControlError::new(400, text)
    }
}

impl From<ApiError> for ControlError {
    fn from(error: ApiError) -> ControlError {
        let detail = error
            .errors
            .map(|errors| format!(": {errors}"))
            .unwrap_or_default();
        ControlError::new(error.status, error.message + &detail)
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(json!({"error": self.text}))).into_response()
    }
}

/// A JSON body, with an error of this interface's form if it is none.
pub(super) struct Body(Value);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = ControlError;

    async fn from_request(request: Request, state: &S) -> Result<Body, ControlError> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Body(body)),
            Err(rejection) => Err(refuse(&rejection)),
        }
    }
}

fn refuse(rejection: &JsonRejection) -> ControlError {
    ControlError::new(rejection.status().as_u16(), rejection.body_text())
}

/// A text field that has to be there.
pub(super) fn text<'a>(body: &'a Value, key: &str) -> Result<&'a str, ControlError> {
    body.get(key)
        .and_then(Value::as_str)
        .ok_or_else(|| ControlError::bad(format!("give \"{key}\" as a string")))
}

impl World {
    /// A user by id or name.
    fn find_user(&self, name: &str) -> Result<Id, ControlError> {
        let by_id = name.parse().ok().filter(|id| self.users.contains_key(id));
        let by_name = || {
            self.users
                .values()
                .find(|user| user.username == name)
                .map(|user| user.id)
        };
        by_id.or_else(by_name).ok_or_else(|| {
            let names: Vec<&str> = self
                .users
                .values()
                .filter(|user| user.id != self.bot())
                .map(|user| user.username.as_str())
                .collect();
            ControlError::new(
                404,
                format!("no user \"{name}\"; there are {}", names.join(", ")),
            )
        })
    }

    /// A channel by id, name, or `dm` for the user's direct channel.
    fn find_channel(&self, name: &str, user: Id) -> Result<&Channel, ControlError> {
        let by_id = name.parse().ok().and_then(|id| self.channels.get(&id));
        let direct = || self.channels.get(&self.direct_channel(user)?);
        let found = by_id.or_else(|| {
            if name == "dm" {
                return direct();
            }
            let bare = name.trim_start_matches('#');
            self.channels
                .values()
                .find(|channel| channel.in_guild() && channel.name == bare)
        });
        let found = found.ok_or_else(|| {
            ControlError::new(
                404,
                format!("no channel \"{name}\": give an id, a channel's name, or \"dm\""),
            )
        })?;
        if self.sees(user, found) {
            Ok(found)
        } else {
            Err(ControlError::new(
                403,
                format!("this user does not see the channel \"{name}\""),
            ))
        }
    }

    /// The user and the channel that a body names.
    fn place(&self, body: &Value) -> Result<(Id, Channel), ControlError> {
        let user = self.find_user(text(body, "user")?)?;
        let channel = self.find_channel(text(body, "channel")?, user)?;
        Ok((user, channel.clone()))
    }

    /// A message that a user sees.
    fn find_message(
        &self,
        id: &str,
        user: Id,
    ) -> Result<&super::world::messages::Message, ControlError> {
        let message = id.parse().ok().and_then(|id: Id| self.messages.get(&id));
        let seen = message.filter(|message| {
            let channel = self.channels.get(&message.channel);
            message.visible_to(user) && channel.is_some_and(|channel| self.sees(user, channel))
        });
        seen.ok_or_else(|| ControlError::new(404, format!("this user sees no message \"{id}\"")))
    }
}
