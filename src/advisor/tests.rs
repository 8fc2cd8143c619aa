use std::{fs, path::PathBuf};

use super::*;
use crate::answer::{Subject, Tone};

const PACK: &str = r#"schema = 1
[[faq]]
id = "yeast"
question = "Do both need yeast?"
ask = ["is yeast needed for both of them"]
answer = "Yes."
[[faq]]
id = "oven"
question = "How hot is the oven?"
ask = ["what temperature does the oven have", "oven heat in degrees"]
answer = "Very."
"#;

fn pack(text: &str) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pack.toml"), text).unwrap();
    let paths = vec![folder.path().to_owned()];
    (folder, paths)
}

fn codes(text: &str) -> Vec<&'static str> {
    let (_folder, paths) = pack(text);
    let checked = check(&paths, Settings::default());
    checked.diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn a_promise_that_does_not_hold_is_reported_but_does_not_stop_the_bot() {
    let text = format!("{PACK}[[expect]]\nask = \"who painted the moon\"\nentry = \"faq:oven\"\n");
    assert_eq!(codes(&text), ["broken-promise"]);
    let (_folder, paths) = pack(&text);
    assert!(Advisor::load(&paths, Settings::default()).is_ok());
    let kept = format!("{PACK}[[expect]]\nask = \"how hot is that oven\"\nentry = \"faq:oven\"\n");
    assert_eq!(codes(&kept), Vec::<&str>::new());
}

#[test]
fn an_answer_too_long_even_for_pages_is_reported() {
    for (words, expected) in [(1_600, &[][..]), (21_000, &["does-not-fit"])] {
        let text = PACK.replace("\"Very.\"", &format!("\"{}\"", "hot ".repeat(words)));
        assert_eq!(codes(&text), expected, "{words} words");
    }
}

#[test]
fn broken_knowledge_is_rejected_with_all_its_problems() {
    let (_folder, paths) = pack(&PACK.replace("answer", "anwser"));
    let rejected = Advisor::load(&paths, Settings::default()).unwrap_err();
    assert!(
        rejected.diagnostics.len() >= 2,
        "{:?}",
        rejected.diagnostics
    );
}

#[test]
fn a_button_of_a_removed_entry_offers_the_nearest_ones() {
    let (_folder, paths) = pack(PACK);
    let (advisor, _) = Advisor::load(&paths, Settings::default()).unwrap();
    let reply = advisor.whole().open(&Subject {
        entry: "faq:oven-temperature".parse().unwrap(),
        revision: None,
        role: None,
    });
    assert_eq!(reply.tone, Tone::Notice);
    assert_eq!(reply.buttons[0].label, "How hot is the oven?");
}

#[test]
fn suggestions_come_from_the_first_letter_on() {
    let (_folder, paths) = pack(PACK);
    let (advisor, _) = Advisor::load(&paths, Settings::default()).unwrap();
    let snapshot = advisor.whole();
    let first = |typed| {
        let suggestions = snapshot.suggest(typed, 25);
        suggestions
            .first()
            .map(|s| s.question.clone())
            .unwrap_or_default()
    };
    for (typed, expected) in [
        ("", "Do both need yeast?"),
        ("h", "How hot is the oven?"),
        ("HOW H", "How hot is the oven?"),
        ("degrees", "How hot is the oven?"),
        ("ovne temprature", "How hot is the oven?"),
        ("is y", "is yeast needed for both of them"),
    ] {
        assert_eq!(first(typed), expected, "{typed}");
    }
    assert!(snapshot.suggest("", 1).len() == 1);
}
