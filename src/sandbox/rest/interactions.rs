//! The first response to an interaction.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error::{self, ApiError};
use super::messages::shown;
use super::responses;
use super::sending::check;
use super::validate::{self, Form, MessageKind, as_integer};
use super::{Answer, Reply, Route, route};
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::interactions::{Answered, Interaction, Kind, Response};
use crate::sandbox::world::messages::flag;

pub(super) const ROUTES: &[Route] = &[route(
    Method::POST,
    "/interactions/{interaction_id}/{interaction_token}/callback",
    callback,
)];

const MESSAGE: i64 = 4;
const DEFERRED_MESSAGE: i64 = 5;
const DEFERRED_UPDATE: i64 = 6;
const UPDATE: i64 = 7;
const CHOICES: i64 = 8;
const MODAL: i64 = 9;

fn callback(state: &mut State, call: &Call) -> Answer {
    let id = call.id("interaction_id")?;
    let token = call.param("interaction_token");
    let interaction = state
        .world
        .interactions
        .get(&id)
        .filter(|one| one.token == token);
    let interaction = interaction.ok_or_else(error::unknown_interaction)?;
    if interaction.response.is_some() {
        return Err(error::already_acknowledged());
    }
    if interaction.started.elapsed() > state.options.deadlines.response {
        return Err(error::unknown_interaction());
    }
    let body = call.body();
    let kind = check_response(call, &body, interaction, state)?;
    let data = body.get("data").cloned().unwrap_or(Value::Null);
    let (response, message) = respond(state, call, id, kind, &data)?;
    if let Some(interaction) = state.world.interactions.get_mut(&id) {
        interaction.response = Some(response);
        interaction.original = message;
        interaction.modal = (kind == MODAL).then(|| data.clone());
        let kind = u64::try_from(kind).unwrap_or(0);
        if let Some(answered) = interaction.answered.take() {
            // The user may have stopped waiting.
            let _ = answered.send(Answered {
                kind,
                data,
                message,
                took: interaction.started.elapsed(),
            });
        }
    }
    state.tell("interaction", json!({"id": id, "state": "responded"}));
    if call.query_flag("with_response") {
        return Ok(Reply::ok(resource(state, id, kind, message)));
    }
    Ok(Reply::empty())
}

/// Checks the type of a response against the interaction, then its data. Returns the type.
fn check_response(
    call: &Call,
    body: &Value,
    interaction: &Interaction,
    state: &State,
) -> Result<i64, ApiError> {
    let mut form = Form::default();
    let Some(object) = form.object(body) else {
        return Err(form.refusal());
    };
    if object.get("type").is_none_or(Value::is_null) {
        form.required("type");
        return Err(form.refusal());
    }
    let allowed: &[i64] = match interaction.kind {
        Kind::Command => &[MESSAGE, DEFERRED_MESSAGE, MODAL],
        Kind::Autocomplete => &[CHOICES],
        Kind::Component => &[MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL],
        Kind::Modal if interaction.source.is_some() => {
            &[MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE]
        }
        // A modal that a command opened has no message to update, but may be acknowledged.
        Kind::Modal => &[MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE],
    };
    let Some(kind) = form.choice(object, "type", allowed) else {
        return Err(form.refusal());
    };
    let data = object.get("data").filter(|data| !data.is_null());
    let data_object = data.and_then(Value::as_object);
    match kind {
        MESSAGE | UPDATE | CHOICES | MODAL if data.is_none() => {
            if kind == MESSAGE {
                return Err(error::empty_message());
            }
            form.required("data");
        }
        MESSAGE | UPDATE => {
            let rules = if kind == MESSAGE {
                MessageKind::Response
            } else {
                MessageKind::Edit
            };
            let source = interaction
                .source
                .and_then(|id| state.world.messages.get(&id));
            let was_v2 =
                kind == UPDATE && source.is_some_and(|source| source.flagged(flag::COMPONENTS_V2));
            return match check(call, data.unwrap_or(&Value::Null), rules, was_v2) {
                Ok(()) => Ok(kind),
                Err(error) => Err(error.inside("data")),
            };
        }
        DEFERRED_MESSAGE => {
            let flags = data
                .and_then(|data| data.get("flags"))
                .and_then(as_integer)
                .unwrap_or(0);
            if u64::try_from(flags).map_or(true, |flags| flags & !flag::EPHEMERAL != 0) {
                form.at("data", |form| {
                    form.error_at(
                        "flags",
                        "MESSAGE_FLAGS_INVALID",
                        "Only EPHEMERAL can be set on a deferred response.",
                    );
                });
            }
        }
        CHOICES => form.at("data", |form| {
            if let Some(data) = data.and_then(|data| form.object(data)) {
                validate::choices(form, data, interaction.focused_type);
            }
        }),
        MODAL => form.at("data", |form| match data_object {
            Some(data) => validate::modal(form, data),
            None => form.error(
                "DICT_TYPE_CONVERT",
                "Only dictionaries may be used in a DictType",
            ),
        }),
        _ => {}
    }
    form.finish()?;
    Ok(kind)
}

fn respond(
    state: &mut State,
    call: &Call,
    id: Id,
    kind: i64,
    data: &Value,
) -> Result<(Response, Option<Id>), ApiError> {
    let source = state.world.interactions.get(&id).and_then(|one| one.source);
    Ok(match kind {
        MESSAGE => {
            let message = responses::compose(state, call, id, data, false);
            (
                Response::Message { loading: false },
                Some(state.post(message)),
            )
        }
        DEFERRED_MESSAGE => {
            let message = responses::compose(state, call, id, data, true);
            (
                Response::Message { loading: true },
                Some(state.post(message)),
            )
        }
        UPDATE => {
            let message = source
                .and_then(|source| state.world.messages.get(&source))
                .cloned();
            let message = message.ok_or_else(error::unknown_message)?;
            let voice = responses::voice(state, message.channel);
            super::messages::change(state, call, message, data, &voice)?;
            (Response::Source, source)
        }
        DEFERRED_UPDATE => (Response::Source, source),
        _ => (Response::Nothing, None),
    })
}

/// The object that `with_response` asks for.
fn resource(state: &State, id: Id, kind: i64, message: Option<Id>) -> Value {
    let interaction = state.world.interactions.get(&id);
    let code = interaction.map_or(0, |one| one.kind.code());
    let mut about = json!({"id": id, "type": code});
    if let Some(interaction) = interaction {
        about["channel_id"] = json!(interaction.channel);
        if let Some(guild) = state.world.guild_of(interaction.channel) {
            about["guild_id"] = json!(guild);
        }
    }
    let mut response = json!({});
    if let Some(message) = message.and_then(|id| state.world.messages.get(&id)) {
        about["response_message_id"] = json!(message.id);
        about["response_message_loading"] = json!(message.flagged(flag::LOADING));
        about["response_message_ephemeral"] = json!(message.flagged(flag::EPHEMERAL));
        // A resource is a message made or a message updated; deferring comes to the same.
        let kind = if matches!(kind, UPDATE | DEFERRED_UPDATE) {
            UPDATE
        } else {
            MESSAGE
        };
        response["resource"] = json!({"type": kind, "message": shown(state, message.id)});
    }
    response["interaction"] = about;
    response
}
