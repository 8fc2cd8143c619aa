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
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Unit {
    Word {
        token: Token,
        /// What was typed, if the token is a correction.
        typed: Option<String>,
    },
    /// A role, by slug.
    Role(String),
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

/// Synonym groups: from a stem (or a phrase's stems joined by spaces) to group numbers.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    groups: FxHashMap<String, Vec<u32>>,
    longest: usize,
}

impl Synonyms {
    pub(super) fn add(&mut self, group: u32, words: &[Token]) {
        let key = words
            .iter()
            .map(|t| t.stem.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        self.longest = self.longest.max(words.len());
        let groups = self.groups.entry(key).or_default();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
}

/// The counts of a text's features before weighing.
#[derive(Debug, Default)]
pub(super) struct Counts {
    tf: Vec<(Block, u64, f32)>,
}

impl Counts {
    fn add(&mut self, block: Block, key: u64, damping: f32) {
        self.tf.push((block, key, damping));
    }

    pub(super) fn of(units: &[Unit], synonyms: &Synonyms) -> Self {
        let mut counts = Self::default();
        let mut stems: Vec<u64> = vec![hash("^")];
        let mut roles: Vec<&str> = Vec::new();
        for unit in units {
            match unit {
                Unit::Word { token, typed } => {
                    let stem = hash(token.stem.as_str());
                    counts.add(Block::Stem, stem, token.damping);
                    stems.push(stem);
                    if let Some(typed) = typed {
                        counts.add_trigrams(&token.word, token.damping * 0.5);
                        counts.add_trigrams(typed, token.damping * 0.5);
                    } else {
                        counts.add_trigrams(&token.word, token.damping);
                    }
                }
                Unit::Role(role) => {
                    if !roles.contains(&role.as_str()) {
                        roles.push(role);
                        counts.add(Block::Stem, hash(&(ANY_ROLE, role)), 1.0);
                    }
                    stems.push(hash(ANY_ROLE));
                }
            }
        }
        if !roles.is_empty() {
            counts.add(Block::Stem, hash(ANY_ROLE), 1.0);
        }
        if roles.len() > 1 {
            counts.add(Block::Stem, hash(BOTH_ROLES), 1.0);
        }
        stems.push(hash("$"));
        for pair in stems.windows(2) {
            counts.add(Block::Pair, hash(pair), PAIR_DAMPING);
        }
        counts.add_groups(units, synonyms);
        counts.merge();
        counts
    }

    fn add_trigrams(&mut self, word: &str, damping: f32) {
        let letters: Vec<char> = std::iter::once('<')
            .chain(word.chars())
            .chain(std::iter::once('>'))
            .collect();
        for gram in letters.windows(3) {
            self.add(Block::Trigram, hash(gram), damping);
        }
    }

    fn add_groups(&mut self, units: &[Unit], synonyms: &Synonyms) {
        let stems: Vec<&str> = units
            .iter()
            .map(|unit| match unit {
                Unit::Word { token, .. } => token.stem.as_str(),
                Unit::Role(_) => "",
            })
            .collect();
        for start in 0..stems.len() {
            for len in 1..=synonyms.longest.min(stems.len() - start) {
                let Some(words) = stems.get(start..start + len) else {
                    continue;
                };
                let groups = if len == 1 {
                    words.first().and_then(|w| synonyms.groups.get(*w))
                } else {
                    synonyms.groups.get(&words.join(" "))
                };
                for group in groups.into_iter().flatten() {
                    self.add(Block::Group, u64::from(*group), 1.0);
                }
            }
        }
    }

    fn merge(&mut self) {
        self.tf
            .sort_unstable_by_key(|(block, key, _)| (*block as u8, *key));
        self.tf.dedup_by(|next, kept| {
            let same = next.0 == kept.0 && next.1 == kept.1;
            if same {
                kept.2 += next.2;
            }
            same
        });
        for (_, _, tf) in &mut self.tf {
            if *tf > 1.0 {
                *tf = 1.0 + tf.ln();
            }
        }
    }
}

/// The pack's features with their inverse entry frequencies.
#[derive(Debug, Default)]
pub(super) struct FeatureSpace {
    ids: FxHashMap<(Block, u64), u32>,
    idf: Vec<f32>,
    frequency: Vec<(u32, usize)>,
    unknown_idf: f32,
}

impl FeatureSpace {
    /// Counts a phrasing of an entry; entries come one after the other.
    pub(super) fn add(&mut self, counts: &Counts, entry: usize) {
        for (block, key, _) in &counts.tf {
            let next = u32::try_from(self.frequency.len()).unwrap_or(u32::MAX);
            let id = *self.ids.entry((*block, *key)).or_insert(next);
            if id == next {
                self.frequency.push((0, usize::MAX));
            }
            if let Some((frequency, last)) = self.frequency.get_mut(id as usize)
                && *last != entry
            {
                *frequency += 1;
                *last = entry;
            }
        }
    }

    /// Makes the features of a text known that is compared with questions but speaks for no entry.
    pub(super) fn register(&mut self, counts: &Counts) {
        for (block, key, _) in &counts.tf {
            let next = u32::try_from(self.frequency.len()).unwrap_or(u32::MAX);
            if *self.ids.entry((*block, *key)).or_insert(next) == next {
                self.frequency.push((0, usize::MAX));
            }
        }
    }

    /// Fixes the weights, once every phrasing is counted.
    ///
    /// [`BACKGROUND`] entries are imagined beside the pack's own, half of which use each function
    /// word: in a pack of a few entries, frequencies alone would not tell "is" from "invoice".
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
    pub(super) fn finish(&mut self, entries: usize) {
        let words: Vec<Unit> = function_words()
            .map(|token| Unit::Word { token, typed: None })
            .collect();
        let mut common = Self::default();
        let counts = Counts::of(&words, &Synonyms::default());
        common.add(&counts, 0);
        self.register(&counts);
        let all = 1.0 + entries as f32 + BACKGROUND;
        let mut idf = vec![0.0; self.len()];
        for (key, id) in &self.ids {
            let at = *id as usize;
            let background = match key.0 {
                Block::Stem | Block::Trigram if common.ids.contains_key(key) => BACKGROUND / 2.0,
                _ => 0.0,
            };
            if let (Some(idf), Some((own, _))) = (idf.get_mut(at), self.frequency.get(at)) {
                *idf = (all / (1.0 + *own as f32 + background)).ln() + 1.0;
            }
        }
        self.idf = idf;
        self.unknown_idf = all.ln() + 1.0;
    }

    pub(super) fn len(&self) -> usize {
        self.frequency.len()
    }

    /// The weighted vector of a text.
    pub(super) fn weigh(&self, counts: &Counts) -> Features {
        let mut norms = [0.0f32; BLOCKS];
        let mut unknown = [0.0f32; BLOCKS];
        let mut known = Vec::with_capacity(counts.tf.len());
        let mut blocks = Vec::with_capacity(counts.tf.len());
        for (block, key, tf) in &counts.tf {
            let b = *block as usize;
            if let Some(&id) = self.ids.get(&(*block, *key)) {
                let value = tf * self.idf.get(id as usize).copied().unwrap_or(0.0);
                norms[b] += value * value;
                known.push((id, value));
                blocks.push(b);
            } else {
                let value = tf * self.unknown_idf;
                norms[b] += value * value;
                unknown[b] += value * value;
            }
        }
        let whole: f32 = BLOCK_WEIGHTS.iter().map(|w| w * w).sum();
        let mut features = Features::default();
        for (b, weight) in BLOCK_WEIGHTS.iter().enumerate() {
            if norms[b] > 0.0 {
                features.unknown += unknown[b] / norms[b] * weight * weight / whole;
            }
        }
        for ((_, value), b) in known.iter_mut().zip(blocks) {
            *value *= BLOCK_WEIGHTS[b] / (norms[b] * whole).sqrt();
        }
        known.sort_unstable_by_key(|(id, _)| *id);
        features.known = known;
        features
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
