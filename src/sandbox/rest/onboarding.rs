//! What newcomers are asked. Nobody new comes, so it is kept and shown.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::community::{keep, set, take};
use super::error;
use super::guilds::{allowed, inside};
use super::validate::{Fields, Form, Shape};
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::{Overwrite, Permissions, Target};
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;

const ONBOARDING: &str = "/guilds/{guild_id}/onboarding";

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, ONBOARDING, get),
    route(Method::PUT, ONBOARDING, put),
];

const PROMPT: Fields = &[
    ("id", Shape::Id),
    ("type", Shape::OneOf(&[0, 1])),
    ("single_select", Shape::Flag),
    ("required", Shape::Flag),
    ("in_onboarding", Shape::Flag),
];
const OPTION: Fields = &[
    ("id", Shape::Id),
    ("description", Shape::Text(0, 100)),
    ("emoji_id", Shape::Id),
    ("emoji_name", Shape::Text(0, 100)),
    ("emoji_animated", Shape::Flag),
    ("role_ids", Shape::Ids(50)),
    ("channel_ids", Shape::Ids(50)),
];

fn onboarding_of(state: &State) -> Value {
    set(state, "onboarding").unwrap_or_else(|| {
        json!({"guild_id": state.world.guild.id, "prompts": [], "default_channel_ids": [],
            "enabled": false, "mode": 0})
    })
}

fn get(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    Ok(Reply::ok(onboarding_of(state)))
}

fn put(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.flag(object, "enabled");
        form.choice(object, "mode", &[0, 1]);
        form.ids(object, "default_channel_ids", 500);
        form.each(object, "prompts", 15, |form, prompt| {
            form.required_text(prompt, "title", 1..=100);
            form.fields(prompt, PROMPT);
            form.at_least(prompt, "options", 1);
            form.each(prompt, "options", 50, |form, option| {
                form.required_text(option, "title", 1..=50);
                form.fields(option, OPTION);
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
                let rule = |rule: &&Overwrite| rule.target == Target::Role(world.guild.id);
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
