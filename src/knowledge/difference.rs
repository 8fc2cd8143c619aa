//! What is different between two texts of a file.

use similar::TextDiff;

/// The difference as a unified diff; empty when there is none.
#[must_use]
pub fn difference(file: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after)
        .unified_diff()
        .header(file, file)
        .to_string()
}
