//! How the guild shows itself: preview, widget, welcome screen, onboarding, its own address.

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::error;
use super::guilds::{allowed, inside};
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::{Permissions, Target};
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::render::extend;

const WIDGET: &str = "/guilds/{guild_id}/widget";
const WELCOME: &str = "/guilds/{guild_id}/welcome-screen";
const ONBOARDING: &str = "/guilds/{guild_id}/onboarding";

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/guilds/{guild_id}/preview", preview),
    route(Method::GET, WIDGET, widget),
    route(Method::PATCH, WIDGET, edit_widget),
    route(Method::GET, "/guilds/{guild_id}/widget.json", shown_widget),
    route(Method::GET, WELCOME, welcome),
    route(Method::PATCH, WELCOME, edit_welcome),
    route(Method::GET, ONBOARDING, onboarding),
    route(Method::PUT, ONBOARDING, edit_onboarding),
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
fn set(state: &State, name: &str) -> Option<Value> {
    state.world.guild.aside.get(name).cloned()
}

fn keep(state: &mut State, name: &str, object: &Value) {
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
fn take(object: &mut Value, body: &Value, keys: &[&str]) {
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

fn onboarding_of(state: &State) -> Value {
    set(state, "onboarding").unwrap_or_else(|| {
        json!({"guild_id": state.world.guild.id, "prompts": [], "default_channel_ids": [],
            "enabled": false, "mode": 0})
    })
}

fn onboarding(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    Ok(Reply::ok(onboarding_of(state)))
}

fn edit_onboarding(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.flag(object, "enabled");
        form.choice(object, "mode", &[0, 1]);
        form.ids(object, "default_channel_ids", 500);
        form.each(object, "prompts", 15, |form, prompt| {
            form.required_text(prompt, "title", 1..=100);
            form.choice(prompt, "type", &[0, 1]);
            form.each(prompt, "options", 50, |form, option| {
                form.required_text(option, "title", 1..=50);
                form.text(option, "description", 0..=100);
            });
        });
    }
    form.finish()?;
    allowed(
        state,
        Permissions::MANAGE_GUILD.and(Permissions::MANAGE_ROLES),
    )?;
    let wants = body.get("enabled") == Some(&json!(true));
    let open = body.get("default_channel_ids").and_then(Value::as_array);
    if wants && !enough(state, open.map_or(&[][..], |list| list)) {
        return Err(error::onboarding_requirements());
    }
    let mut object = onboarding_of(state);
    take(
        &mut object,
        &body,
        &["default_channel_ids", "enabled", "mode"],
    );
    if let Some(prompts) = body.get("prompts").and_then(Value::as_array) {
        object["prompts"] = prompts.iter().map(|one| prompt(state, one)).collect();
    }
    keep(state, "onboarding", &object);
    Ok(Reply::ok(object))
}

/// Onboarding takes seven channels that everybody sees, in five of which everybody writes.
fn enough(state: &State, channels: &[Value]) -> bool {
    let world = &state.world;
    let everyone = world.roles.get(&world.guild.id);
    let base = everyone.map(|role| role.permissions).unwrap_or_default();
    let open = |wanted: Permissions| {
        let listed = channels.iter().filter_map(Id::read);
        let listed = listed.filter_map(|id| world.channels.get(&id));
        listed
            .filter(|one| {
                let rule = |rule: &&crate::sandbox::permissions::Overwrite| {
                    rule.target == Target::Role(world.guild.id)
                };
                let denied = one.overwrites.iter().find(rule);
                base.without(denied.map(|rule| rule.deny).unwrap_or_default())
                    .has(wanted)
            })
            .count()
    };
    open(Permissions::VIEW_CHANNEL) >= 7 && open(Permissions::SEND_MESSAGES) >= 5
}

/// A prompt with all its fields; new ones get ids.
fn prompt(state: &mut State, given: &Value) -> Value {
    let mut own = |one: &Value| {
        Id::read(&one["id"])
            .filter(|id| id.0 > 1 << 22)
            .unwrap_or_else(|| state.world.mint())
    };
    let list = given["options"].as_array().map_or(&[][..], |list| list);
    let options: Vec<Value> = list
        .iter()
        .map(|one| {
            json!({"id": own(one), "title": one["title"], "description": one.get("description"),
                "emoji": {"id": one["emoji_id"], "name": one["emoji_name"], "animated": false},
                "role_ids": one.get("role_ids").filter(|list| list.is_array()).unwrap_or(&json!([])),
                "channel_ids": one.get("channel_ids").filter(|list| list.is_array()).unwrap_or(&json!([]))})
        })
        .collect();
    let flag = |key: &str| given[key].as_bool().unwrap_or(false);
    json!({"id": own(given), "title": given["title"], "type": given["type"].as_u64().unwrap_or(0),
        "single_select": flag("single_select"), "required": flag("required"),
        "in_onboarding": flag("in_onboarding"), "options": options})
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
    let object = json!({"invites_disabled_until": body.get("invites_disabled_until"),
        "dms_disabled_until": body.get("dms_disabled_until")});
    let edited = &mut state.world.guild.edited;
    edited.insert("incidents_data".into(), object.clone());
    Ok(Reply::ok(object))
}

/// A time within the next 24 hours, or nothing.
fn check_time(form: &mut Form, body: &Value, key: &str) {
    use crate::sandbox::clock;
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
