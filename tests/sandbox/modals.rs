//! Modals: opened, filled in, and their limits; and those of suggestions.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{GUILDS, Scene};
use super::interactions::{ask, asking};

#[tokio::test]
async fn a_button_updates_its_message_and_a_modal_comes_back() {
    let scene = Scene::start().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let buttons = json!([{"type": 1, "components": [
        {"type": 2, "style": 1, "label": "More", "custom_id": "more"},
        {"type": 2, "style": 2, "label": "Off", "custom_id": "off", "disabled": true}]}]);
    let answer = json!({"type": 4, "data": {"content": "yes", "components": buttons}});
    let (outcome, _) = scene
        .interact(&mut bot, asking("?"), async |event| {
            scene.callback(&event, answer).await
        })
        .await;
    let message = outcome["message"]["id"].clone();
    let click = |custom_id: &str| json!({"user": "linus", "channel": "general", "type": "component", "message": message, "custom_id": custom_id});
    let (status, refused) = scene
        .control(Method::POST, "interactions", click("off"))
        .await;
    assert_eq!(
        (status, &refused["error"]),
        (400, &json!("that component is disabled"))
    );
    assert_eq!(
        scene
            .control(Method::POST, "interactions", click("nope"))
            .await
            .0,
        404
    );
    let update = json!({"type": 7, "data": {"content": "changed", "components": []}});
    let input =
        json!({"type": 4, "custom_id": "why", "label": "Why", "style": 1, "max_length": 10});
    let modal = json!({"type": 9, "data": {"title": "Tell", "custom_id": "tell",
        "components": [{"type": 1, "components": [input]}]}});
    let (shown, _) = scene
        .interact(&mut bot, click("more"), async |event| {
            scene.callback(&event, modal).await
        })
        .await;
    assert_eq!(shown["response"]["data"]["custom_id"], "tell");
    let submit = |text: &str| json!({"user": "linus", "channel": "general", "type": "modal", "custom_id": "tell", "fields": {"why": text}});
    assert_eq!(
        scene
            .control(Method::POST, "interactions", submit("far too long"))
            .await
            .0,
        400
    );
    let (outcome, _) = scene
        .interact(&mut bot, submit("because"), async |event| {
            assert_eq!(
                event["data"]["components"][0]["components"][0]["value"],
                "because"
            );
            assert_eq!(event["message"]["id"], message);
            scene.callback(&event, update).await
        })
        .await;
    assert_eq!(
        (&outcome["message"]["id"], &outcome["message"]["content"]),
        (&message, &json!("changed"))
    );
}

#[tokio::test]
async fn files_and_boxes_reach_the_bot() {
    let scene = Scene::start().await;
    scene
        .register(json!([{"name": "send", "description": "d", "options": [
            {"type": 11, "name": "file", "description": "d", "required": true}]}]))
        .await;
    let mut bot = scene.bot(1).await;
    let file = json!({"filename": "a b.txt", "data": "aGk=", "content_type": "text/plain"});
    let run = json!({"user": "ada", "channel": "general", "type": "command", "name": "send",
        "options": [{"name": "file", "value": file}]});
    let option = |n: u64| json!({"value": n.to_string(), "label": "l"});
    let label = |input: Value| json!({"type": 18, "label": "l", "component": input});
    let modal = json!({"type": 9, "data": {"title": "t", "custom_id": "m", "components": [
        label(json!({"type": 19, "custom_id": "files", "max_values": 2})),
        label(json!({"type": 21, "custom_id": "one", "options": [option(1), option(2)]})),
        label(json!({"type": 22, "custom_id": "some", "options": [option(1), option(2)]})),
        label(json!({"type": 23, "custom_id": "yes"})),
    ]}});
    let show = |event: Value| {
        let scene = &scene;
        let modal = modal.clone();
        async move {
            let id = event["data"]["options"][0]["value"].as_str().unwrap();
            let sent = &event["data"]["resolved"]["attachments"][id];
            assert_eq!(
                (&sent["filename"], &sent["size"]),
                (&json!("a_b.txt"), &json!(2))
            );
            let url = sent["url"].as_str().unwrap();
            let bytes = scene.http.get(url).send().await.unwrap().text().await;
            assert_eq!(bytes.unwrap(), "hi");
            scene.callback(&event, modal).await
        }
    };
    scene.interact(&mut bot, run, show).await;
    let fields = json!({"files": [file], "one": "2", "some": ["1", "2"], "yes": true});
    let submit = json!({"user": "ada", "channel": "general", "type": "modal", "custom_id": "m", "fields": fields});
    let check = |event: Value| {
        let scene = &scene;
        async move {
            let input = |n: usize| event["data"]["components"][n]["component"].clone();
            let id = input(0)["values"][0].as_str().unwrap().to_owned();
            assert!(event["data"]["resolved"]["attachments"][&id].is_object());
            assert_eq!(input(1)["value"], "2");
            assert_eq!(input(2)["values"], json!(["1", "2"]));
            assert_eq!(input(3)["value"], true);
            scene
                .callback(&event, json!({"type": 4, "data": {"content": "x"}}))
                .await
        }
    };
    scene.interact(&mut bot, submit, check).await;
}
/// A modal with one label of this length, and this under it.
fn labelled(length: usize, mut component: Value) -> Value {
    component["custom_id"] = json!("c");
    let label = json!({"type": 18, "label": "x".repeat(length), "component": component});
    json!({"title": "t", "custom_id": "m", "components": [label]})
}

fn options(count: usize) -> Value {
    let one = |n: usize| json!({"label": "l", "value": n.to_string()});
    (0..count).map(one).collect()
}

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "a table of literals")]
async fn modals_keep_their_limits() {
    let scene = Scene::start().await;
    scene.register(ask()).await;
    let input = |fields: Value| {
        let mut input = json!({"type": 4, "custom_id": "c", "label": "l", "style": 1});
        input
            .as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        json!({"title": "t", "custom_id": "m", "components": [{"type": 1, "components": [input]}]})
    };
    let rows = |count: usize| {
        let row = |n: usize| json!({"type": 1, "components": [{"type": 4, "custom_id": n.to_string(), "label": "l", "style": 2}]});
        json!({"title": "t", "custom_id": "m", "components": (0..count).map(row).collect::<Vec<_>>()})
    };
    let told = |length: usize| json!({"title": "t", "custom_id": "m", "components": [{"type": 10, "content": "x".repeat(length)}]});
    let titled = |length: usize| json!({"title": "x".repeat(length), "custom_id": "m", "components": rows(1)["components"]});
    let cases = [
        (titled(45), titled(46), "/data/title"),
        (rows(5), rows(6), "/data/components"),
        (
            input(json!({"label": "x".repeat(45)})),
            input(json!({"label": "x".repeat(46)})),
            "/data/components/0/components/0/label",
        ),
        (
            input(json!({"placeholder": "x".repeat(100)})),
            input(json!({"placeholder": "x".repeat(101)})),
            "/data/components/0/components/0/placeholder",
        ),
        (
            input(json!({"max_length": 4000})),
            input(json!({"max_length": 4001})),
            "/data/components/0/components/0/max_length",
        ),
        (
            input(json!({"custom_id": "x".repeat(100)})),
            input(json!({"custom_id": "x".repeat(101)})),
            "/data/components/0/components/0/custom_id",
        ),
        (
            labelled(45, json!({"type": 4, "style": 1})),
            labelled(46, json!({"type": 4, "style": 1})),
            "/data/components/0/label",
        ),
        (
            labelled(1, json!({"type": 3, "options": options(25)})),
            labelled(1, json!({"type": 3, "options": options(26)})),
            "/data/components/0/component/options",
        ),
        (
            labelled(1, json!({"type": 5, "required": false, "min_values": 0})),
            labelled(1, json!({"type": 5, "disabled": true})),
            "/data/components/0/component/disabled",
        ),
        (
            labelled(1, json!({"type": 19, "max_values": 10})),
            labelled(1, json!({"type": 19, "max_values": 11})),
            "/data/components/0/component/max_values",
        ),
        (
            labelled(1, json!({"type": 19, "required": false, "min_values": 0})),
            labelled(1, json!({"type": 19, "min_values": 0})),
            "/data/components/0/component/min_values",
        ),
        (
            labelled(1, json!({"type": 21, "options": options(10)})),
            labelled(1, json!({"type": 21, "options": options(11)})),
            "/data/components/0/component/options",
        ),
        (
            labelled(1, json!({"type": 21, "options": options(2)})),
            labelled(1, json!({"type": 21, "options": options(1)})),
            "/data/components/0/component/options",
        ),
        (
            labelled(
                1,
                json!({"type": 22, "options": options(10), "min_values": 1}),
            ),
            labelled(1, json!({"type": 22, "options": options(11)})),
            "/data/components/0/component/options",
        ),
        (
            labelled(1, json!({"type": 22, "options": options(1)})),
            labelled(1, json!({"type": 22, "options": []})),
            "/data/components/0/component/options",
        ),
        (
            labelled(1, json!({"type": 23, "default": true})),
            labelled(1, json!({"type": 23, "default": "yes"})),
            "/data/components/0/component/default",
        ),
        (
            labelled(1, json!({"type": 23})),
            labelled(1, json!({"type": 2, "style": 1})),
            "/data/components/0/component/type",
        ),
        (told(4000), told(4001), "/data/components/0/content"),
        (
            input(json!({"value": "x", "max_length": 1})),
            input(json!({"value": "xx", "max_length": 1})),
            "/data/components/0/components/0/value",
        ),
    ];
    let mut bot = scene.bot(GUILDS).await;
    for (fits, too_much, place) in cases {
        scene
            .interact(&mut bot, asking("?"), async |event| {
                let (status, error) = scene
                    .callback(&event, json!({"type": 9, "data": too_much}))
                    .await;
                assert_eq!((status, &error["code"]), (400, &json!(50035)), "{too_much}");
                assert!(
                    error["errors"]
                        .pointer(&format!("{place}/_errors"))
                        .is_some(),
                    "{place}: {error}"
                );
                scene
                    .callback(&event, json!({"type": 9, "data": fits}))
                    .await
            })
            .await;
    }
}

#[tokio::test]
async fn suggestions_keep_their_limits() {
    let scene = Scene::start().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let many = |count: usize| {
        (0..count)
            .map(|n| json!({"name": n.to_string(), "value": "v"}))
            .collect::<Value>()
    };
    let one =
        |name: usize, value: usize| json!([{"name": "x".repeat(name), "value": "x".repeat(value)}]);
    let typing = json!({"user": "ada", "channel": "general", "type": "autocomplete", "name": "ask",
        "options": [{"name": "question", "value": "", "focused": true}]});
    for (fits, too_much) in [
        (many(25), many(26)),
        (one(100, 1), one(101, 1)),
        (one(1, 100), one(1, 101)),
        (json!([]), one(0, 1)),
    ] {
        scene
            .interact(&mut bot, typing.clone(), async |event| {
                let answer = |choices: &Value| json!({"type": 8, "data": {"choices": choices}});
                assert_eq!(
                    scene.callback(&event, answer(&too_much)).await.1["code"],
                    50035,
                    "{too_much}"
                );
                scene.callback(&event, answer(&fits)).await
            })
            .await;
    }
}
