//! The bot's application and its commands.

use serde_json::{Map, Value, json};

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
    /// The metadata of linked roles.
    pub(crate) linked: Vec<Value>,
}

impl Application {
    /// What `integration_types_config` says; a new application may be installed in both ways.
    pub(crate) fn installable(&self) -> Value {
        let new = || {
            let params = |scopes: Value| json!({"oauth2_install_params": {"scopes": scopes, "permissions": "0"}});
            json!({"0": params(json!(["applications.commands", "bot"])), "1": params(json!(["applications.commands"]))})
        };
        let edited = self.edited.get("integration_types_config");
        edited
            .filter(|one| one.is_object())
            .cloned()
            .unwrap_or_else(new)
    }

    /// The kinds of install that its commands support when they do not say.
    pub(crate) fn install_types(&self) -> Vec<u64> {
        let config = self.installable();
        let keys = config.as_object().into_iter().flat_map(Map::keys);
        keys.filter_map(|key| key.parse().ok()).collect()
    }
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
