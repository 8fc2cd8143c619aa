//! The forms in which moderators write, and files that they bring along.

use std::fs;

use base64::{Engine, prelude::BASE64_STANDARD};
use chiefly::advisor::Rights;
use serde_json::{Value, json};

use super::{
    knowledge::{Desk, PACK, filled},
    scene::{buttons, title},
};

const SHIP: &str = r#"schema = 1
# The crew.
[[role]]
id = "captain"
short = "CPT"
name = "Captain"
answer = "Commands."
[[role]]
id = "mate"
name = "First mate"
answer = "Works."
[[role]]
id = "cook"
name = "Cook"
answer = "Cooks."
[[dimension]]
id = "watch"
title = "Keeping watch"
answer = "All keep watch." # at night, too
[dimension.roles.captain]
text = "When it matters."
examples = ["Fog."]
"#;

fn own(server: u64, role: u64) -> Rights {
    Rights {
        roles: vec![role],
        users: Vec::new(),
        owners: vec![
            ("pack.toml".into(), vec![server]),
            ("other.toml".into(), vec![server]),
        ],
    }
}

/// What a form asks for: the label, and what stands there.
fn inputs(form: &Value) -> Vec<(&str, &str)> {
    let rows = form["components"].as_array().unwrap();
    let inputs = rows.iter().map(|row| &row["components"][0]);
    inputs
        .map(|input| {
            let text = |key: &str| input[key].as_str().unwrap_or_default();
            (text("label"), text("value"))
        })
        .collect()
}

#[tokio::test]
async fn a_dimension_of_more_than_two_roles_is_edited_in_one_form() {
    let desk = Desk::open_with(&[("pack.toml", SHIP)], own).await;
    let options = [("entry", "dimension:watch")];
    let response = desk.command("grace", "edit", &options).await;
    let form = &response["response"]["data"];
    assert_eq!(
        inputs(form),
        [
            ("Title", "Keeping watch"),
            ("Answer", "All keep watch."),
            ("How people ask, a line each", ""),
            (
                "Each role: a sentence, then examples",
                "CPT: When it matters.\n- Fog."
            ),
        ]
    );
    let fields = json!({
        "title": "Keeping watch", "answer": "All keep watch.", "ask": "who is awake at night",
        "sides": "CPT: When it matters.\n- Fog.\n- Ice.\n\ncook: Never.",
    });
    let preview = desk.submit("grace", form, fields).await;
    let published = desk.press("grace", &preview, "Publish").await;
    assert_eq!(title(&published), "Published", "{preview}");
    let text = desk.text();
    for kept in [
        "# The crew.",
        "# at night, too",
        "\"Ice.\"",
        "who is awake at night",
        "[dimension.roles.cook]",
    ] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    let compared = [
        ("dimension", "watch"),
        ("role_a", "captain"),
        ("role_b", "cook"),
    ];
    let answer = desk.scene.command("ada", "compare", &compared).await;
    assert!(answer.to_string().contains("Never."), "{answer}");
}

#[tokio::test]
async fn a_role_is_added_with_its_abbreviation_to_the_pack_that_is_named() {
    let packs = [("other.toml", PACK), ("pack.toml", SHIP)];
    let desk = Desk::open_with(&packs, own).await;
    let options = [("kind", "role"), ("pack", "pack.toml")];
    let response = desk.command("grace", "add", &options).await;
    let form = &response["response"]["data"];
    let fields = json!({
        "names": "Ship's doctor (DOC)", "answer": "Heals.", "ask": "", "aliases": "medic, surgeon", "keywords": "",
    });
    let preview = desk.submit("grace", form, fields).await;
    desk.press("grace", &preview, "Publish").await;
    let role = desk.scene.command("ada", "role", &[("role", "DOC")]).await;
    assert!(role.to_string().contains("Heals."), "{role}");
    assert!(desk.text().contains("short = \"DOC\""), "{}", desk.text());

    let options = [("kind", "role"), ("pack", "nowhere.toml")];
    let refused = desk.command("grace", "add", &options).await;
    assert!(
        refused.to_string().contains("There is no such pack"),
        "{refused}"
    );
}

#[tokio::test]
async fn what_cannot_be_taken_up_of_a_form_is_said_before_it_is_published() {
    let desk = Desk::open().await;
    let options = [("entry", "faq:key")];
    let response = desk.command("grace", "edit", &options).await;
    let form = &response["response"]["data"];
    let fields = json!({
        "title": "Where is the key?", "answer": "In the shed.", "related": "faq:door, faq:dor",
        "ask": "who has the key\nI lost my key\nkey gone\ncannot find the key",
    });
    let preview = desk.submit("grace", form, fields).await;
    let field = &preview["embeds"][0]["fields"][0];
    assert_eq!(field["name"], "Left out", "{preview}");
    assert!(
        field["value"].as_str().unwrap().contains("`faq:dor`"),
        "{field}"
    );
    desk.press("grace", &preview, "Publish").await;
    assert!(
        desk.text().contains("related = [\"faq:door\"]"),
        "{}",
        desk.text()
    );
}

#[tokio::test]
async fn an_answer_of_several_thousand_characters_fits_the_form() {
    let long = format!(
        "{}\n\n{}",
        "First things first. ".repeat(150).trim(),
        "Then more. ".repeat(200).trim()
    );
    let pack = PACK.replace("Under the mat.", &long.replace('\n', "\\n"));
    let desk = Desk::open_with(&[("pack.toml", &pack)], own).await;
    let response = desk.command("grace", "edit", &[("entry", "faq:key")]).await;
    let form = &response["response"]["data"];
    let shown = inputs(form);
    assert_eq!(shown[1].0, "Answer");
    assert_eq!(shown[2].0, "Answer, part 2");
    let fields = json!({
        "title": "Where is the key?", "answer": shown[1].1, "answer:1": "Then no more.",
        "ask": shown[3].1, "keywords": "",
    });
    let preview = desk.submit("grace", form, fields).await;
    desk.press("grace", &preview, "Publish").await;
    let text = desk.text();
    assert!(
        text.contains("First things first.") && text.contains("Then no more."),
        "{text}"
    );
    assert!(!text.contains("Then more."), "{text}");
}

#[tokio::test]
async fn what_was_written_is_taken_up_again_after_a_look_or_a_mistake() {
    let mut desk = Desk::open_with(&[("pack.toml", SHIP)], own).await;
    let response = desk.command("grace", "add", &[("kind", "dimension")]).await;
    let form = &response["response"]["data"];
    let long = "All of it, and more. ".repeat(150);
    let wrong = [
        ("title", "Money"),
        ("answer", long.trim()),
        ("sides", "cook:\n- Soup."),
    ];
    let preview = desk.submit("grace", form, filled(form, &wrong)).await;
    assert!(
        preview.to_string().contains("a sentence must stand above"),
        "{preview}"
    );

    desk.scene.restart_bot().await;
    let form = desk.open_form("grace", &preview, "Back to the form").await;
    assert_eq!(filled(&form, &[]), filled(&form, &wrong));
    let right = [("title", "Pay"), ("sides", "cook: Cheap.\n- Soup.")];
    let preview = desk
        .resubmit("grace", &preview, &form, filled(&form, &right))
        .await;
    assert_eq!(title(&preview), "Look before you publish");

    let (_, rewrite) = buttons(&preview)[2].clone();
    let stolen = desk.scene.press("ada", &preview, &rewrite).await;
    assert_ne!(stolen["response"]["type"], 9, "{stolen}");

    desk.press("grace", &preview, "Publish").await;
    let text = desk.text();
    assert!(
        text.contains("id = \"pay\"") && !text.contains("Money"),
        "{text}"
    );
    assert!(
        text.contains("Cheap.") && text.contains(long.trim()),
        "{text}"
    );
    desk.scene.assert_well_behaved().await;
}

#[tokio::test]
async fn an_entry_that_is_gone_or_a_pack_that_would_break_loses_no_text() {
    let desk = Desk::open().await;
    let response = desk
        .command("grace", "edit", &[("entry", "faq:door")])
        .await;
    let form = &response["response"]["data"];
    let preview = desk.run("grace", "remove", &[("entry", "faq:door")]).await;
    desk.press("grace", &preview, "Publish").await;
    let written = [("answer", "The green one.")];
    let refused = desk.submit("grace", form, filled(form, &written)).await;
    assert_eq!(title(&refused), "That cannot be done", "{refused}");
    // Once the entry is back, so is what was written.
    fs::write(desk.file(), PACK).unwrap();
    desk.scene.advisor.reload(jiff::Timestamp::now()).await;
    let form = desk.open_form("grace", &refused, "Back to the form").await;
    let preview = desk
        .resubmit("grace", &refused, &form, filled(&form, &[]))
        .await;
    desk.press("grace", &preview, "Publish").await;
    assert_eq!(desk.text(), PACK.replace("The red one.", "The green one."));
}

/// A moderator imports a file: what is shown.
async fn import(desk: &Desk, name: &str, bytes: &[u8]) -> Value {
    let mut events = desk.scene.events().await;
    let file = json!({"filename": name, "data": BASE64_STANDARD.encode(bytes)});
    let body = json!({
        "user": "grace", "channel": "general", "type": "command", "name": "knowledge",
        "options": [{"name": "import", "type": 1, "options": [{"name": "file", "value": file}]}],
    });
    let response = desk.scene.post("interactions", body).await;
    assert_eq!(response["response"]["type"], 5, "{response}");
    let id = &response["message"]["id"];
    let event = events
        .wait("message_update", |data| {
            data["message"]["id"] == *id && data["message"]["embeds"][0].is_object()
        })
        .await;
    event["message"].clone()
}

#[tokio::test]
async fn a_pack_is_imported_through_the_same_gate() {
    let desk = Desk::open().await;
    let other = PACK.replace("Under the mat.", "In the shed.");
    let preview = import(&desk, "pack.toml", other.as_bytes()).await;
    let shown = preview.to_string();
    assert!(
        shown.contains("-answer = ") && shown.contains("In the shed."),
        "the difference: {shown}"
    );
    assert_eq!(desk.text(), PACK, "nothing is changed before she says so");
    desk.press("grace", &preview, "Publish").await;
    assert_eq!(desk.text(), other);
}

/// The text of the one file beside a message.
async fn attached(desk: &Desk, message: &Value, name: &str) -> String {
    let files = message["attachments"].as_array().unwrap();
    let [file] = &files[..] else {
        panic!("{message}");
    };
    assert_eq!(file["filename"], name);
    desk.scene.fetch(file["url"].as_str().unwrap()).await
}

#[tokio::test]
async fn what_is_too_much_for_a_message_is_beside_it_as_a_file() {
    let promise =
        |n: usize| format!("[[expect]]\nask = \"where is the key {n}\"\nentry = \"faq:key\"\n");
    let promises: String = (0..15).map(promise).collect();
    let pack = format!("{PACK}{promises}");
    let desk = Desk::open_with(&[("pack.toml", &pack)], own).await;
    // The key becomes a ladder, in words and in every promise.
    let other = format!("{}{promises}", PACK.replace("key", "ladder"))
        .replace("faq:key", "faq:ladder")
        .replace("Under the mat.", &"Under the mat. ".repeat(100));
    let preview = import(&desk, "pack.toml", other.as_bytes()).await;
    let text = preview["embeds"][0].to_string();
    assert!(text.contains("… and "), "{text}");
    let whole = attached(&desk, &preview, "preview.txt").await;
    for n in 0..15 {
        assert!(
            whole.contains(&format!(
                "“where is the key {n}” (promised): **Where is the key?** → "
            )),
            "{n}: {whole}"
        );
    }
    let lines = |mark: char| whole.lines().filter(|line| line.starts_with(mark)).count();
    assert!(lines('+') > 5 && lines('-') > 5, "{whole}");
    let discarded = desk.press("grace", &preview, "Discard").await;
    assert_eq!(discarded["attachments"], json!([]));
    desk.scene.assert_well_behaved().await;
}

#[tokio::test]
async fn files_that_are_no_pack_are_refused_with_what_to_do() {
    let desk = Desk::open().await;
    let large = vec![b'#'; (1 << 20) + 1];
    for (name, bytes, expected) in [
        (
            "answers.csv",
            &b"question,answer\nWhere?,There."[..],
            "chiefly import",
        ),
        (
            "answers.json",
            b"[{\"triggers\": [\"x\"], \"response\": \"y\"}]",
            "chiefly import",
        ),
        (
            "tags.toml",
            b"[x]\nkeywords = [\"x\"]\ncontent = \"y\"",
            "chiefly import",
        ),
        ("notes.md", b"---\ntitle: x\n---\ny", "chiefly import"),
        (
            "cats.toml",
            PACK.as_bytes(),
            "name of a pack of this server",
        ),
        (
            "pack.toml.exe",
            PACK.as_bytes(),
            "name of a pack of this server",
        ),
        ("pack.toml", &large, "larger than a mebibyte"),
        ("pack.toml", b"schema = 1\n# \xff\xfe", "no text in UTF-8"),
    ] {
        let shown = import(&desk, name, bytes).await;
        assert_eq!(title(&shown), "That cannot be done", "{name}: {shown}");
        assert!(shown.to_string().contains(expected), "{name}: {shown}");
    }
    // Another bot's tags under the name of a pack are shown as what they are: no pack.
    for (bytes, expected) in [
        (
            &b"[x]\nkeywords = [\"x\"]\ncontent = \"y\""[..],
            "unknown table `x`",
        ),
        (b"question,answer\nWhere?,There.", "pack.toml:1"),
        (b"", "`schema`"),
    ] {
        let shown = import(&desk, "pack.toml", bytes).await;
        assert_eq!(title(&shown), "Look before you publish", "{shown}");
        let text = shown.to_string();
        assert!(text.contains("It cannot be published like this"), "{text}");
        assert!(text.contains(expected), "{text}");
        assert!(!text.contains("\"Publish\""), "no button for it: {text}");
    }
    assert_eq!(desk.text(), PACK);
    desk.scene.assert_well_behaved().await;
}
