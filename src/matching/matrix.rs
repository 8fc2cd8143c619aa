//! Small packs as one dense matrix: what each feature says for each entry.

use super::{
    softmax::{LANES, Softmax},
    vectors::Vectors,
};

/// For each feature a row: the centroids' weights of all classes, then the entries' logits.
#[derive(Debug, Default)]
pub(super) struct Matrix {
    pub(super) cells: Vec<f32>,
    pub(super) bias: Vec<f32>,
    /// The length of half a row.
    pub(super) stride: usize,
}

impl Matrix {
    pub(super) fn new(vectors: &Vectors, features: usize, entries: usize) -> Self {
        let stride = (entries + 1).next_multiple_of(LANES);
        let softmax = Softmax::train(vectors, features, entries);
        let learnt = softmax.stride();
        let mut cells = vec![0.0; features * 2 * stride];
        for (to, from) in cells
            .chunks_exact_mut(2 * stride)
            .zip(softmax.weights.chunks_exact(learnt))
        {
            for (to, from) in to.iter_mut().skip(stride).zip(from.iter().take(entries)) {
                *to = *from;
            }
        }
        for at in 0..vectors.len() {
            for &(feature, value) in vectors.row(at) {
                let cell = feature as usize * 2 * stride + vectors.class(at);
                if let Some(cell) = cells.get_mut(cell) {
                    *cell += value;
                }
            }
        }
        let mut squares = vec![0.0; stride];
        for row in cells.chunks_exact(2 * stride) {
            for (square, value) in squares.iter_mut().zip(row) {
                *square += value * value;
            }
        }
        let scales: Vec<f32> = squares
            .iter()
            .map(|square: &f32| 1.0 / square.sqrt().max(f32::MIN_POSITIVE))
            .collect();
        for row in cells.chunks_exact_mut(2 * stride) {
            for (value, scale) in row.iter_mut().zip(&scales) {
                *value *= scale;
            }
        }
        let mut bias = vec![0.0; 2 * stride];
        for (to, from) in bias
            .iter_mut()
            .skip(stride)
            .zip(softmax.bias.iter().take(entries))
        {
            *to = *from;
        }
        Self {
            cells,
            bias,
            stride,
        }
    }
}
