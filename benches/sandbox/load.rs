//! The load: people who ask, and a raw client that sends messages and reads them again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chiefly::sandbox::{Sandbox, SandboxOptions};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

const SENDERS: usize = 8;
const SECONDS: u64 = 8;
/// How many messages the senders may be ahead of the reader. The sandbox cuts off who falls 4,096
/// events behind, and a rate at which the reader does not keep up is none.
const AHEAD: usize = 1_024;
const CUT_OFF: &str = "the sandbox ended the reader's connection before it had read all";

/// Times of single interactions.
#[derive(Default)]
pub(crate) struct Latencies(Vec<Duration>);

impl Latencies {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn join(&mut self, other: Latencies) {
        self.0.extend(other.0);
    }

    /// The quantile.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index of a short list"
    )]
    pub(crate) fn at(&self, share: f64) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        sorted[((sorted.len() - 1) as f64 * share).round() as usize]
    }

    #[expect(clippy::cast_precision_loss, reason = "a count")]
    pub(crate) fn rate(&self, seconds: f64) -> f64 {
        self.0.len() as f64 / seconds
    }
}

/// A hand on one sandbox.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
}

impl Client {
    pub(crate) fn of(sandbox: &Sandbox) -> Client {
        Client {
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            url: sandbox.url(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let url = format!("{}/sandbox/{path}", self.url);
        let response = self.http.get(url).send().await.unwrap();
        response.json().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/sandbox/{path}", self.url);
        let response = self.http.post(url).json(&body).send().await.unwrap();
        response.json().await.unwrap()
    }

    /// Waits until the bot has registered its commands.
    pub(crate) async fn until_commands(&self) {
        while self.get("state").await["commands"] == json!([]) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks as often as answers come, so many at once; the times from dispatch to callback.
    pub(crate) async fn ask_for(
        &self,
        span: Duration,
        at_once: usize,
        questions: &'static [&'static str],
    ) -> Latencies {
        let until = Instant::now() + span;
        let mut people = JoinSet::new();
        for person in 0..at_once {
            let client = self.clone();
            people.spawn(async move {
                let mut times = Latencies::default();
                for question in questions.iter().cycle().skip(person) {
                    if Instant::now() >= until {
                        break;
                    }
                    let body = json!({"user": "ada", "channel": "general", "type": "command", "name": "ask",
                        "options": [{"name": "question", "value": question}]});
                    let answer = client.post("interactions", body).await;
                    let micros = answer["micros"].as_u64().expect("an answer");
                    times.add(Duration::from_micros(micros));
                }
                times
            });
        }
        let mut all = Latencies::default();
        while let Some(times) = people.join_next().await {
            all.join(times.unwrap());
        }
        all
    }
}

/// A raw bot sends messages over REST and reads each again from the gateway.
pub(crate) async fn messages() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let client = Client::of(&sandbox);
    let state = client.get("state").await;
    let general = state["channels"][0]["id"].as_str().unwrap().to_owned();
    let socket = format!("{}/gateway?v=10", sandbox.url().replace("http", "ws"));
    let (mut socket, _) = connect_async(socket).await.unwrap();
    let identify = json!({"op": 2, "d": {"token": sandbox.token(), "intents": 1 << 9 | 1 << 15, "properties": {}}});
    socket
        .send(Message::text(identify.to_string()))
        .await
        .unwrap();
    let sent = Arc::new(AtomicUsize::new(0));
    let (counter, mut read) = watch::channel(0_usize);
    // When the connection ends, the counter goes, and with it the wait of whoever watches it.
    let reader = tokio::spawn(async move {
        while let Some(Ok(Message::Text(text))) = socket.next().await {
            if text.contains("\"MESSAGE_CREATE\"") {
                counter.send_modify(|count| *count += 1);
            }
        }
    });
    let url = format!("{}/api/v10/channels/{general}/messages", sandbox.url());
    let token = format!("Bot {}", sandbox.token());
    let mut memory = Vec::new();
    let begun = Instant::now();
    let mut senders = JoinSet::new();
    for _ in 0..SENDERS {
        let (http, url, token) = (client.http.clone(), url.clone(), token.clone());
        let (sent, mut read) = (Arc::clone(&sent), read.clone());
        senders.spawn(async move {
            while begun.elapsed() < Duration::from_secs(SECONDS) {
                let close = |count: &usize| sent.load(Ordering::Relaxed) < count + AHEAD;
                read.wait_for(close).await.expect(CUT_OFF);
                let body = json!({"content": "How are you today?", "embeds": [{"title": "t", "description": "d"}]});
                let request = http.post(&url).header("Authorization", &token).json(&body);
                let response = request.send().await.unwrap();
                assert_eq!(response.status(), 200);
                response.bytes().await.unwrap();
                sent.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    for _ in 0..SECONDS {
        tokio::time::sleep(Duration::from_secs(1)).await;
        memory.push(resident_mib());
    }
    senders.join_all().await;
    let sent = sent.load(Ordering::Relaxed);
    read.wait_for(|count| *count >= sent).await.expect(CUT_OFF);
    let seconds = begun.elapsed().as_secs_f64();
    let rate = u32::try_from(sent).map_or(0.0, f64::from) / seconds;
    println!(
        "messages, each by REST and the gateway: {rate:.0}/s ({sent} in all); memory each second (MiB): {memory:?}"
    );
    sandbox.stop().await;
    let _ = reader.await;
}

/// This process's memory; 0 where the system does not tell.
fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}
