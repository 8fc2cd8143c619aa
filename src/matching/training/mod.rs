//! Learning from the packs' phrasings by stochastic gradient descent: example after example, in
//! several passes.

mod gate;
mod rows;
mod softmax;

pub(super) use gate::Gate;
pub(super) use rows::{LANES, add_rows};
pub(super) use softmax::{Lessons, Softmax};

/// Passes over the examples, with up to [`MANY`] examples a class, and at least.
const PASSES: (u32, u32) = (20, 6);
/// With more examples a class than this, fewer passes see as many of each class.
const MANY: usize = 20;
/// Learning rate of the biases in the first pass.
const BIAS_RATE: f32 = 0.5;
/// By how much a pass slows the next: rate / (1 + decay · pass).
const DECAY: f32 = 0.1;
/// An example this sure of its class teaches nothing, and rests for [`REST`] passes.
const SURE: f32 = 0.99;
const REST: u32 = 2;

/// Examples one after the other, in a random order that is the same every time.
struct Schedule {
    order: Vec<usize>,
    passes: u32,
    /// The pass in which each example is looked at again.
    wakes: Vec<u32>,
    random: u64,
}

impl Schedule {
    /// Of the examples in `order`, whose numbers are below `examples`.
    fn new(order: Vec<usize>, examples: usize, classes: usize) -> Self {
        Self {
            passes: passes(order.len(), classes),
            order,
            wakes: vec![0; examples],
            random: 0x9e37_79b9_7f4a_7c15,
        }
    }

    /// Calls `learn` with each example and by how much to divide the rates; it says whether the
    /// example was sure already.
    fn run(mut self, mut learn: impl FnMut(usize, f32) -> bool) {
        for pass in 0..self.passes {
            shuffle(&mut self.order, &mut self.random);
            #[expect(clippy::cast_precision_loss, reason = "a few dozen passes")]
            let slow = 1.0 + DECAY * pass as f32;
            for &at in &self.order {
                if self.wakes[at] <= pass && learn(at, slow) {
                    self.wakes[at] = pass + 1 + REST;
                }
            }
        }
    }
}

/// How many passes so many examples of so many classes take.
fn passes(examples: usize, classes: usize) -> u32 {
    let (most, least) = PASSES;
    let each = examples / classes.max(1);
    let passes = most as usize * MANY / each.max(MANY);
    u32::try_from(passes).unwrap_or(most).clamp(least, most)
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
