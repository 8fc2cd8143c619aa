//! Words about a message that cannot be answered as it is.

use super::{
    compose::Composer,
    reply::{Draft, Reply, Tone},
};

impl Composer<'_> {
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
            "My answer is below, as a reply to that message.",
        )
    }

    /// The reply to thanks.
    #[must_use]
    pub fn welcome() -> Reply {
        notice("You're welcome", "Ask me whenever something else comes up.")
    }
}

fn notice(title: &str, text: &str) -> Reply {
    let draft = Draft {
        title: title.to_owned(),
        text: text.to_owned(),
        ..Draft::default()
    };
    draft.arrange(Tone::Notice).0
}
