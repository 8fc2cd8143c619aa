//! `/knowledge history` and `/knowledge undo`: any change can be taken back.

use std::fs;

use chiefly::advisor::Rights;
use serde_json::{Value, json};

use super::{
    knowledge::{Desk, PACK, filled},
    scene::title,
};

const OTHER_PACK: &str = r#"schema = 1
title = "Cats"
[[faq]]
id = "cat"
question = "Who feeds the cat?"
answer = "Nobody, it hunts."
"#;

/// Publishes another answer of an entry; returns what the moderator is told.
async fn rewrite(desk: &Desk, entry: &str, answer: &str) -> Value {
    let response = desk.command("grace", "edit", &[("entry", entry)]).await;
    let form = &response["response"]["data"];
    let fields = filled(form, &[("answer", answer)]);
    let preview = desk.submit("grace", form, fields).await;
    let published = desk.press("grace", &preview, "Publish").await;
    assert_eq!(title(&published), "Published", "{published}");
    published
}

/// What is suggested as a revision, as names and values.
async fn suggested(desk: &Desk, user: &str, typed: &str) -> Vec<(String, String)> {
    let option = json!({"name": "revision", "value": typed, "focused": true});
    let body = json!({
        "user": user, "channel": "general", "type": "autocomplete", "name": "knowledge",
        "options": [{"name": "undo", "type": 1, "options": [option]}],
    });
    let response = desk.scene.post("interactions", body).await;
    let Some(choices) = response["response"]["data"]["choices"].as_array() else {
        return Vec::new();
    };
    let text = |choice: &Value, key: &str| choice[key].as_str().unwrap().to_owned();
    let choices = choices.iter();
    choices
        .map(|choice| (text(choice, "name"), text(choice, "value")))
        .collect()
}

#[tokio::test]
async fn an_older_change_is_taken_back_and_the_later_one_stays() {
    let desk = Desk::open().await;
    rewrite(&desk, "faq:key", "In the shed.").await;
    rewrite(&desk, "faq:door", "The blue one.").await;

    let found = suggested(&desk, "grace", "faq:key").await;
    let [(name, revision)] = &found[..] else {
        panic!("{found:?}");
    };
    assert!(name.contains("grace: edit faq:key"), "{name}");
    let preview = desk.run("grace", "undo", &[("revision", revision)]).await;
    assert_eq!(title(&preview), "Look before you publish", "{preview}");
    assert!(
        preview
            .to_string()
            .contains("+answer = \\\"Under the mat.\\\""),
        "{preview}"
    );
    assert!(desk.text().contains("In the shed."), "only looked at");
    let published = desk.press("grace", &preview, "Publish").await;
    assert_eq!(desk.text(), PACK.replace("The red one.", "The blue one."));
    let answer = desk.scene.ask("ada", "where is the key", false).await;
    assert!(answer.to_string().contains("Under the mat."), "{answer}");

    // Taking it back is a change like any other.
    let preview = desk.press("grace", &published, "Undo").await;
    desk.press("grace", &preview, "Publish").await;
    assert!(desk.text().contains("In the shed.") && desk.text().contains("The blue one."));
    desk.scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_revision_is_looked_at_line_by_line_and_taken_back_from_there() {
    let desk = Desk::open().await;
    rewrite(&desk, "faq:key", "In the shed.").await;
    let (_, revision) = suggested(&desk, "grace", "").await[0].clone();
    let shown = desk
        .run("grace", "history", &[("revision", &revision)])
        .await;
    assert!(
        shown.to_string().contains("+answer = \\\"In the shed."),
        "{shown}"
    );
    let preview = desk.press("grace", &shown, "Undo").await;
    desk.press("grace", &preview, "Publish").await;
    assert_eq!(desk.text(), PACK);
}

#[tokio::test]
async fn what_was_changed_again_is_shown_and_never_guessed() {
    let desk = Desk::open().await;
    let first = rewrite(&desk, "faq:key", "In the shed.").await;
    rewrite(&desk, "faq:key", "In the cellar.").await;
    let refused = desk.press("grace", &first, "Undo").await;
    assert_eq!(title(&refused), "Changed again since");
    let shown = refused.to_string();
    assert!(
        shown.contains("In the cellar.") && shown.contains("Under the mat."),
        "both are shown: {shown}"
    );
    assert!(desk.text().contains("In the cellar."));
}

#[tokio::test]
async fn there_is_nothing_before_the_beginning_and_no_revision_of_another_name() {
    let desk = Desk::open().await;
    rewrite(&desk, "faq:key", "In the shed.").await;
    let (_, first) = suggested(&desk, "grace", "first seen").await[0].clone();
    for (revision, expected) in [
        (first.as_str(), "there is no history"),
        ("abcdefabcdef", "abcdefabcdef"),
        ("the last one", "the last one"),
    ] {
        let refused = desk.run("grace", "undo", &[("revision", revision)]).await;
        assert_eq!(title(&refused), "That cannot be done");
        assert!(refused.to_string().contains(expected), "{refused}");
    }
    assert!(desk.text().contains("In the shed."));
}

#[tokio::test]
async fn a_server_neither_sees_nor_undoes_what_happened_to_the_packs_of_others() {
    let packs = [("pack.toml", PACK), ("cats.toml", OTHER_PACK)];
    let desk = Desk::open_with(&packs, |server, role| Rights {
        roles: vec![role],
        users: Vec::new(),
        owners: vec![
            ("pack.toml".into(), vec![server]),
            ("cats.toml".into(), vec![1]),
        ],
    })
    .await;
    rewrite(&desk, "faq:key", "In the shed.").await;
    let cats = desk.file().with_file_name("cats.toml");
    fs::write(&cats, OTHER_PACK.replace("it hunts", "it begs")).unwrap();
    // The next change takes the one on the disk into the history.
    rewrite(&desk, "faq:door", "The blue one.").await;

    let journal = desk.scene.advisor.journal().unwrap();
    let all = journal.history(10).await.unwrap();
    let theirs = all.iter().find(|revision| {
        let mut files = revision.files.iter();
        files.all(|file| file.file.ends_with("cats.toml"))
    });
    let theirs = theirs.unwrap().id.to_string();
    let listed = desk.run("grace", "history", &[]).await.to_string();
    assert!(!listed.contains(&theirs), "{listed}");
    let suggested = suggested(&desk, "grace", "").await;
    assert!(
        suggested.iter().all(|(_, id)| *id != theirs),
        "{suggested:?}"
    );
    for command in ["history", "undo"] {
        let refused = desk.run("grace", command, &[("revision", &theirs)]).await;
        assert_eq!(title(&refused), "That cannot be done", "{command}");
        assert!(!refused.to_string().contains("begs"), "{refused}");
    }
    assert!(fs::read_to_string(&cats).unwrap().contains("it begs"));
}

#[tokio::test]
async fn members_are_not_told_who_changed_what() {
    let desk = Desk::open().await;
    rewrite(&desk, "faq:key", "In the shed.").await;
    assert_eq!(suggested(&desk, "ada", "").await, []);
    assert_ne!(suggested(&desk, "grace", "").await, []);
}
