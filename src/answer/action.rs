//! What a button does, as the text it carries: nothing is remembered, so that buttons work after a
//! restart and on old messages.
//!
//! The text is `c2|asker|verb|…`, and fits by construction: the longest is that of an entry, with
//! `c2`, 13 digits of the asker, a verb of up to six letters, `d:` and a slug of 48, six digits of
//! the revision and seven characters of the role, 88 characters with their bars.

use std::{fmt, str::FromStr};

use super::{
    legacy,
    quiz::{ROUNDS, Round},
    revision::{RoleTag, base36, from_base36},
    subject::Subject,
};
use crate::knowledge::is_slug;

/// The form of the text; a later form gets another mark, so that old buttons stay readable.
const VERSION: &str = "c2";

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
    /// A menu of dimensions: compares two roles in the chosen one.
    Compare {
        /// The role on the left.
        first: RoleTag,
        /// The role on the right.
        second: RoleTag,
    },
    /// A menu of dimensions: shows one role's side of the chosen one. A button: its side of the one
    /// it names, or the whole profile.
    Side {
        /// The role.
        role: RoleTag,
        /// The dimension, by slug, where nothing is chosen.
        dimension: Option<String>,
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
            Deed::Share { subject } | Deed::Vote { subject, .. } => Some(subject),
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
            | Deed::Belongs { .. }
            | Deed::Silence { .. }
            | Deed::Choose => None,
        }
    }
}

impl Verb {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Pick => "pick",
            Self::Open => "open",
            Self::Turn => "turn",
        }
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Show { verb, subject } => write!(f, "{}|{subject}", verb.as_str()),
            Self::Compare { first, second } => write!(f, "vs|{first}|{second}"),
            Self::Side { role, dimension } => {
                let dimension = dimension.as_deref().unwrap_or_default();
                write!(f, "side|{role}|{dimension}")
            }
            Self::Topics { page } => write!(f, "topics|{page}"),
            Self::Choose => f.write_str("choose"),
            Self::Guess { round, guess } => {
                let (seed, deck) = (base36(round.seed.into()), base36(round.deck.into()));
                let (round, score) = (round.round, round.score);
                write!(f, "guess|{seed}|{deck}|{round}|{score}|{guess}")
            }
            Self::Play { seed } => write!(f, "play|{}", base36((*seed).into())),
            Self::Share { subject } => write!(f, "share|{subject}"),
            Self::Vote { subject, helpful } => {
                let vote = if *helpful { "yes" } else { "no" };
                write!(f, "{vote}|{subject}")
            }
            Self::ForgetVotes => f.write_str("forget"),
            Self::Publish { proposal, sure } => {
                let verb = if *sure { "sure" } else { "publish" };
                write!(f, "{verb}|{proposal}")
            }
            Self::Discard { proposal } => write!(f, "discard|{proposal}"),
            Self::Again { proposal } => write!(f, "again|{proposal}"),
            Self::Belongs { question } => write!(f, "belongs|{question}"),
            Self::Silence { question } => write!(f, "silence|{question}"),
            Self::Delete { subject: None } => f.write_str("delete"),
            Self::Delete {
                subject: Some(subject),
            } => write!(f, "delete|{subject}"),
        }
    }
}

impl FromStr for Deed {
    type Err = ActionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let role = |text: &str| RoleTag::parse(text).ok_or(ActionError);
        let subject = |[entry, revision, role]: [&str; 3]| {
            Subject::parse(entry, revision, role).ok_or(ActionError)
        };
        let number = |text: &str| {
            let number = from_base36(text).and_then(|number| u32::try_from(number).ok());
            number.ok_or(ActionError)
        };
        let below = |text: &str, end: usize| match text.parse::<u8>() {
            Ok(number) if usize::from(number) < end => Ok(number),
            _ => Err(ActionError),
        };
        // The id of what the journal keeps for a moderator.
        let kept = |id: &str| {
            let fine =
                (1..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
            if fine {
                Ok(id.to_owned())
            } else {
                Err(ActionError)
            }
        };
        let parts: Vec<&str> = text.split('|').collect();
        match *parts.as_slice() {
            ["pick", a, b, c] => Ok(Self::Show {
                verb: Verb::Pick,
                subject: subject([a, b, c])?,
            }),
            ["open", a, b, c] => Ok(Self::Show {
                verb: Verb::Open,
                subject: subject([a, b, c])?,
            }),
            ["turn", a, b, c] => Ok(Self::Show {
                verb: Verb::Turn,
                subject: subject([a, b, c])?,
            }),
            ["vs", first, second] => Ok(Self::Compare {
                first: role(first)?,
                second: role(second)?,
            }),
            // The form without a bar behind it is of the first messages with `c2`.
            ["side", tag] | ["side", tag, ""] => Ok(Self::Side {
                role: role(tag)?,
                dimension: None,
            }),
            ["side", tag, slug] if is_slug(slug) => Ok(Self::Side {
                role: role(tag)?,
                dimension: Some(slug.to_owned()),
            }),
            ["topics", page] => Ok(Self::Topics {
                page: page.parse().map_err(|_| ActionError)?,
            }),
            ["choose"] => Ok(Self::Choose),
            ["guess", seed, deck, round, score, guess] => Ok(Self::Guess {
                round: Round {
                    seed: number(seed)?,
                    deck: number(deck)?,
                    round: below(round, ROUNDS)?,
                    score: below(score, ROUNDS)?,
                },
                guess: role(guess)?,
            }),
            ["play", seed] => Ok(Self::Play {
                seed: number(seed)?,
            }),
            ["share", a, b, c] => Ok(Self::Share {
                subject: subject([a, b, c])?,
            }),
            [vote @ ("yes" | "no"), a, b, c] => Ok(Self::Vote {
                subject: subject([a, b, c])?,
                helpful: vote == "yes",
            }),
            ["forget"] => Ok(Self::ForgetVotes),
            [verb @ ("sure" | "publish"), id] => Ok(Self::Publish {
                proposal: kept(id)?,
                sure: verb == "sure",
            }),
            ["discard", id] => Ok(Self::Discard {
                proposal: kept(id)?,
            }),
            ["again", id] => Ok(Self::Again {
                proposal: kept(id)?,
            }),
            ["belongs", id] => Ok(Self::Belongs {
                question: kept(id)?,
            }),
            ["silence", id] => Ok(Self::Silence {
                question: kept(id)?,
            }),
            ["delete"] => Ok(Self::Delete { subject: None }),
            ["delete", a, b, c] => Ok(Self::Delete {
                subject: Some(subject([a, b, c])?),
            }),
            _ => Err(ActionError),
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asker = self.asker.map(base36).unwrap_or_default();
        write!(f, "{VERSION}|{asker}|{}", self.deed)
    }
}

impl FromStr for Action {
    type Err = ActionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(deed) = legacy::parse(text) {
            return Ok(deed.into());
        }
        match *text.splitn(3, '|').collect::<Vec<_>>().as_slice() {
            [VERSION, "", deed] => Ok(deed.parse::<Deed>()?.into()),
            [VERSION, asker, deed] => Ok(Self {
                asker: Some(from_base36(asker).ok_or(ActionError)?),
                deed: deed.parse()?,
            }),
            _ => Err(ActionError),
        }
    }
}
