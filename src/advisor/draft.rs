//! A change of the packs that is not made yet.

use std::path::{Path, PathBuf};

use super::Advisor;
use crate::knowledge::{Change, ContentHash, EditError, edit};

/// What is to become of the packs' files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Every file that changes.
    pub files: Vec<DraftFile>,
    /// What it does, in one line.
    pub summary: String,
}

/// What is to become of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFile {
    /// The file, as the packs name it.
    pub path: PathBuf,
    /// What it held when the draft was made; `None` when it was not there.
    pub base: Option<ContentHash>,
    /// What it is to hold; `None` takes it away.
    pub text: Option<String>,
}

/// Why there is no draft.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// What is answered from here does not come from files.
    #[error("this knowledge does not come from files, so it cannot be changed")]
    NoFiles,
    /// The file is no pack.
    #[error("{} is no pack in the knowledge folders", .0.display())]
    NoPack(PathBuf),
    /// The file was there, and is gone.
    #[error("{} is no longer there. `chiefly undo`, without a revision, puts it back as it was known last", .0.display())]
    Lost(PathBuf),
    /// The file cannot be read.
    #[error("{} cannot be read: {error}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What stood in the way.
        error: std::io::Error,
    },
    /// The change cannot be made.
    #[error(transparent)]
    Edit(#[from] EditError),
}

impl Advisor {
    /// A change of a pack as the file is on the disk now. Reads the file.
    pub fn draft(&self, file: &Path, change: &Change) -> Result<Draft, DraftError> {
        let library = self.library.as_ref().ok_or(DraftError::NoFiles)?;
        if !library.store.holds(file) {
            return Err(DraftError::NoPack(file.to_owned()));
        }
        let bytes = std::fs::read(file).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => DraftError::Lost(file.to_owned()),
            _ => DraftError::Unreadable {
                file: file.to_owned(),
                error,
            },
        })?;
        let base = ContentHash::of(&bytes);
        let text = String::from_utf8(bytes).map_err(|_| EditError::Unreadable)?;
        Ok(Draft {
            files: vec![DraftFile {
                path: file.to_owned(),
                base: Some(base),
                text: Some(edit(&text, change)?),
            }],
            summary: summary(change),
        })
    }
}

/// A change in one line.
fn summary(change: &Change) -> String {
    match change {
        Change::Add { entry, .. } => format!("add {entry}"),
        Change::Replace { entry, .. } => format!("edit {entry}"),
        Change::Remove { entry } => format!("remove {entry}"),
        Change::Phrase { entry, ask } => format!("{entry} is also asked as “{}”", line(ask)),
        Change::Reject { entry, ask } => format!("{entry} does not answer “{}”", line(ask)),
        Change::OffTopic { ask } => format!("nothing answers “{}”", line(ask)),
        Change::OnTopic { ask } => format!("something may answer “{}”", line(ask)),
        Change::Release { ask, entry } => {
            format!("no promise that {entry} answers “{}”", line(ask))
        }
        Change::Expect { ask, entry } => format!("promise that {entry} answers “{}”", line(ask)),
    }
}

/// A text without line breaks.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
