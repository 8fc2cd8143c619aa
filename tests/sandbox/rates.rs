//! Rate limits, told and enforced.

use chiefly::sandbox::SandboxOptions;
use reqwest::Method;
use serde_json::{Value, json};

use super::client::Scene;

#[tokio::test]
async fn rate_limits_are_told_and_when_strict_enforced() {
    let scene = Scene::with(SandboxOptions {
        strict: true,
        ..SandboxOptions::default()
    })
    .await;
    let url = format!(
        "{}/api/v10/channels/{}/messages",
        scene.sandbox.url(),
        scene.id("general")
    );
    let token = format!("Bot {}", scene.sandbox.token());
    let send = async || {
        let request = scene
            .http
            .post(&url)
            .header("Authorization", &token)
            .json(&json!({"content": "x"}));
        request.send().await.unwrap()
    };
    for left in ["4", "3", "2", "1", "0"] {
        let response = send().await;
        assert_eq!(response.headers()["x-ratelimit-remaining"], left);
        assert_eq!(response.headers()["x-ratelimit-limit"], "5");
    }
    let refused = send().await;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["x-ratelimit-scope"], "user");
    assert!(refused.headers().contains_key("retry-after"));
    let body: Value = refused.json().await.unwrap();
    assert!(body["retry_after"].as_f64().unwrap() > 0.0);
    assert_eq!(body["global"], false);
    let other = format!("/channels/{}/messages", scene.id("random"));
    assert_eq!(
        scene.post(&other, json!({"content": "x"})).await.0,
        200,
        "another channel, another bucket"
    );
}

#[tokio::test]
async fn all_routes_but_those_of_interactions_share_one_limit() {
    let scene = Scene::with(SandboxOptions {
        strict: true,
        ..SandboxOptions::default()
    })
    .await;
    let base = format!("{}/api/v10", scene.sandbox.url());
    let token = format!("Bot {}", scene.sandbox.token());
    let ask = async |path: &str| {
        let request = scene.http.get(format!("{base}{path}"));
        request
            .header("Authorization", &token)
            .send()
            .await
            .unwrap()
    };
    // Each channel has a bucket of its own, so that only the limit for everything is met.
    let all = (1..=80).map(|n| format!("/channels/{n}"));
    let paths: Vec<String> = all.collect();
    let answers = futures_util::future::join_all(paths.iter().map(|path| ask(path))).await;
    let mut refused = Vec::new();
    for answer in answers {
        if answer.status() == 429 {
            refused.push(answer);
        } else {
            assert_eq!(answer.status(), 404);
        }
    }
    assert!(
        !refused.is_empty() && refused.len() <= 30,
        "{}",
        refused.len()
    );
    let one = refused.swap_remove(0);
    assert_eq!(one.headers()["x-ratelimit-global"], "true");
    assert_eq!(one.headers()["x-ratelimit-scope"], "global");
    let body: Value = one.json().await.unwrap();
    assert_eq!(body["global"], true);
    let open = ask(&format!(
        "/webhooks/{}/none/messages/@original",
        scene.application()
    ))
    .await;
    assert_ne!(open.status(), 429, "interactions are exempt");
}

#[tokio::test]
async fn limits_are_tightened_while_it_runs() {
    let scene = Scene::start().await;
    let change = async |body: Value| scene.control(Method::PATCH, "limits", body).await;
    let usual = json!({"strict": false, "response_ms": 3000, "token_ms": 900_000});
    assert_eq!(
        scene.control(Method::GET, "limits", Value::Null).await.1,
        usual
    );
    let path = format!("/channels/{}/messages", scene.id("general"));
    let send = async || scene.post(&path, json!({"content": "x"})).await.0;
    for _ in 0..6 {
        assert_eq!(send().await, 200);
    }
    assert_eq!(change(json!({"strict": true})).await.1["strict"], true);
    for _ in 0..5 {
        assert_eq!(send().await, 200);
    }
    assert_eq!(send().await, 429);
    scene
        .register(json!([{"name": "ask", "description": "d"}]))
        .await;
    let _silent = scene.bot(1).await;
    assert_eq!(
        change(json!({"response_ms": 20})).await.1["response_ms"],
        20
    );
    let run = json!({"user": "ada", "channel": "general", "type": "command", "name": "ask"});
    let (_, outcome) = scene.control(Method::POST, "interactions", run).await;
    assert_eq!(outcome["failed"], "did not respond");
    for wrong in [json!({"response_ms": 0}), json!({"stict": true})] {
        let (status, error) = change(wrong).await;
        assert!(status == 400 && error["error"].is_string(), "{error}");
    }
}

#[tokio::test]
async fn a_callback_has_no_bucket() {
    let scene = Scene::with(SandboxOptions {
        strict: true,
        ..SandboxOptions::default()
    })
    .await;
    let url = format!(
        "{}/api/v10/interactions/1/none/callback",
        scene.sandbox.url()
    );
    for _ in 0..12 {
        let request = scene.http.post(&url).json(&json!({"type": 1}));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 404);
        let told = response
            .headers()
            .keys()
            .find(|name| name.as_str().starts_with("x-ratelimit"));
        assert_eq!(told, None);
    }
}
