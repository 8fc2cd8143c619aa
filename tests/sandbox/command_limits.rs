//! The limits of commands: at the edge, and one beyond.
#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "tables of literals"
)]

use serde_json::{Value, json};

use super::client::Scene;
use super::limits::{assert_refused, x};

fn command(fields: Value) -> Value {
    let mut command = json!({"name": "ask", "description": "d"});
    command
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    command
}

fn option(fields: Value) -> Value {
    let mut option = json!({"type": 3, "name": "o", "description": "d"});
    option
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    command(json!({"options": [option]}))
}

fn commands() -> Vec<(Value, Value, &'static str)> {
    let many = |count: usize| {
        let option = |n: usize| json!({"type": 3, "name": format!("o{n}"), "description": "d"});
        command(json!({"options": (0..count).map(option).collect::<Vec<_>>()}))
    };
    let choices = |count: usize| {
        (0..count)
            .map(|n| json!({"name": n.to_string(), "value": "v"}))
            .collect::<Value>()
    };
    let choice = |name: usize, value: usize| {
        option(json!({"choices": [{"name": x(name), "value": x(value)}]}))
    };
    let big = |last: usize| {
        let full = json!({"type": 3, "name": "o", "description": x(99), "choices": (0..25).map(|n| json!({"name": format!("{n:0100}"), "value": x(57)})).collect::<Vec<_>>()});
        let mut second = full.clone();
        second["name"] = json!("p");
        second["choices"][24]["value"] = json!(x(last));
        command(json!({"options": [full, second]}))
    };
    vec![
        (
            command(json!({"name": "a".repeat(32)})),
            command(json!({"name": "a".repeat(33)})),
            "/name",
        ),
        (
            command(json!({"name": "fråga_1-'"})),
            command(json!({"name": "Ask"})),
            "/name",
        ),
        (
            command(json!({"name": "質問"})),
            command(json!({"name": "ask me"})),
            "/name",
        ),
        (
            command(json!({"description": x(100)})),
            command(json!({"description": x(101)})),
            "/description",
        ),
        (
            json!({"name": "Ask Me", "type": 3}),
            json!({"name": "Ask Me", "type": 3, "description": "d"}),
            "/description",
        ),
        (many(25), many(26), "/options"),
        (
            option(json!({"choices": choices(25)})),
            option(json!({"choices": choices(26)})),
            "/options/0/choices",
        ),
        (choice(100, 1), choice(101, 1), "/options/0/choices/0/name"),
        (choice(1, 100), choice(1, 101), "/options/0/choices/0/value"),
        (
            option(json!({"autocomplete": true})),
            option(json!({"autocomplete": true, "choices": choices(1)})),
            "/options/0/autocomplete",
        ),
        (
            option(json!({"max_length": 6000})),
            option(json!({"max_length": 6001})),
            "/options/0/max_length",
        ),
        (
            option(json!({"min_length": 5, "max_length": 5})),
            option(json!({"min_length": 6, "max_length": 5})),
            "/options/0/min_length",
        ),
        (
            option(json!({"type": 4, "max_value": 9_007_199_254_740_991_i64})),
            option(json!({"type": 4, "max_value": 9_007_199_254_740_993_i64})),
            "/options/0/max_value",
        ),
        (
            option(json!({"type": 11})),
            option(json!({"type": 12})),
            "/options/0/type",
        ),
        (
            command(
                json!({"options": [{"type": 2, "name": "g", "description": "d", "options": [{"type": 1, "name": "s", "description": "d"}]}]}),
            ),
            command(
                json!({"options": [{"type": 1, "name": "s", "description": "d", "options": [{"type": 1, "name": "t", "description": "d"}]}]}),
            ),
            "/options/0/options/0/type",
        ),
        (
            command(
                json!({"options": [{"type": 3, "name": "a", "description": "d", "required": true}, {"type": 3, "name": "b", "description": "d"}]}),
            ),
            command(
                json!({"options": [{"type": 3, "name": "a", "description": "d"}, {"type": 3, "name": "b", "description": "d", "required": true}]}),
            ),
            "/options/1",
        ),
        (
            command(json!({"name_localizations": {"de": "frag"}})),
            command(json!({"name_localizations": {"tlh": "tlhob"}})),
            "/name_localizations/tlh",
        ),
        (
            command(json!({"contexts": [0, 1, 2]})),
            command(json!({"contexts": [3]})),
            "/contexts/0",
        ),
        (
            command(json!({"default_member_permissions": "32"})),
            command(json!({"default_member_permissions": "MANAGE"})),
            "/default_member_permissions",
        ),
        // 3 + 1 for the command, twice (1 + 99 + 25 · 100), 49 values of 57, and the last one.
        (big(3), big(4), ""),
    ]
}

#[tokio::test]
async fn commands_keep_their_limits() {
    let scene = Scene::start().await;
    let path = format!("/applications/{}/commands", scene.application());
    for (fits, too_much, place) in commands() {
        let (status, body) = scene.post(&path, fits.clone()).await;
        assert!(matches!(status, 200 | 201), "{body} for {fits}");
        assert_refused(&scene.post(&path, too_much.clone()).await, place, &too_much);
        assert_refused(
            &scene.put(&path, json!([too_much])).await,
            &format!("/0{place}"),
            &too_much,
        );
    }
}

#[tokio::test]
async fn a_scope_holds_so_many_commands_of_each_type() {
    let scene = Scene::start().await;
    let path = format!(
        "/applications/{}/guilds/{}/commands",
        scene.application(),
        scene.guild()
    );
    for (kind, capacity) in [(1, 100), (2, 15), (3, 15)] {
        let list = |count: usize| -> Value {
            let one = |n: usize| match kind {
                1 => json!({"name": format!("c{n}"), "description": "d"}),
                _ => json!({"name": format!("c{n}"), "type": kind}),
            };
            (0..count).map(one).collect()
        };
        assert_eq!(scene.put(&path, list(capacity + 1)).await.1["code"], 30032);
        let (status, made) = scene.put(&path, list(capacity)).await;
        assert_eq!((status, made.as_array().unwrap().len()), (200, capacity));
    }
    let doubled = json!([{"name": "a", "description": "d"}, {"name": "a", "description": "d"}]);
    assert_refused(&scene.put(&path, doubled.clone()).await, "/1", &doubled);
}

#[tokio::test]
async fn two_hundred_commands_are_made_in_a_day_and_changing_them_is_free() {
    let scene = Scene::start().await;
    let path = format!(
        "/applications/{}/guilds/{}/commands",
        scene.application(),
        scene.guild()
    );
    let named = |n: usize| json!({"name": format!("c{n}"), "description": "d"});
    for n in 0..200 {
        let (status, made) = scene.post(&path, named(n)).await;
        assert_eq!(status, 201, "{n}: {made}");
        if n > 0 {
            let id = made["id"].as_str().unwrap();
            assert_eq!(scene.delete(&format!("{path}/{id}")).await.0, 204);
        }
    }
    assert_eq!(scene.post(&path, named(0)).await.0, 200, "it is there");
    let (status, error) = scene.post(&path, named(200)).await;
    assert_eq!((status, &error["code"]), (400, &json!(30034)));
    assert_eq!(scene.put(&path, json!([named(0)])).await.0, 200);
    assert_eq!(scene.put(&path, json!([named(201)])).await.1["code"], 30034);
}
