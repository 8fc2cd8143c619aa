//! Starting, and what Discord can say to it: one clear line each.

use std::{
    future::pending,
    process::{Command, Output, Stdio},
    sync::Arc,
};

use chiefly::discord::{self, BotOptions, StartError};
use serde_json::json;

use super::scene::Scene;

#[tokio::test]
async fn the_bot_asks_for_no_privileged_intent() {
    let scene = Scene::start().await;
    let state = scene.get("state").await;
    let privileged = (1 << 1) | (1 << 8) | (1 << 15);
    let intents = state["bot"]["intents"].as_u64().unwrap();
    assert_eq!(intents & privileged, 0);
    assert_eq!(
        intents,
        (1 << 9) | (1 << 12),
        "server and direct messages, no more"
    );
}

#[tokio::test]
async fn a_token_that_is_refused_is_said_to_be_wrong() {
    let scene = Scene::start().await;
    for token in ["", "hello", "a.b.c"] {
        let options = BotOptions {
            token: token.into(),
            ..scene.options()
        };
        let ended = discord::run(options, Arc::clone(&scene.advisor), pending()).await;
        assert!(
            matches!(ended, Err(StartError::WrongToken)),
            "{token}: {ended:?}"
        );
    }
    let refuse = json!({"kind": "rest", "route": "/users/@me", "status": 401, "count": 1});
    scene.post("faults", refuse).await;
    let ended = discord::run(scene.options(), Arc::clone(&scene.advisor), pending()).await;
    assert!(matches!(ended, Err(StartError::WrongToken)), "{ended:?}");
}

#[tokio::test]
async fn a_token_that_is_revoked_ends_the_bot() {
    let mut scene = Scene::start().await;
    scene
        .post("faults", json!({"kind": "close", "code": 4004, "count": 1}))
        .await;
    let ended = scene.end_of_bot().await;
    assert!(matches!(ended, Err(StartError::WrongToken)), "{ended:?}");
}

#[tokio::test]
async fn missing_intents_end_the_bot() {
    for code in [4013, 4014] {
        let mut scene = Scene::start().await;
        scene
            .post("faults", json!({"kind": "close", "code": code, "count": 1}))
            .await;
        let ended = scene.end_of_bot().await;
        assert!(
            matches!(ended, Err(StartError::MissingIntents)),
            "{code}: {ended:?}"
        );
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    let scene = Scene::start().await;
    let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", unused.local_addr().unwrap());
    drop(unused);
    for (base, expected) in [
        (address.as_str(), "cannot reach"),
        ("not an address", "no address"),
    ] {
        let options = BotOptions {
            api_base: Some(base.into()),
            ..scene.options()
        };
        let ended = discord::run(options, Arc::clone(&scene.advisor), pending()).await;
        let line = ended.unwrap_err().to_string();
        assert!(
            line.contains(expected) && line.contains(base) && !line.contains('\n'),
            "{line}"
        );
    }
}

#[tokio::test]
async fn the_connection_is_taken_up_again_after_a_cut() {
    let scene = Scene::start().await;
    let mut events = scene.events().await;
    scene
        .post("faults", json!({"kind": "reconnect", "count": 1}))
        .await;
    // Told when it is there again; it may be before the old connection is gone.
    events.wait("bot", |bot| bot["online"] == true).await;
    let reply = scene
        .write_and_read("ada", "general", "@Chiefly what is a CTO")
        .await;
    assert!(reply["embeds"].is_array());
}

fn chiefly(args: &[&str], token: Option<&str>, base: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chiefly"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .stdin(Stdio::null());
    command
        .env_remove("DISCORD_TOKEN")
        .env_remove("CHIEFLY_API_BASE");
    if let Some(token) = token {
        command.env("DISCORD_TOKEN", token);
    }
    if let Some(base) = base {
        command.env("CHIEFLY_API_BASE", base);
    }
    command.output().unwrap()
}

#[test]
fn without_a_usable_token_the_command_says_what_to_do_and_exits_with_2() {
    for (token, expected) in [
        (None, "chiefly sandbox"),
        (Some(""), "chiefly sandbox"),
        (Some("not-a-token"), "Copy it again"),
    ] {
        let output = chiefly(&["run"], token, Some("http://127.0.0.1:9"));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(expected), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "one clear line: {stderr}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn the_token_can_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "DISCORD_TOKEN=mistyped\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_chiefly"))
        .current_dir(folder.path())
        .env_remove("DISCORD_TOKEN")
        .args([
            "--knowledge",
            concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge"),
            "run",
        ])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("refuses the token"), "{stderr}");
    assert!(
        !stderr.contains("mistyped"),
        "the token is not repeated: {stderr}"
    );
}
