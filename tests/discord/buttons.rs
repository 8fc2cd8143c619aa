//! "Did you mean": choices that work for the asker, for others, after a restart, and after the
//! entry has gone.

use chiefly::knowledge::Kind;
use serde_json::Value;

use super::scene::{Scene, TWINS, buttons, snapshot, title};

async fn did_you_mean(scene: &Scene, by_mention: bool) -> Value {
    let question = "where is the bicycle";
    let message = if by_mention {
        scene
            .write_and_read("ada", "general", &format!("@Chiefly {question}"))
            .await
    } else {
        scene.ask("ada", question, false).await["message"].clone()
    };
    assert_eq!(title(&message), "Did you mean one of these?", "{message}");
    assert_eq!(buttons(&message).len(), 3, "two and Delete: {message}");
    message
}

fn blue(message: &Value) -> String {
    let mut buttons = buttons(message).into_iter();
    buttons.find(|(label, _)| label.contains("blue")).unwrap().1
}

#[tokio::test]
async fn the_asker_picks_and_the_answer_takes_the_place() {
    let scene = Scene::with(TWINS).await;
    for by_mention in [false, true] {
        let message = did_you_mean(&scene, by_mention).await;
        let picked = scene.press("ada", &message, &blue(&message)).await;
        assert_eq!(picked["response"]["type"], 7, "{picked}");
        assert_eq!(picked["message"]["id"], message["id"]);
        assert_eq!(title(&picked["message"]), "Where is the blue bicycle?");
    }
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn somebody_else_sees_the_answer_alone() {
    let scene = Scene::with(TWINS).await;
    let message = did_you_mean(&scene, true).await;
    let picked = scene.press("linus", &message, &blue(&message)).await;
    assert_eq!(picked["response"]["type"], 4, "{picked}");
    assert_eq!(picked["message"]["flags"].as_u64().unwrap() & 64, 64);
    assert_eq!(title(&picked["message"]), "Where is the blue bicycle?");
}

#[tokio::test]
async fn choices_work_after_a_restart() {
    let mut scene = Scene::with(TWINS).await;
    let message = did_you_mean(&scene, false).await;
    scene.restart_bot().await;
    let picked = scene.press("ada", &message, &blue(&message)).await;
    assert_eq!(
        title(&picked["message"]),
        "Where is the blue bicycle?",
        "{picked}"
    );
}

#[tokio::test]
async fn a_choice_whose_entry_has_gone_offers_the_nearest() {
    let scene = Scene::with(TWINS).await;
    let message = did_you_mean(&scene, false).await;
    let without = TWINS.replace("id = \"blue-bicycle\"", "id = \"azure-bicycle\"");
    let without = snapshot(&without);
    assert!(
        without
            .knowledge()
            .entries()
            .all(|entry| entry.id.kind == Kind::Faq)
    );
    scene.advisor.swap(without);
    let picked = scene.press("ada", &message, &blue(&message)).await;
    assert_eq!(
        title(&picked["message"]),
        "This answer is no longer there",
        "{picked}"
    );
    let nearest = buttons(&picked["message"]);
    let azure = nearest.iter().find(|(_, id)| id.contains("azure-bicycle"));
    let again = scene
        .press("ada", &picked["message"], &azure.unwrap().1)
        .await;
    assert_eq!(
        title(&again["message"]),
        "Where is the blue bicycle?",
        "{again}"
    );
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn an_answer_that_was_edited_says_so_when_it_is_picked() {
    let scene = Scene::with(TWINS).await;
    let message = did_you_mean(&scene, true).await;
    scene.advisor.swap(snapshot(
        &TWINS.replace("In the blue shed.", "It was moved to the cellar."),
    ));
    let picked = scene.press("ada", &message, &blue(&message)).await;
    let text = picked["message"]["embeds"][0]["description"].as_str();
    assert_eq!(
        text,
        Some("*This answer has changed since you asked.*\n\nIt was moved to the cellar."),
        "{picked}"
    );
}

fn delete_button(message: &Value) -> String {
    let mut buttons = buttons(message).into_iter();
    buttons.find(|(label, _)| label == "Delete").unwrap().1
}

#[tokio::test]
async fn an_answer_is_deleted_by_the_asker_and_by_moderators_alone() {
    let scene = Scene::start().await;
    for (by, deleted) in [("ada", true), ("margaret", true), ("linus", false)] {
        for by_mention in [true, false] {
            let message = if by_mention {
                scene
                    .write_and_read("ada", "general", "@Chiefly what is a CTO")
                    .await
            } else {
                scene.ask("ada", "what is a CTO", false).await["message"].clone()
            };
            let mut events = scene.events().await;
            let pressed = scene.press(by, &message, &delete_button(&message)).await;
            if deleted {
                events
                    .wait("message_delete", |data| data["id"] == message["id"])
                    .await;
            }
            let left = scene.history("general", "ada").await;
            let there = left.iter().any(|other| other["id"] == message["id"]);
            assert_eq!(there, !deleted, "{by}: {pressed}");
            if !deleted {
                assert_eq!(title(&pressed["message"]), "This is somebody else's answer");
                assert_eq!(pressed["message"]["flags"].as_u64().unwrap() & 64, 64);
            }
        }
    }
    // What only the asker sees, Discord lets them dismiss.
    let private = scene.ask("ada", "what is a CTO", true).await;
    assert!(
        buttons(&private["message"])
            .iter()
            .all(|(label, _)| label != "Delete")
    );
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_private_answer_is_shared_with_everybody() {
    let scene = Scene::start().await;
    let private = scene.ask("ada", "what is a CTO", true).await["message"].clone();
    let share = buttons(&private)
        .into_iter()
        .find(|(label, _)| label == "Share");
    let mut events = scene.events().await;
    let pressed = scene.press("ada", &private, &share.unwrap().1).await;
    assert_eq!(pressed["response"]["type"], 7, "{pressed}");
    let event = events
        .wait("message_create", |data| {
            title(&data["message"]) == "Chief Technology Officer (CTO)"
        })
        .await;
    let footer = event["message"]["embeds"][0]["footer"]["text"].as_str();
    assert!(
        footer.unwrap().to_lowercase().contains("shared by ada"),
        "{event}"
    );
    assert_eq!(event["message"]["mentions"], serde_json::json!([]));
    assert_eq!(scene.bot_messages("general", "linus").await, 1);
    scene.assert_well_behaved().await;
}
