//! Learning from the packs' phrasings by stochastic gradient descent: example after example, in
//! several passes.

mod gate;
mod rows;
mod softmax;

pub(super) use gate::Gate;
pub(super) use rows::{LANES, add_rows};
pub(super) use softmax::{Lessons, Softmax};

use crate::matching::vectors::Vectors;

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

/// Examples one after the other, in a random order that is the same every time, but for the examples
/// that were not there before: a pack that gets one more phrasing learns all else as it did.
struct Schedule<'a> {
    examples: &'a Vectors,
    /// The ones to learn from.
    taught: Vec<usize>,
    passes: u32,
    /// The pass in which each example is looked at again.
    wakes: Vec<u32>,
}

impl<'a> Schedule<'a> {
    /// Of the examples in `taught`.
    fn new(taught: Vec<usize>, examples: &'a Vectors, classes: usize) -> Self {
        Self {
            passes: passes(taught.len(), classes),
            taught,
            wakes: vec![0; examples.len()],
            examples,
        }
    }

    /// Calls `learn` with each example and by how much to divide the rates; it says whether the
    /// example was sure already.
    fn run(self, mut learn: impl FnMut(usize, f32) -> bool) {
        let Self {
            examples,
            taught,
            passes,
            mut wakes,
        } = self;
        // Each one's draw, and its place in the lower half: numbers are sorted faster than pairs are.
        let mut drawn: Vec<u64> = Vec::with_capacity(taught.len());
        for pass in 0..passes {
            drawn.clear();
            let awake = taught.iter().filter(|at| wakes[**at] <= pass);
            drawn.extend(awake.map(|&at| scatter(examples.key(at), pass) & DRAW | at as u64));
            drawn.sort_unstable();
            #[expect(clippy::cast_precision_loss, reason = "a few dozen passes")]
            let slow = 1.0 + DECAY * pass as f32;
            for &draw in &drawn {
                let at = usize::try_from(draw & !DRAW).unwrap_or_default();
                if learn(at, slow) {
                    wakes[at] = pass + 1 + REST;
                }
            }
        }
    }
}

/// The half of a number that is drawn.
const DRAW: u64 = !(u32::MAX as u64);

/// How many passes so many examples of so many classes take.
fn passes(examples: usize, classes: usize) -> u32 {
    let (most, least) = PASSES;
    let each = examples / classes.max(1);
    let passes = most as usize * MANY / each.max(MANY);
    u32::try_from(passes).unwrap_or(most).clamp(least, most)
}

/// A number that looks like chance, always the same one for a key and a round (the finalizer of
/// `SplitMix64`).
pub(super) const fn scatter(key: u64, round: u32) -> u64 {
    /// Another number here makes other orders, of which none is better than the rest.
    const SEED: u64 = 0xd6e8_feb8_6659_fd93;
    let z = (key ^ SEED).wrapping_add((round as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
