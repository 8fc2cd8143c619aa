//! The metadata of linked roles: kept and shown. Nobody here links an account.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::users::own;
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::state::State;

const METADATA: &str = "/applications/{application_id}/role-connections/metadata";
/// Records that an application may have.
const MAX: usize = 5;

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, METADATA, list),
    route(Method::PUT, METADATA, put),
];

fn list(state: &mut State, call: &Call) -> Answer {
    own(state, call)?;
    Ok(Reply::ok(json!(state.world.application.linked)))
}

fn put(state: &mut State, call: &Call) -> Answer {
    own(state, call)?;
    let body = json!({"records": call.body.clone().unwrap_or(json!([]))});
    let mut form = Form::default();
    if let Some(object) = form.object(&body) {
        form.each(object, "records", MAX, |form, one| {
            if form
                .choice(one, "type", &[1, 2, 3, 4, 5, 6, 7, 8])
                .is_none()
                && !one.contains_key("type")
            {
                form.required("type");
            }
            let key = form.required_text(one, "key", 1..=50).unwrap_or_default();
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if !key.chars().all(plain) {
                form.error_at(
                    "key",
                    "STRING_TYPE_REGEX",
                    "Only a-z, 0-9 and _ are allowed.",
                );
            }
            form.required_text(one, "name", 1..=100);
            form.required_text(one, "description", 1..=200);
        });
    }
    form.finish()?;
    let records = body["records"].as_array().cloned().unwrap_or_default();
    let list = records.into_iter().map(|one| shown(&one)).collect();
    state.world.application.linked = list;
    Ok(Reply::ok(json!(state.world.application.linked)))
}

/// The fields that a record has.
fn shown(one: &Value) -> Value {
    let mut object = json!({"type": one["type"], "key": one["key"], "name": one["name"],
        "description": one["description"]});
    for key in ["name_localizations", "description_localizations"] {
        if let Some(texts) = one.get(key).filter(|texts| texts.is_object()) {
            object[key] = texts.clone();
        }
    }
    object
}
