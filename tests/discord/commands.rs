//! The commands beside `/ask`.

use serde_json::{Value, json};

use super::scene::{Scene, buttons, title};

async fn command(scene: &Scene, name: &str, options: &[(&str, &str)]) -> Value {
    scene.command("ada", name, options).await
}

async fn choose(scene: &Scene, user: &str, message: &Value, value: &str) -> Value {
    let rows = message["components"].as_array().unwrap();
    let menu = rows.iter().find(|row| row["components"][0]["type"] == 3);
    let custom_id = &menu.unwrap()["components"][0]["custom_id"];
    let body = json!({
        "user": user, "channel": message["channel_id"], "type": "component",
        "message": message["id"], "custom_id": custom_id, "values": [value],
    });
    scene.post("interactions", body).await
}

fn fields(message: &Value) -> Vec<&str> {
    let fields = message["embeds"][0]["fields"].as_array().unwrap();
    fields
        .iter()
        .map(|field| field["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn roles_are_compared_at_a_glance_and_then_in_one_respect_in_place() {
    let scene = Scene::start().await;
    let answer = command(&scene, "compare", &[]).await;
    let message = &answer["message"];
    assert_eq!(title(message), "CTO and CIO at a glance", "{answer}");
    assert_eq!(fields(message).len(), 10);
    let chosen = choose(&scene, "ada", message, "audience").await;
    assert_eq!(chosen["response"]["type"], 7, "{chosen}");
    assert_eq!(chosen["message"]["id"], message["id"]);
    assert_eq!(fields(&chosen["message"]), ["CTO", "CIO"]);
    let back = choose(&scene, "ada", &chosen["message"], "*").await;
    assert_eq!(title(&back["message"]), "CTO and CIO at a glance");
    // Somebody else turns no pages in another person's answer.
    let other = choose(&scene, "linus", &back["message"], "audience").await;
    assert_eq!(other["response"]["type"], 4, "{other}");
    assert_eq!(other["message"]["flags"].as_u64().unwrap() & 64, 64);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn what_is_typed_without_picking_a_suggestion_works_as_well() {
    let scene = Scene::start().await;
    for (options, expected) in [
        (&[("dimension", "audience")][..], &["CTO", "CIO"][..]),
        (
            &[("dimension", "Primary focus"), ("role_a", "cio")],
            &["CIO", "CTO"],
        ),
        (
            &[("dimension", "primary fokus"), ("role_b", "CTO")],
            &["CIO", "CTO"],
        ),
        // The names of suggestions in place of their values.
        (
            &[
                ("dimension", "Audience and users: CTO and CIO"),
                ("role_a", "Chief Information Officer (CIO)"),
            ],
            &["CIO", "CTO"],
        ),
        (
            &[
                ("dimension", "work-approach"),
                ("role_a", "head of technology"),
            ],
            &["CTO", "CIO"],
        ),
    ] {
        let answer = command(&scene, "compare", options).await;
        assert_eq!(
            fields(&answer["message"]),
            expected,
            "{options:?}: {answer}"
        );
    }
    let same = command(&scene, "compare", &[("role_a", "cto"), ("role_b", "CTO")]).await;
    assert_eq!(title(&same["message"]), "I cannot compare these");
    let unknown = command(&scene, "compare", &[("role_a", "wizard")]).await;
    assert_eq!(title(&unknown["message"]), "I cannot compare these");
}

#[tokio::test]
async fn a_role_shows_its_side_of_every_dimension() {
    let scene = Scene::start().await;
    let answer = command(&scene, "role", &[("role", "cio")]).await;
    assert_eq!(
        title(&answer["message"]),
        "Chief Information Officer (CIO)",
        "{answer}"
    );
    let side = choose(&scene, "ada", &answer["message"], "technology-investment").await;
    assert_eq!(
        title(&side["message"]),
        "Technology investment: CIO",
        "{side}"
    );
    let profile = choose(&scene, "ada", &side["message"], "*").await;
    assert_eq!(
        title(&profile["message"]),
        "Chief Information Officer (CIO)"
    );
    let named = [("role", "Chief Technology Officer (CTO)")];
    let by_name = command(&scene, "role", &named).await;
    assert_eq!(title(&by_name["message"]), named[0].1);
    let unknown = command(&scene, "role", &[("role", "wizard")]).await;
    assert_eq!(title(&unknown["message"]), "I don't know that role");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn everything_that_can_be_asked_is_listed_in_pages() {
    let scene = Scene::start().await;
    let answer = command(&scene, "topics", &[]).await;
    let first = &answer["message"];
    assert_eq!(first["flags"].as_u64().unwrap() & 64, 64, "{answer}");
    let next = &buttons(first)[0];
    assert_eq!(next.0, "Page 2 of 2");
    let second = scene.press("ada", first, &next.1).await;
    let text = second["message"]["embeds"][0]["description"]
        .as_str()
        .unwrap();
    assert!(text.contains("Further topics"), "{second}");
    let shown = choose(&scene, "ada", &second["message"], "topic:movies").await;
    assert_eq!(
        title(&shown["message"]),
        "Films about technology leadership",
        "{shown}"
    );
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn the_bot_tells_about_itself_to_the_asker_alone() {
    let scene = Scene::start().await;
    for (name, expected) in [
        ("help", "How to ask me"),
        ("about", concat!("Chiefly ", env!("CARGO_PKG_VERSION"))),
        ("privacy", "Your privacy"),
    ] {
        let answer = command(&scene, name, &[]).await;
        assert_eq!(title(&answer["message"]), expected, "{answer}");
        assert_eq!(answer["message"]["flags"].as_u64().unwrap() & 64, 64);
    }
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn roles_and_dimensions_are_suggested() {
    let scene = Scene::start().await;
    for (name, option, typed, expected) in [
        ("role", "role", "", "cto"),
        ("role", "role", "information", "cio"),
        ("compare", "dimension", "aud", "audience"),
        ("compare", "dimension", "stratgic gaol", "strategic-goal"),
    ] {
        let body = json!({
            "user": "ada", "channel": "general", "type": "autocomplete", "name": name,
            "options": [{"name": option, "value": typed, "focused": true}],
        });
        let answer = scene.post("interactions", body).await;
        let first = &answer["response"]["data"]["choices"][0]["value"];
        assert_eq!(first, expected, "{typed}: {answer}");
    }
}

#[tokio::test]
async fn an_organisation_gets_the_role_that_suits_it() {
    let scene = Scene::start().await;
    for (situation, expected) in [
        (
            "we build a mobile app in a garage",
            "What suits you: Chief Technology Officer (CTO)",
        ),
        (
            "I work for a bank with very old servers",
            "What suits you: Chief Information Officer (CIO)",
        ),
        ("@everyone <@1> !!!", "I cannot tell from that"),
    ] {
        let answer = command(&scene, "which", &[("situation", situation)]).await;
        assert_eq!(title(&answer["message"]), expected, "{answer}");
        assert!(
            buttons(&answer["message"]).len() > 2,
            "it leads on: {answer}"
        );
    }
    scene.assert_well_behaved().await;
}

/// Presses the button of a role: what the message says then.
async fn guess(scene: &Scene, user: &str, message: &Value, role: &str) -> Value {
    let buttons = buttons(message);
    let button = buttons.iter().find(|(label, _)| label.contains(role));
    let button = button.unwrap_or_else(|| panic!("no {role}: {message}"));
    scene.press(user, message, &button.1).await
}

#[tokio::test]
async fn a_game_has_five_rounds_and_goes_on_after_a_restart() {
    let mut scene = Scene::start().await;
    let answer = command(&scene, "quiz", &[]).await;
    let mut message = answer["message"].clone();
    assert_eq!(title(&message), "Who does this?", "{answer}");
    let mut right = 0;
    for round in 1..=5 {
        assert_eq!(
            fields(&message),
            [format!("Round {round} of 5: who does this?")]
        );
        if round == 3 {
            scene.restart_bot().await;
        }
        let guessed = guess(&scene, "ada", &message, "CTO").await;
        assert_eq!(guessed["response"]["type"], 7, "{guessed}");
        message = guessed["message"].clone();
        right += usize::from(title(&message).starts_with("Right: it is the CTO"));
        let footer = message["embeds"][0]["footer"]["text"].as_str().unwrap();
        assert_eq!(footer, format!("Score: {right} of {round}"));
    }
    assert!((1..5).contains(&right), "both roles occur: {message}");
    assert_eq!(fields(&message), ["The game is over"]);
    let again = guess(&scene, "ada", &message, "Play again").await;
    assert_eq!(title(&again["message"]), "Who does this?", "{again}");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn everybody_plays_a_game_of_their_own() {
    let scene = Scene::start().await;
    let body = |user: &str| json!({"user": user, "channel": "general", "type": "command", "name": "quiz", "options": []});
    let of_ada = scene.post("interactions", body("ada")).await["message"].clone();
    let of_linus = scene.post("interactions", body("linus")).await["message"].clone();
    let pressed = guess(&scene, "linus", &of_ada, "CTO").await;
    assert_eq!(title(&pressed["message"]), "This is somebody else's game");
    assert_eq!(pressed["message"]["flags"].as_u64().unwrap() & 64, 64);
    for (user, game) in [("linus", &of_linus), ("ada", &of_ada)] {
        let pressed = guess(&scene, user, game, "CIO").await;
        assert_eq!(pressed["message"]["id"], game["id"], "{pressed}");
        let footer = pressed["message"]["embeds"][0]["footer"]["text"].as_str();
        assert!(footer.unwrap().ends_with("of 1"), "{pressed}");
    }
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn every_command_can_be_used_wherever_people_write() {
    let scene = Scene::start().await;
    let state = scene.get("state").await;
    let commands = state["commands"].as_array().unwrap();
    let of_type = |wanted: u64| commands.iter().filter(|c| c["type"] == wanted).count();
    assert_eq!((of_type(1), of_type(3)), (10, 1), "{commands:?}");
    for command in commands {
        // Moderators change the knowledge in their servers, and nowhere else.
        if command["name"] == "knowledge" {
            assert_eq!(command["contexts"], json!([0]), "{command}");
            continue;
        }
        assert_eq!(command["contexts"], json!([0, 1, 2]), "{command}");
        assert_eq!(command["integration_types"], json!([0, 1]), "{command}");
    }
}
