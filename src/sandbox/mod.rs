//! A local Discord on loopback: the gateway, the REST interface, a chat page, and a control
//! interface through which people and tests act as the users.
//!
//! It follows Discord's documentation, not any client, and knows nothing of the bot that connects:
//! one guild, a few users, one application.
//!
//! Nothing in it grows without end. It keeps 2,000 messages a channel and 20,000 in all, 1,000 open
//! threads and as many in the archives, 128 MiB of uploaded files, 10,000 requests or 16 MiB of them in
//! the log, 10,000 interactions, 2,000 events a session for a resume and 64 sessions that wait for one;
//! the oldest go first. A listener to the events may be 1,024 behind, a gateway client 4,096 frames;
//! then it misses some, or is cut off and may resume.
//! While nothing happens, no timer runs but the check of each connection's heartbeat, and one for the
//! next poll that ends.
//!
//! ```no_run
//! # async fn example() -> Result<(), chiefly::sandbox::SandboxError> {
//! use chiefly::sandbox::{Sandbox, SandboxOptions};
//!
//! let sandbox = Sandbox::start(SandboxOptions::default()).await?;
//! println!("connect a bot to {} with the token {}", sandbox.url(), sandbox.token());
//! sandbox.stop().await;
//! # Ok(())
//! # }
//! ```

mod assets;
mod changes;
mod clock;
mod compose;
mod control;
mod events;
mod faults;
mod gateway;
mod permissions;
mod polls;
mod requests;
mod rest;
mod server;
mod shown;
mod snowflake;
mod state;
mod token;
mod world;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

/// How long a stop waits for open requests.
const STOP_PATIENCE: Duration = Duration::from_secs(2);

/// How a sandbox behaves.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// A file to which every REST request of the bot is appended, one JSON object a line.
    pub record: Option<PathBuf>,
    /// The time limits of interactions.
    pub deadlines: Deadlines,
    /// The display name of the bot and its role.
    pub bot_name: String,
    /// How often a client has to send a heartbeat.
    pub heartbeat_interval: Duration,
    /// Whether rate limits are as tight as Discord's usually are. Otherwise the headers are sent,
    /// but hardly anybody meets the limits.
    pub strict: bool,
    /// The number of shards below which Identify is refused with 4011.
    pub required_shards: u64,
    /// How long an hour of a poll lasts.
    pub poll_hour: Duration,
}

impl Default for SandboxOptions {
    fn default() -> SandboxOptions {
        SandboxOptions {
            port: 0,
            record: None,
            deadlines: Deadlines::default(),
            bot_name: "Chiefly".to_owned(),
            heartbeat_interval: Duration::from_millis(41_250),
            strict: false,
            required_shards: 1,
            poll_hour: Duration::from_secs(60 * 60),
        }
    }
}

impl SandboxOptions {
    /// Identifies within five seconds.
    fn max_concurrency(&self) -> usize {
        if self.strict { 1 } else { 64 }
    }
}

/// The time limits of interactions.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    /// For the first response.
    pub response: Duration,
    /// For everything after it, by the interaction's token.
    pub token: Duration,
}

impl Default for Deadlines {
    /// Discord's own: 3 seconds, 15 minutes.
    fn default() -> Deadlines {
        Deadlines {
            response: Duration::from_secs(3),
            token: Duration::from_secs(15 * 60),
        }
    }
}

/// Why a sandbox could not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Another program listens on the port.
    #[error(
        "port {port} on 127.0.0.1 is in use: stop what listens there, or choose another with --port (0 takes a free one)"
    )]
    PortInUse {
        /// The port that was asked for.
        port: u16,
    },
    /// The port cannot be listened on for another reason.
    #[error(
        "cannot listen on 127.0.0.1:{port}: choose another port with --port (0 takes a free one)"
    )]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file for `--record` cannot be written.
    #[error("cannot write the requests to {}: choose another file with --record", path.display())]
    Record {
        /// The file that was asked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// A running sandbox. Dropping it ends it too, without waiting.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    token: String,
    moderators: (u64, u64),
    end: CancellationToken,
    _end_on_drop: DropGuard,
    task: JoinHandle<()>,
}

impl Sandbox {
    /// Starts one on 127.0.0.1.
    pub async fn start(options: SandboxOptions) -> Result<Sandbox, SandboxError> {
        server::start(options).await
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The page's address, and the prefix of everything else: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A token for this sandbox's bot.
    #[must_use]
    pub fn token(&self) -> String {
        self.token.clone()
    }

    /// The numbers of its server and of its moderators' role.
    #[must_use]
    pub const fn moderators(&self) -> (u64, u64) {
        self.moderators
    }

    /// Ends it: gateway connections are closed with 1001, open requests finish.
    pub async fn stop(self) {
        self.end.cancel();
        let abort = self.task.abort_handle();
        if tokio::time::timeout(STOP_PATIENCE, self.task)
            .await
            .is_err()
        {
            abort.abort();
        }
    }
}
