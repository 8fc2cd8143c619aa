//! What every kind of reply looks like in Discord: the message as it arrives, snapshot by snapshot.

use chiefly::{advisor::Advisor, answer::Questions, journal::Journal};
use serde_json::{Map, Value, json};

use super::scene::{Scene, buttons, snapshot, title};

const PACK: &str = include_str!("../packs/trades.toml");

/// What a person sees of a message, and what its buttons carry, but for the numbers of people.
fn shown(message: &Value) -> Value {
    let mut shown = Map::new();
    let private = message["flags"].as_u64().unwrap_or_default() & 64 == 64;
    shown.insert("private".into(), json!(private));
    for part in ["content", "embeds", "components"] {
        let value = &message[part];
        let empty = value.as_array().is_some_and(Vec::is_empty) || value == "";
        if !empty {
            shown.insert(part.into(), value.clone());
        }
    }
    let mut shown = Value::Object(shown);
    let rows = shown["components"].as_array_mut();
    for row in rows.into_iter().flatten() {
        for component in row["components"].as_array_mut().unwrap() {
            let custom_id = component["custom_id"].as_str().unwrap();
            let (version, rest) = custom_id.split_once('|').unwrap();
            let (_, deed) = rest.split_once('|').unwrap();
            component["custom_id"] = json!(format!("{version}|(asker)|{deed}"));
        }
    }
    shown
}

/// A game is drawn anew each time: the same without what is drawn.
fn shown_game(message: &Value) -> Value {
    let mut shown = shown(message);
    let embed = &mut shown["embeds"][0];
    for field in embed["fields"].as_array_mut().unwrap() {
        if field["name"].as_str().unwrap().starts_with("Round") {
            let value = field["value"].as_str().unwrap();
            assert!(value.starts_with("> ") && value.len() > 10, "{value}");
            field["value"] = json!("> (an example)");
        }
    }
    for row in shown["components"].as_array_mut().unwrap() {
        for component in row["components"].as_array_mut().unwrap() {
            let custom_id = component["custom_id"].as_str().unwrap();
            let deed = custom_id.split('|').nth(2).unwrap();
            component["custom_id"] = json!(format!("{deed} …"));
        }
    }
    shown
}

fn button(message: &Value, wanted: &str) -> String {
    let mut buttons = buttons(message).into_iter();
    let found = buttons.find(|(label, _)| label.ends_with(wanted));
    found.unwrap_or_else(|| panic!("no {wanted}: {message}")).1
}

async fn scene() -> Scene {
    let journal = Journal::in_memory().await.unwrap();
    let advisor = Advisor::new(snapshot(PACK)).keeping(journal, Questions::Kept);
    Scene::advised(advisor).await
}

#[tokio::test]
async fn answers_look_like_this() {
    let scene = scene().await;
    for (name, question) in [
        ("role", "what is a baker"),
        ("dimension", "what tools do they work with"),
        ("side", "what tools does the BRW work with"),
        ("question", "Do both need yeast?"),
        ("situation", "we run a tavern"),
        ("topic", "any good drinking songs"),
        (
            "two_questions",
            "any good drinking songs? Do both need yeast?",
        ),
        ("comparison", "BKR versus BRW"),
        ("did_you_mean", "where is the bicycle"),
        ("unknown", "how tall is mount everest"),
        ("nothing_asked", "???"),
    ] {
        let answer = scene.ask("ada", question, false).await;
        insta::assert_json_snapshot!(name, shown(&answer["message"]));
    }
    scene
        .ask("ada", "what tools does the BRW work with", false)
        .await;
    let examples = scene.ask("ada", "examples?", false).await;
    insta::assert_json_snapshot!("examples", shown(&examples["message"]));
    let private = scene.ask("ada", "Do both need yeast?", true).await["message"].clone();
    insta::assert_json_snapshot!("private", shown(&private));
    let mut events = scene.events().await;
    let told = scene
        .press("ada", &private, &button(&private, "Share"))
        .await;
    insta::assert_json_snapshot!("was_shared", shown(&told["message"]));
    let shared = events
        .wait("message_create", |data| {
            title(&data["message"]) == "Do both need yeast?"
        })
        .await;
    insta::assert_json_snapshot!("shared", shown(&shared["message"]));
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn plain_text_looks_like_this() {
    const EMBED_LINKS: u64 = 1 << 14;
    let scene = scene().await;
    scene.deny("general", EMBED_LINKS).await;
    for (name, question) in [
        ("plain_role", "what is a baker"),
        ("plain_dimension", "what tools do they work with"),
        ("plain_question", "Do both need yeast?"),
        ("plain_did_you_mean", "where is the bicycle"),
        ("plain_unknown", "how tall is mount everest"),
    ] {
        let asked = format!("@Chiefly {question}");
        let answer = scene.write_and_read("ada", "general", &asked).await;
        insta::assert_json_snapshot!(name, shown(&answer));
    }
}

#[tokio::test]
async fn commands_look_like_this() {
    let scene = scene().await;
    for (name, command, options) in [
        ("compare_glance", "compare", &[][..]),
        ("compare_dimension", "compare", &[("dimension", "hours")]),
        ("compare_nothing", "compare", &[("role_a", "smith")]),
        ("profile", "role", &[("role", "baker")]),
        ("profile_unknown", "role", &[("role", "smith")]),
        (
            "which_one",
            "which",
            &[("situation", "we run a tavern at the harbour")],
        ),
        (
            "which_both",
            "which",
            &[(
                "situation",
                "we run a tavern with thirsty sailors, and a school with hungry children at dawn",
            )],
        ),
        ("which_none", "which", &[("situation", "we like to dance")]),
        ("topics", "topics", &[]),
        ("help", "help", &[]),
        ("privacy", "privacy", &[]),
    ] {
        let answer = scene.command("ada", command, options).await;
        insta::assert_json_snapshot!(name, shown(&answer["message"]));
    }
    let about = scene.command("ada", "about", &[]).await;
    let mut about = shown(&about["message"]);
    assert_eq!(
        about["embeds"][0]["title"],
        concat!("Chiefly ", env!("CARGO_PKG_VERSION"))
    );
    about["embeds"][0]["title"] = json!("Chiefly (version)");
    let links = &mut about["embeds"][0]["fields"][1]["value"];
    let shown = links
        .as_str()
        .unwrap()
        .replace(&scene.bot_id, "(the application)");
    *links = json!(shown);
    insta::assert_json_snapshot!("about", about);
    let mut game = scene.command("ada", "quiz", &[]).await["message"].clone();
    insta::assert_json_snapshot!("quiz", shown_game(&game));
    for _ in 0..5 {
        let guess = button(&game, "(BKR)");
        game = scene.press("ada", &game, &guess).await["message"].clone();
    }
    let mut over = shown_game(&game);
    let embed = &mut over["embeds"][0];
    let verdict = embed["title"].as_str().unwrap();
    assert!(
        verdict.starts_with("Right: ") || verdict.starts_with("Not quite: "),
        "{verdict}"
    );
    embed["title"] = json!("(right or not)");
    let why = embed["description"].as_str().unwrap();
    assert!(why.starts_with("> ") && why.contains("\n**"), "{why}");
    embed["description"] = json!("(the example, and the role's side of it)");
    let won = embed["footer"]["text"].as_str().unwrap();
    assert!(
        won.starts_with("Score: ") && won.ends_with(" of 5"),
        "{won}"
    );
    embed["footer"]["text"] = json!("Score: … of 5");
    embed["fields"][0]["value"] = json!("(how well that is)");
    insta::assert_json_snapshot!("quiz_over", over);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn words_about_messages_look_like_this() {
    let scene = scene().await;
    let question = scene.ask("ada", "Do both need yeast?", false).await["message"].clone();
    for (name, by, pressed) in [
        ("voted_helpful", "ada", "Helpful"),
        ("voted_unhelpful", "ada", "Not helpful"),
        ("not_yours", "linus", "Delete"),
    ] {
        let told = scene
            .press(by, &question, &button(&question, pressed))
            .await;
        insta::assert_json_snapshot!(name, shown(&told["message"]));
    }
    let game = scene.command("ada", "quiz", &[]).await["message"].clone();
    let told = scene.press("linus", &game, &button(&game, "(BKR)")).await;
    insta::assert_json_snapshot!("not_your_game", shown(&told["message"]));
    let told = scene.command("ada", "privacy", &[]).await["message"].clone();
    let told = scene
        .press("ada", &told, &button(&told, "Forget my votes"))
        .await;
    insta::assert_json_snapshot!("votes_forgotten", shown(&told["message"]));
    let thanks = scene
        .write_and_read("ada", "general", "thank you @Chiefly!")
        .await;
    insta::assert_json_snapshot!("welcome", shown(&thanks));
    let rude = "@Chiefly you are so stupid";
    let sorry = scene.write_and_read("ada", "general", rude).await;
    insta::assert_json_snapshot!("sorry", shown(&sorry));
    let sure = scene.write("linus", "general", "Do both need yeast?").await;
    let click = scene.answer_this("ada", &sure).await;
    insta::assert_json_snapshot!("answered", shown(&click["message"]));
    let click = scene.answer_this("ada", &thanks).await;
    insta::assert_json_snapshot!("nothing_to_answer", shown(&click["message"]));
    let asked_back = scene.ask("ada", "where is the bicycle", false).await["message"].clone();
    let blue = button(&asked_back, "blue bicycle?");
    scene
        .advisor
        .swap(snapshot(&PACK.replace("In the blue shed.", "It was sold.")));
    let changed = scene.press("ada", &asked_back, &blue).await;
    insta::assert_json_snapshot!("changed", shown(&changed["message"]));
    scene.advisor.swap(snapshot(
        &PACK
            .replace("\"yeast\"", "\"sourdough\"")
            .replace("faq:yeast", "faq:sourdough"),
    ));
    let lead = scene.ask("ada", "what is a baker", false).await["message"].clone();
    scene.advisor.swap(snapshot(PACK));
    let gone = button(&lead, "Do both need yeast?");
    let gone = scene.press("linus", &lead, &gone).await;
    insta::assert_json_snapshot!("gone", shown(&gone["message"]));
    scene.assert_well_behaved().await;
}
