//! Looking back, and taking changes back, on the command line.

use chiefly::journal::{Edit, FileEdit, Journal, Origin};

use super::scene::{SMALL, Scene};

/// Three revisions: the pack is there, the key moves, the door is painted.
fn history(args: &str) -> (Scene, Vec<String>) {
    let moved = SMALL.replace("Under the **mat**.", "On the hook.");
    let painted = moved.replace("The red one.", "The blue one.");
    let scene = Scene::new(args).file("knowledge/pack.toml", &painted);
    let states = [None, Some(SMALL), Some(&*moved), Some(&*painted)];
    let ids = record(
        &scene,
        "knowledge/pack.toml",
        &states.map(|state| state.map(str::to_owned)),
    );
    (scene, ids)
}

/// Keeps the states of a pack as revisions.
pub(super) fn record(scene: &Scene, pack: &str, states: &[Option<String>]) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let bytes = |state: &Option<String>| state.as_ref().map(|text| text.clone().into_bytes());
    runtime.block_on(async {
        let journal = Journal::open(&scene.path("data/chiefly.db")).await.unwrap();
        let mut ids = Vec::new();
        for (second, pair) in states.windows(2).enumerate() {
            let edit = Edit {
                at: jiff::Timestamp::from_second(1_800_000_000 + i64::try_from(second).unwrap())
                    .unwrap(),
                who: "ada".into(),
                origin: if second == 0 {
                    Origin::Disk
                } else {
                    Origin::Discord
                },
                summary: [
                    "first seen: knowledge/pack.toml",
                    "edit faq:key",
                    "edit faq:door",
                ][second]
                    .into(),
                files: vec![FileEdit {
                    file: pack.to_owned(),
                    before: bytes(&pair[0]),
                    after: bytes(&pair[1]),
                }],
            };
            let mut transaction = journal.begin().await.unwrap();
            ids.push(transaction.record(&edit).await.unwrap().to_string());
            transaction.commit().await.unwrap();
        }
        journal.close().await;
        ids
    })
}

#[test]
fn the_history_lists_who_changed_what_and_when() {
    let (scene, _) = history("history");
    let outcome = scene.run();
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    insta::assert_snapshot!(outcome.stdout);
    let (scene, _) = history("history --limit 1 --json");
    insta::assert_snapshot!(scene.run().stdout);
}

#[test]
fn a_change_of_the_history_is_shown_as_a_diff() {
    let (scene, ids) = history("history --diff");
    let outcome = scene.arg(&ids[1][..6]).run();
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn without_a_history_there_is_nothing_to_show_and_none_is_made() {
    for args in ["history", "history --diff abcd"] {
        let scene = Scene::new(args).file("knowledge/pack.toml", SMALL);
        let outcome = scene.run();
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{args}");
        assert!(
            outcome.stderr.contains("there is no history yet"),
            "{}",
            outcome.stderr
        );
        assert!(!scene.has("data"));
    }
}

#[test]
fn an_unknown_change_is_said_so() {
    for args in ["history --diff ffffffffffff", "undo ffffffffffff"] {
        let (scene, _) = history(args);
        let outcome = scene.run();
        assert_eq!(outcome.status, 2, "{args}");
        assert!(
            outcome
                .stderr
                .contains("there is no revision `ffffffffffff`"),
            "{}",
            outcome.stderr
        );
    }
}

#[test]
fn any_change_can_be_undone_and_is_shown_first() {
    let (scene, ids) = history("undo");
    let scene = scene.arg(&ids[1]);
    let before = scene.read("knowledge/pack.toml");
    let shown = scene.run();
    assert_eq!(shown.status, 0, "{}", shown.stderr);
    assert!(
        shown.stderr.contains("Nothing is changed yet."),
        "{}",
        shown.stderr
    );
    insta::assert_snapshot!(shown.stdout);
    assert_eq!(scene.read("knowledge/pack.toml"), before);

    let scene = scene.arg("--yes");
    let done = scene.run();
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert_eq!(done.stdout, shown.stdout);
    let after = before.replace("On the hook.", "Under the **mat**.");
    assert_eq!(scene.read("knowledge/pack.toml"), after);
    let again = scene.run();
    assert_eq!(again.status, 0);
    assert!(
        again.stderr.contains("Nothing is left to undo."),
        "{}",
        again.stderr
    );
}

#[test]
fn a_change_that_was_changed_again_is_shown_and_left() {
    let (scene, ids) = history("undo --yes");
    let text = scene
        .read("knowledge/pack.toml")
        .replace("On the hook.", "In the drawer.");
    let scene = scene.file("knowledge/pack.toml", &text).arg(&ids[1]);
    let outcome = scene.run();
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    insta::assert_snapshot!(outcome.stdout);
    assert_eq!(scene.read("knowledge/pack.toml"), text);
}

#[test]
fn packs_that_are_lost_or_broken_are_put_back() {
    for broken in [None, Some("not a pack")] {
        let (scene, _) = history("undo --yes");
        let before = scene.read("knowledge/pack.toml");
        std::fs::remove_file(scene.path("knowledge/pack.toml")).unwrap();
        let scene = match broken {
            Some(text) => scene.file("knowledge/pack.toml", text),
            None => scene,
        };
        let outcome = scene.run();
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        assert_eq!(scene.read("knowledge/pack.toml"), before);
    }
}

#[test]
fn before_the_first_change_there_is_nothing_to_go_back_to() {
    let (scene, ids) = history("undo --yes");
    let outcome = scene.arg(&ids[0]).run();
    assert_eq!(outcome.status, 2);
    assert!(
        outcome.stderr.contains("there is no history"),
        "{}",
        outcome.stderr
    );
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_written_through() {
    let (scene, ids) = history("undo --yes");
    let scene = scene.arg(&ids[1]);
    let (file, target) = (scene.path("knowledge/pack.toml"), scene.path("other.toml"));
    std::fs::rename(&file, &target).unwrap();
    std::os::unix::fs::symlink(&target, &file).unwrap();
    let before = scene.read("other.toml");
    let outcome = scene.run();
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("is a link to"),
        "{}",
        outcome.stderr
    );
    assert_eq!(scene.read("other.toml"), before);
    assert!(file.is_symlink());
}
