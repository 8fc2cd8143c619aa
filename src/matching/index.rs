//! The searchable form of a corpus: phrasings as vectors, and what was learnt from them.
//!
//! Packs of up to some hundred entries are ranked by one dense matrix: each feature of the question
//! adds a row of centroid weights and logits, and only the leading entries have their best phrasing
//! looked up. Larger packs are ranked by posting lists, rarest feature first, up to a budget, so
//! that time hardly grows with the pack.

use std::cell::RefCell;

use super::{
    features::Features,
    softmax::{Gate, LANES, Softmax, add_scaled, row},
    vectors::{Postings, Vectors},
};

/// Weight of the cosine with the middle of an entry's phrasings.
const CENTROID_WEIGHT: f32 = 0.5;
/// Weight of the cosine with the entry's best phrasing.
const BEST_WEIGHT: f32 = 0.5;
/// Weight of the softmax's logit. 0.15 to 0.4 rank alike; more helps where phrasings are few.
const LOGIT_WEIGHT: f32 = 0.25;
/// How many leading entries have their best phrasing looked up.
const LEADERS: usize = 10;
/// How many phrasings of a leading entry are compared in full.
const CLOSEST: usize = 2;
/// How many postings are read to find the leading entries' closest phrasings.
const CLOSEST_BUDGET: usize = 2000;
/// How many postings are read to find the leading entries of a large pack.
const LEADERS_BUDGET: usize = 20_000;
/// How many phrasings of a large pack are looked at in full.
const FINALISTS: usize = 64;
/// Training the softmax takes examples × features × entries steps; above this many a pack is too
/// large for it (about a second), and ranks by cosines alone.
const TRAINING_BUDGET: usize = 100_000_000;
/// Above this many cells even telling on topic from off topic is not trained.
const GATE_BUDGET: usize = 2_000_000;

/// How well one class fits a question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Fit {
    pub(super) class: usize,
    /// Cosine with the middle of the class's phrasings, 0 to 1.
    pub(super) centroid: f32,
    /// Cosine with its best phrasing, 0 to 1.
    pub(super) best: f32,
    /// Which vector that is.
    pub(super) nearest: usize,
    /// What the softmax says; 0 without one.
    pub(super) logit: f32,
    /// Cosine with the answer's text, already weighted.
    pub(super) text: f32,
    /// Whether one of the class's near misses is nearer than its own phrasings.
    pub(super) rejected: bool,
}

impl Fit {
    /// The similarity without what was trained: comparable between packs.
    pub(super) fn cosine(&self) -> f32 {
        CENTROID_WEIGHT * self.centroid + BEST_WEIGHT * self.best + self.text
    }

    /// What entries are ranked by.
    pub(super) fn total(&self) -> f32 {
        self.cosine() + LOGIT_WEIGHT * self.logit
    }
}

/// A question against the whole corpus.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranking {
    /// The leading entries, best first.
    pub(super) fits: Vec<Fit>,
    /// How well off-topic questions fit.
    pub(super) silent: Fit,
    /// The log-odds of being off topic, by the words used; 0 when the packs name no such question.
    pub(super) gate: f32,
    /// The share of the question that no phrasing knows, 0 to 1.
    pub(super) unknown: f32,
}

/// What is learnt from a set of vectors.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Number of entries; the silent class has this number.
    entries: usize,
    features: usize,
    vectors: Vectors,
    postings: Postings,
    /// `None` when the pack is too large.
    matrix: Option<Matrix>,
    /// In scope against off topic; `None` without off-topic questions.
    gate: Option<Gate>,
    /// What entries must not answer.
    rejects: Vectors,
    /// Each entry's answer text by features, already weighted.
    answers: Postings,
}

/// For each feature a row: the centroids' weights of all classes, then the entries' logits.
#[derive(Debug, Default)]
struct Matrix {
    cells: Vec<f32>,
    bias: Vec<f32>,
    /// The length of half a row.
    stride: usize,
}

/// What ranking needs for a moment, kept between questions. Everything is zero at rest.
#[derive(Debug, Default)]
struct Scratch {
    /// The question's vector, a place for each feature.
    dense: Vec<f32>,
    /// Sums for each phrasing.
    sums: Vec<f32>,
    /// Phrasings whose sum is not zero.
    touched: Vec<u32>,
    lanes: Vec<f32>,
    fits: Vec<Fit>,
    lists: Vec<(usize, u32, f32)>,
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
            matrix: trainable.then(|| Matrix::new(&vectors, features, entries)),
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
        self.answers = Postings::new(&weighted, self.features);
    }

    /// Adds a near miss of a class; classes come in ascending order.
    pub(super) fn add_reject(&mut self, class: usize, reject: &Features) {
        self.rejects.push(class, &reject.known);
    }

    /// Whether any vector is of this class.
    pub(super) fn speaks_for(&self, class: usize) -> bool {
        self.vectors.class(self.vectors.first_of(class)) == class
    }

    pub(super) fn vectors(&self) -> &Vectors {
        &self.vectors
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
            let length = self.postings.list(feature).len();
            if length == 0 {
                // Only an answer, a near miss or a phrasing that was left out has it.
                unknown += value * value;
            } else {
                scratch.lists.push((length, feature, value));
            }
        }
        scratch.lists.sort_unstable_by_key(|list| (list.0, list.1));
        let mut silent = Fit {
            class: self.entries,
            ..Fit::default()
        };
        if let Some(matrix) = &self.matrix {
            self.sum_phrasings(scratch, CLOSEST_BUDGET, false);
            self.lead_by_matrix(matrix, scratch, x, &mut silent);
        } else {
            self.sum_phrasings(scratch, LEADERS_BUDGET, true);
            self.lead_by_phrasings(scratch, &mut silent);
        }
        for &(feature, value) in stems {
            for &(class, weight) in self.answers.list(feature) {
                if let Some(fit) = scratch.fits.get_mut(class as usize) {
                    fit.text += value * weight;
                }
            }
        }
        let fits = &mut scratch.fits;
        let by_total =
            |a: &Fit, b: &Fit| b.total().total_cmp(&a.total()).then(a.class.cmp(&b.class));
        if fits.len() > LEADERS {
            fits.select_nth_unstable_by(LEADERS, by_total);
            fits.truncate(LEADERS);
        }
        let mut fits: Vec<Fit> = fits.clone();
        for fit in fits.iter_mut().chain([&mut silent]) {
            self.find_best_phrasing(fit, scratch);
            fit.rejected = self.rejects(fit, &scratch.dense);
        }
        fits.sort_unstable_by(by_total);
        for &(feature, _) in &x.known {
            if let Some(cell) = scratch.dense.get_mut(feature as usize) {
                *cell = 0.0;
            }
        }
        if self.matrix.is_some() {
            scratch.sums[..self.vectors.len()].fill(0.0);
        }
        for at in scratch.touched.drain(..) {
            if let Some(sum) = scratch.sums.get_mut(at as usize) {
                *sum = 0.0;
            }
        }
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

    /// Adds up the products of the rarest features, as far as the budget goes; `track` keeps
    /// a list of the phrasings that were met.
    fn sum_phrasings(&self, scratch: &mut Scratch, budget: usize, track: bool) {
        let Scratch {
            lists,
            sums,
            touched,
            ..
        } = scratch;
        let mut left = budget;
        for &(length, feature, value) in lists.iter() {
            let list = self.postings.list(feature);
            for &(at, weight) in list.iter().take(left) {
                if let Some(sum) = sums.get_mut(at as usize) {
                    if track && *sum == 0.0 {
                        touched.push(at);
                    }
                    *sum += value * weight;
                }
            }
            left = left.saturating_sub(length);
            if left == 0 {
                break;
            }
        }
    }

    /// Every entry, with its centroid's cosine and its logit.
    fn lead_by_matrix(
        &self,
        matrix: &Matrix,
        scratch: &mut Scratch,
        x: &Features,
        silent: &mut Fit,
    ) {
        let lanes = &mut scratch.lanes;
        lanes.clear();
        lanes.extend_from_slice(&matrix.bias);
        for &(feature, value) in &x.known {
            add_scaled(lanes, row(&matrix.cells, 2 * matrix.stride, feature), value);
        }
        let (centroids, logits) = lanes.split_at(matrix.stride);
        for (class, (centroid, logit)) in
            centroids.iter().zip(logits).take(self.entries).enumerate()
        {
            scratch.fits.push(Fit {
                class,
                centroid: *centroid,
                logit: *logit,
                ..Fit::default()
            });
        }
        silent.centroid = centroids.get(self.entries).copied().unwrap_or(0.0);
    }

    /// The entries of the phrasings that have most in common with the question.
    fn lead_by_phrasings(&self, scratch: &mut Scratch, silent: &mut Fit) {
        let Scratch {
            touched,
            sums,
            fits,
            dense,
            ..
        } = scratch;
        let sum = |at: u32| sums.get(at as usize).copied().unwrap_or(0.0);
        let by_sum = |a: &u32, b: &u32| sum(*b).total_cmp(&sum(*a)).then(a.cmp(b));
        if touched.len() > FINALISTS {
            touched.select_nth_unstable_by(FINALISTS, by_sum);
        }
        let mut finalists: Vec<u32> = touched.iter().take(FINALISTS).copied().collect();
        finalists.sort_unstable();
        for at in finalists {
            let class = self.vectors.class(at as usize);
            if fits.last().is_some_and(|fit| fit.class == class) || class == self.entries {
                continue;
            }
            fits.push(Fit {
                class,
                centroid: self.centroid(class, dense),
                ..Fit::default()
            });
        }
        silent.centroid = 0.0;
    }

    /// The cosine with the middle of a class's phrasings, at most 32 of them.
    fn centroid(&self, class: usize, dense: &[f32]) -> f32 {
        let from = self.vectors.first_of(class);
        let to = self.vectors.first_of(class + 1).min(from + 32);
        if to == from + 1 {
            return dot(self.vectors.row(from), dense);
        }
        let mut cells: Vec<(u32, f32)> = (from..to)
            .flat_map(|at| self.vectors.row(at))
            .copied()
            .collect();
        cells.sort_unstable_by_key(|(feature, _)| *feature);
        cells.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let square: f32 = cells.iter().map(|(_, v)| v * v).sum();
        dot(&cells, dense) / square.sqrt().max(f32::MIN_POSITIVE)
    }

    fn rejects(&self, fit: &Fit, dense: &[f32]) -> bool {
        let rejects = self.rejects.first_of(fit.class)..self.rejects.first_of(fit.class + 1);
        rejects.into_iter().any(|at| {
            let near = dot(self.rejects.row(at), dense);
            near > fit.best && near > 0.5
        })
    }

    /// Compares the phrasings of a class in full that have most in common with the question.
    fn find_best_phrasing(&self, fit: &mut Fit, scratch: &Scratch) {
        let from = self.vectors.first_of(fit.class);
        let to = self.vectors.first_of(fit.class + 1);
        let mut closest = [(0.0f32, from); CLOSEST];
        let sums = scratch.sums.get(from..to).unwrap_or_default();
        for (at, &sum) in (from..to).zip(sums) {
            if sum > closest[CLOSEST - 1].0 {
                let mut place = CLOSEST - 1;
                while place > 0 && sum > closest[place - 1].0 {
                    closest[place] = closest[place - 1];
                    place -= 1;
                }
                closest[place] = (sum, at);
            }
        }
        for (sum, at) in closest {
            // Where nothing rare is shared, the first phrasing speaks for all.
            if sum > 0.0 || (at == from && fit.best == 0.0 && from < to) {
                let cosine = dot(self.vectors.row(at), &scratch.dense);
                if cosine > fit.best {
                    fit.best = cosine;
                    fit.nearest = at;
                }
            }
        }
    }
}

impl Matrix {
    fn new(vectors: &Vectors, features: usize, entries: usize) -> Self {
        let stride = (entries + 1).next_multiple_of(LANES);
        let softmax = Softmax::train(vectors, features, entries);
        let learnt = softmax.stride();
        let mut cells = vec![0.0; features * 2 * stride];
        for (to, from) in cells
            .chunks_exact_mut(2 * stride)
            .zip(softmax.weights.chunks_exact(learnt))
        {
            for (to, from) in to.iter_mut().skip(stride).zip(from.iter().take(entries)) {
                *to = *from;
            }
        }
        for at in 0..vectors.len() {
            for &(feature, value) in vectors.row(at) {
                let cell = feature as usize * 2 * stride + vectors.class(at);
                if let Some(cell) = cells.get_mut(cell) {
                    *cell += value;
                }
            }
        }
        let mut squares = vec![0.0; stride];
        for row in cells.chunks_exact(2 * stride) {
            for (square, value) in squares.iter_mut().zip(row) {
                *square += value * value;
            }
        }
        let scales: Vec<f32> = squares
            .iter()
            .map(|square: &f32| 1.0 / square.sqrt().max(f32::MIN_POSITIVE))
            .collect();
        for row in cells.chunks_exact_mut(2 * stride) {
            for (value, scale) in row.iter_mut().zip(&scales) {
                *value *= scale;
            }
        }
        let mut bias = vec![0.0; 2 * stride];
        for (to, from) in bias
            .iter_mut()
            .skip(stride)
            .zip(softmax.bias.iter().take(entries))
        {
            *to = *from;
        }
        Self {
            cells,
            bias,
            stride,
        }
    }
}

fn grow(values: &mut Vec<f32>, len: usize) {
    if values.len() < len {
        values.resize(len, 0.0);
    }
}

fn dot(cells: &[(u32, f32)], dense: &[f32]) -> f32 {
    cells
        .iter()
        .map(|(feature, value)| dense.get(*feature as usize).copied().unwrap_or(0.0) * value)
        .sum()
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
