//! From words to a sparse vector: stems, pairs of stems, character trigrams, synonym groups.

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

use crate::text::{Token, function_words};

/// A text as a sparse vector of length at most 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Features {
    /// Features that occur in the pack, by id, with their weight.
    pub(super) known: Vec<(u32, f32)>,
    /// The squared length of what the pack doesn't know.
    pub(super) unknown: f32,
}

/// What a text consists of once role names are recognised and misspellings corrected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit<'a> {
    Word {
        token: &'a Token,
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
    Group,
}

/// Each block's weight, in the order of [`Block`].
const BLOCK_WEIGHTS: [f32; BLOCKS] = [1.0, 0.5, 1.0, 0.4];
const BLOCKS: usize = 4;

/// A pair of stems says less than it weighs: its words count already.
const PAIR_DAMPING: f32 = 0.3;
/// How many imagined entries steady the frequencies of a small pack.
const BACKGROUND: f32 = 20.0;
/// The stem that stands for any role: "what does a CIO spend" meets "what does a CTO spend".
const ANY_ROLE: &str = "\u{1}role";
/// The stem of a text that names two roles or more.
const BOTH_ROLES: &str = "\u{1}both";

/// Synonym groups: from the hash of a phrase's stems to group numbers.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    groups: FxHashMap<u64, Vec<u32>>,
    longest: usize,
}

impl Synonyms {
    pub(super) fn add(&mut self, group: u32, words: &[Token]) {
        let phrase = words.iter().fold(0, |phrase, token| {
            hash(&(phrase, hash(token.stem.as_str())))
        });
        self.longest = self.longest.max(words.len());
        let groups = self.groups.entry(phrase).or_default();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
}

/// How often each feature occurs in a text, damped.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Features of the pack, by id.
    known: Vec<(u32, f32)>,
    /// Others, by key.
    unknown: Vec<(u64, f32)>,
}

/// A feature's block is the lowest bits of its key.
const BLOCK_BITS: u64 = 3;

fn key(block: Block, hash: u64) -> u64 {
    hash & !BLOCK_BITS | block as u64
}

/// Names every feature of a text to `add`, with its damping.
fn visit(units: &[Unit], synonyms: &Synonyms, mut add: impl FnMut(u64, f32)) {
    let mut last = hash("^");
    let mut roles: Vec<&str> = Vec::new();
    for unit in units {
        let stem = match unit {
            Unit::Word { token, typed } => {
                let stem = hash(token.stem.as_str());
                add(key(Block::Stem, stem), token.damping);
                if let Some(typed) = typed {
                    visit_trigrams(&token.word, token.damping * 0.5, &mut add);
                    visit_trigrams(typed, token.damping * 0.5, &mut add);
                } else {
                    visit_trigrams(&token.word, token.damping, &mut add);
                }
                stem
            }
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
    visit_groups(units, synonyms, &mut add);
}

fn visit_trigrams(word: &str, damping: f32, add: &mut impl FnMut(u64, f32)) {
    let (mut before, mut letter) = ('\0', '<');
    for next in word.chars().chain(std::iter::once('>')) {
        if before != '\0' {
            add(key(Block::Trigram, hash(&(before, letter, next))), damping);
        }
        (before, letter) = (letter, next);
    }
}

fn visit_groups(units: &[Unit], synonyms: &Synonyms, add: &mut impl FnMut(u64, f32)) {
    if synonyms.longest == 0 {
        return;
    }
    let stem = |unit: &Unit| match unit {
        Unit::Word { token, .. } => hash(token.stem.as_str()),
        Unit::Role(_) => 0,
    };
    for start in 0..units.len() {
        let mut phrase = 0;
        for unit in units.iter().skip(start).take(synonyms.longest) {
            phrase = hash(&(phrase, stem(unit)));
            for group in synonyms.groups.get(&phrase).into_iter().flatten() {
                add(key(Block::Group, hash(group)), 1.0);
            }
        }
    }
}

impl Counts {
    /// Sorts, adds up what occurs more than once, and flattens repetition.
    fn merge(&mut self) {
        merge(&mut self.known);
        merge(&mut self.unknown);
    }
}

fn merge<K: Ord + Copy>(counts: &mut Vec<(K, f32)>) {
    counts.sort_unstable_by_key(|(key, _)| *key);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    for (_, tf) in counts {
        if *tf > 1.0 {
            *tf = 1.0 + tf.ln();
        }
    }
}

/// The pack's features with their inverse entry frequencies.
#[derive(Debug, Default)]
pub(super) struct FeatureSpace {
    ids: FxHashMap<u64, u32>,
    features: Vec<Feature>,
    unknown_idf: f32,
}

#[derive(Debug, Clone, Copy)]
struct Feature {
    block: u8,
    /// How many entries have it.
    entries: u32,
    /// The last entry that was counted.
    last: usize,
    idf: f32,
}

impl FeatureSpace {
    /// Counts the features of a text, all of which become known.
    pub(super) fn register(&mut self, units: &[Unit], synonyms: &Synonyms) -> Counts {
        let mut counts = Counts::default();
        visit(units, synonyms, |key, damping| {
            let next = u32::try_from(self.features.len()).unwrap_or(u32::MAX);
            let id = *self.ids.entry(key).or_insert(next);
            if id == next {
                self.features.push(Feature {
                    block: u8::try_from(key & BLOCK_BITS).unwrap_or(0),
                    entries: 0,
                    last: usize::MAX,
                    idf: 0.0,
                });
            }
            counts.known.push((id, damping));
        });
        counts.merge();
        counts
    }

    /// The same for a phrasing, which counts for its entry; entries come one after the other.
    pub(super) fn add(&mut self, units: &[Unit], synonyms: &Synonyms, entry: usize) -> Counts {
        let counts = self.register(units, synonyms);
        for (id, _) in &counts.known {
            if let Some(feature) = self.features.get_mut(*id as usize)
                && feature.last != entry
            {
                feature.entries += 1;
                feature.last = entry;
            }
        }
        counts
    }

    /// Counts the features of a question.
    pub(super) fn count(&self, units: &[Unit], synonyms: &Synonyms) -> Counts {
        let mut counts = Counts {
            known: Vec::with_capacity(16 * units.len()),
            unknown: Vec::new(),
        };
        visit(units, synonyms, |key, damping| match self.ids.get(&key) {
            Some(&id) => counts.known.push((id, damping)),
            None => counts.unknown.push((key, damping)),
        });
        counts.merge();
        counts
    }

    /// Fixes the weights, once every phrasing is counted.
    ///
    /// [`BACKGROUND`] entries are imagined beside the pack's own, half of which use each function
    /// word: in a pack of a few entries, frequencies alone would not tell "is" from "invoice".
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
    pub(super) fn finish(&mut self, entries: usize) {
        let words: Vec<Token> = function_words().collect();
        let words: Vec<Unit> = words
            .iter()
            .map(|token| Unit::Word { token, typed: None })
            .collect();
        let common = self.register(&words, &Synonyms::default());
        let all = 1.0 + entries as f32 + BACKGROUND;
        for (id, _) in common.known {
            if let Some(feature) = self.features.get_mut(id as usize)
                && feature.block != Block::Pair as u8
            {
                feature.idf = BACKGROUND / 2.0;
            }
        }
        for feature in &mut self.features {
            let background = feature.idf;
            feature.idf = (all / (1.0 + feature.entries as f32 + background)).ln() + 1.0;
        }
        self.unknown_idf = all.ln() + 1.0;
    }

    pub(super) fn len(&self) -> usize {
        self.features.len()
    }

    /// The weighted vector of a text.
    pub(super) fn weigh(&self, counts: Counts) -> Features {
        let mut norms = [0.0f32; BLOCKS];
        let mut unknown = [0.0f32; BLOCKS];
        let mut known = counts.known;
        for (id, value) in &mut known {
            if let Some(feature) = self.features.get(*id as usize) {
                *value *= feature.idf;
                norms[feature.block as usize % BLOCKS] += *value * *value;
            }
        }
        for (key, tf) in counts.unknown {
            let value = tf * self.unknown_idf;
            let block = (key & BLOCK_BITS) as usize % BLOCKS;
            norms[block] += value * value;
            unknown[block] += value * value;
        }
        let whole: f32 = BLOCK_WEIGHTS.iter().map(|w| w * w).sum();
        let mut scales = [0.0; BLOCKS];
        let mut mass = 0.0;
        for (block, weight) in BLOCK_WEIGHTS.iter().enumerate() {
            if norms[block] > 0.0 {
                mass += unknown[block] / norms[block] * weight * weight / whole;
                scales[block] = weight / (norms[block] * whole).sqrt();
            }
        }
        for (id, value) in &mut known {
            if let Some(feature) = self.features.get(*id as usize) {
                *value *= scales[feature.block as usize % BLOCKS];
            }
        }
        Features {
            known,
            unknown: mass,
        }
    }

    /// The part of a vector that is stems, brought to length 1.
    pub(super) fn stems(&self, features: &Features) -> Vec<(u32, f32)> {
        let mut stems: Vec<(u32, f32)> = features.known.clone();
        stems.retain(|(id, _)| {
            let feature = self.features.get(*id as usize);
            feature.is_some_and(|feature| feature.block == Block::Stem as u8)
        });
        let square: f32 = stems.iter().map(|(_, v)| v * v).sum();
        for (_, value) in &mut stems {
            *value /= square.sqrt().max(f32::MIN_POSITIVE);
        }
        stems
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
