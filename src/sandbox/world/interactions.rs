//! Interactions: what a user started, and how far the bot has come with it.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use tokio::sync::oneshot;
use tokio::time::{Duration, Instant};

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
    /// Whether only the user sees the responses, whatever the bot wants.
    pub(crate) hushed: bool,
    /// How many follow-ups may still come; any number if nobody counts.
    pub(crate) follow_ups: Option<usize>,
    /// The metadata that messages of this interaction carry.
    pub(crate) metadata: Value,
    /// Tells the user's side that the bot has responded.
    pub(crate) answered: Option<oneshot::Sender<Answered>>,
}

/// Interactions kept, however long their tokens would last.
pub(crate) const KEPT: usize = 10_000;

/// All interactions whose tokens still work.
#[derive(Debug, Default)]
pub(crate) struct Interactions {
    by_id: BTreeMap<Id, Interaction>,
    by_token: HashMap<String, Id>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "called as the standard maps are"
)]
impl Interactions {
    /// Adds one, and forgets those whose time is over.
    pub(crate) fn insert(&mut self, interaction: Interaction, lifetime: Duration) {
        while let Some(oldest) = self.by_id.first_entry()
            && (oldest.get().started.elapsed() > lifetime * 2 || self.by_token.len() >= KEPT)
        {
            let gone = oldest.remove();
            self.by_token.remove(&gone.token);
        }
        self.by_token
            .insert(interaction.token.clone(), interaction.id);
        self.by_id.insert(interaction.id, interaction);
    }

    /// The interaction with this id.
    pub(crate) fn get(&self, id: &Id) -> Option<&Interaction> {
        self.by_id.get(id)
    }

    /// The interaction with this id, to be changed.
    pub(crate) fn get_mut(&mut self, id: &Id) -> Option<&mut Interaction> {
        self.by_id.get_mut(id)
    }

    /// The interaction with this token.
    pub(crate) fn with_token(&self, token: &str) -> Option<&Interaction> {
        self.by_id.get(self.by_token.get(token)?)
    }

    /// All of them, oldest first.
    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &Interaction> {
        self.by_id.values()
    }
}

/// What the user's side learns of a response.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) kind: u64,
    pub(crate) data: Value,
    pub(crate) message: Option<Id>,
    /// From sending the interaction to reading the response.
    pub(crate) took: Duration,
}
