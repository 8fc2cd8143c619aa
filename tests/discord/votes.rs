//! "Helpful" and "Not helpful": one vote a person, which can be changed and forgotten.

use chiefly::{advisor::Advisor, answer::Questions, journal::Journal};
use serde_json::{Value, json};

use super::scene::{Scene, TWINS, buttons, snapshot, title};

fn button(message: &Value, wanted: &str) -> String {
    let mut buttons = buttons(message).into_iter();
    let found = buttons.find(|(label, _)| label.ends_with(wanted));
    found.unwrap_or_else(|| panic!("no {wanted}: {message}")).1
}

async fn counted(scene: &Scene) -> Vec<(u32, u32, u32, u32)> {
    let votes = scene.advisor.votes(None).await.unwrap();
    let counts = votes.iter().map(|votes| {
        let before = (votes.helpful_before, votes.unhelpful_before);
        (votes.helpful, votes.unhelpful, before.0, before.1)
    });
    counts.collect()
}

#[tokio::test]
async fn everybody_has_one_vote_and_may_change_or_forget_it() {
    let journal = Journal::in_memory().await.unwrap();
    let advisor = Advisor::new(snapshot(TWINS)).keeping(journal, Questions::Forgotten);
    let mut scene = Scene::advised(advisor).await;
    let question = "Where is the red bicycle?";
    let message = scene.ask("ada", question, false).await["message"].clone();
    for (user, pressed, expected) in [
        ("ada", "Helpful", (1, 0, 0, 0)),
        ("ada", "Helpful", (1, 0, 0, 0)),
        ("linus", "Helpful", (2, 0, 0, 0)),
        ("ada", "Not helpful", (1, 1, 0, 0)),
    ] {
        let voted = scene
            .press(user, &message, &button(&message, pressed))
            .await;
        let noted = format!("Noted: {}", pressed.to_lowercase());
        assert_eq!(title(&voted["message"]), noted, "{voted}");
        // The person who voted sees it alone, and the answer stays as it is.
        assert_eq!(voted["response"]["type"], 4, "{voted}");
        assert_eq!(voted["message"]["flags"].as_u64().unwrap() & 64, 64);
        assert_eq!(counted(&scene).await, [expected], "{user}: {pressed}");
    }
    // After a restart too; and when the answer has changed since, it counts for what it said.
    scene.restart_bot().await;
    scene
        .advisor
        .swap(snapshot(&TWINS.replace("In the red shed.", "It was sold.")));
    let vote = button(&message, "Not helpful");
    scene.press("linus", &message, &vote).await;
    let again = scene.ask("linus", question, true).await["message"].clone();
    scene
        .press("linus", &again, &button(&again, "Helpful"))
        .await;
    assert_eq!(counted(&scene).await, [(1, 0, 0, 2)]);
    let told = scene.command("linus", "privacy", &[]).await["message"].clone();
    let forget = button(&told, "Forget my votes");
    for expected in ["2 votes of yours are deleted.", "There were none of yours."] {
        let forgotten = scene.press("linus", &told, &forget).await;
        let text = &forgotten["message"]["embeds"][0]["description"];
        assert_eq!(text, expected, "{forgotten}");
    }
    assert_eq!(counted(&scene).await, [(0, 0, 0, 1)]);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_vote_that_cannot_count_is_answered_kindly() {
    let scene = Scene::with(TWINS).await;
    let message = scene.ask("ada", "Where is the red bicycle?", false).await["message"].clone();
    let vote = button(&message, "Helpful");
    let unkept = scene.press("ada", &message, &vote).await;
    assert_eq!(
        title(&unkept["message"]),
        "Votes are not kept at the moment"
    );
    scene
        .advisor
        .swap(snapshot(&TWINS.replace("red-bicycle", "crimson-bicycle")));
    let gone = scene.press("ada", &message, &vote).await;
    assert_eq!(title(&gone["message"]), "This answer is no longer there");
}

#[tokio::test]
async fn only_what_shows_one_entry_is_voted_on() {
    let scene = Scene::start().await;
    for (name, options) in [
        ("ask", &[("question", "how tall is mount everest")][..]),
        (
            "ask",
            &[("question", "what is a CTO? any movies about this?")],
        ),
        ("compare", &[]),
        ("topics", &[]),
        ("quiz", &[]),
    ] {
        let message = scene.command("ada", name, options).await["message"].clone();
        let all = buttons(&message);
        assert!(
            all.iter().all(|(label, _)| !label.ends_with("elpful")),
            "{name}: {all:?}"
        );
    }
    for (name, options) in [
        ("ask", &[("question", "what is a CTO?")][..]),
        ("compare", &[("dimension", "audience")]),
        ("role", &[("role", "cio")]),
        (
            "which",
            &[("situation", "we build a mobile app in a garage")],
        ),
    ] {
        let message = scene.command("ada", name, options).await["message"].clone();
        button(&message, "👍 Helpful");
        // At most five buttons a row, the controls in the last one.
        let rows = message["components"].as_array().unwrap();
        let last = rows.last().unwrap()["components"].as_array().unwrap();
        let labels: Vec<&Value> = last.iter().map(|button| &button["label"]).collect();
        assert_eq!(
            json!(labels),
            json!(["👍 Helpful", "👎 Not helpful", "Delete"]),
            "{name}"
        );
        assert!(rows.len() <= 3, "{name}: {message}");
    }
}
