//! Channels: text, announcements, forums, threads, direct messages.

use serde_json::{Map, Value};

use super::World;
use super::installs::Server;
use crate::sandbox::permissions::Overwrite;
use crate::sandbox::snowflake::Id;

/// Channel types by their number in the API.
pub(crate) mod kind {
    pub(crate) const TEXT: u64 = 0;
    pub(crate) const DIRECT: u64 = 1;
    pub(crate) const VOICE: u64 = 2;
    pub(crate) const STAGE: u64 = 13;
    pub(crate) const GROUP: u64 = 3;
    pub(crate) const CATEGORY: u64 = 4;
    pub(crate) const ANNOUNCEMENT: u64 = 5;
    pub(crate) const PUBLIC_THREAD: u64 = 11;
    pub(crate) const PRIVATE_THREAD: u64 = 12;
    pub(crate) const FORUM: u64 = 15;
}

/// Any channel.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) id: Id,
    pub(crate) kind: u64,
    pub(crate) name: String,
    pub(crate) topic: Option<String>,
    pub(crate) position: u64,
    pub(crate) parent: Option<Id>,
    pub(crate) overwrites: Vec<Overwrite>,
    pub(crate) slowmode_s: u64,
    pub(crate) nsfw: bool,
    pub(crate) last_message: Option<Id>,
    pub(crate) last_pin_ms: Option<u64>,
    /// Who is in a direct message, a group, or a server without the bot.
    pub(crate) recipients: Vec<Id>,
    /// The server it is in, if the bot is not there.
    pub(crate) server: Option<Server>,
    pub(crate) thread: Option<Thread>,
    /// A forum's tags.
    pub(crate) tags: Vec<Value>,
    /// Settings that are only shown, by field.
    pub(crate) kept: Map<String, Value>,
}

/// What a thread has beyond a channel.
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent switches, as in the API"
)]
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) owner: Id,
    pub(crate) private: bool,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    pub(crate) invitable: bool,
    pub(crate) auto_archive_minutes: u64,
    pub(crate) archive_ms: u64,
    pub(crate) created_ms: u64,
    /// Who joined, and when (Unix milliseconds).
    pub(crate) members: Vec<(Id, u64)>,
    pub(crate) tags: Vec<Id>,
    /// Messages ever sent, the starter not counted.
    pub(crate) sent: u64,
}

impl Thread {
    /// Whether the user joined.
    pub(crate) fn has(&self, user: Id) -> bool {
        self.members.iter().any(|(member, _)| *member == user)
    }

    /// Adds the user; false if already in.
    pub(crate) fn join(&mut self, user: Id, now_ms: u64) -> bool {
        if self.has(user) {
            return false;
        }
        self.members.push((user, now_ms));
        true
    }
}

impl Channel {
    /// A channel with nothing set but this.
    pub(crate) fn new(id: Id, kind: u64, name: &str) -> Channel {
        Channel {
            id,
            kind,
            name: name.to_owned(),
            topic: None,
            position: 0,
            parent: None,
            overwrites: Vec::new(),
            slowmode_s: 0,
            nsfw: false,
            last_message: None,
            last_pin_ms: None,
            recipients: Vec::new(),
            server: None,
            thread: None,
            tags: Vec::new(),
            kept: Map::new(),
        }
    }

    /// Whether it belongs to the guild that the bot is in.
    pub(crate) fn in_guild(&self) -> bool {
        !matches!(self.kind, kind::DIRECT | kind::GROUP) && self.server.is_none()
    }

    /// Whether messages can be sent to it at all.
    pub(crate) fn holds_messages(&self) -> bool {
        !matches!(self.kind, kind::FORUM | kind::CATEGORY)
    }
}

impl World {
    /// The direct channel between the bot and a user.
    pub(crate) fn direct_channel(&self, user: Id) -> Option<Id> {
        self.channels
            .values()
            .find(|one| {
                one.kind == kind::DIRECT
                    && [user, self.bot()]
                        .iter()
                        .all(|side| one.recipients.contains(side))
            })
            .map(|channel| channel.id)
    }

    /// The threads in the archives, or the open ones.
    pub(crate) fn threads(&self, archived: bool) -> impl Iterator<Item = &Channel> {
        let is_one = move |thread: &Thread| thread.archived == archived;
        let all = self.channels.values();
        all.filter(move |one| one.thread.as_ref().is_some_and(is_one))
    }

    /// The guild a channel is in.
    pub(crate) fn guild_of(&self, channel: Id) -> Option<Id> {
        let channel = self.channels.get(&channel)?;
        channel.in_guild().then_some(self.guild.id)
    }
}
