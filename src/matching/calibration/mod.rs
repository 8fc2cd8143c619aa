//! From a ranking to probabilities, fitted on questions that the pack itself provides.
//!
//! Two questions are answered one after the other. *Which entry, if any fits?* A softmax over the
//! ranking's totals with a slope β. *Does any fit?* A logistic regression over five signals. Both
//! are fitted by maximum a posteriori on trials: each promise, each phrasing and each off-topic
//! question as if the index did not know it, and (for packs that name few off-topic questions)
//! phrasings as if it did not know their entry. The priors are what came out on average over packs
//! of 13 to 150 entries with 1 to 20 phrasings an entry.
//!
//! That a phrasing is taken back from an index, in place of building one without it, is the
//! approximate leave-one-out of kernel machines: with weights that are sums of examples, an
//! example's own part can be subtracted (as in Cawley and Talbot, "Efficient approximate
//! leave-one-out cross-validation for kernel logistic regression", 2008, to the first order).

mod decision;
pub(super) mod trials;

pub use decision::{CHOICES_MAX, Outcome, Thresholds};

use crate::matching::{
    exp::exp,
    ranking::{Fit, LEADERS, Ranking},
};

/// The signals of [`signals`] and the constant.
const SIGNALS: usize = 6;
/// What the weights are without any trial.
const PRIOR: [f32; SIGNALS] = [-2.3, 7.5, -3.0, -0.5, 0.0, 0.0];
/// What a weight may be at most: a few odd trials must not make a poor fit speak for an answer.
const BOUNDS: [(f32, f32); SIGNALS] = [
    (-12.0, 0.0),
    (2.0, 40.0),
    (-40.0, 0.0),
    (-3.0, 0.0),
    (-10.0, 0.0),
    (0.0, 10.0),
];
/// How many features a question of six or seven words has.
const TYPICAL: f32 = 40.0;
/// By which power of their number the cosines of good matches shrink. It would be 0.5 if no feature
/// went with another.
const SPREAD: f32 = 0.3;
/// How many trials' worth of evidence the prior weighs.
const PRIOR_STRENGTH: f32 = 3.0;
/// The slope without any trial.
const PRIOR_SLOPE: f32 = 2.5;
/// How much steeper the whole index is than what trials are ranked by: with a phrasing what the
/// others would have learnt in its place is missing.
const WHOLE: f32 = 1.25;

/// What it takes off the log-odds of being in scope that a question compares a role with something
/// that the first entry does not name: it is about two things, of which that entry knows one.
const STRANGE: f32 = 2.5;

/// A question whose right answer is known.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    pub(super) ranking: Ranking,
    /// The right entry; `None` when nothing answers it.
    pub(super) gold: Option<usize>,
    /// How much it counts, beside others.
    pub(super) weight: f32,
}

/// Turns rankings into probabilities.
#[derive(Debug, Clone)]
pub(super) struct Calibration {
    weights: [f32; SIGNALS],
    slope: f32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self {
            weights: PRIOR,
            slope: PRIOR_SLOPE,
        }
    }
}

impl Calibration {
    pub(super) fn fit(trials: &[Trial]) -> Self {
        let mut calibration = Self {
            slope: fit_slope(trials),
            ..Self::default()
        };
        calibration.weights = fit_weights(trials, calibration.slope);
        calibration
    }

    /// The probability that some entry answers the question, and of each leading entry to be the
    /// right one, in the ranking's order; `strange` says whether the question compares a role with
    /// something that the first entry does not name.
    pub(super) fn assess(&self, ranking: &Ranking, strange: bool) -> (f32, Vec<f32>) {
        if ranking.fits.is_empty() {
            return (0.0, Vec::new());
        }
        let mut shares = shares(ranking, self.slope);
        let signals = signals(ranking, shares.first().copied().unwrap_or(0.0));
        let taken_off = if strange { STRANGE } else { 0.0 };
        let in_scope = logistic(dot(&self.weights, &signals) - taken_off);
        for share in &mut shares {
            *share *= in_scope;
        }
        (in_scope, shares)
    }
}

/// What tells questions in scope from others; `share` is the first entry's.
fn signals(ranking: &Ranking, share: f32) -> [f32; SIGNALS] {
    let first = ranking.fits.first().copied().unwrap_or_default();
    let weight = weight_of(ranking.count);
    [
        1.0,
        weight * first.cosine(),
        // The middle of all off-topic questions is about nothing: only the closest one tells.
        weight * ranking.silent.best,
        // Beyond this the gate is merely confident.
        ranking.gate.clamp(-6.0, 6.0),
        ranking.unknown,
        share,
    ]
}

/// How much likenesses to a question of so many features count: the more it says, the smaller is the
/// part of it that any entry shares, and the more that part tells.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
fn weight_of(count: usize) -> f32 {
    (count as f32 / TYPICAL).powf(SPREAD)
}

/// Each leading entry's share, if one of them is right.
fn shares(ranking: &Ranking, slope: f32) -> Vec<f32> {
    let top = ranking.fits.first().map_or(0.0, Fit::total);
    let slope = slope * weight_of(ranking.count);
    let exps: Vec<f32> = ranking
        .fits
        .iter()
        .map(|fit| (slope * (fit.total() - top)).exp())
        .collect();
    let sum: f32 = exps.iter().sum();
    exps.into_iter().map(|e| e / sum).collect()
}

/// How far the leading entries of a trial are behind the first, by what the question's likenesses
/// count; places that are not taken are infinitely far.
type Gaps = [f32; LEADERS.next_multiple_of(8)];

fn gaps(ranking: &Ranking) -> Gaps {
    let mut gaps = [f32::NEG_INFINITY; _];
    let top = ranking.fits.first().map_or(0.0, Fit::total);
    let weight = weight_of(ranking.count);
    for (gap, fit) in gaps.iter_mut().zip(&ranking.fits) {
        *gap = weight * (fit.total() - top);
    }
    gaps
}

/// The share of the entry at one place.
fn share(gaps: &Gaps, slope: f32, at: usize) -> f32 {
    let mut exps = *gaps;
    for value in &mut exps {
        *value = exp(slope * *value);
    }
    exps.get(at).copied().unwrap_or(0.0) / exps.iter().sum::<f32>()
}

/// The slope with the highest likelihood among a geometric grid, with a log-normal prior.
fn fit_slope(trials: &[Trial]) -> f32 {
    let places: Vec<(Gaps, Option<usize>, f32)> = trials
        .iter()
        .filter_map(|trial| {
            let gold = trial.gold?;
            let at = trial.ranking.fits.iter().position(|fit| fit.class == gold);
            Some((gaps(&trial.ranking), at, trial.weight))
        })
        .collect();
    let loss = |step: i8| {
        let octaves = f32::from(step) / 8.0;
        let slope = PRIOR_SLOPE * octaves.exp2();
        let mut loss = PRIOR_STRENGTH * octaves * octaves;
        for (gaps, at, weight) in &places {
            let share = at.map_or(0.0, |at| share(gaps, slope, at));
            loss -= weight * share.max(1e-3).ln();
        }
        loss
    };
    // From coarse steps to fine ones, each beside the best before.
    let mut best = (loss(0), 0i8);
    for (step, reach) in [(4i8, 16i8), (2, 2), (1, 1)] {
        let middle = best.1;
        for at in (middle - reach..=middle + reach).step_by(step.unsigned_abs().into()) {
            if at != middle && (-16..=16).contains(&at) {
                let loss = loss(at);
                if loss < best.0 {
                    best = (loss, at);
                }
            }
        }
    }
    let fitted = PRIOR_SLOPE * (f32::from(best.1) / 8.0).exp2();
    if places.is_empty() {
        fitted
    } else {
        WHOLE * fitted
    }
}

/// The signals, padded so that sums over them vectorise.
type Padded = [f32; SIGNALS.next_multiple_of(8)];

/// Ridge-penalised logistic regression towards the prior, by Newton's method.
fn fit_weights(trials: &[Trial], slope: f32) -> [f32; SIGNALS] {
    let rows: Vec<(Padded, f32, f32)> = trials
        .iter()
        .map(|trial| {
            let target = if trial.gold.is_some() { 1.0 } else { 0.0 };
            let first = match trial.ranking.fits.as_slice() {
                [] => 0.0,
                _ => share(&gaps(&trial.ranking), slope, 0),
            };
            let mut row = Padded::default();
            row[..SIGNALS].copy_from_slice(&signals(&trial.ranking, first));
            (row, target, trial.weight)
        })
        .collect();
    let mut weights = PRIOR;
    for _ in 0..12 {
        let mut gradient = Padded::default();
        let mut hessian = [Padded::default(); SIGNALS];
        for i in 0..SIGNALS {
            gradient[i] = PRIOR_STRENGTH * (weights[i] - PRIOR[i]);
            hessian[i][i] = PRIOR_STRENGTH;
        }
        for (x, target, weight) in &rows {
            let p = logistic(dot(&weights, x));
            let slack = weight * (p * (1.0 - p)).max(1e-6);
            add_scaled(&mut gradient, x, weight * (p - target));
            for (row, value) in hessian.iter_mut().zip(x) {
                add_scaled(row, x, slack * value);
            }
        }
        let before = weights;
        let step = solve(hessian, gradient);
        for i in 0..SIGNALS {
            let (low, high) = BOUNDS[i];
            weights[i] = (weights[i] - step[i].clamp(-5.0, 5.0)).clamp(low, high);
        }
        let moved = |(before, now): (&f32, &f32)| (before - now).abs() > 1e-3;
        if !before.iter().zip(&weights).any(moved) {
            break;
        }
    }
    weights
}

fn add_scaled(to: &mut Padded, from: &Padded, scale: f32) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += scale * from;
    }
}

/// Gaussian elimination with pivoting; the ridge keeps the matrix regular.
fn solve(mut a: [Padded; SIGNALS], mut b: Padded) -> Padded {
    for col in 0..SIGNALS {
        let pivot = (col..SIGNALS)
            .max_by(|&i, &j| a[i][col].abs().total_cmp(&a[j][col].abs()))
            .unwrap_or(col);
        a.swap(col, pivot);
        b.swap(col, pivot);
        let head = a[col];
        for row in col + 1..SIGNALS {
            let factor = a[row][col] / head[col];
            for k in col..SIGNALS {
                a[row][k] -= factor * head[k];
            }
            b[row] -= factor * b[col];
        }
    }
    for col in (0..SIGNALS).rev() {
        for k in col + 1..SIGNALS {
            b[col] -= a[col][k] * b[k];
        }
        b[col] /= a[col][col];
    }
    b
}

fn dot(a: &[f32; SIGNALS], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
