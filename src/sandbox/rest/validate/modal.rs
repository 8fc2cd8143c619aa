//! Modals.

use serde_json::Value;

use super::component::{TEXT_INPUT, Tally, custom_id, kind_of};
use super::menu::select;
use super::{Form, Object, longer, present};

const COMPONENTS_MAX: usize = 5;
const ROW: i64 = 1;
const TEXT: i64 = 10;
const LABEL: i64 = 18;

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

fn label(form: &mut Form, label: &Object, tally: &mut Tally) {
    form.required_text(label, "label", 1..=45);
    form.text(label, "description", 0..=100);
    if present(label, "component").is_none() {
        form.required("component");
    }
    form.child(label, "component", |form, input| {
        match kind_of(form, input, &[3, TEXT_INPUT, 5, 6, 7, 8, 19, 21, 22, 23]) {
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
            Some(_) => custom_id(form, input, tally),
            None => {}
        }
    });
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
