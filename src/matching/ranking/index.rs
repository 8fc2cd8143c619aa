//! The searchable form of a corpus: phrasings as vectors, and what was learnt from them.

use std::sync::Arc;

use super::centroids::Centroids;
use crate::matching::{
    features::Features,
    training::{Gate, Softmax},
    vectors::{Postings, Vectors},
};

/// Training the softmax takes examples × features × entries steps; above this many a pack is too
/// large for it (about a second), and ranks by cosines alone.
const TRAINING_BUDGET: usize = 100_000_000;

/// What is learnt from a set of vectors.
#[derive(Debug, Default)]
pub(in crate::matching) struct Index {
    /// Number of entries; the silent class has this number.
    pub(in crate::matching) entries: usize,
    pub(super) features: usize,
    pub(in crate::matching) vectors: Arc<Vectors>,
    pub(super) postings: Postings,
    /// The middle of each entry's phrasings; `None` when the pack is too large to rank all entries.
    pub(super) centroids: Option<Centroids>,
    /// Without weights until [`Self::teach`].
    pub(super) softmax: Softmax,
    /// In scope against off topic; `None` without off-topic questions.
    pub(in crate::matching) gate: Option<Gate>,
    /// What entries must not answer.
    pub(super) rejects: Vectors,
    /// Each entry's answer text by features, already weighted; of a pack ranked in full.
    pub(super) answers: Postings,
    /// The same by entry; of a larger one.
    pub(super) answer_rows: Vectors,
}

/// Whether a pack is small enough to rank all entries, and to train on.
pub(in crate::matching) fn is_trainable(vectors: &Vectors, entries: usize) -> bool {
    entries > 1 && vectors.size().saturating_mul(entries) <= TRAINING_BUDGET
}

impl Index {
    /// Of vectors sorted by class; class `entries` is the silent one.
    pub(in crate::matching) fn new(vectors: Arc<Vectors>, entries: usize, features: usize) -> Self {
        Self {
            entries,
            features,
            postings: Postings::new(&vectors, features),
            centroids: is_trainable(&vectors, entries)
                .then(|| Centroids::new(&vectors, features, entries)),
            gate: Gate::train(&vectors, features, entries, |_| true),
            vectors,
            ..Self::default()
        }
    }

    /// Ranks by what a softmax learnt from the same vectors, too.
    pub(in crate::matching) fn teach(&mut self, softmax: Softmax) {
        self.softmax = softmax;
    }

    /// Compares questions with the answers' texts as well: a vector an entry, of length 1.
    pub(in crate::matching) fn add_answers(&mut self, answers: &[Vec<(u32, f32)>]) {
        let weight = answer_weight(self.vectors.first_of(self.entries), self.entries);
        let mut weighted = Vectors::default();
        for (class, answer) in answers.iter().enumerate() {
            let cells: Vec<_> = answer.iter().map(|(f, v)| (*f, v * weight)).collect();
            weighted.push(class, &cells);
        }
        if self.centroids.is_some() {
            self.answers = Postings::new(&weighted, self.features);
        } else {
            self.answer_rows = weighted;
        }
    }

    /// Whether a phrasing of this class has a feature.
    pub(in crate::matching) fn knows(&self, class: usize, feature: u32) -> bool {
        let phrasings = self.vectors.first_of(class)..self.vectors.first_of(class + 1);
        let mut list = self.postings.list(feature).iter();
        list.any(|(at, _)| phrasings.contains(&(*at as usize)))
    }

    /// Adds a near miss of a class; classes come in ascending order.
    pub(in crate::matching) fn add_reject(&mut self, class: usize, reject: &Features) {
        self.rejects.push(class, &reject.known);
    }
}

/// Whether answers' texts are compared at all.
pub(in crate::matching) fn weighs_answers(phrasings: usize, entries: usize) -> bool {
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
