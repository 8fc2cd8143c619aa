//! Everything behind the one lock: the world, who is connected, what was asked, what is broken.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::broadcast;

use super::SandboxOptions;
use super::faults::Faults;
use super::gateway::session::Sessions;
use super::polls::OpenPolls;
use super::requests::RequestLog;
use super::rest::limits::RateLimits;
use super::snowflake::Id;
use super::world::World;

/// How many events a slow listener may fall behind before it loses some.
const FEED_LENGTH: usize = 1024;

/// What a listener to the sandbox itself (not the bot) is told.
#[derive(Debug, Clone)]
pub(crate) struct FeedEvent {
    pub(crate) name: &'static str,
    pub(crate) data: Value,
}

/// All state of a running sandbox.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) sessions: Sessions,
    pub(crate) faults: Faults,
    pub(crate) log: RequestLog,
    pub(crate) limits: RateLimits,
    pub(crate) options: SandboxOptions,
    pub(crate) open_polls: OpenPolls,
    /// Routes that were asked for and are not there.
    pub(crate) missing: BTreeSet<String>,
    feed: broadcast::Sender<FeedEvent>,
}

impl State {
    /// A fresh sandbox, reachable at `url`.
    pub(crate) fn new(url: String, options: SandboxOptions, log: RequestLog) -> State {
        State {
            world: World::new(url, &options.bot_name),
            sessions: Sessions::default(),
            faults: Faults::default(),
            log,
            limits: RateLimits::new(options.strict),
            feed: broadcast::Sender::new(FEED_LENGTH),
            options,
            open_polls: OpenPolls::default(),
            missing: BTreeSet::new(),
        }
    }

    /// Tells listeners; that nobody listens is fine.
    pub(crate) fn tell(&self, name: &'static str, data: Value) {
        let _ = self.feed.send(FeedEvent { name, data });
    }

    /// Everything told from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<FeedEvent> {
        self.feed.subscribe()
    }

    /// Whether any bot is connected, and with which intents.
    pub(crate) fn bot_status(&self) -> Value {
        let intents = self
            .sessions
            .connected()
            .map(|session| session.intents)
            .next();
        json!({"online": intents.is_some(), "intents": intents})
    }

    /// The id of the application, or of the token's own user: clients take either for it.
    pub(crate) fn is_application(&self, id: Id, token_id: Option<Id>) -> bool {
        id == self.world.application.id || Some(id) == token_id
    }
}

/// A shared way to the state.
#[derive(Debug, Clone)]
pub(crate) struct Handle(Arc<Mutex<State>>);

impl Handle {
    pub(crate) fn new(state: State) -> Handle {
        Handle(Arc::new(Mutex::new(state)))
    }

    /// The state, for as long as nothing awaits. After a panic elsewhere it is used as it is: a
    /// sandbox that goes on half-right tells more than one that is gone.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
