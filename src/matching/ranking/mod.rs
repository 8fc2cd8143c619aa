//! Ranking entries by how well they fit a question.
//!
//! Packs of up to some hundred entries are ranked in full: each feature of the question adds to the
//! centroids' cosines and the logits of all entries, and only the leading ones have their best
//! phrasing looked up. Larger packs are ranked by posting lists, rarest feature first, up to a budget, so
//! that time hardly grows with the pack.

mod centroids;
mod exact;
mod fit;
pub(super) mod index;
mod phrasings;

use std::cell::RefCell;

use centroids::Centroids;
pub(super) use exact::{exact_keys, key, promote};
pub(super) use fit::{Fit, Ranking};
pub(super) use index::Index;

use crate::matching::{
    features::Features,
    training::{Gate, Lessons},
    vectors::dot,
};

/// How many leading entries have their best phrasing looked up.
pub(super) const LEADERS: usize = 10;
/// How many postings are read to find the leading entries' closest phrasings.
const CLOSEST_BUDGET: usize = 600;
/// How many postings are read to find the leading entries of a large pack.
const LEADERS_BUDGET: usize = 10_000;

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
    /// Of each entry.
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

/// One of the index's own vectors, to be ranked as if it were not one of them.
#[derive(Clone, Copy)]
struct LeftOut<'a> {
    at: usize,
    lessons: &'a Lessons,
}

impl Index {
    /// How well each leading class fits a vector; `stems` is its part that answers are compared by.
    pub(super) fn rank(&self, x: &Features, stems: &[(u32, f32)]) -> Ranking {
        SCRATCH.with_borrow_mut(|scratch| self.rank_with(scratch, x, stems, None))
    }

    /// The same for one of the index's own vectors, as if it were not one of them; `gate` is one
    /// that does not know it.
    pub(super) fn rank_left_out(
        &self,
        at: usize,
        lessons: &Lessons,
        gate: Option<&Gate>,
    ) -> Ranking {
        let known = self.vectors.row(at).to_vec();
        let x = Features {
            count: known.len(),
            known,
            unknown: 0.0,
        };
        let left_out = Some(LeftOut { at, lessons });
        let ranking = SCRATCH.with_borrow_mut(|scratch| self.rank_with(scratch, &x, &[], left_out));
        Ranking {
            gate: log_odds(gate, &x),
            ..ranking
        }
    }

    fn rank_with(
        &self,
        scratch: &mut Scratch,
        x: &Features,
        stems: &[(u32, f32)],
        left_out: Option<LeftOut>,
    ) -> Ranking {
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
            let list = self.postings.list(feature);
            let length = list.len() as u64;
            let is_gone = |gone: LeftOut| matches!(list, [(at, _)] if *at as usize == gone.at);
            if length == 0 || left_out.is_some_and(is_gone) {
                // Only an answer, a near miss or a phrasing that was left out has it.
                unknown += value * value;
            } else {
                scratch.lists.push(length << 32 | u64::from(feature));
            }
        }
        scratch.lists.sort_unstable();
        if self.centroids.is_some() {
            self.sum_phrasings(scratch, CLOSEST_BUDGET);
        } else {
            self.sum_and_track_phrasings(scratch, LEADERS_BUDGET);
        }
        // No phrasing has less in common with the question than the one that is left out.
        if let Some(sum) = left_out.and_then(|gone| scratch.sums.get_mut(gone.at)) {
            *sum = -1.0;
        }
        if let Some(centroids) = &self.centroids {
            self.lead_by_all(centroids, scratch, x, stems, left_out);
        } else {
            let left_out = left_out.map(|gone| gone.at);
            self.lead_by_phrasings(scratch, stems, left_out);
        }
        let mut fits: Vec<Fit> = Vec::with_capacity(scratch.fits.len() + 1);
        fits.extend_from_slice(&scratch.fits);
        fits.push(Fit {
            class: self.entries,
            ..Fit::default()
        });
        // One step for all, then the next: what they wait for from memory comes at the same time.
        for fit in &mut fits {
            fit.nearest = self.likeliest(fit.class, &scratch.sums);
        }
        for fit in &mut fits {
            fit.best = dot(self.vectors.row(fit.nearest), &scratch.dense);
        }
        if left_out.is_none() {
            for fit in &mut fits {
                fit.rejected = self.rejects(fit, &scratch.dense);
            }
        }
        let silent = fits.pop().unwrap_or_default();
        fits.sort_unstable_by(Fit::by_total);
        for &(feature, _) in &x.known {
            if let Some(cell) = scratch.dense.get_mut(feature as usize) {
                *cell = 0.0;
            }
        }
        if self.centroids.is_some() || left_out.is_some() {
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
            gate: log_odds(self.gate.as_ref(), x),
            unknown,
            count: x.count,
        }
    }

    /// The leaders of all entries, with their centroids' cosines and their logits.
    fn lead_by_all(
        &self,
        centroids: &Centroids,
        scratch: &mut Scratch,
        x: &Features,
        stems: &[(u32, f32)],
        left_out: Option<LeftOut>,
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
        centroids.cosines(&x.known, cosines, rows);
        self.softmax.logits(&x.known, logits);
        if let Some(LeftOut { at, lessons }) = left_out {
            let class = self.vectors.class(at);
            if let Some(cosine) = cosines.get_mut(class) {
                *cosine = centroids.forget(class, &x.known, *cosine);
            }
            lessons.forget(at, &x.known, logits);
        }
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
    }
}

/// The log-odds of being off topic.
fn log_odds(gate: Option<&Gate>, x: &Features) -> f32 {
    gate.map_or(0.0, |gate| gate.log_odds(&x.known))
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::matching::vectors::Vectors;

    /// Three classes, of which the last one is silent, and each phrasing has something of its own.
    fn phrasings() -> Vec<(usize, Vec<(u32, f32)>)> {
        let cells = |own: u32| vec![(own % 3, 0.5), (3 + own / 3, 0.6), (6 + own, 0.62)];
        (0u32..9)
            .map(|own| (own as usize / 3, cells(own)))
            .collect()
    }

    fn index(phrasings: &[(usize, Vec<(u32, f32)>)]) -> Index {
        let mut vectors = Vectors::default();
        for (class, cells) in phrasings {
            vectors.push(*class, cells);
        }
        Index::new(Arc::new(vectors), 2, 15)
    }

    #[test]
    fn a_phrasing_that_is_left_out_is_ranked_as_by_an_index_without_it() {
        let phrasings = phrasings();
        let whole = index(&phrasings);
        for at in 0..phrasings.len() {
            let mut others = phrasings.clone();
            let (_, cells) = others.remove(at);
            let x = Features {
                count: cells.len(),
                known: cells,
                unknown: 0.0,
            };
            let expected = index(&others).rank(&x, &[]);
            let ranking = whole.rank_left_out(at, &Lessons::default(), None);
            assert_eq!(ranking.fits.len(), expected.fits.len());
            let fits = ranking.fits.iter().chain([&ranking.silent]);
            for (fit, expected) in fits.zip(expected.fits.iter().chain([&expected.silent])) {
                assert_eq!(fit.class, expected.class, "{at}");
                assert!((fit.centroid - expected.centroid).abs() < 1e-5, "{at}");
                assert!((fit.best - expected.best).abs() < 1e-5, "{at}");
            }
            assert!((ranking.unknown - expected.unknown).abs() < 1e-5, "{at}");
            // Nothing is left of it for the next question.
            let known = whole.rank(&x, &[]);
            let own = known.fits.iter().chain([&known.silent]);
            assert!(own.map(|fit| fit.best).fold(0.0, f32::max) > 0.99, "{at}");
        }
    }

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
