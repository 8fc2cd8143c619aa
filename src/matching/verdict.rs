//! What came of a question.

use std::{
    fmt::{self, Debug, Display, Formatter},
    ops::Deref,
    sync::Arc,
};

use serde::{Serialize, Serializer};

use super::{calibration::Outcome, reading::Reading};
use crate::knowledge::EntryId;

/// How many candidates a verdict names at most.
pub const CANDIDATES_MAX: usize = 5;

/// An entry that may answer a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// The entry.
    pub id: EntryId,
    /// The probability that it is the right one, 0 to 1.
    pub score: f32,
    /// What the score is made of.
    #[serde(skip)]
    pub parts: Parts,
}

/// What a candidate's rank is made of.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Parts {
    /// Cosine with the middle of the entry's phrasings, 0 to 1.
    pub centroid: f32,
    /// Cosine with its best phrasing, 0 to 1.
    pub best: f32,
    /// That phrasing.
    pub nearest: Quote,
    /// What was learnt about its words, in logits.
    pub learnt: f32,
    /// Cosine with its answer's text, weighted.
    pub text: f32,
    /// How much each of these counts.
    pub shares: Shares,
}

/// A phrasing, as the packs have it. All share one list: to quote from it touches no text.
#[derive(Clone, Default)]
pub struct Quote {
    texts: Arc<[String]>,
    at: usize,
}

impl Quote {
    /// The text at a place; empty beyond the last.
    pub(super) fn new(texts: &Arc<[String]>, at: usize) -> Self {
        Self {
            texts: texts.clone(),
            at,
        }
    }
}

impl Deref for Quote {
    type Target = str;

    fn deref(&self) -> &str {
        self.texts.get(self.at).map_or("", String::as_str)
    }
}

impl Display for Quote {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(&**self, f)
    }
}

impl Debug for Quote {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(&**self, f)
    }
}

impl PartialEq for Quote {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Serialize for Quote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

/// How much each part counts in a candidate's rank: −1 to 1, negative where it speaks against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Shares {
    /// All phrasings of the entry together.
    pub phrasings: f32,
    /// The closest phrasing.
    pub closest: f32,
    /// What was learnt about the words.
    pub learnt: f32,
    /// The answer's text.
    pub text: f32,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What to do.
    pub outcome: Outcome,
    /// The candidates, best first, at most [`CANDIDATES_MAX`].
    pub candidates: Vec<Candidate>,
    /// How many of the candidates to offer when asking back: 2 to [`super::CHOICES_MAX`], else 0.
    pub choices: usize,
    /// How the question was understood.
    pub reading: Reading,
    /// The probability that anything in the packs answers it.
    pub in_scope: f32,
    /// The off-topic question that is most like it, with the cosine, if there is any.
    pub off_topic: Option<(Quote, f32)>,
    /// The share of the question that no phrasing knows, 0 to 1.
    pub unknown: f32,
    /// What it compares a role with, where no phrasing of the first candidate names that.
    pub stranger: Option<String>,
    /// Whether it is a phrasing of the first candidate, or an off-topic question, word by word.
    pub exact: bool,
    /// The part of the message that is answered, when it asks several things and only this one, or
    /// this one first.
    pub asked: Option<String>,
    /// What came of a second question in the same message, when it can be answered outright as well.
    pub second: Option<Box<Verdict>>,
}
