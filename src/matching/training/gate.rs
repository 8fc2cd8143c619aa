//! Telling what is in scope from what is off topic.

use super::{BIAS_RATE, SURE, Schedule};
use crate::matching::vectors::{Vectors, dot};

/// Learning rate of the weights in the first pass: there are two sides to tell apart, and many
/// examples of each.
const RATE: f32 = 4.0;

/// Above this many cells telling on topic from off topic is not trained.
const BUDGET: usize = 2_000_000;

/// One weight a feature: the log-odds of an example to be of class `side` or beyond.
#[derive(Debug, Default)]
pub(in crate::matching) struct Gate {
    weights: Vec<f32>,
    bias: f32,
}

impl Gate {
    /// Trains on the examples for which `keep` holds; `None` when none of them is of class `side` or
    /// beyond, or when there are too many.
    pub(in crate::matching) fn train(
        examples: &Vectors,
        features: usize,
        side: usize,
        keep: impl Fn(usize) -> bool,
    ) -> Option<Self> {
        let mut beyond = examples.first_of(side)..examples.len();
        if examples.size() > BUDGET || !beyond.any(&keep) {
            return None;
        }
        let mut gate = Self {
            weights: vec![0.0; features],
            bias: 0.0,
        };
        let taught: Vec<usize> = (0..examples.len()).filter(|at| keep(*at)).collect();
        // Not hurried: so it is less sure of words that it met but once.
        Schedule::new(taught, examples, 2).run(|at, slow| {
            let x = examples.row(at);
            let target = if examples.class(at) >= side { 1.0 } else { 0.0 };
            let slip = 1.0 / (1.0 + (-gate.log_odds(x)).exp()) - target;
            if slip.abs() < 1.0 - SURE {
                return true;
            }
            // Twice the rate: the two columns of a softmax move apart from both sides.
            gate.bias -= 2.0 * BIAS_RATE / slow * slip;
            let scale = 2.0 * RATE / slow * slip;
            for &(feature, value) in x {
                if let Some(weight) = gate.weights.get_mut(feature as usize) {
                    *weight -= scale * value;
                }
            }
            false
        });
        Some(gate)
    }

    pub(in crate::matching) fn log_odds(&self, x: &[(u32, f32)]) -> f32 {
        self.bias + dot(x, &self.weights)
    }
}
