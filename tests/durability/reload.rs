//! Edits on disk while people ask.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use chiefly::{advisor::Reload, matching::Outcome};

use super::*;

const RELOADS: usize = 1000;

/// A pack in which everything says which version it is.
fn version(version: usize) -> String {
    format!(
        r#"schema = 1
title = "Version {version}"
[[faq]]
id = "key"
question = "Where is the key?"
ask = ["who has the key", "key number {version}"]
answer = "Key {version}."
[[faq]]
id = "door"
question = "Which door is mine?"
ask = ["my door number", "door number {version}"]
answer = "Door {version}."
"#
    )
}

#[test]
fn every_answer_is_from_one_state_during_a_thousand_reloads() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path(), 1);
    fs::write(place.file(), version(0)).unwrap();
    let (advisor, _) = Advisor::load(&place.paths(), Settings::default()).unwrap();
    let (done, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut last = 0;
            while !done.load(Ordering::Relaxed) {
                last = ask(&advisor, last);
                asked.fetch_add(1, Ordering::Relaxed);
            }
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let reloaded = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            runtime.block_on(reload_often(&place, &advisor));
        }));
        done.store(true, Ordering::Relaxed);
        reloaded.unwrap();
    });
    assert!(asked.into_inner() >= RELOADS, "hardly anything was asked");
}

/// Asks for both entries, and returns the version that answered, which is not older than the last.
fn ask(advisor: &Advisor, last: usize) -> usize {
    let snapshot = advisor.whole();
    let title = &snapshot.knowledge().packs[0].title;
    let version = title.strip_prefix("Version ").unwrap();
    for (question, answer) in [
        ("who has the key".to_owned(), format!("Key {version}.")),
        (format!("door number {version}"), format!("Door {version}.")),
    ] {
        let advice = snapshot.ask(&question);
        assert_eq!(advice.verdict.outcome, Outcome::Answer, "{question}");
        let said = serde_json::to_string(&advice.reply).unwrap();
        assert!(said.contains(&answer), "{question}: {said}");
    }
    let version = version.parse().unwrap();
    assert!(version >= last, "{version} after {last}");
    version
}

/// Good and bad edits in turns.
async fn reload_often(place: &Place, advisor: &Advisor) {
    for edit in 1..=RELOADS {
        let is_bad = edit % 2 == 0;
        let text = if is_bad {
            version(edit).replace("answer = \"Door", "anwser = \"Door")
        } else {
            version(edit)
        };
        fs::write(place.file(), text).unwrap();
        let report = advisor.reload(Timestamp::UNIX_EPOCH).await;
        let report = report.expect("an edit was not noticed");
        assert_eq!(
            matches!(report.outcome, Reload::Broken(_)),
            is_bad,
            "{report:?}"
        );
    }
}
