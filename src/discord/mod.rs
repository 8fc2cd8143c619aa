//! Discord: translates what arrives into calls of the [`Advisor`], and replies into messages.
//!
//! Nothing is decided here. What is remembered is in `memory.rs`: for minutes, and never much.

mod address;
mod answer_this;
mod asker;
mod bulletin;
mod clock;
mod commands;
mod components;
mod delivery;
mod earlier;
mod events;
mod knowledge;
mod memory;
mod messages;
mod pace;
mod patience;
mod question;
mod render;
mod say;
mod start;
mod votes;
mod watch;

use std::sync::Arc;

use serenity::all::GuildId;
use tokio::sync::RwLock;

use crate::{
    advisor::{Advisor, Rights, Snapshot},
    answer::Link,
};

pub use clock::Clock;
pub use pace::{Allowance, Limits};
pub use start::{BotOptions, StartError, run};
pub use watch::Watched;

/// What every handler has at hand.
#[derive(Debug)]
pub(crate) struct Handle {
    advisor: Arc<Advisor>,
    memory: memory::Memory,
    delivery: Arc<delivery::Delivery>,
    watch: watch::Watch,
    pace: pace::Pace,
    rights: Rights,
    /// What `/about` links to.
    links: Vec<Link>,
    clock: Clock,
    /// When the bot was started, in seconds of Unix time: what it did before is forgotten.
    started: u64,
    /// Read by whoever deals with an event.
    under_way: Arc<RwLock<()>>,
}

impl Handle {
    /// What is known to those who ask in a server, or outside of servers.
    fn snapshot(&self, server: Option<GuildId>) -> Arc<Snapshot> {
        self.advisor.snapshot(server.map(GuildId::get))
    }
}

type Context<'a> = poise::Context<'a, Handle, serenity::Error>;
