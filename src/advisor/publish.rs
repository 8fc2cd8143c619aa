//! Making a draft true: in the files, in the history, and in the answers, or in none of them.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use tokio::task;

use super::{
    Advisor, Draft, DraftFile, Rejected,
    check::{Checked, check_contents},
    library::name_of,
};
use crate::{
    journal::{Edit, FileEdit, Journal, JournalError, Origin, RevisionId},
    knowledge::{ContentHash, Contents, Store, StoreError, difference},
};

/// Why a draft was not published. Everything is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// What is answered from here does not come from files.
    #[error("this knowledge does not come from files, so it cannot be changed")]
    NoFiles,
    /// There is no journal to keep the history in.
    #[error("there is no journal to keep the history in, so nothing is changed")]
    NoJournal,
    /// The draft leaves every file as it is.
    #[error("nothing would be different")]
    Nothing,
    /// A file is not what the draft was made for.
    #[error("{} has changed in the meantime", file.display())]
    Changed {
        /// The file.
        file: PathBuf,
        /// What has changed in it since, as a unified diff.
        difference: String,
    },
    /// The knowledge would have errors.
    #[error("the knowledge would have problems")]
    Broken(Rejected),
    /// A file cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The history cannot be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The program is being stopped.
    #[error("chiefly is being stopped")]
    Stopped,
}

impl Advisor {
    /// The packs as they are on the disk now but for a draft, checked. Reads the files and builds an index: work
    /// for a thread that may block.
    pub fn preview(&self, draft: &Draft) -> Result<Checked, PublishError> {
        let library = self.library.as_ref().ok_or(PublishError::NoFiles)?;
        let mut contents = Contents::read(&library.store.paths());
        apply(draft, &mut contents);
        Ok(check_contents(contents, library.settings))
    }

    /// Publishes a draft: when this returns, it is in the files, in the history and in the answers,
    /// and stays there whatever happens to the process. Drafts are published one after the other.
    /// Goes on to the end even if nobody waits for it.
    pub async fn publish(
        self: &Arc<Self>,
        draft: &Draft,
        who: &str,
        origin: Origin,
        at: Timestamp,
    ) -> Result<RevisionId, PublishError> {
        let (advisor, draft, who) = (Arc::clone(self), draft.clone(), who.to_owned());
        let published =
            task::spawn(async move { advisor.publish_now(draft, who, origin, at).await });
        published.await.map_err(|_| PublishError::Stopped)?
    }

    async fn publish_now(
        &self,
        draft: Draft,
        who: String,
        origin: Origin,
        at: Timestamp,
    ) -> Result<RevisionId, PublishError> {
        let library = self.library.as_ref().ok_or(PublishError::NoFiles)?;
        let journal = self.journal.as_ref().ok_or(PublishError::NoJournal)?;
        let mut served = library.served.lock().await;
        let paths = library.store.paths();
        let contents = block(move || Contents::read(&paths)).await?;
        for file in &draft.files {
            let now = contents.get(&file.path);
            if now.map(ContentHash::of) != file.base {
                return Err(changed(file, now, journal).await);
            }
        }
        let mut next = contents.clone();
        apply(&draft, &mut next);
        let files: Vec<FileEdit> = draft
            .files
            .iter()
            .map(|f| file_edit(f, &contents))
            .collect();
        if files.iter().all(|file| file.before == file.after) {
            return Err(PublishError::Nothing);
        }
        let (hashes, settings) = (next.hashes(), library.settings);
        let checked = block(move || check_contents(next, settings)).await?;
        let snapshot = checked.accepted().map_err(PublishError::Broken)?.0;
        let editions = self.editions(snapshot).await?;

        let mut transaction = library.caught_up(journal, &contents, at).await?;
        let written = match Written::write(&library.store, &files).await {
            Ok(written) => written,
            Err(error) => {
                // Nobody may be kept waiting by what only explains an error.
                drop(transaction);
                return Err(explained(error, &draft, journal).await);
            }
        };
        let edit = Edit {
            at,
            who,
            origin,
            summary: draft.summary,
            files,
        };
        let kept = match transaction.record(&edit).await {
            Ok(id) => transaction.commit().await.map(|()| id),
            Err(error) => Err(error),
        };
        match kept {
            Ok(id) => {
                served.files = hashes;
                self.current.store(Arc::new(editions));
                Ok(id)
            }
            Err(error) => {
                written.take_back(&library.store).await;
                Err(error.into())
            }
        }
    }
}

/// Work that may block, on a thread where it holds nobody up.
pub(super) async fn block<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PublishError> {
    task::spawn_blocking(work)
        .await
        .map_err(|_| PublishError::Stopped)
}

/// The packs with a draft in them.
fn apply(draft: &Draft, contents: &mut Contents) {
    for file in &draft.files {
        let bytes = file.text.as_ref().map(|text| text.clone().into_bytes());
        contents.set(&file.path, bytes);
    }
}

fn file_edit(file: &DraftFile, contents: &Contents) -> FileEdit {
    FileEdit {
        file: name_of(&file.path),
        before: contents.get(&file.path).map(<[u8]>::to_vec),
        after: file.text.as_ref().map(|text| text.clone().into_bytes()),
    }
}

/// Shows what has changed when that is why a file was not written.
async fn explained(error: PublishError, draft: &Draft, journal: &Journal) -> PublishError {
    let PublishError::Store(StoreError::Changed(path)) = &error else {
        return error;
    };
    let Some(file) = draft.files.iter().find(|file| file.path == *path) else {
        return error;
    };
    let now = std::fs::read(path).ok();
    changed(file, now.as_deref(), journal).await
}

/// What has changed in a file since the draft was made; if the history does not know what it was
/// made for, what the draft would do to it now.
async fn changed(file: &DraftFile, now: Option<&[u8]>, journal: &Journal) -> PublishError {
    let name = name_of(&file.path);
    let now = String::from_utf8_lossy(now.unwrap_or_default());
    let base = match file.base {
        None => Some(Vec::new()),
        Some(base) => journal.content(base).await.ok(),
    };
    let difference = match base {
        Some(base) => difference(&name, &String::from_utf8_lossy(&base), &now),
        None => difference(&name, &now, file.text.as_deref().unwrap_or_default()),
    };
    PublishError::Changed {
        file: file.path.clone(),
        difference,
    }
}

/// Files that were written, and can be put back as they were.
#[derive(Debug, Default)]
struct Written(Vec<FileEdit>);

impl Written {
    /// Writes every file; when one cannot be written, none is.
    async fn write(store: &Store, files: &[FileEdit]) -> Result<Self, PublishError> {
        let mut written = Self::default();
        for file in files {
            match replace(store, file.clone()).await {
                Ok(()) => written.0.push(file.clone()),
                Err(error) => {
                    written.take_back(store).await;
                    return Err(error);
                }
            }
        }
        Ok(written)
    }

    async fn take_back(self, store: &Store) {
        for file in self.0.into_iter().rev() {
            let name = file.file.clone();
            let back = FileEdit {
                file: file.file,
                before: file.after,
                after: file.before,
            };
            if let Err(error) = replace(store, back).await {
                tracing::error!("{name} could not be put back as it was: {error}");
            }
        }
    }
}

async fn replace(store: &Store, file: FileEdit) -> Result<(), PublishError> {
    let store = store.clone();
    block(move || {
        let expected = file.before.as_deref().map(ContentHash::of);
        store.replace(Path::new(&file.file), expected, file.after.as_deref())
    })
    .await?
    .map_err(PublishError::Store)
}

#[cfg(test)]
mod tests;
