//! The bot's application and its commands.

use serde_json::{Map, Value};

use super::World;
use crate::sandbox::snowflake::Id;

/// Application flags that allow the privileged intents.
pub(crate) mod flag {
    pub(crate) const PRESENCE: u64 = 1 << 13;
    pub(crate) const MEMBERS: u64 = 1 << 15;
    pub(crate) const CONTENT: u64 = 1 << 19;
    pub(crate) const COMMAND_BADGE: u64 = 1 << 23;
    /// The ones a bot may change itself.
    pub(crate) const EDITABLE: u64 = PRESENCE | MEMBERS | CONTENT;
}

/// The application behind the bot.
#[derive(Debug)]
pub(crate) struct Application {
    pub(crate) id: Id,
    pub(crate) bot: Id,
    pub(crate) flags: u64,
    pub(crate) verify_key: String,
    /// What `PATCH applications/@me` has set, by field.
    pub(crate) edited: Map<String, Value>,
}

/// One application command.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    pub(crate) id: Id,
    pub(crate) guild: Option<Id>,
    pub(crate) version: Id,
    pub(crate) kind: u64,
    pub(crate) name: String,
    /// The fields of the object apart from those above.
    pub(crate) fields: Map<String, Value>,
}

impl World {
    /// The commands of one scope: the guild's own, or the global ones.
    pub(crate) fn commands_of(&self, guild: Option<Id>) -> impl Iterator<Item = &Command> {
        self.commands
            .values()
            .filter(move |command| command.guild == guild)
    }
}
