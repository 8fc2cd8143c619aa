//! Problems in files that people write: what is wrong, where, and what to write instead.
//!
//! A [`Diagnostic`] points into its files by byte ranges; [`Sources`] holds the files' texts, so
//! that it can be shown to people ([`render`]) or to programs ([`Diagnostic::to_json`]).

mod json;
mod render;
mod sources;

use std::{
    collections::HashMap,
    ops::Range,
    path::{Path, PathBuf},
};

use serde::Serialize;

pub use render::render;
pub use sources::{Position, SourceText, Sources};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, but somebody should look at it.
    Warning,
}

/// A marked place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file, as it is named in [`Sources`]; a file that could not be read is not in there.
    pub file: PathBuf,
    /// Bytes of the file's text; empty marks the place before the byte.
    pub span: Range<usize>,
    /// What to say about the place; may be empty.
    pub text: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem it is, in kebab-case, such as `unknown-key`; stable.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where: the place itself, then places that have to do with it.
    pub labels: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error that has no place yet.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels: Vec::new(),
            help: None,
        }
    }

    /// A warning that has no place yet.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Adds a place; the first one is where the problem is.
    #[must_use]
    pub fn at(mut self, file: &Path, span: Range<usize>, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            file: file.to_owned(),
            span,
            text: text.into(),
        });
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Where the problem is; `None` for one that belongs to no file.
    #[must_use]
    pub fn place(&self) -> Option<&Label> {
        self.labels.first()
    }
}

/// At most this many problems are reported at once; the rest is only counted.
pub const DIAGNOSTICS_MAX: usize = 10_000;

/// Gathers problems, and forgets those beyond [`DIAGNOSTICS_MAX`] but for their number.
#[derive(Debug, Default)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    cut: usize,
}

impl Diagnostics {
    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.kept.len() < DIAGNOSTICS_MAX {
            self.kept.push(diagnostic);
        } else {
            self.cut += 1;
        }
    }

    /// Adds problems.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Counts problems that are not worth keeping.
    pub fn count(&mut self, more: usize) {
        self.cut += more;
    }

    /// Adds everything that was gathered elsewhere.
    pub fn append(&mut self, other: Self) {
        self.extend(other.kept);
        self.cut += other.cut;
    }

    /// Keeps the problems that `wanted` holds for.
    pub fn retain(&mut self, wanted: impl FnMut(&Diagnostic) -> bool) {
        self.kept.retain(wanted);
    }

    /// How many problems were added, the forgotten ones included.
    #[must_use]
    pub fn total(&self) -> usize {
        self.kept.len() + self.cut
    }

    /// All problems, by file (in the given order) and position; a last one tells how many were cut.
    #[must_use]
    pub fn into_sorted<'a>(mut self, files: impl IntoIterator<Item = &'a Path>) -> Vec<Diagnostic> {
        let order: HashMap<PathBuf, usize> = files
            .into_iter()
            .enumerate()
            .map(|(index, file)| (file.to_owned(), index))
            .collect();
        // A file that is not among them could not be read, which comes first.
        self.kept.sort_by_key(|diagnostic| {
            diagnostic
                .place()
                .map(|label| (order.get(&label.file).copied(), label.span.start))
        });
        if self.cut > 0 {
            self.kept.push(
                Diagnostic::error("too-many-problems", format!("{} more problems", self.cut))
                    .help("solve those above first, then check again"),
            );
        }
        self.kept
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use tests::{assert_well_placed, rendered};
