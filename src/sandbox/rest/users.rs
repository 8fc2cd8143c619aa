//! The bot's own user and application, other users, and where the gateway is.

#![allow(clippy::unnecessary_wraps, reason = "all handlers have one signature")]

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error;
use super::validate::{Fields, Form, Shape, as_integer};
use super::{Answer, Reply, Route, route};
use crate::sandbox::gateway;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::application::flag;
use crate::sandbox::world::channels::{Channel, kind};
use crate::sandbox::world::render::extend;

const ROLE_CONNECTION: &str = "/users/@me/applications/{application_id}/role-connection";

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/gateway", gateway),
    route(Method::GET, "/gateway/bot", gateway_bot),
    route(Method::GET, "/users/@me", me),
    route(Method::PATCH, "/users/@me", edit_me),
    route(Method::GET, "/users/{user_id}", user),
    route(Method::GET, "/users/@me/guilds", guilds),
    route(Method::POST, "/users/@me/channels", direct),
    route(Method::GET, "/oauth2/applications/@me", application),
    route(Method::GET, "/applications/@me", application),
    route(Method::PATCH, "/applications/@me", edit_application),
    route(Method::GET, "/applications/{application_id}", application),
    route(
        Method::PATCH,
        "/applications/{application_id}",
        edit_application,
    ),
    route(Method::GET, "/oauth2/keys", keys),
    route(Method::GET, "/oauth2/@me", by_user_only),
    route(Method::GET, "/oauth2/userinfo", by_user_only),
    route(Method::GET, "/users/@me/connections", by_user_only),
    route(Method::GET, ROLE_CONNECTION, by_user_only),
    route(Method::PUT, ROLE_CONNECTION, by_user_only),
    route(Method::DELETE, ROLE_CONNECTION, by_user_only),
    route(
        Method::GET,
        "/users/@me/applications/{application_id}/entitlements",
        by_user_only,
    ),
    route(Method::GET, "/voice/regions", nothing),
    route(Method::GET, "/sticker-packs", sticker_packs),
    route(Method::GET, "/soundboard-default-sounds", nothing),
];

fn nothing(_: &mut State, _: &Call) -> Answer {
    Ok(Reply::ok(json!([])))
}

/// What only a user's own token may ask for.
fn by_user_only(_: &mut State, _: &Call) -> Answer {
    Err(error::not_for_bots())
}

/// The keys that identity tokens are signed with; none are issued here.
fn keys(_: &mut State, _: &Call) -> Answer {
    Ok(Reply::ok(json!({"keys": []})))
}

fn sticker_packs(_: &mut State, _: &Call) -> Answer {
    Ok(Reply::ok(json!({"sticker_packs": []})))
}

fn gateway(state: &mut State, _: &Call) -> Answer {
    Ok(Reply::ok(json!({"url": state.gateway_url()})))
}

fn gateway_bot(state: &mut State, _: &Call) -> Answer {
    let (remaining, reset_after) = state.sessions.starts_left();
    Ok(Reply::ok(json!({
        "url": state.gateway_url(), "shards": state.options.required_shards,
        "session_start_limit": {
            "total": gateway::session::STARTS_A_DAY, "remaining": remaining, "reset_after": reset_after,
            "max_concurrency": state.options.max_concurrency(),
        },
    })))
}

fn myself(state: &State) -> Value {
    let mut user = state.world.user_json(state.world.bot());
    extend(
        &mut user,
        json!({"verified": true, "mfa_enabled": true, "email": null, "locale": "en-US", "premium_type": 0}),
    );
    user
}

fn me(state: &mut State, _: &Call) -> Answer {
    Ok(Reply::ok(myself(state)))
}

fn edit_me(state: &mut State, call: &Call) -> Answer {
    let body = call.body();
    let mut form = Form::default();
    let name = form.object(&body).and_then(|body| {
        form.fields(body, &[("avatar", Shape::Any), ("banner", Shape::Any)]);
        form.text(body, "username", 2..=32)
    });
    let name = name.map(str::to_owned);
    form.finish()?;
    let bot = state.world.bot();
    if let (Some(name), Some(user)) = (name, state.world.users.get_mut(&bot)) {
        user.username = name;
        state.tell_user_update();
    }
    Ok(Reply::ok(myself(state)))
}

fn user(state: &mut State, call: &Call) -> Answer {
    let id = call.id("user_id")?;
    let known = state.world.users.get(&id).ok_or_else(error::unknown_user)?;
    Ok(Reply::ok(crate::sandbox::world::render::user(known)))
}

fn guilds(state: &mut State, call: &Call) -> Answer {
    call.query_number("limit", 200, 200)?;
    let (before, after) = (call.query_id("before")?, call.query_id("after")?);
    let guild = &state.world.guild;
    let passed = before.is_some_and(|before| guild.id >= before)
        || after.is_some_and(|after| guild.id <= after);
    if passed || !state.world.bot_is_member() {
        return Ok(Reply::ok(json!([])));
    }
    let mut entry = json!({
        "id": guild.id, "name": guild.name, "icon": null, "banner": null, "owner": false,
        "permissions": state.world.guild_permissions(state.world.bot()).to_string(), "features": [],
    });
    if call.query_flag("with_counts") {
        let members = state.world.members.len();
        extend(
            &mut entry,
            json!({"approximate_member_count": members, "approximate_presence_count": members}),
        );
    }
    Ok(Reply::ok(json!([entry])))
}

fn direct(state: &mut State, call: &Call) -> Answer {
    let body = call.body();
    let mut form = Form::default();
    let user = body.get("recipient_id").and_then(Id::read);
    if user.is_none() {
        form.required("recipient_id");
    }
    form.finish()?;
    let bot = state.world.bot();
    let user = user
        .filter(|user| state.world.users.contains_key(user))
        .ok_or_else(error::unknown_user)?;
    // Bots do not write to bots.
    if state.world.users.get(&user).is_some_and(|user| user.bot) {
        return Err(error::cannot_message_user());
    }
    let id = if let Some(id) = state.world.direct_channel(user) {
        id
    } else {
        let id = state.world.mint();
        let mut channel = Channel::new(id, kind::DIRECT, "");
        channel.recipients = vec![user, bot];
        state.world.channels.insert(id, channel);
        id
    };
    let channel = state
        .world
        .channels
        .get(&id)
        .ok_or_else(error::unknown_channel)?;
    Ok(Reply::ok(state.world.channel_json(channel)))
}

/// Refuses a path that names another application.
pub(super) fn own(state: &State, call: &Call) -> Result<(), error::ApiError> {
    if call.param("application_id").is_empty() {
        return Ok(());
    }
    let id = call.id("application_id")?;
    if state.is_application(id, call.token_id()) {
        Ok(())
    } else {
        Err(error::not_your_application())
    }
}

fn described(state: &State) -> Value {
    let world = &state.world;
    let bot = world.user_json(world.bot());
    let name = world.users.get(&world.bot()).map_or("", |bot| &bot.display);
    let mut object = json!({
        "id": world.application.id, "name": name, "icon": null, "description": "", "type": null,
        "summary": "", "bot": bot, "bot_public": true, "bot_require_code_grant": false,
        "verify_key": world.application.verify_key, "flags": world.application.flags,
        "owner": world.user_json(world.guild.owner), "team": null, "tags": [], "hook": true,
        "redirect_uris": [], "interactions_endpoint_url": null, "role_connections_verification_url": null,
        "event_webhooks_url": null, "event_webhooks_status": 1, "approximate_guild_count": 1,
        "approximate_user_install_count": world.installs.len(), "approximate_user_authorization_count": 0,
        "install_params": {"scopes": ["bot", "applications.commands"], "permissions": "0"},
        "integration_types_config": world.application.installable(), "explicit_content_filter": 0,
        "flags_new": world.application.flags.to_string(), "eligible_oauth2_scopes": [],
    });
    extend(&mut object, Value::Object(world.application.edited.clone()));
    object
}

fn application(state: &mut State, call: &Call) -> Answer {
    own(state, call)?;
    Ok(Reply::ok(described(state)))
}

const APPLICATION: Fields = &[
    ("description", Shape::Text(0, 400)),
    ("tags", Shape::Texts(5, 20)),
    ("flags", Shape::Integer(0, i64::MAX)),
    ("icon", Shape::Any),
    ("cover_image", Shape::Any),
    ("custom_install_url", Shape::Text(0, 2048)),
    ("role_connections_verification_url", Shape::Text(0, 512)),
    ("interactions_endpoint_url", Shape::Text(0, 512)),
    ("event_webhooks_url", Shape::Text(0, 512)),
    ("event_webhooks_status", Shape::OneOf(&[1, 2])),
    ("event_webhooks_types", Shape::Texts(100, 100)),
    ("max_participants", Shape::Integer(-1, i32::MAX as i64)),
    ("explicit_content_filter", Shape::OneOf(&[0, 1, 2])),
    (
        "install_params",
        Shape::Object(&[
            ("scopes", Shape::Texts(100, 100)),
            ("permissions", Shape::Integer(0, i64::MAX)),
        ]),
    ),
];

fn edit_application(state: &mut State, call: &Call) -> Answer {
    const KEPT: [&str; 9] = [
        "custom_install_url",
        "description",
        "role_connections_verification_url",
        "install_params",
        "integration_types_config",
        "interactions_endpoint_url",
        "tags",
        "event_webhooks_url",
        "event_webhooks_types",
    ];
    own(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.fields(object, APPLICATION);
        form.child(object, "integration_types_config", |form, types| {
            for key in types
                .keys()
                .filter(|key| !["0", "1"].contains(&key.as_str()))
            {
                form.error_at(key, "BASE_TYPE_CHOICES", "Value must be one of ('0', '1').");
            }
        });
    }
    form.finish()?;
    for key in KEPT {
        if let Some(value) = body.get(key) {
            state
                .world
                .application
                .edited
                .insert(key.to_owned(), value.clone());
        }
    }
    let flags = body
        .get("flags")
        .and_then(as_integer)
        .and_then(|flags| u64::try_from(flags).ok());
    if let Some(flags) = flags {
        let application = &mut state.world.application;
        application.flags = (application.flags & !flag::EDITABLE) | (flags & flag::EDITABLE);
    }
    Ok(Reply::ok(described(state)))
}

impl State {
    fn tell_user_update(&mut self) {
        let data = myself(self);
        self.dispatch(&gateway::session::Dispatch {
            name: "USER_UPDATE",
            intents: 0,
            guild: Some(self.world.guild.id),
            data,
            veiled: None,
        });
    }
}
