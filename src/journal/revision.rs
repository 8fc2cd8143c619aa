//! A change of the knowledge as the journal keeps it: who, when, what.

use std::{fmt, str::FromStr};

use jiff::Timestamp;
use serde::Serialize;

use crate::knowledge::ContentHash;

/// Names a revision: twelve hexadecimal digits of a hash over what it did and what was before it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RevisionId(pub(super) String);

/// How many digits an id has.
pub(super) const ID_DIGITS: usize = 12;
/// As few digits of an id are enough to name a revision, if no other one begins like that.
pub(super) const PREFIX_DIGITS_MIN: usize = 4;

/// A text that is no revision's id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a revision is named by 12 digits from 0 to f")]
pub struct RevisionIdError;

impl RevisionId {
    /// The id as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RevisionId {
    type Err = RevisionIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_id = text.len() == ID_DIGITS && is_hex(text);
        is_id.then(|| Self(text.to_owned())).ok_or(RevisionIdError)
    }
}

impl fmt::Display for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// By which way a change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Somebody edited the file.
    Disk,
    /// A moderator, in Discord.
    Discord,
    /// The command line.
    Cli,
    /// Taken over from somewhere else.
    Import,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Self; 4] = [Self::Disk, Self::Discord, Self::Cli, Self::Import];

    /// The origin as it is stored and shown, such as `discord`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disk => "disk",
            Self::Discord => "discord",
            Self::Cli => "cli",
            Self::Import => "import",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A change that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// When.
    pub at: Timestamp,
    /// Who did it, as the history shows it.
    pub who: String,
    /// By which way it came.
    pub origin: Origin,
    /// What it does, in one line.
    pub summary: String,
    /// What it does to each file.
    pub files: Vec<FileEdit>,
}

/// What a change does to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEdit {
    /// The file, as it is named everywhere.
    pub file: String,
    /// Its bytes before; `None` when it was not there.
    pub before: Option<Vec<u8>>,
    /// Its bytes after; `None` when it is gone.
    pub after: Option<Vec<u8>>,
}

/// A change that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its name.
    pub id: RevisionId,
    /// The revision before it; `None` for the first.
    pub parent: Option<RevisionId>,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub who: String,
    /// By which way it came.
    pub origin: Origin,
    /// What it does, in one line.
    pub summary: String,
    /// What it did to each file, in the order of their names.
    pub files: Vec<RevisedFile>,
}

/// What a revision did to one file; [`content`](super::Journal::content) has the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisedFile {
    /// The file.
    pub file: String,
    /// What it was before; `None` when it was not there.
    pub before: Option<ContentHash>,
    /// What it was after; `None` when it is gone.
    pub after: Option<ContentHash>,
}
