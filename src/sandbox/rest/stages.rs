//! Stage instances, and voice states: nobody here is ever in voice.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::may;
use super::error::{self, ApiError};
use super::guilds::inside;
use super::validate::{Form, Object};
use super::{Answer, Reply, Route, route};
use crate::sandbox::gateway::intents;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::{Channel, kind};

const STAGE: &str = "/stage-instances/{channel_id}";
const OWN_VOICE: &str = "/guilds/{guild_id}/voice-states/@me";
const VOICE: &str = "/guilds/{guild_id}/voice-states/{user_id}";

pub(super) const ROUTES: &[Route] = &[
    route(Method::POST, "/stage-instances", open),
    route(Method::GET, STAGE, get),
    route(Method::PATCH, STAGE, edit),
    route(Method::DELETE, STAGE, close),
    route(Method::GET, OWN_VOICE, voice),
    route(Method::PATCH, OWN_VOICE, voice),
    route(Method::GET, VOICE, voice),
    route(Method::PATCH, VOICE, voice),
    route(Method::PUT, "/channels/{channel_id}/voice-status", status),
];

/// Under which name the instances are stored, by their channels.
pub(crate) const STORED: &str = "stage";
/// What makes a moderator of a stage.
const MODERATOR: Permissions = Permissions::MANAGE_CHANNELS
    .and(Permissions::MUTE_MEMBERS)
    .and(Permissions::MOVE_MEMBERS);

fn check(form: &mut Form, object: &Object) {
    form.choice(object, "privacy_level", &[1, 2]);
    form.flag(object, "send_start_notification");
    form.id(object, "guild_scheduled_event_id");
}

/// A stage that the bot moderates.
fn moderated(state: &State, id: Id) -> Result<Channel, ApiError> {
    let channel = state.world.channels.get(&id);
    let channel = channel.ok_or_else(error::unknown_channel)?;
    if channel.kind != kind::STAGE {
        return Err(error::wrong_channel_type());
    }
    may(state, channel, MODERATOR)?;
    Ok(channel.clone())
}

fn open(state: &mut State, call: &Call) -> Answer {
    let body = call.body();
    let mut form = Form::default();
    let channel = body.get("channel_id").and_then(Id::read);
    if let Some(object) = form.object(&body) {
        form.required_text(object, "topic", 1..=120);
        check(&mut form, object);
        if channel.is_none() {
            form.required("channel_id");
        }
    }
    form.finish()?;
    let channel = moderated(state, channel.unwrap_or_default())?.id;
    if state.world.stored.contains_key(&(STORED, channel)) {
        return Err(error::stage_open());
    }
    let id = state.world.mint();
    let level = body["privacy_level"].as_u64().unwrap_or(2);
    let object = json!({"id": id, "guild_id": state.world.guild.id, "channel_id": channel,
        "topic": body["topic"], "privacy_level": level, "discoverable_disabled": true,
        "guild_scheduled_event_id": body["guild_scheduled_event_id"]});
    state.world.stored.insert((STORED, channel), object.clone());
    tell(state, "STAGE_INSTANCE_CREATE", &object);
    Ok(Reply::ok(object))
}

fn tell(state: &mut State, name: &'static str, object: &Value) {
    state.guild_event(name, intents::GUILDS, object.clone());
}

fn found(state: &State, call: &Call) -> Result<(Id, Value), ApiError> {
    let channel = call.id("channel_id")?;
    let object = state.world.stored.get(&(STORED, channel)).cloned();
    let object = object.ok_or_else(error::unknown_stage)?;
    Ok((channel, object))
}

fn get(state: &mut State, call: &Call) -> Answer {
    Ok(Reply::ok(found(state, call)?.1))
}

fn edit(state: &mut State, call: &Call) -> Answer {
    let (channel, mut object) = found(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(fields) = form.object(&body) {
        form.text(fields, "topic", 1..=120);
        check(&mut form, fields);
    }
    form.finish()?;
    moderated(state, channel)?;
    for key in ["topic", "privacy_level"] {
        if let Some(value) = body.get(key).filter(|value| !value.is_null()) {
            object[key] = value.clone();
        }
    }
    state.world.stored.insert((STORED, channel), object.clone());
    tell(state, "STAGE_INSTANCE_UPDATE", &object);
    Ok(Reply::ok(object))
}

fn close(state: &mut State, call: &Call) -> Answer {
    let (channel, object) = found(state, call)?;
    moderated(state, channel)?;
    state.world.stored.remove(&(STORED, channel));
    tell(state, "STAGE_INSTANCE_DELETE", &object);
    Ok(Reply::empty())
}

fn voice(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    Err(error::unknown_voice_state())
}

/// What a voice channel says under its name.
fn status(state: &mut State, call: &Call) -> Answer {
    let channel = super::channels::visible(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.text(object, "status", 0..=500);
    }
    form.finish()?;
    if channel.kind != kind::VOICE {
        return Err(error::wrong_channel_type());
    }
    may(state, &channel, Permissions::MANAGE_CHANNELS)?;
    let status = body["status"].as_str().filter(|status| !status.is_empty());
    let data = json!({"id": channel.id, "status": status});
    state.guild_event("VOICE_CHANNEL_STATUS_UPDATE", intents::GUILDS, data);
    Ok(Reply::empty())
}
