//! The sandbox under load, and the bot in it: `cargo bench --bench sandbox`.
//!
//! - how long a sandbox takes to start;
//! - messages a second through REST and the gateway, and what that does to memory;
//! - interactions a second, and the time from dispatch to callback, for Chiefly and, in the same
//!   run, for a poise bot whose command only replies with a constant embed. Their ratio is the
//!   figure: what answering costs beyond the library and the wire.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark that cannot go on fails here"
)]

mod constant;
mod load;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chiefly::advisor::{Advisor, Snapshot};
use chiefly::discord::{self, BotOptions};
use chiefly::knowledge;
use chiefly::matching::Settings;
use chiefly::sandbox::{Sandbox, SandboxOptions};

use self::load::{Client, Latencies};

/// Interactions at once, and rounds that alternate between the two bots.
const AT_ONCE: usize = 8;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);

const QUESTIONS: [&str; 6] = [
    "what is the difference between a cto and a cio",
    "who reports to whom?",
    "can one persn be both",
    "which role earns more",
    "how do I become a CTO",
    "what's the weather like",
];

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        start().await;
        load::messages().await;
        interactions().await;
    });
    println!("matching alone: cargo bench --manifest-path benches/matching/Cargo.toml");
}

async fn start() {
    let mut times = Latencies::default();
    for _ in 0..20 {
        let begun = Instant::now();
        let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
        let client = Client::of(&sandbox);
        client.get("state").await;
        times.add(begun.elapsed());
        sandbox.stop().await;
    }
    println!(
        "start, to the first answer: p50 {:?}, p99 {:?}",
        times.at(0.5),
        times.at(0.99)
    );
}

async fn interactions() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("knowledge/cto-cio.toml");
    let pack = std::fs::read_to_string(path).unwrap();
    let loaded = knowledge::parse(&[("cto-cio.toml".into(), pack.as_str())]);
    let snapshot = Snapshot::new(loaded.knowledge, Settings::default());
    let advisor = Arc::new(Advisor::new(Arc::new(snapshot)));

    let here = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let options = BotOptions {
        token: here.token(),
        api_base: Some(here.url()),
        watched: discord::Watched::default(),
        limits: discord::Limits::default(),
        rights: chiefly::advisor::Rights::default(),
        links: Vec::new(),
        moderators_channel: None,
        clock: discord::Clock::default(),
    };
    tokio::spawn(discord::run(options, advisor, std::future::pending()));
    let there = Sandbox::start(SandboxOptions::default()).await.unwrap();
    tokio::spawn(constant::run(there.url(), there.token()));

    let (chiefly, constant) = (Client::of(&here), Client::of(&there));
    chiefly.until_commands().await;
    constant.until_commands().await;
    let (mut ours, mut theirs) = (Latencies::default(), Latencies::default());
    // Once to warm up, then in turns: what the machine does meanwhile strikes both.
    for round in 0..=ROUNDS {
        let a = chiefly.ask_for(ROUND, AT_ONCE, &QUESTIONS).await;
        let b = constant.ask_for(ROUND, AT_ONCE, &QUESTIONS).await;
        if round > 0 {
            ours.join(a);
            theirs.join(b);
        }
    }
    let seconds = (ROUND * u32::try_from(ROUNDS).unwrap()).as_secs_f64();
    let (a, b) = (ours.rate(seconds), theirs.rate(seconds));
    println!("interactions, {AT_ONCE} at once; times from dispatch to callback:");
    for (name, times, rate) in [("chiefly", &ours, a), ("constant", &theirs, b)] {
        println!(
            "  {name:<9} {rate:>6.0}/s, p50 {:?}, p99 {:?}",
            times.at(0.5),
            times.at(0.99)
        );
    }
    println!(
        "  ratio     {:.2} of the constant bot's rate, {:.2} of its p50",
        a / b,
        ours.at(0.5).as_secs_f64() / theirs.at(0.5).as_secs_f64()
    );
    here.stop().await;
    there.stop().await;
}
