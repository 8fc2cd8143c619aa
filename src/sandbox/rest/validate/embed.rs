//! Embeds.

use serde_json::Value;

use super::{Fields, Form, Object, Shape, present};
use crate::sandbox::clock;

const EMBEDS_MAX: usize = 10;
const FIELDS_MAX: usize = 25;
/// Titles, descriptions, names, values, footers and authors of all embeds together.
const TOTAL_MAX: usize = 6000;

const WEB: &[&str] = &["http", "https"];
const IMAGE: &[&str] = &["http", "https", "attachment"];

/// What Discord says about media, and takes back.
const MEDIA: Fields = &[
    ("width", Shape::Integer(0, 1 << 53)),
    ("height", Shape::Integer(0, 1 << 53)),
    ("placeholder", Shape::Text(0, 64)),
    ("placeholder_version", Shape::Integer(0, 1 << 31)),
    ("is_animated", Shape::Flag),
    ("description", Shape::Text(0, 4096)),
];

/// Checks the `embeds` of a message.
pub(super) fn embeds(form: &mut Form, message: &Object) {
    let mut total = 0;
    form.each(message, "embeds", EMBEDS_MAX, |form, embed| {
        let before = total;
        total += size(embed);
        if before <= TOTAL_MAX && total > TOTAL_MAX {
            form.error(
                "MAX_EMBED_SIZE_EXCEEDED",
                "Embed size exceeds maximum size of 6000",
            );
        }
        one(form, embed);
    });
}

fn one(form: &mut Form, embed: &Object) {
    const SHOWN: [&str; 11] = [
        "title",
        "description",
        "url",
        "timestamp",
        "footer",
        "image",
        "thumbnail",
        "video",
        "provider",
        "author",
        "fields",
    ];
    let says_something = SHOWN.iter().any(|key| match embed.get(*key) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(Value::Object(fields)) => !fields.is_empty(),
        Some(_) => true,
    });
    if !says_something {
        form.required("description");
    }
    form.text(embed, "title", 0..=256);
    form.text(embed, "description", 0..=4096);
    form.url(embed, "url", WEB);
    form.integer(embed, "color", 0..=0xFF_FFFF);
    if let Some(stamp) = form.text(embed, "timestamp", 0..=64)
        && !clock::is_iso(stamp)
    {
        form.error_at(
            "timestamp",
            "DATE_TIME_TYPE_PARSE",
            format!("Could not parse {stamp}. Should be ISO8601."),
        );
    }
    form.child(embed, "footer", |form, footer| {
        form.required_text(footer, "text", 1..=2048);
        form.url(footer, "icon_url", IMAGE);
    });
    form.child(embed, "author", |form, author| {
        form.required_text(author, "name", 1..=256);
        form.url(author, "url", WEB);
        form.url(author, "icon_url", IMAGE);
    });
    for key in ["image", "thumbnail", "video"] {
        form.child(embed, key, |form, shown| {
            form.url(shown, "url", IMAGE);
            form.fields(shown, MEDIA);
        });
    }
    form.child(embed, "provider", |form, provider| {
        form.text(provider, "name", 0..=256);
        form.url(provider, "url", WEB);
    });
    form.each(embed, "fields", FIELDS_MAX, |form, field| {
        form.required_text(field, "name", 1..=256);
        form.required_text(field, "value", 1..=1024);
        form.flag(field, "inline");
    });
}

fn size(embed: &Object) -> usize {
    let length = |object: Option<&Value>, key: &str| {
        let text = object
            .and_then(|object| object.get(key))
            .and_then(Value::as_str);
        text.map_or(0, |text| text.trim().chars().count())
    };
    let whole = Value::Object(embed.clone());
    let fields = present(embed, "fields")
        .and_then(Value::as_array)
        .map_or(&[][..], |fields| fields);
    let in_fields: usize = fields
        .iter()
        .map(|field| length(Some(field), "name") + length(Some(field), "value"))
        .sum();
    length(Some(&whole), "title")
        + length(Some(&whole), "description")
        + length(embed.get("footer"), "text")
        + length(embed.get("author"), "name")
        + in_fields
}
