//! Interactions: what a user started, and how far the bot has come with it.

use serde_json::Value;
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::sandbox::snowflake::Id;

/// What the user did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Command,
    Component,
    Autocomplete,
    Modal,
}

impl Kind {
    /// The number in the API.
    pub(crate) fn code(self) -> u64 {
        match self {
            Kind::Command => 2,
            Kind::Component => 3,
            Kind::Autocomplete => 4,
            Kind::Modal => 5,
        }
    }
}

/// The bot's first response, as far as later requests depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Response {
    /// Types 4 and 5: a message of its own. `loading` until a deferred one is filled in.
    Message { loading: bool },
    /// Types 6 and 7: the message the component sits on.
    Source,
    /// Types 8 and 9: no message.
    Nothing,
}

/// One interaction.
#[derive(Debug)]
pub(crate) struct Interaction {
    pub(crate) id: Id,
    pub(crate) token: String,
    pub(crate) kind: Kind,
    /// 1 slash, 2 user, 3 message; for the metadata of the response.
    pub(crate) command: Option<(u64, String)>,
    pub(crate) user: Id,
    pub(crate) channel: Id,
    pub(crate) started: Instant,
    /// The message a component or modal belongs to.
    pub(crate) source: Option<Id>,
    pub(crate) response: Option<Response>,
    /// The message `@original` stands for.
    pub(crate) original: Option<Id>,
    /// The type of the option that is being completed.
    pub(crate) focused_type: i64,
    /// The modal that was shown in response.
    pub(crate) modal: Option<Value>,
    /// The metadata that messages of this interaction carry.
    pub(crate) metadata: Value,
    /// Tells the user's side that the bot has responded.
    pub(crate) answered: Option<oneshot::Sender<Answered>>,
}

/// What the user's side learns of a response.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) kind: u64,
    pub(crate) data: Value,
    pub(crate) message: Option<Id>,
}
