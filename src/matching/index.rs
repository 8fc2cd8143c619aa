//! The searchable form of a corpus: phrasings as vectors, and what was learnt from them.

use super::{features::Features, softmax::Softmax};

/// Weight of the cosine with the middle of an entry's phrasings.
const CENTROID_WEIGHT: f32 = 0.5;
/// Weight of the cosine with the entry's best phrasing.
const BEST_WEIGHT: f32 = 0.5;
/// Weight of the softmax's logit. 0.15 to 0.4 rank alike; more helps where phrasings are few.
const LOGIT_WEIGHT: f32 = 0.25;
/// How many leading entries have their best phrasing looked up.
const LEADERS: usize = 16;
/// Training the softmax takes examples × features × entries steps; above this many a pack is too
/// large for it (about a second), and ranks by cosines alone.
const TRAINING_BUDGET: usize = 100_000_000;

/// A phrasing's vector with the class it speaks for.
#[derive(Debug, Clone)]
pub(super) struct Vector {
    pub(super) class: usize,
    pub(super) features: Features,
}

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
    vectors: Vec<Vector>,
    /// `bounds[c]..bounds[c + 1]` are the vectors of class c.
    bounds: Vec<usize>,
    /// Length-1 middle of each class, a row of all classes for each feature.
    centroids: Rows,
    /// Entry logits; `None` when the pack is too large.
    softmax: Option<Softmax>,
    /// In scope (0) against off topic (1); `None` without off-topic questions.
    gate: Option<Softmax>,
    /// Whether a feature occurs in a vector.
    seen: Vec<bool>,
    /// Each entry's answer text.
    answers: Vec<Features>,
    answer_weight: f32,
}

/// A sparse matrix of features by classes.
#[derive(Debug, Default)]
struct Rows {
    start: Vec<u32>,
    cells: Vec<(u32, f32)>,
}

impl Rows {
    /// From cells in any order; cells of the same place are added up.
    fn new(features: usize, mut cells: Vec<(u32, u32, f32)>) -> Self {
        cells.sort_by_key(|(feature, class, _)| (*feature, *class));
        cells.dedup_by(|next, kept| {
            let same = next.0 == kept.0 && next.1 == kept.1;
            if same {
                kept.2 += next.2;
            }
            same
        });
        let mut start = vec![0; features + 1];
        for (feature, _, _) in &cells {
            if let Some(count) = start.get_mut(*feature as usize + 1) {
                *count += 1;
            }
        }
        for at in 1..start.len() {
            start[at] += start[at - 1];
        }
        Self {
            start,
            cells: cells.into_iter().map(|(_, c, v)| (c, v)).collect(),
        }
    }

    fn row(&self, feature: u32) -> &[(u32, f32)] {
        let at = feature as usize;
        match (self.start.get(at), self.start.get(at + 1)) {
            (Some(&from), Some(&to)) => self.cells.get(from as usize..to as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

impl Index {
    /// Learns from vectors sorted by class; class `entries` is the silent one.
    pub(super) fn new(
        vectors: Vec<Vector>,
        entries: usize,
        features: usize,
        answers: Vec<Features>,
    ) -> Self {
        let bounds: Vec<usize> = (0..=entries + 1)
            .map(|class| vectors.partition_point(|v| v.class < class))
            .collect();
        let mut index = Self {
            entries,
            features,
            seen: vec![false; features],
            centroids: centroids(&vectors, features, entries + 1),
            answer_weight: answer_weight(bounds.get(entries).copied().unwrap_or(0), entries),
            bounds,
            answers,
            ..Self::default()
        };
        for vector in &vectors {
            for (feature, _) in &vector.features.known {
                if let Some(seen) = index.seen.get_mut(*feature as usize) {
                    *seen = true;
                }
            }
        }
        let asked: Vec<(&Features, usize)> = vectors
            .iter()
            .filter(|v| v.class < entries)
            .map(|v| (&v.features, v.class))
            .collect();
        let size: usize = asked.iter().map(|(x, _)| x.known.len()).sum();
        if entries > 1 && size.saturating_mul(entries) <= TRAINING_BUDGET {
            index.softmax = Some(Softmax::train(&asked, features, entries));
        }
        if asked.len() < vectors.len() {
            let sides: Vec<(&Features, usize)> = vectors
                .iter()
                .map(|v| (&v.features, usize::from(v.class == entries)))
                .collect();
            index.gate = Some(Softmax::train(&sides, features, 2));
        }
        index.vectors = vectors;
        index
    }

    pub(super) fn vectors(&self) -> &[Vector] {
        &self.vectors
    }

    pub(super) fn feature_count(&self) -> usize {
        self.features
    }

    /// How well each leading class fits a vector.
    pub(super) fn rank(&self, x: &Features) -> Ranking {
        let mut fits: Vec<Fit> = (0..=self.entries)
            .map(|class| Fit {
                class,
                ..Fit::default()
            })
            .collect();
        for &(feature, value) in &x.known {
            for &(class, weight) in self.centroids.row(feature) {
                if let Some(fit) = fits.get_mut(class as usize) {
                    fit.centroid += value * weight;
                }
            }
        }
        let mut silent = fits.pop().unwrap_or_default();
        if let Some(softmax) = &self.softmax {
            let mut logits = vec![0.0; self.entries];
            softmax.logits(x, &mut logits);
            for (fit, logit) in fits.iter_mut().zip(logits) {
                fit.logit = logit;
            }
        }
        if self.answer_weight > 0.0 {
            for (fit, answer) in fits.iter_mut().zip(&self.answers) {
                fit.text = self.answer_weight * cosine(x, answer);
            }
        }
        fits.sort_by(|a, b| b.total().total_cmp(&a.total()).then(a.class.cmp(&b.class)));
        fits.truncate(LEADERS);
        let mut dense = vec![0.0; self.features];
        // Features that only near misses or answers have are beyond the learnt ones.
        for &(feature, value) in &x.known {
            if let Some(cell) = dense.get_mut(feature as usize) {
                *cell = value;
            }
        }
        for fit in fits.iter_mut().chain([&mut silent]) {
            self.find_best_phrasing(fit, &dense);
        }
        fits.sort_by(|a, b| b.total().total_cmp(&a.total()).then(a.class.cmp(&b.class)));
        Ranking {
            fits,
            silent,
            gate: self.gate.as_ref().map_or(0.0, |gate| {
                let mut sides = [0.0; 2];
                gate.logits(x, &mut sides);
                sides[1] - sides[0]
            }),
            unknown: x.unknown + self.unseen(x),
        }
    }

    fn find_best_phrasing(&self, fit: &mut Fit, dense: &[f32]) {
        let range = match (self.bounds.get(fit.class), self.bounds.get(fit.class + 1)) {
            (Some(&from), Some(&to)) => from..to,
            _ => return,
        };
        for (at, vector) in range.clone().zip(self.vectors.get(range).unwrap_or(&[])) {
            let known = vector.features.known.iter();
            let cosine: f32 = known
                .map(|(f, v)| dense.get(*f as usize).copied().unwrap_or(0.0) * v)
                .sum();
            if cosine > fit.best {
                fit.best = cosine;
                fit.nearest = at;
            }
        }
    }

    /// The squared length of features that exist but occur in none of this index's vectors (they
    /// are in the part that was left out).
    fn unseen(&self, x: &Features) -> f32 {
        x.known
            .iter()
            .filter(|(f, _)| !self.seen.get(*f as usize).copied().unwrap_or(false))
            .map(|(_, v)| v * v)
            .sum()
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

fn centroids(vectors: &[Vector], features: usize, classes: usize) -> Rows {
    let mut cells = Vec::new();
    for vector in vectors {
        let class = u32::try_from(vector.class).unwrap_or(u32::MAX);
        for &(feature, value) in &vector.features.known {
            cells.push((feature, class, value));
        }
    }
    let mut rows = Rows::new(features, cells);
    let mut squares = vec![0.0f32; classes];
    for (class, value) in &rows.cells {
        if let Some(square) = squares.get_mut(*class as usize) {
            *square += value * value;
        }
    }
    for (class, value) in &mut rows.cells {
        if let Some(square) = squares.get(*class as usize) {
            *value /= square.sqrt().max(f32::MIN_POSITIVE);
        }
    }
    rows
}

/// The dot product of two vectors whose features are sorted.
pub(super) fn cosine(a: &Features, b: &Features) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((f, v)), Some((g, w))) = (a.known.get(i), b.known.get(j)) {
        match f.cmp(g) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += v * w;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}
