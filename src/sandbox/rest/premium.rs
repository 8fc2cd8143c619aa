//! What is sold: nothing, but test entitlements can be granted and used up.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error::{self, ApiError};
use super::users::own;
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::gateway::session::Dispatch;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;

const ENTITLEMENTS: &str = "/applications/{application_id}/entitlements";
const ENTITLEMENT: &str = "/applications/{application_id}/entitlements/{entitlement_id}";

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/applications/{application_id}/skus", nothing),
    route(
        Method::GET,
        "/skus/{sku_id}/subscriptions",
        no_subscriptions,
    ),
    route(Method::GET, ENTITLEMENTS, list),
    route(Method::POST, ENTITLEMENTS, grant),
    route(Method::GET, ENTITLEMENT, get),
    route(Method::DELETE, ENTITLEMENT, delete),
    route(
        Method::POST,
        "/applications/{application_id}/entitlements/{entitlement_id}/consume",
        consume,
    ),
];

const STORED: &str = "entitlement";
/// The type of entitlement to what an application sells.
const SUBSCRIPTION: u64 = 8;
/// Entitlements that are kept.
const MAX: usize = 1000;

fn nothing(state: &mut State, call: &Call) -> Answer {
    own(state, call)?;
    Ok(Reply::ok(json!([])))
}

fn no_subscriptions(_: &mut State, call: &Call) -> Answer {
    call.query_number("limit", 50, 100)?;
    for key in ["before", "after"] {
        call.query_id(key)?;
    }
    Ok(Reply::ok(json!([])))
}

fn list(state: &mut State, call: &Call) -> Answer {
    own(state, call)?;
    let limit = call.query_number("limit", 100, 100)?;
    let (user, guild) = (call.query_id("user_id")?, call.query_id("guild_id")?);
    let (before, after) = (call.query_id("before")?, call.query_id("after")?);
    let skus = call
        .query("sku_ids")
        .map(|ids| ids.split(',').collect::<Vec<_>>());
    let same = |one: &Value, key: &str, id: Option<Id>| {
        id.is_none_or(|id| Id::read(&one[key]) == Some(id))
    };
    let all = state.world.stored.iter();
    let wanted = all.filter(|((kind, id), one)| {
        *kind == STORED
            && before.is_none_or(|before| *id < before)
            && after.is_none_or(|after| *id > after)
            && same(one, "user_id", user)
            && same(one, "guild_id", guild)
            && skus.as_ref().is_none_or(|skus| {
                one["sku_id"]
                    .as_str()
                    .is_some_and(|sku| skus.contains(&sku))
            })
    });
    Ok(Reply::ok(
        wanted.take(limit).map(|(_, one)| one.clone()).collect(),
    ))
}

fn grant(state: &mut State, call: &Call) -> Answer {
    own(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    let mut owner_type = 0;
    if let Some(object) = form.object(&body) {
        for key in ["sku_id", "owner_id"] {
            if object.get(key).and_then(Id::read).is_none() {
                form.required(key);
            }
        }
        owner_type = form.choice(object, "owner_type", &[1, 2]).unwrap_or(0);
        if object.get("owner_type").is_none_or(Value::is_null) {
            form.required("owner_type");
        }
    }
    form.finish()?;
    let count = state
        .world
        .stored
        .keys()
        .filter(|(kind, _)| *kind == STORED)
        .count();
    if count >= MAX {
        return Err(error::entitled_already());
    }
    let id = state.world.mint();
    let owner = Id::read(&body["owner_id"]);
    let (guild, user) = if owner_type == 1 {
        (owner, None)
    } else {
        (None, owner)
    };
    let object = json!({"id": id, "sku_id": Id::read(&body["sku_id"]), "application_id": state.world.application.id,
        "user_id": user.unwrap_or(state.world.guild.owner), "guild_id": guild, "type": SUBSCRIPTION, "deleted": false, "consumed": false,
        "starts_at": null, "ends_at": null});
    state.world.stored.insert((STORED, id), object.clone());
    tell(state, "ENTITLEMENT_CREATE", &object);
    Ok(Reply::ok(object))
}

/// Entitlements come without any intent.
fn tell(state: &mut State, name: &'static str, object: &Value) {
    state.dispatch(&Dispatch {
        name,
        intents: 0,
        guild: None,
        data: object.clone(),
        veiled: None,
    });
}

fn found(state: &State, call: &Call) -> Result<(Id, Value), ApiError> {
    own(state, call)?;
    let id = call.id("entitlement_id")?;
    let object = state.world.stored.get(&(STORED, id)).cloned();
    Ok((id, object.ok_or_else(error::unknown_entitlement)?))
}

fn get(state: &mut State, call: &Call) -> Answer {
    Ok(Reply::ok(found(state, call)?.1))
}

fn consume(state: &mut State, call: &Call) -> Answer {
    let (id, mut object) = found(state, call)?;
    object["consumed"] = json!(true);
    state.world.stored.insert((STORED, id), object.clone());
    tell(state, "ENTITLEMENT_UPDATE", &object);
    Ok(Reply::empty())
}

fn delete(state: &mut State, call: &Call) -> Answer {
    let (id, mut object) = found(state, call)?;
    state.world.stored.remove(&(STORED, id));
    object["deleted"] = json!(true);
    tell(state, "ENTITLEMENT_DELETE", &object);
    Ok(Reply::empty())
}
