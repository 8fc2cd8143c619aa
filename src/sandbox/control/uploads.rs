//! Files that a user gives to a command or a modal: `{filename, data: base64, content_type?}`.

use serde_json::{Map, Value};

use super::ControlError;
use super::speech::upload;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;

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
            let mut attachment = state.keep_file(&file, None);
            attachment.ephemeral = true;
            let id = attachment.id;
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
