//! The features of a pack with their weights, and texts as vectors of them.

use rustc_hash::FxHashMap;

use super::features::{BLOCK_BITS, BLOCKS, Block, Synonyms, Unit, visit};
use crate::text::{Token, function_words};

/// A text as a sparse vector of length at most 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Features {
    /// Features that occur in the pack, by id, with their weight.
    pub(super) known: Vec<(u32, f32)>,
    /// The squared length of what the pack doesn't know.
    pub(super) unknown: f32,
}

/// Each block's weight, in the order of [`Block`].
const BLOCK_WEIGHTS: [f32; BLOCKS] = [1.0, 0.5, 1.0, 0.4, 0.7];
/// How many imagined entries steady the frequencies of a small pack.
const BACKGROUND: f32 = 20.0;

/// How often each feature occurs in a text, damped.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Features of the pack, by id.
    known: Vec<(u32, f32)>,
    /// Others, by key.
    unknown: Vec<(u64, f32)>,
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
