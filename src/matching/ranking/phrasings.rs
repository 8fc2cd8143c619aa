//! Finding the phrasings that are most like a question.

use super::{LEADERS, Scratch, fit::Fit, index::Index, pack, unpack};
use crate::matching::vectors::{dot, square, sum_by_key};

/// How many phrasings of a large pack are looked at in full.
const FINALISTS: usize = 32;

impl Index {
    /// Adds up the products of the rarest features, as far as the budget goes.
    pub(super) fn sum_phrasings(&self, scratch: &mut Scratch, budget: usize) {
        let sums = scratch.sums.as_mut_slice();
        self.visit_rarest(&scratch.lists, &scratch.dense, budget, |at, product| {
            if let Some(sum) = sums.get_mut(at as usize) {
                *sum += product;
            }
        });
    }

    /// The same, and keeps a list of the phrasings that were met.
    pub(super) fn sum_and_track_phrasings(&self, scratch: &mut Scratch, budget: usize) {
        if scratch.touched.len() < budget {
            scratch.touched.resize(budget, 0);
        }
        let sums = scratch.sums.as_mut_slice();
        let touched = scratch.touched.as_mut_slice();
        let mut met = 0;
        self.visit_rarest(&scratch.lists, &scratch.dense, budget, |at, product| {
            let Some(sum) = sums.get_mut(at as usize) else {
                return;
            };
            // Written every time, and kept when it is new: the guess would often be wrong.
            if let Some(place) = touched.get_mut(met) {
                *place = at;
            }
            met += usize::from(*sum == 0.0);
            *sum += product;
        });
        scratch.met = met.min(touched.len());
    }

    #[inline]
    fn visit_rarest(
        &self,
        lists: &[u64],
        dense: &[f32],
        budget: usize,
        mut found: impl FnMut(u32, f32),
    ) {
        let mut left = budget;
        for packed in lists {
            let feature = u32::try_from(packed & u64::from(u32::MAX)).unwrap_or(u32::MAX);
            let value = dense.get(feature as usize).copied().unwrap_or(0.0);
            let list = self.postings.list(feature);
            for &(at, weight) in list.get(..left).unwrap_or(list) {
                found(at, value * weight);
            }
            left = left.saturating_sub(list.len());
            if left == 0 {
                break;
            }
        }
    }

    /// The entries of the phrasings that have most in common with the question.
    pub(super) fn lead_by_phrasings(
        &self,
        scratch: &mut Scratch,
        stems: &[(u32, f32)],
        left_out: Option<usize>,
    ) {
        let Scratch {
            touched,
            met,
            keys,
            sums,
            fits,
            dense,
            ..
        } = scratch;
        keys.clear();
        let sum_of = |at: u32| sums.get(at as usize).copied().unwrap_or(0.0);
        let (mut least, mut floor) = (0, 0.0);
        for &at in touched.iter().take(*met) {
            let sum = sum_of(at);
            // Most are told by this alone.
            if sum < floor {
                continue;
            }
            let key = pack(sum, at);
            if key > least {
                keys.push(key);
                if keys.len() == 4 * FINALISTS {
                    least = *keys
                        .select_nth_unstable_by(FINALISTS - 1, |a, b| b.cmp(a))
                        .1;
                    floor = sum_of(unpack(least));
                    keys.truncate(FINALISTS);
                }
            }
        }
        if keys.len() > FINALISTS {
            keys.select_nth_unstable_by(FINALISTS, |a, b| b.cmp(a));
        }
        // By their places, which belong to one class after the other.
        keys.truncate(FINALISTS);
        keys.sort_unstable_by_key(|key| unpack(*key));
        for key in keys {
            let at = unpack(*key);
            let class = self.vectors.class(at as usize);
            if fits.last().is_some_and(|fit| fit.class == class) || class == self.entries {
                continue;
            }
            fits.push(Fit {
                class,
                centroid: self.centroid(class, left_out, dense),
                text: self.text(class, stems, dense),
                ..Fit::default()
            });
        }
        if fits.len() > LEADERS {
            fits.select_nth_unstable_by(LEADERS, Fit::by_total);
            fits.truncate(LEADERS);
        }
    }

    /// What a class's answer has in common with the question's stems, which are those of its vector
    /// at another scale.
    fn text(&self, class: usize, stems: &[(u32, f32)], dense: &[f32]) -> f32 {
        let scale = stems.first().and_then(|&(feature, value)| {
            let own = dense.get(feature as usize)?;
            (*own > 0.0).then(|| value / own)
        });
        scale.map_or(0.0, |scale| scale * dot(self.answer_rows.row(class), dense))
    }

    /// The cosine with the middle of a class's phrasings, at most 32 of them and not the one that is
    /// left out.
    fn centroid(&self, class: usize, left_out: Option<usize>, dense: &[f32]) -> f32 {
        let from = self.vectors.first_of(class);
        let to = self.vectors.first_of(class + 1).min(from + 32);
        if to == from + 1 {
            return dot(self.vectors.row(from), dense);
        }
        let mut cells: Vec<(u32, f32)> = (from..to)
            .filter(|at| Some(*at) != left_out)
            .flat_map(|at| self.vectors.row(at))
            .copied()
            .collect();
        sum_by_key(&mut cells);
        dot(&cells, dense) / square(&cells).sqrt().max(f32::MIN_POSITIVE)
    }

    /// Whether a near miss of the class is nearer than all of its own phrasings, of which
    /// [`Fit::best`] is only the one that was looked at.
    pub(super) fn rejects(&self, fit: &Fit, dense: &[f32]) -> bool {
        let rejects = self.rejects.first_of(fit.class)..self.rejects.first_of(fit.class + 1);
        let near = rejects
            .map(|at| dot(self.rejects.row(at), dense))
            .fold(0.0, f32::max);
        let own = self.vectors.first_of(fit.class)..self.vectors.first_of(fit.class + 1);
        near > 0.5
            && near > fit.best
            && own
                .into_iter()
                .all(|at| dot(self.vectors.row(at), dense) < near)
    }

    /// The phrasing of a class that has most in common with the question; where nothing rare is
    /// shared, the first speaks for all. Beyond the last one when the class has none.
    pub(super) fn likeliest(&self, class: usize, sums: &[f32]) -> usize {
        let from = self.vectors.first_of(class);
        let to = self.vectors.first_of(class + 1);
        if from == to {
            return self.vectors.len();
        }
        from + highest(sums.get(from..to).unwrap_or_default())
    }
}

/// The place of the highest of some numbers that are not negative; of equal ones the first.
fn highest(values: &[f32]) -> usize {
    // Eight side by side, without a branch.
    let (eights, rest) = values.as_chunks::<8>();
    let greater = |a: f32, b: f32| if b > a { b } else { a };
    let mut most = [0.0f32; 8];
    for eight in eights {
        for (most, &value) in most.iter_mut().zip(eight) {
            *most = greater(*most, value);
        }
    }
    let most = most.iter().chain(rest).copied().fold(0.0, greater);
    let most_of = |eight: &[f32; 8]| eight.iter().fold(0, |any, v| any | u8::from(*v >= most));
    let before = 8 * eights
        .iter()
        .take_while(|eight| most_of(eight) == 0)
        .count();
    let place = values.iter().skip(before).position(|value| *value >= most);
    before + place.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::matching::{features::Features, vectors::Vectors};

    #[test]
    fn a_near_miss_is_compared_with_phrasings_that_share_only_common_words() {
        const COMMON: u32 = 0;
        const RARE: u32 = 1;
        let mut vectors = Vectors::default();
        // More phrasings with the common word than are read, and all before the entry's own.
        for _ in 0..1000 {
            vectors.push(0, &[(COMMON, 1.0)]);
        }
        vectors.push(1, &[(RARE, 0.3)]);
        vectors.push(1, &[(COMMON, 1.0)]);
        let features = |known: Vec<(u32, f32)>| Features {
            count: known.len(),
            known,
            unknown: 0.0,
        };
        let question = features(vec![(COMMON, 0.95), (RARE, 0.3)]);
        for (near_miss, rejected) in [
            (vec![(COMMON, 0.8)], false),
            (vec![(COMMON, 0.95), (RARE, 0.3)], true),
        ] {
            let mut index = Index::new(Arc::new(vectors.clone()), 2, 2);
            index.add_reject(1, &features(near_miss.clone()));
            let ranking = index.rank(&question, &[]);
            let fit = ranking.fits.iter().find(|fit| fit.class == 1);
            let fit = fit.expect("both entries lead");
            assert!(fit.best < 0.5, "the nearest phrasing is not looked at");
            assert_eq!(fit.rejected, rejected, "{near_miss:?}");
        }
    }
}
