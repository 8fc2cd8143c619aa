//! Interactions: from the user's click to the bot's answer.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{ALL, GUILDS, Scene, callback_path};

pub(super) fn ask() -> Value {
    json!([{"name": "ask", "description": "Ask", "options": [
        {"type": 3, "name": "question", "description": "What", "required": true, "autocomplete": true},
        {"type": 5, "name": "private", "description": "Only for you"}]}])
}

pub(super) fn asking(text: &str) -> Value {
    json!({"user": "ada", "channel": "general", "type": "command", "name": "ask",
        "options": [{"name": "question", "value": text}]})
}

#[tokio::test]
async fn a_command_is_answered() {
    let scene = Scene::start().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let (outcome, callback) = scene
        .interact(&mut bot, asking("who?"), async |event| {
            assert_eq!(
                event["data"]["options"],
                json!([{"name": "question", "type": 3, "value": "who?"}])
            );
            assert_eq!(event["member"]["user"]["username"], "ada");
            let path = callback_path(&event) + "?with_response=true";
            scene
                .post(
                    &path,
                    json!({"type": 4, "data": {"embeds": [{"title": "You"}]}}),
                )
                .await
        })
        .await;
    assert_eq!(outcome["response"]["type"], 4);
    assert_eq!(outcome["message"]["embeds"][0]["title"], "You");
    assert_eq!(outcome["message"]["interaction_metadata"]["name"], "ask");
    assert_eq!(
        callback["resource"]["message"]["id"],
        outcome["message"]["id"]
    );
    assert_eq!(scene.sees("linus", "general").await.len(), 1);
}

#[tokio::test]
async fn an_ephemeral_answer_is_seen_by_its_user_only() {
    let scene = Scene::start().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let answer = json!({"type": 4, "data": {"content": "psst", "flags": 64}});
    let (outcome, _) = scene
        .interact(&mut bot, asking("?"), async |event| {
            scene.callback(&event, answer).await
        })
        .await;
    assert_eq!(outcome["message"]["flags"], 64);
    assert_eq!(scene.sees("ada", "general").await.len(), 1);
    assert_eq!(scene.sees("grace", "general").await.len(), 0);
    let message = outcome["message"]["id"].as_str().unwrap();
    let path = format!("/channels/{}/messages/{message}", scene.id("general"));
    assert_eq!(
        scene.get(&path).await.1["code"],
        10008,
        "not by the channel's routes either"
    );
}

#[tokio::test]
async fn the_first_follow_up_after_a_deferral_fills_the_loading_message() {
    let scene = Scene::start().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(ALL).await;
    let token = std::cell::RefCell::new(String::new());
    let (outcome, _) = scene
        .interact(&mut bot, asking("?"), async |event| {
            event["token"]
                .as_str()
                .unwrap()
                .clone_into(&mut token.borrow_mut());
            scene
                .callback(&event, json!({"type": 5, "data": {"flags": 64}}))
                .await
        })
        .await;
    let loading = outcome["message"]["id"].clone();
    assert_eq!(outcome["message"]["flags"], 128 | 64);
    let webhook = format!("/webhooks/{}/{}", scene.application(), token.borrow());
    let (_, first) = scene.post(&webhook, json!({"content": "done"})).await;
    assert_eq!(
        (&first["id"], &first["flags"], &first["content"]),
        (&loading, &json!(64), &json!("done"))
    );
    let (_, second) = scene.post(&webhook, json!({"content": "and more"})).await;
    assert_ne!(second["id"], loading);
    let (_, original) = scene.get(&format!("{webhook}/messages/@original")).await;
    assert_eq!(original["content"], "done");
    let (status, edited) = scene
        .patch(
            &format!("{webhook}/messages/{}", second["id"].as_str().unwrap()),
            json!({"content": "less"}),
        )
        .await;
    assert_eq!((status, &edited["content"]), (200, &json!("less")));
    assert_eq!(
        scene
            .delete(&format!("{webhook}/messages/@original"))
            .await
            .0,
        204
    );
    assert_eq!(
        scene.get(&format!("{webhook}/messages/@original")).await.1["code"],
        10008
    );
}

#[tokio::test]
async fn suggestions_reach_the_user_and_typing_may_leave_the_rest_open() {
    let scene = Scene::start().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let typing = json!({"user": "ada", "channel": "general", "type": "autocomplete", "name": "ask",
        "options": [{"name": "question", "value": "wh", "focused": true}]});
    let choices = json!({"choices": [{"name": "Who", "value": "who"}]});
    let (outcome, _) = scene
        .interact(&mut bot, typing, async |event| {
            assert_eq!(event["type"], 4);
            assert_eq!(event["data"]["options"][0]["focused"], true);
            scene
                .callback(&event, json!({"type": 8, "data": choices}))
                .await
        })
        .await;
    assert_eq!(outcome["response"]["data"], choices);
}

#[tokio::test]
async fn a_message_command_carries_its_target() {
    let scene = Scene::start().await;
    scene
        .register(json!([{"name": "Answer this", "type": 3}]))
        .await;
    let mut bot = scene.bot(GUILDS).await;
    let target = scene.say("linus", "general", "what is it?").await["id"].clone();
    let body = json!({"user": "ada", "channel": "general", "type": "context", "name": "Answer this", "target": target});
    scene
        .interact(&mut bot, body, async |event| {
            let message = &event["data"]["resolved"]["messages"][target.as_str().unwrap()];
            assert_eq!(
                message["content"], "what is it?",
                "readable without MESSAGE_CONTENT"
            );
            scene
                .callback(&event, json!({"type": 4, "data": {"content": "that"}}))
                .await
        })
        .await;
}

#[tokio::test]
async fn every_kind_of_select_and_option_brings_what_it_names() {
    let scene = Scene::start().await;
    let option = |kind: u64, name: &str| json!({"type": kind, "name": name, "description": "d"});
    let inner = json!([
        option(4, "n"),
        option(10, "x"),
        option(6, "u"),
        option(7, "c"),
        option(8, "r"),
        option(9, "m")
    ]);
    let group = json!({"type": 2, "name": "g", "description": "d", "options": [
        {"type": 1, "name": "s", "description": "d", "options": inner}]});
    scene
        .register(json!([{"name": "all", "description": "d", "options": [group]}]))
        .await;
    let mut bot = scene.bot(GUILDS).await;
    let (ada, random, role) = (scene.id("ada"), scene.id("random"), scene.id("Moderators"));
    let given = json!([{"name": "n", "value": 3}, {"name": "x", "value": 0.5}, {"name": "u", "value": ada},
        {"name": "c", "value": random}, {"name": "r", "value": role}, {"name": "m", "value": role}]);
    let run = json!({"user": "ada", "channel": "general", "type": "command", "name": "all",
        "options": [{"name": "g", "options": [{"name": "s", "options": given}]}]});
    let selects: Vec<Value> = (5..=8)
        .map(|kind| json!({"type": 1, "components": [{"type": kind, "custom_id": kind.to_string()}]}))
        .collect();
    let answer = json!({"type": 4, "data": {"content": "x", "components": selects}});
    let (outcome, _) = scene
        .interact(&mut bot, run, async |event| {
            let resolved = &event["data"]["resolved"];
            assert_eq!(resolved["users"][&ada]["username"], "ada");
            assert_eq!(resolved["channels"][&random]["name"], "random");
            assert_eq!(resolved["roles"][&role]["name"], "Moderators");
            assert_eq!(
                event["data"]["options"][0]["options"][0]["options"][1]["value"],
                0.5
            );
            scene.callback(&event, answer).await
        })
        .await;
    for (kind, value, part) in [
        (5, &ada, "users"),
        (6, &role, "roles"),
        (7, &ada, "users"),
        (8, &random, "channels"),
    ] {
        let choose = json!({"user": "linus", "channel": "general", "type": "component",
            "message": outcome["message"]["id"], "custom_id": kind.to_string(), "values": [value]});
        scene
            .interact(&mut bot, choose, async |event| {
                assert_eq!(event["data"]["values"], json!([value]));
                assert!(event["data"]["resolved"][part][value].is_object(), "{kind}");
                scene.callback(&event, json!({"type": 6})).await
            })
            .await;
    }
}

#[tokio::test]
async fn what_the_page_could_not_have_sent_is_refused_with_advice() {
    let scene = Scene::start().await;
    scene.register(ask()).await;
    let base = json!({"user": "ada", "channel": "general", "type": "command", "name": "ask"});
    let cases = [
        (json!({"user": "nobody"}), 404, "no user \"nobody\""),
        (json!({"channel": "nowhere"}), 404, "no channel \"nowhere\""),
        (json!({"channel": "moderators"}), 403, "does not see"),
        (json!({"name": "nope"}), 404, "no command \"nope\""),
        (json!({}), 400, "\"question\" is required"),
        (
            json!({"options": [{"name": "question", "value": 5}]}),
            400,
            "takes text",
        ),
        (
            json!({"options": [{"name": "other", "value": "x"}]}),
            400,
            "no option \"other\"",
        ),
        (json!({"type": "dance"}), 400, "no interaction \"dance\""),
        (
            json!({"type": "component", "message": "1", "custom_id": "x"}),
            404,
            "sees no message",
        ),
        (json!({"type": "modal", "custom_id": "x"}), 404, "no modal"),
    ];
    for (change, status, text) in cases {
        let mut body = base.clone();
        body.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let (found, error) = scene.control(Method::POST, "interactions", body).await;
        assert_eq!(found, status, "{change}");
        assert!(error["error"].as_str().unwrap().contains(text), "{error}");
    }
}

#[tokio::test]
async fn the_stream_of_events_tells_what_happens() {
    let scene = Scene::start().await;
    let mut events = scene
        .http
        .get(format!("{}/sandbox/events", scene.sandbox.url()))
        .send()
        .await
        .unwrap();
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    scene
        .interact(&mut bot, asking("?"), async |event| {
            scene
                .callback(&event, json!({"type": 5, "data": {"flags": 64}}))
                .await
        })
        .await;
    let wanted = [
        "commands",
        "bot",
        "interaction",
        "message_create",
        "request",
    ];
    let mut text = String::new();
    while !wanted
        .iter()
        .all(|name| text.contains(&format!("event: {name}\n")))
    {
        let chunk = events.chunk().await.unwrap().unwrap();
        text.push_str(&String::from_utf8_lossy(&chunk));
    }
    assert!(text.contains(&format!("\"visible_to\":\"{}\"", scene.id("ada"))));
}
