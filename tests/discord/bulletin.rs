//! Files that cannot be used, and the moderators' channel that is told.

use std::{fs, path::PathBuf, time::Duration};

use chiefly::{
    advisor::Advisor, answer::Questions, journal::Journal, knowledge::ContentHash,
    matching::Settings,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::scene::{Events, Scene, title};

const PACK: &str = r#"schema = 1
[[faq]]
id = "key"
question = "Where is the key?"
answer = "Under the mat."
"#;
const VIEW: u64 = 1 << 10;
const SEND: u64 = 1 << 11;
const EMBED: u64 = 1 << 14;

const BROKEN: &str = "The knowledge has a problem";
const FIXED: &str = "The knowledge is fixed";

/// A pack on disk, and a bot that tells its moderators' channel.
struct Board {
    scene: Scene,
    folder: tempfile::TempDir,
    channel: String,
}

impl Board {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("pack.toml"), PACK).unwrap();
        let (advisor, _) = Advisor::load(&[folder.path().to_owned()], Settings::default()).unwrap();
        let mut board = Self::of(folder, advisor).await;
        board.scene.restart_bot().await;
        board
    }

    /// With the channel named, but not to the bot that runs already.
    async fn of(folder: tempfile::TempDir, advisor: Advisor) -> Self {
        let mut scene = Scene::advised(advisor).await;
        let state = scene.get("state").await;
        let mut channels = state["channels"].as_array().unwrap().iter();
        let channel = channels.find(|c| c["name"] == "moderators").unwrap();
        let channel = channel["id"].as_str().unwrap().to_owned();
        scene.permit(&channel, VIEW, 0).await;
        scene.moderators_channel = channel.parse().ok();
        Self {
            scene,
            folder,
            channel,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("pack.toml")
    }

    fn save(&self, text: &str) {
        fs::write(self.file(), text).unwrap();
    }

    /// Saves, and does not wait until the bot notices by itself.
    async fn edit(&self, text: &str) {
        self.save(text);
        self.scene.advisor.reload(Timestamp::now()).await;
    }

    /// The next thing that is said there.
    async fn next(&self, events: &mut Events) -> Value {
        let message = self.scene.next_of_bot(events).await;
        assert_eq!(message["channel_id"], *self.channel, "{message}");
        message
    }

    /// How often the bot tried to write there.
    async fn tries(&self) -> usize {
        let requests = self.scene.get("requests").await;
        let path = format!("/channels/{}/messages", self.channel);
        let requests = requests.as_array().unwrap().iter();
        requests
            .filter(|r| r["method"] == "POST" && r["path"].as_str().unwrap().ends_with(&path))
            .count()
    }

    /// Everything that moderators see there.
    async fn titles(&self) -> Vec<String> {
        let messages = self.scene.history(&self.channel, "grace").await;
        messages.iter().map(|m| title(m).to_owned()).collect()
    }
}

fn with_key(key: &str) -> String {
    PACK.replace("answer =", &format!("{key} ="))
}

/// What is wrong, as it is shown.
fn text(message: &Value) -> &str {
    message["embeds"][0]["description"].as_str().unwrap()
}

#[tokio::test]
async fn a_bad_edit_is_told_once_with_its_place_and_its_line_and_fixed_when_it_is() {
    let board = Board::new().await;
    let _watching = board.scene.advisor.watch(Timestamp::now).unwrap();
    let mut events = board.scene.events().await;
    board.save(&with_key("anwser"));
    let told = board.next(&mut events).await;
    assert_eq!(title(&told), BROKEN);
    for part in [
        "error[unknown-key]",
        "pack.toml:5:1",
        "5 | anwser = \"Under the mat.\"",
        "did you mean `answer`?",
        "What I knew before stays in service",
    ] {
        assert!(text(&told).contains(part), "{part}: {told}");
    }
    // The same problem in other bytes, as an editor saves that writes twice.
    board.edit(&with_key("anwser")).await;
    board
        .edit(&format!("{}# on it\n", with_key("anwser")))
        .await;
    // What is good is the log's business.
    board.save(PACK);
    assert_eq!(title(&board.next(&mut events).await), FIXED);
    board.edit(&PACK.replace("mat", "stone")).await;
    board.edit(&with_key("anwser")).await;
    assert_eq!(title(&board.next(&mut events).await), BROKEN);
    assert_eq!(board.titles().await, [BROKEN, FIXED, BROKEN]);
    let answer = board.scene.ask("ada", "where is the key", false).await;
    assert!(answer.to_string().contains("Under the stone."), "{answer}");
    board.scene.assert_well_behaved().await;
}

#[tokio::test]
async fn who_saves_while_typing_changes_one_message() {
    let board = Board::new().await;
    let mut events = board.scene.events().await;
    board.edit(&with_key("answr")).await;
    let told = board.next(&mut events).await;
    board.edit(&with_key("ansewr")).await;
    let changed = events
        .wait("message_update", |data| data["message"]["id"] == told["id"])
        .await;
    let changed = &changed["message"];
    assert!(text(changed).contains("5 | ansewr = "), "{changed}");
    // Much later nobody would see that.
    board.scene.clock.advance(Duration::from_secs(11 * 60));
    board.edit(&with_key("answre")).await;
    let told = board.next(&mut events).await;
    assert!(text(&told).contains("5 | answre = "), "{told}");
    board.scene.delete("margaret", &told).await;
    board.edit(&with_key("anser")).await;
    let told = board.next(&mut events).await;
    assert!(text(&told).contains("5 | anser = "), "{told}");
    board.edit(PACK).await;
    board.next(&mut events).await;
    assert_eq!(board.titles().await, [BROKEN, BROKEN, FIXED]);
}

/// A pack with so many problems.
fn with_problems(count: usize) -> String {
    let entry = |n| format!("[[faq]]\nid = \"e{n}\"\nquestion = \"Q {n}?\"\nanwser = \"A {n}.\"\n");
    let entries = (0..count).map(entry);
    format!("schema = 1\n{}", entries.collect::<String>())
}

#[tokio::test]
async fn of_many_problems_as_many_are_shown_as_fit_with_and_without_embeds() {
    for denied in [0, EMBED] {
        let board = Board::new().await;
        board.scene.permit(&board.channel, VIEW, denied).await;
        let mut events = board.scene.events().await;
        board.edit(&with_problems(200)).await;
        let told = board.next(&mut events).await;
        let text = match denied {
            0 => format!("{}\n{}", title(&told), text(&told)),
            _ => told["content"].as_str().unwrap().to_owned(),
        };
        let number = |before: &str, after: &str| -> usize {
            let (_, rest) = text.rsplit_once(before).unwrap();
            rest.split_once(after).unwrap().0.parse().unwrap()
        };
        let all = number("The knowledge has ", " problems");
        let more = number("… and ", " more; `chiefly check` shows all");
        let shown = text.matches("error[").count();
        assert_eq!(shown + more, all, "{text}");
        assert!(shown >= 4 && all >= 200, "{text}");
        assert!(denied == 0 || told["embeds"] == json!([]), "{told}");
        // What was told without embeds is changed without them.
        board.edit(&with_problems(1)).await;
        let changed = events
            .wait("message_update", |data| data["message"]["id"] == told["id"])
            .await;
        let embeds = changed["message"]["embeds"].as_array().unwrap();
        assert_eq!(embeds.is_empty(), denied != 0, "{changed}");
        board.scene.assert_nobody_is_pinged().await;
    }
}

#[tokio::test]
async fn what_a_file_says_pings_nobody_and_ends_no_code_block() {
    let board = Board::new().await;
    let mut events = board.scene.events().await;
    board
        .edit(&PACK.replace("answer = ", "\"@everyone ``` <@1>\" = "))
        .await;
    let told = board.next(&mut events).await;
    assert!(text(&told).contains("@everyone"), "{told}");
    assert_eq!(text(&told).matches("```").count(), 2, "{told}");
    board.scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_channel_that_the_bot_may_not_write_to_is_not_tried_again_and_again() {
    let board = Board::new().await;
    board.scene.permit(&board.channel, VIEW, SEND).await;
    let settle = async |tries: usize| {
        while board.tries().await < tries {
            tokio::task::yield_now().await;
        }
    };
    for key in ["answr", "ansewr", "answre"] {
        board.edit(&with_key(key)).await;
        // With embeds, then without: from then on it is known.
        settle(2).await;
    }
    board.edit(PACK).await;
    board.scene.clock.advance(Duration::from_secs(601));
    board.scene.permit(&board.channel, VIEW, 0).await;
    let mut events = board.scene.events().await;
    board.edit(&with_key("anser")).await;
    assert_eq!(title(&board.next(&mut events).await), BROKEN);
    assert_eq!(
        board.tries().await,
        3,
        "and nothing was fixed that was not told"
    );
    let answer = board.scene.ask("ada", "where is the key", false).await;
    assert!(answer.to_string().contains("Under the mat."), "{answer}");
}

#[tokio::test]
async fn a_bad_minute_of_discord_is_waited_for() {
    let board = Board::new().await;
    let mut events = board.scene.events().await;
    let fault = json!({"kind": "rest", "route": format!("/channels/{}/messages", board.channel), "status": 502, "count": 1});
    board.scene.post("faults", fault).await;
    board.edit(&with_key("anwser")).await;
    assert_eq!(title(&board.next(&mut events).await), BROKEN);
    assert_eq!(board.tries().await, 2);
    assert_eq!(board.titles().await, [BROKEN]);
}

#[tokio::test]
async fn after_a_restart_it_is_told_what_still_stands() {
    let mut board = Board::new().await;
    let mut events = board.scene.events().await;
    board.edit(&with_key("anwser")).await;
    board.next(&mut events).await;
    board.scene.restart_bot().await;
    assert_eq!(title(&board.next(&mut events).await), BROKEN);
    board.edit(PACK).await;
    assert_eq!(title(&board.next(&mut events).await), FIXED);
    board.scene.restart_bot().await;
    board.edit(&with_key("anwser")).await;
    board.next(&mut events).await;
    assert_eq!(board.titles().await, [BROKEN, BROKEN, FIXED, BROKEN]);
}

#[tokio::test]
async fn a_bot_that_starts_with_broken_files_serves_what_they_held_last_and_tells() {
    let folder = tempfile::tempdir().unwrap();
    let paths = [folder.path().to_owned()];
    let file = folder.path().join("pack.toml");
    fs::write(&file, PACK).unwrap();
    let journal = Journal::in_memory().await.unwrap();
    let (advisor, _) = Advisor::load(&paths, Settings::default()).unwrap();
    let advisor = advisor.keeping(journal.clone(), Questions::Forgotten);
    advisor.reconcile(Timestamp::now()).await.unwrap();
    drop(advisor);

    fs::write(&file, with_key("anwser")).unwrap();
    assert!(Advisor::load(&paths, Settings::default()).is_err());
    let advisor = Advisor::of_history(&paths, Settings::default(), &journal).await;
    let advisor = advisor.unwrap().unwrap();
    advisor.reload(Timestamp::now()).await;
    let mut board = Board::of(folder, advisor).await;
    let mut events = board.scene.events().await;
    board.scene.restart_bot().await;
    let told = board.next(&mut events).await;
    assert!(text(&told).contains("pack.toml:5:1"), "{told}");
    let answer = board.scene.ask("ada", "where is the key", false).await;
    assert!(answer.to_string().contains("Under the mat."), "{answer}");
    assert_eq!(
        fs::read(board.file())
            .map(|bytes| ContentHash::of(&bytes))
            .ok(),
        Some(ContentHash::of(with_key("anwser").as_bytes())),
        "the file is left to whoever edits it"
    );
}
