//! The words a pack uses, and the correction of a question's words against them.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{lookalikes::Lookalikes, spelling::Spellings};
use crate::text::{LetterSet, ONE_EDIT, TWO_EDITS, Token, edit_cost};

/// Words up to this many letters may differ by one edit, longer ones by two.
const SHORT_WORD: usize = 5;
/// Below this many letters a word is taken as it stands.
const MIN_LETTERS: usize = 3;
/// At most this many words are compared with a misspelt one.
const LOOKALIKES_MAX: usize = 64;
/// The highest cost for words of three letters: two of them swapped, but no other letter ("cfo", "cto").
const MAX_COST_OF_SHORTEST: f32 = 0.75;

/// Every word of a pack's phrasings with its frequency, searchable by misspelling.
#[derive(Debug, Default)]
pub(in crate::matching) struct Lexicon {
    words: Vec<Word>,
    by_word: FxHashMap<String, u32>,
    /// The hashes of their stems.
    stems: FxHashSet<u64>,
    lookalikes: Lookalikes,
}

/// A word's place among the words of a [`Lexicon`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::matching) struct WordId(pub(super) u32);

impl WordId {
    pub(in crate::matching) const fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug)]
struct Word {
    token: Arc<Token>,
    letters: LetterSet,
    frequency: u32,
}

impl Lexicon {
    /// Of all spellings with the tokens they become, in the order in which they came up.
    pub(super) fn new(spellings: Spellings, tokens: Vec<Arc<Token>>) -> Self {
        let Spellings {
            by_word,
            frequencies,
        } = spellings;
        Self {
            by_word,
            stems: tokens.iter().map(|token| token.stem_hash).collect(),
            words: tokens
                .into_iter()
                .zip(frequencies)
                .map(|(token, frequency)| Word {
                    letters: LetterSet::of(&token.word),
                    token,
                    frequency,
                })
                .collect(),
            lookalikes: Lookalikes::default(),
        }
    }

    /// Of words that are all as frequent, ready to correct others.
    pub(super) fn of_words(words: impl Iterator<Item = Token>) -> Self {
        let mut spellings = Spellings::default();
        let mut tokens = Vec::new();
        for token in words {
            let next = u32::try_from(tokens.len()).unwrap_or(u32::MAX);
            let id = spellings.by_word.entry(token.word.clone());
            if *id.or_insert(next) == next {
                spellings.frequencies.push(1);
                tokens.push(Arc::new(token));
            }
        }
        let mut lexicon = Self::new(spellings, tokens);
        lexicon.finish(lexicon.lookalikes());
        lexicon
    }

    /// The tokens of some of its words.
    pub(in crate::matching) fn tokens_of(&self, words: &[WordId]) -> Vec<&Token> {
        let words = words.iter().filter_map(|id| self.words.get(id.index()));
        words.map(|word| &*word.token).collect()
    }

    /// A word by its spelling, if a phrasing has it.
    pub(super) fn find(&self, word: &str) -> Option<(WordId, &Arc<Token>)> {
        let id = *self.by_word.get(word)?;
        let word = self.words.get(id as usize)?;
        Some((WordId(id), &word.token))
    }

    /// How many words there are.
    pub(in crate::matching) fn len(&self) -> usize {
        self.words.len()
    }

    /// All words, by their places.
    pub(super) fn tokens(&self) -> impl Iterator<Item = &Token> {
        self.words.iter().map(|word| &*word.token)
    }

    /// What misspelt words are looked up by, to be handed to [`Self::finish`] once every word is
    /// added.
    pub(in crate::matching) fn lookalikes(&self) -> Lookalikes {
        let words = (0u32..).zip(&self.words).filter_map(|(id, word)| {
            let letters = word.letters.count();
            // A word one edit away from the shortest correctable one has two letters. One longer
            // than the longest word that takes one edit still meets only those.
            (letters >= MIN_LETTERS - 1 && has_no_digit(&word.token.word))
                .then(|| (id, word.token.word.as_str(), allowed_edits(letters + 1)))
        });
        Lookalikes::new(words)
    }

    /// Takes what misspelt words are looked up by.
    pub(in crate::matching) fn finish(&mut self, lookalikes: Lookalikes) {
        self.lookalikes = lookalikes;
    }

    /// Whether a word that is none of these may be one of them misspelt: it is no form of one either,
    /// no function word, has no digit, and letters enough to tell.
    pub(super) fn may_be_slip(&self, token: &Token) -> bool {
        !token.function
            && !token.filler
            && !self.stems.contains(&token.stem_hash)
            && token.word.chars().nth(MIN_LETTERS - 1).is_some()
            && has_no_digit(&token.word)
    }

    /// Which of the words a misspelt one was most likely meant to be, and what the slip costs: at most
    /// `max_cost` by five letters of the longer word, and less than `below`. `None` when nothing is
    /// close enough.
    pub(super) fn closest(
        &self,
        token: &Token,
        max_cost: f32,
        below: f32,
    ) -> Option<(&Token, f32)> {
        if below <= ONE_EDIT {
            return None;
        }
        let letters = LetterSet::of(&token.word);
        let mut max = allowed_edits(letters.count());
        if below <= TWO_EDITS {
            max = 1;
        }
        let mut best: Option<(f32, &Word)> = None;
        let mut seen = [0; LOOKALIKES_MAX];
        let mut met = 0;
        for id in self.lookalikes.find(&token.word, max) {
            let Some(word) = self.words.get(id as usize) else {
                continue;
            };
            if !word.letters.can_be_within(letters, max) || seen[..met].contains(&id) {
                continue;
            }
            let Some(place) = seen.get_mut(met) else {
                break;
            };
            *place = id;
            met += 1;
            let Some(cost) = edit_cost(&token.word, &word.token.word, max) else {
                continue;
            };
            #[expect(clippy::cast_precision_loss, reason = "a word has few letters")]
            let allowed = match word.letters.count().max(letters.count()) {
                0..=MIN_LETTERS => max_cost.min(MAX_COST_OF_SHORTEST),
                longer => max_cost * longer as f32 / 5.0,
            };
            if cost > allowed || cost >= below {
                continue;
            }
            let better = best.is_none_or(|(best_cost, best_word)| {
                cost.total_cmp(&best_cost)
                    .then(best_word.frequency.cmp(&word.frequency))
                    .then(word.token.word.cmp(&best_word.token.word))
                    .is_lt()
            });
            if better {
                best = Some((cost, word));
                if cost < TWO_EDITS {
                    max = 1;
                }
            }
        }
        best.map(|(cost, word)| (&*word.token, cost))
    }
}

fn allowed_edits(letters: usize) -> usize {
    if letters <= SHORT_WORD { 1 } else { 2 }
}

fn has_no_digit(word: &str) -> bool {
    !word.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::reading::spell_and_stem;

    #[test]
    fn misspelt_words_are_read_as_the_packs_words() {
        let words = "chief technology officer servers the strategic cto does idea";
        let (mut lexicon, ()) = spell_and_stem(|mut speller| {
            speller.spell(words);
            (speller.finish(), ())
        });
        lexicon.finish(lexicon.lookalikes());
        for (typed, meant) in [
            ("cheif", Some("chief")),
            ("tecnology", Some("technology")),
            ("technologgyy", Some("technology")),
            ("oficer", Some("officer")),
            ("sevrers", Some("servers")),
            ("stratgic", Some("strategic")),
            ("server", None),
            ("cfo", None),
            ("teh", Some("the")),
            ("banana", None),
            ("cto", None),
        ] {
            let token = Token::new(typed);
            let unknown = lexicon.find(typed).is_none() && lexicon.may_be_slip(&token);
            let correction = unknown.then(|| lexicon.closest(&token, 1.4, f32::INFINITY));
            let correction = correction.flatten().map(|(meant, _)| meant.word.clone());
            assert_eq!(correction.as_deref(), meant, "{typed}");
        }
    }
}
