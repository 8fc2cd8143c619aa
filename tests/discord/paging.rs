//! What is longer than a message: pages, and menus that go on.

use std::fmt::Write;

use serde_json::{Value, json};

use super::scene::{Scene, buttons, snapshot, title};

/// A pack with an answer of three pages and more.
fn long_pack() -> String {
    let mut answer = String::new();
    for sentence in 0..400 {
        let _ = write!(answer, "Sentence number {sentence} of a long story. ");
    }
    format!(
        "schema = 1\ntitle = \"Stories\"\n[[faq]]\nid = \"story\"\nquestion = \"How does the long story go?\"\nanswer = \"{answer}\"\n"
    )
}

/// A pack with more dimensions than a menu or a message holds.
fn wide_pack() -> String {
    let mut pack = "schema = 1\ntitle = \"Wide\"\n".to_owned();
    for role in ["baker", "brewer", "butler"] {
        let _ = write!(
            pack,
            "[[role]]\nid = \"{role}\"\nname = \"The {role}\"\nshort = \"{role}\"\nanswer = \"A {role}.\"\n"
        );
    }
    for number in 0..60 {
        let _ = write!(
            pack,
            "[[dimension]]\nid = \"aspect-{number}\"\ntitle = \"Aspect {number}\"\nanswer = \"They differ.\"\n[dimension.roles.baker]\ntext = \"Bread {number}.\"\n[dimension.roles.brewer]\ntext = \"Beer {number}.\"\n"
        );
    }
    pack
}

fn button(message: &Value, wanted: &str) -> Option<String> {
    let mut buttons = buttons(message).into_iter();
    buttons.find(|(label, _)| label == wanted).map(|(_, id)| id)
}

fn text(message: &Value) -> &str {
    message["embeds"][0]["description"]
        .as_str()
        .unwrap_or_else(|| panic!("{message}"))
}

fn footer(message: &Value) -> &str {
    message["embeds"][0]["footer"]["text"]
        .as_str()
        .unwrap_or_default()
}

fn choices(message: &Value) -> Vec<String> {
    let options = &message["components"][0]["components"][0]["options"];
    let options = options.as_array().unwrap().iter();
    options
        .map(|option| option["value"].as_str().unwrap().to_owned())
        .collect()
}

async fn choose(scene: &Scene, message: &Value, value: &str) -> Value {
    let menu = &message["components"][0]["components"][0];
    let body = json!({
        "user": "ada", "channel": message["channel_id"], "type": "component",
        "message": message["id"], "custom_id": menu["custom_id"], "values": [value],
    });
    scene.post("interactions", body).await["message"].clone()
}

#[tokio::test]
async fn nothing_of_a_long_answer_is_lost() {
    let pack = long_pack();
    let mut scene = Scene::with(&pack).await;
    let answer = scene.ask("ada", "How does the long story go?", false).await;
    let mut message = answer["message"].clone();
    let mut read = text(&message).to_owned();
    assert_eq!(footer(&message), "Page 1 of 4");
    for page in 2..=4 {
        if page == 3 {
            scene.restart_bot().await;
        }
        let next = button(&message, &format!("Page {page} of 4")).unwrap();
        let turned = scene.press("ada", &message, &next).await;
        assert_eq!(turned["response"]["type"], 7, "in place: {turned}");
        message = turned["message"].clone();
        assert_eq!(footer(&message), format!("Page {page} of 4"));
        assert_eq!(title(&message), "How does the long story go?");
        read = format!("{read} {}", text(&message));
    }
    for sentence in 0..400 {
        let sentence = format!("Sentence number {sentence} of a long story.");
        assert!(read.contains(&sentence), "{sentence}");
    }
    assert!(!read.contains('…'));
    // Somebody else turns pages for themselves.
    let back = button(&message, "Page 3 of 4").unwrap();
    let other = scene.press("linus", &message, &back).await;
    assert_eq!(
        other["message"]["flags"]
            .as_u64()
            .unwrap_or_else(|| panic!("{other}"))
            & 64,
        64
    );
    // When it has become shorter, what was turned to is the only page, and says that it has changed.
    scene.advisor.swap(snapshot(
        &pack.replace(pack.split("answer = \"").nth(1).unwrap(), "It ended.\"\n"),
    ));
    let turned = scene.press("ada", &message, &back).await["message"].clone();
    assert!(text(&turned).ends_with("has changed since you asked.*\n\nIt ended."));
    assert_eq!(button(&turned, "Page 1 of 1"), None);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn where_embeds_are_not_allowed_a_button_shows_all_of_a_long_answer() {
    const EMBED_LINKS: u64 = 1 << 14;
    let scene = Scene::with(&long_pack()).await;
    scene.deny("general", EMBED_LINKS).await;
    let plain = scene
        .write_and_read("ada", "general", "@Chiefly How does the long story go?")
        .await;
    assert_eq!(plain["embeds"], json!([]), "{plain}");
    assert!(plain["content"].as_str().unwrap().ends_with('…'));
    let whole = button(&plain, "Read all of it").unwrap();
    let shown = scene.press("ada", &plain, &whole).await;
    assert_eq!(footer(&shown["message"]), "Page 1 of 4", "{shown}");
}

#[tokio::test]
async fn sixty_dimensions_are_compared_in_pages_and_chosen_from_menus() {
    let scene = Scene::with(&wide_pack()).await;
    let mut message = scene.command("ada", "compare", &[]).await["message"].clone();
    let mut seen = Vec::new();
    for page in 1..=3 {
        assert_eq!(title(&message), "baker and brewer at a glance");
        assert_eq!(footer(&message), format!("Page {page} of 3"));
        let fields = message["embeds"][0]["fields"].as_array().unwrap();
        // The menu offers what is on the page, and leads on.
        let offered = choices(&message);
        assert!(offered.len() <= 25 && offered.len() > fields.len());
        seen.extend(fields.iter().map(|field| field["name"].to_string()));
        if let Some(next) = button(&message, &format!("Page {} of 3", page + 1)) {
            message = scene.press("ada", &message, &next).await["message"].clone();
        }
    }
    assert_eq!(seen.len(), 60);
    let last = choose(&scene, &message, "aspect-59").await;
    assert_eq!(title(&last), "Aspect 59: baker and brewer");
    assert!(choices(&last).contains(&"aspect-46".to_owned()));
    // Back at the first page, then on by the menu alone.
    let first = choose(&scene, &last, "*").await;
    assert_eq!(footer(&first), "Page 1 of 3");
    let further = choices(&first).pop().unwrap();
    assert_eq!(
        footer(&choose(&scene, &first, &further).await),
        "Page 2 of 3"
    );

    let profile = scene.command("ada", "role", &[("role", "brewer")]).await["message"].clone();
    let mut message = profile;
    let mut offered = Vec::new();
    for _ in 0..3 {
        let values = choices(&message);
        let further = values.last().unwrap().clone();
        offered.extend(
            values
                .into_iter()
                .filter(|value| value.starts_with("aspect")),
        );
        message = choose(&scene, &message, &further).await;
        assert_eq!(title(&message), "The brewer (brewer)");
    }
    offered.dedup();
    assert_eq!(offered.len(), 60, "{offered:?}");
    let side = choose(&scene, &message, "aspect-30").await;
    assert_eq!(text(&side), "Beer 30.");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_missing_cell_says_not_covered() {
    let scene = Scene::with(&wide_pack()).await;
    let options = [("dimension", "aspect-7"), ("role_b", "butler")];
    let one = scene.command("ada", "compare", &options).await["message"].clone();
    let fields = &one["embeds"][0]["fields"];
    assert_eq!(fields[0]["value"], "Bread 7.");
    assert_eq!(
        (&fields[1]["name"], &fields[1]["value"]),
        (&json!("butler"), &json!("*not covered*"))
    );
    let glance = scene.command("ada", "compare", &options[1..]).await["message"].clone();
    assert_eq!(title(&glance), "baker and butler at a glance");
    let row = glance["embeds"][0]["fields"][7]["value"].as_str().unwrap();
    assert_eq!(row, "**baker:** Bread 7.\n**butler:** *not covered*");
}
