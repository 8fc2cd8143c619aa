//! The files behind the knowledge, and which state of them is in service.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    journal::{Edit, FileEdit, Journal, JournalError, Origin, RevisionId, Transaction},
    knowledge::{ContentHash, Contents, Store},
    matching::Settings,
};
use arc_swap::ArcSwapOption;
use jiff::Timestamp;
use tokio::sync::{Mutex, broadcast};

use super::{
    Changes,
    reload::{Broken, ReloadReport},
};

/// The files, and who may write them now.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) store: Store,
    pub(super) settings: Settings,
    /// Held by whoever changes the files or takes up a change of them.
    pub(super) served: Mutex<Served>,
    pub(super) reports: broadcast::Sender<Arc<ReloadReport>>,
    /// The latest of them.
    pub(super) last: ArcSwapOption<ReloadReport>,
}

/// So many reports wait for a listener that is behind.
const REPORTS_MAX: usize = 16;

/// What the snapshot in service was made of.
#[derive(Debug, Default)]
pub(super) struct Served {
    pub(super) files: BTreeMap<PathBuf, ContentHash>,
    /// What the files hold in its place, if that cannot be used.
    pub(super) broken: Option<Broken>,
}

impl Library {
    pub(super) fn new(paths: &[PathBuf], contents: &Contents, settings: Settings) -> Self {
        Self {
            store: Store::open(paths),
            settings,
            served: Mutex::new(Served {
                files: contents.hashes(),
                broken: None,
            }),
            reports: broadcast::Sender::new(REPORTS_MAX),
            last: ArcSwapOption::empty(),
        }
    }

    /// A transaction in which the journal knows the files as they are.
    pub(super) async fn caught_up(
        &self,
        journal: &Journal,
        contents: &Contents,
        at: Timestamp,
    ) -> Result<Transaction, JournalError> {
        // Kept before anything is overwritten.
        self.keep(journal, contents, at).await?;
        journal.begin().await
    }

    /// Keeps in the history what happened to the files; `None` when nothing did.
    pub(super) async fn keep(
        &self,
        journal: &Journal,
        contents: &Contents,
        at: Timestamp,
    ) -> Result<Option<RevisionId>, JournalError> {
        let mut transaction = journal.begin().await?;
        let Some(edit) = self.outside(contents, &mut transaction, at).await? else {
            return Ok(None);
        };
        let id = transaction.record(&edit).await?;
        transaction.commit().await?;
        Ok(Some(id))
    }

    /// What happened to the files since the journal last heard of them; `None` when nothing did.
    pub(super) async fn outside(
        &self,
        contents: &Contents,
        transaction: &mut Transaction,
        at: Timestamp,
    ) -> Result<Option<Edit>, JournalError> {
        let mut known = transaction.files().await?;
        // Files of other folders are none of our business, nor are those that cannot be read.
        known.retain(|file, _| self.store.holds(Path::new(file)));
        let is_first = known.is_empty();
        let mut before = Contents::default();
        let mut files = Vec::new();
        for (file, bytes) in contents.files() {
            let name = name_of(file);
            let old = known.remove(&name);
            if old == Some(ContentHash::of(bytes)) {
                continue;
            }
            let old = match old {
                Some(hash) => Some(transaction.content(hash).await?),
                None => None,
            };
            before.set(file, old.clone());
            files.push(FileEdit {
                file: name,
                before: old,
                after: Some(bytes.to_owned()),
            });
        }
        for (name, hash) in known {
            // A file that is there but cannot be read is not gone.
            if Path::new(&name).symlink_metadata().is_ok() {
                continue;
            }
            let old = transaction.content(hash).await?;
            before.set(Path::new(&name), Some(old.clone()));
            files.push(FileEdit {
                file: name,
                before: Some(old),
                after: None,
            });
        }
        if files.is_empty() {
            return Ok(None);
        }
        let mut after = Contents::default();
        for file in &files {
            after.set(Path::new(&file.file), file.after.clone());
        }
        let summary = if is_first {
            let names: Vec<&str> = files.iter().map(|file| file.file.as_str()).collect();
            format!("first seen: {}", names.join(", "))
        } else {
            Changes::between(&before.parse().knowledge, &after.parse().knowledge).to_string()
        };
        Ok(Some(Edit {
            at,
            who: "somebody on disk".to_owned(),
            origin: Origin::Disk,
            summary,
            files,
        }))
    }
}

/// A file as the journal names it.
pub(super) fn name_of(file: &Path) -> String {
    file.to_string_lossy().into_owned()
}
