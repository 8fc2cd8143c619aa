//! Whatever a client sends, it gets an answer in Discord's form, and the sandbox goes on.

use futures_util::future::join_all;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::client::Scene;

/// Keys that mean something, so that the values reach the code behind them.
const KEYS: [&str; 44] = [
    "content",
    "embeds",
    "components",
    "type",
    "data",
    "flags",
    "title",
    "description",
    "fields",
    "name",
    "value",
    "footer",
    "text",
    "image",
    "url",
    "author",
    "custom_id",
    "style",
    "label",
    "options",
    "choices",
    "min_value",
    "max_length",
    "required",
    "autocomplete",
    "allowed_mentions",
    "parse",
    "users",
    "message_reference",
    "message_id",
    "attachments",
    "id",
    "nonce",
    "poll",
    "messages",
    "permissions",
    "_errors",
    "name_localizations",
    "emoji",
    "default_values",
    "accessory",
    "items",
    "message",
    "recipient_id",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0..25_i64).prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        Just(json!("1457661149184000000")),
        Just(json!("attachment://\u{1F600}")),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(&KEYS[..]), inner), 0..6).prop_map(
                |pairs| {
                    let fields: Map<String, Value> = pairs
                        .into_iter()
                        .map(|(key, value)| (key.to_owned(), value))
                        .collect();
                    Value::Object(fields)
                }
            ),
        ]
    })
}

fn routes(scene: &Scene, message: &str) -> Vec<(Method, String)> {
    let (app, guild, general, help) = (
        scene.application(),
        scene.guild(),
        scene.id("general"),
        scene.id("help"),
    );
    let ada = scene.id("ada");
    vec![
        (Method::POST, format!("/channels/{general}/messages")),
        (
            Method::PATCH,
            format!("/channels/{general}/messages/{message}"),
        ),
        (
            Method::POST,
            format!("/channels/{general}/messages/bulk-delete"),
        ),
        (Method::POST, format!("/channels/{general}/threads")),
        (Method::POST, format!("/channels/{help}/threads")),
        (Method::POST, format!("/channels/{general}/webhooks")),
        (Method::PATCH, format!("/channels/{general}")),
        (
            Method::PUT,
            format!("/channels/{general}/permissions/{ada}"),
        ),
        (Method::PUT, format!("/applications/{app}/commands")),
        (Method::POST, format!("/applications/{app}/commands")),
        (
            Method::PUT,
            format!("/applications/{app}/guilds/{guild}/commands"),
        ),
        (Method::PATCH, "/applications/@me".to_owned()),
        (Method::PATCH, "/users/@me".to_owned()),
        (Method::POST, "/users/@me/channels".to_owned()),
        (Method::PATCH, format!("/guilds/{guild}/members/{ada}")),
        (Method::POST, format!("/guilds/{guild}/roles")),
        (Method::POST, format!("/guilds/{guild}/channels")),
        (Method::PATCH, format!("/guilds/{guild}")),
        (Method::POST, format!("/guilds/{guild}/bulk-ban")),
        (Method::PUT, format!("/guilds/{guild}/bans/1")),
        (Method::POST, format!("/channels/{general}/invites")),
        (Method::PATCH, format!("/guilds/{guild}/roles")),
        (Method::PATCH, format!("/guilds/{guild}/channels")),
        (Method::POST, format!("/guilds/{guild}/emojis")),
        (Method::POST, format!("/applications/{app}/emojis")),
        (Method::POST, format!("/guilds/{guild}/scheduled-events")),
        (
            Method::POST,
            format!("/guilds/{guild}/auto-moderation/rules"),
        ),
        (Method::POST, format!("/guilds/{guild}/prune")),
        (
            Method::POST,
            format!("/channels/{general}/polls/{message}/expire"),
        ),
        (Method::POST, "/interactions/1/x/callback".to_owned()),
    ]
}

#[tokio::test]
async fn no_body_breaks_a_route() {
    let scene = Scene::start().await;
    let message = scene
        .post(
            &format!("/channels/{}/messages", scene.id("random")),
            json!({"content": "x"}),
        )
        .await
        .1;
    let routes = routes(&scene, message["id"].as_str().unwrap());
    let mut runner = TestRunner::deterministic();
    for round in 0..60 {
        let body = any_json().new_tree(&mut runner).unwrap().current();
        let answers = routes
            .iter()
            .map(|(method, path)| scene.rest(method.clone(), path, body.clone()));
        for ((method, path), (status, answer)) in routes.iter().zip(join_all(answers).await) {
            assert!(
                (200..500).contains(&status),
                "round {round}: {method} {path} {body}: {status} {answer}"
            );
            assert!(
                status < 300 || answer["message"].is_string(),
                "{method} {path} {body}: {answer}"
            );
        }
    }
    assert_eq!(scene.get("/users/@me").await.0, 200);
}

#[tokio::test]
async fn no_body_breaks_an_interaction() {
    let scene = Scene::start().await;
    scene
        .register(json!([{"name": "ask", "description": "d"}]))
        .await;
    let mut bot = scene.bot(1).await;
    let mut runner = TestRunner::deterministic();
    let run = json!({"user": "ada", "channel": "general", "type": "command", "name": "ask"});
    let user = scene.control(Method::POST, "interactions", run);
    let work = async {
        let event = bot.event("INTERACTION_CREATE").await;
        for _ in 0..300 {
            let data = any_json().new_tree(&mut runner).unwrap().current();
            for kind in [4, 5, 7, 8, 9] {
                // Types for other interactions are refused, whatever their data.
                let body = json!({"type": kind, "data": data});
                let (status, answer) = scene.callback(&event, body.clone()).await;
                assert!(
                    status == 204 || (400..500).contains(&status),
                    "{body}: {status} {answer}"
                );
            }
        }
    };
    tokio::join!(user, work);
    assert_eq!(scene.get("/users/@me").await.0, 200);
}

#[tokio::test]
async fn no_body_breaks_the_control_interface() {
    let scene = Scene::start().await;
    scene.register(json!([{"name": "ask", "description": "d", "options": [{"type": 3, "name": "q", "description": "d"}]}])).await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..60 {
        let noise = any_json().new_tree(&mut runner).unwrap().current();
        for (path, mut body) in [
            (
                "messages",
                json!({"user": "ada", "channel": "general", "content": "x"}),
            ),
            (
                "threads",
                json!({"user": "ada", "channel": "general", "name": "n"}),
            ),
            (
                "interactions",
                json!({"user": "ada", "channel": "general", "type": "autocomplete", "name": "ask"}),
            ),
            (
                "interactions",
                json!({"user": "ada", "channel": "general", "type": "modal", "custom_id": "m"}),
            ),
            ("faults", json!({"kind": "rest", "route": "/nowhere"})),
        ] {
            for key in [
                "options",
                "fields",
                "values",
                "attachments",
                "reply_to",
                "message",
                "count",
                "status",
                "content",
            ] {
                body[key] = noise.clone();
            }
            let (status, answer) = scene.control(Method::POST, path, body.clone()).await;
            assert!(
                (200..500).contains(&status),
                "{path} {body}: {status} {answer}"
            );
            assert!(
                status < 300 || answer["error"].is_string(),
                "{path} {body}: {answer}"
            );
        }
    }
}
