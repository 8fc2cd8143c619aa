//! Members call the bot to a question that is already there.

use std::time::Duration;

use serde_json::{Value, json};

use super::scene::{Scene, TWINS, buttons, title};

const BOTH: &str = "Can one person be both CTO and CIO?";
const CTO: &str = "Chief Technology Officer (CTO)";
const CIO: &str = "Chief Information Officer (CIO)";

async fn reply_and_read(scene: &Scene, user: &str, to: &Value, content: &str) -> Value {
    let mut events = scene.events().await;
    scene.reply(user, to, content).await;
    scene.next_of_bot(&mut events).await
}

/// A scene whose bot gets to read what others say, because a channel is watched.
async fn reading() -> Scene {
    let mut scene = Scene::start().await;
    let state = scene.get("state").await;
    let channels = state["channels"].as_array().unwrap();
    let ask = channels.iter().find(|c| c["name"] == "ask-chiefly");
    let id = ask.unwrap()["id"].as_str().unwrap();
    scene.watched.channels = vec![id.parse().unwrap()];
    scene.restart_bot().await;
    scene
}

#[tokio::test]
async fn a_bare_mention_answers_the_question_that_stands_directly_before() {
    let scene = reading().await;
    let thread = json!({"user": "ada", "channel": "general", "name": "Who is who", "content": "can the same guy do both jobs?"});
    let thread = scene.post("threads", thread).await;
    for channel in [thread["id"].as_str().unwrap(), "random"] {
        let question = scene
            .write("ada", channel, "can the same guy do both jobs?")
            .await;
        let answer = scene.write_and_read("linus", channel, "@Chiefly").await;
        assert_eq!(title(&answer), BOTH, "{channel}");
        assert_eq!(answer["message_reference"]["message_id"], question["id"]);
    }
    let help = scene.advisor.whole().composer().help().cards[0]
        .title
        .clone();
    for before in [
        "good morning everybody",
        "how tall is mount everest?",
        "@Chiefly what is a CTO?",
    ] {
        let mut events = scene.events().await;
        scene.write("ada", "random", before).await;
        if before.contains('@') {
            scene.next_of_bot(&mut events).await;
        }
        let answer = scene.write_and_read("linus", "random", "@Chiefly").await;
        assert_eq!(title(&answer), help, "{before}");
    }
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_bare_mention_in_a_reply_answers_what_it_replies_to() {
    let scene = Scene::start().await;
    let question = scene.write("linus", "random", "what is a CIO?").await;
    scene.write("linus", "random", "anyone here?").await;
    let answer = reply_and_read(&scene, "ada", &question, "@Chiefly").await;
    assert_eq!(title(&answer), CIO);
    assert_eq!(answer["message_reference"]["message_id"], question["id"]);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_mention_that_an_edit_adds_is_answered_for_five_minutes() {
    let mut scene = Scene::start().await;
    let early = scene.write("ada", "general", "what is a CTO?").await;
    let late = scene.write("ada", "general", "what is a CTO?").await;
    let mut events = scene.events().await;
    scene.edit("ada", &early, "@Chiefly what is a CTO?").await;
    let answer = scene.next_of_bot(&mut events).await;
    assert_eq!(title(&answer), CTO);
    assert_eq!(answer["message_reference"]["message_id"], early["id"]);
    // From here on it is a question like any other.
    scene.edit("ada", &early, "@Chiefly what is a CIO?").await;
    let edited = events
        .wait("message_update", |data| {
            data["message"]["id"] == answer["id"]
        })
        .await;
    assert_eq!(title(&edited["message"]), CIO);

    scene.clock.advance(Duration::from_secs(301));
    scene.edit("ada", &late, "@Chiefly what is a CTO?").await;
    scene.settle().await;
    assert_eq!(scene.bot_messages("general", "ada").await, 1);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn what_a_press_or_a_command_shows_is_what_the_next_question_leans_on() {
    let scene = Scene::start().await;
    let answer = scene.ask("ada", "what is a CTO", false).await;
    let message = &answer["message"];
    let all = buttons(message);
    let situation = all.iter().find(|(_, id)| id.contains("|open|s:cto"));
    let (_, open) = situation.unwrap_or_else(|| panic!("{all:?}"));
    scene.press("ada", message, open).await;
    let next = scene
        .write_and_read("ada", "general", "@Chiefly and the CIO?")
        .await;
    assert_eq!(title(&next), "When a CIO is the better choice");

    let compare = json!({
        "user": "linus", "channel": "general", "type": "command", "name": "compare",
        "options": [{"name": "dimension", "value": "primary-focus"}],
    });
    scene.post("interactions", compare).await;
    let next = scene
        .write_and_read("linus", "general", "@Chiefly and the CIO?")
        .await;
    assert_eq!(title(&next), "Primary focus: CIO");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn who_is_asked_back_after_a_right_click_picks_the_answer_that_everybody_sees() {
    let scene = Scene::with(TWINS).await;
    let question = scene.write("linus", "general", "bicycle").await;
    let click = scene.answer_this("ada", &question).await;
    let asked_back = &click["message"];
    assert_eq!(title(asked_back), "Did you mean one of these?");
    assert_eq!(scene.bot_messages("general", "linus").await, 0);
    let (label, pick) = buttons(asked_back).remove(0);
    // Discord waits three seconds; this takes longer.
    let late = json!({"kind": "rest", "route": "POST /channels/{channel_id}/messages", "delay_ms": 3300, "count": 1});
    scene.post("faults", late).await;
    let mut events = scene.events().await;
    let press = scene.press("ada", asked_back, &pick).await;
    assert_eq!(press["response"]["type"], 6, "{press}");
    let answer = scene.next_of_bot(&mut events).await;
    assert_eq!(title(&answer), label);
    assert_eq!(answer["message_reference"]["message_id"], question["id"]);
    assert_eq!(scene.bot_messages("general", "linus").await, 1);
    events
        .wait("message_update", |data| {
            title(&data["message"]) == "Answered"
        })
        .await;
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_right_click_is_acknowledged_in_time_however_long_sending_takes() {
    let scene = Scene::start().await;
    let question = scene.write("linus", "general", "what is a CTO?").await;
    let late = json!({"kind": "rest", "route": "POST /channels/{channel_id}/messages", "delay_ms": 3300, "count": 1});
    scene.post("faults", late).await;
    let mut events = scene.events().await;
    let click = scene.answer_this("ada", &question).await;
    assert_eq!(click["response"]["type"], 5, "{click}");
    assert!(click["failed"].is_null());
    events
        .wait("message_create", |data| title(&data["message"]) == CTO)
        .await;
    events
        .wait("message_update", |data| {
            title(&data["message"]) == "Answered"
        })
        .await;
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn quick_edits_and_deletions_meet_the_answer_that_is_still_under_way() {
    let scene = Scene::start().await;
    let late = json!({"kind": "rest", "route": "POST /channels/{channel_id}/messages", "delay_ms": 400, "count": 2});
    scene.post("faults", late).await;
    let mut events = scene.events().await;
    let edited = scene.write("ada", "general", "hm").await;
    for content in [
        "@Chiefly what is a CTO?",
        "@Chiefly what is a CIO, or rather",
        "@Chiefly what is a CIO?",
    ] {
        scene.edit("ada", &edited, content).await;
    }
    let mut deletions = scene.events().await;
    let deleted = scene
        .write("linus", "random", "@Chiefly what is a CTO?")
        .await;
    scene.delete("linus", &deleted).await;
    events
        .wait("message_update", |data| title(&data["message"]) == CIO)
        .await;
    let random = deleted["channel_id"].clone();
    deletions
        .wait("message_delete", |data| {
            data["channel_id"] == random && data["id"] != deleted["id"]
        })
        .await;
    assert_eq!(scene.bot_messages("general", "ada").await, 1);
    assert_eq!(scene.bot_messages("random", "ada").await, 0);
}
