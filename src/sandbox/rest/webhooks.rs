//! Incoming webhooks of channels.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::{may, visible};
use super::error::{self, ApiError};
use super::guilds::inside;
use super::validate::{Form, Shape};
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;
use crate::sandbox::world::messages::Webhook;
use crate::sandbox::world::render;

/// Webhooks a channel may have.
pub(super) const CHANNEL_MAX: usize = 15;

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/channels/{channel_id}/webhooks", of_channel),
    route(Method::POST, "/channels/{channel_id}/webhooks", create),
    route(Method::GET, "/guilds/{guild_id}/webhooks", of_guild),
    route(Method::GET, "/webhooks/{webhook_id}", get),
    route(Method::PATCH, "/webhooks/{webhook_id}", edit),
    route(Method::DELETE, "/webhooks/{webhook_id}", delete),
    route(Method::GET, "/webhooks/{webhook_id}/{webhook_token}", get),
    route(
        Method::PATCH,
        "/webhooks/{webhook_id}/{webhook_token}",
        edit,
    ),
    route(
        Method::DELETE,
        "/webhooks/{webhook_id}/{webhook_token}",
        delete,
    ),
];

/// The incoming webhook that the path names; none if it is the application's own.
pub(super) fn named(state: &State, call: &Call) -> Result<Option<Webhook>, ApiError> {
    let id = call.id("webhook_id")?;
    let Some(webhook) = state.world.webhooks.get(&id) else {
        return Ok(None);
    };
    if webhook.follows.is_none() && webhook.token == call.param("webhook_token") {
        Ok(Some(webhook.clone()))
    } else {
        Err(error::invalid_webhook_token())
    }
}

/// The webhook of the path, by its token or by the bot's right to manage it.
fn managed(state: &State, call: &Call) -> Result<Webhook, ApiError> {
    let id = call.id("webhook_id")?;
    let webhook = state
        .world
        .webhooks
        .get(&id)
        .ok_or_else(error::unknown_webhook)?;
    if !call.param("webhook_token").is_empty() {
        return named(state, call)?.ok_or_else(error::unknown_webhook);
    }
    let channel = state
        .world
        .channels
        .get(&webhook.channel)
        .ok_or_else(error::unknown_channel)?;
    may(state, channel, Permissions::MANAGE_WEBHOOKS)?;
    Ok(webhook.clone())
}

fn of_channel(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    may(state, &channel, Permissions::MANAGE_WEBHOOKS)?;
    let listed = state
        .world
        .webhooks
        .values()
        .filter(|one| one.channel == channel.id);
    Ok(Reply::ok(
        listed
            .map(|one| render::webhook(&state.world, one, one.by_application))
            .collect(),
    ))
}

fn of_guild(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    if !state
        .world
        .guild_permissions(state.world.bot())
        .has(Permissions::MANAGE_WEBHOOKS)
    {
        return Err(error::missing_permissions());
    }
    let listed = state.world.webhooks.values();
    Ok(Reply::ok(
        listed
            .map(|one| render::webhook(&state.world, one, one.by_application))
            .collect(),
    ))
}

fn checked_name(call: &Call, required: bool) -> Result<Option<String>, ApiError> {
    let body = call.body();
    let mut form = Form::default();
    let name = form.object(&body).and_then(|body| {
        form.fields(body, &[("avatar", Shape::Any), ("channel_id", Shape::Id)]);
        if required {
            form.required_text(body, "name", 1..=80)
        } else {
            form.text(body, "name", 1..=80)
        }
    });
    let lower = name.unwrap_or_default().to_lowercase();
    for word in ["clyde", "discord"] {
        if lower.contains(word) {
            form.error_at(
                "name",
                "USERNAME_INVALID_CONTAINS",
                format!("Username cannot contain \"{word}\""),
            );
        }
    }
    let name = name.map(|name| name.trim().to_owned());
    form.finish()?;
    Ok(name)
}

fn create(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    may(state, &channel, Permissions::MANAGE_WEBHOOKS)?;
    let name = checked_name(call, true)?.unwrap_or_default();
    if state
        .world
        .webhooks
        .values()
        .filter(|one| one.channel == channel.id)
        .count()
        >= CHANNEL_MAX
    {
        return Err(error::too_many_webhooks());
    }
    let id = state.world.mint();
    let creator = state.world.bot();
    let webhook = Webhook {
        id,
        channel: channel.id,
        name,
        token: token::secret(68),
        creator,
        by_application: true,
        follows: None,
    };
    let object = render::webhook(&state.world, &webhook, true);
    state.world.webhooks.insert(id, webhook);
    state.webhooks_changed(channel.id);
    Ok(Reply::ok(object))
}

fn get(state: &mut State, call: &Call) -> Answer {
    let webhook = managed(state, call)?;
    Ok(Reply::ok(render::webhook(&state.world, &webhook, true)))
}

fn edit(state: &mut State, call: &Call) -> Answer {
    let mut webhook = managed(state, call)?;
    if let Some(name) = checked_name(call, false)? {
        webhook.name = name;
    }
    let wanted = call.body().get("channel_id").and_then(Id::read);
    if let Some(channel) = wanted.filter(|_| call.param("webhook_token").is_empty()) {
        if !state.world.channels.contains_key(&channel) {
            return Err(error::unknown_channel());
        }
        webhook.channel = channel;
    }
    let object = render::webhook(&state.world, &webhook, true);
    let channel = webhook.channel;
    state.world.webhooks.insert(webhook.id, webhook);
    state.webhooks_changed(channel);
    Ok(Reply::ok(object))
}

fn delete(state: &mut State, call: &Call) -> Answer {
    let webhook = managed(state, call)?;
    state.world.webhooks.remove(&webhook.id);
    state.webhooks_changed(webhook.channel);
    Ok(Reply::empty())
}

impl State {
    pub(super) fn webhooks_changed(&mut self, channel: Id) {
        let fields: Value = json!({"channel_id": channel});
        self.guild_event(
            "WEBHOOKS_UPDATE",
            crate::sandbox::gateway::intents::GUILD_WEBHOOKS,
            fields,
        );
    }
}
