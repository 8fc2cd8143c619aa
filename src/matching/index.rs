//! The searchable form of a corpus: phrasings as vectors, and what was learnt from them.
//!
//! Packs of up to some hundred entries are ranked in full: each feature of the question adds to the
//! centroids' cosines and the logits of all entries, and only the leading ones have their best
//! phrasing looked up. Larger packs are ranked by posting lists, rarest feature first, up to a budget, so
//! that time hardly grows with the pack.

use std::cell::RefCell;

use super::{
    centroids::Centroids,
    fit::{Fit, Ranking},
    softmax::{Gate, Softmax},
    space::Features,
    vectors::{Postings, Vectors, dot},
};

/// How many leading entries have their best phrasing looked up.
pub(super) const LEADERS: usize = 10;
/// How many postings are read to find the leading entries' closest phrasings.
const CLOSEST_BUDGET: usize = 600;
/// How many postings are read to find the leading entries of a large pack.
const LEADERS_BUDGET: usize = 10_000;
/// Training the softmax takes examples × features × entries steps; above this many a pack is too
/// large for it (about a second), and ranks by cosines alone.
const TRAINING_BUDGET: usize = 100_000_000;
/// Above this many cells even telling on topic from off topic is not trained.
const GATE_BUDGET: usize = 2_000_000;

/// What is learnt from a set of vectors.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Number of entries; the silent class has this number.
    pub(super) entries: usize,
    features: usize,
    pub(super) vectors: Vectors,
    pub(super) postings: Postings,
    /// What all entries are ranked by; `None` when the pack is too large.
    whole: Option<Whole>,
    /// In scope against off topic; `None` without off-topic questions.
    gate: Option<Gate>,
    /// What entries must not answer.
    pub(super) rejects: Vectors,
    /// Each entry's answer text by features, already weighted; of a pack ranked in full.
    answers: Postings,
    /// The same by entry; of a larger one.
    pub(super) answer_rows: Vectors,
}

/// What ranks all entries at once.
#[derive(Debug)]
struct Whole {
    centroids: Centroids,
    softmax: Softmax,
}

/// What ranking needs for a moment, kept between questions. Everything is zero at rest.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// The question's vector, a place for each feature.
    pub(super) dense: Vec<f32>,
    /// Sums for each phrasing.
    pub(super) sums: Vec<f32>,
    /// Phrasings whose sum is not zero are the first `met` of these; the rest is unused room.
    pub(super) touched: Vec<u32>,
    pub(super) met: usize,
    /// Phrasings by their sum or entries by their total, packed by [`pack`].
    pub(super) keys: Vec<u64>,
    /// Of each entry, and of the silent class.
    cosines: Vec<f32>,
    logits: Vec<f32>,
    rows: Vec<(u32, f32)>,
    /// What each entry's answer has in common with the question.
    texts: Vec<f32>,
    pub(super) fits: Vec<Fit>,
    /// The question's features, rarest first: each one's number of postings, and its id, packed for
    /// sorting.
    pub(super) lists: Vec<u64>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Index {
    /// Learns from vectors sorted by class; class `entries` is the silent one.
    pub(super) fn new(vectors: Vectors, entries: usize, features: usize) -> Self {
        let asked = vectors.first_of(entries);
        let trainable = entries > 1 && vectors.size().saturating_mul(entries) <= TRAINING_BUDGET;
        let mut index = Self {
            entries,
            features,
            postings: Postings::new(&vectors, features),
            whole: trainable.then(|| Whole {
                centroids: Centroids::new(&vectors, features, entries),
                softmax: Softmax::train(&vectors, features, entries),
            }),
            ..Self::default()
        };
        if asked < vectors.len() && vectors.size() <= GATE_BUDGET {
            index.gate = Some(Gate::train(&vectors, features, entries));
        }
        index.vectors = vectors;
        index
    }

    /// Compares questions with the answers' texts as well: a vector an entry, of length 1.
    pub(super) fn add_answers(&mut self, answers: &[Vec<(u32, f32)>]) {
        let weight = answer_weight(self.vectors.first_of(self.entries), self.entries);
        let mut weighted = Vectors::default();
        for (class, answer) in answers.iter().enumerate() {
            let cells: Vec<_> = answer.iter().map(|(f, v)| (*f, v * weight)).collect();
            weighted.push(class, &cells);
        }
        if self.whole.is_some() {
            self.answers = Postings::new(&weighted, self.features);
        } else {
            self.answer_rows = weighted;
        }
    }

    /// Adds a near miss of a class; classes come in ascending order.
    pub(super) fn add_reject(&mut self, class: usize, reject: &Features) {
        self.rejects.push(class, &reject.known);
    }

    /// Whether any vector is of this class.
    pub(super) fn speaks_for(&self, class: usize) -> bool {
        self.vectors.class(self.vectors.first_of(class)) == class
    }

    /// How well each leading class fits a vector; `stems` is its part that answers are compared by.
    pub(super) fn rank(&self, x: &Features, stems: &[(u32, f32)]) -> Ranking {
        SCRATCH.with_borrow_mut(|scratch| self.rank_with(scratch, x, stems))
    }

    fn rank_with(&self, scratch: &mut Scratch, x: &Features, stems: &[(u32, f32)]) -> Ranking {
        grow(&mut scratch.dense, self.features);
        grow(&mut scratch.sums, self.vectors.len());
        scratch.fits.clear();
        for &(feature, value) in &x.known {
            if let Some(cell) = scratch.dense.get_mut(feature as usize) {
                *cell = value;
            }
        }
        let mut unknown = x.unknown;
        scratch.lists.clear();
        for &(feature, value) in &x.known {
            let length = self.postings.list(feature).len() as u64;
            if length == 0 {
                // Only an answer, a near miss or a phrasing that was left out has it.
                unknown += value * value;
            } else {
                scratch.lists.push(length << 32 | u64::from(feature));
            }
        }
        scratch.lists.sort_unstable();
        let mut silent = Fit {
            class: self.entries,
            ..Fit::default()
        };
        if let Some(whole) = &self.whole {
            self.sum_phrasings(scratch, CLOSEST_BUDGET);
            self.lead_by_all(whole, scratch, x, stems, &mut silent);
        } else {
            self.sum_and_track_phrasings(scratch, LEADERS_BUDGET);
            self.lead_by_phrasings(scratch, stems, &mut silent);
        }
        let mut fits: Vec<Fit> = Vec::with_capacity(scratch.fits.len() + 1);
        fits.extend_from_slice(&scratch.fits);
        fits.push(silent);
        // One step for all, then the next: what they wait for from memory comes at the same time.
        for fit in &mut fits {
            fit.nearest = self.likeliest(fit.class, &scratch.sums);
        }
        for fit in &mut fits {
            fit.best = dot(self.vectors.row(fit.nearest), &scratch.dense);
        }
        for fit in &mut fits {
            fit.rejected = self.rejects(fit, &scratch.dense);
        }
        let silent = fits.pop().unwrap_or_default();
        fits.sort_unstable_by(Fit::by_total);
        for &(feature, _) in &x.known {
            if let Some(cell) = scratch.dense.get_mut(feature as usize) {
                *cell = 0.0;
            }
        }
        if self.whole.is_some() {
            scratch.sums[..self.vectors.len()].fill(0.0);
        }
        for at in scratch.touched.iter().take(scratch.met) {
            if let Some(sum) = scratch.sums.get_mut(*at as usize) {
                *sum = 0.0;
            }
        }
        scratch.met = 0;
        Ranking {
            fits,
            silent,
            gate: self
                .gate
                .as_ref()
                .map_or(0.0, |gate| gate.log_odds(&x.known)),
            unknown,
        }
    }

    /// The leaders of all entries, with their centroids' cosines and their logits.
    fn lead_by_all(
        &self,
        whole: &Whole,
        scratch: &mut Scratch,
        x: &Features,
        stems: &[(u32, f32)],
        silent: &mut Fit,
    ) {
        let Scratch {
            cosines,
            logits,
            rows,
            texts,
            keys,
            fits,
            ..
        } = scratch;
        whole.centroids.cosines(&x.known, cosines, rows);
        whole.softmax.logits(&x.known, logits);
        texts.clear();
        texts.resize(self.entries, 0.0);
        for &(feature, value) in stems {
            for &(class, weight) in self.answers.list(feature) {
                if let Some(text) = texts.get_mut(class as usize) {
                    *text += value * weight;
                }
            }
        }
        let fit = |class: usize| {
            let of = |values: &[f32]| values.get(class).copied().unwrap_or(0.0);
            Fit {
                class,
                centroid: of(cosines),
                logit: of(logits),
                text: of(texts),
                ..Fit::default()
            }
        };
        // Numbers are sorted faster than fits are.
        keys.clear();
        keys.extend(
            (0..)
                .zip(0..self.entries)
                .map(|(id, class)| pack(fit(class).total(), id)),
        );
        if keys.len() > LEADERS {
            keys.select_nth_unstable_by(LEADERS, |a, b| b.cmp(a));
            keys.truncate(LEADERS);
        }
        fits.extend(keys.iter().map(|key| fit(unpack(*key) as usize)));
        silent.centroid = cosines.get(self.entries).copied().unwrap_or(0.0);
    }
}

/// A number and the place it belongs to, as one that is the greater the greater the number is, and of
/// equal ones the earlier the place.
pub(super) fn pack(value: f32, place: u32) -> u64 {
    let bits = value.to_bits();
    let ordered = if bits >> 31 == 0 {
        bits | 1 << 31
    } else {
        !bits
    };
    u64::from(ordered) << 32 | u64::from(u32::MAX - place)
}

/// The place that was packed.
pub(super) fn unpack(key: u64) -> u32 {
    u32::MAX - u32::try_from(key & u64::from(u32::MAX)).unwrap_or(0)
}

fn grow(values: &mut Vec<f32>, len: usize) {
    if values.len() < len {
        values.resize(len, 0.0);
    }
}

/// Whether answers' texts are compared at all.
pub(super) fn weighs_answers(phrasings: usize, entries: usize) -> bool {
    answer_weight(phrasings, entries) > 0.0
}

/// The weight of the answer's text: 1/√(phrasings an entry); nothing from four phrasings on, where
/// it was measured to bring nothing.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
fn answer_weight(phrasings: usize, entries: usize) -> f32 {
    let each = phrasings as f32 / entries.max(1) as f32;
    if each < 4.0 {
        1.0 / each.max(1.0).sqrt()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};

    #[test]
    fn packed_numbers_are_in_order_and_of_equal_ones_the_first_is_greatest() {
        let ascending = [
            (f32::NEG_INFINITY, 0),
            (-2.5, 7),
            (-2.5, 3),
            (-1e-9, 0),
            (0.0, 9),
            (0.0, 8),
            (1e-9, 5),
            (0.7, 5),
            (0.7, 4),
            (12.0, u32::MAX),
        ];
        let packed = ascending.map(|(value, place)| pack(value, place));
        assert!(packed.is_sorted_by(|a, b| a < b), "{packed:?}");
        assert_eq!(packed.map(unpack), ascending.map(|(_, place)| place));
    }
}
