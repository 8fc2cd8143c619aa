//! What the bot keeps of what people write.

use chiefly::{advisor::Advisor, answer::Questions, journal::Journal, matching::Outcome};
use jiff::Timestamp;

use super::scene::{Scene, snapshot};

const PACK: &str = r#"schema = 1
title = "Keys and doors"
[[faq]]
id = "key"
question = "Where is the key?"
ask = ["who has the key", "I lost my key"]
answer = "Under the mat."
"#;

#[tokio::test]
async fn questions_are_kept_without_who_asked_or_where_and_the_bot_says_so() {
    let journal = Journal::in_memory().await.unwrap();
    let advisor = Advisor::new(snapshot(PACK)).keeping(journal.clone(), Questions::Kept);
    let scene = Scene::advised(advisor).await;
    scene.ask("ada", "Where is the key?", false).await;
    scene.advisor.flush().await;
    let kept = journal
        .recent_questions(10, Timestamp::now())
        .await
        .unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].text, "Where is the key?");
    assert_eq!(kept[0].outcome, Outcome::Answer);
    assert_eq!(kept[0].entry, Some("faq:key".parse().unwrap()));
    let body = serde_json::json!({"user": "ada", "channel": "general", "type": "command", "name": "privacy"});
    let told = scene.post("interactions", body).await.to_string();
    assert!(told.contains("for 30 days"), "{told}");
}

#[tokio::test]
async fn nothing_is_kept_when_the_host_says_so() {
    let journal = Journal::in_memory().await.unwrap();
    let advisor = Advisor::new(snapshot(PACK)).keeping(journal.clone(), Questions::Forgotten);
    let scene = Scene::advised(advisor).await;
    scene.ask("ada", "Where is the key?", false).await;
    scene.advisor.flush().await;
    assert_eq!(
        journal
            .recent_questions(10, Timestamp::now())
            .await
            .unwrap(),
        []
    );
    let body = serde_json::json!({"user": "ada", "channel": "general", "type": "command", "name": "privacy"});
    let told = scene.post("interactions", body).await.to_string();
    assert!(told.contains("I store nothing"), "{told}");
}
