//! A bad hour of Discord: what it refuses for a moment arrives all the same.

use serde_json::{Value, json};

use super::scene::{Scene, title};

const MESSAGES: &str = "/channels/{channel_id}/messages";
const CALLBACK: &str = "/interactions/{interaction_id}/{interaction_token}/callback";
const QUESTION: &str = "can one person be both CTO and CIO?";
const ANSWER: &str = "Can one person be both CTO and CIO?";

/// The next requests of a route are refused.
async fn refuse(scene: &Scene, route: &str, status: u16, count: u32) {
    let fault = json!({
        "kind": "rest", "route": route, "status": status, "retry_after": 0.3, "count": count,
    });
    scene.post("faults", fault).await;
}

/// How often the bot was refused.
async fn refusals(scene: &Scene) -> usize {
    let requests = scene.get("requests").await;
    let all = requests.as_array().unwrap().iter();
    all.filter(|request| request["status"].as_u64() >= Some(429))
        .count()
}

#[tokio::test]
async fn who_mentions_the_bot_gets_the_answer_once() {
    for (status, times) in [(429, 2), (503, 1)] {
        let scene = Scene::start().await;
        refuse(&scene, MESSAGES, status, times).await;
        let mention = format!("<@{}> {QUESTION}", scene.bot_id);
        let answer = scene.write_and_read("ada", "general", &mention).await;
        assert_eq!(title(&answer), ANSWER, "{status}");
        assert_eq!(refusals(&scene).await, times as usize, "{status}");
        assert_eq!(scene.bot_messages("general", "ada").await, 1, "{status}");
    }
}

#[tokio::test]
async fn who_uses_a_command_gets_the_answer_in_time() {
    let scene = Scene::start().await;
    refuse(&scene, CALLBACK, 429, 1).await;
    let response = scene.ask("ada", QUESTION, false).await;
    assert_eq!(response["failed"], Value::Null, "{response}");
    assert_eq!(title(&response["message"]), ANSWER);
    assert_eq!(refusals(&scene).await, 1);
}

#[tokio::test]
async fn who_presses_a_button_gets_what_it_leads_to() {
    let scene = Scene::start().await;
    let asked = scene.ask("ada", QUESTION, false).await;
    let message = &asked["message"];
    let related = message["components"][0]["components"][0]["custom_id"]
        .as_str()
        .unwrap();
    refuse(&scene, CALLBACK, 503, 1).await;
    let response = scene.press("ada", message, related).await;
    assert_eq!(response["failed"], Value::Null, "{response}");
    assert_ne!(title(&response["message"]), ANSWER);
    assert_eq!(refusals(&scene).await, 1);
}

#[tokio::test]
async fn an_edit_of_a_question_reaches_its_answer() {
    let scene = Scene::start().await;
    let mention = format!("<@{}> {QUESTION}", scene.bot_id);
    let mut events = scene.events().await;
    let question = scene.write("ada", "general", &mention).await;
    let answer = scene.next_of_bot(&mut events).await;
    refuse(
        &scene,
        "/channels/{channel_id}/messages/{message_id}",
        429,
        1,
    )
    .await;
    let films = format!(
        "<@{}> which films are about technology leaders",
        scene.bot_id
    );
    scene.edit("ada", &question, &films).await;
    let edited = events
        .wait("message_update", |data| {
            data["message"]["id"] == answer["id"]
        })
        .await;
    assert_eq!(
        title(&edited["message"]),
        "Films about technology leadership"
    );
    assert_eq!(refusals(&scene).await, 1);
}
