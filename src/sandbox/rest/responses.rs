//! What follows the first response to an interaction: `@original` and follow-ups, by its token.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error::{self, ApiError};
use super::messages::{change, shown};
use super::sending::check;
use super::validate::{MessageKind, as_integer};
use super::{Answer, Reply, Route, route};
use crate::sandbox::compose::Voice;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::interactions::{Kind, Response};
use crate::sandbox::world::mentions::Policy;
use crate::sandbox::world::messages::{Message, Reference, flag, kind};

const FOLLOW_UP: &str = "/webhooks/{webhook_id}/{webhook_token}";
const MESSAGE: &str = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}";

pub(super) const ROUTES: &[Route] = &[
    route(Method::POST, FOLLOW_UP, follow_up),
    route(Method::GET, MESSAGE, get),
    route(Method::PATCH, MESSAGE, edit),
    route(Method::DELETE, MESSAGE, delete),
];

/// The interaction whose token the path has.
fn interaction(state: &State, call: &Call) -> Result<Id, ApiError> {
    let webhook = call.id("webhook_id")?;
    if !state.is_application(webhook, call.token_id()) {
        return Err(error::unknown_webhook());
    }
    let interaction = state
        .world
        .interactions
        .with_token(call.param("webhook_token"))
        .ok_or_else(error::invalid_webhook_token)?;
    if interaction.started.elapsed() > state.options.deadlines.token {
        return Err(error::invalid_webhook_token());
    }
    if interaction.response.is_none() || interaction.kind == Kind::Autocomplete {
        return Err(error::unknown_webhook());
    }
    Ok(interaction.id)
}

/// The message of the path: `@original`, or one that this interaction made.
fn target(state: &State, call: &Call) -> Result<(Id, Message), ApiError> {
    let interaction = interaction(state, call)?;
    let original = state
        .world
        .interactions
        .get(&interaction)
        .and_then(|one| one.original);
    let wanted = match call.param("message_id") {
        "@original" => original,
        _ => Some(call.id("message_id")?),
    };
    let message = wanted
        .and_then(|id| state.world.messages.get(&id))
        .ok_or_else(error::unknown_message)?;
    let made =
        message.interaction.as_ref().and_then(|data| data.get("id")) == Some(&json!(interaction));
    if made || original == Some(message.id) {
        Ok((interaction, message.clone()))
    } else {
        Err(error::unknown_message())
    }
}

/// What responses may mention in this channel.
pub(super) fn voice(state: &State, channel: Id) -> Voice {
    let channel = state.world.channels.get(&channel);
    let permissions = channel.map(|channel| state.world.app_permissions(channel));
    let may_ping = permissions.is_some_and(|all| all.has(Permissions::MENTION_EVERYONE));
    Voice {
        default: Policy::users_only(),
        may_ping,
    }
}

/// A message in response to an interaction, not yet posted.
pub(super) fn compose(
    state: &mut State,
    call: &Call,
    interaction: Id,
    data: &Value,
    loading: bool,
) -> Message {
    let id = state.world.mint();
    let bot = state.world.bot();
    let Some(about) = state.world.interactions.get(&interaction) else {
        return Message::new(id, interaction, bot);
    };
    let mut message = Message::new(id, about.channel, bot);
    message.application = true;
    let mut metadata = about.metadata.clone();
    if let Some(original) = about.original {
        metadata["original_response_message_id"] = json!(original);
    }
    message.interaction = Some(metadata);
    let target = if about.response.is_some() {
        about.original
    } else {
        about.source
    };
    message.kind = match (&about.command, target) {
        (_, Some(_)) => kind::REPLY,
        (Some((1, _)), None) => kind::CHAT_COMMAND,
        (Some(_), None) => kind::CONTEXT_COMMAND,
        (None, None) => kind::DEFAULT,
    };
    if let Some(target) = target {
        message.reply_to = Some(Reference {
            channel: about.channel,
            message: Some(target),
        });
    }
    let user = about.user;
    let hush = if about.hushed { flag::EPHEMERAL } else { 0 };
    let flags = data
        .get("flags")
        .and_then(as_integer)
        .and_then(|flags| u64::try_from(flags).ok())
        .unwrap_or(0)
        | hush;
    if flags & flag::EPHEMERAL != 0 {
        message.audience = Some(user);
    }
    if loading {
        message.flags = (flags & flag::EPHEMERAL) | flag::LOADING;
    } else {
        let voice = voice(state, message.channel);
        state.write(&mut message, data, &call.files, &voice, false);
        message.flags |= hush;
    }
    message
}

fn follow_up(state: &mut State, call: &Call) -> Answer {
    if let Some(webhook) = super::webhooks::named(state, call)? {
        return super::webhook_messages::execute(state, call, &webhook);
    }
    let id = interaction(state, call)?;
    let body = call.body();
    check(call, &body, MessageKind::Response, false)?;
    let about = state.world.interactions.get(&id);
    let loading = about.filter(|one| one.response == Some(Response::Message { loading: true }));
    let loading = loading
        .and_then(|one| state.world.messages.get(&one.original?))
        .cloned();
    if let Some(message) = loading {
        // The first follow-up after a deferral fills the loading message.
        return fill(state, call, id, message, &body);
    }
    if let Some(left) = state
        .world
        .interactions
        .get_mut(&id)
        .and_then(|one| one.follow_ups.as_mut())
    {
        *left = left.checked_sub(1).ok_or_else(error::too_many_follow_ups)?;
    }
    let message = compose(state, call, id, &body, false);
    let posted = state.post(message);
    Ok(Reply::ok(shown(state, posted)))
}

/// Edits a message; a loading one is loading no longer.
fn fill(state: &mut State, call: &Call, interaction: Id, message: Message, body: &Value) -> Answer {
    let original = message.id;
    let voice = voice(state, message.channel);
    let object = change(state, call, message, body, &voice)?;
    if let Some(about) = state.world.interactions.get_mut(&interaction)
        && about.original == Some(original)
        && about.response == Some(Response::Message { loading: true })
    {
        about.response = Some(Response::Message { loading: false });
    }
    Ok(Reply::ok(object))
}

fn get(state: &mut State, call: &Call) -> Answer {
    if let Some(webhook) = super::webhooks::named(state, call)? {
        return super::webhook_messages::message(state, call, &webhook);
    }
    let (_, message) = target(state, call)?;
    Ok(Reply::ok(shown(state, message.id)))
}

fn edit(state: &mut State, call: &Call) -> Answer {
    if let Some(webhook) = super::webhooks::named(state, call)? {
        return super::webhook_messages::edit_message(state, call, &webhook);
    }
    let (interaction, message) = target(state, call)?;
    let body = call.body();
    check(
        call,
        &body,
        MessageKind::Edit,
        message.flagged(flag::COMPONENTS_V2),
    )?;
    fill(state, call, interaction, message, &body)
}

fn delete(state: &mut State, call: &Call) -> Answer {
    if let Some(webhook) = super::webhooks::named(state, call)? {
        return super::webhook_messages::delete_message(state, call, &webhook);
    }
    let (interaction, message) = target(state, call)?;
    state.remove(message.id);
    if let Some(about) = state.world.interactions.get_mut(&interaction)
        && about.original == Some(message.id)
        && about.response == Some(Response::Message { loading: true })
    {
        about.response = Some(Response::Message { loading: false });
    }
    Ok(Reply::empty())
}
