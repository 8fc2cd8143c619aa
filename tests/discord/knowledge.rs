//! `/knowledge`: moderators change the knowledge in Discord.

use std::{
    fs, io,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use chiefly::{
    advisor::{Advisor, Rights},
    answer::Questions,
    journal::Journal,
    matching::Settings,
};
use serde_json::{Value, json};

use super::scene::{Events, Scene, buttons, title};

pub(super) const PACK: &str = r#"schema = 1
title = "Keys and doors"
# Everybody asks this.
[[faq]]
id = "key"
question = "Where is the key?"
ask = ["who has the key", "I lost my key", "key gone", "cannot find the key"]
answer = "Under the mat."
[[faq]]
id = "door"
question = "Which door is open?"
ask = ["is the door open", "open door", "how do I get in", "door locked"]
answer = "The red one."
[[off_topic]]
ask = ["how is the weather", "tell me a joke", "what is for dinner"]
[[expect]]
ask = "where did the key go"
entry = "faq:key"
"#;

/// A server with a pack of its own, of which the moderators' role may change everything.
pub(super) struct Desk {
    pub(super) scene: Scene,
    folder: tempfile::TempDir,
}

impl Desk {
    pub(super) async fn open() -> Self {
        Self::open_to(|server, role| Rights {
            roles: vec![role],
            users: Vec::new(),
            owners: vec![("pack.toml".into(), vec![server])],
        })
        .await
    }

    pub(super) async fn open_to(rights: impl FnOnce(u64, u64) -> Rights) -> Self {
        Self::open_with(&[("pack.toml", PACK)], rights).await
    }

    /// With these packs.
    pub(super) async fn open_with(
        packs: &[(&str, &str)],
        rights: impl FnOnce(u64, u64) -> Rights,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in packs {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let (advisor, _) = Advisor::load(&[folder.path().to_owned()], Settings::default()).unwrap();
        let journal = Journal::in_memory().await.unwrap();
        let mut scene = Scene::advised(advisor.keeping(journal, Questions::Kept)).await;
        let (server, role) = scene.moderators();
        scene.rights = rights(server, role);
        scene.restart_bot().await;
        Self { scene, folder }
    }

    pub(super) fn file(&self) -> PathBuf {
        self.folder.path().join("pack.toml")
    }

    pub(super) fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    /// A subcommand: what the bot responds at once.
    pub(super) async fn command(&self, user: &str, name: &str, options: &[(&str, &str)]) -> Value {
        let options: Vec<Value> = options
            .iter()
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
        let body = json!({
            "user": user, "channel": "general", "type": "command", "name": "knowledge",
            "options": [{"name": name, "type": 1, "options": options}],
        });
        self.scene.post("interactions", body).await
    }

    /// A subcommand that takes its time: what the bot shows in the end.
    pub(super) async fn run(&self, user: &str, name: &str, options: &[(&str, &str)]) -> Value {
        let mut events = self.scene.events().await;
        let response = self.command(user, name, options).await;
        settle(&mut events, &response).await
    }

    /// A press: what the pressed message becomes.
    pub(super) async fn press(&self, user: &str, message: &Value, label: &str) -> Value {
        let mut events = self.scene.events().await;
        let all = buttons(message);
        let (_, id) = all
            .iter()
            .find(|(known, _)| known == label)
            .unwrap_or_else(|| panic!("no {label} in {all:?}"));
        let response = self.scene.press(user, message, id).await;
        assert!(response["failed"].is_null(), "{response}");
        settle_to(&mut events, &message["id"]).await
    }

    /// A press that opens a form.
    pub(super) async fn open_form(&self, user: &str, message: &Value, label: &str) -> Value {
        let all = buttons(message);
        let button = all.iter().find(|(known, _)| known == label);
        let (_, id) = button.unwrap_or_else(|| panic!("no {label} in {all:?}"));
        let response = self.scene.press(user, message, id).await;
        assert_eq!(response["response"]["type"], 9, "{response}");
        response["response"]["data"].clone()
    }

    /// Sends a form that was opened from a message: what the message becomes.
    pub(super) async fn resubmit(
        &self,
        user: &str,
        message: &Value,
        form: &Value,
        fields: Value,
    ) -> Value {
        let mut events = self.scene.events().await;
        let body = json!({
            "user": user, "channel": "general", "type": "modal", "message": message["id"],
            "custom_id": form["custom_id"], "fields": fields,
        });
        let response = self.scene.post("interactions", body).await;
        assert_eq!(response["response"]["type"], 6, "{response}");
        settle_to(&mut events, &message["id"]).await
    }

    pub(super) async fn submit(&self, user: &str, form: &Value, fields: Value) -> Value {
        let mut events = self.scene.events().await;
        let body = json!({
            "user": user, "channel": "general", "type": "modal",
            "custom_id": form["custom_id"], "fields": fields,
        });
        let response = self.scene.post("interactions", body).await;
        settle(&mut events, &response).await
    }
}

/// What a form holds, by input, and what is written in it instead.
pub(super) fn filled(form: &Value, written: &[(&str, &str)]) -> Value {
    let mut fields = json!({});
    for row in form["components"].as_array().unwrap() {
        let input = &row["components"][0];
        let id = input["custom_id"].as_str().unwrap();
        let text = written.iter().find(|(input, _)| *input == id);
        let stands = input["value"].as_str().unwrap_or_default();
        fields[id] = text.map_or(stands, |(_, text)| *text).into();
    }
    fields
}

/// The message of a deferred response once it is filled in.
async fn settle(events: &mut Events, response: &Value) -> Value {
    assert_eq!(response["response"]["type"], 5, "{response}");
    settle_to(events, &response["message"]["id"]).await
}

async fn settle_to(events: &mut Events, id: &Value) -> Value {
    let event = events
        .wait("message_update", |data| {
            data["message"]["id"] == *id && data["message"]["embeds"][0].is_object()
        })
        .await;
    event["message"].clone()
}

#[tokio::test]
async fn a_moderator_corrects_an_answer_looks_at_it_and_publishes_it() {
    let desk = Desk::open().await;
    let response = desk.command("grace", "edit", &[("entry", "faq:key")]).await;
    assert_eq!(response["response"]["type"], 9, "{response}");
    let form = &response["response"]["data"];
    assert_eq!(form["title"], "Edit faq:key");
    assert!(
        form.to_string().contains("Under the mat."),
        "prefilled: {form}"
    );
    let mut events = desk.scene.events().await;
    let fields = json!({
        "title": "Where is the key?", "answer": "In the **shed**.",
        "ask": "who has the key\nI lost my key\nkey gone\ncannot find the key",
        "keywords": "", "related": "",
    });
    let preview = desk.submit("grace", form, fields).await;
    assert_eq!(title(&preview), "Look before you publish");
    assert!(
        preview
            .to_string()
            .contains("No question changes its answer."),
        "{preview}"
    );
    let shown = events
        .wait("message_create", |data| {
            data.to_string().contains("In the **shed**.")
        })
        .await;
    assert_eq!(
        shown["message"]["flags"].as_u64().unwrap() & 64,
        64,
        "only she sees it"
    );
    assert_eq!(desk.text(), PACK, "nothing is changed before she says so");

    let published = desk.press("grace", &preview, "Publish").await;
    assert_eq!(title(&published), "Published");
    assert_eq!(
        desk.text(),
        PACK.replace("Under the mat.", "In the **shed**.")
    );
    let answer = desk.scene.ask("ada", "where is the key", false).await;
    assert!(answer.to_string().contains("In the **shed**."), "{answer}");

    let history = desk.run("grace", "history", &[]).await;
    assert!(
        history.to_string().contains("**grace**: edit faq:key"),
        "{history}"
    );
    desk.scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_phrase_an_entry_and_its_removal_go_through_the_same_gate() {
    let desk = Desk::open().await;
    let options = [("entry", "faq:door"), ("ask", "sesame where")];
    let preview = desk.run("margaret", "phrase", &options).await;
    desk.press("margaret", &preview, "Publish").await;
    assert!(desk.text().contains("sesame where"), "{}", desk.text());

    let response = desk.command("margaret", "add", &[("kind", "faq")]).await;
    let form = &response["response"]["data"];
    let fields = json!({
        "title": "Who feeds the cat?", "answer": "Nobody, it hunts.",
        "ask": "cat food", "keywords": "", "related": "",
    });
    let preview = desk.submit("margaret", form, fields).await;
    desk.press("margaret", &preview, "Publish").await;
    let answer = desk.scene.ask("ada", "Who feeds the cat?", false).await;
    assert!(answer.to_string().contains("it hunts"), "{answer}");

    let preview = desk
        .run("margaret", "remove", &[("entry", "faq:who-feeds-the-cat")])
        .await;
    desk.press("margaret", &preview, "Publish").await;
    assert!(!desk.text().contains("it hunts"));
    assert!(
        desk.text().contains("# Everybody asks this."),
        "comments stay"
    );
}

#[tokio::test]
async fn an_entry_is_picked_by_its_title_with_its_id_beside() {
    let desk = Desk::open().await;
    let option = json!({"name": "entry", "value": "which d", "focused": true});
    let body = json!({
        "user": "grace", "channel": "general", "type": "autocomplete", "name": "knowledge",
        "options": [{"name": "edit", "type": 1, "options": [option]}],
    });
    let response = desk.scene.post("interactions", body).await;
    let first = &response["response"]["data"]["choices"][0];
    assert_eq!(first["name"], "Which door is open? · faq:door");
    // Who does not pick means the same.
    for typed in [
        "faq:door",
        "which door is open",
        "Which door is open? · faq:door",
    ] {
        let response = desk.command("grace", "edit", &[("entry", typed)]).await;
        let form = &response["response"]["data"];
        assert_eq!(form["title"], "Edit faq:door", "{typed}");
    }
    let response = desk.command("grace", "edit", &[("entry", "the cat")]).await;
    assert_eq!(title(&response["message"]), "That cannot be done");
}

#[tokio::test]
async fn who_changes_the_mind_discards_and_everything_is_as_it_was() {
    let desk = Desk::open().await;
    let preview = desk.run("grace", "remove", &[("entry", "faq:door")]).await;
    let discarded = desk.press("grace", &preview, "Discard").await;
    assert_eq!(title(&discarded), "Discarded");
    assert_eq!(desk.text(), PACK);
}

#[tokio::test]
async fn a_broken_promise_needs_a_second_yes() {
    let desk = Desk::open().await;
    let response = desk
        .command("grace", "try", &[("question", "where did the key go")])
        .await;
    let tried = &response["message"];
    assert!(tried.to_string().contains("faq:key"), "{response}");
    // The entry is taken out for this question, which it is promised to answer.
    let preview = desk.press("grace", tried, "Should not answer").await;
    assert!(
        preview
            .to_string()
            .contains("1 question would change its answer"),
        "{preview}"
    );
    let asked = desk.press("grace", &preview, "Publish").await;
    assert_eq!(title(&asked), "Break a promise?");
    assert_eq!(desk.text(), PACK, "one yes is not enough");
    let published = desk
        .press("grace", &asked, "Yes, publish and break the promise")
        .await;
    assert_eq!(title(&published), "Published");
    assert_ne!(desk.text(), PACK);
}

#[tokio::test]
async fn a_question_that_went_elsewhere_is_taught_by_one_choice() {
    let desk = Desk::open().await;
    let response = desk
        .command("grace", "try", &[("question", "sesame thing shut")])
        .await;
    let tried = &response["message"];
    let menu = &tried["components"][0]["components"][0];
    assert_eq!(menu["placeholder"], "Should have been…");
    let mut events = desk.scene.events().await;
    let body = json!({
        "user": "grace", "channel": "general", "type": "component",
        "message": tried["id"], "custom_id": menu["custom_id"], "values": ["faq:door"],
    });
    desk.scene.post("interactions", body).await;
    let preview = settle_to(&mut events, &tried["id"]).await;
    desk.press("grace", &preview, "Publish").await;
    assert!(desk.text().contains("sesame thing shut"), "{}", desk.text());
}

#[tokio::test]
async fn a_question_that_no_entry_is_about_is_silenced_by_one_click() {
    let desk = Desk::open().await;
    let question = "who painted the mona lisa";
    let response = desk
        .command("grace", "try", &[("question", question)])
        .await;
    let preview = desk
        .press("grace", &response["message"], "Should not answer")
        .await;
    let published = desk.press("grace", &preview, "Publish").await;
    assert_eq!(title(&published), "Published");
    let text = desk.text();
    let added = text.split("[[off_topic]]").nth(1).unwrap();
    assert!(added.contains(question), "{text}");
    assert!(!text.contains("reject"), "{text}");
}

#[tokio::test]
async fn buttons_of_a_preview_work_after_a_restart() {
    let mut desk = Desk::open().await;
    let preview = desk.run("grace", "remove", &[("entry", "faq:door")]).await;
    desk.scene.restart_bot().await;
    let published = desk.press("grace", &preview, "Publish").await;
    assert_eq!(title(&published), "Published");
}

#[tokio::test]
async fn what_an_editor_wrote_in_between_is_shown_and_kept() {
    let desk = Desk::open().await;
    let preview = desk
        .run(
            "grace",
            "phrase",
            &[("entry", "faq:key"), ("ask", "no key")],
        )
        .await;
    let other = PACK.replace("The red one.", "The blue one.");
    fs::write(desk.file(), &other).unwrap();
    let refused = desk.press("grace", &preview, "Publish").await;
    assert_eq!(title(&refused), "Somebody else was quicker");
    assert_eq!(desk.text(), other);
    let again = desk.press("grace", &refused, "Look again").await;
    desk.press("grace", &again, "Publish").await;
    assert!(desk.text().contains("The blue one.") && desk.text().contains("no key"));
}

#[tokio::test]
async fn members_and_strangers_are_refused_by_every_command_and_button() {
    let desk = Desk::open().await;
    let preview = desk.run("grace", "remove", &[("entry", "faq:door")]).await;
    for (name, options) in [
        ("status", &[][..]),
        ("check", &[]),
        ("history", &[]),
        ("export", &[]),
        ("add", &[("kind", "faq")]),
        ("edit", &[("entry", "faq:key")]),
        ("phrase", &[("entry", "faq:key"), ("ask", "x y z")]),
        ("remove", &[("entry", "faq:key")]),
        ("undo", &[("revision", "abcdef")]),
        ("try", &[("question", "where is the key")]),
    ] {
        let response = desk.command("ada", name, options).await;
        // Discord itself refuses a member without the permission, or else the bot does.
        let refused = response["error"].is_string()
            || title(&response["message"]) == "You may not change the knowledge here";
        assert!(refused, "{name}: {response}");
    }
    let (_, publish) = buttons(&preview)[0].clone();
    let response = desk.scene.press("ada", &preview, &publish).await;
    assert!(!response.to_string().contains("Published"), "{response}");
    assert_eq!(desk.text(), PACK);
}

/// A log that can be read.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged on this thread as long as the guard lives.
fn log() -> (Lines, tracing::subscriber::DefaultGuard) {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    (lines, tracing::subscriber::set_default(subscriber))
}

#[tokio::test]
async fn an_administrator_of_a_server_that_owns_nothing_is_refused_and_that_is_logged() {
    let (lines, _guard) = log();
    let desk = Desk::open_to(|_server, role| Rights {
        roles: vec![role],
        users: Vec::new(),
        owners: vec![("pack.toml".into(), vec![1])],
    })
    .await;
    let response = desk
        .command("margaret", "remove", &[("entry", "faq:key")])
        .await;
    let message = &response["message"];
    assert_eq!(
        title(message),
        "You may not change the knowledge here",
        "{response}"
    );
    assert!(message.to_string().contains("owns no pack"), "{message}");
    assert_eq!(desk.text(), PACK);
    let lines = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let refused: Vec<&str> = lines
        .lines()
        .filter(|line| line.contains("/knowledge refused"))
        .collect();
    let [line] = &refused[..] else {
        panic!("{lines}");
    };
    let (server, _) = desk.scene.moderators();
    for part in ["WARN", "NotAnOwner", "user=", &format!("server={server}")] {
        assert!(line.contains(part), "{part} in {line}");
    }
}

#[tokio::test]
async fn moderators_see_what_is_wrong_and_in_which_state_the_knowledge_is() {
    let desk = Desk::open().await;
    let fine = desk.run("grace", "check", &[]).await;
    assert!(fine.to_string().contains("All is well"), "{fine}");
    fs::write(
        desk.file(),
        PACK.replace("answer = \"The", "anwser = \"The"),
    )
    .unwrap();
    let wrong = desk.run("grace", "check", &[]).await;
    assert!(wrong.to_string().contains("pack.toml:13"), "{wrong}");
    let status = desk.run("grace", "status", &[]).await;
    assert!(status.to_string().contains("2 entries"), "{status}");
    assert!(
        status.to_string().contains("none since I started"),
        "{status}"
    );
    desk.scene.advisor.reload(jiff::Timestamp::now()).await;
    let status = desk.run("grace", "status", &[]).await;
    assert!(
        status.to_string().contains(":R>, could not be used"),
        "{status}"
    );
    fs::write(desk.file(), PACK.replace("The red", "The blue")).unwrap();
    desk.scene.advisor.reload(jiff::Timestamp::now()).await;
    let status = desk.run("grace", "status", &[]).await;
    assert!(
        status
            .to_string()
            .contains(":R>, taken up: 0 new, 1 changed"),
        "{status}"
    );
    let exported = desk.command("grace", "export", &[]).await;
    assert_eq!(
        exported["message"]["attachments"][0]["filename"], "pack.toml",
        "{exported}"
    );
    let options = [("entry", "faq:key")];
    let exported = desk.command("grace", "export", &options).await;
    let attachment = &exported["message"]["attachments"][0];
    assert_eq!(attachment["filename"], "faq-key.toml", "{exported}");
    assert!(attachment["size"].as_u64() < u64::try_from(PACK.len()).ok());
    let options = [("entry", "faq:none")];
    let unknown = desk.command("grace", "export", &options).await;
    assert!(
        unknown.to_string().contains("There is no entry `faq:none`"),
        "{unknown}"
    );
}
