//! Arithmetic with matrices that have a row of all classes for each feature.

/// Rows are padded to a multiple of this many classes, so that loops over them vectorise.
pub(in crate::matching) const LANES: usize = 8;
/// This many sums stay in the processor's registers at a time.
const BLOCK: usize = 32;

/// Adds a matrix's rows of some features to `sums`, each times its value. Rows are as long as the
/// sums, which are a multiple of [`LANES`].
pub(in crate::matching) fn add_rows(sums: &mut [f32], matrix: &[f32], x: &[(u32, f32)]) {
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
pub(super) fn add_to_rows(matrix: &mut [f32], change: &[f32], x: &[(u32, f32)], scale: f32) {
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
pub(super) fn add_scaled(to: &mut [f32], from: &[f32], scale: f32) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += scale * from;
    }
}
