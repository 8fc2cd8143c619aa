//! The decision: answer, ask back, or say nothing.

use serde::{Deserialize, Serialize};

/// What to do with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The first candidate is the answer.
    Answer,
    /// Two to four candidates are close: ask which one is meant.
    Clarify,
    /// Nothing fits.
    Abstain,
}

/// The most choices that are offered.
pub const CHOICES_MAX: usize = 4;
/// A choice has at least this share of the first candidate's probability.
const CHOICE_SHARE: f32 = 0.08;

/// Whatever the trials say, answers start between these probabilities.
const LOWEST: f32 = 0.3;
const HIGHEST: f32 = 0.95;

/// The probabilities from which a question is answered or asked back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Thresholds {
    /// The first candidate is answered outright from this probability on.
    pub answer: f32,
    /// Choices are offered when together they are at least this probable.
    pub clarify: f32,
}

/// The first candidate's probability for a question asked of the pack itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Graded {
    pub(super) probability: f32,
    /// How much the question counts, beside others.
    pub(super) weight: f32,
}

impl Default for Thresholds {
    /// What holds without any trial.
    fn default() -> Self {
        Self {
            answer: 0.8,
            clarify: 0.3,
        }
    }
}

impl Thresholds {
    /// The lowest threshold at which at most `tolerated_wrong` of the trials answered outright are
    /// wrong, as their probabilities have it. How many were wrong says less: a threshold that hangs
    /// on a few questions jumps with each of them, and what people ask is easier than what a pack
    /// lists to be learnt from.
    pub(super) fn fit(mut trials: Vec<Graded>, tolerated_wrong: f32) -> Self {
        /// With fewer trials the scores are taken at their word.
        const ENOUGH: usize = 40;
        let default = Self::default();
        if trials.len() < ENOUGH {
            // Spread evenly from a threshold up, scores are wrong half as often as the threshold is.
            return Self {
                answer: (1.0 - 2.0 * tolerated_wrong).clamp(LOWEST, HIGHEST),
                ..default
            };
        }
        trials.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        let (mut answered, mut wrong, mut lowest) = (0.0f32, 0.0f32, 1.0f32);
        for trial in trials {
            answered += trial.weight;
            wrong += trial.weight * (1.0 - trial.probability);
            if wrong <= tolerated_wrong * answered {
                lowest = trial.probability;
            }
        }
        Self {
            answer: lowest.clamp(LOWEST, HIGHEST),
            ..default
        }
    }

    /// Decides on candidates' probabilities, best first; with the number of choices to offer.
    pub(in crate::matching) fn decide(self, probabilities: &[f32]) -> (Outcome, usize) {
        let Some(&first) = probabilities.first() else {
            return (Outcome::Abstain, 0);
        };
        if first >= self.answer {
            return (Outcome::Answer, 0);
        }
        let close = probabilities
            .iter()
            .take(CHOICES_MAX)
            .take_while(|p| **p >= CHOICE_SHARE * first)
            .count()
            .max(2)
            .min(probabilities.len());
        let together: f32 = probabilities.iter().take(close).sum();
        if together >= self.clarify && close >= 2 {
            (Outcome::Clarify, close)
        } else {
            (Outcome::Abstain, 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_tolerates_less_is_answered_less_even_by_a_pack_without_trials() {
        let threshold = |tolerated| Thresholds::fit(Vec::new(), tolerated).answer;
        assert!(threshold(0.01) > threshold(0.05));
        assert!(threshold(0.05) > threshold(0.2));
        assert!((LOWEST..=HIGHEST).contains(&threshold(0.0)));
        assert!((LOWEST..=HIGHEST).contains(&threshold(0.5)));
    }
}
