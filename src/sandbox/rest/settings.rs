//! The settings of a channel: what a body may say, and taking it over.

use serde_json::{Value, json};

use super::error::{self, ApiError};
use super::validate::{Fields, Form, Object, Shape, as_integer, known_tags};
use crate::sandbox::clock;
use crate::sandbox::permissions::{Overwrite, Permissions, Target};
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::{Channel, kind};

/// The kinds of channels that a bot can make.
const KINDS: [i64; 6] = [0, 2, 4, 5, 13, 15];
/// All kinds there are: a body may repeat the one that the channel has.
const ANY_KIND: [i64; 13] = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16];
/// Tags of a forum.
const TAGS_MAX: usize = 20;
/// Overwrites of a channel.
pub(super) const OVERWRITES_MAX: usize = 1000;
pub(super) const ARCHIVE_MINUTES: [i64; 4] = [60, 1440, 4320, 10080];
pub(super) const SLOWMODE_MAX_S: i64 = 21_600;

/// Settings that nothing here acts on: they are kept and shown.
const KEPT: [&str; 10] = [
    "bitrate",
    "user_limit",
    "rtc_region",
    "video_quality_mode",
    "default_auto_archive_duration",
    "default_thread_rate_limit_per_user",
    "default_reaction_emoji",
    "default_sort_order",
    "default_forum_layout",
    "flags",
];

/// Settings of some kinds of channels, whose values are checked whatever the channel is.
const PLAIN: Fields = &[
    ("parent_id", Shape::Id),
    ("rtc_region", Shape::Any),
    ("video_quality_mode", Shape::OneOf(&[1, 2])),
    ("default_sort_order", Shape::OneOf(&[0, 1])),
    ("default_forum_layout", Shape::OneOf(&[0, 1, 2])),
    (
        "default_reaction_emoji",
        Shape::Object(&[("emoji_id", Shape::Id), ("emoji_name", Shape::Text(0, 100))]),
    ),
    ("applied_tags", Shape::Ids(5)),
    (
        "available_tags",
        Shape::List(
            0,
            TAGS_MAX,
            &[
                ("id", Shape::Id),
                ("name", Shape::Text(1, 20)),
                ("emoji_id", Shape::Id),
                ("emoji_name", Shape::Text(0, 100)),
                ("moderated", Shape::Flag),
            ],
        ),
    ),
];

/// The kind of channel that a body asks for.
pub(super) fn kind_of(body: &Value) -> u64 {
    let number = body.get("type").and_then(as_integer);
    number
        .and_then(|kind| u64::try_from(kind).ok())
        .unwrap_or(kind::TEXT)
}

/// Checks a body for a new channel, or for one that is there.
pub(super) fn check(form: &mut Form, body: &Value, channel: Option<&Channel>) {
    let Some(object) = form.object(body) else {
        return;
    };
    if channel.is_none() {
        form.required_text(object, "name", 1..=100);
        form.choice(object, "type", &KINDS);
    } else {
        form.fields(object, &[("type", Shape::OneOf(&ANY_KIND))]);
        form.text(object, "name", 1..=100);
        if object.get("name").is_some_and(|name| name == "") {
            form.required("name");
        }
    }
    let kind = channel.map_or_else(|| kind_of(body), |channel| channel.kind);
    let topic_max = if kind == kind::FORUM { 4096 } else { 1024 };
    form.text(object, "topic", 0..=topic_max);
    for key in ["rate_limit_per_user", "default_thread_rate_limit_per_user"] {
        form.integer(object, key, 0..=SLOWMODE_MAX_S);
    }
    for key in ["auto_archive_duration", "default_auto_archive_duration"] {
        form.choice(object, key, &ARCHIVE_MINUTES);
    }
    form.integer(object, "position", 0..=i64::from(i32::MAX));
    form.integer(object, "flags", 0..=i64::from(i32::MAX));
    for key in ["nsfw", "archived", "locked", "invitable"] {
        form.flag(object, key);
    }
    form.fields(object, PLAIN);
    match kind {
        kind::VOICE | kind::STAGE => voice(form, object, kind),
        kind::FORUM => forum(form, object),
        _ => {
            form.integer(object, "bitrate", 8_000..=i64::from(i32::MAX));
            form.integer(object, "user_limit", 0..=10_000);
        }
    }
    form.each(
        object,
        "permission_overwrites",
        OVERWRITES_MAX,
        |form, rule| {
            if rule.get("id").and_then(Id::read).is_none() {
                form.required("id");
            }
            form.choice(rule, "type", &[0, 1]);
            form.integer(rule, "allow", 0..=i64::MAX);
            form.integer(rule, "deny", 0..=i64::MAX);
        },
    );
}

fn voice(form: &mut Form, object: &Object, kind: u64) {
    let (loud, people) = if kind == kind::STAGE {
        (64_000, 10_000)
    } else {
        (96_000, 99)
    };
    form.integer(object, "bitrate", 8_000..=loud);
    form.integer(object, "user_limit", 0..=people);
}

fn forum(form: &mut Form, object: &Object) {
    form.each(object, "available_tags", usize::MAX, |form, tag| {
        if tag.get("name").is_none() {
            form.required("name");
        }
    });
}

/// Writes the fields of a checked body into a channel.
pub(super) fn apply(
    state: &mut State,
    channel: &mut Channel,
    body: &Value,
) -> Result<(), ApiError> {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let flag = |key: &str| body.get(key).and_then(Value::as_bool);
    let number = |key: &str| {
        body.get(key)
            .and_then(as_integer)
            .and_then(|number| u64::try_from(number).ok())
    };
    if let Some(name) = text("name") {
        // Text channels have no spaces and no capitals; threads and categories have.
        channel.name = match channel.kind {
            kind::TEXT | kind::ANNOUNCEMENT | kind::FORUM => {
                name.trim().to_lowercase().replace(' ', "-")
            }
            _ => name.trim().to_owned(),
        };
    }
    if let Some(topic) = body.get("topic") {
        channel.topic = topic
            .as_str()
            .filter(|topic| !topic.is_empty())
            .map(str::to_owned);
    }
    channel.slowmode_s = number("rate_limit_per_user").unwrap_or(channel.slowmode_s);
    channel.nsfw = flag("nsfw").unwrap_or(channel.nsfw);
    channel.position = number("position").unwrap_or(channel.position);
    if let Some(thread) = &mut channel.thread {
        if let Some(tags) = body.get("applied_tags") {
            let parent = channel.parent.and_then(|id| state.world.channels.get(&id));
            thread.tags = known_tags(tags, parent.map_or(&[], |forum| &forum.tags))?;
        }
        let archived = flag("archived").unwrap_or(thread.archived);
        if archived != thread.archived {
            thread.archive_ms = clock::now_ms();
        }
        thread.archived = archived;
        thread.locked = flag("locked").unwrap_or(thread.locked);
        thread.invitable = flag("invitable").unwrap_or(thread.invitable);
        thread.auto_archive_minutes =
            number("auto_archive_duration").unwrap_or(thread.auto_archive_minutes);
        return Ok(());
    }
    if let Some(parent) = body.get("parent_id") {
        channel.parent = Id::read(parent);
    }
    if let Some(tags) = body.get("available_tags").and_then(Value::as_array) {
        channel.tags = named_tags(state, tags)?;
    }
    if let Some(rules) = body.get("permission_overwrites").and_then(Value::as_array) {
        channel.overwrites = rules
            .iter()
            .filter_map(|rule| Some(overwrite(state, rule, Id::read(rule.get("id")?)?)))
            .collect();
    }
    for key in KEPT {
        if let Some(value) = body.get(key) {
            channel.kept.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(emoji) = channel
        .kept
        .get_mut("default_reaction_emoji")
        .filter(|one| one.is_object())
    {
        *emoji = json!({"emoji_id": emoji["emoji_id"], "emoji_name": emoji["emoji_name"]});
    }
    Ok(())
}

/// A forum's tags, each with an id. Those that name one keep it.
fn named_tags(state: &mut State, tags: &[Value]) -> Result<Vec<Value>, ApiError> {
    let mut names = std::collections::HashSet::new();
    if !tags.iter().all(|tag| names.insert(&tag["name"])) {
        return Err(error::tag_names());
    }
    let tags = tags.iter().map(|tag| {
        let id = tag.get("id").and_then(Id::read);
        let id = id
            .filter(|id| id.0 > 0)
            .unwrap_or_else(|| state.world.mint());
        json!({"id": id, "name": tag["name"], "moderated": tag["moderated"] == true,
            "emoji_id": tag["emoji_id"], "emoji_name": tag["emoji_name"]})
    });
    Ok(tags.collect())
}

/// Reads an overwrite for a role or a member.
pub(super) fn overwrite(state: &State, rule: &Value, id: Id) -> Overwrite {
    let bits = |key: &str| {
        let number = rule.get(key).and_then(as_integer).unwrap_or(0);
        Permissions(u64::try_from(number).unwrap_or(0))
    };
    let for_role = match rule.get("type").and_then(as_integer) {
        Some(0) => true,
        Some(1) => false,
        _ => state.world.roles.contains_key(&id),
    };
    let target = if for_role {
        Target::Role(id)
    } else {
        Target::Member(id)
    };
    Overwrite {
        target,
        allow: bits("allow"),
        deny: bits("deny"),
    }
}
