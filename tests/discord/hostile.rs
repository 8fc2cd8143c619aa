//! Texts that would ping somebody, in every place and by every way: nobody is pinged.

use serde_json::{Value, json};

use super::scene::{Scene, buttons, title};

const EMBED: u64 = 1 << 14;

const QUESTIONS: [&str; 7] = [
    "where is the bicycle",
    "what is an owl",
    "working hours of each",
    "when is the lark awake",
    "songs",
    "how tall is mount everest",
    "bicycle songs",
];

/// A pack in which every text names everybody, a role and a person.
fn pack(ping: &str) -> String {
    format!(
        r#"schema = 1
title = "Pack {ping}"
description = "About {ping}"
[[source]]
title = "Source {ping}"
[[role]]
id = "owl"
short = "Owl"
name = "Night owl {ping}"
answer = "Hoots at {ping}."
related = ["faq:bicycle"]
[[role]]
id = "lark"
short = "Lark"
name = "Early lark"
answer = "Sings to {ping}."
[[dimension]]
id = "hours"
title = "Working hours {ping}"
ask = ["when are they awake", "working hours of each"]
answer = "They differ {ping}."
[dimension.roles.owl]
text = "Night {ping}"
examples = ["Hooting at {ping}", "Hunting {ping}", "Flying {ping}"]
[dimension.roles.lark]
text = "Morning {ping}"
examples = ["Singing to {ping}", "Rising {ping}", "Pecking {ping}"]
[[faq]]
id = "bicycle"
question = "Where is the bicycle {ping}?"
ask = ["bicycle place", "who has the bicycle", "bicycle lost"]
answer = "Ask {ping}."
related = ["dimension:hours"]
[[situation]]
id = "owl"
role = "owl"
title = "When an owl suits {ping}"
ask = ["we work at night in the dark"]
answer = "At night {ping}."
[[topic]]
id = "songs"
title = "Songs {ping}"
ask = ["which songs are there about them"]
answer = "Many {ping}."
[[off_topic]]
ask = ["how is the weather", "tell me a joke", "what time is it"]
"#
    )
}

#[tokio::test]
async fn whatever_the_texts_say_and_by_whatever_way_they_come_nobody_is_pinged() {
    let state = Scene::start().await.get("state").await;
    let id = |list: &str, key: &str, name: &str| {
        let all = state[list].as_array().unwrap();
        let found = all.iter().find(|one| one[key] == name).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    let linus = id("users", "username", "linus");
    let moderators = id("roles", "name", "Moderators");
    let ping = format!("@everyone @here <@{linus}> <@!{linus}> <@&{moderators}>");
    let mut scene = Scene::with(&pack(&ping)).await;
    scene.watched.channels = vec![id("channels", "name", "ask-chiefly").parse().unwrap()];
    scene.restart_bot().await;
    use_commands(&scene, &ping).await;
    write_freely(&scene, &ping).await;
    let mut messages = Vec::new();
    for channel in ["general", "random", "ask-chiefly", "dm"] {
        let shown = scene
            .get(&format!("channels/{channel}/messages?user=ada&limit=100"))
            .await;
        messages.extend(shown.as_array().unwrap().clone());
    }
    let bot = scene.get("state").await["bot"]["user"]["id"].clone();
    let of_bot = messages.iter().filter(|m| m["author"]["id"] == bot);
    let mut seen = 0;
    for message in of_bot {
        seen += 1;
        assert_eq!(message["mentions"], json!([]), "{message}");
        assert_eq!(message["mention_roles"], json!([]), "{message}");
        assert_eq!(message["mention_everyone"], json!(false), "{message}");
    }
    assert!(seen > 40, "{seen} messages looked at");
    let sent = scene.assert_nobody_is_pinged().await;
    assert!(sent > 100, "{sent} texts looked at");
}

/// By command, in public and in private, with every button of the answer.
async fn use_commands(scene: &Scene, ping: &str) {
    for question in QUESTIONS {
        let question = format!("{ping} {question} {ping}?");
        for private in [false, true] {
            let answer = scene.ask("ada", &question, private).await;
            press_all(scene, &answer["message"]).await;
        }
    }
    for (name, options) in [
        ("compare", json!([])),
        ("compare", json!([{"name": "dimension", "value": ping}])),
        ("compare", json!([{"name": "dimension", "value": "hours"}])),
        ("role", json!([{"name": "role", "value": "owl"}])),
        ("role", json!([{"name": "role", "value": ping}])),
        (
            "which",
            json!([{"name": "situation", "value": format!("dark night {ping}")}]),
        ),
        ("which", json!([{"name": "situation", "value": ping}])),
        ("topics", json!([])),
        ("quiz", json!([])),
        ("help", json!([])),
        ("about", json!([])),
        ("privacy", json!([])),
    ] {
        let command = json!({"user": "ada", "channel": "general", "type": "command", "name": name, "options": options});
        let answer = scene.post("interactions", command).await;
        assert!(answer["message"].is_object(), "{name}: {answer}");
        press_all(scene, &answer["message"]).await;
    }
}

/// In free text: by name, directly, in a reply, unasked, by a right click; edited; and in plain text
/// where embeds are not allowed.
async fn write_freely(scene: &Scene, ping: &str) {
    for denied in [0, EMBED] {
        scene.deny("general", denied).await;
        for question in QUESTIONS {
            let asked = format!("@Chiefly {ping} {question}");
            let answer = scene.write_and_read("ada", "general", &asked).await;
            press_all(scene, &answer).await;
            let mut events = scene.events().await;
            scene
                .reply("ada", &answer, &format!("examples? {ping}"))
                .await;
            scene.next_of_bot(&mut events).await;
        }
    }
    let question = scene
        .write("ada", "random", &format!("bicycle {ping}"))
        .await;
    let answered = scene.answer_this("grace", &question).await;
    press_all(scene, &answered["message"]).await;
    let mut events = scene.events().await;
    let question = scene.write("ada", "random", "@Chiefly songs").await;
    let answer = scene.next_of_bot(&mut events).await;
    scene
        .edit("ada", &question, &format!("@Chiefly bicycle {ping}"))
        .await;
    events
        .wait("message_update", |data| {
            data["message"]["id"] == answer["id"]
        })
        .await;
    scene
        .write_and_read("ada", "dm", &format!("owl {ping}"))
        .await;
    let unasked = scene
        .write_and_read("ada", "ask-chiefly", "where is the bicycle?")
        .await;
    assert!(title(&unasked).starts_with("Where is the bicycle"));
}

/// Presses every button and chooses the first of every menu, but deletes nothing.
async fn press_all(scene: &Scene, message: &Value) {
    for (label, custom_id) in buttons(message) {
        if label != "Delete" {
            scene.press("ada", message, &custom_id).await;
        }
    }
}
