//! Taking up what happened to the files.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use jiff::Timestamp;
use tokio::sync::broadcast;

use super::{
    Advisor, Changes, Rejected,
    check::check_contents,
    edition::Editions,
    library::{Library, Served},
    publish::{PublishError, block},
};
use crate::{
    diagnostic::{Diagnostic, render},
    journal::{JournalError, RevisionId},
    knowledge::{ContentHash, Contents},
};

/// What came of a change of the files that was made outside of chiefly.
#[derive(Debug)]
pub struct ReloadReport {
    /// When it was noticed.
    pub at: Timestamp,
    /// What came of it.
    pub outcome: Reload,
}

/// What a change of the files leads to.
#[derive(Debug)]
pub enum Reload {
    /// Another state is in service.
    Changed {
        /// The entries that differ.
        changes: Changes,
        /// Its revision; `None` without a journal, or when it could not be written.
        revision: Option<RevisionId>,
        /// Whether the files could not be used before.
        fixed: bool,
        /// What is wrong with it, but does not keep it from being used.
        concerns: Vec<Diagnostic>,
    },
    /// The files cannot be used, and what was in service stays there. Told once.
    Broken(Rejected),
    /// The files hold what is in service again, and can be used.
    Fixed,
}

/// Files that cannot be used, so that they are told of once.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    files: BTreeMap<PathBuf, ContentHash>,
    problems: Vec<String>,
}

/// How often files are read again that change while they are read.
const READINGS_MAX: usize = 5;

impl Advisor {
    /// What is told about changes that are made outside of chiefly from now on; `None` when the
    /// knowledge does not come from files.
    #[must_use]
    pub fn reports(&self) -> Option<broadcast::Receiver<Arc<ReloadReport>>> {
        Some(self.library.as_ref()?.reports.subscribe())
    }

    /// What keeps the files from being used as they were when they were last looked at: every problem
    /// with its place and its line; `None` when they can be used.
    pub async fn standing(&self) -> Option<Vec<String>> {
        let served = self.library.as_ref()?.served.lock().await;
        Some(served.broken.as_ref()?.problems.clone())
    }

    /// Takes the files into the history as they are when chiefly starts, and clears away what a
    /// process that was killed has left. To be called before anything is published.
    pub async fn reconcile(&self, at: Timestamp) -> Result<Option<RevisionId>, JournalError> {
        let (Some(library), Some(journal)) = (&self.library, &self.journal) else {
            return Ok(None);
        };
        let served = library.served.lock().await;
        let mut transaction = journal.begin().await?;
        // While the transaction lasts, no other process writes files.
        library.store.sweep();
        let contents = Contents::read(&library.store.paths());
        // Something else than what is in service is left to the next reload.
        if !contents.is_whole() || contents.hashes() != served.files {
            return Ok(None);
        }
        let Some(edit) = library.outside(&contents, &mut transaction, at).await? else {
            return Ok(None);
        };
        let id = transaction.record(&edit).await?;
        transaction.commit().await?;
        Ok(Some(id))
    }

    /// What came of the last change of the files; `None` when there was none since the start.
    #[must_use]
    pub fn last_reload(&self) -> Option<Arc<ReloadReport>> {
        self.library.as_ref()?.last.load_full()
    }

    /// Looks at the files, and serves them if they have changed and can be used. `None` when there
    /// is nothing new to tell.
    pub async fn reload(&self, at: Timestamp) -> Option<Arc<ReloadReport>> {
        let library = self.library.as_ref()?;
        let mut served = library.served.lock().await;
        let outcome = match self.look(library, &mut served, at).await {
            Ok(outcome) => outcome?,
            // The program is being stopped.
            Err(_) => return None,
        };
        let report = Arc::new(ReloadReport { at, outcome });
        library.last.store(Some(Arc::clone(&report)));
        // Nobody has to listen.
        let _ = library.reports.send(Arc::clone(&report));
        Some(report)
    }

    async fn look(
        &self,
        library: &Library,
        served: &mut Served,
        at: Timestamp,
    ) -> Result<Option<Reload>, PublishError> {
        let (mut contents, mut hashes) = read(library).await?;
        for _ in 1..READINGS_MAX {
            if contents.is_whole() && hashes == served.files {
                return Ok(served.broken.take().map(|_| Reload::Fixed));
            }
            let is_known = |broken: &Broken| contents.is_whole() && broken.files == hashes;
            if served.broken.as_ref().is_some_and(is_known) {
                return Ok(None);
            }
            let settings = library.settings;
            let these = contents.clone();
            let checked = block(move || check_contents(these, settings)).await?;
            match checked.accepted() {
                Ok((snapshot, concerns)) => {
                    let editions = self.editions(snapshot).await?;
                    let taken = self.take_up(library, &contents, editions, at).await;
                    let (changes, revision) = taken;
                    served.files = hashes;
                    return Ok(Some(Reload::Changed {
                        changes,
                        revision,
                        fixed: served.broken.take().is_some(),
                        concerns,
                    }));
                }
                Err(rejected) => {
                    // Somebody may be in the middle of writing.
                    let again = read(library).await?;
                    if again.1 == hashes {
                        return Ok(served.tell(hashes, rejected));
                    }
                    (contents, hashes) = again;
                }
            }
        }
        Ok(None)
    }

    /// Serves a state, and keeps it in the history.
    async fn take_up(
        &self,
        library: &Library,
        contents: &Contents,
        editions: Editions,
        at: Timestamp,
    ) -> (Changes, Option<RevisionId>) {
        let changes = Changes::between(self.whole().knowledge(), editions.whole.knowledge());
        self.current.store(Arc::new(editions));
        let Some(journal) = &self.journal else {
            return (changes, None);
        };
        let kept = library.keep(journal, contents, at).await;
        let revision = kept.unwrap_or_else(|error| {
            // The next one that is kept takes this one along.
            tracing::error!("a change of the knowledge is not in the history: {error}");
            None
        });
        (changes, revision)
    }
}

impl Served {
    /// What to tell of files that cannot be used; `None` when it was told.
    fn tell(
        &mut self,
        files: BTreeMap<PathBuf, ContentHash>,
        rejected: Rejected,
    ) -> Option<Reload> {
        let rendered = rejected.diagnostics.iter();
        let problems = rendered
            .map(|problem| render(problem, &rejected.sources, false))
            .collect::<Vec<_>>();
        let is_told = |before: &Broken| before.problems == problems;
        let is_told = self.broken.as_ref().is_some_and(is_told);
        self.broken = Some(Broken { files, problems });
        (!is_told).then_some(Reload::Broken(rejected))
    }
}

async fn read(
    library: &Library,
) -> Result<(Contents, BTreeMap<PathBuf, ContentHash>), PublishError> {
    let paths = library.store.paths();
    block(move || {
        let contents = Contents::read(&paths);
        let hashes = contents.hashes();
        (contents, hashes)
    })
    .await
}
