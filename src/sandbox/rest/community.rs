//! How the guild shows itself: preview, widget, welcome screen, its own address.

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::error;
use super::guilds::{allowed, inside};
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::render::extend;

const WIDGET: &str = "/guilds/{guild_id}/widget";
const WELCOME: &str = "/guilds/{guild_id}/welcome-screen";

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/guilds/{guild_id}/preview", preview),
    route(Method::GET, WIDGET, widget),
    route(Method::PATCH, WIDGET, edit_widget),
    route(Method::GET, "/guilds/{guild_id}/widget.json", shown_widget),
    route(Method::GET, "/guilds/{guild_id}/widget.png", drawn_widget),
    route(
        Method::GET,
        "/guilds/{guild_id}/new-member-welcome",
        new_members,
    ),
    route(Method::GET, "/guilds/{guild_id}/requests", requests),
    route(Method::GET, WELCOME, welcome),
    route(Method::PATCH, WELCOME, edit_welcome),
    route(Method::GET, "/guilds/{guild_id}/vanity-url", vanity),
    route(
        Method::GET,
        "/guilds/{guild_id}/roles/member-counts",
        role_counts,
    ),
    route(
        Method::PUT,
        "/guilds/{guild_id}/incident-actions",
        incidents,
    ),
];

/// What the guild has set under a name that its own object does not have.
pub(super) fn set(state: &State, name: &str) -> Option<Value> {
    state.world.guild.aside.get(name).cloned()
}

pub(super) fn keep(state: &mut State, name: &str, object: &Value) {
    let aside = &mut state.world.guild.aside;
    aside.insert(name.to_owned(), object.clone());
}

fn preview(state: &mut State, call: &Call) -> Answer {
    const SHOWN: [&str; 10] = [
        "id",
        "name",
        "icon",
        "description",
        "home_header",
        "splash",
        "discovery_splash",
        "features",
        "emojis",
        "stickers",
    ];
    inside(state, call)?;
    let guild = state.world.guild_json();
    let fields = SHOWN
        .iter()
        .map(|key| ((*key).to_owned(), guild[*key].clone()));
    let mut object = Value::Object(fields.collect::<Map<_, _>>());
    let members = state.world.members.len();
    extend(
        &mut object,
        json!({"approximate_member_count": members, "approximate_presence_count": members}),
    );
    Ok(Reply::ok(object))
}

fn widget_settings(state: &State) -> Value {
    set(state, "widget").unwrap_or_else(|| json!({"enabled": false, "channel_id": null}))
}

fn widget(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    Ok(Reply::ok(widget_settings(state)))
}

/// Adds an error unless the field names a channel of the guild, or nothing.
fn check_channel(state: &State, form: &mut Form, object: &Map<String, Value>, key: &str) {
    let given = object.get(key).filter(|value| !value.is_null());
    let known = |id| state.world.channels.contains_key(&id);
    if given.is_some_and(|value| !Id::read(value).is_some_and(known)) {
        form.error_at(key, "CHANNEL_INVALID", "Invalid channel.");
    }
}

fn edit_widget(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.flag(object, "enabled");
        check_channel(state, &mut form, object, "channel_id");
    }
    form.finish()?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    let mut settings = widget_settings(state);
    take(&mut settings, &body, &["enabled", "channel_id"]);
    keep(state, "widget", &settings);
    let guild = &mut state.world.guild.edited;
    guild.insert("widget_enabled".into(), settings["enabled"].clone());
    guild.insert("widget_channel_id".into(), settings["channel_id"].clone());
    Ok(Reply::ok(settings))
}

/// Takes over the fields that a body has.
pub(super) fn take(object: &mut Value, body: &Value, keys: &[&str]) {
    for key in keys {
        if let Some(value) = body.get(*key) {
            object[*key] = value.clone();
        }
    }
}

fn shown_widget(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    if widget_settings(state)["enabled"] != true {
        return Err(error::widget_disabled());
    }
    let world = &state.world;
    let object = json!({"id": world.guild.id, "name": world.guild.name, "instant_invite": null,
        "channels": [], "members": [], "presence_count": world.members.len()});
    Ok(Reply::ok(object))
}

/// Not a picture of the guild: a single grey pixel, as a PNG.
fn drawn_widget(state: &mut State, call: &Call) -> Answer {
    const PIXEL: &[u8] = &[
        137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
        0, 0, 0, 58, 126, 155, 85, 0, 0, 0, 10, 73, 68, 65, 84, 120, 156, 99, 104, 0, 0, 0, 130, 0,
        129, 119, 205, 114, 182, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
    ];
    inside(state, call)?;
    if widget_settings(state)["enabled"] != true {
        return Err(error::widget_disabled());
    }
    Ok(Reply::png(PIXEL))
}

/// What new members are shown first: nobody has set it up.
fn new_members(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    Ok(Reply::ok(
        json!({"guild_id": state.world.guild.id, "enabled": false, "new_member_actions": [],
            "resource_channels": []}),
    ))
}

/// Nobody has to ask to join.
fn requests(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    call.query_number("limit", 100, 100)?;
    for key in ["before", "after"] {
        call.query_id(key)?;
    }
    allowed(state, Permissions::KICK_MEMBERS)?;
    Ok(Reply::ok(json!({"total": 0, "guild_join_requests": []})))
}

fn welcome(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let screen = set(state, "welcome").ok_or_else(error::unknown_welcome)?;
    Ok(Reply::ok(screen))
}

fn edit_welcome(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.flag(object, "enabled");
        form.text(object, "description", 0..=140);
        form.each(object, "welcome_channels", 5, |form, one| {
            form.required_text(one, "description", 1..=50);
            if one.get("channel_id").and_then(Id::read).is_none() {
                form.required("channel_id");
            }
            check_channel(state, form, one, "channel_id");
            form.id(one, "emoji_id");
            form.text(one, "emoji_name", 0..=100);
        });
    }
    form.finish()?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    let empty = || json!({"description": null, "welcome_channels": []});
    let mut screen = set(state, "welcome").unwrap_or_else(empty);
    if let Some(text) = body.get("description") {
        screen["description"] = text.clone();
    }
    if let Some(list) = body.get("welcome_channels").and_then(Value::as_array) {
        let whole = |one: &Value| {
            json!({"channel_id": one["channel_id"], "description": one["description"],
            "emoji_id": one["emoji_id"], "emoji_name": one["emoji_name"]})
        };
        screen["welcome_channels"] = list.iter().map(whole).collect();
    }
    keep(state, "welcome", &screen);
    Ok(Reply::ok(screen))
}

fn vanity(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    Ok(Reply::ok(json!({"code": null, "uses": 0})))
}

fn role_counts(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let world = &state.world;
    let ids = world.roles.keys().filter(|id| **id != world.guild.id);
    let held = ids.map(|id| {
        let holders = world.members.values().filter(|one| one.roles.contains(id));
        (id.to_string(), json!(holders.count()))
    });
    Ok(Reply::ok(Value::Object(held.collect())))
}

/// A pause of invites and direct messages; nothing here depends on it.
fn incidents(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    let body = call.body();
    let mut form = Form::default();
    for key in ["invites_disabled_until", "dms_disabled_until"] {
        check_time(&mut form, &body, key);
    }
    form.finish()?;
    let until = |key: &str| {
        let time = body.get(key).and_then(Value::as_str);
        time.and_then(clock::parse_iso).map(clock::iso)
    };
    let object = json!({"invites_disabled_until": until("invites_disabled_until"),
        "dms_disabled_until": until("dms_disabled_until")});
    let edited = &mut state.world.guild.edited;
    edited.insert("incidents_data".into(), object.clone());
    Ok(Reply::ok(object))
}

/// A time within the next 24 hours, or nothing.
fn check_time(form: &mut Form, body: &Value, key: &str) {
    let Some(given) = body.get(key).filter(|value| !value.is_null()) else {
        return;
    };
    let end = given.as_str().and_then(clock::parse_iso);
    if end.is_none_or(|end| end > clock::now_ms() + 24 * 60 * 60 * 1000) {
        form.error_at(
            key,
            "BASE_TYPE_BAD_TIME",
            "A time within the next 24 hours.",
        );
    }
}
