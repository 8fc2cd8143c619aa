//! Packs that are meant for certain servers: everywhere else it is as if they were not there.

use std::fs;

use chiefly::{
    advisor::{Advisor, Readership, Rights},
    answer::Questions,
    journal::Journal,
    matching::Settings,
    sandbox::{Sandbox, SandboxOptions},
};
use serde_json::{Value, json};

use super::scene::{Scene, TWINS};

/// Every text of it has the word in it that must not get out.
const SECRET: &str = "Zanzibar";

const INSIDE: &str = r#"schema = 1
title = "Zanzibar inside"
[[role]]
id = "keeper"
short = "KPR"
name = "Keeper of Zanzibar"
answer = "Keeps Zanzibar."
[[role]]
id = "guest"
short = "GST"
name = "Guest of Zanzibar"
answer = "Visits Zanzibar."
[[dimension]]
id = "doors"
title = "Doors of Zanzibar"
ask = ["who opens the doors"]
answer = "Both open doors in Zanzibar."
[dimension.roles.keeper]
text = "Opens Zanzibar."
examples = ["The gate of Zanzibar.", "The port of Zanzibar.", "The shop of Zanzibar."]
[dimension.roles.guest]
text = "Knocks at Zanzibar."
examples = ["The inn of Zanzibar.", "The pool of Zanzibar.", "The bar of Zanzibar."]
[[faq]]
id = "code"
question = "What is the code of the safe?"
ask = ["safe code", "how do I open the safe", "code for the safe please"]
answer = "Zanzibar."
[[situation]]
id = "island"
role = "keeper"
title = "An island like Zanzibar"
ask = ["we have an island"]
answer = "An island such as Zanzibar needs a keeper."
"#;

/// Whether something shows that the pack is there. What was asked is repeated here and there.
fn betrays(shown: &str) -> bool {
    let names = [
        SECRET,
        "inside.toml",
        "What is the code of the safe?",
        "safe code",
    ];
    names.iter().any(|name| shown.contains(name))
}

struct House {
    scene: Scene,
    _folder: tempfile::TempDir,
}

/// A bot with a pack for everybody and one for the given server, or for the server of the sandbox.
async fn house(only_for: Option<u64>) -> House {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("inside.toml"), INSIDE).unwrap();
    fs::write(folder.path().join("pack.toml"), TWINS).unwrap();
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let (own, role) = sandbox.moderators();
    sandbox.stop().await;
    let (advisor, _) = Advisor::load(&[folder.path().to_owned()], Settings::default()).unwrap();
    let advisor = advisor
        .showing(Readership {
            limited: vec![("inside.toml".into(), vec![only_for.unwrap_or(own)])],
        })
        .keeping(Journal::in_memory().await.unwrap(), Questions::Kept);
    let mut scene = Scene::advised(advisor).await;
    scene.rights = Rights {
        roles: vec![role],
        users: Vec::new(),
        owners: vec![("pack.toml".into(), vec![own])],
    };
    scene.restart_bot().await;
    House {
        scene,
        _folder: folder,
    }
}

impl House {
    /// Everything that is shown in the server to somebody who pokes about for the secret.
    async fn shown(&self) -> Vec<(String, String)> {
        let scene = &self.scene;
        let mut shown = Vec::new();
        for (name, options) in [
            ("ask", &[("question", "what is the code of the safe")][..]),
            ("ask", &[("question", "KPR vs GST on doors")]),
            ("compare", &[]),
            ("compare", &[("role_a", "keeper"), ("role_b", "guest")]),
            ("compare", &[("dimension", "doors")]),
            ("role", &[("role", "keeper")]),
            ("which", &[("situation", "we have an island")]),
            ("topics", &[]),
            ("quiz", &[]),
        ] {
            let answer = scene.command("ada", name, options).await;
            assert!(answer["failed"].is_null(), "{name}: {answer}");
            shown.push((format!("/{name} {options:?}"), answer.to_string()));
        }
        for (name, option, typed) in [
            ("ask", "question", "safe"),
            ("ask", "question", ""),
            ("role", "role", "k"),
            ("compare", "dimension", "d"),
        ] {
            let suggested = self.suggested(name, option, typed).await;
            shown.push((format!("suggestions of /{name} {option}"), suggested));
        }
        let mention = "@Chiefly what is the code for the safe?";
        let answer = scene.write_and_read("ada", "general", mention).await;
        shown.push(("a mention".into(), answer.to_string()));
        let question = scene
            .write("linus", "general", "what is the code of the safe")
            .await;
        let answer = scene.answer_this("ada", &question).await;
        let posted = scene.history("general", "ada").await;
        let replies = posted
            .iter()
            .filter(|message| message["message_reference"]["message_id"] == question["id"]);
        let replies: String = replies.map(Value::to_string).collect();
        shown.push(("Answer this".into(), format!("{answer}{replies}")));
        for (name, options) in [
            ("status", json!([])),
            (
                "try",
                json!([{"name": "question", "value": "code for safe"}]),
            ),
        ] {
            let mut events = scene.events().await;
            let body = json!({
                "user": "grace", "channel": "general", "type": "command", "name": "knowledge",
                "options": [{"name": name, "type": 1, "options": options}],
            });
            let mut answer = scene.post("interactions", body).await;
            if answer["response"]["type"] == 5 {
                answer = events.wait("message_update", |_| true).await;
            }
            shown.push((format!("/knowledge {name}"), answer.to_string()));
        }
        shown
    }

    async fn suggested(&self, name: &str, option: &str, typed: &str) -> String {
        let option = json!({"name": option, "value": typed, "focused": true});
        let body = json!({"user": "ada", "channel": "general", "type": "autocomplete", "name": name, "options": [option]});
        self.scene.post("interactions", body).await.to_string()
    }
}

#[tokio::test]
async fn another_servers_pack_shows_nowhere() {
    let house = house(Some(1)).await;
    for (place, shown) in house.shown().await {
        assert!(!betrays(&shown), "{place}: {shown}");
    }
}

#[tokio::test]
async fn the_pack_of_the_own_server_shows_wherever_one_would_look() {
    let house = house(None).await;
    for (place, shown) in house.shown().await {
        assert!(betrays(&shown), "{place}: {shown}");
    }
}

#[tokio::test]
async fn a_direct_message_knows_only_what_everybody_may_know() {
    let house = house(None).await;
    let scene = &house.scene;
    let code = scene
        .write_and_read("ada", "dm", "what is the code of the safe?")
        .await;
    assert!(!code.to_string().contains(SECRET), "{code}");
    let bicycle = scene
        .write_and_read("ada", "dm", "where is the red bicycle?")
        .await;
    assert!(
        bicycle.to_string().contains("In the red shed."),
        "{bicycle}"
    );
}

#[tokio::test]
async fn a_button_from_a_server_that_sees_the_pack_opens_nothing_where_it_is_not_seen() {
    let there = house(None).await;
    let answer = there
        .scene
        .ask("ada", "where is the red bicycle", false)
        .await;
    let shown = there.scene.ask("ada", "safe code", false).await;
    let topics = there.scene.command("ada", "topics", &[]).await;
    assert!(shown.to_string().contains(SECRET), "{shown}");
    assert!(topics.to_string().contains("faq:code"), "{topics}");

    let here = house(Some(1)).await;
    let message = here
        .scene
        .ask("ada", "where is the red bicycle", false)
        .await;
    assert_eq!(answer["failed"], message["failed"]);
    let menu = here.scene.command("ada", "topics", &[]).await;
    let menu = &menu["message"];
    let select = menu["components"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row["components"].as_array().unwrap())
        .find(|component| component["type"] == 3)
        .unwrap();
    let body = json!({
        "user": "ada", "channel": menu["channel_id"], "type": "component", "message": menu["id"],
        "custom_id": select["custom_id"], "values": ["faq:code"],
    });
    let opened = here.scene.post("interactions", body).await;
    assert!(!opened.to_string().contains(SECRET), "{opened}");
}
