//! The guild and who is in it.

use serde_json::{Map, Value};

use crate::sandbox::clock;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;

/// The one guild.
#[derive(Debug)]
pub(crate) struct Guild {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) owner: Id,
    /// What `PATCH guilds/{guild_id}` has set beside the name, by field.
    pub(crate) edited: Map<String, Value>,
    /// What it has set that its own object does not show: widget, welcome screen, template …
    pub(crate) aside: Map<String, Value>,
}

/// An invite to one channel.
#[derive(Debug)]
pub(crate) struct Invite {
    pub(crate) code: String,
    pub(crate) channel: Id,
    pub(crate) inviter: Id,
    pub(crate) created_ms: u64,
    /// 0: for ever.
    pub(crate) max_age_s: u64,
    /// 0: as often as one likes.
    pub(crate) max_uses: u64,
    pub(crate) temporary: bool,
}

/// An account: a person, the bot, or another bot.
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

impl Member {
    /// What is left of permissions during a timeout. Administrators are above it.
    pub(crate) fn narrowed(&self, all: Permissions) -> Permissions {
        let until = self.timeout_until.as_deref().and_then(clock::parse_iso);
        if until.is_none_or(|until| until <= clock::now_ms()) || all.has(Permissions::ADMINISTRATOR)
        {
            return all;
        }
        let left = Permissions::VIEW_CHANNEL.and(Permissions::READ_MESSAGE_HISTORY);
        Permissions(all.0 & left.0)
    }
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
