//! Interactions: from the user's click to the bot's answer.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{ALL, GUILDS, Scene, callback_path};

fn ask() -> Value {
    json!([{"name": "ask", "description": "Ask", "options": [
        {"type": 3, "name": "question", "description": "What", "required": true, "autocomplete": true},
        {"type": 5, "name": "private", "description": "Only for you"}]}])
}

fn asking(text: &str) -> Value {
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
async fn a_bot_that_is_silent_did_not_respond_and_is_then_too_late() {
    let scene = Scene::hasty().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let (status, outcome) = scene
        .control(Method::POST, "interactions", asking("?"))
        .await;
    assert_eq!(
        (status, &outcome["failed"]),
        (200, &json!("did not respond"))
    );
    let event = bot.event("INTERACTION_CREATE").await;
    let (status, error) = scene
        .callback(&event, json!({"type": 4, "data": {"content": "late"}}))
        .await;
    assert_eq!((status, &error["code"]), (404, &json!(10062)));
}

#[tokio::test]
async fn refusals_of_the_life_cycle() {
    let scene = Scene::start().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let user = scene.control(Method::POST, "interactions", asking("?"));
    let work = async {
        let event = bot.event("INTERACTION_CREATE").await;
        let app = scene.application();
        let token = event["token"].as_str().unwrap();
        let code = |(status, body): (u16, Value)| (status, body["code"].as_u64().unwrap());
        let follow_up = format!("/webhooks/{app}/{token}");
        let hello = json!({"content": "x"});
        assert_eq!(
            code(scene.post(&follow_up, hello.clone()).await),
            (404, 10015),
            "before any response"
        );
        assert_eq!(
            code(scene.callback(&event, json!({"type": 4, "data": {}})).await),
            (400, 50006),
            "empty"
        );
        assert_eq!(
            code(
                scene
                    .callback(&event, json!({"type": 7, "data": hello}))
                    .await
            ),
            (400, 50035),
            "not for commands"
        );
        assert_eq!(
            code(
                scene
                    .callback(
                        &event,
                        json!({"type": 4, "data": {"content": "x".repeat(2001)}})
                    )
                    .await
            ),
            (400, 50035)
        );
        let wrong = format!(
            "/interactions/{}/wrong/callback",
            event["id"].as_str().unwrap()
        );
        assert_eq!(
            code(scene.post(&wrong, json!({"type": 6})).await),
            (404, 10062),
            "unknown token"
        );
        assert_eq!(
            scene
                .callback(&event, json!({"type": 4, "data": hello}))
                .await
                .0,
            204
        );
        assert_eq!(
            code(
                scene
                    .callback(&event, json!({"type": 4, "data": hello}))
                    .await
            ),
            (400, 40060),
            "twice"
        );
        assert_eq!(
            code(
                scene
                    .post(&format!("/webhooks/{app}/nonsense"), hello)
                    .await
            ),
            (401, 50027)
        );
        assert_eq!(
            code(scene.get(&format!("{follow_up}/messages/1")).await),
            (404, 10008)
        );
    };
    let ((status, _), ()) = tokio::join!(user, work);
    assert_eq!(status, 200);
}

#[tokio::test]
async fn the_token_ends_after_its_time() {
    let scene = Scene::hasty().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let deferred = json!({"type": 5});
    let token = std::cell::RefCell::new(String::new());
    scene
        .interact(&mut bot, asking("?"), async |event| {
            event["token"]
                .as_str()
                .unwrap()
                .clone_into(&mut token.borrow_mut());
            scene.callback(&event, deferred).await
        })
        .await;
    let path = format!(
        "/webhooks/{}/{}/messages/@original",
        scene.application(),
        token.borrow()
    );
    // The deadline of 300 ms is the thing under test; each round asks again.
    let end = loop {
        let (status, body) = scene.get(&path).await;
        if status != 200 {
            break (status, body["code"].clone());
        }
    };
    assert_eq!(end, (401, json!(50027)));
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
