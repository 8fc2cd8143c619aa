//! What a button does. The text it carries is in `carried.rs`.

use super::{quiz::Round, revision::RoleTag, subject::Subject};

/// What a button or a menu does, and for whom its message was written.
///
/// ```
/// use chiefly::answer::{Action, Deed};
///
/// let action: Action = "c2|z|topics|2".parse()?;
/// assert_eq!(action.deed, Deed::Topics { page: 2 });
/// assert_eq!(action.asker, Some(35));
/// assert_eq!(action.to_string(), "c2|z|topics|2");
/// # Ok::<(), chiefly::answer::ActionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The person whose question the message answers; `None` before that is known, and on buttons
    /// of older versions.
    pub asker: Option<u64>,
    /// What it does.
    pub deed: Deed,
}

/// What pressing a button, or choosing in a menu, does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Shows an entry.
    Show {
        /// Where it is shown.
        verb: Verb,
        /// Which one.
        subject: Subject,
    },
    /// Compares two roles. A menu of dimensions: in the chosen one.
    Compare {
        /// The role on the left.
        first: RoleTag,
        /// The role on the right.
        second: RoleTag,
        /// What is shown where nothing is chosen.
        at: Option<Place>,
    },
    /// Shows a role. A menu of dimensions: its side of the chosen one.
    Side {
        /// The role.
        role: RoleTag,
        /// What is shown where nothing is chosen.
        at: Option<Place>,
    },
    /// Turns to a page of an entry's answer.
    Page {
        /// Of what.
        part: Part,
        /// The entry.
        subject: Subject,
        /// The page, counted from 0.
        page: usize,
    },
    /// Turns to a page of what can be asked, counted from 0.
    Topics {
        /// The page.
        page: usize,
    },
    /// A menu of entries: shows the chosen one.
    Choose,
    /// Guesses a role in a game.
    Guess {
        /// The point in the game.
        round: Round,
        /// The role that is guessed.
        guess: RoleTag,
    },
    /// Starts a game after one with this seed.
    Play {
        /// That game's seed.
        seed: u32,
    },
    /// Posts the entry of an answer that only the asker sees.
    Share {
        /// The entry.
        subject: Subject,
    },
    /// Says whether an answer helps.
    Vote {
        /// The entry.
        subject: Subject,
        /// Whether it does.
        helpful: bool,
    },
    /// Forgets every vote of the person who presses.
    ForgetVotes,
    /// Publishes a proposal.
    Publish {
        /// Its id.
        proposal: String,
        /// Whether broken promises have been agreed to, or there are none.
        sure: bool,
    },
    /// Throws a proposal away.
    Discard {
        /// Its id.
        proposal: String,
    },
    /// Looks at a proposal again, as the files are now.
    Again {
        /// Its id.
        proposal: String,
    },
    /// Opens a form again with what was written in it.
    Rewrite {
        /// The form's id.
        form: String,
    },
    /// Looks at what taking back a revision would do.
    Undo {
        /// Its id.
        revision: String,
    },
    /// A menu of entries: a question that was tried should have led to the chosen one.
    Belongs {
        /// The question's id.
        question: String,
    },
    /// A question that was tried should not have been answered.
    Silence {
        /// The question's id.
        question: String,
    },
    /// Deletes the message it stands on.
    Delete {
        /// What that message is about, if it is about an entry.
        subject: Option<Subject>,
    },
}

/// A place in what is told about roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The dimension, by slug; `None` is all of them.
    pub dimension: Option<String>,
    /// The page, counted from 0.
    pub page: usize,
}

/// What of an entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Its answer.
    Answer,
    /// Its examples.
    Examples,
}

/// What happens to the entry that a button names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// It is what the question meant: it takes the place of "did you mean".
    Pick,
    /// It is worth reading next: it is shown beside the answer.
    Open,
    /// It is the other role's side: it takes the place of this one's.
    Turn,
}

/// A button's text that is not of this bot, or of no form that it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the button carries nothing that this version understands")]
pub struct ActionError;

impl From<Deed> for Action {
    /// An action whose asker is not known yet.
    fn from(deed: Deed) -> Self {
        Self { asker: None, deed }
    }
}

impl Action {
    /// Whether its result takes the place of the message it stands on.
    #[must_use]
    pub const fn replaces(&self) -> bool {
        match self.deed {
            Deed::Show { verb, .. } => matches!(verb, Verb::Pick | Verb::Turn),
            Deed::Compare { .. }
            | Deed::Side { .. }
            | Deed::Page { .. }
            | Deed::Topics { .. }
            | Deed::Guess { .. }
            | Deed::Play { .. } => true,
            Deed::Choose
            | Deed::Share { .. }
            | Deed::Vote { .. }
            | Deed::ForgetVotes
            | Deed::Publish { .. }
            | Deed::Discard { .. }
            | Deed::Again { .. }
            | Deed::Rewrite { .. }
            | Deed::Undo { .. }
            | Deed::Belongs { .. }
            | Deed::Silence { .. }
            | Deed::Delete { .. } => false,
        }
    }

    /// What the message that it stands on is about, as far as this action tells.
    #[must_use]
    pub const fn subject(&self) -> Option<&Subject> {
        match &self.deed {
            Deed::Delete { subject } => subject.as_ref(),
            Deed::Share { subject } | Deed::Vote { subject, .. } | Deed::Page { subject, .. } => {
                Some(subject)
            }
            // These lead elsewhere.
            Deed::Show { .. }
            | Deed::Compare { .. }
            | Deed::Side { .. }
            | Deed::Topics { .. }
            | Deed::Guess { .. }
            | Deed::Play { .. }
            | Deed::ForgetVotes
            | Deed::Publish { .. }
            | Deed::Discard { .. }
            | Deed::Again { .. }
            | Deed::Rewrite { .. }
            | Deed::Undo { .. }
            | Deed::Belongs { .. }
            | Deed::Silence { .. }
            | Deed::Choose => None,
        }
    }
}

impl Deed {
    /// The same at a page, counted from 0, if it has pages.
    pub(super) fn at_page(&self, page: usize) -> Self {
        let turned = |at: &Option<Place>| {
            let dimension = at.as_ref().and_then(|at| at.dimension.clone());
            Some(Place { dimension, page })
        };
        match self {
            Self::Compare { first, second, at } => Self::Compare {
                first: first.clone(),
                second: second.clone(),
                at: turned(at),
            },
            Self::Side { role, at } => Self::Side {
                role: role.clone(),
                at: turned(at),
            },
            Self::Page { part, subject, .. } => Self::Page {
                part: *part,
                subject: subject.clone(),
                page,
            },
            Self::Topics { .. } => Self::Topics { page },
            other => other.clone(),
        }
    }
}
