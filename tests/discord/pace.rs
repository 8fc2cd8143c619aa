//! Somebody asks too fast.

use std::{num::NonZeroU32, time::Duration};

use chiefly::discord::{Allowance, Limits};
use serde_json::{Value, json};

use super::scene::{Scene, buttons, title};

const WAIT: &str = "One moment, please";

/// A scene in which a few questions a minute may be asked: by a person, in a channel, in the server.
async fn limited(person: u32, channel: u32, server: u32) -> Scene {
    let allowance = |number| {
        NonZeroU32::new(number).map(|number| Allowance {
            in_a_row: number,
            per_minute: number,
        })
    };
    let mut scene = Scene::start().await;
    scene.limits = Limits {
        person: allowance(person),
        channel: allowance(channel),
        server: allowance(server),
    };
    scene.restart_bot().await;
    scene
}

fn text(message: &Value) -> &str {
    message["embeds"][0]["description"].as_str().unwrap()
}

fn is_ephemeral(message: &Value) -> bool {
    message["flags"].as_u64().unwrap() & 64 == 64
}

/// The titles of what the bot told a person directly.
async fn told(scene: &Scene, user: &str) -> Vec<String> {
    let direct = scene.history("dm", user).await;
    direct.iter().map(|m| title(m).to_owned()).collect()
}

#[tokio::test]
async fn who_asks_too_fast_by_command_alone_sees_when_to_go_on() {
    let scene = limited(2, 0, 0).await;
    for _ in 0..2 {
        let answer = scene.ask("ada", "what is a CTO", false).await;
        assert_eq!(title(&answer["message"]), "Chief Technology Officer (CTO)");
    }
    for _ in 0..2 {
        let answer = scene.ask("ada", "what is a CTO", false).await;
        let message = &answer["message"];
        assert_eq!(title(message), WAIT, "{answer}");
        assert!(is_ephemeral(message), "{answer}");
        let until = text(message).split_once("<t:").unwrap().1;
        let (until, rest) = until.split_once(':').unwrap();
        assert!(rest.starts_with("R>"), "{rest}");
        let now = std::time::SystemTime::now();
        let now = now.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        let wait = until.parse::<u64>().unwrap() - now;
        assert!((1..=31).contains(&wait), "two a minute: {wait} s");
    }
    let suggestions = scene.suggestions("can one").await;
    assert!(!suggestions.is_empty(), "typing is no asking");
    let other = scene.ask("linus", "what is a CTO", false).await;
    assert_eq!(title(&other["message"]), "Chief Technology Officer (CTO)");
    scene.clock.advance(Duration::from_secs(31));
    let answer = scene.ask("ada", "what is a CTO", false).await;
    assert_eq!(title(&answer["message"]), "Chief Technology Officer (CTO)");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn who_mentions_too_fast_is_told_once_and_in_private() {
    let scene = limited(1, 0, 0).await;
    let question = "@Chiefly what is a CTO?";
    scene.write_and_read("ada", "general", question).await;
    let mut events = scene.events().await;
    for _ in 0..3 {
        scene.write("ada", "general", question).await;
    }
    let notice = scene.next_of_bot(&mut events).await;
    assert_eq!(title(&notice), WAIT);
    // The gateway keeps the order: when this one is answered, those above have been dealt with.
    scene.write_and_read("linus", "random", question).await;
    scene.clock.advance(Duration::from_secs(61));
    scene.write_and_read("ada", "general", question).await;
    assert_eq!(told(&scene, "ada").await, [WAIT]);
    assert_eq!(scene.bot_messages("general", "ada").await, 2);
    let general = scene.get("state").await["channels"]
        .as_array()
        .unwrap()
        .iter()
        .find(|channel| channel["name"] == "general")
        .unwrap()["id"]
        .clone();
    let place = format!("<#{}>", general.as_str().unwrap());
    assert!(text(&notice).contains(&place), "{notice}");
    // Once more too fast, once more told.
    scene.write("ada", "general", question).await;
    let waiting = |data: &Value| title(&data["message"]) == WAIT;
    events.wait("message_create", waiting).await;
    assert_eq!(told(&scene, "ada").await, [WAIT, WAIT]);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn in_a_direct_message_the_notice_is_the_answer() {
    let scene = limited(1, 0, 0).await;
    scene.write_and_read("ada", "dm", "what is a CTO?").await;
    let notice = scene.write_and_read("ada", "dm", "what is a CIO?").await;
    assert_eq!(title(&notice), WAIT);
    scene.write("ada", "dm", "what is a CIO?").await;
    scene.write_and_read("linus", "dm", "what is a CIO?").await;
    assert_eq!(scene.bot_messages("dm", "ada").await, 2);
}

#[tokio::test]
async fn who_takes_no_direct_messages_sees_a_sign_on_the_message() {
    let scene = limited(1, 0, 0).await;
    let refuse =
        json!({"kind": "rest", "route": "POST /users/@me/channels", "status": 403, "count": 1});
    scene.post("faults", refuse).await;
    let question = "@Chiefly what is a CTO?";
    scene.write_and_read("ada", "general", question).await;
    let mut events = scene.events().await;
    let second = scene.write("ada", "general", question).await;
    events.wait("reaction", |_| true).await;
    let history = scene.history("general", "ada").await;
    let second = history.iter().find(|m| m["id"] == second["id"]).unwrap();
    assert_eq!(second["reactions"][0]["emoji"]["name"], "⏳", "{second}");
    assert_eq!(scene.bot_messages("general", "ada").await, 1);
}

#[tokio::test]
async fn buttons_count_and_a_hasty_press_is_passed_over() {
    let scene = limited(2, 0, 0).await;
    let answer = scene.ask("ada", "what is a CTO", false).await;
    let message = &answer["message"];
    let all = buttons(message);
    let (_, next) = all.iter().find(|(_, id)| id.contains("|open|")).unwrap();
    assert_ne!(
        title(&scene.press("ada", message, next).await["message"]),
        WAIT
    );
    let told = scene.press("ada", message, next).await;
    assert_eq!(title(&told["message"]), WAIT, "{told}");
    assert!(is_ephemeral(&told["message"]));
    let silent = scene.press("ada", message, next).await;
    assert_eq!(silent["response"]["type"], 6, "{silent}");
    // What is in the way can be deleted at any time.
    let delete = all.iter().find(|(label, _)| label == "Delete");
    let (_, delete) = delete.unwrap_or_else(|| panic!("{all:?}"));
    let mut events = scene.events().await;
    scene.press("ada", message, delete).await;
    let deleted = |data: &Value| data["id"] == message["id"];
    events.wait("message_delete", deleted).await;
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_channel_and_a_server_have_their_own_limits_and_moderators_have_none() {
    let scene = limited(0, 2, 3).await;
    let ask = async |user: &str, channel: &str| {
        let body = json!({"user": user, "channel": channel, "type": "command", "name": "help"});
        let answer = scene.post("interactions", body).await;
        let message = &answer["message"];
        (title(message) == WAIT).then(|| text(message).to_owned())
    };
    assert_eq!(ask("ada", "general").await, None);
    assert_eq!(ask("linus", "general").await, None);
    let busy = ask("linus", "general").await.expect("the channel is busy");
    assert!(busy.starts_with("I was asked a lot here"), "{busy}");
    assert_eq!(ask("ada", "random").await, None);
    let busy = ask("ada", "random").await.expect("the server is busy");
    assert!(busy.contains("in this server"), "{busy}");
    for _ in 0..4 {
        assert_eq!(ask("grace", "general").await, None, "a moderator");
    }
    assert_eq!(
        ask("ada", "dm").await,
        None,
        "that is no part of the server"
    );
}
