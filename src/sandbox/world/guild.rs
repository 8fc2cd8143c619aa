//! The guild and who is in it.

use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;

/// The one guild.
#[derive(Debug)]
pub(crate) struct Guild {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) owner: Id,
}

/// An account: a person or the bot.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: Id,
    pub(crate) username: String,
    pub(crate) display: String,
    pub(crate) bot: bool,
}

/// A user inside the guild.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) user: Id,
    pub(crate) nick: Option<String>,
    pub(crate) roles: Vec<Id>,
    pub(crate) joined_ms: u64,
    pub(crate) timeout_until: Option<String>,
}

/// A role; @everyone has the guild's id and position 0.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) permissions: Permissions,
    pub(crate) position: i64,
    pub(crate) color: u64,
    pub(crate) hoist: bool,
    pub(crate) mentionable: bool,
    /// The bot this role belongs to; such a role cannot be given or taken.
    pub(crate) bot: Option<Id>,
}
