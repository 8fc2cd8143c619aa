//! Sessions: what outlives a connection, so that it can be resumed.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};
use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::error::TrySendError;
use tokio::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;

/// Events kept for a resume.
const REPLAY_LENGTH: usize = 2_000;
/// Frames that may wait for a client that reads slowly; a whole replay fits. One that falls
/// further behind is cut off, and may resume.
pub(crate) const OUTBOX_LENGTH: usize = 4_096;
/// Sessions that wait for their clients, beside those that have one.
const WAITING_KEPT: usize = 64;
/// Revoked tokens that are remembered.
const REVOKED_KEPT: usize = 1_000;
/// How long a session waits for its client.
const RESUME_WINDOW: Duration = Duration::from_secs(180);

/// Session starts are counted over this span.
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Session starts a day, after which the token is reset.
pub(crate) const STARTS_A_DAY: usize = 1000;

/// What a connection is told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outgoing {
    /// Send this JSON.
    Text(String),
    /// Close with this code and reason.
    Close(u16, &'static str),
}

/// The connection that a session currently speaks through.
#[derive(Debug)]
pub(crate) struct Line {
    /// Ends the connection at once.
    pub(crate) cut: CancellationToken,
    pub(crate) connection: u64,
    pub(crate) outbox: Sender<Outgoing>,
}

/// One session.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) token: String,
    pub(crate) intents: u64,
    /// Which of how many shards.
    pub(crate) shard: (u64, u64),
    seq: u64,
    replay: VecDeque<(u64, String)>,
    line: Option<Line>,
    left: Option<Instant>,
}

impl Session {
    /// The sequence number of the last event.
    pub(crate) fn seq(&self) -> u64 {
        self.seq
    }

    /// Numbers an event, remembers it, and sends it if somebody is there.
    fn push(&mut self, name: &str, data: &Value) {
        self.seq += 1;
        let frame = json!({"op": 0, "t": name, "s": self.seq, "d": data}).to_string();
        self.replay.push_back((self.seq, frame.clone()));
        if self.replay.len() > REPLAY_LENGTH {
            self.replay.pop_front();
        }
        self.send(Outgoing::Text(frame));
    }

    /// Sends a frame that is not an event.
    pub(crate) fn send(&self, frame: Outgoing) {
        if let Some(line) = &self.line {
            // A connection that has gone, or is too slow, leaves its session to be resumed.
            if let Err(TrySendError::Full(_)) = line.outbox.try_send(frame) {
                line.cut.cancel();
            }
        }
    }
}

/// An event on its way to the sessions that want it.
#[derive(Debug)]
pub(crate) struct Dispatch {
    pub(crate) name: &'static str,
    /// Any of these is enough; 0: everybody gets it.
    pub(crate) intents: u64,
    /// The guild whose shard gets it; direct messages go to shard 0.
    pub(crate) guild: Option<Id>,
    pub(crate) data: Value,
    /// What sessions without `MESSAGE_CONTENT` get instead.
    pub(crate) veiled: Option<Value>,
}

/// All sessions, and the bookkeeping of connections and identifies.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    by_id: BTreeMap<String, Session>,
    connections: u64,
    /// When sessions were started, oldest first.
    starts: VecDeque<Instant>,
    /// Tokens that no longer work.
    pub(crate) revoked: VecDeque<String>,
}

impl Sessions {
    /// A number for a new connection.
    pub(crate) fn connect(&mut self) -> u64 {
        self.connections += 1;
        self.connections
    }

    /// The sessions with a connection.
    pub(crate) fn connected(&self) -> impl Iterator<Item = &Session> {
        self.by_id.values().filter(|session| session.line.is_some())
    }

    /// The ids of the sessions with a connection.
    pub(crate) fn connected_ids(&self) -> Vec<String> {
        self.connected().map(|session| session.id.clone()).collect()
    }

    /// Whether this connection is the one the session speaks through.
    pub(crate) fn speaks(&self, id: &str, connection: u64) -> bool {
        let line = self.by_id.get(id).and_then(|session| session.line.as_ref());
        line.is_some_and(|line| line.connection == connection)
    }

    /// Takes a session off its connection; it can be resumed.
    pub(crate) fn detach(&mut self, id: &str) {
        if let Some(session) = self.by_id.get_mut(id) {
            session.line = None;
            session.left = Some(Instant::now());
        }
    }

    /// Remembers that a token works no longer.
    pub(crate) fn revoke(&mut self, token: String) {
        self.revoked.push_back(token);
        if self.revoked.len() > REVOKED_KEPT {
            self.revoked.pop_front();
        }
    }

    /// All sessions, those that wait for their clients too.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Session> {
        self.by_id.values()
    }

    /// The session with this id.
    pub(crate) fn get(&self, id: &str) -> Option<&Session> {
        self.by_id.get(id)
    }

    /// Starts a session on a connection.
    pub(crate) fn start(
        &mut self,
        token: &str,
        intents: u64,
        shard: (u64, u64),
        line: Line,
    ) -> String {
        self.forget_late();
        let id = token::secret(32);
        let session = Session {
            id: id.clone(),
            token: token.to_owned(),
            intents,
            shard,
            seq: 0,
            replay: VecDeque::new(),
            line: Some(line),
            left: None,
        };
        self.by_id.insert(id.clone(), session);
        self.starts.push_back(Instant::now());
        id
    }

    /// Session starts within the last `span`.
    pub(crate) fn starts_within(&mut self, span: Duration) -> usize {
        while self
            .starts
            .front()
            .is_some_and(|start| start.elapsed() > DAY)
        {
            self.starts.pop_front();
        }
        self.starts
            .iter()
            .filter(|start| start.elapsed() < span)
            .count()
    }

    /// Starts left today, and when the first of them counts no longer (milliseconds from now).
    pub(crate) fn starts_left(&mut self) -> (usize, u64) {
        let used = self.starts_within(DAY);
        let wait = self
            .starts
            .front()
            .map_or(Duration::ZERO, |start| DAY.saturating_sub(start.elapsed()));
        (
            STARTS_A_DAY.saturating_sub(used),
            u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
        )
    }

    /// Moves a session to a new connection and repeats what it missed after `seq`.
    /// False if the session is gone or no longer remembers that far back.
    pub(crate) fn resume(&mut self, id: &str, seq: u64, line: Line) -> bool {
        self.forget_late();
        let Some(session) = self.by_id.get_mut(id) else {
            return false;
        };
        let oldest = session
            .replay
            .front()
            .map_or(session.seq + 1, |(first, _)| *first);
        if seq + 1 < oldest {
            return false;
        }
        session.send(Outgoing::Close(4000, "Resumed elsewhere."));
        session.line = Some(line);
        session.left = None;
        for (number, frame) in &session.replay {
            if *number > seq {
                session.send(Outgoing::Text(frame.clone()));
            }
        }
        session.push("RESUMED", &json!({"_trace": []}));
        true
    }

    /// Notes that a connection has ended. The session waits for its client unless `over`.
    pub(crate) fn leave(&mut self, id: &str, connection: u64, over: bool) {
        let Some(session) = self.by_id.get_mut(id) else {
            return;
        };
        if session
            .line
            .as_ref()
            .is_none_or(|line| line.connection != connection)
        {
            return;
        }
        session.line = None;
        session.left = Some(Instant::now());
        if over {
            self.by_id.remove(id);
        }
    }

    /// Ends a session for good.
    pub(crate) fn end(&mut self, id: &str) {
        self.by_id.remove(id);
    }

    fn forget_late(&mut self) {
        self.by_id.retain(|_, session| {
            session
                .left
                .is_none_or(|left| left.elapsed() < RESUME_WINDOW)
        });
        let waiting = self.by_id.values().filter(|one| one.left.is_some());
        if waiting.clone().count() > WAITING_KEPT
            && let Some(oldest) = waiting.min_by_key(|one| one.left)
        {
            let oldest = oldest.id.clone();
            self.by_id.remove(&oldest);
        }
    }
}

impl State {
    /// Sends an event to every session that asked for its kind.
    pub(crate) fn dispatch(&mut self, event: &Dispatch) {
        for session in self.sessions.by_id.values_mut() {
            let (shard, shards) = session.shard;
            let home = event.guild.map_or(0, |guild| guild.shard(shards));
            if shard != home || (event.intents != 0 && session.intents & event.intents == 0) {
                continue;
            }
            let open = session.intents & super::intents::MESSAGE_CONTENT != 0;
            let data = event
                .veiled
                .as_ref()
                .filter(|_| !open)
                .unwrap_or(&event.data);
            session.push(event.name, data);
        }
    }

    /// Sends an event to one session only.
    pub(crate) fn dispatch_to(&mut self, session: &str, name: &str, data: &Value) {
        if let Some(session) = self.sessions.by_id.get_mut(session) {
            session.push(name, data);
        }
    }
}
