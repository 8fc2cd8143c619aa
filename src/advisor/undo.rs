//! Taking changes back, whether others were built upon them or not.

use std::path::{Path, PathBuf};

use super::{Advisor, Draft, DraftFile, library::name_of, publish::block};
use crate::{
    journal::{Journal, JournalError, RevisedFile, Revision, RevisionId},
    knowledge::{ContentHash, Contents, difference, merge},
};

/// Why a change cannot be taken back.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// What is answered from here does not come from files.
    #[error("this knowledge does not come from files, so nothing can be undone")]
    NoFiles,
    /// There is no journal that knows the history.
    #[error("there is no journal that knows the history")]
    NoJournal,
    /// The journal cannot be read, or does not know the revision.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The revision is where the history begins.
    #[error("before {0} there is no history, so there is nothing to go back to")]
    First(RevisionId),
    /// Nothing is left of the change.
    #[error("nothing is left to undo")]
    Nothing,
    /// What the revision changed was changed again.
    #[error("{} has been changed again in the same place, so undoing it would be guesswork", file.display())]
    Conflict {
        /// The file.
        file: PathBuf,
        /// Both changes.
        passages: String,
    },
    /// The program is being stopped.
    #[error("chiefly is being stopped")]
    Stopped,
}

impl Advisor {
    /// What takes back the revision that an id names, or the beginning of one, and leaves every
    /// other change as it is.
    pub async fn undo(&self, revision: &str) -> Result<Draft, UndoError> {
        let (journal, contents) = self.known().await?;
        let revision = journal.revision(revision).await?;
        if revision.parent.is_none() {
            return Err(UndoError::First(revision.id));
        }
        let mut files = Vec::new();
        for file in &revision.files {
            let past = Past::of(file, journal).await?;
            let now = contents.get(&past.file).map(<[u8]>::to_vec);
            // Merging is work.
            let undone = block(move || past.undone(now)).await;
            files.extend(undone.map_err(|_| UndoError::Stopped)??);
        }
        drafted(files, format!("undo {}: {}", revision.id, revision.summary))
    }

    /// A revision, by the beginning of its name, and what it did to the files, as a unified diff.
    pub async fn revised(&self, revision: &str) -> Result<(Revision, String), UndoError> {
        let journal = self.journal().ok_or(UndoError::NoJournal)?;
        let revision = journal.revision(revision).await?;
        let difference = journal.difference(&revision).await?;
        Ok((revision, difference))
    }

    /// The files that a revision changed.
    pub(super) async fn revised_files(&self, revision: &str) -> Result<Vec<PathBuf>, UndoError> {
        let journal = self.journal().ok_or(UndoError::NoJournal)?;
        let files = journal.revision(revision).await?.files.into_iter();
        Ok(files.map(|file| PathBuf::from(file.file)).collect())
    }

    /// What puts every file back as the history last knew it: those that are lost, and those that
    /// were changed so that they could not be taken up.
    pub async fn restore(&self) -> Result<Draft, UndoError> {
        let (journal, contents) = self.known().await?;
        let library = self.library.as_ref().ok_or(UndoError::NoFiles)?;
        let mut files = Vec::new();
        let mut known = journal.begin().await?.files().await?;
        known.retain(|name, _| library.store.holds(Path::new(name)));
        for (name, hash) in &known {
            let now = contents.get(Path::new(name)).map(ContentHash::of);
            if now != Some(*hash) {
                files.push(DraftFile {
                    path: PathBuf::from(name),
                    base: now,
                    text: Some(text(journal.content(*hash).await?)),
                });
            }
        }
        drafted(files, "put back what was known last".to_owned())
    }

    /// What a draft changes in the files as they are now, as a unified diff. Reads the files.
    #[must_use]
    pub fn difference(&self, draft: &Draft) -> String {
        let files = draft.files.iter().map(|file| {
            let now = std::fs::read(&file.path).unwrap_or_default();
            let then = file.text.as_deref().unwrap_or_default();
            difference(&name_of(&file.path), &String::from_utf8_lossy(&now), then)
        });
        files.collect()
    }

    async fn known(&self) -> Result<(&Journal, Contents), UndoError> {
        let library = self.library.as_ref().ok_or(UndoError::NoFiles)?;
        let journal = self.journal.as_ref().ok_or(UndoError::NoJournal)?;
        let paths = library.store.paths();
        let contents = block(move || Contents::read(&paths)).await;
        Ok((journal, contents.map_err(|_| UndoError::Stopped)?))
    }
}

fn drafted(files: Vec<DraftFile>, summary: String) -> Result<Draft, UndoError> {
    if files.is_empty() {
        return Err(UndoError::Nothing);
    }
    Ok(Draft { files, summary })
}

/// What a revision did to a file.
struct Past {
    file: PathBuf,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl Past {
    async fn of(file: &RevisedFile, journal: &Journal) -> Result<Self, JournalError> {
        let content = async |hash: Option<ContentHash>| match hash {
            Some(hash) => journal.content(hash).await.map(Some),
            None => Ok(None),
        };
        Ok(Self {
            file: PathBuf::from(&file.file),
            before: content(file.before).await?,
            after: content(file.after).await?,
        })
    }

    /// What undoing it makes of the file; `None` when nothing has to be done.
    fn undone(self, now: Option<Vec<u8>>) -> Result<Option<DraftFile>, UndoError> {
        if now == self.before {
            return Ok(None);
        }
        let base = now.as_deref().map(ContentHash::of);
        let undone = if now == self.after {
            self.before.map(text)
        } else {
            let [before, after, now] = [self.before, self.after, now].map(|b| b.map(text));
            let conflict = |passages| UndoError::Conflict {
                file: self.file.clone(),
                passages,
            };
            if let (Some(before), Some(after), Some(now)) = (&before, &after, &now) {
                let merged = merge(after, now, before);
                Some(merged.map_err(|error| conflict(error.passages))?)
            } else {
                // It was made or removed, and is another one now.
                let [after, now] = [after, now].map(Option::unwrap_or_default);
                return Err(conflict(difference(&name_of(&self.file), &after, &now)));
            }
        };
        if undone.as_deref().map(str::as_bytes).map(ContentHash::of) == base {
            return Ok(None);
        }
        Ok(Some(DraftFile {
            path: self.file,
            base,
            text: undone,
        }))
    }
}

/// Only texts are served, and so kept; whatever else may be in an old file is replaced.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
