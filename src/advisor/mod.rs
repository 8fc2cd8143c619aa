//! The service: holds the current knowledge with its index, and answers from it.
//!
//! A [`Snapshot`] is read, checked and built as a whole; an [`Advisor`] swaps it in at once, so that
//! a reader sees the old state or the new one and never half of either.

mod changes;
mod check;
mod comparison;
mod draft;
mod edition;
mod explanation;
mod follow;
mod history;
mod library;
mod matter;
mod preview;
mod proposal;
mod publish;
mod reload;
mod remark;
mod rights;
mod snapshot;
mod speech;
mod suggest;
mod undo;
mod votes;
mod watch;
mod which;

use std::{path::PathBuf, sync::Arc};

use arc_swap::ArcSwap;
use jiff::Timestamp;

pub use changes::Changes;
pub use check::{Checked, check, check_contents};
pub use draft::{Draft, DraftError, DraftFile};
pub use edition::Readership;
pub use matter::{Before, Matter};
pub use preview::{OutcomeChange, Preview, QuestionSource};
pub use proposal::{Proposal, ProposalError};
pub use publish::PublishError;
pub use reload::{Reload, ReloadReport};
pub use remark::{Pointed, Remark, Response};
pub use rights::{Refusal, Rights};
pub use snapshot::{Advice, Snapshot};
pub use speech::is_question;
pub use suggest::{EntrySuggestion, Suggestion};
pub use undo::UndoError;
pub use votes::{Voted, Votes};
pub use watch::Watching;

use edition::Editions;
use library::Library;

use crate::{
    answer::Questions,
    diagnostic::{Diagnostic, Sources},
    journal::{Asked, Journal, QuestionLog, RevisionId},
    knowledge::{Contents, Knowledge},
    matching::{Settings, Verdict},
};

/// Answers questions from the current [`Snapshot`].
#[derive(Debug)]
pub struct Advisor {
    current: ArcSwap<Editions>,
    readership: Readership,
    journal: Option<Journal>,
    questions: Option<QuestionLog>,
    library: Option<Library>,
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
    /// Serves a snapshot, and keeps nothing.
    #[must_use]
    pub fn new(snapshot: impl Into<Arc<Snapshot>>) -> Self {
        let readership = Readership::default();
        let editions = Editions::new(snapshot.into(), &readership);
        Self {
            current: ArcSwap::from_pointee(editions),
            readership,
            journal: None,
            questions: None,
            library: None,
        }
    }

    /// Reads and checks packs, and serves them. Problems that a member would not notice (an answer
    /// that has to be cut, a promise that does not hold) are returned beside; others reject.
    pub fn load(
        paths: &[PathBuf],
        settings: Settings,
    ) -> Result<(Self, Vec<Diagnostic>), Rejected> {
        let contents = Contents::read(paths);
        let library = Library::new(paths, &contents, settings);
        let (snapshot, concerns) = check_contents(contents, settings).accepted()?;
        let mut advisor = Self::new(snapshot);
        advisor.library = Some(library);
        Ok((advisor, concerns))
    }

    /// Serves nothing yet, whatever the packs hold: for somebody who wants to put them right.
    #[must_use]
    pub fn open(paths: &[PathBuf], settings: Settings) -> Self {
        let mut advisor = Self::new(Snapshot::new(Knowledge::default(), settings));
        advisor.library = Some(Library::new(paths, &Contents::default(), settings));
        advisor
    }

    /// Shows packs only to the servers that they are meant for.
    #[must_use]
    pub fn showing(mut self, readership: Readership) -> Self {
        self.readership = readership;
        self.swap(self.whole());
        self
    }

    /// Keeps a journal, and in it the questions if they are to be kept. Must be called within a
    /// runtime.
    #[must_use]
    pub fn keeping(mut self, journal: Journal, questions: Questions) -> Self {
        self.questions =
            (questions == Questions::Kept).then(|| QuestionLog::start(journal.clone()));
        self.journal = Some(journal);
        self
    }

    /// What is kept; `None` when nothing is.
    #[must_use]
    pub fn journal(&self) -> Option<&Journal> {
        self.journal.as_ref()
    }

    /// The latest change of the knowledge; `None` when the journal has none or cannot be read.
    pub async fn revision(&self) -> Option<RevisionId> {
        let head = self.journal.as_ref()?.head().await;
        head.unwrap_or_else(|error| {
            tracing::warn!("the latest change is not known: {error}");
            None
        })
    }

    /// Whether the texts of questions are kept.
    #[must_use]
    pub fn questions(&self) -> Questions {
        match self.questions {
            Some(_) => Questions::Kept,
            None => Questions::Forgotten,
        }
    }

    /// Keeps a question, if questions are kept. Never waits: it is written later, and forgotten when
    /// too many are waiting.
    pub fn note(&self, question: &str, verdict: &Verdict) {
        let Some(log) = &self.questions else {
            return;
        };
        if question.is_empty() {
            return;
        }
        log.note(Asked {
            at: Timestamp::now(),
            text: question.to_owned(),
            outcome: verdict.outcome,
            entry: verdict.candidates.first().map(|first| first.id.clone()),
            revision: None,
        });
    }

    /// Waits until every question that was to be kept is written.
    pub async fn flush(&self) {
        if let Some(log) = &self.questions {
            log.flush().await;
        }
    }

    /// The state that questions are answered from now in a server, or outside of servers: the packs
    /// that are meant for it.
    #[must_use]
    pub fn snapshot(&self, server: Option<u64>) -> Arc<Snapshot> {
        Arc::clone(self.current.load().seen_in(server))
    }

    /// All packs as they are now, whoever sees them.
    #[must_use]
    pub fn whole(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.load().whole)
    }

    /// Answers from another snapshot from now on. Builds an index for each set of packs that is seen
    /// somewhere, if that is not all of them.
    pub fn swap(&self, snapshot: impl Into<Arc<Snapshot>>) {
        let editions = Editions::new(snapshot.into(), &self.readership);
        self.current.store(Arc::new(editions));
    }

    /// A state as each server is going to see it.
    async fn editions(&self, snapshot: Snapshot) -> Result<Editions, PublishError> {
        let readership = self.readership.clone();
        publish::block(move || Editions::new(Arc::new(snapshot), &readership)).await
    }
}

#[cfg(test)]
mod scene;
#[cfg(test)]
mod tests;
