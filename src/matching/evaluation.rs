//! Measuring answers on labelled questions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Outcome, Verdict};

/// A question with the entries that answer it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labelled {
    /// The question.
    pub question: String,
    /// The right entries; empty when nothing answers it.
    pub gold: Vec<String>,
    /// Entries whose answer would still satisfy.
    pub also: Vec<String>,
    /// What kind of question it is, for the breakdown.
    pub style: Option<String>,
}

/// What came of a labelled question.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The question.
    pub labelled: Labelled,
    /// What the matcher said.
    pub verdict: Verdict,
    /// How long it took, in microseconds.
    pub micros: f64,
}

/// How good the answers are. Shares are 0 to 1; where there is nothing to count, 0.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Metrics {
    /// Questions that something answers.
    pub in_scope: usize,
    /// Questions that nothing answers.
    pub out_of_scope: usize,
    /// In scope: the first candidate is right.
    pub top1: f64,
    /// In scope: the first candidate is right or would still satisfy.
    pub top1_ok: f64,
    /// In scope: mean of one over the rank of the first right candidate, 0 beyond the fifth.
    pub mrr5: f64,
    /// In scope: answered outright.
    pub answered: f64,
    /// In scope: asked back.
    pub clarified: f64,
    /// In scope: declined.
    pub abstained: f64,
    /// In scope: answered with, or offered among the choices, an entry that satisfies.
    pub right: f64,
    /// In scope: answered with an entry that does not satisfy.
    pub wrong: f64,
    /// Out of scope: answered nevertheless.
    pub false_answers: f64,
    /// Out of scope: asked back.
    pub false_clarifies: f64,
    /// The probability that a question in scope has a higher first score than one out of scope.
    pub auroc: f64,
    /// Expected calibration error of the first candidate's score, over ten bins of equal width.
    pub ece: f64,
    /// Median time of a question.
    pub micros_p50: f64,
    /// 99th percentile of the time of a question.
    pub micros_p99: f64,
}

impl Labelled {
    /// Whether an entry's answer would satisfy the person who asked.
    #[must_use]
    pub fn satisfied_by(&self, id: &str) -> bool {
        self.gold.iter().chain(&self.also).any(|right| right == id)
    }
}

impl Trial {
    fn satisfies(&self, id: &str) -> bool {
        self.labelled.satisfied_by(id)
    }

    fn candidate_ids(&self) -> impl Iterator<Item = String> {
        self.verdict.candidates.iter().map(|c| c.id.to_string())
    }

    fn first_score(&self) -> f64 {
        let first = self.verdict.candidates.first();
        first.map_or(0.0, |candidate| f64::from(candidate.score))
    }

    /// Whether the reply was what the person needed.
    #[must_use]
    pub fn is_right(&self) -> bool {
        let shown = match self.verdict.outcome {
            Outcome::Answer => 1,
            Outcome::Clarify => self.verdict.choices,
            Outcome::Abstain => return self.labelled.gold.is_empty(),
        };
        self.candidate_ids()
            .take(shown)
            .any(|id| self.satisfies(&id))
    }

    /// Whether it was answered outright with what does not satisfy.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.verdict.outcome == Outcome::Answer && !self.is_right()
    }
}

impl Metrics {
    /// Counts over all trials.
    #[must_use]
    pub fn of<'a>(trials: impl IntoIterator<Item = &'a Trial>) -> Self {
        let trials: Vec<&Trial> = trials.into_iter().collect();
        let (inside, outside): (Vec<&Trial>, Vec<&Trial>) = trials
            .iter()
            .partition(|trial| !trial.labelled.gold.is_empty());
        let outcome = |side: &[&Trial], outcome| share(side, |t| t.verdict.outcome == outcome);
        let first_is_gold = |t: &Trial| {
            let first = t.candidate_ids().next();
            first.is_some_and(|id| t.labelled.gold.contains(&id))
        };
        Self {
            in_scope: inside.len(),
            out_of_scope: outside.len(),
            top1: share(&inside, first_is_gold),
            top1_ok: share(&inside, |t| {
                t.candidate_ids().next().is_some_and(|id| t.satisfies(&id))
            }),
            mrr5: mean(inside.iter().map(|t| reciprocal_rank(t))),
            answered: outcome(&inside, Outcome::Answer),
            clarified: outcome(&inside, Outcome::Clarify),
            abstained: outcome(&inside, Outcome::Abstain),
            right: share(&inside, Trial::is_right),
            wrong: share(&inside, Trial::is_wrong),
            false_answers: outcome(&outside, Outcome::Answer),
            false_clarifies: outcome(&outside, Outcome::Clarify),
            auroc: auroc(&inside, &outside),
            ece: calibration_error(&trials),
            micros_p50: percentile(&trials, 0.50),
            micros_p99: percentile(&trials, 0.99),
        }
    }
}

/// The same for each kind of question that the labels tell apart, by its name.
#[must_use]
pub fn by_style(trials: &[Trial]) -> BTreeMap<&str, Metrics> {
    let mut styles: BTreeMap<&str, Vec<&Trial>> = BTreeMap::new();
    for trial in trials {
        if let Some(style) = trial.labelled.style.as_deref() {
            styles.entry(style).or_default().push(trial);
        }
    }
    styles
        .into_iter()
        .map(|(style, trials)| (style, Metrics::of(trials)))
        .collect()
}

/// A bin of the reliability table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReliabilityBin {
    /// The bin's lowest score; it is a tenth wide.
    pub from: f64,
    /// Questions whose first candidate's score is in the bin.
    pub questions: usize,
    /// Their mean score.
    pub score: f64,
    /// The share of them whose first candidate satisfies.
    pub right: f64,
}

/// How often first candidates are right, by their score: a well-calibrated 0.8 is right eight
/// times in ten.
#[must_use]
pub fn reliability<'a>(trials: impl IntoIterator<Item = &'a Trial>) -> Vec<ReliabilityBin> {
    let trials: Vec<&Trial> = trials.into_iter().collect();
    (0..10u8)
        .map(|bin| {
            let from = f64::from(bin) / 10.0;
            let inside: Vec<&Trial> = trials
                .iter()
                .copied()
                .filter(|t| {
                    let score = t.first_score();
                    score >= from && (score < from + 0.1 || bin == 9)
                })
                .collect();
            ReliabilityBin {
                from,
                questions: inside.len(),
                score: mean(inside.iter().map(|t| t.first_score())),
                right: share(&inside, |t| {
                    t.candidate_ids().next().is_some_and(|id| t.satisfies(&id))
                }),
            }
        })
        .collect()
}

/// An entry that came first where another one was right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// The entry that is right; the first, when several are.
    pub right: String,
    /// The entry that came first.
    pub first: String,
    /// The questions.
    pub questions: Vec<String>,
}

/// The pairs of entries that are mixed up, the most frequent first.
#[must_use]
pub fn confusions<'a>(trials: impl IntoIterator<Item = &'a Trial>) -> Vec<Confusion> {
    let mut pairs: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for trial in trials {
        if let (Some(right), Some(first)) =
            (trial.labelled.gold.first(), trial.candidate_ids().next())
            && !trial.satisfies(&first)
        {
            let questions = pairs.entry((right.clone(), first)).or_default();
            questions.push(trial.labelled.question.clone());
        }
    }
    let mut confusions: Vec<Confusion> = pairs
        .into_iter()
        .map(|((right, first), questions)| Confusion {
            right,
            first,
            questions,
        })
        .collect();
    confusions.sort_by_key(|confusion| std::cmp::Reverse(confusion.questions.len()));
    confusions
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn calibration_error(trials: &[&Trial]) -> f64 {
    let bins = reliability(trials.iter().copied());
    let all = trials.len().max(1) as f64;
    bins.iter()
        .map(|bin| bin.questions as f64 / all * (bin.score - bin.right).abs())
        .sum()
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn share(trials: &[&Trial], holds: impl Fn(&Trial) -> bool) -> f64 {
    let count = trials.iter().filter(|trial| holds(trial)).count();
    count as f64 / trials.len().max(1) as f64
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

#[expect(clippy::cast_precision_loss, reason = "at most five")]
fn reciprocal_rank(trial: &Trial) -> f64 {
    let rank = trial
        .candidate_ids()
        .position(|id| trial.labelled.gold.contains(&id));
    rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64)
}

/// The area under the ROC curve, by ranks, ties counted half (Mann–Whitney).
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn auroc(inside: &[&Trial], outside: &[&Trial]) -> f64 {
    if inside.is_empty() || outside.is_empty() {
        return 0.0;
    }
    let mut below: Vec<f64> = outside.iter().map(|t| t.first_score()).collect();
    below.sort_by(f64::total_cmp);
    let wins: f64 = inside
        .iter()
        .map(|t| {
            let score = t.first_score();
            let less = below.partition_point(|b| *b < score);
            let not_more = below.partition_point(|b| *b <= score);
            (less + not_more) as f64 / 2.0
        })
        .sum();
    wins / (inside.len() as f64 * outside.len() as f64)
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rank within a list"
)]
fn percentile(trials: &[&Trial], share: f64) -> f64 {
    let mut micros: Vec<f64> = trials.iter().map(|t| t.micros).collect();
    micros.sort_by(f64::total_cmp);
    let rank = (micros.len() as f64 * share).ceil() as usize;
    micros.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}
