//! The words a pack uses, and the correction of a question's words against them.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::concepts;
use crate::text::{LetterSet, TWO_EDITS, Token, edit_cost};

/// Deletions are taken from this many leading letters only: enough to find every word within two
/// edits, at a fraction of the index (`SymSpell`'s prefix filter).
const PREFIX: usize = 7;
/// How many ways there are to delete up to two of them.
const DELETIONS_MAX: usize = 1 + PREFIX + PREFIX * (PREFIX - 1) / 2;
/// Words up to this many letters may differ by one edit, longer ones by two.
const SHORT_WORD: usize = 5;
/// Below this many letters a word is taken as it stands.
const MIN_LETTERS: usize = 3;
/// At most this many words are compared with a misspelt one.
const LOOKALIKES_MAX: usize = 64;
/// A correction is accepted when its cost, by five letters of the longer word, is at most this.
const MAX_COST_PER_FIVE_LETTERS: f32 = 1.4;
/// The highest cost for words of three letters: two of them swapped, but no other letter ("cfo", "cto").
const MAX_COST_OF_SHORTEST: f32 = 0.75;

/// A word of the question read as another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// What was typed, folded.
    pub typed: String,
    /// The pack's word it was read as.
    pub meant: String,
    /// What the slip costs, see [`crate::text::edit_cost`].
    pub cost: f32,
}

/// Every word of a pack's phrasings with its frequency, searchable by misspelling.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: Vec<Word>,
    by_word: FxHashMap<String, u32>,
    stems: FxHashSet<String>,
    /// From a hash of a word less up to two letters to the words, sorted by hash.
    deletions: Vec<(u32, u32)>,
    /// How many of a hash's leading bits tell its bucket: 1 to 24.
    bucket_bits: u32,
    /// Where each of the hashes' leading bits begins in `deletions`, and one past the end.
    starts: Vec<u32>,
}

/// A word's place among the words of a [`Lexicon`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordId(u32);

impl WordId {
    pub(super) const fn index(self) -> usize {
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
    /// Counts a word of a phrasing; the token it becomes.
    pub(super) fn add(&mut self, word: &str) -> (WordId, &Arc<Token>) {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let id = if let Some(&id) = self.by_word.get(word) {
            id
        } else {
            let token = Token::new(word);
            // A chat form is the word it stands for.
            let id = *self.by_word.entry(token.word.clone()).or_insert(next);
            if id == next {
                self.stems.insert(token.stem.clone());
                self.words.push(Word {
                    letters: LetterSet::of(&token.word),
                    token: Arc::new(token),
                    frequency: 0,
                });
            }
            id
        };
        let at = (id as usize).min(self.words.len() - 1);
        self.words[at].frequency += 1;
        (WordId(id), &self.words[at].token)
    }

    /// A word by its spelling, if a phrasing has it.
    pub(super) fn find(&self, word: &str) -> Option<(WordId, &Arc<Token>)> {
        let id = *self.by_word.get(word)?;
        let word = self.words.get(id as usize)?;
        Some((WordId(id), &word.token))
    }

    /// All words, by their places.
    pub(super) fn tokens(&self) -> impl Iterator<Item = &Token> {
        self.words.iter().map(|word| &*word.token)
    }

    /// Builds the search index; call it once, after the last [`Self::add`].
    pub(super) fn finish(&mut self) {
        let mut deletions: Vec<(u32, u32)> = Vec::with_capacity(self.words.len() * DELETIONS_MAX);
        for (id, word) in (0u32..).zip(&self.words) {
            // A word one edit away from the shortest correctable one has two letters.
            let letters = word.letters.count();
            if letters >= MIN_LETTERS - 1 && has_no_digit(&word.token.word) {
                // One longer than the longest word that takes one edit still meets only those.
                let keys = Deletions::of(&word.token.word, allowed_edits(letters + 1));
                deletions.extend(keys.iter().map(|key| (key, id)));
            }
        }
        let buckets = deletions.len().next_power_of_two().clamp(2, 1 << 24);
        self.bucket_bits = buckets.trailing_zeros();
        self.starts = vec![0; buckets + 2];
        for (key, _) in &deletions {
            let bucket = self.bucket(*key);
            self.starts[bucket + 2] += 1;
        }
        for at in 1..self.starts.len() {
            self.starts[at] += self.starts[at - 1];
        }
        // Each one's place is where its bucket begins, behind those that are there already.
        self.deletions = vec![(0, 0); deletions.len()];
        for deletion in deletions {
            let bucket = self.bucket(deletion.0);
            let next = &mut self.starts[bucket + 1];
            self.deletions[*next as usize] = deletion;
            *next += 1;
        }
        self.starts.pop();
        for bounds in self.starts.windows(2) {
            self.deletions[bounds[0] as usize..bounds[1] as usize].sort_unstable();
        }
    }

    /// The bucket of a hash, by its leading bits.
    fn bucket(&self, key: u32) -> usize {
        (key >> (32 - self.bucket_bits.max(1))) as usize
    }

    /// The words that have this deletion.
    fn lookalikes(&self, key: u32) -> impl Iterator<Item = u32> {
        let bucket = self.bucket(key);
        let bound = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let bucket = self.deletions.get(bound(bucket)..bound(bucket + 1));
        let of_key = bucket.unwrap_or_default().iter();
        of_key.filter(move |(k, _)| *k == key).map(|(_, id)| *id)
    }

    /// What a question's word that no phrasing has was most likely meant to be, and what the slip
    /// costs; `None` when it is fine as it stands or nothing in the pack is close enough.
    pub(super) fn correct(&self, token: &Token) -> Option<(&Token, f32)> {
        let letters = LetterSet::of(&token.word);
        if token.function
            || letters.count() < MIN_LETTERS
            || self.stems.contains(&token.stem)
            || concepts::knows(&token.stem)
            || !has_no_digit(&token.word)
        {
            return None;
        }
        let mut max = allowed_edits(letters.count());
        let mut best: Option<(f32, &Word)> = None;
        let mut seen = [0; LOOKALIKES_MAX];
        let mut met = 0;
        'search: for key in Deletions::of(&token.word, max).iter() {
            for id in self.lookalikes(key) {
                let Some(word) = self.words.get(id as usize) else {
                    continue;
                };
                if !word.letters.can_be_within(letters, max) || seen[..met].contains(&id) {
                    continue;
                }
                let Some(place) = seen.get_mut(met) else {
                    break 'search;
                };
                *place = id;
                met += 1;
                let Some(cost) = edit_cost(&token.word, &word.token.word, max) else {
                    continue;
                };
                #[expect(clippy::cast_precision_loss, reason = "a word has few letters")]
                let max_cost = match word.letters.count().max(letters.count()) {
                    0..=MIN_LETTERS => MAX_COST_OF_SHORTEST,
                    longer => MAX_COST_PER_FIVE_LETTERS * longer as f32 / 5.0,
                };
                if cost > max_cost {
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

/// Hashes of a word's prefix with up to two letters deleted.
struct Deletions {
    keys: [u32; DELETIONS_MAX],
    count: usize,
}

impl Deletions {
    fn of(word: &str, max: usize) -> Self {
        let mut prefix = ['\0'; PREFIX];
        let mut letters = 0;
        for (place, letter) in prefix.iter_mut().zip(word.chars()) {
            *place = letter;
            letters += 1;
        }
        let prefix = &prefix[..letters];
        let mut found = Self {
            keys: [0; DELETIONS_MAX],
            count: 0,
        };
        found.push(prefix.iter().copied().fold(HASH, step));
        let mut before = HASH;
        for (at, &letter) in prefix.iter().enumerate() {
            let after = &prefix[at + 1..];
            found.push(after.iter().copied().fold(before, step));
            let mut between = before;
            for (more, &letter) in after.iter().enumerate().take_while(|_| max > 1) {
                found.push(after[more + 1..].iter().copied().fold(between, step));
                between = step(between, letter);
            }
            before = step(before, letter);
        }
        found.keys[..found.count].sort_unstable();
        found
    }

    fn push(&mut self, key: u32) {
        if let Some(place) = self.keys.get_mut(self.count) {
            *place = key;
            self.count += 1;
        }
    }

    /// Each once, in ascending order.
    fn iter(&self) -> impl Iterator<Item = u32> {
        let same = self.keys[..self.count].chunk_by(|a, b| a == b);
        same.filter_map(|same| same.first().copied())
    }
}

/// FNV-1a over the code points: the hash of no letter, and with one more.
const HASH: u32 = 0x811c_9dc5;

fn step(hash: u32, letter: char) -> u32 {
    (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_words_are_read_as_the_packs_words() {
        let mut lexicon = Lexicon::default();
        for word in "chief technology officer servers the strategic cto does idea".split(' ') {
            lexicon.add(word);
        }
        lexicon.finish();
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
            let unknown = lexicon.find(typed).is_none();
            let correction = unknown.then(|| lexicon.correct(&token)).flatten();
            let correction = correction.map(|(meant, _)| meant.word.clone());
            assert_eq!(correction.as_deref(), meant, "{typed}");
        }
    }
}
