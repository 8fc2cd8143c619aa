//! What a bot makes, lists, changes and removes, and what does little here: emojis of the guild and
//! of the application, stickers, sounds, scheduled events, and rules of auto moderation.

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::{self, ApiError};
use super::guilds::{allowed, inside};
use super::kinds::{
    EMOJI_KIND, EVENT_KIND, Kind, OWN_EMOJI_KIND, RULE_KIND, SOUND_KIND, STICKER_KIND, TIMES,
};
use super::users::own;
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::render::extend;

const EMOJIS: &str = "/guilds/{guild_id}/emojis";
const EMOJI: &str = "/guilds/{guild_id}/emojis/{stored_id}";
const OWN_EMOJIS: &str = "/applications/{application_id}/emojis";
const OWN_EMOJI: &str = "/applications/{application_id}/emojis/{stored_id}";
const STICKERS: &str = "/guilds/{guild_id}/stickers";
const STICKER: &str = "/guilds/{guild_id}/stickers/{stored_id}";
const SOUNDS: &str = "/guilds/{guild_id}/soundboard-sounds";
const SOUND: &str = "/guilds/{guild_id}/soundboard-sounds/{stored_id}";
const EVENTS: &str = "/guilds/{guild_id}/scheduled-events";
const EVENT: &str = "/guilds/{guild_id}/scheduled-events/{stored_id}";
const RULES: &str = "/guilds/{guild_id}/auto-moderation/rules";
const RULE: &str = "/guilds/{guild_id}/auto-moderation/rules/{stored_id}";

/// The largest file of a sticker (bytes).
const STICKER_MAX: usize = 512 * 1024;

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
    route(Method::GET, STICKERS, list),
    route(Method::POST, STICKERS, create),
    route(Method::GET, STICKER, get),
    route(Method::PATCH, STICKER, edit),
    route(Method::DELETE, STICKER, delete),
    route(Method::GET, "/stickers/{stored_id}", sticker),
    route(Method::GET, "/sticker-packs/{pack_id}", no_pack),
    route(Method::GET, SOUNDS, list),
    route(Method::POST, SOUNDS, create),
    route(Method::GET, SOUND, get),
    route(Method::PATCH, SOUND, edit),
    route(Method::DELETE, SOUND, delete),
    route(Method::GET, EVENTS, list),
    route(Method::POST, EVENTS, create),
    route(Method::GET, EVENT, get),
    route(Method::PATCH, EVENT, edit),
    route(Method::DELETE, EVENT, delete),
    route(
        Method::GET,
        "/guilds/{guild_id}/scheduled-events/{stored_id}/users",
        nobody,
    ),
    route(
        Method::GET,
        "/guilds/{guild_id}/scheduled-events/{stored_id}/users/counts",
        no_counts,
    ),
    route(Method::GET, RULES, list),
    route(Method::POST, RULES, create),
    route(Method::GET, RULE, get),
    route(Method::PATCH, RULE, edit),
    route(Method::DELETE, RULE, delete),
];

/// What Discord adds to a rule of words, and to actions.
fn complete_rule(rule: &mut Value) {
    if rule["trigger_type"] == json!(1) {
        let mut about = json!({"keyword_filter": [], "regex_patterns": [], "allow_list": []});
        extend(&mut about, rule["trigger_metadata"].clone());
        rule["trigger_metadata"] = about;
    }
    for action in rule["actions"].as_array_mut().into_iter().flatten() {
        if action.get("metadata").is_none() {
            extend(action, json!({"metadata": {}}));
        }
    }
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
        Some("stickers") => &STICKER_KIND,
        Some("soundboard-sounds") => &SOUND_KIND,
        Some("scheduled-events") => &EVENT_KIND,
        _ => {
            // Rules are only for those who may change them.
            allowed(state, Permissions::MANAGE_GUILD)?;
            &RULE_KIND
        }
    })
}

fn all(state: &State, kind: &Kind) -> Vec<Value> {
    state.world.stored_of(kind.name)
}

fn list(state: &mut State, call: &Call) -> Answer {
    let kind = kind(state, call)?;
    let list = all(state, kind);
    Ok(Reply::ok(
        if [OWN_EMOJI_KIND.name, SOUND_KIND.name].contains(&kind.name) {
            json!({"items": list})
        } else {
            json!(list)
        },
    ))
}

fn found(state: &State, call: &Call, kind: &Kind) -> Result<(Id, Value), ApiError> {
    let id = call.id("stored_id")?;
    let object = state.world.stored.get(&(kind.name, id));
    object
        .cloned()
        .map(|object| (id, object))
        .ok_or_else(kind.unknown)
}

fn sticker(state: &mut State, call: &Call) -> Answer {
    Ok(Reply::ok(found(state, call, &STICKER_KIND)?.1))
}

fn no_pack(_: &mut State, _: &Call) -> Answer {
    Err(error::unknown_pack())
}

/// Nobody here is interested in events.
fn nobody(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    found(state, call, &EVENT_KIND)?;
    call.query_number("limit", 100, 100)?;
    for key in ["before", "after"] {
        call.query_id(key)?;
    }
    Ok(Reply::ok(json!([])))
}

fn no_counts(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    found(state, call, &EVENT_KIND)?;
    Ok(Reply::ok(
        json!({"guild_scheduled_event_count": 0, "guild_scheduled_event_exception_counts": {}}),
    ))
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
        .map(|(key, value)| (key.clone(), dated(key, value)))
        .collect()
}

/// A value as it is kept: times in Discord's own form.
fn dated(key: &str, value: &Value) -> Value {
    let time = value.as_str().filter(|_| TIMES.contains(&key));
    let time = time.and_then(clock::parse_iso);
    time.map_or_else(|| value.clone(), |time| json!(clock::iso(time)))
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
        return Err((kind.full)());
    }
    let id = state.world.mint();
    let bot = state.world.bot();
    let mut object = (kind.fields)();
    extend(&mut object, Value::Object(given(kind, &body)));
    let by = match kind.name {
        "event" | "rule" => json!({"id": id, "guild_id": state.world.guild.id, "creator_id": bot}),
        "sticker" => json!({"id": id, "guild_id": state.world.guild.id,
            "format_type": format(call)?, "user": state.world.user_json(bot)}),
        "sound" => json!({"sound_id": id, "guild_id": state.world.guild.id,
            "user": state.world.user_json(bot)}),
        _ => json!({"id": id, "user": state.world.user_json(bot)}),
    };
    extend(&mut object, by);
    if kind.name == "rule" {
        complete_rule(&mut object);
    }
    state.world.stored.insert((kind.name, id), object.clone());
    state.tell_stored(kind, 0, &object);
    Ok(if ["event", "rule"].contains(&kind.name) {
        Reply::ok(object)
    } else {
        Reply::created(object)
    })
}

/// The format of the file that a sticker is made of.
fn format(call: &Call) -> Result<u64, ApiError> {
    let file = call.files.first();
    let ending = file.and_then(|file| file.filename.rsplit_once('.'));
    let format = match ending
        .map(|(_, ending)| ending.to_ascii_lowercase())
        .as_deref()
    {
        Some("png") => 1,
        Some("apng") => 2,
        Some("json") => 3,
        Some("gif") => 4,
        _ => 0,
    };
    let mut form = Form::default();
    if file.is_none() {
        form.required("file");
    } else if format == 0 {
        form.error_at(
            "file",
            "STICKER_INVALID_FORMAT",
            "The file must be a PNG, APNG, GIF or Lottie file.",
        );
    } else if file.is_some_and(|file| file.bytes.len() > STICKER_MAX) {
        form.error_at(
            "file",
            "BINARY_TYPE_MAX_SIZE",
            "File cannot be larger than 512.0 kb.",
        );
    }
    form.finish()?;
    Ok(format)
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
            "GUILD_STICKERS_UPDATE" => {
                let stickers = all(self, kind);
                self.guild_event(name, kind.intents, json!({"stickers": stickers}));
            }
            "GUILD_SOUNDBOARD_SOUND_DELETE" => {
                let sound = json!({"sound_id": object["sound_id"]});
                self.guild_event(name, kind.intents, sound);
            }
            "GUILD_EMOJIS_UPDATE" => {
                let emojis = all(self, kind);
                self.guild_event(name, kind.intents, json!({"emojis": emojis}));
            }
            _ => self.guild_event(name, kind.intents, object.clone()),
        }
    }
}
