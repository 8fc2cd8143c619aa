//! Polls: how they are shown, voted on, and end.

use std::time::Duration;

use chiefly::sandbox::SandboxOptions;
use reqwest::Method;
use serde_json::{Value, json};

use super::client::{ALL, Gateway, Scene};

const POLLS: u64 = 1 << 24;

#[tokio::test]
async fn a_poll_is_shown_with_its_answers_numbered() {
    let scene = Scene::start().await;
    let poll = json!({"question": {"text": "Good?"}, "answers": [{"poll_media": {"text": "yes"}}, {"poll_media": {"text": "no"}}]});
    let (_, message) = scene
        .post(
            &format!("/channels/{}/messages", scene.id("general")),
            json!({"poll": poll}),
        )
        .await;
    assert_eq!(
        message["poll"]["answers"][1],
        json!({"answer_id": 2, "poll_media": {"text": "no"}})
    );
    assert!(message["poll"]["expiry"].is_string());
}

#[tokio::test]
async fn a_poll_is_voted_on_and_ended() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL | POLLS).await;
    let room = scene.id("general");
    let poll = json!({"question": {"text": "Who?"}, "answers": [
        {"poll_media": {"text": "CTO"}}, {"poll_media": {"text": "CIO"}}], "duration": 1});
    let (_, message) = scene
        .post(&format!("/channels/{room}/messages"), json!({"poll": poll}))
        .await;
    let id = message["id"].as_str().unwrap();
    for answer in [1, 2] {
        let path = format!("messages/{id}/votes/{answer}?user=ada");
        assert_eq!(scene.control(Method::PUT, &path, Value::Null).await.0, 204);
    }
    assert_eq!(bot.event("MESSAGE_POLL_VOTE_ADD").await["answer_id"], 1);
    assert_eq!(bot.event("MESSAGE_POLL_VOTE_REMOVE").await["answer_id"], 1);
    assert_eq!(bot.event("MESSAGE_POLL_VOTE_ADD").await["answer_id"], 2);
    let path = format!("/channels/{room}/polls/{id}");
    let (_, voters) = scene.get(&format!("{path}/answers/2")).await;
    assert_eq!(voters["users"][0]["username"], "ada");
    let (status, ended) = scene.post(&format!("{path}/expire"), Value::Null).await;
    assert_eq!(status, 200);
    let results = &ended["poll"]["results"];
    assert_eq!(
        *results,
        json!({"is_finalized": true, "answer_counts": [{"id": 2, "count": 1, "me_voted": false}]})
    );
    let (_, said) = scene
        .get(&format!("/channels/{room}/messages?limit=1"))
        .await;
    assert_eq!(said[0]["type"], 46, "ended early, it tells its result too");
    let again = scene.post(&format!("{path}/expire"), Value::Null).await;
    assert_eq!((again.0, &again.1["code"]), (400, &json!(520_001)));
    let late = format!("messages/{id}/votes/1?user=grace");
    assert_eq!(scene.control(Method::PUT, &late, Value::Null).await.0, 400);
}

/// The fields of the embed with which a poll's end is told.
fn told(result: &Value) -> Value {
    let embed = &result["embeds"][0];
    assert_eq!(embed["type"], "poll_result", "{result}");
    let fields = embed["fields"].as_array().unwrap().iter();
    fields
        .map(|field| {
            (
                field["name"].as_str().unwrap().to_owned(),
                field["value"].clone(),
            )
        })
        .collect()
}

/// Asks with a poll of an hour, has people vote, and waits for its end or ends it: the update, and the
/// message.
async fn ended(
    scene: &Scene,
    bot: &mut Gateway,
    votes: &[(&str, u64)],
    early: bool,
) -> (Value, Value) {
    let room = scene.id("general");
    let poll = json!({"question": {"text": "Who?"}, "answers": [
        {"poll_media": {"text": "CTO", "emoji": {"name": "🔧"}}}, {"poll_media": {"text": "CIO"}}], "duration": 1});
    let (_, message) = scene
        .post(&format!("/channels/{room}/messages"), json!({"poll": poll}))
        .await;
    assert_eq!(bot.event("MESSAGE_CREATE").await["id"], message["id"]);
    assert_eq!(message["poll"]["results"]["is_finalized"], false);
    let id = message["id"].as_str().unwrap();
    for (user, answer) in votes {
        let path = format!("messages/{id}/votes/{answer}?user={user}");
        assert_eq!(scene.control(Method::PUT, &path, Value::Null).await.0, 204);
    }
    if early {
        let path = format!("/channels/{room}/polls/{id}/expire");
        assert_eq!(scene.post(&path, Value::Null).await.0, 200);
    }
    let update = bot.event("MESSAGE_UPDATE").await;
    assert_eq!(update["id"], message["id"]);
    let moved = update["poll"]["expiry"] != message["poll"]["expiry"];
    assert_eq!(moved, early, "only who ends it changes when it ends");
    assert_eq!(update["edited_timestamp"], Value::Null);
    let result = bot.event("MESSAGE_CREATE").await;
    assert_eq!(
        (
            &result["type"],
            &result["author"]["id"],
            &result["message_reference"]["message_id"]
        ),
        (&json!(46), &message["author"]["id"], &message["id"])
    );
    (update, result)
}

#[tokio::test]
async fn a_poll_ends_by_itself_and_tells_who_won() {
    // Long enough to vote in, and over soon.
    let options = SandboxOptions {
        poll_hour: Duration::from_secs(1),
        ..SandboxOptions::default()
    };
    let scene = Scene::with(options).await;
    let mut bot = scene.bot(ALL).await;
    let votes = [("ada", 1), ("grace", 1)];
    let (update, result) = ended(&scene, &mut bot, &votes, false).await;
    assert_eq!(
        update["poll"]["results"],
        json!({"is_finalized": true, "answer_counts": [{"id": 1, "count": 2, "me_voted": false}]})
    );
    assert_eq!(
        told(&result),
        json!({"poll_question_text": "Who?", "victor_answer_votes": "2", "total_votes": "2",
            "victor_answer_id": "1", "victor_answer_text": "CTO", "victor_answer_emoji_name": "🔧"})
    );
}

#[tokio::test]
async fn nobody_wins_a_tie_or_without_votes() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    for (votes, most, all) in [(&[("ada", 1), ("grace", 2)][..], "1", "2"), (&[], "0", "0")] {
        let (_, result) = ended(&scene, &mut bot, votes, true).await;
        assert_eq!(
            told(&result),
            json!({"poll_question_text": "Who?", "victor_answer_votes": most, "total_votes": all})
        );
    }
}

#[tokio::test]
async fn a_deferred_answer_may_become_a_poll() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    scene
        .register(json!([{"name": "vote", "description": "d"}]))
        .await;
    let used = json!({"user": "ada", "channel": "general", "type": "command", "name": "vote"});
    let (_, message) = scene
        .interact(&mut bot, used, async |event| {
            assert_eq!(scene.callback(&event, json!({"type": 5})).await.0, 204);
            let path = format!(
                "/webhooks/{}/{}/messages/@original",
                scene.application(),
                event["token"].as_str().unwrap()
            );
            let poll =
                json!({"question": {"text": "Who?"}, "answers": [{"poll_media": {"text": "CTO"}}]});
            scene.patch(&path, json!({"poll": poll})).await
        })
        .await;
    assert_eq!(message["poll"]["question"]["text"], "Who?");
}
