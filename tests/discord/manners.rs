//! What the bot does where it may not do everything.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use super::scene::{Scene, title};

const SEND: u64 = 1 << 11;
const EMBED: u64 = 1 << 14;
const HISTORY: u64 = 1 << 16;
const IN_THREADS: u64 = 1 << 38;

/// How often the bot tried to send a message, and how often it was refused.
async fn sent(scene: &Scene) -> (usize, usize) {
    let requests = scene.get("requests").await;
    let all = requests.as_array().unwrap().iter().filter(|request| {
        request["method"] == "POST" && request["path"].as_str().unwrap().ends_with("/messages")
    });
    let all: Vec<&Value> = all.collect();
    let refused = all
        .iter()
        .filter(|request| request["status"] != json!(200))
        .count();
    (all.len(), refused)
}

#[tokio::test]
async fn without_embed_links_the_answer_is_plain_text_that_can_be_followed() {
    let scene = Scene::start().await;
    scene.deny("general", EMBED).await;
    let focus = "@Chiefly what is the primary focus of the CTO";
    let reply = scene.write_and_read("ada", "general", focus).await;
    assert_eq!(reply["embeds"], json!([]));
    let text = reply["content"].as_str().unwrap();
    assert!(text.starts_with("**Primary focus: CTO**"), "{text}");
    assert!(text.chars().count() <= 2000);
    assert!(
        !reply["components"].as_array().unwrap().is_empty(),
        "buttons stay"
    );
    let next = scene
        .write_and_read("ada", "general", "@Chiefly and the CIO?")
        .await;
    assert!(
        next["content"]
            .as_str()
            .unwrap()
            .starts_with("**Primary focus: CIO**")
    );
    assert_eq!(sent(&scene).await, (3, 1), "refused once, then known");
    scene.clock.advance(Duration::from_secs(601));
    scene.deny("general", 0).await;
    let later = scene
        .write_and_read("ada", "general", "@Chiefly what is a CTO?")
        .await;
    assert_eq!(
        title(&later),
        "Chief Technology Officer (CTO)",
        "tried again after ten minutes"
    );
}

#[tokio::test]
async fn without_the_history_the_answer_is_no_reply() {
    let scene = Scene::start().await;
    scene.deny("general", HISTORY).await;
    let reply = scene
        .write_and_read("ada", "general", "@Chiefly what is a CTO?")
        .await;
    assert!(
        reply["content"]
            .as_str()
            .unwrap()
            .contains("Chief Technology Officer"),
        "{reply}"
    );
    assert!(reply["message_reference"].is_null());
}

#[tokio::test]
async fn where_the_bot_may_not_write_it_does_not_try_again_and_again() {
    let scene = Scene::start().await;
    scene.deny("general", SEND | IN_THREADS).await;
    let thread = json!({"user": "ada", "channel": "general", "name": "Who", "content": "hello"});
    let thread = scene.post("threads", thread).await;
    for channel in ["general", thread["id"].as_str().unwrap()] {
        let before = sent(&scene).await.0;
        let mut others = 0;
        for _ in 0..4 {
            scene.write("ada", channel, "@Chiefly what is a CTO?").await;
            // With embeds, then without: from the first question on it is known.
            loop {
                scene
                    .write_and_read("linus", "random", "@Chiefly what is a CIO?")
                    .await;
                others += 1;
                if sent(&scene).await.0 - before - others >= 2 {
                    break;
                }
            }
        }
        let tried = sent(&scene).await.0 - before - others;
        assert!(
            (2..=3).contains(&tried),
            "{channel}: {tried} tries for four questions"
        );
    }
}

#[tokio::test]
async fn the_log_says_once_which_channel_lacks_what_and_nothing_of_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("chiefly.toml");
    let journal = folder.path().join("journal.db");
    let text = format!(
        "log.level = \"trace\"\njournal.path = '{}'\n",
        journal.display()
    );
    std::fs::write(&config, text).unwrap();
    // A process of its own: its log is what a host reads.
    let mut program = Command::new(env!("CARGO_BIN_EXE_chiefly"))
        .arg("--config")
        .arg(&config)
        .args(["sandbox", "--port", "0"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("RUST_LOG")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut address = String::new();
    let mut out = BufReader::new(program.stdout.take().unwrap());
    out.read_line(&mut address).unwrap();
    let mut log = BufReader::new(program.stderr.take().unwrap());
    let mut text = String::new();
    let mut read_until = |end: &str| {
        let start = text.len();
        while !text[start..].contains(end) {
            assert_ne!(log.read_line(&mut text).unwrap(), 0, "{end}: {text}");
        }
    };
    read_until("ready");
    let base = format!("{}/sandbox", address.trim());
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = async |path: &str, body: Value| -> Value {
        let request = http.post(format!("{base}/{path}")).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    };
    let state = http.get(format!("{base}/state")).send().await.unwrap();
    let state: Value = state.json().await.unwrap();
    let bot = state["bot"]["user"]["id"].as_str().unwrap();
    let deny = json!({"deny": SEND.to_string()});
    let overwrite = http.put(format!("{base}/channels/general/overwrites/{bot}"));
    assert!(
        overwrite
            .json(&deny)
            .send()
            .await
            .unwrap()
            .status()
            .is_success()
    );
    let mut channel = Value::Null;
    for _ in 0..3 {
        let question = json!({"user": "ada", "channel": "general", "content": format!("<@{bot}> what is a CTO?")});
        channel = post("messages", question).await["channel_id"].clone();
        read_until("an answer is held back");
    }
    program.kill().unwrap();
    program.wait().unwrap();
    let place = format!("channel={}", channel.as_str().unwrap());
    let lines = text.lines().filter(|line| line.contains(&place));
    let of_sending = lines.filter(|line| line.contains("lacks") && line.contains("Send Messages"));
    assert_eq!(of_sending.count(), 1, "{text}");
    assert!(!text.contains("what is a") && !text.contains("Chief Technology"));
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    assert!(
        !words.any(|word| word.eq_ignore_ascii_case("ada")),
        "{text}"
    );
}
