//! The kinds of things that a bot keeps in the guild: their fields, limits, rights and events.

use serde_json::{Value, json};

use super::error::{self, ApiError};
use super::validate::{Fields, Form, Object, Shape};
use crate::sandbox::gateway::intents;
use crate::sandbox::permissions::Permissions;

/// What kind of thing a path is about.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// What the documentation lets there be.
    pub(super) max: usize,
    /// The refusal of one more.
    pub(super) full: fn() -> ApiError,
    /// Needed to make one, and to change or remove it.
    pub(super) rights: [Permissions; 2],
    pub(super) unknown: fn() -> ApiError,
    pub(super) check: fn(&mut Form, &Object, bool),
    /// The fields that a body may set, and what they are otherwise.
    pub(super) fields: fn() -> Value,
    /// Events for making, changing, removing; all of them are the first for emojis.
    pub(super) events: [&'static str; 3],
    pub(super) intents: u64,
}

pub(super) const EMOJI_KIND: Kind = Kind {
    name: "emoji",
    max: 50,
    full: error::too_many_emojis,
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

pub(super) const OWN_EMOJI_KIND: Kind = Kind {
    name: "application emoji",
    max: 2000,
    rights: [Permissions(0); 2],
    events: [""; 3],
    ..EMOJI_KIND
};

pub(super) const STICKER_KIND: Kind = Kind {
    name: "sticker",
    max: 5,
    full: error::too_many_stickers,
    unknown: error::unknown_sticker,
    check: check_sticker,
    fields: || {
        json!({"name": null, "description": null, "tags": null, "type": 2, "format_type": 1,
            "available": true})
    },
    events: ["GUILD_STICKERS_UPDATE"; 3],
    ..EMOJI_KIND
};

pub(super) const SOUND_KIND: Kind = Kind {
    name: "sound",
    max: 8,
    full: error::too_many_sounds,
    unknown: error::unknown_sound,
    check: check_sound,
    fields: || json!({"name": null, "volume": 1.0, "emoji_id": null, "emoji_name": null, "available": true}),
    events: [
        "GUILD_SOUNDBOARD_SOUND_CREATE",
        "GUILD_SOUNDBOARD_SOUND_UPDATE",
        "GUILD_SOUNDBOARD_SOUND_DELETE",
    ],
    ..EMOJI_KIND
};

pub(super) const EVENT_KIND: Kind = Kind {
    name: "event",
    max: 100,
    full: error::too_many_events,
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

pub(super) const RULE_KIND: Kind = Kind {
    name: "rule",
    max: 10,
    full: error::too_many_rules,
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

fn check_sticker(form: &mut Form, body: &Object, new: bool) {
    if new {
        form.required_text(body, "name", 2..=30);
        form.required_text(body, "tags", 1..=200);
        if !body.contains_key("description") {
            form.required("description");
        }
    } else {
        form.text(body, "name", 2..=30);
        form.text(body, "tags", 1..=200);
    }
    // Empty, or at least two characters.
    let told = body.get("description").is_some_and(|text| text != "");
    form.text(body, "description", if told { 2..=100 } else { 0..=100 });
}

fn check_sound(form: &mut Form, body: &Object, new: bool) {
    if new {
        form.required_text(body, "name", 2..=32);
        form.required_text(body, "sound", 1..=usize::MAX);
    } else {
        form.text(body, "name", 2..=32);
    }
    form.id(body, "emoji_id");
    form.text(body, "emoji_name", 0..=32);
    let volume = body.get("volume").filter(|volume| !volume.is_null());
    if volume.is_some_and(|volume| {
        !volume
            .as_f64()
            .is_some_and(|one| (0.0..=1.0).contains(&one))
    }) {
        form.error_at(
            "volume",
            "NUMBER_TYPE_MAX",
            "Value should be between 0 and 1.",
        );
    }
}

/// When an event begins and ends.
pub(super) const TIMES: [&str; 2] = ["scheduled_start_time", "scheduled_end_time"];

const EVER: i64 = i32::MAX as i64;
const ABOUT_EVENT: Fields = &[
    ("channel_id", Shape::Id),
    ("image", Shape::Any),
    (
        "entity_metadata",
        Shape::Object(&[("location", Shape::Text(0, 100))]),
    ),
    (
        "recurrence_rule",
        Shape::Object(&[
            ("start", Shape::Time),
            ("end", Shape::Time),
            ("frequency", Shape::OneOf(&[0, 1, 2, 3])),
            ("interval", Shape::Integer(1, EVER)),
            ("by_weekday", Shape::SomeOf(&[0, 1, 2, 3, 4, 5, 6])),
            (
                "by_n_weekday",
                Shape::List(
                    0,
                    7,
                    &[
                        ("n", Shape::OneOf(&[1, 2, 3, 4, 5])),
                        ("day", Shape::OneOf(&[0, 1, 2, 3, 4, 5, 6])),
                    ],
                ),
            ),
            (
                "by_month",
                Shape::SomeOf(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
            ),
            ("count", Shape::Integer(0, EVER)),
        ]),
    ),
];

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
    for key in TIMES {
        form.time(body, key);
    }
    form.text(body, "description", 0..=1000);
    form.choice(body, "privacy_level", &[2]);
    form.choice(body, "status", &[1, 2, 3, 4]);
    form.fields(body, ABOUT_EVENT);
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
        form.texts(about, "keyword_filter", 1000, 60);
        form.texts(about, "regex_patterns", 10, 260);
        form.texts(about, "allow_list", 100, 60);
        form.integer(about, "mention_total_limit", 0..=50);
        form.flag(about, "mention_raid_protection_enabled");
        form.fields(about, &[("presets", Shape::SomeOf(&[1, 2, 3]))]);
    });
    form.at_least(body, "actions", 1);
    form.each(body, "actions", 5, |form, action| {
        if form.choice(action, "type", &[1, 2, 3, 4]).is_none() && !action.contains_key("type") {
            form.required("type");
        }
        form.child(action, "metadata", |form, about| {
            form.integer(about, "duration_seconds", 0..=2_419_200);
            form.text(about, "custom_message", 0..=150);
            form.id(about, "channel_id");
        });
    });
}
