//! Multinomial logistic regression over sparse features.

use std::ops::Range;

use super::{
    BIAS_RATE, LANES, PASSES, SURE, Schedule,
    rows::{add_rows, add_scaled, add_to_rows},
};
use crate::matching::{
    exp::exp,
    vectors::{Vectors, square},
};

/// Learning rate of the weights in the first pass. Slow, so that phrasings are not learnt by heart.
const RATE: f32 = 0.5;

/// The weights, a padded row of all classes for each feature.
#[derive(Debug, Default)]
pub(in crate::matching) struct Softmax {
    /// `weights[feature * stride + class]`.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// What some examples taught a [`Softmax`].
#[derive(Debug, Default)]
pub(in crate::matching) struct Lessons {
    /// Which row of `steps` each example has, or [`NO_ROW`].
    rows: Vec<usize>,
    /// The sum of an example's steps, a padded row of all classes for each.
    steps: Vec<f32>,
    stride: usize,
}

/// The row of an example whose lessons are not kept.
const NO_ROW: usize = usize::MAX;

impl Lessons {
    /// What some of so many examples will have taught.
    pub(in crate::matching) fn new(
        kept: impl Iterator<Item = usize>,
        examples: usize,
        classes: usize,
    ) -> Self {
        let stride = classes.next_multiple_of(LANES);
        let mut rows = vec![NO_ROW; examples];
        let mut next = 0;
        for at in kept {
            if let Some(row) = rows.get_mut(at) {
                *row = next;
                next += 1;
            }
        }
        Self {
            rows,
            steps: vec![0.0; next * stride],
            stride,
        }
    }

    /// Where in `steps` an example's row is.
    fn row(&self, at: usize) -> Option<Range<usize>> {
        let row = *self.rows.get(at).filter(|row| **row != NO_ROW)?;
        Some(row * self.stride..(row + 1) * self.stride)
    }

    fn row_mut(&mut self, at: usize) -> Option<&mut [f32]> {
        let row = self.row(at)?;
        self.steps.get_mut(row)
    }

    /// Takes from the logits of an example what it taught itself by its features. What the biases
    /// learnt stays: of a class's other examples they would have learnt the same.
    pub(in crate::matching) fn forget(&self, at: usize, x: &[(u32, f32)], logits: &mut [f32]) {
        let steps = self.row(at).and_then(|row| self.steps.get(row));
        add_scaled(logits, steps.unwrap_or_default(), -square(x));
    }
}

impl Softmax {
    /// One that knows nothing yet.
    pub(in crate::matching) fn new(features: usize, classes: usize) -> Self {
        let stride = classes.next_multiple_of(LANES);
        let mut bias = vec![0.0; stride];
        // No padding ever has a share of the probability.
        bias[classes..].fill(f32::NEG_INFINITY);
        Self {
            weights: vec![0.0; features * stride],
            bias,
        }
    }

    /// Trains on the examples whose class is below `classes`, in a fixed random order: the same
    /// examples give the same weights.
    pub(in crate::matching) fn train(
        &mut self,
        examples: &Vectors,
        classes: usize,
        lessons: &mut Lessons,
    ) {
        let stride = self.bias.len();
        let mut scores = vec![0.0; stride];
        let taught: Vec<usize> = (0..examples.len())
            .filter(|at| examples.class(*at) < classes)
            .collect();
        let schedule = Schedule::new(taught, examples, classes);
        let rate = RATE * hurry(schedule.passes);
        schedule.run(|at, slow| {
            let (row, class) = (examples.row(at), examples.class(at));
            let sure = self.step(row, class, rate / slow, BIAS_RATE / slow, &mut scores);
            if !sure && let Some(steps) = lessons.row_mut(at) {
                add_scaled(steps, &scores, -rate / slow);
            }
            sure
        });
    }

    /// The logits of all classes, padded to a multiple of [`LANES`].
    pub(in crate::matching) fn logits(&self, x: &[(u32, f32)], logits: &mut Vec<f32>) {
        logits.clear();
        logits.extend_from_slice(&self.bias);
        add_rows(logits, &self.weights, x);
    }

    /// Learns from one example; whether it was sure already.
    fn step(
        &mut self,
        x: &[(u32, f32)],
        class: usize,
        rate: f32,
        bias_rate: f32,
        scores: &mut [f32],
    ) -> bool {
        scores.copy_from_slice(&self.bias);
        add_rows(scores, &self.weights, x);
        to_probabilities(scores);
        let Some(own) = scores.get_mut(class) else {
            return true;
        };
        if *own > SURE {
            return true;
        }
        *own -= 1.0;
        add_scaled(&mut self.bias, scores, -bias_rate);
        add_to_rows(&mut self.weights, scores, x, -rate);
        false
    }
}

/// Turns logits into shares of 1; there are a multiple of [`LANES`] of them.
fn to_probabilities(scores: &mut [f32]) {
    // Lanes side by side, which do not wait for each other.
    let (lanes, _) = scores.as_chunks_mut::<LANES>();
    let mut most = [f32::MIN; LANES];
    for lane in lanes.iter() {
        for (most, &score) in most.iter_mut().zip(lane) {
            *most = if score > *most { score } else { *most };
        }
    }
    let most = most.into_iter().fold(f32::MIN, f32::max);
    let mut sums = [0.0; LANES];
    for lane in lanes.iter_mut() {
        for (score, sum) in lane.iter_mut().zip(&mut sums) {
            *score = exp(*score - most);
            *sum += *score;
        }
    }
    let scale = 1.0 / sums.iter().sum::<f32>();
    for score in lanes.as_flattened_mut() {
        *score *= scale;
    }
}

/// How much faster fewer passes learn: the steps shrink from pass to pass, and the ones that are
/// left out at the end are the smallest.
#[expect(clippy::cast_precision_loss, reason = "a few dozen passes")]
fn hurry(passes: u32) -> f32 {
    (PASSES.0 as f32 / passes as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_example_taught_is_taken_back_and_no_more() {
        let mut examples = Vectors::default();
        examples.push(0, &[(0, 0.6), (1, 0.8)]);
        examples.push(0, &[(1, 0.3), (2, 0.9)]);
        examples.push(1, &[(3, 1.0)]);
        let mut softmax = Softmax::new(4, 2);
        let mut lessons = Lessons::new([0, 2].into_iter(), 3, 2);
        softmax.train(&examples, 2, &mut lessons);
        let logits_without = |at: usize| {
            let mut logits = Vec::new();
            softmax.logits(examples.row(at), &mut logits);
            let with = logits.clone();
            lessons.forget(at, examples.row(at), &mut logits);
            (with, logits)
        };
        // Nobody else has the feature of the last one: only the biases are left.
        let (with, without) = logits_without(2);
        assert!(with[1] - with[0] > softmax.bias[1] - softmax.bias[0] + 0.5);
        for (logit, bias) in without.iter().zip(&softmax.bias).take(2) {
            assert!((logit - bias).abs() < 1e-5, "{logit} {bias}");
        }
        // The second one taught something of what the first one has, too.
        let (with, without) = logits_without(0);
        let lead = |logits: &[f32]| logits[0] - logits[1];
        assert!(lead(&without) < lead(&with));
        assert!(lead(&without) > lead(&softmax.bias));
        // Nobody asked for the lessons of the second one.
        let (with, without) = logits_without(1);
        assert_eq!(with, without);
    }
}
