//! Reading misspelt words as what they were meant to be.

use std::sync::LazyLock;

use super::lexicon::Lexicon;
use crate::text::{Token, function_words, word_groups};

/// What misspelling a word of the packs may cost, by five letters.
const SLIP_MAX: f32 = 1.4;
/// The same for an everyday word: there are too many others that look like one of these.
const EVERYDAY_SLIP_MAX: f32 = 1.0;

/// A word of the question read as another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// What was typed, folded.
    pub typed: String,
    /// The word it was read as: one of the pack's, or an everyday one.
    pub meant: String,
    /// What the slip costs, see [`crate::text::edit_cost`].
    pub cost: f32,
}

/// The words of the word groups, and the function words.
static EVERYDAY: LazyLock<Lexicon> = LazyLock::new(|| {
    let words = word_groups().flatten().flatten();
    Lexicon::of_words(words.chain(function_words().iter().cloned()))
});

/// Everyday words, whether or not the packs use them.
pub(super) fn everyday_words() -> &'static Lexicon {
    &EVERYDAY
}

/// What a word that no phrasing has was most likely meant to be, and what the slip costs: a word of
/// the packs' lexicon, unless an everyday one is closer. `None` when it is fine as it stands or
/// nothing is close enough.
pub(super) fn correct<'a>(token: &Token, lexicon: &'a Lexicon) -> Option<(&'a Token, f32)> {
    if !lexicon.may_be_slip(token) || !everyday_words().may_be_slip(token) {
        return None;
    }
    let own = lexicon.closest(token, SLIP_MAX, f32::INFINITY);
    let below = own.map_or(f32::INFINITY, |(_, cost)| cost);
    let everyday = everyday_words().closest(token, EVERYDAY_SLIP_MAX, below);
    everyday.or(own)
}
