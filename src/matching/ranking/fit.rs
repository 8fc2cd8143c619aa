//! How well an entry fits a question, and in which order entries fit.

use std::cmp::Ordering;

use crate::matching::verdict::Shares;

/// Weight of the cosine with the middle of an entry's phrasings.
const CENTROID_WEIGHT: f32 = 0.5;
/// Weight of the cosine with the entry's best phrasing.
const BEST_WEIGHT: f32 = 0.5;
/// Weight of the softmax's logit: it learns slowly, so its logits are small.
const LOGIT_WEIGHT: f32 = 1.2;

/// How well one class fits a question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::matching) struct Fit {
    pub(in crate::matching) class: usize,
    /// Cosine with the middle of the class's phrasings, 0 to 1.
    pub(in crate::matching) centroid: f32,
    /// Cosine with its best phrasing, 0 to 1.
    pub(in crate::matching) best: f32,
    /// Which vector that is.
    pub(in crate::matching) nearest: usize,
    /// What the softmax says; 0 without one.
    pub(in crate::matching) logit: f32,
    /// Cosine with the answer's text, already weighted.
    pub(in crate::matching) text: f32,
    /// Whether one of the class's near misses is nearer than its own phrasings.
    pub(in crate::matching) rejected: bool,
}

impl Fit {
    /// The similarity without what was trained: comparable between packs.
    pub(in crate::matching) fn cosine(&self) -> f32 {
        CENTROID_WEIGHT * self.centroid + BEST_WEIGHT * self.best + self.text
    }

    /// What entries are ranked by.
    pub(in crate::matching) fn total(&self) -> f32 {
        self.cosine() + LOGIT_WEIGHT * self.logit
    }

    /// Best first; of equal ones the first entry.
    pub(super) fn by_total(a: &Self, b: &Self) -> Ordering {
        b.total().total_cmp(&a.total()).then(a.class.cmp(&b.class))
    }

    /// What each part adds to or takes from [`Self::total`], as a share of all that is added and
    /// taken: −1 to 1.
    pub(in crate::matching) fn shares(&self) -> Shares {
        let mut parts = [
            CENTROID_WEIGHT * self.centroid,
            BEST_WEIGHT * self.best,
            LOGIT_WEIGHT * self.logit,
            self.text,
        ];
        let all: f32 = parts.iter().map(|part| part.abs()).sum();
        for part in &mut parts {
            *part /= all.max(f32::MIN_POSITIVE);
        }
        let [phrasings, closest, learnt, text] = parts;
        Shares {
            phrasings,
            closest,
            learnt,
            text,
        }
    }
}

/// A question against the whole corpus.
#[derive(Debug, Clone, Default)]
pub(in crate::matching) struct Ranking {
    /// The leading entries, best first.
    pub(in crate::matching) fits: Vec<Fit>,
    /// How well off-topic questions fit.
    pub(in crate::matching) silent: Fit,
    /// The log-odds of being off topic, by the words used; 0 when the packs name no such question.
    pub(in crate::matching) gate: f32,
    /// The share of the question that no phrasing knows, 0 to 1.
    pub(in crate::matching) unknown: f32,
    /// How many features the question has, known or not.
    pub(in crate::matching) count: usize,
}
