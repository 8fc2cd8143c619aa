//! What is said about votes.

use super::{compose::Composer, notices::notice, reply::Reply};

impl Composer<'_> {
    /// The reply to a vote that counts.
    #[must_use]
    pub fn voted(helpful: bool) -> Reply {
        if helpful {
            notice(
                "Noted: helpful",
                "Thank you. Moderators see how many people say so, and not who. To change your mind, press the other button.",
            )
        } else {
            notice(
                "Noted: not helpful",
                "Thank you. Moderators see that this answer needs work, and not who says so. To change your mind, press the other button; other words may lead to another answer.",
            )
        }
    }

    /// The reply to a vote, or to the wish to have all of them forgotten, that could not be carried
    /// out.
    #[must_use]
    pub fn votes_unkept() -> Reply {
        notice(
            "Votes are not kept at the moment",
            "Nothing has changed. Please try again later.",
        )
    }

    /// The reply to somebody whose votes were forgotten, of which there were this many.
    #[must_use]
    pub fn votes_forgotten(count: u64) -> Reply {
        let text = match count {
            0 => "There were none of yours.".to_owned(),
            1 => "One vote of yours is deleted.".to_owned(),
            count => format!("{count} votes of yours are deleted."),
        };
        notice("Your votes are forgotten", &text)
    }
}
