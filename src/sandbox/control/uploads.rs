//! Files that a user gives to a command or a modal: `{filename, data: base64, content_type?}`.

use serde_json::{Map, Value};

use super::ControlError;
use super::speech::upload;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::messages::{Attachment, StoredFile};

/// Keeps the files inside `value`, and puts their ids in their places. `kept` gets the Attachment
/// objects by id.
pub(super) fn keep(
    state: &mut State,
    channel: Id,
    value: &mut Value,
    kept: &mut Map<String, Value>,
) -> Result<(), ControlError> {
    match value {
        Value::Object(fields) if fields.contains_key("data") && fields.contains_key("filename") => {
            let file = upload((0, &*value))?;
            let id = state.world.mint();
            let attachment = Attachment {
                id,
                filename: file.filename.replace([' ', '/', '\\'], "_"),
                description: None,
                content_type: file.content_type.clone(),
                size: file.bytes.len(),
                ephemeral: true,
            };
            let stored = StoredFile {
                content_type: file.content_type,
                bytes: file.bytes,
            };
            state.world.files.insert(id, stored);
            let object = state.world.attachment_json(channel, &attachment);
            kept.insert(id.to_string(), object);
            *value = Value::String(id.to_string());
            Ok(())
        }
        Value::Object(fields) => fields
            .values_mut()
            .try_for_each(|one| keep(state, channel, one, kept)),
        Value::Array(list) => list
            .iter_mut()
            .try_for_each(|one| keep(state, channel, one, kept)),
        _ => Ok(()),
    }
}
