//! Intents: which events a session gets, and what of a message it may read.

use crate::sandbox::world::World;
use crate::sandbox::world::application::flag;
use crate::sandbox::world::mentions;
use crate::sandbox::world::messages::{Message, kind};

pub(crate) const GUILDS: u64 = 1;
pub(crate) const GUILD_MEMBERS: u64 = 1 << 1;
pub(crate) const GUILD_MODERATION: u64 = 1 << 2;
pub(crate) const GUILD_WEBHOOKS: u64 = 1 << 5;
pub(crate) const GUILD_INVITES: u64 = 1 << 6;
pub(crate) const GUILD_PRESENCES: u64 = 1 << 8;
pub(crate) const GUILD_MESSAGES: u64 = 1 << 9;
pub(crate) const GUILD_REACTIONS: u64 = 1 << 10;
pub(crate) const GUILD_TYPING: u64 = 1 << 11;
pub(crate) const DIRECT_MESSAGES: u64 = 1 << 12;
pub(crate) const DIRECT_REACTIONS: u64 = 1 << 13;
pub(crate) const DIRECT_TYPING: u64 = 1 << 14;
pub(crate) const MESSAGE_CONTENT: u64 = 1 << 15;
pub(crate) const GUILD_SCHEDULED_EVENTS: u64 = 1 << 16;
pub(crate) const GUILD_EXPRESSIONS: u64 = 1 << 3;
pub(crate) const AUTO_MODERATION: u64 = 1 << 20;
pub(crate) const GUILD_POLLS: u64 = 1 << 24;
pub(crate) const DIRECT_POLLS: u64 = 1 << 25;

/// Every intent there is; any other bit is invalid.
const KNOWN: u64 = 0x1_FFFF | 0b11 << 20 | 0b11 << 24;

/// Why an Identify's intents are refused, as a close code.
pub(crate) fn refusal(intents: u64, application_flags: u64) -> Option<u16> {
    if intents & !KNOWN != 0 {
        return Some(4013);
    }
    let privileged = [
        (GUILD_PRESENCES, flag::PRESENCE),
        (GUILD_MEMBERS, flag::MEMBERS),
        (MESSAGE_CONTENT, flag::CONTENT),
    ];
    let denied = privileged
        .into_iter()
        .any(|(intent, allowed)| intents & intent != 0 && application_flags & allowed == 0);
    denied.then_some(4014)
}

impl World {
    /// Whether a session without `MESSAGE_CONTENT` may read this message all the same: the bot's own,
    /// direct ones, and those that mention the bot. A reply that pings counts as a mention unless
    /// it answers a response to an interaction.
    pub(crate) fn content_is_open(&self, message: &Message) -> bool {
        let bot = self.bot();
        let own = message.author == bot && message.mask.is_none();
        if own || message.audience.is_some() || self.guild_of(message.channel).is_none() {
            return true;
        }
        if !message.mentions.contains(&bot) {
            return false;
        }
        if mentions::names(&message.content, bot) || message.kind != kind::REPLY {
            return true;
        }
        let original = message
            .reply_to
            .and_then(|to| self.messages.get(&to.message?));
        original.is_none_or(|original| original.interaction.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intents_are_refused_as_documented() {
        let cases = [
            (0, 0, None),
            (GUILDS | GUILD_MESSAGES, 0, None),
            (1 << 17, flag::EDITABLE, Some(4013)),
            (1 << 40, flag::EDITABLE, Some(4013)),
            (MESSAGE_CONTENT, flag::EDITABLE, None),
            (MESSAGE_CONTENT, flag::MEMBERS, Some(4014)),
            (GUILD_MEMBERS, flag::CONTENT, Some(4014)),
            (GUILD_PRESENCES, 0, Some(4014)),
        ];
        for (intents, flags, expected) in cases {
            assert_eq!(refusal(intents, flags), expected, "{intents:b}");
        }
    }
}
