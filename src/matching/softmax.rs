//! Multinomial logistic regression over sparse features, by stochastic gradient descent.

use super::features::Features;

/// Passes over the examples.
const PASSES: u32 = 20;
/// Learning rate of the weights in the first pass.
const RATE: f32 = 4.0;
/// Learning rate of the biases in the first pass.
const BIAS_RATE: f32 = 0.5;
/// By how much a pass slows the next: rate / (1 + decay · pass).
const DECAY: f32 = 0.1;

/// The weights, a row of all classes for each feature.
#[derive(Debug, Default)]
pub(super) struct Softmax {
    pub(super) classes: usize,
    /// `weights[feature * classes + class]`.
    pub(super) weights: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Softmax {
    /// Trains on the examples in their order; the same examples give the same weights.
    pub(super) fn train(examples: &[(&Features, usize)], features: usize, classes: usize) -> Self {
        let mut model = Self {
            classes,
            weights: vec![0.0; features * classes],
            bias: vec![0.0; classes],
        };
        let mut scores = vec![0.0; classes];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        for pass in 0..PASSES {
            shuffle(&mut order, &mut random);
            #[expect(clippy::cast_precision_loss, reason = "a few dozen passes")]
            let slow = 1.0 + DECAY * pass as f32;
            for &at in &order {
                if let Some((x, class)) = examples.get(at) {
                    model.step(x, *class, RATE / slow, BIAS_RATE / slow, &mut scores);
                }
            }
        }
        model
    }

    fn step(&mut self, x: &Features, class: usize, rate: f32, bias_rate: f32, scores: &mut [f32]) {
        self.logits(x, scores);
        let max = scores.iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for score in scores.iter_mut() {
            *score = (*score - max).exp();
            sum += *score;
        }
        for score in scores.iter_mut() {
            *score /= sum;
        }
        if let Some(own) = scores.get_mut(class) {
            *own -= 1.0;
        }
        for (bias, gradient) in self.bias.iter_mut().zip(scores.iter()) {
            *bias -= bias_rate * gradient;
        }
        for &(feature, value) in &x.known {
            let scale = rate * value;
            for (weight, gradient) in self.row_mut(feature).iter_mut().zip(scores.iter()) {
                *weight -= scale * gradient;
            }
        }
    }

    pub(super) fn logits(&self, x: &Features, scores: &mut [f32]) {
        scores.copy_from_slice(&self.bias);
        for &(feature, value) in &x.known {
            for (score, weight) in scores.iter_mut().zip(self.row(feature)) {
                *score += value * weight;
            }
        }
    }

    pub(super) fn row(&self, feature: u32) -> &[f32] {
        let from = feature as usize * self.classes;
        self.weights
            .get(from..from + self.classes)
            .unwrap_or_default()
    }

    fn row_mut(&mut self, feature: u32) -> &mut [f32] {
        let from = feature as usize * self.classes;
        self.weights
            .get_mut(from..from + self.classes)
            .unwrap_or_default()
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
