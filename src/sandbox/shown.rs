//! What is shown of what a bot sent: tidied, and completed with what Discord adds.

use std::time::Duration;

use serde_json::{Value, json};

use super::clock;
use super::rest::validate;
use super::snowflake::Id;
use super::world::messages::Attachment;

/// The component that separates others.
const THUMBNAIL: i64 = 11;
const GALLERY: i64 = 12;
const FILE: i64 = 13;
const SEPARATOR: i64 = 14;
const CONTAINER: i64 = 17;
/// How long a poll runs when nobody says (hours).
const POLL_HOURS: i64 = 24;

/// An embed as Discord shows it: trimmed, without nulls, of type rich.
pub(super) fn embed(embed: &Value) -> Value {
    let mut shown = trimmed(embed);
    shown["type"] = json!("rich");
    if let Some(fields) = shown.get_mut("fields").and_then(Value::as_array_mut) {
        for field in fields {
            if field.get("inline").is_none() {
                field["inline"] = json!(false);
            }
        }
    }
    if let Some(stamp) = shown
        .get("timestamp")
        .and_then(Value::as_str)
        .and_then(clock::parse_iso)
    {
        shown["timestamp"] = json!(clock::iso(stamp));
    }
    shown
}

fn trimmed(value: &Value) -> Value {
    match value {
        Value::String(text) => json!(text.trim()),
        Value::Array(list) => list.iter().map(trimmed).collect(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), trimmed(value)))
            .collect(),
        other => other.clone(),
    }
}

/// Adds the fields that are shown even where nobody set them.
fn complete(shown: &mut serde_json::Map<String, Value>, empty: &[&str]) {
    for key in empty {
        shown.entry(*key).or_insert(Value::Null);
    }
    shown.entry("spoiler").or_insert_with(|| json!(false));
}

/// A component as Discord shows it: without nulls, and with an id.
pub(super) fn component(sent: &Value, next: &mut u64) -> Value {
    let Some(fields) = sent.as_object() else {
        return sent.clone();
    };
    let mut shown: serde_json::Map<String, Value> = fields
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let wanted = shown
        .get("id")
        .and_then(validate::as_integer)
        .filter(|id| *id != 0);
    let id = wanted
        .and_then(|id| u64::try_from(id).ok())
        .unwrap_or(*next);
    *next = (*next).max(id) + 1;
    shown.insert("id".into(), json!(id));
    if matches!(
        shown.get("type").and_then(validate::as_integer),
        Some(3 | 5..=8)
    ) {
        shown.entry("min_values").or_insert_with(|| json!(1));
        shown.entry("max_values").or_insert_with(|| json!(1));
    }
    if shown.get("type").and_then(validate::as_integer) == Some(SEPARATOR) {
        shown.entry("divider").or_insert_with(|| json!(true));
        shown.entry("spacing").or_insert_with(|| json!(1));
    }
    match shown.get("type").and_then(validate::as_integer) {
        Some(THUMBNAIL) => complete(&mut shown, &["description"]),
        Some(GALLERY) => {
            let items = shown.get_mut("items").and_then(Value::as_array_mut);
            let items = items.into_iter().flatten().filter_map(Value::as_object_mut);
            items.for_each(|item| complete(item, &["description"]));
        }
        Some(FILE) => complete(&mut shown, &[]),
        Some(CONTAINER) => complete(&mut shown, &["accent_color"]),
        _ => {}
    }
    if let Some(emoji) = shown.get_mut("emoji") {
        *emoji = trimmed(emoji);
    }
    if let Some(children) = shown.get_mut("components").and_then(Value::as_array_mut) {
        for child in children {
            *child = component(child, next);
        }
    }
    if let Some(extra) = shown.get_mut("accessory") {
        *extra = component(extra, next);
    }
    Value::Object(shown)
}

pub(super) fn displayed_text(components: &[Value]) -> String {
    let mut text = String::new();
    for one in components {
        if let Some(content) = one.get("content").and_then(Value::as_str) {
            text.push_str(content);
            text.push('\n');
        }
        if let Some(children) = one.get("components").and_then(Value::as_array) {
            text.push_str(&displayed_text(children));
        }
    }
    text
}

pub(super) fn replace_urls(value: &mut Value, urls: &[(String, String, Id)], used: &mut Vec<Id>) {
    match value {
        Value::String(text) if text.starts_with("attachment://") => {
            let wanted = text.replace([' ', '\\'], "_").replace("%20", "_");
            if let Some((_, url, id)) = urls.iter().find(|(name, ..)| *name == wanted) {
                text.clone_from(url);
                used.push(*id);
            }
        }
        Value::Array(list) => list
            .iter_mut()
            .for_each(|one| replace_urls(one, urls, used)),
        Value::Object(fields) => fields
            .values_mut()
            .for_each(|one| replace_urls(one, urls, used)),
        _ => {}
    }
}

/// Adds what Discord says about the uploaded images that an embed shows.
pub(super) fn measure(embed: &mut Value, files: &[Attachment], urls: &[(String, String, Id)]) {
    for key in ["image", "thumbnail"] {
        let Some(image) = embed.get_mut(key) else {
            continue;
        };
        if let Some(file) = shown_file(image, files, urls) {
            image["proxy_url"] = image["url"].clone();
            describe(image, file);
        }
    }
}

/// The uploaded file that a part shows.
fn shown_file<'a>(
    part: &Value,
    files: &'a [Attachment],
    urls: &[(String, String, Id)],
) -> Option<&'a Attachment> {
    let (.., id) = urls.iter().find(|(_, url, _)| part["url"] == *url)?;
    files.iter().find(|one| one.id == *id)
}

/// Says of what kind and how large the file is that a part shows.
fn describe(part: &mut Value, file: &Attachment) {
    part["content_type"] = json!(file.content_type);
    if let Some((width, height)) = file.extent {
        part["width"] = json!(width);
        part["height"] = json!(height);
    }
}

/// Adds what Discord says about the media that components show; `own` names those from elsewhere.
pub(super) fn unfurl(
    part: &mut Value,
    files: &[Attachment],
    urls: &[(String, String, Id)],
    own: Id,
) {
    let Some(fields) = part.as_object_mut() else {
        if let Some(list) = part.as_array_mut() {
            for one in list {
                unfurl(one, files, urls, own);
            }
        }
        return;
    };
    let mut shown = None;
    for key in ["media", "file"] {
        let Some(media) = fields.get_mut(key).filter(|media| media["url"].is_string()) else {
            continue;
        };
        media["proxy_url"] = media["url"].clone();
        media["id"] = json!(own);
        if let Some(file) = shown_file(media, files, urls) {
            media["id"] = json!(file.id);
            media["attachment_id"] = json!(file.id);
            describe(media, file);
            shown = (key == "file").then_some(file);
        }
    }
    if let Some(file) = shown {
        fields.insert("name".to_owned(), json!(file.filename));
        fields.insert("size".to_owned(), json!(file.size));
    }
    for key in ["components", "items", "accessory"] {
        if let Some(inner) = fields.get_mut(key) {
            unfurl(inner, files, urls, own);
        }
    }
}

/// A poll as Discord shows it: with the numbers of its answers, and when it ends.
pub(super) fn poll(poll: &Value, now_ms: u64, hour: Duration) -> Value {
    let hours = poll
        .get("duration")
        .and_then(validate::as_integer)
        .unwrap_or(POLL_HOURS);
    let lasts = hour.saturating_mul(u32::try_from(hours).unwrap_or(0));
    let lasts_ms = u64::try_from(lasts.as_millis()).unwrap_or(u64::MAX);
    let answers = poll
        .get("answers")
        .and_then(Value::as_array)
        .map_or(&[][..], |answers| answers);
    let answers: Vec<Value> = (1..)
        .zip(answers)
        .map(|(number, answer)| json!({"answer_id": number, "poll_media": answer.get("poll_media").map(trimmed)}))
        .collect();
    json!({
        "question": poll.get("question").map(trimmed), "answers": answers,
        "expiry": clock::iso(now_ms.saturating_add(lasts_ms)), "layout_type": 1,
        "allow_multiselect": poll.get("allow_multiselect").and_then(Value::as_bool).unwrap_or(false),
        "results": {"is_finalized": false, "answer_counts": []},
    })
}
