//! The features of a pack with their weights, and texts as vectors of them.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::{
    features::{
        BLOCK_BITS, BLOCKS, Block, Synonyms, Unit, stem_key, visit_context, visit_trigrams,
    },
    lexicon::WordId,
};
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

/// How often each feature occurs in a text, damped, and flattened where it repeats.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Features of the pack, by id.
    known: Vec<(u32, f32)>,
    /// Others, by key.
    unknown: Vec<(u64, f32)>,
}

fn flatten(tf: f32) -> f32 {
    if tf > 1.0 { 1.0 + tf.ln() } else { tf }
}

/// The pack's features with their inverse entry frequencies.
#[derive(Debug, Default)]
pub(super) struct FeatureSpace {
    ids: FxHashMap<u64, u32>,
    features: Vec<Feature>,
    /// The stem and the trigrams of each of the lexicon's words, once a text has it outside a name.
    words: Vec<Option<Box<[u32]>>>,
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

/// A feature of a text: one of the pack's, or what may be one.
enum Named {
    Id(u32),
    Key(u64),
}

thread_local! {
    /// Sums of a text's features, kept between texts. Everything is zero at rest.
    static SUMS: RefCell<Vec<f32>> = RefCell::default();
}

impl FeatureSpace {
    /// Counts the features of a text, all of which become known.
    pub(super) fn register(&mut self, units: &[Unit], synonyms: &Synonyms) -> Counts {
        for unit in units {
            if let Unit::Word { token, id, .. } = unit
                && let Some(id) = id
            {
                self.register_word(*id, token);
            }
        }
        let words = std::mem::take(&mut self.words);
        let counts = count(units, synonyms, &words, |key| Some(self.id_of(key)));
        self.words = words;
        counts
    }

    fn register_word(&mut self, id: WordId, token: &Token) {
        if self.words.len() <= id.index() {
            self.words.resize(id.index() + 1, None);
        }
        if self.words.get(id.index()) == Some(&None) {
            let mut ids = vec![self.id_of(stem_key(token))];
            visit_trigrams(&token.word, |key| ids.push(self.id_of(key)));
            self.words[id.index()] = Some(ids.into());
        }
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
    pub(super) fn add(&mut self, units: &[Unit], synonyms: &Synonyms, entry: usize) -> Counts {
        let counts = self.register(units, synonyms);
        for (id, _) in &counts.known {
            if let Some((entries, last)) = self.entries.get_mut(*id as usize)
                && *last != entry
            {
                *entries += 1;
                *last = entry;
            }
        }
        counts
    }

    /// Counts the features of a question.
    pub(super) fn count(&self, units: &[Unit], synonyms: &Synonyms) -> Counts {
        count(units, synonyms, &self.words, |key| {
            self.ids.get(&key).copied()
        })
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
            .map(|token| Unit::Word {
                token,
                id: None,
                typed: None,
            })
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
        let entries = std::mem::take(&mut self.entries);
        for (feature, (entries, _)) in self.features.iter_mut().zip(entries) {
            let background = feature.idf;
            feature.idf = (all / (1.0 + entries as f32 + background)).ln() + 1.0;
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

/// Counts the features of a text; `find` says which of the pack's a key is.
fn count(
    units: &[Unit],
    synonyms: &Synonyms,
    words: &[Option<Box<[u32]>>],
    mut find: impl FnMut(u64) -> Option<u32>,
) -> Counts {
    SUMS.with_borrow_mut(|sums| {
        let mut known: Vec<(u32, f32)> = Vec::with_capacity(16 * units.len());
        let mut unknown: Vec<(u64, f32)> = Vec::new();
        visit(units, synonyms, words, |feature, damping| {
            let id = match feature {
                Named::Id(id) => id,
                Named::Key(key) => match find(key) {
                    Some(id) => id,
                    None => return unknown.push((key, damping)),
                },
            };
            if sums.len() <= id as usize {
                sums.resize(id as usize + 1, 0.0);
            }
            let sum = &mut sums[id as usize];
            if *sum == 0.0 {
                known.push((id, 0.0));
            }
            *sum += damping;
        });
        for (id, tf) in &mut known {
            if let Some(sum) = sums.get_mut(*id as usize) {
                *tf = flatten(std::mem::take(sum));
            }
        }
        unknown.sort_unstable_by_key(|(key, _)| *key);
        unknown.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        for (_, tf) in &mut unknown {
            *tf = flatten(*tf);
        }
        Counts { known, unknown }
    })
}

/// Names every feature of a text to `add`, with its damping.
fn visit(
    units: &[Unit],
    synonyms: &Synonyms,
    words: &[Option<Box<[u32]>>],
    mut add: impl FnMut(Named, f32),
) {
    for unit in units {
        let Unit::Word { token, id, typed } = unit else {
            continue;
        };
        let damping = token.damping;
        // A correction is half what was typed.
        let of_trigrams = if typed.is_some() {
            damping * 0.5
        } else {
            damping
        };
        let known = id.and_then(|id| words.get(id.index())?.as_deref());
        if let Some([stem, trigrams @ ..]) = known {
            add(Named::Id(*stem), damping);
            for &trigram in trigrams {
                add(Named::Id(trigram), of_trigrams);
            }
        } else {
            add(Named::Key(stem_key(token)), damping);
            visit_trigrams(&token.word, |key| add(Named::Key(key), of_trigrams));
        }
        if let Some(typed) = typed {
            visit_trigrams(typed, |key| add(Named::Key(key), of_trigrams));
        }
    }
    visit_context(units, synonyms, |key, damping| {
        add(Named::Key(key), damping);
    });
}
