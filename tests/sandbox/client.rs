//! A raw Discord client and a hand on the control interface.

use std::time::Duration;

use chiefly::sandbox::{Deadlines, Sandbox, SandboxOptions};
use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Nothing here takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) const GUILDS: u64 = 1;
pub(super) const GUILD_MESSAGES: u64 = 1 << 9;
pub(super) const DIRECT_MESSAGES: u64 = 1 << 12;
pub(super) const MESSAGE_CONTENT: u64 = 1 << 15;
pub(super) const ALL: u64 =
    GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES | MESSAGE_CONTENT | 1 << 10 | 1 << 13;

/// A sandbox and an HTTP client.
pub(super) struct Scene {
    pub(super) sandbox: Sandbox,
    pub(super) http: reqwest::Client,
    state: Value,
}

impl Scene {
    pub(super) async fn start() -> Scene {
        Scene::with(SandboxOptions::default()).await
    }

    /// With short deadlines, for tests that wait for them.
    pub(super) async fn hasty() -> Scene {
        let deadlines = Deadlines {
            response: Duration::from_millis(150),
            token: Duration::from_millis(300),
        };
        Scene::with(SandboxOptions {
            deadlines,
            ..SandboxOptions::default()
        })
        .await
    }

    pub(super) async fn with(options: SandboxOptions) -> Scene {
        let sandbox = Sandbox::start(options).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut scene = Scene {
            sandbox,
            http,
            state: Value::Null,
        };
        scene.state = scene.control(Method::GET, "state", Value::Null).await.1;
        scene
    }

    /// The id of a channel or user of the start.
    pub(super) fn id(&self, name: &str) -> String {
        let named = |list: &str, key: &str| {
            let list = self.state[list].as_array().unwrap();
            list.iter()
                .find(|one| one[key] == name)
                .map(|one| one["id"].as_str().unwrap().to_owned())
        };
        named("channels", "name")
            .or_else(|| named("users", "username"))
            .or_else(|| named("roles", "name"))
            .unwrap()
    }

    pub(super) fn application(&self) -> String {
        self.state["bot"]["application_id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(super) fn guild(&self) -> String {
        self.state["guild"]["id"].as_str().unwrap().to_owned()
    }

    async fn send(
        &self,
        method: Method,
        url: String,
        body: Value,
        token: Option<String>,
    ) -> (u16, Value) {
        let mut request = self.http.request(method, url);
        if let Some(token) = token {
            request = request.header("Authorization", format!("Bot {token}"));
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// A request to the control interface.
    pub(super) async fn control(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.send(
            method,
            format!("{}/sandbox/{path}", self.sandbox.url()),
            body,
            None,
        )
        .await
    }

    /// A REST request of the bot.
    pub(super) async fn rest(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let token = Some(self.sandbox.token());
        self.send(
            method,
            format!("{}/api/v10{path}", self.sandbox.url()),
            body,
            token,
        )
        .await
    }

    pub(super) async fn get(&self, path: &str) -> (u16, Value) {
        self.rest(Method::GET, path, Value::Null).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.rest(Method::POST, path, body).await
    }

    pub(super) async fn patch(&self, path: &str, body: Value) -> (u16, Value) {
        self.rest(Method::PATCH, path, body).await
    }

    pub(super) async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.rest(Method::PUT, path, body).await
    }

    pub(super) async fn delete(&self, path: &str) -> (u16, Value) {
        self.rest(Method::DELETE, path, Value::Null).await
    }

    /// A user says something; the message.
    pub(super) async fn say(&self, user: &str, channel: &str, content: &str) -> Value {
        let body = json!({"user": user, "channel": channel, "content": content});
        let (status, message) = self.control(Method::POST, "messages", body).await;
        assert_eq!(status, 200, "{message}");
        message
    }

    /// What a user sees in a channel.
    pub(super) async fn sees(&self, user: &str, channel: &str) -> Vec<Value> {
        let (status, list) = self
            .control(
                Method::GET,
                &format!("channels/{channel}/messages?user={user}"),
                Value::Null,
            )
            .await;
        assert_eq!(status, 200, "{list}");
        list.as_array().unwrap().clone()
    }

    /// A connected bot with these intents, past READY.
    pub(super) async fn bot(&self, intents: u64) -> Gateway {
        let mut gateway = self.gateway("?v=10&encoding=json").await;
        gateway.identify(&self.sandbox.token(), intents).await;
        gateway.event("READY").await;
        gateway
    }

    /// A connection on which nothing was said yet but Hello.
    pub(super) async fn gateway(&self, query: &str) -> Gateway {
        let url = format!(
            "{}/gateway{query}",
            self.sandbox.url().replace("http", "ws")
        );
        let (socket, _) = connect_async(url).await.unwrap();
        let mut gateway = Gateway {
            socket,
            seq: Value::Null,
            session: String::new(),
        };
        let hello = gateway.next().await.expect("a Hello");
        assert_eq!(hello["op"], 10);
        gateway
    }

    /// Registers global commands.
    pub(super) async fn register(&self, commands: Value) -> Vec<Value> {
        let (status, list) = self
            .put(
                &format!("/applications/{}/commands", self.application()),
                commands,
            )
            .await;
        assert_eq!(status, 200, "{list}");
        list.as_array().unwrap().clone()
    }

    /// Starts an interaction and, once the bot has it, lets `respond` act; both results.
    pub(super) async fn interact<F, Fut>(
        &self,
        bot: &mut Gateway,
        body: Value,
        respond: F,
    ) -> (Value, Value)
    where
        F: FnOnce(Value) -> Fut,
        Fut: Future<Output = (u16, Value)>,
    {
        let user = self.control(Method::POST, "interactions", body);
        let bot = async {
            let event = bot.event("INTERACTION_CREATE").await;
            let (status, body) = respond(event).await;
            assert!(status < 300, "{status} {body}");
            body
        };
        let ((status, outcome), body) = tokio::join!(user, bot);
        assert_eq!(status, 200, "{outcome}");
        (outcome, body)
    }

    /// Answers an interaction for the first time.
    pub(super) async fn callback(&self, event: &Value, response: Value) -> (u16, Value) {
        self.post(&callback_path(event), response).await
    }
}

pub(super) fn callback_path(event: &Value) -> String {
    format!(
        "/interactions/{}/{}/callback",
        event["id"].as_str().unwrap(),
        event["token"].as_str().unwrap()
    )
}

/// One connection to the gateway.
pub(super) struct Gateway {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub(super) seq: Value,
    pub(super) session: String,
}

impl Gateway {
    /// The next payload; the close code if there is none.
    pub(super) async fn next(&mut self) -> Result<Value, u16> {
        loop {
            let message = timeout(PATIENCE, self.socket.next())
                .await
                .expect("the gateway says something");
            match message {
                Some(Ok(Message::Text(text))) => {
                    let payload: Value = serde_json::from_str(&text).unwrap();
                    if payload["op"] == 0 {
                        self.seq = payload["s"].clone();
                    }
                    if payload["t"] == "READY" {
                        self.session = payload["d"]["session_id"].to_string().replace('"', "");
                    }
                    return Ok(payload);
                }
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map_or(0, |frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                None | Some(Err(_)) => return Err(0),
            }
        }
    }

    /// The next raw websocket message.
    pub(super) async fn raw(&mut self) -> Message {
        timeout(PATIENCE, self.socket.next())
            .await
            .expect("in time")
            .expect("open")
            .expect("a frame")
    }

    /// The data of the next event of this name; others are skipped.
    pub(super) async fn event(&mut self, name: &str) -> Value {
        loop {
            let payload = self
                .next()
                .await
                .unwrap_or_else(|code| panic!("closed with {code} before {name}"));
            if payload["t"] == name {
                return payload["d"].clone();
            }
        }
    }

    /// The names of the events up to the answer to a heartbeat sent now.
    pub(super) async fn events_until_now(&mut self) -> Vec<(String, Value)> {
        self.send(json!({"op": 1, "d": self.seq})).await;
        let mut events = Vec::new();
        loop {
            let payload = self.next().await.unwrap();
            match payload["op"].as_u64() {
                Some(11) => return events,
                Some(0) => events.push((
                    payload["t"].as_str().unwrap().to_owned(),
                    payload["d"].clone(),
                )),
                _ => {}
            }
        }
    }

    /// The code with which the connection is closed; payloads before are skipped.
    pub(super) async fn close_code(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    pub(super) async fn send(&mut self, payload: Value) {
        self.send_text(payload.to_string()).await;
    }

    pub(super) async fn send_text(&mut self, text: String) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    pub(super) async fn identify(&mut self, token: &str, intents: u64) {
        self.send(identify(token, intents)).await;
    }

    pub(super) async fn resume(&mut self, token: &str, session: &str, seq: &Value) {
        self.send(json!({"op": 6, "d": {"token": token, "session_id": session, "seq": seq}}))
            .await;
    }

    /// Goes without a word, as a crashed client does.
    pub(super) fn vanish(self) {
        drop(self.socket);
    }

    pub(super) async fn close(mut self, code: u16) {
        use tokio_tungstenite::tungstenite::protocol::CloseFrame;
        let frame = CloseFrame {
            code: code.into(),
            reason: "".into(),
        };
        self.socket.close(Some(frame)).await.unwrap();
        while let Some(Ok(_)) = self.socket.next().await {}
    }
}

pub(super) fn identify(token: &str, intents: u64) -> Value {
    let properties = json!({"os": "linux", "browser": "test", "device": "test"});
    json!({"op": 2, "d": {"token": token, "intents": intents, "properties": properties}})
}
