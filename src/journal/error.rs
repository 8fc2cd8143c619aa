//! What can go wrong with the journal, in words that say what to do.

use std::{io, path::PathBuf};

/// Why the journal cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The folder of the file is not there and cannot be made.
    #[error("the folder {} for the journal cannot be made: {error}. Make it, or set another `path` in `[journal]`", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What stood in the way.
        error: io::Error,
    },
    /// The file cannot be opened.
    #[error("the journal {} cannot be opened: {reason}. Make room on its disk, give the account that runs chiefly the right to write there, or set another `path` in `[journal]`", file.display())]
    Unopened {
        /// The file.
        file: PathBuf,
        /// What stood in the way.
        reason: String,
    },
    /// The file is something else, or damaged.
    #[error("{} is no journal of chiefly, or is damaged. Put a copy of it back, or move it away to begin a new one", file.display())]
    NoJournal {
        /// The file.
        file: PathBuf,
    },
    /// The file was written by a version of the program that knows more.
    #[error("the journal {} was written by a newer version of chiefly. Run that version, or set another `path` in `[journal]`", file.display())]
    Newer {
        /// The file.
        file: PathBuf,
    },
    /// There is no room left.
    #[error("the journal cannot be written: the disk is full")]
    Full,
    /// Another process has been writing for too long.
    #[error("the journal cannot be used: another process has been writing to it for too long")]
    Busy,
    /// No revision has this id.
    #[error("there is no revision `{0}`; `chiefly history` lists them")]
    UnknownRevision(String),
    /// More than one revision begins like this.
    #[error("several revisions begin with `{0}`; write more of the id")]
    AmbiguousRevision(String),
    /// Something that was written cannot be understood any more.
    #[error("the journal is damaged: {0}")]
    Damaged(String),
    /// Anything else that the database reports.
    #[error("the journal cannot be used: {0}")]
    Storage(sqlx::Error),
}

/// What `SQLite` calls a full disk.
const SQLITE_FULL: &str = "13";
/// What `SQLite` calls a lock that another process holds.
pub(super) const SQLITE_BUSY: &str = "5";
/// What `SQLite` calls a damaged file, and one that is no database.
pub(super) const SQLITE_CORRUPT: [&str; 2] = ["11", "26"];

/// The primary result code of an `SQLite` error; extended ones carry it in their last eight bits.
pub(super) fn code(error: &sqlx::Error) -> Option<String> {
    let code = error.as_database_error()?.code()?;
    let code: u32 = code.parse().ok()?;
    Some((code & 0xff).to_string())
}

impl From<sqlx::Error> for JournalError {
    fn from(error: sqlx::Error) -> Self {
        match code(&error).as_deref() {
            Some(SQLITE_FULL) => Self::Full,
            Some(SQLITE_BUSY) => Self::Busy,
            Some(code) if SQLITE_CORRUPT.contains(&code) => Self::Damaged(error.to_string()),
            _ => Self::Storage(error),
        }
    }
}
