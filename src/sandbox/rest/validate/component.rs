//! Message components and those of modals.

use std::collections::HashSet;

use serde_json::Value;

use super::{Form, Object, as_integer, layout, menu, present};

const ROWS_MAX: usize = 5;
const ROW_BUTTONS_MAX: usize = 5;
/// Nested ones counted, with `IS_COMPONENTS_V2`.
pub(super) const V2_MAX: usize = 40;
/// Text of all text displays together.
pub(super) const V2_TEXT_MAX: usize = 4000;

pub(super) const ROW: i64 = 1;
pub(super) const BUTTON: i64 = 2;
pub(super) const TEXT_INPUT: i64 = 4;
const SELECTS: [i64; 5] = [3, 5, 6, 7, 8];

/// What is counted over all components of a message or modal.
#[derive(Default)]
pub(super) struct Tally {
    custom_ids: HashSet<String>,
    ids: HashSet<i64>,
    count: usize,
    /// Code points of all text displays.
    pub(super) text: usize,
}

/// Checks the `components` of a message.
pub(super) fn components(form: &mut Form, message: &Object, v2: bool) {
    let mut tally = Tally::default();
    let (top, max): (&[i64], usize) = if v2 {
        (&layout::TOP, V2_MAX)
    } else {
        (&[ROW], ROWS_MAX)
    };
    form.each(message, "components", max, |form, one| {
        component(form, one, top, &mut tally);
    });
    if tally.count > V2_MAX {
        form.error_at(
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            format!("The total number of components must be {V2_MAX} or fewer."),
        );
    }
    if tally.text > V2_TEXT_MAX {
        form.error_at(
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            format!("The total displayable text must be {V2_TEXT_MAX} or fewer in length."),
        );
    }
}

pub(super) fn component(form: &mut Form, one: &Object, allowed: &[i64], tally: &mut Tally) {
    let Some(kind) = kind_of(form, one, allowed) else {
        return;
    };
    count(form, one, tally);
    match kind {
        ROW => row(form, one, tally),
        BUTTON => button(form, one, tally),
        kind if SELECTS.contains(&kind) => menu::select(form, one, kind, tally),
        kind => layout::layout(form, one, kind, tally),
    }
}

/// The type of a component, if it may stand here.
pub(super) fn kind_of(form: &mut Form, one: &Object, allowed: &[i64]) -> Option<i64> {
    let Some(value) = present(one, "type") else {
        form.required("type");
        return None;
    };
    let kind = as_integer(value).filter(|kind| allowed.contains(kind));
    if kind.is_none() {
        let list: Vec<String> = allowed.iter().map(i64::to_string).collect();
        let tail = if list.len() == 1 { "," } else { "" };
        let text = format!(
            "Value of field \"type\" must be one of ({}{tail}).",
            list.join(", ")
        );
        form.error_at("type", "UNION_TYPE_CHOICES", text);
    }
    kind
}

fn count(form: &mut Form, one: &Object, tally: &mut Tally) {
    tally.count += 1;
    if let Some(id) = form.integer(one, "id", 0..=i64::from(i32::MAX))
        && id != 0
        && !tally.ids.insert(id)
    {
        form.error_at(
            "id",
            "COMPONENT_ID_DUPLICATED",
            "Component id cannot be duplicated",
        );
    }
}

fn row(form: &mut Form, row: &Object, tally: &mut Tally) {
    let children = row
        .get("components")
        .and_then(Value::as_array)
        .map_or(&[][..], |list| list);
    if children.is_empty() {
        form.error_at(
            "components",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 5 in length.",
        );
    }
    let select = |child: &Value| {
        child
            .get("type")
            .and_then(as_integer)
            .is_some_and(|kind| SELECTS.contains(&kind))
    };
    if children.len() > 1 && children.iter().any(select) {
        form.error_at(
            "components",
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        );
    }
    let allowed = [BUTTON, 3, 5, 6, 7, 8];
    form.each(row, "components", ROW_BUTTONS_MAX, |form, child| {
        component(form, child, &allowed, tally);
    });
}

/// The `custom_id` of a component: there, and nobody else's.
pub(super) fn custom_id(form: &mut Form, one: &Object, tally: &mut Tally) {
    if let Some(id) = form.required_text(one, "custom_id", 1..=100)
        && !tally.custom_ids.insert(id.to_owned())
    {
        form.error_at(
            "custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        );
    }
}

pub(super) fn emoji(form: &mut Form, one: &Object) {
    form.child(one, "emoji", |form, emoji| {
        if present(emoji, "id").is_none() && present(emoji, "name").is_none_or(|name| name == "") {
            form.required("name");
        }
        let name = emoji
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if present(emoji, "id").is_none() && !name.is_empty() && name.is_ascii() {
            form.error_at("name", "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji");
        }
    });
}

fn button(form: &mut Form, one: &Object, tally: &mut Tally) {
    let Some(style) = form.choice(one, "style", &[1, 2, 3, 4, 5, 6]) else {
        if present(one, "style").is_none() {
            form.required("style");
        }
        return;
    };
    form.flag(one, "disabled");
    form.text(one, "label", 0..=80);
    emoji(form, one);
    let has = |key: &str| present(one, key).is_some_and(|value| value != "");
    let named = has("label") || has("emoji");
    match style {
        5 => {
            if has("custom_id") {
                form.error(
                    "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE",
                    "A custom id and url cannot both be specified",
                );
            }
            if has("url") {
                form.text(one, "url", 1..=512);
                form.url(one, "url", &["http", "https", "discord"]);
            } else {
                form.error("BUTTON_COMPONENT_URL_REQUIRED", "A url is required");
            }
        }
        6 => {
            if !has("sku_id") {
                form.required("sku_id");
            }
            for key in ["custom_id", "url", "label", "emoji"] {
                if has(key) {
                    form.error_at(
                        key,
                        "BUTTON_COMPONENT_PREMIUM_EXCLUSIVE",
                        "A premium button takes only a sku_id",
                    );
                }
            }
            return;
        }
        _ => {
            if has("url") {
                form.error(
                    "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE",
                    "A custom id and url cannot both be specified",
                );
            }
            if has("custom_id") {
                custom_id(form, one, tally);
            } else {
                form.error(
                    "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
                    "A custom id is required",
                );
            }
        }
    }
    if !named {
        form.error(
            "BUTTON_COMPONENT_LABEL_REQUIRED",
            "A label or an emoji is required",
        );
    }
}
