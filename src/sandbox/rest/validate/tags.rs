//! The tags of a forum post.

use serde_json::Value;

use super::Form;
use crate::sandbox::rest::error::ApiError;
use crate::sandbox::snowflake::Id;

/// Tags that one post may have.
const MAX: usize = 5;

/// The tags that `applied_tags` names, out of those that are there.
pub(crate) fn known_tags(applied: &Value, there: &[Value]) -> Result<Vec<Id>, ApiError> {
    let mut form = Form::default();
    let mut ids = Vec::new();
    form.at("applied_tags", |form| {
        let list = applied.as_array().map_or(&[][..], |list| list);
        if list.len() > MAX {
            form.error(
                "BASE_TYPE_MAX_LENGTH",
                format!("Must be {MAX} or fewer in length."),
            );
        }
        for (index, tag) in list.iter().enumerate() {
            let id = Id::read(tag);
            let known = id.filter(|id| there.iter().any(|one| Id::read(&one["id"]) == Some(*id)));
            match known {
                Some(id) => ids.push(id),
                None => form.error_at(index, "TAG_INVALID", "This tag is not one of the forum's."),
            }
        }
    });
    form.finish()?;
    Ok(ids)
}
