//! Channels in which the bot speaks unasked.

use std::time::Duration;

use chiefly::discord::Watched;
use serde_json::{Value, json};

use super::scene::{Scene, title};

const BOTH: &str = "Can one person be both CTO and CIO?";

/// A scene in which the bot watches some channels; Margaret and Grace are moderators.
async fn watching(names: &[&str]) -> Scene {
    let mut scene = Scene::start().await;
    let state = scene.get("state").await;
    let id = |list: &str, name: &str| -> u64 {
        let found = state[list]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["name"] == name);
        found.unwrap()["id"].as_str().unwrap().parse().unwrap()
    };
    scene.watched = Watched {
        channels: names.iter().map(|name| id("channels", name)).collect(),
        quiet: Duration::from_secs(30 * 60),
        moderator_roles: vec![id("roles", "Moderators")],
    };
    scene.restart_bot().await;
    scene
}

/// Waits until everything that was written in a channel has been dealt with. The gateway keeps the
/// order, and the bot has looked the channel up: that this is answered there twice, one after the
/// other, shows that whatever it had to say before is there as well.
async fn settle(scene: &Scene, channel: &str) {
    for _ in 0..2 {
        scene
            .write_and_read("linus", channel, "@Chiefly what is a CTO?")
            .await;
    }
    let requests = scene.get("requests").await;
    let looked_up = requests.as_array().unwrap().iter().any(|request| {
        let path = request["path"].as_str().unwrap();
        request["method"] == "GET" && path.contains("/channels/")
    });
    assert!(looked_up, "the bot asks where it is");
}

#[tokio::test]
async fn the_words_of_others_are_asked_for_only_where_they_are_to_be_read() {
    let content = 1u64 << 15;
    let intents = |state: Value| state["bot"]["intents"].as_u64().unwrap();
    let scene = watching(&[]).await;
    assert_eq!(intents(scene.get("state").await) & content, 0);
    let scene = watching(&["general"]).await;
    assert_eq!(intents(scene.get("state").await) & content, content);
}

#[tokio::test]
async fn a_sure_answer_is_volunteered_once_in_a_quiet_period() {
    let scene = watching(&["general"]).await;
    let reply = scene
        .write_and_read("ada", "general", "can one person be both CTO and CIO?")
        .await;
    assert_eq!(title(&reply), BOTH);
    for content in [
        "can one person be both CTO and CIO?",
        "the CTO is on holiday today",
        "how tall is mount everest?",
        "lol",
    ] {
        scene.write("linus", "general", content).await;
    }
    scene
        .write("linus", "random", "can one person be both CTO and CIO?")
        .await;
    let webhook = json!({"user": "linus", "channel": "general", "webhook": true, "content": "what is a CIO?"});
    scene.post("messages", webhook).await;
    // Somebody else is asked.
    let ada = scene.write("ada", "general", "morning").await;
    scene.reply("linus", &ada, "what is a CIO?").await;
    settle(&scene, "general").await;
    settle(&scene, "random").await;
    assert_eq!(scene.bot_messages("general", "ada").await, 1 + 2);
    assert_eq!(scene.bot_messages("random", "ada").await, 2);
    scene.clock.advance(Duration::from_secs(31 * 60));
    let reply = scene
        .write_and_read("linus", "general", "can one person be both CTO and CIO?")
        .await;
    assert_eq!(title(&reply), BOTH);
    // Whoever got an answer can go on.
    let focus = "what is the primary focus of the CTO?";
    assert_eq!(
        title(&scene.write_and_read("ada", "general", focus).await),
        "Primary focus: CTO"
    );
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_post_of_a_watched_forum_is_answered_by_its_title_and_its_first_message() {
    let scene = watching(&["help"]).await;
    let mut events = scene.events().await;
    let post = json!({"user": "ada", "channel": "help", "name": "CTO and CIO in one person?", "content": "We are a small shop. Please advise."});
    let post = scene.post("threads", post).await;
    let answer = scene.next_of_bot(&mut events).await;
    assert_eq!(title(&answer), BOTH);
    assert_eq!(answer["channel_id"], post["id"]);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_moderator_who_is_at_it_is_left_alone_for_a_minute() {
    let scene = watching(&["help"]).await;
    let post = json!({"user": "ada", "channel": "help", "name": "Hello", "content": "hi all"});
    let post = scene.post("threads", post).await;
    let thread = post["id"].as_str().unwrap();
    scene
        .write("grace", thread, "what is a CTO? good question")
        .await;
    scene.write("ada", thread, "and what is a CIO?").await;
    settle(&scene, thread).await;
    assert_eq!(scene.bot_messages(thread, "ada").await, 2);
    scene.clock.advance(Duration::from_secs(61));
    let reply = scene
        .write_and_read("ada", thread, "so what is a CIO?")
        .await;
    assert_eq!(title(&reply), "Chief Information Officer (CIO)");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn in_a_plain_channel_a_moderator_is_left_alone_with_whom_they_answer() {
    let scene = watching(&["general"]).await;
    let ada = scene.write("ada", "general", "morning all").await;
    scene.reply("grace", &ada, "morning! What is it?").await;
    scene.write("ada", "general", "what is a CIO?").await;
    settle(&scene, "general").await;
    assert_eq!(scene.bot_messages("general", "ada").await, 2);
    // Whom no moderator answers is helped meanwhile.
    let reply = scene
        .write_and_read("linus", "general", "can one person be both CTO and CIO?")
        .await;
    assert_eq!(title(&reply), BOTH);
    scene.clock.advance(Duration::from_secs(61));
    let reply = scene
        .write_and_read("ada", "general", "so what is a CIO?")
        .await;
    assert_eq!(title(&reply), "Chief Information Officer (CIO)");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_volunteered_answer_follows_its_question_and_goes_when_there_is_none_left() {
    let scene = watching(&["general"]).await;
    let mut events = scene.events().await;
    let question = scene.write("ada", "general", "what is a CTO?").await;
    let answer = scene.next_of_bot(&mut events).await;
    scene.edit("ada", &question, "what is a CIO?").await;
    let edited = events
        .wait("message_update", |data| {
            data["message"]["id"] == answer["id"]
        })
        .await;
    assert_eq!(title(&edited["message"]), "Chief Information Officer (CIO)");
    scene
        .edit("ada", &question, "never mind, see you tomorrow")
        .await;
    events
        .wait("message_delete", |data| data["id"] == answer["id"])
        .await;
    scene.assert_well_behaved().await;
}
