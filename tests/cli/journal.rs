//! What is kept on the disk, and by which commands.

use super::scene::{SMALL, Scene};

#[test]
fn only_a_bot_keeps_anything() {
    for args in [
        "ask key",
        "explain key",
        "check",
        "sandbox --no-bot --port 99999",
    ] {
        let scene = Scene::new(args).file("knowledge/pack.toml", SMALL);
        scene.run();
        assert!(!scene.has("data"), "{args}");
    }
}

#[test]
fn a_bot_whose_journal_cannot_be_opened_does_not_start_and_says_what_to_do() {
    let token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GAbcde.0123456789_0123456789_0123456789_012345";
    for (args, content, wanted) in [
        ("run", "Dear Ada. ".repeat(100), "is no journal of chiefly"),
        (
            "sandbox --port 0",
            "Dear Ada. ".repeat(100),
            "is no journal of chiefly",
        ),
    ] {
        let outcome = Scene::new(args)
            .file("knowledge/pack.toml", SMALL)
            .file("config/chiefly.toml", "[journal]\npath = \"kept.db\"\n")
            .file("kept.db", content)
            .file(
                ".env",
                format!("DISCORD_TOKEN={token}\nCHIEFLY_API_BASE=http://127.0.0.1:9\n"),
            )
            .run();
        assert_eq!(outcome.status, 2, "{args}: {}", outcome.stderr);
        assert!(
            outcome.stderr.contains(wanted) && outcome.stderr.contains("kept.db"),
            "{}",
            outcome.stderr
        );
        assert_eq!(outcome.stdout, "", "{args}");
    }
}
