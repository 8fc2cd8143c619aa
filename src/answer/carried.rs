//! The text that a button carries: nothing is remembered, so that buttons work after a restart and on
//! old messages.
//!
//! The text is `c2|asker|verb|…`, and fits by construction: the longest is that of a page of an entry,
//! with `c2`, 13 digits of the asker, a verb of six letters, two digits of the page, `d:` and a slug of
//! 48, six digits of the revision and seven characters of the role, 92 characters with their bars.

use std::{fmt, str::FromStr};

use super::{
    action::{Action, ActionError, Deed, Part, Place, Verb},
    legacy,
    quiz::{ROUNDS, Round},
    revision::{RoleTag, base36, from_base36},
    subject::Subject,
};
use crate::knowledge::is_slug;

/// The form of the text; a later form gets another mark, so that old buttons stay readable.
const VERSION: &str = "c2";

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dimension = self.dimension.as_deref().unwrap_or_default();
        write!(f, "|{dimension}|{}", self.page)
    }
}

impl Place {
    fn parse(dimension: &str, page: &str) -> Option<Self> {
        let dimension = match dimension {
            "" => None,
            slug if is_slug(slug) => Some(slug.to_owned()),
            _ => return None,
        };
        let page = page.parse().ok()?;
        Some(Self { dimension, page })
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
            Self::Compare { first, second, at } => {
                write!(f, "vs|{first}|{second}")?;
                at.iter().try_for_each(|at| at.fmt(f))
            }
            Self::Side { role, at } => {
                write!(f, "side|{role}")?;
                at.iter().try_for_each(|at| at.fmt(f))
            }
            Self::Page {
                part,
                subject,
                page,
            } => {
                let part = match part {
                    Part::Answer => "page",
                    Part::Examples => "expage",
                };
                write!(f, "{part}|{page}|{subject}")
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
            Self::Rewrite { form } => write!(f, "rewrite|{form}"),
            Self::Undo { revision } => write!(f, "undo|{revision}"),
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
        let parts: Vec<&str> = text.split('|').collect();
        let deed = of_answer(&parts).or_else(|| of_game(&parts));
        deed.or_else(|| of_moderators(&parts)).ok_or(ActionError)
    }
}

/// What answers lead on to, and what is done with them.
fn of_answer(parts: &[&str]) -> Option<Deed> {
    let role = RoleTag::parse;
    let show = |verb, [entry, revision, role]: [&str; 3]| {
        let subject = Subject::parse(entry, revision, role)?;
        Some(Deed::Show { verb, subject })
    };
    Some(match *parts {
        ["pick", a, b, c] => show(Verb::Pick, [a, b, c])?,
        ["open", a, b, c] => show(Verb::Open, [a, b, c])?,
        ["turn", a, b, c] => show(Verb::Turn, [a, b, c])?,
        ["vs", first, second] => Deed::Compare {
            first: role(first)?,
            second: role(second)?,
            at: None,
        },
        ["vs", first, second, slug, page] => Deed::Compare {
            first: role(first)?,
            second: role(second)?,
            at: Some(Place::parse(slug, page)?),
        },
        ["side", tag] => Deed::Side {
            role: role(tag)?,
            at: None,
        },
        // Without a page, the form of messages from before there were pages.
        ["side", tag, slug] => Deed::Side {
            role: role(tag)?,
            at: Some(Place::parse(slug, "0")?),
        },
        ["side", tag, slug, page] => Deed::Side {
            role: role(tag)?,
            at: Some(Place::parse(slug, page)?),
        },
        [part @ ("page" | "expage"), page, a, b, c] => Deed::Page {
            part: if part == "page" {
                Part::Answer
            } else {
                Part::Examples
            },
            subject: Subject::parse(a, b, c)?,
            page: page.parse().ok()?,
        },
        ["topics", page] => Deed::Topics {
            page: page.parse().ok()?,
        },
        ["choose"] => Deed::Choose,
        ["share", a, b, c] => Deed::Share {
            subject: Subject::parse(a, b, c)?,
        },
        [vote @ ("yes" | "no"), a, b, c] => Deed::Vote {
            subject: Subject::parse(a, b, c)?,
            helpful: vote == "yes",
        },
        ["forget"] => Deed::ForgetVotes,
        ["delete"] => Deed::Delete { subject: None },
        ["delete", a, b, c] => Deed::Delete {
            subject: Some(Subject::parse(a, b, c)?),
        },
        _ => return None,
    })
}

/// The moves of a game.
fn of_game(parts: &[&str]) -> Option<Deed> {
    let number = |text: &str| u32::try_from(from_base36(text)?).ok();
    let below_rounds = |text: &str| {
        let number = text.parse::<u8>().ok()?;
        (usize::from(number) < ROUNDS).then_some(number)
    };
    Some(match *parts {
        ["guess", seed, deck, round, score, guess] => Deed::Guess {
            round: Round {
                seed: number(seed)?,
                deck: number(deck)?,
                round: below_rounds(round)?,
                score: below_rounds(score)?,
            },
            guess: RoleTag::parse(guess)?,
        },
        ["play", seed] => Deed::Play {
            seed: number(seed)?,
        },
        _ => return None,
    })
}

/// What moderators do; each names what the journal keeps for them.
fn of_moderators(parts: &[&str]) -> Option<Deed> {
    let [verb, id] = *parts else {
        return None;
    };
    let is_id = (1..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
    let id = is_id.then(|| id.to_owned())?;
    Some(match verb {
        "publish" | "sure" => Deed::Publish {
            proposal: id,
            sure: verb == "sure",
        },
        "discard" => Deed::Discard { proposal: id },
        "again" => Deed::Again { proposal: id },
        "rewrite" => Deed::Rewrite { form: id },
        "undo" => Deed::Undo { revision: id },
        "belongs" => Deed::Belongs { question: id },
        "silence" => Deed::Silence { question: id },
        _ => return None,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_from_before_there_were_pages_still_say_what_they_do() {
        for (old, new) in [
            ("c2|z|side|cto", "c2|z|side|cto"),
            ("c2|z|side|cto|", "c2|z|side|cto||0"),
            ("c2||side|cto|risk", "c2||side|cto|risk|0"),
            ("c2||vs|cto|cio", "c2||vs|cto|cio"),
        ] {
            let action = old.parse::<Action>().map(|action| action.to_string());
            assert_eq!(action.as_deref(), Ok(new), "{old}");
        }
    }
}
