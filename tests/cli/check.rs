//! `chiefly check`, and what the other commands say about broken files.

use serde_json::Value;

use super::scene::{SMALL, Scene};

const BROKEN: &str = r#"schema = 1
[[faq]]
id = "Key"
question = "Where is the key?"
anwser = "Under the mat."
related = ["faq:dor"]
[[faq]]
id = "door"
question = "Which door is mine?"
ask = ["where is the key"]
answer = 7
[[expect]]
ask = "the door please"
entry = "faq:doors"
"#;

#[test]
fn every_problem_is_reported_at_once_with_what_to_write() {
    let outcome = Scene::new("check").file("knowledge/a.toml", BROKEN).run();
    assert_eq!(outcome.status, 1);
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn problems_can_be_read_by_programs() {
    let outcome = Scene::new("check --json")
        .file("knowledge/a.toml", BROKEN)
        .run();
    let problems: Vec<Value> = serde_json::from_str(&outcome.stdout).unwrap();
    let key = problems
        .iter()
        .find(|p| p["code"] == "unknown-key")
        .unwrap();
    assert_eq!(
        (key["line"].as_u64(), key["column"].as_u64()),
        (Some(5), Some(1)),
        "{key}"
    );
    assert!(key["help"].as_str().unwrap().contains("answer"), "{key}");
}

#[test]
fn a_sound_pack_is_fine_and_so_is_the_products() {
    let outcome = Scene::new("check").file("knowledge/a.toml", SMALL).run();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, ""));
    assert!(
        outcome.stderr.starts_with("All is well: 2 entries"),
        "{}",
        outcome.stderr
    );
    let product = Scene::product("check").run();
    assert_eq!((product.status, product.stdout.as_str()), (0, ""));
}

#[test]
fn problems_that_show_only_in_use_are_found() {
    let promise = "[[expect]]\nask = \"who painted the moon\"\nentry = \"faq:door\"\n";
    let outcome = Scene::new("check")
        .file("knowledge/a.toml", format!("{SMALL}{promise}"))
        .run();
    assert_eq!(outcome.status, 1);
    assert!(
        outcome.stdout.contains("error[broken-promise]"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.contains("knowledge/a.toml:14:7"),
        "{}",
        outcome.stdout
    );
    let long = SMALL.replace("The red one.", &"red ".repeat(21_000));
    let outcome = Scene::new("check").file("knowledge/a.toml", long).run();
    assert!(
        outcome.stdout.contains("error[does-not-fit]"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_missing_folder_an_empty_one_and_a_bad_configuration_are_problems() {
    for (scene, expected) in [
        (Scene::new("check"), "knowledge"),
        (
            Scene::new("check").file("knowledge/readme.txt", "no pack"),
            "knowledge",
        ),
        (
            Scene::new("check")
                .file("knowledge/a.toml", SMALL)
                .file("config/chiefly.toml", "[answer]\ntolerated_wrnog = 0.1\n"),
            "config/chiefly.toml:2:1",
        ),
        (
            Scene::new("--config none.toml check").file("knowledge/a.toml", SMALL),
            "none.toml",
        ),
    ] {
        let outcome = scene.run();
        assert_eq!(outcome.status, 1, "{}", outcome.stderr);
        assert!(outcome.stdout.contains(expected), "{}", outcome.stdout);
    }
}

#[test]
fn broken_knowledge_stops_every_command_that_needs_it() {
    for args in [
        "ask hello",
        "explain hello",
        "sandbox --port 0",
        "eval --questions q.jsonl",
    ] {
        let outcome = Scene::new(args).file("knowledge/a.toml", BROKEN).run();
        assert_eq!(outcome.status, 1, "{args}");
        assert_eq!(outcome.stdout, "", "{args}");
        assert!(
            outcome.stderr.contains("knowledge/a.toml:5:1"),
            "{args}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    for args in [
        "",
        "dance",
        "ask --colour",
        "eval",
        "sandbox --port 99999",
        "eval --questions none.jsonl",
    ] {
        let outcome = Scene::new(args).file("knowledge/a.toml", SMALL).run();
        assert_eq!(outcome.status, 2, "{args}: {}", outcome.stdout);
        assert!(!outcome.stderr.is_empty(), "{args}");
    }
}

#[test]
fn a_port_in_use_is_said_with_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let scene = Scene::new("sandbox --no-bot --port").arg(&port);
    let outcome = scene.run();
    assert_eq!(outcome.status, 2);
    assert!(
        outcome.stderr.contains(&port) && outcome.stderr.contains("--port"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_table_of_the_configuration_for_a_pack_that_is_not_there_is_a_problem() {
    let config = "[pack.\"key.toml\"]\nservers = [\"123456789012345678\"]\n";
    let outcome = Scene::new("check")
        .file("knowledge/keys.toml", SMALL)
        .file("config/chiefly.toml", config)
        .run();
    assert_eq!(outcome.status, 1);
    insta::assert_snapshot!(outcome.stdout, @r#"
    error[unknown-pack]: there is no pack `key.toml`
     --> config/chiefly.toml:1:7
      |
    1 | [pack."key.toml"]
      |       ^^^^^^^^^^
      |
      = help: did you mean `[pack."keys.toml"]`?
    "#);
}
