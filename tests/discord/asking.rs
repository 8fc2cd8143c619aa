//! Members ask, and read the right answer.

use super::scene::{Scene, buttons, title};

#[tokio::test]
async fn a_question_by_command_gets_the_right_embed() {
    let scene = Scene::start().await;
    for (question, expected) in [
        (
            "can the same guy do both jobs?",
            "Can one person be both CTO and CIO?",
        ),
        (
            "whats the diff between cto and cio",
            "What is the main difference between a CTO and a CIO?",
        ),
        (
            "what is a cheif tecnology officer",
            "Chief Technology Officer (CTO)",
        ),
        (
            "what does the CIO spend money on",
            "Technology investment: CIO",
        ),
        (
            "any movies about this?",
            "Films about technology leadership",
        ),
    ] {
        let answer = scene.ask("ada", question, false).await;
        assert_eq!(title(&answer["message"]), expected, "{question}: {answer}");
        assert_eq!(answer["response"]["type"], 4);
    }
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn the_asked_role_comes_first() {
    let scene = Scene::start().await;
    for (question, first) in [
        ("what does the CIO spend money on", "CIO"),
        ("what does the CTO spend money on", "CTO"),
    ] {
        let answer = scene.ask("ada", question, false).await;
        let fields = &answer["message"]["embeds"][0]["fields"];
        assert_eq!(fields[0]["name"], first, "{answer}");
        assert!(
            fields[0]["value"].as_str().unwrap().contains("\n- "),
            "examples: {answer}"
        );
        assert_eq!(fields.as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_private_answer_is_seen_by_the_asker_alone() {
    let scene = Scene::start().await;
    let answer = scene.ask("ada", "what is a CIO", true).await;
    assert_eq!(
        answer["message"]["flags"].as_u64().unwrap() & 64,
        64,
        "{answer}"
    );
    assert_eq!(scene.bot_messages("general", "ada").await, 1);
    assert_eq!(scene.bot_messages("general", "linus").await, 0);
}

#[tokio::test]
async fn whole_questions_are_suggested_while_typing() {
    let scene = Scene::start().await;
    let empty = scene.suggestions("").await;
    assert!(empty.len() > 5 && empty.len() <= 25, "{empty:?}");
    assert!(empty.iter().all(|question| question.chars().count() <= 100));
    assert_eq!(
        empty[0],
        "What is the main difference between a CTO and a CIO?"
    );
    // From the first letter on they are questions, not notes.
    for typed in ["", "c", "cto", "w"] {
        let suggestions = scene.suggestions(typed).await;
        assert!(suggestions.len() > 5, "{typed}: {suggestions:?}");
        for question in suggestions.iter().take(5) {
            let words = question.split_whitespace().count();
            assert!(words > 2, "{typed}: {suggestions:?}");
        }
    }
    for (typed, expected) in [
        ("c", "Can one person be both CTO and CIO?"),
        ("can one pe", "Can one person be both CTO and CIO?"),
        ("CAN ONE", "Can one person be both CTO and CIO?"),
        ("do the cto and", "Do the CTO and the CIO work together?"),
        (
            "wich role is more stratgic",
            "Which of the two roles is more strategic?",
        ),
    ] {
        let suggestions = scene.suggestions(typed).await;
        assert!(
            suggestions.iter().take(3).any(|s| s == expected),
            "{typed}: {suggestions:?}"
        );
        // A suggestion that is picked is answered outright.
        let answer = scene.ask("ada", expected, false).await;
        assert_eq!(title(&answer["message"]), expected);
    }
}

#[tokio::test]
async fn a_mention_is_answered_as_a_reply() {
    let scene = Scene::start().await;
    for content in [
        "@Chiefly whats the diff between cto and cio",
        "hey @Chiefly, what is the main difference between a CTO and a CIO?",
    ] {
        let reply = scene.write_and_read("ada", "general", content).await;
        assert_eq!(
            title(&reply),
            "What is the main difference between a CTO and a CIO?",
            "{reply}"
        );
        assert!(reply["message_reference"]["message_id"].is_string());
        assert_eq!(reply["mentions"], serde_json::json!([]), "nobody is pinged");
    }
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_direct_message_needs_no_mention() {
    let scene = Scene::start().await;
    let reply = scene
        .write_and_read("ada", "dm", "can the same guy do both jobs?")
        .await;
    assert_eq!(title(&reply), "Can one person be both CTO and CIO?");
}

#[tokio::test]
async fn what_the_bot_does_not_know_it_says_with_what_can_be_asked() {
    let scene = Scene::start().await;
    let reply = scene
        .write_and_read("ada", "general", "@Chiefly how tall is mount everest")
        .await;
    assert_eq!(title(&reply), "I don't know that one");
    let text = reply["embeds"][0]["description"].as_str().unwrap();
    assert!(
        text.contains("CTO and CIO") && text.contains("\n- "),
        "{text}"
    );
    // What is listed is one press away, in place.
    let listed = buttons(&reply);
    assert!(listed.len() > 2, "{reply}");
    for (label, _) in &listed[..listed.len() - 1] {
        assert!(text.contains(&format!("- {label}")), "{label}: {text}");
    }
    let shown = scene.press("ada", &reply, &listed[1].1).await;
    assert_eq!(shown["response"]["type"], 7, "{shown}");
    assert_eq!(title(&shown["message"]), listed[1].0);
    // A role that is named comes first.
    let reply = scene
        .write_and_read("ada", "general", "@Chiefly was ist ein CTO?")
        .await;
    assert_eq!(buttons(&reply)[0].0, "Chief Technology Officer (CTO)");
}

#[tokio::test]
async fn messages_that_are_not_for_the_bot_are_left_alone() {
    let mut scene = Scene::start().await;
    scene.write("ada", "general", "what is a CTO?").await;
    scene
        .write("ada", "general", "@everyone what is a CTO?")
        .await;
    let webhook = serde_json::json!({
        "user": "linus", "channel": "general", "webhook": true,
        "content": format!("<@{}> what is a CTO?", scene.get("state").await["bot"]["user"]["id"].as_str().unwrap()),
    });
    let posted = scene.post("messages", webhook).await;
    assert!(posted["webhook_id"].is_string(), "{posted}");
    // The bot's own answer, which names nobody, is passed over as well.
    scene
        .write_and_read("ada", "general", "@Chiefly what is a CTO?")
        .await;
    scene.settle().await;
    assert_eq!(scene.bot_messages("general", "ada").await, 1);
}

#[tokio::test]
async fn an_answer_offers_what_to_read_next() {
    let scene = Scene::start().await;
    let answer = scene.ask("ada", "what is a CTO", false).await;
    let message = &answer["message"];
    let (label, custom_id) = buttons(message)
        .into_iter()
        .find(|(_, custom_id)| custom_id.contains("|open|"))
        .unwrap();
    let next = scene.press("ada", message, &custom_id).await;
    assert_eq!(title(&next["message"]), label, "{next}");
    // In a server it is shown to the person who pressed, and from there on in place.
    assert_eq!(next["message"]["flags"].as_u64().unwrap() & 64, 64);
    let (_, custom_id) = buttons(&next["message"]).remove(0);
    let further = scene.press("ada", &next["message"], &custom_id).await;
    assert_eq!(further["response"]["type"], 7, "{further}");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn the_other_roles_side_is_a_press_away() {
    let scene = Scene::start().await;
    let answer = scene
        .ask("ada", "what does the CIO spend money on", false)
        .await;
    let mut message = answer["message"].clone();
    for (label, expected) in [
        ("And the CTO?", "Technology investment: CTO"),
        ("And the CIO?", "Technology investment: CIO"),
    ] {
        let button = buttons(&message).into_iter().find(|(own, _)| own == label);
        let turned = scene.press("ada", &message, &button.unwrap().1).await;
        assert_eq!(turned["response"]["type"], 7, "in place: {turned}");
        assert_eq!(title(&turned["message"]), expected);
        message = turned["message"].clone();
    }
    // Somebody else sees it alone, and the answer stays as the asker left it.
    let button = buttons(&message).remove(0);
    let turned = scene.press("linus", &message, &button.1).await;
    assert_eq!(turned["message"]["flags"].as_u64().unwrap() & 64, 64);
    // A profile is turned as well, with its menu, and a role's side where it was chosen.
    let profile = scene.command("ada", "role", &[("role", "cto")]).await["message"].clone();
    let button = buttons(&profile).remove(0);
    assert_eq!(button.0, "And the CIO?");
    let turned = scene.press("ada", &profile, &button.1).await["message"].clone();
    assert_eq!(title(&turned), "Chief Information Officer (CIO)");
    assert_eq!(
        turned["components"][0]["components"][0]["type"], 3,
        "{turned}"
    );
    scene.assert_well_behaved().await;
}
