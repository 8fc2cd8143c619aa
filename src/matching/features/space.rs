//! The features of a pack with their weights, and texts as vectors of them.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{
    BLOCK_BITS, BLOCKS, Begins, Block, Synonyms, Unit,
    counts::{Counts, WordFeatures, count},
    stem_key,
};
use crate::{
    matching::{
        reading::{Reader, Reading},
        vectors::square,
    },
    text::{Token, function_words},
};

/// A text as a sparse vector of length at most 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::matching) struct Features {
    /// Features that occur in the pack, by id, with their weight.
    pub(in crate::matching) known: Vec<(u32, f32)>,
    /// The squared length of what the pack doesn't know.
    pub(in crate::matching) unknown: f32,
    /// How many features it has, known or not.
    pub(in crate::matching) count: usize,
}

/// Each block's weight, in the order of [`Block`].
const BLOCK_WEIGHTS: [f32; BLOCKS] = [1.0, 0.5, 1.0, 0.4, 0.7];
/// How many imagined entries steady the frequencies of a small pack.
const BACKGROUND: f32 = 20.0;

/// The pack's features with their inverse entry frequencies.
#[derive(Debug, Default)]
pub(in crate::matching) struct FeatureSpace {
    ids: FxHashMap<u64, u32>,
    features: Vec<Feature>,
    words: WordFeatures,
    /// Of each feature how many entries have it, and the last one that was counted; until
    /// [`Self::finish`].
    entries: Vec<(u32, usize)>,
    unknown_idf: f32,
}

#[derive(Debug, Clone, Copy)]
struct Feature {
    block: u8,
    idf: f32,
}

impl FeatureSpace {
    /// With room for the features of so many different words, as texts have them.
    pub(in crate::matching) fn with_room(words: usize) -> Self {
        let features = 5 * words;
        Self {
            ids: FxHashMap::with_capacity_and_hasher(features, FxBuildHasher),
            features: Vec::with_capacity(features),
            entries: Vec::with_capacity(features),
            ..Self::default()
        }
    }

    /// Counts the features of a text, all of which become known.
    pub(in crate::matching) fn register(
        &mut self,
        units: &[Unit],
        synonyms: &Synonyms,
        counts: &mut Counts,
    ) {
        let mut words = std::mem::take(&mut self.words);
        for unit in units {
            if let Unit::Word { token, id, .. } = unit
                && let Some(id) = id
                && !words.has(*id)
            {
                let begins = Begins::of(token, synonyms);
                words.add(*id, token, begins, |key| self.id_of(key));
            }
        }
        count(units, synonyms, &words, |key| Some(self.id_of(key)), counts);
        self.words = words;
    }

    /// The feature of a key, which becomes known.
    fn id_of(&mut self, key: u64) -> u32 {
        let next = u32::try_from(self.features.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry(key).or_insert(next);
        if id == next {
            let block = u8::try_from(key & BLOCK_BITS).unwrap_or(0);
            self.features.push(Feature { block, idf: 0.0 });
            self.entries.push((0, usize::MAX));
        }
        id
    }

    /// The same for a phrasing, which counts for its entry; entries come one after the other.
    pub(in crate::matching) fn add(
        &mut self,
        units: &[Unit],
        synonyms: &Synonyms,
        entry: usize,
        counts: &mut Counts,
    ) {
        self.register(units, synonyms, counts);
        for (id, _) in &counts.known {
            if let Some((entries, last)) = self.entries.get_mut(*id as usize)
                && *last != entry
            {
                *entries += 1;
                *last = entry;
            }
        }
    }

    /// The weighted vector of a question.
    pub(in crate::matching) fn read(&self, reading: &Reading, reader: &Reader) -> Features {
        self.weigh(self.count(&reader.units(reading), &reader.synonyms))
    }

    /// The feature of a word's stem, if the pack has it.
    pub(in crate::matching) fn stem_of(&self, token: &Token) -> Option<u32> {
        self.ids.get(&stem_key(token)).copied()
    }

    /// Counts the features of a question.
    pub(in crate::matching) fn count(&self, units: &[Unit], synonyms: &Synonyms) -> Counts {
        let mut counts = Counts {
            known: Vec::with_capacity(16 * units.len()),
            unknown: Vec::new(),
        };
        let find = |key| self.ids.get(&key).copied();
        count(units, synonyms, &self.words, find, &mut counts);
        counts
    }

    /// Fixes the weights, once every phrasing is counted.
    ///
    /// [`BACKGROUND`] entries are imagined beside the pack's own, half of which use each function
    /// word: in a pack of a few entries, frequencies alone would not tell "is" from "invoice".
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
    pub(in crate::matching) fn finish(&mut self, entries: usize) {
        let words: Vec<Unit> = function_words()
            .iter()
            .map(|token| Unit::Word {
                token,
                id: None,
                typed: None,
            })
            .collect();
        let mut common = Counts::default();
        self.register(&words, &Synonyms::default(), &mut common);
        let all = 1.0 + entries as f32 + BACKGROUND;
        for (id, _) in common.known {
            if let Some(feature) = self.features.get_mut(id as usize)
                && feature.block != Block::Pair as u8
            {
                feature.idf = BACKGROUND / 2.0;
            }
        }
        let entries = std::mem::take(&mut self.entries);
        for (feature, (entries, _)) in self.features.iter_mut().zip(entries) {
            let background = feature.idf;
            feature.idf = (all / (1.0 + entries as f32 + background)).ln() + 1.0;
        }
        self.unknown_idf = all.ln() + 1.0;
    }

    pub(in crate::matching) fn len(&self) -> usize {
        self.features.len()
    }

    /// The weighted vector of a text.
    pub(in crate::matching) fn weigh(&self, counts: Counts) -> Features {
        let mut known = counts.known;
        let count = known.len() + counts.unknown.len();
        let unknown = self.weigh_known(&mut known, &counts.unknown);
        Features {
            known,
            unknown,
            count,
        }
    }

    /// Weighs what the pack knows of a text; the squared length of what it does not.
    pub(in crate::matching) fn weigh_known(
        &self,
        known: &mut [(u32, f32)],
        others: &[(u64, f32)],
    ) -> f32 {
        let mut norms = [0.0f32; BLOCKS];
        let mut unknown = [0.0f32; BLOCKS];
        for (id, value) in known.iter_mut() {
            if let Some(feature) = self.features.get(*id as usize) {
                *value *= feature.idf;
                norms[feature.block as usize % BLOCKS] += *value * *value;
            }
        }
        for (key, tf) in others {
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
        for (id, value) in known {
            if let Some(feature) = self.features.get(*id as usize) {
                *value *= scales[feature.block as usize % BLOCKS];
            }
        }
        mass
    }

    /// The part of a vector that is stems, brought to length 1.
    pub(in crate::matching) fn stems(&self, features: &Features) -> Vec<(u32, f32)> {
        let mut stems: Vec<(u32, f32)> = features.known.clone();
        stems.retain(|(id, _)| {
            let feature = self.features.get(*id as usize);
            feature.is_some_and(|feature| feature.block == Block::Stem as u8)
        });
        let length = square(&stems).sqrt().max(f32::MIN_POSITIVE);
        for (_, value) in &mut stems {
            *value /= length;
        }
        stems
    }
}
