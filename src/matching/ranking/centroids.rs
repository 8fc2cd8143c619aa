//! The middle of each class's phrasings.

use crate::matching::{
    training::{LANES, add_rows},
    vectors::{Postings, Vectors, square},
};

/// A feature that one class in so many has gets a row of all classes: adding it up goes side by side.
const COMMON: usize = 8;
/// The row of a feature that is rarer.
const NO_ROW: u32 = u32::MAX;

/// Sums of each class's vectors, of length 1, by feature.
#[derive(Debug, Default)]
pub(super) struct Centroids {
    /// For each feature the classes that have it.
    by_feature: Postings,
    /// Which row of `cells` each feature has, or [`NO_ROW`].
    rows: Vec<u32>,
    cells: Vec<f32>,
    stride: usize,
    /// How long each class's sum was before it was brought to length 1.
    lengths: Vec<f32>,
}

impl Centroids {
    /// Of the first classes of vectors sorted by class.
    pub(in crate::matching) fn new(vectors: &Vectors, features: usize, classes: usize) -> Self {
        let mut centroids = Vectors::with_room(classes, vectors.size());
        let mut lengths = Vec::with_capacity(classes);
        let mut sums = vec![0.0f32; features];
        let mut cells: Vec<(u32, f32)> = Vec::new();
        for class in 0..classes {
            cells.clear();
            for at in vectors.first_of(class)..vectors.first_of(class + 1) {
                for &(feature, value) in vectors.row(at) {
                    if let Some(sum) = sums.get_mut(feature as usize) {
                        if *sum == 0.0 {
                            cells.push((feature, 0.0));
                        }
                        *sum += value;
                    }
                }
            }
            for (feature, value) in &mut cells {
                *value = std::mem::take(&mut sums[*feature as usize]);
            }
            let length = square(&cells).sqrt();
            lengths.push(length);
            let scale = 1.0 / length.max(f32::MIN_POSITIVE);
            for (_, value) in &mut cells {
                *value *= scale;
            }
            centroids.push(class, &cells);
        }
        let mut found = Self {
            by_feature: Postings::new(&centroids, features),
            rows: vec![NO_ROW; features],
            cells: Vec::new(),
            stride: classes.next_multiple_of(LANES),
            lengths,
        };
        found.fill_rows();
        found
    }

    fn fill_rows(&mut self) {
        let mut next = 0;
        for (feature, row) in (0..).zip(&mut self.rows) {
            let classes = self.by_feature.list(feature);
            if classes.len() * COMMON < self.stride {
                continue;
            }
            *row = next;
            next += 1;
            let from = self.cells.len();
            self.cells.resize(from + self.stride, 0.0);
            for &(class, value) in classes {
                self.cells[from + class as usize] = value;
            }
        }
    }

    /// What a vector's cosine with its own class's centroid would be if it were not one of those that
    /// this is the middle of.
    pub(super) fn forget(&self, class: usize, x: &[(u32, f32)], cosine: f32) -> f32 {
        let length = self.lengths.get(class).copied().unwrap_or(0.0);
        let square = square(x);
        let rest = length * length - 2.0 * length * cosine + square;
        (length * cosine - square) / rest.sqrt().max(1e-3)
    }

    /// The cosines of all classes' centroids with a vector, padded to a multiple of [`LANES`];
    /// `rows` is room to work with.
    pub(super) fn cosines(
        &self,
        x: &[(u32, f32)],
        cosines: &mut Vec<f32>,
        rows: &mut Vec<(u32, f32)>,
    ) {
        cosines.clear();
        cosines.resize(self.stride, 0.0);
        rows.clear();
        for &(feature, value) in x {
            match self.rows.get(feature as usize) {
                Some(&NO_ROW) => {
                    for &(class, weight) in self.by_feature.list(feature) {
                        if let Some(cosine) = cosines.get_mut(class as usize) {
                            *cosine += value * weight;
                        }
                    }
                }
                Some(&row) => rows.push((row, value)),
                None => {}
            }
        }
        add_rows(cosines, &self.cells, rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_and_rare_features_count_alike() {
        const COMMON: u32 = 0;
        // Each of 40 classes has two phrasings with a common word, and in each a rare one.
        let mut vectors = Vectors::default();
        for class in 0..40u32 {
            for rare in [2 * class + 1, 2 * class + 2] {
                vectors.push(class as usize, &[(COMMON, 0.6), (rare, 0.8)]);
            }
        }
        let centroids = Centroids::new(&vectors, 81, 40);
        assert_eq!(centroids.cells.len(), 40, "one row, for the common word");
        let (mut cosines, mut rows) = (Vec::new(), Vec::new());
        centroids.cosines(&[(COMMON, 0.6), (15, 0.8)], &mut cosines, &mut rows);
        let length = (1.2f32 * 1.2 + 0.8 * 0.8 + 0.8 * 0.8).sqrt();
        for (class, cosine) in cosines.into_iter().enumerate() {
            let rare = if class == 7 { 0.8 * 0.8 } else { 0.0 };
            let expected = (0.6 * 1.2 + rare) / length;
            assert!((cosine - expected).abs() < 1e-6, "{class}: {cosine}");
        }
    }
}
