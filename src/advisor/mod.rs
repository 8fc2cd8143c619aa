//! The service: holds the current knowledge with its index, and answers from it.
//!
//! A [`Snapshot`] is read, checked and built as a whole; an [`Advisor`] swaps it in at once, so that
//! a reader sees the old state or the new one and never half of either.

mod check;
mod follow;
mod matter;
mod remark;
mod snapshot;
mod suggest;
mod which;

use std::{path::PathBuf, sync::Arc};

use arc_swap::ArcSwap;

pub use check::{Checked, check};
pub use matter::Matter;
pub use remark::{Pointed, Remark, Response, is_question};
pub use snapshot::{Advice, Snapshot};
pub use suggest::{EntrySuggestion, Suggestion};

use crate::{diagnostic::Diagnostic, diagnostic::Sources, matching::Settings};

/// Answers questions from the current [`Snapshot`].
#[derive(Debug)]
pub struct Advisor {
    current: ArcSwap<Snapshot>,
}

/// Knowledge that cannot be used, with everything that is wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("the knowledge has problems")]
pub struct Rejected {
    /// Every problem, by file and position.
    pub diagnostics: Vec<Diagnostic>,
    /// The files' texts, to show the problems in.
    pub sources: Sources,
}

impl Advisor {
    /// Serves a snapshot.
    #[must_use]
    pub fn new(snapshot: impl Into<Arc<Snapshot>>) -> Self {
        Self {
            current: ArcSwap::new(snapshot.into()),
        }
    }

    /// Reads and checks packs, and serves them. Problems that a member would not notice (an answer
    /// that has to be cut, a promise that does not hold) are returned beside; others reject.
    pub fn load(
        paths: &[PathBuf],
        settings: Settings,
    ) -> Result<(Self, Vec<Diagnostic>), Rejected> {
        let checked = check(paths, settings);
        let broken = checked.is_broken();
        match checked.snapshot {
            Some(snapshot) if !broken => Ok((Self::new(snapshot), checked.diagnostics)),
            _ => Err(Rejected {
                diagnostics: checked.diagnostics,
                sources: checked.sources,
            }),
        }
    }

    /// The state that questions are answered from now.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Answers from another snapshot from now on.
    pub fn swap(&self, snapshot: impl Into<Arc<Snapshot>>) {
        self.current.store(snapshot.into());
    }
}

#[cfg(test)]
mod tests;
