//! Words about a message that cannot be answered as it is.

use super::{
    action::Verb,
    compose::Composer,
    draft::Draft,
    reply::{Reply, Tone},
};
use crate::knowledge::Entry;

impl Composer<'_> {
    /// The reply to a button whose entry is no longer there.
    #[must_use]
    pub fn gone(&self, nearest: &[&Entry], role: Option<&str>) -> Reply {
        let mut text =
            "That entry has been removed or renamed since this message was written.".to_owned();
        if !nearest.is_empty() {
            text.push_str(" These come closest to it:");
        }
        let draft = Draft {
            title: "This answer is no longer there".into(),
            text,
            buttons: self.buttons(Verb::Pick, nearest, role),
            ..Draft::default()
        };
        draft.arrange(Tone::Notice)
    }

    /// The reply to a button of a form that this version does not know.
    #[must_use]
    pub fn outdated_button() -> Reply {
        notice(
            "This button is too old",
            "It was made by another version of me. Please ask the question again.",
        )
    }

    /// What takes the place of an answer that its asker has shared.
    #[must_use]
    pub fn was_shared() -> Reply {
        notice("Shared", "Everybody here can read the answer now.")
    }

    /// The reply to somebody who may not delete a message.
    #[must_use]
    pub fn not_yours_to_delete() -> Reply {
        notice(
            "This is somebody else's answer",
            "The person who asked can delete it, and so can a moderator.",
        )
    }

    /// The reply when an internal fault got in the way; the log has a line with the same id.
    #[must_use]
    pub fn fault(id: &str) -> Reply {
        notice(
            "Sorry, that went wrong",
            &format!(
                "The fault is mine, not yours. Please try again in a moment; if it stays, tell a moderator this number: `{id}`."
            ),
        )
    }

    /// The reply to "can you answer this?" when Discord keeps the words of "this" from the bot.
    #[must_use]
    pub fn unreadable() -> Reply {
        notice(
            "I cannot read that message",
            "Discord shows me only what mentions me. Put the question into a message that mentions me, or use `/ask`.",
        )
    }

    /// The reply to a click on a message without words, or on one of the bot's own.
    #[must_use]
    pub fn nothing_to_answer() -> Reply {
        notice(
            "There is nothing to answer",
            "I answer what people write; that message has no words of a person in it.",
        )
    }

    /// What the person sees who had somebody's message answered.
    #[must_use]
    pub fn answered_below() -> Reply {
        notice(
            "Answered",
            "I replied to that message, for everybody here to read.",
        )
    }

    /// The reply to blame.
    #[must_use]
    pub fn sorry() -> Reply {
        notice(
            "Sorry about that",
            "Tell me in other words what you are looking for, or pick it from `/topics`. Under an answer, 👎 tells moderators that it needs work.",
        )
    }

    /// The reply to thanks.
    #[must_use]
    pub fn welcome() -> Reply {
        notice("You're welcome", "Ask me whenever something else comes up.")
    }
}

pub(super) fn notice(title: &str, text: &str) -> Reply {
    let draft = Draft {
        title: title.to_owned(),
        text: text.to_owned(),
        ..Draft::default()
    };
    draft.arrange(Tone::Notice)
}
