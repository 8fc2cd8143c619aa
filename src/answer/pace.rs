//! What is said to somebody who asks too fast.

use super::{
    compose::Composer,
    draft::Draft,
    reply::{Reply, Tone},
};

/// For whose sake somebody has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    /// The person asks too fast.
    Person,
    /// The people in the channel do, together.
    Channel,
    /// The people in the server do, together.
    Server,
}

impl Composer<'_> {
    /// When to go on, in seconds of Unix time, and which channel is meant, by id, where that is not
    /// clear.
    #[must_use]
    pub fn slow_down(busy: Busy, until: u64, channel: Option<u64>) -> Reply {
        let here = channel.map_or_else(|| "here".to_owned(), |id| format!("in <#{id}>"));
        let why = match busy {
            Busy::Person => format!("You asked me a lot {here} in a short time."),
            Busy::Channel => format!("I was asked a lot {here} in a short time."),
            Busy::Server => "I was asked a lot in this server in a short time.".to_owned(),
        };
        let draft = Draft {
            title: "One moment, please".into(),
            text: format!("{why} Please ask again <t:{until}:R>; until then I keep quiet."),
            ..Draft::default()
        };
        draft.arrange(Tone::Notice)
    }
}
