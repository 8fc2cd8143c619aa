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
    let mut scene = watching(&["general", "random"]).await;
    let asked = "can one person be both CTO and CIO?";
    let reply = scene.write_and_read("ada", "general", asked).await;
    assert_eq!(title(&reply), BOTH);
    for minutes in [0, 29] {
        scene.clock.advance(Duration::from_secs(minutes * 60));
        scene.write("linus", "general", asked).await;
        scene.catch_up().await;
    }
    // Each channel is a place of its own.
    let reply = scene.write_and_read("linus", "random", asked).await;
    assert_eq!(title(&reply), BOTH);
    scene.clock.advance(Duration::from_secs(2 * 60));
    let reply = scene.write_and_read("linus", "general", asked).await;
    assert_eq!(title(&reply), BOTH);
    // Whoever got an answer can go on.
    let focus = "what is the primary focus of the CTO?";
    assert_eq!(
        title(&scene.write_and_read("ada", "general", focus).await),
        "Primary focus: CTO"
    );
    scene.settle().await;
    assert_eq!(scene.bot_messages("general", "ada").await, 3);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn what_is_no_question_to_everybody_is_left_alone() {
    let mut scene = watching(&["general"]).await;
    for content in [
        "the CTO is on holiday today",
        "how tall is mount everest?",
        "our cio is such a nice guy",
        "who won the match?",
        "the first one",
        "lol",
        "thanks!",
    ] {
        scene.write("linus", "general", content).await;
    }
    // Elsewhere nobody listens.
    scene.write("linus", "random", "what is a CIO?").await;
    let webhook = json!({"user": "linus", "channel": "general", "webhook": true, "content": "what is a CIO?"});
    scene.post("messages", webhook).await;
    let of_bot = scene.write("robot", "general", "what is a CIO?").await;
    assert_eq!(of_bot["author"]["bot"], true, "{of_bot}");
    // Somebody else is asked.
    let ada = scene.write("ada", "general", "morning").await;
    scene.reply("linus", &ada, "what is a CIO?").await;
    let state = scene.get("state").await;
    let users = state["users"].as_array().unwrap();
    let ada = users.iter().find(|user| user["username"] == "ada").unwrap();
    let to_ada = format!("<@{}> what is a CIO?", ada["id"].as_str().unwrap());
    scene.write("linus", "general", &to_ada).await;
    scene.settle().await;
    for channel in ["general", "random"] {
        let history = scene.history(channel, "ada").await;
        let titles: Vec<&str> = history
            .iter()
            .map(title)
            .filter(|t| !t.is_empty())
            .collect();
        assert_eq!(titles, [""; 0], "{channel}");
    }
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
    let mut scene = watching(&["help"]).await;
    let post = json!({"user": "ada", "channel": "help", "name": "Hello", "content": "hi all"});
    let post = scene.post("threads", post).await;
    let thread = post["id"].as_str().unwrap();
    scene
        .write("grace", thread, "what is a CTO? good question")
        .await;
    scene.clock.advance(Duration::from_secs(58));
    scene.write("ada", thread, "and what is a CIO?").await;
    scene
        .write("linus", thread, "can one person be both CTO and CIO?")
        .await;
    scene.catch_up().await;
    scene.clock.advance(Duration::from_secs(3));
    let reply = scene
        .write_and_read("ada", thread, "so what is a CIO?")
        .await;
    assert_eq!(title(&reply), "Chief Information Officer (CIO)");
    scene.settle().await;
    assert_eq!(scene.bot_messages(thread, "ada").await, 1);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn in_a_plain_channel_a_moderator_is_left_alone_with_whom_they_answer() {
    let mut scene = watching(&["general"]).await;
    let ada = scene.write("ada", "general", "morning all").await;
    scene.reply("grace", &ada, "morning! What is it?").await;
    scene.write("ada", "general", "what is a CIO?").await;
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
    scene.settle().await;
    assert_eq!(scene.bot_messages("general", "ada").await, 2);
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
