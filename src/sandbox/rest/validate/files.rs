//! The files of a message, and what its body says about them.

use std::collections::HashSet;

use serde_json::Value;

use super::{Fields, Form, MessageKind, Object, Shape, as_integer, present};
use crate::sandbox::rest::call::Upload;
use crate::sandbox::rest::error::{self, ApiError};

/// What may be said about a file.
const ABOUT: Fields = &[
    ("filename", Shape::Text(0, 1024)),
    ("title", Shape::Text(0, 1024)),
    ("description", Shape::Text(0, 1024)),
    ("waveform", Shape::Text(0, 400)),
    ("is_spoiler", Shape::Flag),
    ("is_remix", Shape::Flag),
];

const FILES_MAX: usize = 10;
/// One file (bytes).
const FILE_MAX: usize = 10 * 1024 * 1024;

/// Checks the files of a body and what `attachments` says about them.
pub(crate) fn uploads(
    form: &mut Form,
    body: &Object,
    files: &[Upload],
    kind: MessageKind,
) -> Result<(), ApiError> {
    if files.iter().any(|file| file.bytes.len() > FILE_MAX) {
        return Err(error::too_large());
    }
    if files.len() > FILES_MAX {
        return Err(error::too_many_files());
    }
    if kind != MessageKind::Edit {
        present_files(form, body, files);
    }
    let numbers: HashSet<i64> = files.iter().filter_map(|file| number(&file.part)).collect();
    let mut seen = HashSet::new();
    form.each(body, "attachments", FILES_MAX, |form, one| {
        form.fields(one, ABOUT);
        let Some(id) = present(one, "id").and_then(as_integer) else {
            form.required("id");
            return;
        };
        if !seen.insert(id) {
            form.error_at(
                "id",
                "SET_TYPE_ALREADY_CONTAINS_VALUE",
                "The set already contains this value",
            );
        }
        // Numbers below any snowflake stand for the file of that number.
        let placeholder = id < 1 << 22;
        if (placeholder && !numbers.contains(&id)) || (!placeholder && kind != MessageKind::Edit) {
            form.error_at(
                "id",
                "ATTACHMENT_NOT_FOUND",
                format!("Attachment data for id {id} not found"),
            );
        }
    });
    Ok(())
}

/// Refuses components that show a file which did not come along.
fn present_files(form: &mut Form, body: &Object, files: &[Upload]) {
    let said = body.get("attachments").and_then(Value::as_array);
    let renamed = said
        .into_iter()
        .flatten()
        .filter_map(|one| one["filename"].as_str());
    let names: Vec<String> = files
        .iter()
        .map(|file| file.filename.as_str())
        .chain(renamed)
        .map(|name| name.replace([' ', '\\'], "_"))
        .collect();
    if let Some(list) = body.get("components") {
        form.at("components", |form| referenced(form, list, &names));
    }
}

fn referenced(form: &mut Form, value: &Value, names: &[String]) {
    match value {
        Value::Array(list) => {
            for (index, one) in list.iter().enumerate() {
                form.at(index, |form| referenced(form, one, names));
            }
        }
        Value::Object(fields) => {
            for (key, one) in fields {
                let shows = key == "url" && one.as_str().is_some();
                let name = one
                    .as_str()
                    .and_then(|url| url.strip_prefix("attachment://"));
                match name.filter(|_| shows) {
                    Some(name)
                        if !names.contains(&name.replace([' ', '\\'], "_").replace("%20", "_")) =>
                    {
                        form.error_at(
                            "url",
                            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                            "The referenced attachment in the media item was not found.",
                        );
                    }
                    Some(_) => {}
                    None => form.at(key, |form| referenced(form, one, names)),
                }
            }
        }
        _ => {}
    }
}

/// The number in `files[n]`; `file` is the first.
pub(crate) fn number(part: &str) -> Option<i64> {
    if part == "file" {
        return Some(0);
    }
    part.strip_prefix("files[")?.strip_suffix(']')?.parse().ok()
}
