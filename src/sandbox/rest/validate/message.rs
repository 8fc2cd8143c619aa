//! Messages: created, edited, and sent in response to interactions.

use serde_json::Value;

use super::{Fields, Form, Object, Shape, component, embed, present};
use crate::sandbox::world::messages::flag;

const CONTENT_MAX: usize = 2000;

const EMOJI: Fields = &[
    ("id", Shape::Id),
    ("name", Shape::Text(0, 32)),
    ("animated", Shape::Flag),
];

/// Fields that are the same in all messages. What a reference must have depends on its type.
const PLAIN: Fields = &[
    ("enforce_nonce", Shape::Flag),
    (
        "message_reference",
        Shape::Object(&[
            ("type", Shape::OneOf(&[0, 1])),
            ("message_id", Shape::Id),
            ("channel_id", Shape::Id),
            ("guild_id", Shape::Id),
            ("fail_if_not_exists", Shape::Flag),
        ]),
    ),
    (
        "poll",
        Shape::Object(&[
            ("allow_multiselect", Shape::Flag),
            ("layout_type", Shape::OneOf(&[1])),
            (
                "question",
                Shape::Object(&[("emoji", Shape::Object(EMOJI))]),
            ),
            (
                "answers",
                Shape::List(
                    0,
                    usize::MAX,
                    &[(
                        "poll_media",
                        Shape::Object(&[("emoji", Shape::Object(EMOJI))]),
                    )],
                ),
            ),
        ]),
    ),
];

/// How a message comes about; the rules differ a little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MessageKind {
    /// In a channel.
    Create,
    /// By an incoming webhook.
    Webhook,
    /// In response to an interaction: the callback or a follow-up.
    Response,
    /// A change of an existing message.
    Edit,
}

impl MessageKind {
    fn settable_flags(self) -> u64 {
        let shared = flag::SUPPRESS_EMBEDS | flag::SUPPRESS_NOTIFICATIONS | flag::COMPONENTS_V2;
        match self {
            MessageKind::Create | MessageKind::Webhook => shared | flag::VOICE,
            MessageKind::Response => shared | flag::VOICE | flag::EPHEMERAL,
            // Clients repeat the flag when they edit; there it changes nothing.
            MessageKind::Edit => shared | flag::EPHEMERAL,
        }
    }
}

/// Checks a message body. `was_v2`: the message to edit has the flag already, and keeps it.
pub(crate) fn message(form: &mut Form, body: &Object, kind: MessageKind, was_v2: bool) {
    form.text(body, "content", 0..=usize::MAX);
    let content = body
        .get("content")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if super::longer(content, CONTENT_MAX) {
        form.error_at(
            "content",
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {CONTENT_MAX} or fewer in length."),
        );
    }
    let flags = form
        .integer(body, "flags", 0..=i64::MAX)
        .and_then(|flags| u64::try_from(flags).ok())
        .unwrap_or(0);
    if flags & !kind.settable_flags() != 0 && kind != MessageKind::Edit {
        form.error_at(
            "flags",
            "MESSAGE_FLAGS_INVALID",
            "These message flags cannot be set here.",
        );
    }
    form.flag(body, "tts");
    let v2 = was_v2 || flags & flag::COMPONENTS_V2 != 0;
    if v2 {
        for key in ["content", "embeds", "poll", "sticker_ids"] {
            if present(body, key).is_some_and(|value| !is_empty(value)) {
                form.error_at(
                    key,
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    format!(
                        "The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                    ),
                );
            }
        }
    }
    embed::embeds(form, body);
    component::components(form, body, v2);
    mentions(form, body);
    form.fields(body, PLAIN);
    form.ids(body, "sticker_ids", 3);
    nonce(form, body);
    poll(form, body);
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn nonce(form: &mut Form, body: &Object) {
    match present(body, "nonce") {
        Some(Value::String(text)) if super::longer(text, 25) => {
            form.error_at(
                "nonce",
                "BASE_TYPE_MAX_LENGTH",
                "Must be 25 or fewer in length.",
            );
        }
        None | Some(Value::String(_) | Value::Number(_)) => {}
        Some(other) => {
            form.error_at(
                "nonce",
                "STRING_TYPE_CONVERT",
                format!("Could not interpret \"{other}\" as string."),
            );
        }
    }
}

fn mentions(form: &mut Form, body: &Object) {
    form.child(body, "allowed_mentions", |form, rules| {
        let parse = form.list(rules, "parse", 3);
        for (index, one) in parse.iter().enumerate() {
            if !["users", "roles", "everyone"]
                .iter()
                .any(|known| one == known)
            {
                form.at("parse", |form| {
                    form.error_at(
                        index,
                        "BASE_TYPE_CHOICES",
                        "Value must be one of ('users', 'roles', 'everyone').",
                    );
                });
            }
        }
        for key in ["users", "roles"] {
            form.ids(rules, key, 100);
            let listed = rules.get(key).is_some_and(|list| !is_empty(list));
            if listed && parse.iter().any(|one| one == key) {
                form.error(
                    "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                    format!("parse:[\"{key}\"] and {key}: [ids...] are mutually exclusive."),
                );
            }
        }
        form.flag(rules, "replied_user");
    });
}

fn poll(form: &mut Form, body: &Object) {
    form.child(body, "poll", |form, poll| {
        if present(poll, "question").is_none() {
            form.required("question");
        }
        form.child(poll, "question", |form, question| {
            form.required_text(question, "text", 1..=300);
        });
        if poll.get("answers").is_none_or(is_empty) {
            form.required("answers");
        }
        form.each(poll, "answers", 10, |form, answer| {
            form.child(answer, "poll_media", |form, media| {
                form.required_text(media, "text", 1..=55);
            });
        });
        form.integer(poll, "duration", 1..=768);
    });
}
