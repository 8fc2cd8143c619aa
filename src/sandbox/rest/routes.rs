//! The table of routes, and finding one in it.

use axum::http::Method;

use super::call::{self, Call};
use super::error::{self, ApiError};
use super::{
    Answer, audit, channels, commands, community, guilds, interactions, invites, linked, members,
    messages, moderation, onboarding, order, pins, polls, premium, prune, reactions, responses,
    roles, search, sharing, stages, stored, templates, thread_lists, threads, users, webhooks,
};
use crate::sandbox::state::State;

/// What a path has in the places of its template's names.
pub(super) type Params = Vec<(&'static str, String)>;

pub(super) type Handler = fn(&mut State, &Call) -> Answer;

/// A method and a path template with its handler.
pub(crate) struct Route {
    pub(super) method: Method,
    pub(super) template: &'static str,
    pub(super) handler: Handler,
}

/// A route.
pub(crate) const fn route(method: Method, template: &'static str, handler: Handler) -> Route {
    Route {
        method,
        template,
        handler,
    }
}

/// Every route there is.
pub(super) static ROUTES: &[&[Route]] = &[
    users::ROUTES,
    guilds::ROUTES,
    channels::ROUTES,
    messages::ROUTES,
    commands::ROUTES,
    interactions::ROUTES,
    responses::ROUTES,
    webhooks::ROUTES,
    members::ROUTES,
    roles::ROUTES,
    pins::ROUTES,
    reactions::ROUTES,
    thread_lists::ROUTES,
    threads::ROUTES,
    moderation::ROUTES,
    invites::ROUTES,
    sharing::ROUTES,
    audit::ROUTES,
    order::ROUTES,
    polls::ROUTES,
    prune::ROUTES,
    stored::ROUTES,
    stages::ROUTES,
    community::ROUTES,
    onboarding::ROUTES,
    templates::ROUTES,
    premium::ROUTES,
    linked::ROUTES,
    search::ROUTES,
];

/// Finds the route for a request and reads the variable parts of its path.
pub(super) fn find(method: &Method, path: &str) -> Result<(&'static Route, Params), ApiError> {
    let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
    let mut other_method = false;
    let mut best: Option<(usize, &'static Route, Params)> = None;
    for route in ROUTES.iter().flat_map(|table| table.iter()) {
        let Some(params) = fit(route.template, &segments) else {
            continue;
        };
        if route.method != *method {
            other_method = true;
            continue;
        }
        // `@me` beats `{user_id}`: the route with fewer variable parts wins.
        if best
            .as_ref()
            .is_none_or(|(count, ..)| params.len() < *count)
        {
            best = Some((params.len(), route, params));
        }
    }
    match best {
        Some((_, route, params)) => Ok((route, params)),
        None if other_method => Err(error::method_not_allowed()),
        None => Err(error::not_found()),
    }
}

fn fit(template: &'static str, segments: &[&str]) -> Option<Params> {
    let mut params = Vec::new();
    let mut have = segments.iter();
    for part in template.trim_start_matches('/').split('/') {
        // Some clients encode `@me`.
        let segment = call::decode(have.next()?);
        match part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'))
        {
            Some(name) => params.push((name, segment)),
            None if part == segment => {}
            None => return None,
        }
    }
    have.next().is_none().then_some(params)
}

/// Whether a route works without the bot's token: what everybody may see, and routes whose path holds a
/// secret of its own.
pub(super) fn is_open(route: &Route) -> bool {
    const FOR_EVERYBODY: [&str; 7] = [
        "/gateway",
        "/sticker-packs",
        "/invites/{invite_code}",
        "/guilds/templates/{template_code}",
        "/guilds/{guild_id}/widget.json",
        "/guilds/{guild_id}/widget.png",
        "/oauth2/keys",
    ];
    let template = route.template;
    (route.method == Method::GET && FOR_EVERYBODY.contains(&template))
        || template.starts_with("/interactions/")
        || template.starts_with("/webhooks/{webhook_id}/{webhook_token}")
}
