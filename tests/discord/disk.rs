//! Disks that are full or cannot be written, seen by a moderator in Discord: an honest word, nothing
//! lost, and what was wanted goes through as soon as there is room.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use super::{
    knowledge::{Desk, PACK},
    scene::{Events, buttons, title},
};
use crate::mounts::{FILL, READ_ONLY, SMALL_DISK, script};

/// The program in a mount namespace, whose disk can be mended from outside.
struct Machine {
    child: Child,
    folder: tempfile::TempDir,
    url: String,
    http: reqwest::Client,
}

impl Drop for Machine {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Machine {
    /// Starts the bot on a disk that is damaged as soon as it runs, and mended on demand.
    async fn start(damage: &str, mend: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("packs")).unwrap();
        fs::write(folder.path().join("packs/pack.toml"), PACK).unwrap();
        let pipes = Command::new("mkfifo")
            .args(["damage", "damaged", "mend", "mended"])
            .current_dir(folder.path())
            .status();
        assert!(pipes.unwrap().success());
        let text = format!(
            "{SMALL_DISK}(cat damage > /dev/null; {damage}echo > damaged; cat mend > /dev/null; {mend}cp packs/pack.toml result; ls -A packs > names; echo > mended) &\nexec \"$CHIEFLY\" --knowledge packs sandbox --port 0\n"
        );
        let mut command = script(folder.path(), &text)?;
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut url = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut url).unwrap();
        let machine = Self {
            child,
            folder,
            url: url.trim().to_owned(),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        };
        machine.wait_for_commands().await;
        Some(machine)
    }

    async fn wait_for_commands(&self) {
        let mut events = Events::of(&self.http, &self.url).await;
        let url = format!("{}/sandbox/state", self.url);
        let state: Value = self
            .http
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        if state["commands"].as_array().is_none_or(Vec::is_empty) {
            events.wait("commands", |_| true).await;
        }
    }

    /// Tells the shell beside the program, and waits until it has done its part.
    async fn signal(&self, tell: &str, told: &str) {
        let (tell, told) = (self.folder.path().join(tell), self.folder.path().join(told));
        let done = tokio::task::spawn_blocking(move || {
            fs::OpenOptions::new()
                .write(true)
                .open(tell)
                .unwrap()
                .write_all(b"\n")
                .unwrap();
            fs::File::open(told)
                .unwrap()
                .read_to_end(&mut Vec::new())
                .unwrap();
        });
        done.await.unwrap();
    }

    /// What becomes of the message that an interaction is answered with or stands on.
    async fn interact(&self, body: Value, on: Option<&Value>) -> Value {
        let mut events = Events::of(&self.http, &self.url).await;
        let url = format!("{}/sandbox/interactions", self.url);
        let response = self.http.post(url).json(&body).send().await.unwrap();
        let response: Value = response.json().await.unwrap();
        let message = on.unwrap_or(&response["message"]);
        let event = events
            .wait("message_update", |data| {
                data["message"]["id"] == message["id"] && data["message"]["embeds"][0].is_object()
            })
            .await;
        event["message"].clone()
    }

    async fn press(&self, message: &Value, label: &str) -> Value {
        let all = buttons(message);
        let (_, id) = all
            .iter()
            .find(|(known, _)| known == label)
            .unwrap_or_else(|| panic!("no {label} in {message}"));
        let body = json!({
            "user": "grace", "channel": message["channel_id"], "type": "component",
            "message": message["id"], "custom_id": id,
        });
        self.interact(body, Some(message)).await
    }

    async fn phrase(&self) -> Value {
        let body = json!({
            "user": "grace", "channel": "general", "type": "command", "name": "knowledge",
            "options": [{"name": "phrase", "type": 1, "options": [
                {"name": "entry", "value": "faq:door"}, {"name": "ask", "value": "sesame where"},
            ]}],
        });
        self.interact(body, None).await
    }
}

#[tokio::test]
async fn a_disk_that_takes_nothing_is_said_and_the_change_goes_through_once_it_does() {
    for (damage, mend, expected) in [
        (
            FILL,
            "rm packs/fill; ",
            "the disk is full. Make room, and try again",
        ),
        (
            READ_ONLY,
            "mount -o remount,rw packs; ",
            "its disk can only be read",
        ),
    ] {
        let Some(machine) = Machine::start(damage, mend).await else {
            return;
        };
        machine.signal("damage", "damaged").await;
        let preview = machine.phrase().await;
        assert_eq!(
            title(&preview),
            "Look before you publish",
            "looking needs no room"
        );
        let refused = machine.press(&preview, "Publish").await;
        assert_eq!(title(&refused), "That cannot be done");
        assert!(refused.to_string().contains(expected), "{refused}");

        machine.signal("mend", "mended").await;
        let read = |name: &str| fs::read_to_string(machine.folder.path().join(name)).unwrap();
        assert_eq!(read("result"), PACK, "{expected}: the pack is as it was");
        assert_eq!(
            read("names"),
            "pack.toml\n",
            "{expected}: nothing half-written is left"
        );
        let again = machine.phrase().await;
        let published = machine.press(&again, "Publish").await;
        assert_eq!(title(&published), "Published");
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_said_and_not_made_anew() {
    let desk = Desk::open().await;
    let options = [("entry", "faq:door"), ("ask", "sesame where")];
    let preview = desk.run("grace", "phrase", &options).await;
    fs::remove_file(desk.file()).unwrap();

    let refused = desk.press("grace", &preview, "Publish").await;
    assert_ne!(title(&refused), "Published");
    assert!(refused.to_string().contains("pack.toml"), "{refused}");
    let refused = desk.run("grace", "phrase", &options).await;
    assert_eq!(title(&refused), "That cannot be done");
    assert!(
        refused.to_string().contains("chiefly undo"),
        "what to do: {refused}"
    );
    assert!(!desk.file().exists());
    let answer = desk.scene.ask("ada", "where is the key", false).await;
    assert!(answer.to_string().contains("Under the mat."), "{answer}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_became_a_link_out_of_itself_is_not_written_through() {
    let desk = Desk::open().await;
    let options = [("entry", "faq:door"), ("ask", "sesame where")];
    let preview = desk.run("grace", "phrase", &options).await;
    let folder = desk.file().parent().unwrap().to_owned();
    let elsewhere = tempfile::tempdir().unwrap();
    let theirs = elsewhere.path().join("pack.toml");
    fs::write(&theirs, PACK).unwrap();
    let aside = elsewhere.path().join("aside");
    fs::rename(&folder, &aside).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), &folder).unwrap();

    let refused = desk.press("grace", &preview, "Publish").await;
    assert_eq!(title(&refused), "That cannot be done");
    assert!(
        refused.to_string().contains("leads somewhere else"),
        "{refused}"
    );
    assert_eq!(
        fs::read_to_string(&theirs).unwrap(),
        PACK,
        "nothing is written there"
    );
    assert_eq!(fs::read_to_string(aside.join("pack.toml")).unwrap(), PACK);

    // Put back, it is written again.
    fs::remove_file(&folder).unwrap();
    fs::rename(&aside, &folder).unwrap();
    let preview = desk.run("grace", "phrase", &options).await;
    desk.press("grace", &preview, "Publish").await;
    assert!(desk.text().contains("sesame where"), "{}", desk.text());
}
