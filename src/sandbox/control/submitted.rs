//! Components and modals that a user works, checked as Discord's client does.

use serde_json::{Value, json};

use super::ControlError;
use super::payload::Resolved;
use crate::sandbox::world::World;

/// The component with this `custom_id`, however deep.
pub(super) fn find_component<'a>(components: &'a [Value], custom_id: &str) -> Option<&'a Value> {
    components.iter().find_map(|one| {
        if one["custom_id"] == custom_id {
            return Some(one);
        }
        let accessory = one
            .get("accessory")
            .map(std::slice::from_ref)
            .unwrap_or_default();
        let children = one
            .get("components")
            .and_then(Value::as_array)
            .map_or(&[][..], |children| children);
        find_component(children, custom_id).or_else(|| find_component(accessory, custom_id))
    })
}

/// Component types that only modals have.
const FILES: u64 = 19;
const RADIO: u64 = 21;
const CHECKBOXES: u64 = 22;
const CHECKBOX: u64 = 23;

/// The values chosen in a select menu.
pub(super) fn values(
    world: &World,
    select: &Value,
    given: &[Value],
    resolved: &mut Resolved,
) -> Result<Vec<Value>, ControlError> {
    let bound = |key: &str| {
        select[key]
            .as_u64()
            .and_then(|bound| usize::try_from(bound).ok())
    };
    let (min, max) = (
        bound("min_values").unwrap_or(1),
        bound("max_values").unwrap_or_else(|| match select["type"].as_u64() {
            Some(CHECKBOXES) => select["options"].as_array().map_or(1, Vec::len),
            _ => 1,
        }),
    );
    if !(min..=max).contains(&given.len()) {
        return Err(ControlError::bad(format!(
            "choose {min} to {max} \"values\""
        )));
    }
    let kind = select["type"].as_u64().unwrap_or(3);
    given
        .iter()
        .map(|value| match kind {
            3 | RADIO | CHECKBOXES => {
                let known = select["options"]
                    .as_array()
                    .is_some_and(|list| list.iter().any(|one| one["value"] == *value));
                if known {
                    Ok(value.clone())
                } else {
                    Err(ControlError::bad(format!("the menu has no value {value}")))
                }
            }
            // Selects: 5 user, 6 role, 7 either, 8 channel; options: 6 user, 7 channel, 8 role, 9 either.
            5 => resolved.add(world, 6, value).map(|id| json!(id)),
            6 => resolved.add(world, 8, value).map(|id| json!(id)),
            7 => resolved.add(world, 9, value).map(|id| json!(id)),
            8 => resolved.add(world, 7, value).map(|id| json!(id)),
            FILES => resolved.add(world, 11, value).map(|id| json!(id)),
            _ => Ok(value.clone()),
        })
        .collect()
}

/// The components of a submitted modal.
pub(super) fn filled(
    world: &World,
    modal: &Value,
    fields: &Value,
    resolved: &mut Resolved,
) -> Result<Vec<Value>, ControlError> {
    let parts = modal["components"]
        .as_array()
        .map_or(&[][..], |parts| parts);
    if let Some(unknown) = fields
        .as_object()
        .and_then(|fields| fields.keys().find(|name| !has_field(parts, name)))
    {
        return Err(ControlError::bad(format!(
            "the modal has no field \"{unknown}\""
        )));
    }
    let mut number = 0;
    let mut next = || {
        number += 1;
        number
    };
    let mut out = Vec::new();
    for part in parts {
        let id = next();
        match part["type"].as_i64() {
            Some(1) => {
                let input = input(
                    world,
                    &part["components"][0],
                    &part["components"][0]["label"],
                    fields,
                    next(),
                    resolved,
                )?;
                out.push(json!({"type": 1, "id": id, "components": [input]}));
            }
            Some(18) => {
                let input = input(
                    world,
                    &part["component"],
                    &part["label"],
                    fields,
                    next(),
                    resolved,
                )?;
                out.push(json!({"type": 18, "id": id, "component": input}));
            }
            _ => out.push(json!({"type": part["type"], "id": id})),
        }
    }
    Ok(out)
}

fn has_field(parts: &[Value], custom_id: &str) -> bool {
    let labelled = |part: &Value| part["component"]["custom_id"] == custom_id;
    find_component(parts, custom_id).is_some() || parts.iter().any(labelled)
}

fn input(
    world: &World,
    input: &Value,
    label: &Value,
    fields: &Value,
    id: u64,
    resolved: &mut Resolved,
) -> Result<Value, ControlError> {
    let custom_id = &input["custom_id"];
    let given = custom_id.as_str().and_then(|name| fields.get(name));
    let required = input["required"].as_bool().unwrap_or(true);
    let mut object = json!({"type": input["type"], "id": id, "custom_id": custom_id});
    if input["type"] == json!(CHECKBOX) {
        let preset = input["default"].as_bool().unwrap_or(false);
        object["value"] = json!(given.and_then(Value::as_bool).unwrap_or(preset));
        return Ok(object);
    }
    if input["type"] != json!(4) {
        let given = match given {
            Some(Value::Array(list)) => list.clone(),
            Some(one) => vec![one.clone()],
            None if !required => Vec::new(),
            None => return Err(ControlError::bad(format!("the field {label} is required"))),
        };
        let chosen = if given.is_empty() && !required {
            Vec::new()
        } else {
            values(world, input, &given, resolved)?
        };
        if input["type"] == json!(RADIO) {
            object["value"] = json!(chosen.first());
        } else {
            object["values"] = json!(chosen);
        }
        return Ok(object);
    }
    let typed = given
        .and_then(Value::as_str)
        .or_else(|| input["value"].as_str())
        .unwrap_or_default();
    let length = typed.chars().count();
    let bound = |key: &str| {
        input[key]
            .as_u64()
            .and_then(|bound| usize::try_from(bound).ok())
    };
    let (min, max) = (
        bound("min_length").unwrap_or(0),
        bound("max_length").unwrap_or(4000),
    );
    if typed.is_empty() && required {
        return Err(ControlError::bad(format!("the field {label} is required")));
    }
    if !typed.is_empty() && !(min..=max).contains(&length) {
        return Err(ControlError::bad(format!(
            "the field {label} takes {min} to {max} characters"
        )));
    }
    object["value"] = json!(typed);
    Ok(object)
}
