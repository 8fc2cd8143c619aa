//! Messages and what hangs on them.

use serde_json::Value;

use crate::sandbox::snowflake::Id;

/// Message flags.
pub(crate) mod flag {
    pub(crate) const CROSSPOSTED: u64 = 1;
    pub(crate) const IS_CROSSPOST: u64 = 1 << 1;
    pub(crate) const SUPPRESS_EMBEDS: u64 = 1 << 2;
    pub(crate) const HAS_THREAD: u64 = 1 << 5;
    pub(crate) const EPHEMERAL: u64 = 1 << 6;
    pub(crate) const LOADING: u64 = 1 << 7;
    pub(crate) const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
    pub(crate) const VOICE: u64 = 1 << 13;
    pub(crate) const HAS_SNAPSHOT: u64 = 1 << 14;
    pub(crate) const COMPONENTS_V2: u64 = 1 << 15;
}

/// Message types by their number in the API.
pub(crate) mod kind {
    pub(crate) const DEFAULT: u64 = 0;
    pub(crate) const PIN_NOTICE: u64 = 6;
    pub(crate) const FOLLOW_NOTICE: u64 = 12;
    pub(crate) const THREAD_NOTICE: u64 = 18;
    pub(crate) const REPLY: u64 = 19;
    pub(crate) const CHAT_COMMAND: u64 = 20;
    pub(crate) const THREAD_STARTER: u64 = 21;
    pub(crate) const CONTEXT_COMMAND: u64 = 23;
    pub(crate) const POLL_RESULT: u64 = 46;
}

/// One message.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: Id,
    pub(crate) channel: Id,
    pub(crate) author: Id,
    /// Set when a webhook spoke instead of a user.
    pub(crate) mask: Option<Mask>,
    /// Set on responses to interactions: they go out by the application's own webhook.
    pub(crate) application: bool,
    pub(crate) kind: u64,
    pub(crate) content: String,
    pub(crate) edited_ms: Option<u64>,
    pub(crate) tts: bool,
    pub(crate) mentions: Vec<Id>,
    pub(crate) mention_roles: Vec<Id>,
    pub(crate) mention_everyone: bool,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    /// Stickers, as a message shows them.
    pub(crate) stickers: Vec<Value>,
    pub(crate) poll: Option<Value>,
    /// Answers to the poll, and who chose them.
    pub(crate) votes: Vec<(u64, Id)>,
    pub(crate) flags: u64,
    pub(crate) pinned_ms: Option<u64>,
    pub(crate) reply_to: Option<Reference>,
    /// Of the message that this one forwards.
    pub(crate) snapshot: Option<Value>,
    /// `interaction_metadata`, as it is sent.
    pub(crate) interaction: Option<Value>,
    pub(crate) nonce: Option<Value>,
    pub(crate) reactions: Vec<Reaction>,
    /// The only user who sees it, when it is ephemeral.
    pub(crate) audience: Option<Id>,
}

/// Another message that this one points to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference {
    pub(crate) channel: Id,
    pub(crate) message: Option<Id>,
}

/// Under which name a webhook posted.
#[derive(Debug, Clone)]
pub(crate) struct Mask {
    pub(crate) webhook: Id,
    pub(crate) name: String,
    pub(crate) avatar: Option<String>,
}

/// An incoming webhook of a channel.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) id: Id,
    pub(crate) channel: Id,
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) creator: Id,
    /// Whether the bot made it.
    pub(crate) by_application: bool,
    /// The announcement channel whose published messages it posts; then nobody else posts by it.
    pub(crate) follows: Option<Id>,
}

/// What is said about a file on a message.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub(crate) id: Id,
    pub(crate) filename: String,
    pub(crate) description: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) size: usize,
    /// Width and height (pixels), if it is an image.
    pub(crate) extent: Option<(usize, usize)>,
    pub(crate) ephemeral: bool,
}

/// A file that can be fetched again.
#[derive(Debug)]
pub(crate) struct StoredFile {
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: axum::body::Bytes,
}

/// An emoji: a Unicode one has no id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Emoji {
    pub(crate) id: Option<Id>,
    pub(crate) name: String,
}

impl Emoji {
    /// Reads `👍` or `name:id`, as a path segment has it.
    pub(crate) fn read(text: &str) -> Option<Emoji> {
        if let Some((name, id)) = text.split_once(':') {
            return Some(Emoji {
                id: Some(id.parse().ok()?),
                name: name.to_owned(),
            });
        }
        // Everything that is not plain ASCII text may be an emoji; keycaps start with a digit.
        let emoji = !text.is_empty() && text.chars().count() <= 32 && !text.is_ascii();
        emoji.then(|| Emoji {
            id: None,
            name: text.to_owned(),
        })
    }
}

/// One emoji under a message, and who chose it.
#[derive(Debug, Clone)]
pub(crate) struct Reaction {
    pub(crate) emoji: Emoji,
    pub(crate) users: Vec<Id>,
}

impl Message {
    /// A message that says nothing yet.
    pub(crate) fn new(id: Id, channel: Id, author: Id) -> Message {
        Message {
            id,
            channel,
            author,
            mask: None,
            application: false,
            kind: kind::DEFAULT,
            content: String::new(),
            edited_ms: None,
            tts: false,
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            mention_everyone: false,
            attachments: Vec::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            stickers: Vec::new(),
            poll: None,
            votes: Vec::new(),
            flags: 0,
            pinned_ms: None,
            reply_to: None,
            snapshot: None,
            interaction: None,
            nonce: None,
            reactions: Vec::new(),
            audience: None,
        }
    }

    /// Whether this flag is set.
    pub(crate) fn flagged(&self, flag: u64) -> bool {
        self.flags & flag != 0
    }

    /// Whether a user may know of this message at all.
    pub(crate) fn visible_to(&self, user: Id) -> bool {
        self.audience.is_none_or(|audience| audience == user)
    }
}
