//! Pruning members who were long away. Nobody here is away, so nobody goes.

use axum::http::Method;
use serde_json::json;

use super::call::Call;
use super::guilds::{allowed, inside};
use super::query::read_id;
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::state::State;

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/guilds/{guild_id}/prune", count),
    route(Method::POST, "/guilds/{guild_id}/prune", begin),
];

fn count(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    call.query_number("days", 7, 30)?;
    for role in call
        .query_all("include_roles")
        .flat_map(|list| list.split(','))
    {
        read_id("include_roles", role)?;
    }
    allowed(state, RIGHTS)?;
    Ok(Reply::ok(json!({"pruned": 0})))
}

/// What pruning takes.
const RIGHTS: Permissions = Permissions::KICK_MEMBERS.and(Permissions::MANAGE_GUILD);

fn begin(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    let mut counts = true;
    if let Some(object) = form.object(&body) {
        form.integer(object, "days", 1..=30);
        counts = form.flag(object, "compute_prune_count").unwrap_or(true);
        form.ids(object, "include_roles", 100);
    }
    form.finish()?;
    allowed(state, RIGHTS)?;
    Ok(Reply::ok(json!({"pruned": counts.then_some(0)})))
}
