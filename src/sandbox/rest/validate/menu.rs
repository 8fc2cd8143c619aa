//! Select menus.

use std::collections::HashSet;

use serde_json::Value;

use super::component::{Tally, custom_id, emoji};
use super::option::CHANNEL_KINDS;
use super::{Form, Object, Shape, present};

const STRING_SELECT: i64 = 3;

/// Checks any of the select menus, in messages and in modals.
pub(super) fn select(form: &mut Form, one: &Object, kind: i64, tally: &mut Tally) {
    custom_id(form, one, tally);
    form.text(one, "placeholder", 0..=150);
    form.flag(one, "disabled");
    form.flag(one, "required");
    form.fields(one, &[("channel_types", Shape::SomeOf(&CHANNEL_KINDS))]);
    let min = form.integer(one, "min_values", 0..=25).unwrap_or(1);
    let max = form.integer(one, "max_values", 1..=25).unwrap_or(1);
    if min > max
        && present(one, "max_values")
            .or(present(one, "min_values"))
            .is_some()
    {
        form.error_at(
            "min_values",
            "SELECT_COMPONENT_MIN_VALUES_EXCEEDS_MAX",
            "min_values must not exceed max_values",
        );
    }
    if kind == STRING_SELECT {
        options(form, one, 1, 25);
    }
    let defaults = form.list(one, "default_values", 25).len();
    if defaults > 0 && !(min..=max).contains(&i64::try_from(defaults).unwrap_or(i64::MAX)) {
        form.error_at(
            "default_values",
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between {min} and {max} in length."),
        );
    }
}

/// The options of a menu or a group in a modal: from `min` to `max`, each value once.
pub(super) fn options(form: &mut Form, one: &Object, min: usize, max: usize) {
    let list = one.get("options").and_then(Value::as_array);
    if list.is_none_or(|list| list.len() < min) {
        form.error_at(
            "options",
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between {min} and {max} in length."),
        );
    }
    let mut values = HashSet::new();
    form.each(one, "options", max, |form, option| {
        form.required_text(option, "label", 1..=100);
        form.text(option, "description", 0..=100);
        emoji(form, option);
        if let Some(value) = form.required_text(option, "value", 1..=100)
            && !values.insert(value.to_owned())
        {
            form.error_at(
                "value",
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
    });
}
