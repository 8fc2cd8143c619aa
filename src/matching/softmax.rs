//! Multinomial logistic regression over sparse features, by stochastic gradient descent.

use super::vectors::{Vectors, dot};

/// Passes over the examples, with up to [`MANY`] examples a class, and at least.
const PASSES: (u32, u32) = (20, 8);
/// With more examples a class than this, fewer passes see as many of each class.
const MANY: usize = 20;
/// Learning rate of the weights in the first pass. Slow, so that phrasings are not learnt by heart.
const RATE: f32 = 0.5;
/// Learning rate of the biases in the first pass.
const BIAS_RATE: f32 = 0.5;
/// The same for [`Gate`], which has two sides to tell apart, and many examples of each.
const GATE_RATE: f32 = 4.0;
/// By how much a pass slows the next: rate / (1 + decay · pass).
const DECAY: f32 = 0.1;
/// An example this sure of its class teaches nothing, and rests for [`REST`] passes.
const SURE: f32 = 0.99;
const REST: u32 = 2;
/// Rows are padded to a multiple of this many classes, so that loops over them vectorise.
pub(super) const LANES: usize = 8;

/// The weights, a padded row of all classes for each feature.
#[derive(Debug, Default)]
pub(super) struct Softmax {
    /// `weights[feature * stride + class]`.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Softmax {
    /// Trains on the examples whose class is below `classes`, in a fixed random order: the same
    /// examples give the same weights.
    pub(super) fn train(examples: &Vectors, features: usize, classes: usize) -> Self {
        let stride = classes.next_multiple_of(LANES);
        let mut bias = vec![0.0; stride];
        // No padding ever has a share of the probability.
        bias[classes..].fill(f32::NEG_INFINITY);
        let mut model = Self {
            weights: vec![0.0; features * stride],
            bias,
        };
        let mut scores = vec![0.0; stride];
        let mut order: Vec<usize> = (0..examples.len())
            .filter(|at| examples.class(*at) < classes)
            .collect();
        let mut wakes = vec![0; examples.len()];
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        let passes = passes(order.len(), classes);
        let rate = RATE * hurry(passes);
        for pass in 0..passes {
            shuffle(&mut order, &mut random);
            #[expect(clippy::cast_precision_loss, reason = "a few dozen passes")]
            let slow = 1.0 + DECAY * pass as f32;
            for &at in &order {
                if wakes[at] > pass {
                    continue;
                }
                let (row, class) = (examples.row(at), examples.class(at));
                if model.step(row, class, rate / slow, BIAS_RATE / slow, &mut scores) {
                    wakes[at] = pass + 1 + REST;
                }
            }
        }
        model
    }

    /// The logits of all classes, padded to a multiple of [`LANES`].
    pub(super) fn logits(&self, x: &[(u32, f32)], logits: &mut Vec<f32>) {
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
        let max = scores.iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for score in scores.iter_mut() {
            *score = exp(*score - max);
        }
        for score in scores.iter() {
            sum += *score;
        }
        for score in scores.iter_mut() {
            *score /= sum;
        }
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

/// One weight a feature: the log-odds of an example to be of class `side` or beyond.
#[derive(Debug, Default)]
pub(super) struct Gate {
    pub(super) weights: Vec<f32>,
    pub(super) bias: f32,
}

impl Gate {
    pub(super) fn train(examples: &Vectors, features: usize, side: usize) -> Self {
        let mut gate = Self {
            weights: vec![0.0; features],
            bias: 0.0,
        };
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut wakes = vec![0; examples.len()];
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        for pass in 0..PASSES.0 {
            shuffle(&mut order, &mut random);
            #[expect(clippy::cast_precision_loss, reason = "a few dozen passes")]
            let slow = 1.0 + DECAY * pass as f32;
            for &at in &order {
                if wakes[at] > pass {
                    continue;
                }
                let x = examples.row(at);
                let target = if examples.class(at) >= side { 1.0 } else { 0.0 };
                let slip = 1.0 / (1.0 + (-gate.log_odds(x)).exp()) - target;
                if slip.abs() < 1.0 - SURE {
                    wakes[at] = pass + 1 + REST;
                    continue;
                }
                // Twice the rate: the two columns of a softmax move apart from both sides.
                gate.bias -= 2.0 * BIAS_RATE / slow * slip;
                let scale = 2.0 * GATE_RATE / slow * slip;
                for &(feature, value) in x {
                    if let Some(weight) = gate.weights.get_mut(feature as usize) {
                        *weight -= scale * value;
                    }
                }
            }
        }
        gate
    }

    pub(super) fn log_odds(&self, x: &[(u32, f32)]) -> f32 {
        self.bias + dot(x, &self.weights)
    }
}

/// eˣ for x up to 0, to six digits, without a branch or a call: a loop over it vectorises. By Cody and
/// Waite: x is some doublings and a rest of at most half of one, whose power is a polynomial (Cephes).
fn exp(x: f32) -> f32 {
    /// Added to a number below 2²², it leaves no room for the fraction.
    const ROUND: f32 = 12_582_912.0;
    let x = if x > -60.0 { x } else { -60.0 };
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let doublings = rounded - ROUND;
    let rest = x - doublings * 0.693_359_4 + doublings * 2.121_944_4e-4;
    let mut sum = 1.987_569_2e-4;
    for term in [
        1.398_199_9e-3,
        8.333_452e-3,
        4.166_579_6e-2,
        0.166_666_66,
        0.5,
        1.0,
        1.0,
    ] {
        sum = sum * rest + term;
    }
    // The doublings are the lowest bits of the rounded number; they go where the exponent is.
    let power = (rounded.to_bits() << 23).wrapping_add(1f32.to_bits());
    sum * f32::from_bits(power)
}

/// How many passes so many examples of so many classes take.
fn passes(examples: usize, classes: usize) -> u32 {
    let (most, least) = PASSES;
    let each = examples / classes.max(1);
    let passes = most as usize * MANY / each.max(MANY);
    u32::try_from(passes).unwrap_or(most).clamp(least, most)
}

/// How much faster fewer passes learn: the steps shrink from pass to pass, and the ones that are
/// left out at the end are the smallest.
#[expect(clippy::cast_precision_loss, reason = "a few dozen passes")]
fn hurry(passes: u32) -> f32 {
    (PASSES.0 as f32 / passes as f32).sqrt()
}

/// This many sums stay in the processor's registers at a time.
const BLOCK: usize = 32;

/// Adds a matrix's rows of some features to `sums`, each times its value. Rows are as long as the
/// sums, which are a multiple of [`LANES`].
pub(super) fn add_rows(sums: &mut [f32], matrix: &[f32], x: &[(u32, f32)]) {
    let stride = sums.len();
    let (blocks, rest) = sums.as_chunks_mut::<BLOCK>();
    let behind = blocks.len() * BLOCK;
    for (from, sums) in (0..).step_by(BLOCK).zip(blocks) {
        add_block(sums, matrix, stride, from, x);
    }
    for (from, sums) in (behind..)
        .step_by(LANES)
        .zip(rest.as_chunks_mut::<LANES>().0)
    {
        add_block(sums, matrix, stride, from, x);
    }
}

fn add_block<const N: usize>(
    sums: &mut [f32; N],
    matrix: &[f32],
    stride: usize,
    from: usize,
    x: &[(u32, f32)],
) {
    let mut own = *sums;
    for &(feature, value) in x {
        let at = feature as usize * stride + from;
        if let Some(row) = matrix.get(at..).and_then(|rows| rows.first_chunk::<N>()) {
            for (sum, cell) in own.iter_mut().zip(row) {
                *sum += value * cell;
            }
        }
    }
    *sums = own;
}

/// Adds `change` to a matrix's rows of some features, each times its value and `scale`.
fn add_to_rows(matrix: &mut [f32], change: &[f32], x: &[(u32, f32)], scale: f32) {
    let stride = change.len();
    let (blocks, rest) = change.as_chunks::<BLOCK>();
    let behind = blocks.len() * BLOCK;
    for (from, change) in (0..).step_by(BLOCK).zip(blocks) {
        add_to_block(matrix, stride, from, change, x, scale);
    }
    for (from, change) in (behind..).step_by(LANES).zip(rest.as_chunks::<LANES>().0) {
        add_to_block(matrix, stride, from, change, x, scale);
    }
}

fn add_to_block<const N: usize>(
    matrix: &mut [f32],
    stride: usize,
    from: usize,
    change: &[f32; N],
    x: &[(u32, f32)],
    scale: f32,
) {
    let change = *change;
    for &(feature, value) in x {
        let at = feature as usize * stride + from;
        let rows = matrix.get_mut(at..);
        if let Some(row) = rows.and_then(|rows| rows.first_chunk_mut::<N>()) {
            let scale = scale * value;
            for (cell, change) in row.iter_mut().zip(&change) {
                *cell += scale * change;
            }
        }
    }
}

/// `to += scale · from`, place by place.
fn add_scaled(to: &mut [f32], from: &[f32], scale: f32) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += scale * from;
    }
}

/// Fisher–Yates with xorshift64*: the order need not be good, only the same every time.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for i in (1..order.len()).rev() {
        *random ^= *random >> 12;
        *random ^= *random << 25;
        *random ^= *random >> 27;
        let draw = random.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        let bound = i as u64 + 1;
        order.swap(i, usize::try_from(draw % bound).unwrap_or(i));
    }
}

#[cfg(test)]
mod tests {
    use super::exp;

    #[test]
    fn powers_are_right_to_six_digits() {
        for hundredths in 0..6000u16 {
            let x = f32::from(hundredths) / -100.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-6, "{x}");
        }
        for x in [-61.0, -1e9, f32::NEG_INFINITY] {
            assert!((0.0..1e-25).contains(&exp(x)), "{x}");
        }
    }
}
