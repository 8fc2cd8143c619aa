//! Whatever a body holds, every route answers it: in Discord's form, and without breaking.

use std::collections::BTreeSet;
use std::path::Path;

use axum::body::Body;
use axum::http::{Request, header};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use super::Route;
use super::call::Call;
use super::routes::ROUTES;
use crate::sandbox::SandboxOptions;
use crate::sandbox::requests::RequestLog;
use crate::sandbox::state::State;
use crate::sandbox::token;
use crate::sandbox::world::messages::Message;

/// Bodies that each route gets, and how often each is mended by what the answer finds wrong: so some
/// get past the checks.
const BODIES: usize = 12;
const MENDINGS: usize = 8;

/// Every text in the sources that could be the name of a field.
fn field_names(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            field_names(&path, names);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let is_field = |part: &&str| {
                !part.is_empty()
                    && part
                        .bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            };
            names.extend(text.split('"').filter(is_field).map(str::to_owned));
        }
    }
}

fn any_body(names: Vec<String>) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0..25_i64).prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        "[a-z]{2,9}".prop_map(Value::from),
        Just(json!("2100-01-01T00:00:00Z")),
        Just(json!("https://example.org/a.png")),
    ];
    leaf.prop_recursive(3, 40, 8, move |inner| {
        let pair = (prop::sample::select(names.clone()), inner.clone());
        prop_oneof![
            1 => prop::collection::vec(inner, 0..5).prop_map(Value::from),
            4 => prop::collection::vec(pair, 0..40).prop_map(|pairs| {
                Value::Object(pairs.into_iter().collect::<Map<_, _>>())
            }),
        ]
    })
}

/// A fresh sandbox with a message in #general.
fn world() -> State {
    let log = RequestLog::new(None);
    let mut state = State::new("http://127.0.0.1:1".into(), SandboxOptions::default(), log);
    let general = channel(&state, "general");
    let id = state.world.mint();
    let message = Message::new(id, general.parse().unwrap(), state.world.bot());
    state.post(message);
    state
}

fn channel(state: &State, name: &str) -> String {
    let mut all = state.world.channels.values();
    all.find(|one| one.name == name).unwrap().id.to_string()
}

/// The template with ids that exist, as far as there are any. Forums have other rules.
fn path(state: &State, route: &Route, forum: bool) -> String {
    let world = &state.world;
    let general = channel(state, if forum { "help" } else { "general" });
    let room = channel(state, "general").parse().unwrap();
    let message = world.messages_in(room).next().map(|one| one.id.to_string());
    let role = world.roles.values().map(|role| role.id).nth(1).unwrap();
    let user = world
        .users
        .values()
        .find(|user| user.username == "ada")
        .unwrap();
    let parts = route.template.split('/').map(|part| match part {
        "{guild_id}" => world.guild.id.to_string(),
        "{channel_id}" => general.clone(),
        "{message_id}" => message.clone().unwrap_or_default(),
        "{application_id}" => world.application.id.to_string(),
        "{user_id}" | "{overwrite_id}" => user.id.to_string(),
        "{role_id}" => role.to_string(),
        "{emoji_name}" | "{emoji}" => "%F0%9F%91%8D".to_owned(),
        part if part.starts_with('{') => "1".to_owned(),
        part => part.to_owned(),
    });
    format!("/api/v10{}", parts.collect::<Vec<_>>().join("/"))
}

/// Takes the fields away that an answer names; those it misses get something.
fn mended(body: &mut Value, answer: &Value, round: usize) {
    let fillings = [
        json!("text"),
        json!(1),
        json!("1457659890892800000"),
        json!([{}]),
        json!({}),
    ];
    let Some(body) = body.as_object_mut() else {
        *body = json!({});
        return;
    };
    for (key, errors) in answer["errors"].as_object().into_iter().flatten() {
        body.remove(key);
        let missing = errors.pointer("/_errors/0/code") == Some(&json!("BASE_TYPE_REQUIRED"));
        if let Some(filling) = fillings.get(round % fillings.len()).filter(|_| missing) {
            body.insert(key.clone(), filling.clone());
        }
    }
}

/// Sends a body, and checks that there is an answer; the answer.
async fn answered(state: &mut State, route: &Route, path: &str, body: &Value) -> Value {
    let token = token::for_bot(state.world.bot());
    let request = Request::builder()
        .method(route.method.clone())
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bot {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let mut call = Call::read(request).await;
    let (status, _, content) = state.answer(&mut call, None);
    let answer = content.json().cloned().unwrap_or_default();
    assert!(
        status < 300 || (status < 500 && answer["message"].is_string()),
        "{} {path} {body}: {status} {answer}",
        route.method
    );
    answer
}

#[tokio::test]
async fn no_body_breaks_any_route() {
    let mut names = BTreeSet::new();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sandbox/rest");
    field_names(&sources, &mut names);
    let strategy = any_body(names.into_iter().collect());
    let mut runner = TestRunner::deterministic();
    let mut any = || strategy.new_tree(&mut runner).unwrap().current();
    let bodies: Vec<Value> = (0..BODIES).map(|_| any()).collect();
    for route in ROUTES.iter().flat_map(|table| table.iter()) {
        let mut state = world();
        // What there is may go on the way.
        let paths = [path(&state, route, false), path(&state, route, true)];
        for (body, path) in bodies.iter().zip(paths.iter().cycle()) {
            let mut body = body.clone();
            for round in 0..MENDINGS {
                let answer = answered(&mut state, route, path, &body).await;
                if answer["errors"].is_null() {
                    break;
                }
                mended(&mut body, &answer, round);
            }
        }
        state.world.guild_json();
    }
}
