//! Messages over REST, what users see of them, and the log of requests.

use std::path::Path;

use chiefly::sandbox::{Sandbox, SandboxError, SandboxOptions};
use reqwest::Method;
use serde_json::{Value, json};

use super::client::{ALL, Scene};

#[tokio::test]
async fn a_message_is_made_read_changed_and_removed() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    let channel = format!("/channels/{}/messages", scene.id("general"));
    let (status, message) = scene
        .post(&channel, json!({"content": " hello ", "nonce": "n"}))
        .await;
    assert_eq!(
        (status, &message["content"], &message["nonce"]),
        (200, &json!("hello"), &json!("n"))
    );
    let path = format!("{channel}/{}", message["id"].as_str().unwrap());
    assert_eq!(bot.event("MESSAGE_CREATE").await["id"], message["id"]);
    assert_eq!(scene.get(&path).await.1["id"], message["id"]);
    let (_, edited) = scene.patch(&path, json!({"content": "bye"})).await;
    assert_eq!(edited["content"], "bye");
    assert!(edited["edited_timestamp"].is_string());
    assert_eq!(bot.event("MESSAGE_UPDATE").await["content"], "bye");
    assert_eq!(scene.delete(&path).await.0, 204);
    assert_eq!(bot.event("MESSAGE_DELETE").await["id"], message["id"]);
    assert_eq!(
        scene.get(&path).await,
        (404, json!({"message": "Unknown Message", "code": 10008}))
    );
}

#[tokio::test]
async fn lists_go_before_after_and_around() {
    let scene = Scene::start().await;
    let mut ids = Vec::new();
    for n in 0..6 {
        ids.push(
            scene.say("ada", "general", &n.to_string()).await["id"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    let list = async |query: String| -> String {
        let (_, list) = scene
            .get(&format!(
                "/channels/{}/messages?{query}",
                scene.id("general")
            ))
            .await;
        list.as_array()
            .unwrap()
            .iter()
            .map(|one| one["content"].as_str().unwrap())
            .collect()
    };
    assert_eq!(list("limit=2".into()).await, "54", "newest first");
    assert_eq!(list(format!("&limit=3&before={}", ids[4])).await, "321");
    assert_eq!(list(format!("limit=3&after={}", ids[1])).await, "432");
    assert_eq!(list(format!("limit=3&around={}", ids[2])).await, "321");
}

#[tokio::test]
async fn nothing_pings_unless_it_is_allowed_to() {
    let scene = Scene::start().await;
    let channel = format!("/channels/{}/messages", scene.id("general"));
    let text = format!("<@{}> @everyone", scene.id("ada"));
    let (_, open) = scene.post(&channel, json!({"content": text})).await;
    assert_eq!(open["mentions"][0]["username"], "ada");
    assert_eq!(
        open["mention_everyone"], false,
        "the bot lacks the permission"
    );
    let quiet = json!({"content": text, "allowed_mentions": {"parse": []}});
    let (_, quiet) = scene.post(&channel, quiet).await;
    assert_eq!(quiet["mentions"], json!([]));
    let target = scene.say("ada", "general", "hm").await["id"].clone();
    let reply = |mentions: Value| json!({"content": "re", "message_reference": {"message_id": target}, "allowed_mentions": mentions});
    let (_, silent) = scene.post(&channel, reply(json!({"parse": []}))).await;
    assert_eq!(
        (&silent["mentions"], &silent["type"]),
        (&json!([]), &json!(19))
    );
    assert_eq!(silent["referenced_message"]["content"], "hm");
    let (_, loud) = scene
        .post(&channel, reply(json!({"replied_user": true})))
        .await;
    assert_eq!(loud["mentions"][0]["username"], "ada");
}

#[tokio::test]
async fn a_route_that_is_not_there_is_not_found() {
    let scene = Scene::start().await;
    assert_eq!(
        scene.get("/nope").await,
        (404, json!({"message": "404: Not Found", "code": 0}))
    );
    assert_eq!(
        scene.put("/gateway", Value::Null).await,
        (
            405,
            json!({"message": "405: Method Not Allowed", "code": 0})
        )
    );
}

#[tokio::test]
async fn requests_are_logged_without_the_token() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("requests.jsonl");
    let scene = Scene::with(SandboxOptions {
        record: Some(file.clone()),
        ..SandboxOptions::default()
    })
    .await;
    scene
        .post(
            &format!("/channels/{}/messages", scene.id("general")),
            json!({"content": "x"}),
        )
        .await;
    let (_, list) = scene
        .control(Method::GET, "requests?after=0", Value::Null)
        .await;
    assert_eq!(list[0]["body"], json!({"content": "x"}));
    assert_eq!(
        (&list[0]["n"], &list[0]["status"]),
        (&json!(1), &json!(200))
    );
    assert_eq!(list[0]["headers"]["authorization"], "Bot ***");
    assert!(!list.to_string().contains(&scene.sandbox.token()));
    let recorded: Value =
        serde_json::from_str(std::fs::read_to_string(file).unwrap().trim()).unwrap();
    assert_eq!(recorded, list[0]);
}

#[tokio::test]
async fn faults_of_rest_fail_delay_and_end() {
    let scene = Scene::start().await;
    let channel = format!("/channels/{}/messages", scene.id("general"));
    let fault = json!({"kind": "rest", "route": "POST /channels/{channel_id}/messages", "status": 429, "retry_after": 0.5, "count": 1});
    scene.control(Method::POST, "faults", fault).await;
    let (status, body) = scene.post(&channel, json!({"content": "x"})).await;
    assert_eq!((status, &body["retry_after"]), (429, &json!(0.5)));
    assert_eq!(
        scene.post(&channel, json!({"content": "x"})).await.0,
        200,
        "it was counted"
    );
    scene
        .control(
            Method::POST,
            "faults",
            json!({"kind": "rest", "status": 503}),
        )
        .await;
    assert_eq!(scene.get("/users/@me").await.0, 503);
    assert_eq!(
        scene.control(Method::DELETE, "faults", Value::Null).await.0,
        204
    );
    assert_eq!(scene.get("/users/@me").await.0, 200);
}

#[tokio::test]
async fn faults_combine_and_are_counted_each() {
    let scene = Scene::start().await;
    let fault = async |body: Value| scene.control(Method::POST, "faults", body).await;
    fault(json!({"kind": "rest", "route": "GET /users/@me", "delay_ms": 50, "count": 2})).await;
    fault(json!({"kind": "rest", "route": "/users/*", "status": 500, "count": 1})).await;
    let timed = async || {
        let start = std::time::Instant::now();
        let (status, _) = scene.get("/users/@me").await;
        (status, start.elapsed().as_millis() >= 50)
    };
    assert_eq!(timed().await, (500, true), "late, and then it fails");
    let (_, active) = scene.control(Method::GET, "faults", Value::Null).await;
    assert_eq!(active.as_array().unwrap().len(), 1);
    assert_eq!(
        (&active[0]["fired"], &active[0]["left"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(timed().await, (200, true), "late only");
    assert_eq!(scene.get("/users/@me").await.0, 200);
    assert_eq!(
        scene.control(Method::GET, "faults", Value::Null).await.1,
        json!([])
    );
    let cases = [
        json!({}),
        json!({"kind": "storm"}),
        json!({"kind": "close", "code": 1006}),
        json!({"kind": "rest", "status": 200}),
        json!({"kind": "reconnect", "count": 0}),
    ];
    for body in cases {
        assert_eq!(fault(body.clone()).await.0, 400, "{body}");
    }
}

#[tokio::test]
async fn a_port_in_use_says_what_to_do() {
    let scene = Scene::start().await;
    let port = scene.sandbox.address().port();
    let error = Sandbox::start(SandboxOptions {
        port,
        ..SandboxOptions::default()
    })
    .await
    .unwrap_err();
    assert!(matches!(error, SandboxError::PortInUse { .. }));
    assert!(error.to_string().contains("--port"), "{error}");
    let record = Some(Path::new("/nowhere/requests.jsonl").to_owned());
    let error = Sandbox::start(SandboxOptions {
        record,
        ..SandboxOptions::default()
    })
    .await
    .unwrap_err();
    assert!(matches!(error, SandboxError::Record { .. }));
}

#[tokio::test]
async fn a_stopped_sandbox_says_goodbye() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    let events = scene
        .http
        .get(format!("{}/sandbox/events", scene.sandbox.url()))
        .send()
        .await
        .unwrap();
    scene.sandbox.stop().await;
    assert_eq!(bot.close_code().await, 1001);
    assert!(events.text().await.is_ok(), "the stream of events ends");
}
