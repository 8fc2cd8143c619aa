//! A sandbox with the bot in it, and a hand on both.

use std::{
    path::PathBuf,
    sync::{Arc, LazyLock},
    time::Duration,
};

use chiefly::{
    advisor::{Advisor, Rights, Snapshot},
    answer::Link,
    discord::{self, BotOptions, Clock, Limits, StartError, Watched},
    knowledge,
    matching::Settings,
    sandbox::{Sandbox, SandboxOptions},
};
use serde_json::{Value, json};
use tokio::{sync::oneshot, task::JoinHandle, time::timeout};

/// Nothing here takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// The product's own pack, built once for all tests.
static PRODUCT: LazyLock<Arc<Snapshot>> = LazyLock::new(|| {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("knowledge/cto-cio.toml");
    Arc::new(snapshot(&std::fs::read_to_string(path).unwrap()))
});

/// A snapshot of a pack.
pub(super) fn snapshot(pack: &str) -> Snapshot {
    let loaded = knowledge::parse(&[("pack.toml".into(), pack)]);
    assert_eq!(loaded.diagnostics, [], "the pack of the test is fine");
    Snapshot::new(loaded.knowledge, Settings::default())
}

/// A sandbox with a bot.
pub(super) struct Scene {
    sandbox: Sandbox,
    http: reqwest::Client,
    pub(super) advisor: Arc<Advisor>,
    pub(super) clock: Clock,
    pub(super) watched: Watched,
    pub(super) limits: Limits,
    pub(super) rights: Rights,
    pub(super) moderators_channel: Option<u64>,
    bot: Option<Bot>,
    pub(super) bot_id: String,
}

struct Bot {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), StartError>>,
}

impl Scene {
    /// The bot with the product's pack, online.
    pub(super) async fn start() -> Self {
        Self::advised(Advisor::new(Arc::clone(&PRODUCT))).await
    }

    /// The bot with a pack, online.
    pub(super) async fn with(pack: &str) -> Self {
        Self::advised(Advisor::new(snapshot(pack))).await
    }

    /// The bot with an advisor, online.
    pub(super) async fn advised(advisor: Advisor) -> Self {
        let mut scene = Self {
            sandbox: Sandbox::start(SandboxOptions::default()).await.unwrap(),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            advisor: Arc::new(advisor),
            clock: Clock::default(),
            watched: Watched::default(),
            limits: Limits::default(),
            rights: Rights::default(),
            moderators_channel: None,
            bot: None,
            bot_id: String::new(),
        };
        let state = scene.get("state").await;
        scene.bot_id = state["bot"]["user"]["id"].as_str().unwrap().to_owned();
        scene.connect().await;
        scene
    }

    /// The numbers of the server and of its moderators' role.
    pub(super) fn moderators(&self) -> (u64, u64) {
        self.sandbox.moderators()
    }

    pub(super) fn options(&self) -> BotOptions {
        BotOptions {
            token: self.sandbox.token(),
            api_base: Some(self.sandbox.url()),
            watched: self.watched.clone(),
            limits: self.limits,
            rights: self.rights.clone(),
            links: vec![Link {
                title: "Rules of the village".into(),
                url: "https://example.org/rules".into(),
            }],
            moderators_channel: self.moderators_channel,
            clock: self.clock.clone(),
        }
    }

    /// Starts the bot, and waits until its commands are registered.
    async fn connect(&mut self) {
        let mut events = self.events().await;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(discord::run(
            self.options(),
            Arc::clone(&self.advisor),
            async {
                // A dropped sender stops the bot as well.
                let _ = stopped.await;
            },
        ));
        self.bot = Some(Bot { stop, task });
        events.wait("commands", |_| true).await;
    }

    /// Ends the bot, which answers first what has reached it; the sandbox goes on.
    pub(super) async fn stop_bot(&mut self) {
        let bot = self.bot.take().unwrap();
        bot.stop.send(()).unwrap();
        timeout(PATIENCE, bot.task).await.unwrap().unwrap().unwrap();
    }

    /// Starts the bot anew, after its end if it still runs; the sandbox goes on.
    pub(super) async fn restart_bot(&mut self) {
        if self.bot.is_some() {
            self.stop_bot().await;
        }
        self.connect().await;
    }

    /// Waits until the bot has begun to deal with all that was written and done before. The gateway
    /// keeps the order, and so does this thread, on which the bot runs: what came before a direct
    /// message that is answered has been taken up.
    pub(super) async fn catch_up(&self) {
        self.write_and_read("margaret", "dm", "what is a CTO?")
            .await;
    }

    /// Ends the bot once it has dealt with all that was written and done before: when it is stopped, it
    /// finishes what it has begun.
    pub(super) async fn settle(&mut self) {
        self.catch_up().await;
        self.stop_bot().await;
    }

    /// What became of the bot that Discord sent away.
    pub(super) async fn end_of_bot(&mut self) -> Result<(), StartError> {
        let bot = self.bot.take().unwrap();
        timeout(PATIENCE, bot.task).await.unwrap().unwrap()
    }

    /// What happens in the sandbox from now on.
    pub(super) async fn events(&self) -> Events {
        Events::of(&self.http, &self.sandbox.url()).await
    }

    /// The text behind an address that the sandbox gave out.
    pub(super) async fn fetch(&self, url: &str) -> String {
        let response = self.http.get(url).send().await.unwrap();
        assert!(response.status().is_success(), "{response:?}");
        response.text().await.unwrap()
    }

    pub(super) async fn get(&self, path: &str) -> Value {
        let url = format!("{}/sandbox/{path}", self.sandbox.url());
        self.http
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/sandbox/{path}", self.sandbox.url());
        let response = self.http.post(url).json(&body).send().await.unwrap();
        response.json().await.unwrap()
    }

    /// A person uses `/ask`: what the bot responded.
    pub(super) async fn ask(&self, user: &str, question: &str, private: bool) -> Value {
        let mut options = vec![json!({"name": "question", "value": question})];
        if private {
            options.push(json!({"name": "private", "value": true}));
        }
        self.post(
            "interactions",
            json!({"user": user, "channel": "general", "type": "command", "name": "ask", "options": options}),
        )
        .await
    }

    /// A person uses a command with options that are texts: what the bot responded.
    pub(super) async fn command(&self, user: &str, name: &str, options: &[(&str, &str)]) -> Value {
        let options: Vec<Value> = options
            .iter()
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
        let body = json!({"user": user, "channel": "general", "type": "command", "name": name, "options": options});
        self.post("interactions", body).await
    }

    /// What is suggested while a person types.
    pub(super) async fn suggestions(&self, typed: &str) -> Vec<String> {
        let option = json!({"name": "question", "value": typed, "focused": true});
        let answer = self
            .post(
                "interactions",
                json!({"user": "ada", "channel": "general", "type": "autocomplete", "name": "ask", "options": [option]}),
            )
            .await;
        let choices = answer["response"]["data"]["choices"].as_array();
        let choices = choices.unwrap_or_else(|| panic!("no choices: {answer}"));
        choices
            .iter()
            .map(|choice| choice["value"].as_str().unwrap().to_owned())
            .collect()
    }

    /// A person presses a button.
    pub(super) async fn press(&self, user: &str, message: &Value, custom_id: &str) -> Value {
        self.post(
            "interactions",
            json!({
                "user": user, "channel": message["channel_id"], "type": "component",
                "message": message["id"], "custom_id": custom_id,
            }),
        )
        .await
    }

    /// A person writes; the text may name the bot as `@Chiefly`.
    pub(super) async fn write(&self, user: &str, channel: &str, content: &str) -> Value {
        let content = content.replace("@Chiefly", &format!("<@{}>", self.bot_id));
        self.post(
            "messages",
            json!({"user": user, "channel": channel, "content": content}),
        )
        .await
    }

    /// A person writes, and the bot answers: its message.
    pub(super) async fn write_and_read(&self, user: &str, channel: &str, content: &str) -> Value {
        let mut events = self.events().await;
        let message = self.write(user, channel, content).await;
        let bot = self.bot_id.clone();
        let event = events
            .wait("message_create", |data| {
                data["message"]["author"]["id"] == *bot
                    && data["message"]["channel_id"] == message["channel_id"]
            })
            .await;
        event["message"].clone()
    }

    /// A person replies to a message, with a ping as people usually do.
    pub(super) async fn reply(&self, user: &str, to: &Value, content: &str) -> Value {
        let content = content.replace("@Chiefly", &format!("<@{}>", self.bot_id));
        let body = json!({"user": user, "channel": to["channel_id"], "content": content, "reply_to": to["id"]});
        self.post("messages", body).await
    }

    /// The next message of the bot.
    pub(super) async fn next_of_bot(&self, events: &mut Events) -> Value {
        let event = events
            .wait("message_create", |data| {
                data["message"]["author"]["id"] == *self.bot_id
            })
            .await;
        event["message"].clone()
    }

    /// A person edits a message of theirs.
    pub(super) async fn edit(&self, user: &str, message: &Value, content: &str) {
        let content = content.replace("@Chiefly", &format!("<@{}>", self.bot_id));
        let id = message["id"].as_str().unwrap();
        let url = format!("{}/sandbox/messages/{id}", self.sandbox.url());
        let body = json!({"user": user, "content": content});
        let response = self.http.patch(url).json(&body).send().await.unwrap();
        assert!(response.status().is_success(), "{response:?}");
    }

    /// Takes permissions from the bot in a channel, and gives back all others.
    pub(super) async fn deny(&self, channel: &str, bits: u64) {
        self.permit(channel, 0, bits).await;
    }

    /// Gives and takes permissions of the bot in a channel; all others are as they were.
    pub(super) async fn permit(&self, channel: &str, allow: u64, deny: u64) {
        let bot = &self.bot_id;
        let url = format!(
            "{}/sandbox/channels/{channel}/overwrites/{bot}",
            self.sandbox.url()
        );
        let body = json!({"allow": allow.to_string(), "deny": deny.to_string()});
        let response = self.http.put(url).json(&body).send().await.unwrap();
        assert!(response.status().is_success(), "{response:?}");
    }

    /// A person right-clicks a message and picks "Answer this".
    pub(super) async fn answer_this(&self, user: &str, message: &Value) -> Value {
        self.post(
            "interactions",
            json!({
                "user": user, "channel": message["channel_id"], "type": "context",
                "name": "Answer this", "target": message["id"],
            }),
        )
        .await
    }

    /// A person deletes a message.
    pub(super) async fn delete(&self, user: &str, message: &Value) {
        let id = message["id"].as_str().unwrap();
        let url = format!("{}/sandbox/messages/{id}?user={user}", self.sandbox.url());
        let response = self.http.delete(url).send().await.unwrap();
        assert!(response.status().is_success(), "{response:?}");
    }

    /// What a person sees in a channel.
    pub(super) async fn history(&self, channel: &str, user: &str) -> Vec<Value> {
        let messages = self
            .get(&format!("channels/{channel}/messages?user={user}"))
            .await;
        messages.as_array().unwrap().clone()
    }

    /// How many messages of the bot a person sees in a channel.
    pub(super) async fn bot_messages(&self, channel: &str, user: &str) -> usize {
        let messages = self.history(channel, user).await;
        messages
            .iter()
            .filter(|m| m["author"]["id"] == *self.bot_id)
            .count()
    }

    /// Every request of the bot that sends something, checked: nobody is pinged, nothing refused.
    pub(super) async fn assert_well_behaved(&self) {
        let requests = self.get("requests").await;
        for request in requests.as_array().unwrap() {
            let status = request["status"].as_u64().unwrap();
            assert!(status < 400, "refused: {request}");
        }
        self.assert_nobody_is_pinged().await;
    }

    /// Every request of the bot that sends a text forbids every ping; how many there are.
    pub(super) async fn assert_nobody_is_pinged(&self) -> usize {
        let requests = self.get("requests").await;
        let mut sent = 0;
        for request in requests.as_array().unwrap() {
            let body = &request["body"];
            let data = if body["data"].is_object() {
                &body["data"]
            } else {
                body
            };
            if data["embeds"].is_array() || data["content"].is_string() {
                sent += 1;
                let allowed = &data["allowed_mentions"];
                assert_eq!(allowed["parse"], json!([]), "may ping: {request}");
                for list in ["users", "roles"] {
                    let named = allowed[list].as_array().map_or(0, Vec::len);
                    assert_eq!(named, 0, "may ping: {request}");
                }
                assert_ne!(allowed["replied_user"], json!(true), "may ping: {request}");
            }
        }
        sent
    }
}

/// Server-sent events, one after the other.
pub(super) struct Events {
    stream: reqwest::Response,
    buffer: String,
}

impl Events {
    /// What happens from now on in the sandbox at an address.
    pub(super) async fn of(http: &reqwest::Client, sandbox: &str) -> Self {
        let url = format!("{sandbox}/sandbox/events");
        Self {
            stream: http.get(url).send().await.unwrap(),
            buffer: String::new(),
        }
    }

    /// The data of the next event of a name that is wanted.
    pub(super) async fn wait(&mut self, name: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let found = timeout(PATIENCE, async {
            loop {
                let (event, data) = self.next().await;
                if event == name && wanted(&data) {
                    return data;
                }
            }
        });
        found.await.unwrap_or_else(|_| panic!("no event {name}"))
    }

    async fn next(&mut self) -> (String, Value) {
        loop {
            let buffer = std::mem::take(&mut self.buffer);
            if let Some((event, rest)) = buffer.split_once("\n\n") {
                let field = |name: &str| {
                    let lines = event.lines().filter_map(|line| line.strip_prefix(name));
                    lines.map(str::trim_start).collect::<Vec<_>>().join("\n")
                };
                let parsed = (field("event:"), field("data:"));
                rest.clone_into(&mut self.buffer);
                if let Ok(data) = serde_json::from_str(&parsed.1) {
                    return (parsed.0, data);
                }
                continue;
            }
            self.buffer = buffer;
            let chunk = self
                .stream
                .chunk()
                .await
                .unwrap()
                .expect("the events go on");
            self.buffer.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

/// The first embed's title.
pub(super) fn title(message: &Value) -> &str {
    message["embeds"][0]["title"].as_str().unwrap_or_default()
}

/// The label and the `custom_id` of each button.
pub(super) fn buttons(message: &Value) -> Vec<(String, String)> {
    let rows = message["components"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    rows.iter()
        .flat_map(|row| row["components"].as_array().unwrap())
        .filter(|component| component["type"] == 2)
        .map(|button| {
            let text = |key: &str| button[key].as_str().unwrap().to_owned();
            (text("label"), text("custom_id"))
        })
        .collect()
}

/// A pack with two entries that are easily confused.
pub(super) const TWINS: &str = r#"schema = 1
title = "Twins"
[[faq]]
id = "red-bicycle"
question = "Where is the red bicycle?"
ask = ["red bicycle place", "who has the red bicycle", "I cannot find the red bicycle", "red bicycle lost"]
answer = "In the red shed."
[[faq]]
id = "blue-bicycle"
question = "Where is the blue bicycle?"
ask = ["blue bicycle place", "who has the blue bicycle", "I cannot find the blue bicycle", "blue bicycle lost"]
answer = "In the blue shed."
[[off_topic]]
ask = ["how is the weather", "tell me a joke", "what time is it", "who won the game", "what is for dinner"]
"#;
