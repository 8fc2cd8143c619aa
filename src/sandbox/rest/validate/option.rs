//! The options and choices of commands.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use serde_json::Value;

use super::command::{localizations, name};
use super::{Form, Object, Shape, as_integer, present};

const OPTIONS_MAX: usize = 25;
const CHOICES_MAX: usize = 25;
const SAFE_INTEGER: i64 = (1 << 53) - 1;
const SUBCOMMAND: i64 = 1;
const GROUP: i64 = 2;
const STRING: i64 = 3;
const INTEGER: i64 = 4;
const CHANNEL: i64 = 7;
const NUMBER: i64 = 10;

/// The options of a command (`depth` 0), a group or a subcommand.
pub(super) fn options(form: &mut Form, parent: &Object, depth: usize) {
    let mut names = HashSet::new();
    let mut optional_seen = false;
    let list = parent
        .get("options")
        .and_then(Value::as_array)
        .map_or(&[][..], |list| list);
    let nested = |one: &Value| {
        matches!(
            one.get("type").and_then(as_integer),
            Some(SUBCOMMAND | GROUP)
        )
    };
    if list.iter().any(nested) && !list.iter().all(nested) {
        form.error_at("options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types");
    }
    form.each(parent, "options", OPTIONS_MAX, |form, one| {
        let allowed: &[i64] = match depth {
            0 => &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
            1 if parent.get("type").and_then(as_integer) == Some(GROUP) => &[1],
            _ => &[3, 4, 5, 6, 7, 8, 9, 10, 11],
        };
        if present(one, "type").is_none() {
            form.required("type");
        }
        let Some(kind) = form.choice(one, "type", allowed) else {
            return;
        };
        name(form, one, true);
        form.required_text(one, "description", 1..=100);
        localizations(form, one, "name_localizations", 32);
        localizations(form, one, "description_localizations", 100);
        if let Some(text) = one.get("name").and_then(Value::as_str)
            && !names.insert(text.to_owned())
        {
            form.error_at(
                "name",
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            );
        }
        if kind == SUBCOMMAND || kind == GROUP {
            options(form, one, depth + 1);
            return;
        }
        let required = form.flag(one, "required").unwrap_or(false);
        if required && optional_seen {
            form.error(
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            );
        }
        optional_seen |= !required;
        leaf(form, one, kind);
    });
}

/// Kinds of channels, as the API numbers them.
pub(super) const CHANNEL_KINDS: [i64; 13] = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16];

/// An option that takes a value.
fn leaf(form: &mut Form, one: &Object, kind: i64) {
    const WRONG_TYPE: &str = "APPLICATION_COMMAND_OPTION_TYPE_INVALID";
    let choosable = matches!(kind, STRING | INTEGER | NUMBER);
    let some = |key: &str| {
        one.get(key)
            .and_then(Value::as_array)
            .is_some_and(|list| !list.is_empty())
    };
    let autocomplete = form.flag(one, "autocomplete").unwrap_or(false);
    if (autocomplete || some("choices")) && !choosable {
        let key = if autocomplete {
            "autocomplete"
        } else {
            "choices"
        };
        form.error_at(key, WRONG_TYPE, "This option type cannot have choices");
    }
    if autocomplete && some("choices") {
        form.error_at(
            "autocomplete",
            "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES",
            "Options with autocomplete cannot have choices",
        );
    }
    if some("channel_types") && kind != CHANNEL {
        form.error_at(
            "channel_types",
            WRONG_TYPE,
            "Only channel options have channel types",
        );
    }
    form.fields(one, &[("channel_types", Shape::SomeOf(&CHANNEL_KINDS))]);
    #[allow(
        clippy::cast_precision_loss,
        reason = "2^53 - 1 is the largest exact integer of an f64"
    )]
    let safe = SAFE_INTEGER as f64;
    let safe = -safe..=safe;
    let numeric = matches!(kind, INTEGER | NUMBER);
    bounds(
        form,
        one,
        ["min_value", "max_value"],
        numeric.then_some(&safe),
    );
    bounds(
        form,
        one,
        ["min_length", "max_length"],
        (kind == STRING).then_some(&(0.0..=6000.0)),
    );
    if present(one, "max_length").and_then(as_integer) == Some(0) {
        form.error_at(
            "max_length",
            "NUMBER_TYPE_MIN",
            "int value should be greater than or equal to 1.",
        );
    }
    choices(form, one, kind);
}

/// A lower and an upper bound within `range`; none if the option has no such bounds.
fn bounds(form: &mut Form, one: &Object, keys: [&str; 2], range: Option<&RangeInclusive<f64>>) {
    let values = keys.map(|key| present(one, key).and_then(Value::as_f64));
    for (key, bound) in keys.into_iter().zip(values) {
        if present(one, key).is_none() {
            continue;
        }
        match (bound, range) {
            (Some(bound), Some(range)) if range.contains(&bound) => {}
            (Some(_), Some(range)) => {
                let text = format!(
                    "Value should be between {} and {}.",
                    range.start(),
                    range.end()
                );
                form.error_at(key, "NUMBER_TYPE_MAX", text);
            }
            _ => {
                let code = "APPLICATION_COMMAND_OPTION_TYPE_INVALID";
                form.error_at(key, code, "This bound does not fit the option type");
            }
        }
    }
    if let [Some(min), Some(max)] = values
        && min > max
    {
        let [low, _] = keys;
        let code = "APPLICATION_COMMAND_OPTION_MIN_EXCEEDS_MAX";
        form.error_at(low, code, "The minimum must not exceed the maximum");
    }
}

/// The choices of an option, or of an autocomplete response.
pub(crate) fn choices(form: &mut Form, parent: &Object, kind: i64) {
    let mut names = HashSet::new();
    form.each(parent, "choices", CHOICES_MAX, |form, choice| {
        if let Some(text) = form.required_text(choice, "name", 1..=100)
            && !names.insert(text.to_owned())
        {
            form.error_at(
                "name",
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
                "Option choice name already exists",
            );
        }
        localizations(form, choice, "name_localizations", 100);
        match (kind, present(choice, "value")) {
            (_, None) => form.required("value"),
            (STRING, Some(Value::String(_))) => {
                form.text(choice, "value", 1..=100);
            }
            (INTEGER, Some(value)) => {
                if as_integer(value).is_none() || value.is_string() {
                    form.error_at(
                        "value",
                        "NUMBER_TYPE_COERCE",
                        format!("Value \"{value}\" is not int."),
                    );
                }
                form.integer(choice, "value", -SAFE_INTEGER..=SAFE_INTEGER);
            }
            (NUMBER, Some(Value::Number(_))) => {}
            (STRING, Some(other)) => form.error_at(
                "value",
                "STRING_TYPE_CONVERT",
                format!("Could not interpret \"{other}\" as string."),
            ),
            (_, Some(other)) => form.error_at(
                "value",
                "NUMBER_TYPE_COERCE",
                format!("Value \"{other}\" is not float."),
            ),
        }
    });
}
