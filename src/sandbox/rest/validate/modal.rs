//! Modals.

use serde_json::Value;

use super::component::{TEXT_INPUT, Tally, custom_id, kind_of};
use super::menu::{options, select};
use super::{Form, Object, longer, present};

const COMPONENTS_MAX: usize = 5;
const ROW: i64 = 1;
const TEXT: i64 = 10;
const LABEL: i64 = 18;
const FILES: i64 = 19;
const RADIO: i64 = 21;
const CHECKBOXES: i64 = 22;
const CHECKBOX: i64 = 23;

/// Checks the data of a modal response.
pub(crate) fn modal(form: &mut Form, modal: &Object) {
    form.required_text(modal, "title", 1..=45);
    form.required_text(modal, "custom_id", 1..=100);
    if modal
        .get("components")
        .and_then(Value::as_array)
        .is_none_or(Vec::is_empty)
    {
        form.error_at(
            "components",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 5 in length.",
        );
    }
    let mut tally = Tally::default();
    form.each(
        modal,
        "components",
        COMPONENTS_MAX,
        |form, one| match kind_of(form, one, &[ROW, TEXT, LABEL]) {
            Some(ROW) => {
                if one
                    .get("components")
                    .and_then(Value::as_array)
                    .is_none_or(|list| list.len() != 1)
                {
                    form.error_at(
                        "components",
                        "BASE_TYPE_BAD_LENGTH",
                        "Must be between 1 and 1 in length.",
                    );
                }
                form.each(one, "components", 1, |form, input| {
                    if kind_of(form, input, &[TEXT_INPUT]).is_some() {
                        form.required_text(input, "label", 1..=45);
                        text_input(form, input, &mut tally);
                    }
                });
            }
            Some(LABEL) => label(form, one, &mut tally),
            Some(_) => {
                form.required_text(one, "content", 1..=4000);
            }
            None => {}
        },
    );
}

/// What may stand under a label.
const CHILDREN: [i64; 10] = [
    3, TEXT_INPUT, 5, 6, 7, 8, FILES, RADIO, CHECKBOXES, CHECKBOX,
];

fn label(form: &mut Form, label: &Object, tally: &mut Tally) {
    form.required_text(label, "label", 1..=45);
    form.text(label, "description", 0..=100);
    if present(label, "component").is_none() {
        form.required("component");
    }
    form.child(label, "component", |form, input| {
        match kind_of(form, input, &CHILDREN) {
            Some(TEXT_INPUT) => text_input(form, input, tally),
            Some(kind @ (3 | 5 | 6 | 7 | 8)) => {
                select(form, input, kind, tally);
                if input.get("disabled") == Some(&Value::Bool(true)) {
                    form.error_at(
                        "disabled",
                        "MODAL_COMPONENT_DISABLED",
                        "Components in modals cannot be disabled",
                    );
                }
            }
            Some(FILES) => {
                custom_id(form, input, tally);
                counts(form, input, 10);
            }
            Some(RADIO) => {
                custom_id(form, input, tally);
                form.flag(input, "required");
                options(form, input, 2, 10);
                let preset = |one: &&Value| one.get("default") == Some(&Value::Bool(true));
                let list = input.get("options").and_then(Value::as_array);
                if list.is_some_and(|list| list.iter().filter(preset).count() > 1) {
                    form.error_at(
                        "options",
                        "RADIO_GROUP_DEFAULTS_EXCEEDED",
                        "Only one option can be the default",
                    );
                }
            }
            Some(CHECKBOXES) => {
                custom_id(form, input, tally);
                options(form, input, 1, 10);
                counts(form, input, 10);
            }
            Some(_) => {
                custom_id(form, input, tally);
                form.flag(input, "default");
            }
            None => {}
        }
    });
}

/// How many there may be; none only if nothing is required.
fn counts(form: &mut Form, input: &Object, max: i64) {
    let required = form.flag(input, "required").unwrap_or(true);
    let low = form.integer(input, "min_values", 0..=max);
    let high = form.integer(input, "max_values", 1..=max);
    if required && low == Some(0) {
        form.error_at(
            "min_values",
            "NUMBER_TYPE_MIN",
            "int value should be greater than or equal to 1.",
        );
    }
    if low.zip(high).is_some_and(|(low, high)| low > high) {
        form.error_at(
            "min_values",
            "SELECT_COMPONENT_MIN_VALUES_EXCEEDS_MAX",
            "min_values must not exceed max_values",
        );
    }
}

fn text_input(form: &mut Form, input: &Object, tally: &mut Tally) {
    custom_id(form, input, tally);
    if present(input, "style").is_none() {
        form.required("style");
    }
    form.choice(input, "style", &[1, 2]);
    form.text(input, "placeholder", 0..=100);
    form.flag(input, "required");
    let min = form.integer(input, "min_length", 0..=4000).unwrap_or(0);
    let max = form.integer(input, "max_length", 1..=4000).unwrap_or(4000);
    if min > max {
        form.error_at(
            "min_length",
            "TEXT_INPUT_MIN_LENGTH_EXCEEDS_MAX",
            "min_length must not exceed max_length",
        );
    }
    if let Some(value) = form.text(input, "value", 0..=4000)
        && longer(value, usize::try_from(max).unwrap_or(4000))
        && !longer(value, 4000)
    {
        form.error_at(
            "value",
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {max} or fewer in length."),
        );
    }
}
