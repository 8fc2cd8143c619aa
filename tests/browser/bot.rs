//! A bot that shows everything a message can have, by a raw client: what Chiefly does not use has
//! to look right too.

use std::sync::{Arc, Mutex};

use chiefly::sandbox::{Sandbox, SandboxOptions};
use futures_util::{SinkExt, StreamExt};
use reqwest::multipart;
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::Message};

/// What nobody may ever see run.
const HOSTILE: &str = "<script>window.ran=1</script><img src=x onerror=window.ran=1> [x](javascript:window.ran=1) \u{202e}desrever";

/// A sandbox with the bot in it.
pub(super) struct Show {
    pub(super) sandbox: Sandbox,
    bot: Bot,
}

impl Show {
    pub(super) async fn start() -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let bot = Bot {
            interaction: Arc::default(),
            base: format!("{}/api/v10", sandbox.url()),
            token: sandbox.token(),
            http,
        };
        let me = bot.call("GET", "/users/@me", Value::Null).await;
        let path = format!("/applications/{}/commands", me["id"].as_str().unwrap());
        bot.call("PUT", &path, commands()).await;
        let socket = format!("{}/gateway?v=10&encoding=json", sandbox.url());
        tokio::spawn(bot.clone().serve(socket.replace("http", "ws")));
        Self { sandbox, bot }
    }

    /// A request of the bot's own.
    pub(super) async fn call(&self, method: &str, path: &str, body: Value) -> Value {
        self.bot.call(method, path, body).await
    }

    /// Puts an answer in place of the last "is thinking…".
    pub(super) async fn answer(&self, content: &str) {
        let me = self.call("GET", "/users/@me", Value::Null).await;
        let token = self.bot.interaction.lock().unwrap().clone();
        let id = me["id"].as_str().unwrap();
        let path = format!("/webhooks/{id}/{token}/messages/@original");
        self.call("PATCH", &path, json!({"content": content})).await;
    }

    /// A file, sent by the bot with a message.
    pub(super) async fn send_file(&self, channel: &str, content: &str, name: &str, bytes: &[u8]) {
        let file = multipart::Part::bytes(bytes.to_owned()).file_name(name.to_owned());
        let payload = json!({"content": content}).to_string();
        let form = multipart::Form::new()
            .text("payload_json", payload)
            .part("files[0]", file.mime_str("image/png").unwrap());
        let url = format!("{}/channels/{channel}/messages", self.bot.base);
        let request = self.bot.http.post(url).multipart(form);
        let request = request.header("Authorization", format!("Bot {}", self.bot.token));
        assert!(request.send().await.unwrap().status().is_success());
    }

    /// What a user does elsewhere than on the page.
    pub(super) async fn act(&self, method: &str, path: &str, body: &Value) -> Value {
        let url = format!("{}/sandbox/{path}", self.sandbox.url());
        let request = self.bot.http.request(method.parse().unwrap(), url);
        let response = request.json(body).send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// The id of a channel of the guild.
    pub(super) async fn channel(&self, name: &str) -> String {
        let state = self.act("GET", "state", &Value::Null).await;
        let channels = state["channels"].as_array().unwrap();
        let channel = channels.iter().find(|one| one["name"] == name).unwrap();
        channel["id"].as_str().unwrap().to_owned()
    }
}

#[derive(Clone)]
struct Bot {
    /// The token of the last interaction.
    interaction: Arc<Mutex<String>>,
    base: String,
    token: String,
    http: reqwest::Client,
}

impl Bot {
    async fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let method = method.parse().unwrap();
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .header("Authorization", format!("Bot {}", self.token));
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Answers until the sandbox ends.
    async fn serve(self, url: String) {
        let (mut socket, _) = connect_async(url).await.unwrap();
        let identify = json!({"op": 2, "d": {"token": self.token, "intents": 4609, "properties": {"os": "", "browser": "", "device": ""}}});
        socket
            .send(Message::text(identify.to_string()))
            .await
            .unwrap();
        while let Some(Ok(frame)) = socket.next().await {
            let Ok(text) = frame.to_text() else { continue };
            let event: Value = serde_json::from_str(text).unwrap_or(Value::Null);
            if event["t"] != "INTERACTION_CREATE" {
                continue;
            }
            let interaction = &event["d"];
            let token = interaction["token"].as_str().unwrap();
            token.clone_into(&mut self.interaction.lock().unwrap());
            if let Some(response) = respond(interaction) {
                let path = format!(
                    "/interactions/{}/{}/callback",
                    interaction["id"].as_str().unwrap(),
                    interaction["token"].as_str().unwrap()
                );
                self.call("POST", &path, response).await;
            }
        }
    }
}

fn commands() -> Value {
    json!([
        {"type": 1, "name": "show", "description": "Everything a message can have"},
        {"type": 1, "name": "containers", "description": "Components of the second kind"},
        {"type": 1, "name": "menus", "description": "Roles and channels to choose from"},
        {"type": 1, "name": "hostile", "description": "What should never run"},
        {"type": 1, "name": "read", "description": "Reads a file", "options": [
            {"type": 11, "name": "file", "description": "What to read", "required": true}]},
        {"type": 1, "name": "think", "description": "Takes its time"},
        {"type": 1, "name": "pick", "description": "Picks one of each kind", "options": [
            {"type": 3, "name": "word", "description": "A word, suggested", "required": true, "autocomplete": true},
            {"type": 3, "name": "size", "description": "How large", "choices": [{"name": "Small", "value": "s"}, {"name": "Large", "value": "l"}]},
            {"type": 4, "name": "count", "description": "How many", "min_value": 1, "max_value": 9},
            {"type": 6, "name": "who", "description": "Somebody"},
            {"type": 7, "name": "where", "description": "A channel"},
            {"type": 8, "name": "role", "description": "A role"},
            {"type": 9, "name": "anybody", "description": "Somebody or a role"},
            {"type": 5, "name": "loud", "description": "Whether to shout"}]},
        {"type": 1, "name": "anywhere", "description": "Works wherever people take it", "integration_types": [0, 1], "contexts": [0, 1, 2]},
        {"type": 1, "name": "here", "description": "Works in this server", "integration_types": [0], "contexts": [0]},
        {"type": 2, "name": "Who is this"},
        {"type": 3, "name": "Quote this"},
    ])
}

fn respond(interaction: &Value) -> Option<Value> {
    let data = &interaction["data"];
    let says = |text: String| json!({"type": 4, "data": {"content": text}});
    let response = match interaction["type"].as_u64()? {
        2 => match data["name"].as_str()? {
            "show" => json!({"type": 4, "data": show()}),
            "containers" => json!({"type": 4, "data": containers()}),
            "menus" => json!({"type": 4, "data": menus()}),
            "think" => json!({"type": 5}),
            "pick" => says(picked(&data["options"])?),
            "anywhere" => says(format!("Used in context {}.", interaction["context"])),
            "hostile" => json!({"type": 4, "data": hostile()}),
            "read" => {
                let files = data["resolved"]["attachments"].as_object()?;
                let file = files.values().next()?;
                says(format!(
                    "Read {} of {} bytes",
                    file["filename"].as_str()?,
                    file["size"]
                ))
            }
            "Who is this" => says(format!("That is <@{}>", data["target_id"].as_str()?)),
            _ => {
                let target = data["target_id"].as_str()?;
                let text = &data["resolved"]["messages"][target]["content"];
                says(format!("> {}", text.as_str()?))
            }
        },
        3 => match data["custom_id"].as_str()? {
            "form" | "hostile-form" => json!({"type": 9, "data": form()}),
            "done" => {
                json!({"type": 7, "data": {"content": "Noted by the button.", "components": []}})
            }
            "never" => return None,
            "role" | "channel" => {
                let of_kind = ["roles", "channels"].map(|kind| data["resolved"][kind].as_object());
                let found = of_kind.into_iter().flatten().flatten();
                let names: Vec<&str> = found.filter_map(|(_, it)| it["name"].as_str()).collect();
                says(format!("Chosen by name: {}", names.join(", ")))
            }
            _ => {
                json!({"type": 4, "data": {"flags": 64, "content": format!("You chose {}.", data["values"])}})
            }
        },
        4 => {
            let typed = data["options"][0]["value"].as_str()?;
            let words = ["alpha", "alphabet", "beta"].into_iter();
            let words = words.filter(|word| word.contains(typed));
            let choices: Vec<Value> = words
                .map(|word| json!({"name": word, "value": word}))
                .collect();
            json!({"type": 8, "data": {"choices": choices}})
        }
        5 => {
            let given: Vec<String> = data["components"]
                .as_array()?
                .iter()
                .map(|part| {
                    let field = &part["component"];
                    if field["values"].is_array() {
                        field["values"].to_string()
                    } else {
                        field["value"].to_string()
                    }
                })
                .collect();
            says(format!("Filled in: `{}`", given.join(" ")))
        }
        _ => return None,
    };
    Some(response)
}

/// What was filled in, one after the other.
fn picked(options: &Value) -> Option<String> {
    let options = options.as_array()?.iter();
    let given: Vec<String> = options
        .map(|option| format!("{}={}", option["name"], option["value"]))
        .collect();
    Some(given.join(" ").replace('"', ""))
}

fn show() -> Value {
    let button = |style: u64, label: &str, id: &str| json!({"type": 2, "style": style, "label": label, "custom_id": id});
    json!({
    "content": "# A heading\nWith **bold**, *slanted*, __underlined__, ~~struck~~, `code`, ||a secret|| and <t:1700000000:R>.\n> quoted\n1. first\n2. second\n```rust\nfn main() {}\n```\n-# small print",
    "embeds": [{
        "color": 0x2f_9e_8f, "title": "A title that leads somewhere", "url": "https://example.com/",
        "author": {"name": "The author"},
        "description": "A description with [a link](https://example.com/) and a list:\n- one\n- two\n  - nested",
        "fields": [
            {"name": "Left", "value": "inline", "inline": true}, {"name": "Middle", "value": "inline", "inline": true},
            {"name": "Right", "value": "inline", "inline": true}, {"name": "Wide", "value": "A field of its own"}],
        "image": {"url": "https://example.com/picture.png"},
        "footer": {"text": "The footer"}, "timestamp": "2026-11-24T10:00:00Z"}],
    "components": [
        {"type": 1, "components": [button(1, "Fill in", "form"), button(2, "Never answers", "never"),
            button(3, "Done", "done"), button(4, "Delete", "delete"),
            {"type": 2, "style": 5, "label": "Manual", "url": "https://example.com/"}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "pick", "placeholder": "Pick one", "options": [
            {"label": "Apples", "value": "apples", "description": "Red or green"}, {"label": "Pears", "value": "pears", "emoji": {"name": "🍐"}}]}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "some", "placeholder": "Pick some", "min_values": 1, "max_values": 2, "options": [
            {"label": "Tea", "value": "tea"}, {"label": "Milk", "value": "milk"}, {"label": "Sugar", "value": "sugar"}]}]},
        {"type": 1, "components": [{"type": 5, "custom_id": "who", "placeholder": "Pick somebody"}]},
        {"type": 1, "components": [{"type": 7, "custom_id": "any", "placeholder": "Pick somebody or a role"}]},
    ]})
}

fn menus() -> Value {
    json!({"content": "Where, and who?", "components": [
        {"type": 1, "components": [{"type": 6, "custom_id": "role", "min_values": 0, "max_values": 2}]},
        {"type": 1, "components": [{"type": 8, "custom_id": "channel", "channel_types": [15]}]},
    ]})
}

fn containers() -> Value {
    json!({"flags": 32768, "components": [
    {"type": 10, "content": "## Text by itself"},
    {"type": 17, "accent_color": 0xff_88_00, "components": [
        {"type": 9, "components": [{"type": 10, "content": "A section with a **button**"}],
            "accessory": {"type": 2, "style": 1, "label": "Press", "custom_id": "press"}},
        {"type": 14},
        {"type": 12, "items": [{"media": {"url": "https://example.com/a.png"}, "description": "A picture"}, {"media": {"url": "https://example.com/b.png"}}]},
        {"type": 1, "components": [{"type": 2, "style": 2, "label": "Below", "custom_id": "below"}]},
    ]}]})
}

fn form() -> Value {
    let field =
        |label: &str, component: Value| json!({"type": 18, "label": label, "component": component});
    let options = json!([{"label": "Soon", "value": "soon", "description": "Within a week"}, {"label": "Later", "value": "later"}]);
    json!({"custom_id": "filled", "title": "Tell me <b>more</b>", "components": [
        field("Subject", json!({"type": 4, "custom_id": "subject", "style": 1, "max_length": 40})),
        field("Text", json!({"type": 4, "custom_id": "text", "style": 2, "value": "A long text.\n".repeat(60)})),
        field("When", json!({"type": 21, "custom_id": "when", "options": options})),
        field("Also", json!({"type": 22, "custom_id": "also", "required": false, "min_values": 0, "options": [{"label": "Copy me", "value": "copy"}, {"label": "Pin it", "value": "pin"}]})),
        field("I have read the rules", json!({"type": 23, "custom_id": "rules"})),
    ]})
}

fn hostile() -> Value {
    let long = "W".repeat(300);
    json!({
        "content": format!("{HOSTILE} {long}"),
        "embeds": [{"title": format!("{HOSTILE}"), "url": "https://example.com/\"onclick=\"window.ran=1", "description": format!("{HOSTILE} {long}"),
            "author": {"name": "<svg onload=window.ran=1>"}, "footer": {"text": "\u{202e}txt.exe"},
            "fields": [{"name": "`".repeat(50), "value": long, "inline": true}, {"name": "b", "value": HOSTILE, "inline": true}]}],
        "components": [{"type": 1, "components": [
            {"type": 2, "style": 1, "label": "<img src=x onerror=window.ran=1>", "custom_id": "hostile-form"},
            {"type": 2, "style": 2, "label": "W".repeat(80), "custom_id": "\"><script>window.ran=1</script>"},
            {"type": 2, "style": 5, "label": "leads away", "url": "https://example.com/<script>window.ran=1</script>"}]},
            {"type": 1, "components": [{"type": 3, "custom_id": "menu", "placeholder": "<b onclick=window.ran=1>", "options": [{"label": "<script>window.ran=1</script>", "value": "\"'><", "description": "W".repeat(100)}]}]}]})
}
