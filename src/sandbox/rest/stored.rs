//! What a bot makes, lists, changes and removes, and what does nothing here: emojis of the guild and
//! of the application, scheduled events, and rules of auto moderation.

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::{allowed, inside};
use super::users::own;
use super::validate::{Form, Object};
use super::{Answer, Reply, Route, route};
use crate::sandbox::gateway::intents;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::render::extend;

const EMOJIS: &str = "/guilds/{guild_id}/emojis";
const EMOJI: &str = "/guilds/{guild_id}/emojis/{stored_id}";
const OWN_EMOJIS: &str = "/applications/{application_id}/emojis";
const OWN_EMOJI: &str = "/applications/{application_id}/emojis/{stored_id}";
const EVENTS: &str = "/guilds/{guild_id}/scheduled-events";
const EVENT: &str = "/guilds/{guild_id}/scheduled-events/{stored_id}";
const RULES: &str = "/guilds/{guild_id}/auto-moderation/rules";
const RULE: &str = "/guilds/{guild_id}/auto-moderation/rules/{stored_id}";

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, EMOJIS, list),
    route(Method::POST, EMOJIS, create),
    route(Method::GET, EMOJI, get),
    route(Method::PATCH, EMOJI, edit),
    route(Method::DELETE, EMOJI, delete),
    route(Method::GET, OWN_EMOJIS, list),
    route(Method::POST, OWN_EMOJIS, create),
    route(Method::GET, OWN_EMOJI, get),
    route(Method::PATCH, OWN_EMOJI, edit),
    route(Method::DELETE, OWN_EMOJI, delete),
    route(Method::GET, EVENTS, list),
    route(Method::POST, EVENTS, create),
    route(Method::GET, EVENT, get),
    route(Method::PATCH, EVENT, edit),
    route(Method::DELETE, EVENT, delete),
    route(Method::GET, RULES, list),
    route(Method::POST, RULES, create),
    route(Method::GET, RULE, get),
    route(Method::PATCH, RULE, edit),
    route(Method::DELETE, RULE, delete),
];

/// What kind of thing a path is about.
struct Kind {
    name: &'static str,
    /// What the documentation lets there be.
    max: usize,
    /// Needed to make one, and to change or remove it.
    rights: [Permissions; 2],
    unknown: fn() -> ApiError,
    check: fn(&mut Form, &Object, bool),
    /// The fields that a body may set, and what they are otherwise.
    fields: fn() -> Value,
    /// Events for making, changing, removing; all of them are the first for emojis.
    events: [&'static str; 3],
    intents: u64,
}

const EMOJI_KIND: Kind = Kind {
    name: "emoji",
    max: 50,
    rights: [
        Permissions::CREATE_GUILD_EXPRESSIONS,
        Permissions::MANAGE_GUILD_EXPRESSIONS,
    ],
    unknown: error::unknown_emoji_id,
    check: check_emoji,
    fields: || json!({"name": null, "roles": [], "require_colons": true, "managed": false, "animated": false, "available": true}),
    events: ["GUILD_EMOJIS_UPDATE"; 3],
    intents: intents::GUILD_EXPRESSIONS,
};

const OWN_EMOJI_KIND: Kind = Kind {
    name: "application emoji",
    max: 2000,
    rights: [Permissions(0); 2],
    events: [""; 3],
    ..EMOJI_KIND
};

const EVENT_KIND: Kind = Kind {
    name: "event",
    max: 100,
    rights: [Permissions::CREATE_EVENTS, Permissions::MANAGE_EVENTS],
    unknown: error::unknown_event,
    check: check_event,
    fields: || {
        json!({"name": null, "description": null, "channel_id": null, "image": null,
            "scheduled_start_time": null, "scheduled_end_time": null, "status": 1,
            "entity_type": null, "entity_id": null, "entity_metadata": null,
            "recurrence_rule": null, "privacy_level": 2, "guild_scheduled_event_exceptions": []})
    },
    events: [
        "GUILD_SCHEDULED_EVENT_CREATE",
        "GUILD_SCHEDULED_EVENT_UPDATE",
        "GUILD_SCHEDULED_EVENT_DELETE",
    ],
    intents: intents::GUILD_SCHEDULED_EVENTS,
};

const RULE_KIND: Kind = Kind {
    name: "rule",
    max: 10,
    rights: [Permissions::MANAGE_GUILD; 2],
    unknown: error::unknown_rule,
    check: check_rule,
    fields: || {
        json!({"name": null, "event_type": 1, "trigger_type": null, "trigger_metadata": {},
            "actions": [], "enabled": false, "exempt_roles": [], "exempt_channels": []})
    },
    events: [
        "AUTO_MODERATION_RULE_CREATE",
        "AUTO_MODERATION_RULE_UPDATE",
        "AUTO_MODERATION_RULE_DELETE",
    ],
    intents: intents::AUTO_MODERATION,
};

fn check_emoji(form: &mut Form, body: &Object, new: bool) {
    if new {
        form.required_text(body, "name", 2..=32);
        form.required_text(body, "image", 1..=usize::MAX);
    } else {
        form.text(body, "name", 2..=32);
    }
    form.ids(body, "roles", 250);
}

fn check_event(form: &mut Form, body: &Object, new: bool) {
    if new {
        form.required_text(body, "name", 1..=100);
        form.required_text(body, "scheduled_start_time", 1..=64);
        for key in ["privacy_level", "entity_type"] {
            if body.get(key).is_none_or(Value::is_null) {
                form.required(key);
            }
        }
    } else {
        form.text(body, "name", 1..=100);
    }
    form.text(body, "description", 0..=1000);
    form.choice(body, "privacy_level", &[2]);
    form.choice(body, "status", &[1, 2, 3, 4]);
    // An event outside Discord has a place and an end.
    if form.choice(body, "entity_type", &[1, 2, 3]) == Some(3) && new {
        form.required_text(body, "scheduled_end_time", 1..=64);
        form.child(body, "entity_metadata", |form, about| {
            form.required_text(about, "location", 1..=100);
        });
    }
}

fn check_rule(form: &mut Form, body: &Object, new: bool) {
    if new {
        form.required_text(body, "name", 1..=100);
        for key in ["event_type", "trigger_type"] {
            if body.get(key).is_none_or(Value::is_null) {
                form.required(key);
            }
        }
    } else {
        form.text(body, "name", 1..=100);
    }
    form.choice(body, "event_type", &[1, 2]);
    form.choice(body, "trigger_type", &[1, 3, 4, 5, 6]);
    form.flag(body, "enabled");
    form.ids(body, "exempt_roles", 20);
    form.ids(body, "exempt_channels", 50);
    form.child(body, "trigger_metadata", |form, about| {
        form.list(about, "keyword_filter", 1000);
        form.list(about, "regex_patterns", 10);
        form.list(about, "allow_list", 100);
        form.integer(about, "mention_total_limit", 0..=50);
    });
    form.each(body, "actions", 5, |form, action| {
        if form.choice(action, "type", &[1, 2, 3, 4]).is_none() && !action.contains_key("type") {
            form.required("type");
        }
        form.child(action, "metadata", |form, about| {
            form.integer(about, "duration_seconds", 0..=2_419_200);
            form.text(about, "custom_message", 0..=150);
        });
    });
}

/// The kind that the path is about, where the bot may look.
fn kind(state: &State, call: &Call) -> Result<&'static Kind, ApiError> {
    if call.param("guild_id").is_empty() {
        own(state, call)?;
        return Ok(&OWN_EMOJI_KIND);
    }
    inside(state, call)?;
    Ok(match call.path.split('/').nth(3) {
        Some("emojis") => &EMOJI_KIND,
        Some("scheduled-events") => &EVENT_KIND,
        _ => {
            // Rules are only for those who may change them.
            allowed(state, Permissions::MANAGE_GUILD)?;
            &RULE_KIND
        }
    })
}

fn all(state: &State, kind: &Kind) -> Vec<Value> {
    let stored = state.world.stored.iter();
    stored
        .filter(|((name, _), _)| *name == kind.name)
        .map(|(_, object)| object.clone())
        .collect()
}

fn list(state: &mut State, call: &Call) -> Answer {
    let kind = kind(state, call)?;
    let list = all(state, kind);
    Ok(Reply::ok(if kind.name == OWN_EMOJI_KIND.name {
        json!({"items": list})
    } else {
        json!(list)
    }))
}

fn found(state: &State, call: &Call, kind: &Kind) -> Result<(Id, Value), ApiError> {
    let id = call.id("stored_id")?;
    let object = state.world.stored.get(&(kind.name, id));
    object
        .cloned()
        .map(|object| (id, object))
        .ok_or_else(kind.unknown)
}

fn get(state: &mut State, call: &Call) -> Answer {
    let kind = kind(state, call)?;
    Ok(Reply::ok(found(state, call, kind)?.1))
}

/// The fields of a body that this kind has.
fn given(kind: &Kind, body: &Value) -> Map<String, Value> {
    let known = (kind.fields)();
    let fields = body.as_object().into_iter().flatten();
    fields
        .filter(|(key, value)| {
            known
                .get(key.as_str())
                .is_some_and(|usual| usual.is_null() || !value.is_null())
        })
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn checked(call: &Call, kind: &Kind, new: bool) -> Result<Value, ApiError> {
    let body = call.body();
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        (kind.check)(&mut form, object, new);
    }
    form.finish()?;
    Ok(body)
}

fn create(state: &mut State, call: &Call) -> Answer {
    let kind = kind(state, call)?;
    let body = checked(call, kind, true)?;
    let [needed, _] = kind.rights;
    allowed(state, needed)?;
    if all(state, kind).len() >= kind.max {
        return Err(error::too_many_stored(kind.max));
    }
    let id = state.world.mint();
    let bot = state.world.bot();
    let mut object = (kind.fields)();
    extend(&mut object, Value::Object(given(kind, &body)));
    let by = match kind.name {
        "event" | "rule" => json!({"id": id, "guild_id": state.world.guild.id, "creator_id": bot}),
        _ => json!({"id": id, "user": state.world.user_json(bot)}),
    };
    extend(&mut object, by);
    state.world.stored.insert((kind.name, id), object.clone());
    state.tell_stored(kind, 0, &object);
    Ok(if kind.name == "event" || kind.name == "rule" {
        Reply::ok(object)
    } else {
        Reply::created(object)
    })
}

fn edit(state: &mut State, call: &Call) -> Answer {
    let kind = kind(state, call)?;
    let (id, mut object) = found(state, call, kind)?;
    let body = checked(call, kind, false)?;
    let [_, needed] = kind.rights;
    allowed(state, needed)?;
    extend(&mut object, Value::Object(given(kind, &body)));
    state.world.stored.insert((kind.name, id), object.clone());
    state.tell_stored(kind, 1, &object);
    Ok(Reply::ok(object))
}

fn delete(state: &mut State, call: &Call) -> Answer {
    let kind = kind(state, call)?;
    let (id, object) = found(state, call, kind)?;
    let [_, needed] = kind.rights;
    allowed(state, needed)?;
    state.world.stored.remove(&(kind.name, id));
    state.tell_stored(kind, 2, &object);
    Ok(Reply::empty())
}

impl State {
    fn tell_stored(&mut self, kind: &Kind, step: usize, object: &Value) {
        let name = kind.events.get(step).copied().unwrap_or_default();
        match name {
            "" => {}
            "GUILD_EMOJIS_UPDATE" => {
                let emojis = all(self, kind);
                self.guild_event(name, kind.intents, json!({"emojis": emojis}));
            }
            _ => self.guild_event(name, kind.intents, object.clone()),
        }
    }
}
