//! From words to features: stems, pairs of stems, character trigrams, the pack's
//! synonym groups, everyday word groups.

mod concepts;
mod counts;
mod space;

pub(super) use counts::Counts;
pub(super) use space::{FeatureSpace, Features};

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use crate::{matching::reading::WordId, text::Token};

/// What a text consists of once role names are recognised and misspellings corrected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit<'a> {
    Word {
        token: &'a Token,
        /// Which word of the packs it is.
        id: Option<WordId>,
        /// What was typed, if the token is a correction.
        typed: Option<&'a str>,
    },
    /// A role, by slug.
    Role(&'a str),
}

/// The blocks of features, each normalised by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(super) enum Block {
    Stem,
    Pair,
    Trigram,
    /// A synonym group of the pack.
    Group,
    /// A group of everyday words, see [`concepts`].
    Concept,
}

/// How many blocks there are.
pub(super) const BLOCKS: usize = 5;

/// A pair of stems says less than it weighs: its words count already.
const PAIR_DAMPING: f32 = 0.3;
/// The stem that stands for any role: "what does a CIO spend" meets "what does a CTO spend".
const ANY_ROLE: &str = "\u{1}role";
/// The stem of a text that names two roles or more.
const BOTH_ROLES: &str = "\u{1}both";

/// Synonym groups: from the hash of a phrase's stems to group numbers.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    /// A phrase's first words are here as well, if need be without a group.
    groups: FxHashMap<u64, Vec<u32>>,
}

impl Synonyms {
    pub(super) fn add(&mut self, group: u32, words: &[Token]) {
        let mut phrase = 0;
        for token in words {
            phrase = hash(&(phrase, token.stem_hash));
            self.groups.entry(phrase).or_default();
        }
        let groups = self.groups.entry(phrase).or_default();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
}

impl Synonyms {
    /// Whether a phrase of a group begins with this word.
    fn begin(&self, token: &Token) -> bool {
        self.groups.contains_key(&hash(&(0u64, token.stem_hash)))
    }
}

/// Which phrases a word may begin, so that they need not be looked for behind every word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Begins {
    /// One of a synonym group of the pack.
    group: bool,
    /// One of several words of a group of everyday ones.
    concept: bool,
}

impl Begins {
    pub(super) fn of(token: &Token, synonyms: &Synonyms) -> Self {
        Self {
            group: synonyms.begin(token),
            concept: concepts::begins_phrase(token),
        }
    }
}

/// A feature's block is the lowest bits of its key.
pub(super) const BLOCK_BITS: u64 = 7;

fn key(block: Block, hash: u64) -> u64 {
    hash & !BLOCK_BITS | block as u64
}

/// The feature of a word's stem.
pub(super) fn stem_key(token: &Token) -> u64 {
    key(Block::Stem, token.stem_hash)
}

/// Names the features of a word's letters.
pub(super) fn visit_trigrams(word: &str, mut add: impl FnMut(u64)) {
    let (mut before, mut letter) = ('\0', '<');
    for next in word.chars().chain(std::iter::once('>')) {
        if before != '\0' {
            add(key(Block::Trigram, hash(&(before, letter, next))));
        }
        (before, letter) = (letter, next);
    }
}

/// Names the groups of everyday words that a word is in, with each one's share.
pub(super) fn visit_concepts(word: &Token, mut add: impl FnMut(u64, f32)) {
    concepts::visit(std::iter::once(word), false, |group, share| {
        add(key(Block::Concept, hash(&group)), share);
    });
}

/// Names every feature of a text to `add` that is no word's own, with its damping. Of words for which
/// `begins` knows something, all features of their own are counted already.
pub(super) fn visit_context(
    units: &[Unit],
    synonyms: &Synonyms,
    begins: impl Fn(WordId) -> Option<Begins>,
    mut add: impl FnMut(u64, f32),
) {
    let mut last = hash("^");
    let mut roles: Vec<&str> = Vec::new();
    for unit in units {
        let stem = match unit {
            Unit::Word { token, .. } => token.stem_hash,
            Unit::Role(role) => {
                if !roles.contains(role) {
                    roles.push(role);
                    add(key(Block::Stem, hash(&(ANY_ROLE, role))), 1.0);
                }
                hash(ANY_ROLE)
            }
        };
        add(key(Block::Pair, hash(&(last, stem))), PAIR_DAMPING);
        last = stem;
    }
    if !roles.is_empty() {
        add(key(Block::Stem, hash(ANY_ROLE)), 1.0);
    }
    if roles.len() > 1 {
        add(key(Block::Stem, hash(BOTH_ROLES)), 1.0);
    }
    add(key(Block::Pair, hash(&(last, hash("$")))), PAIR_DAMPING);
    for start in 0..units.len() {
        let words = units[start..].iter().map_while(|unit| match unit {
            Unit::Word { token, .. } => Some(*token),
            Unit::Role(_) => None,
        });
        let known = match units[start] {
            Unit::Word { id: Some(id), .. } => begins(id),
            _ => None,
        };
        if known.is_none_or(|begins| begins.concept) {
            concepts::visit(words.clone(), known.is_some(), |group, share| {
                add(key(Block::Concept, hash(&group)), share);
            });
        }
        if known.is_none_or(|begins| begins.group) {
            let mut phrase = 0;
            for token in words {
                phrase = hash(&(phrase, token.stem_hash));
                let Some(groups) = synonyms.groups.get(&phrase) else {
                    break;
                };
                for group in groups {
                    add(key(Block::Group, hash(group)), 1.0);
                }
            }
        }
    }
}

/// A hash that is the same in every process.
pub(super) fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
