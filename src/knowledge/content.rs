//! What stands in the packs' files, as bytes: on the disk, or as a change would leave them.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use super::load::{self, Loaded};
use crate::diagnostic::Diagnostic;

/// The name of a content: its BLAKE3 hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; blake3::OUT_LEN]);

impl ContentHash {
    /// The name of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The hash itself, to be stored.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; blake3::OUT_LEN] {
        &self.0
    }
}

impl From<[u8; blake3::OUT_LEN]> for ContentHash {
    fn from(hash: [u8; blake3::OUT_LEN]) -> Self {
        Self(hash)
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from(self.0).to_hex())
    }
}

/// The bytes of every pack, in the order in which packs are loaded, and the problems with getting
/// at them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    pub(super) files: Vec<(PathBuf, Vec<u8>)>,
    pub(super) problems: Vec<Diagnostic>,
}

impl Contents {
    /// Reads packs from the disk. Each path is a pack, or a folder whose `*.toml` files are packs,
    /// taken in name order; folders inside it and hidden files are passed over. A file that is
    /// reached twice is read once.
    #[must_use]
    pub fn read(paths: &[PathBuf]) -> Self {
        load::read(paths)
    }

    /// The bytes of a file; `None` when it is not there.
    #[must_use]
    pub fn get(&self, file: &Path) -> Option<&[u8]> {
        let mut files = self.files.iter();
        files.find_map(|(known, bytes)| (known == file).then_some(bytes.as_slice()))
    }

    /// Every file with its bytes.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &[u8])> {
        let files = self.files.iter();
        files.map(|(file, bytes)| (file.as_path(), bytes.as_slice()))
    }

    /// The name of every file's content.
    #[must_use]
    pub fn hashes(&self) -> BTreeMap<PathBuf, ContentHash> {
        self.files()
            .map(|(file, bytes)| (file.to_owned(), ContentHash::of(bytes)))
            .collect()
    }

    /// Whether every file could be read, and every path holds one.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }

    /// Puts other bytes into a file; `None` takes it away. A new one comes where loading would find
    /// it.
    pub fn set(&mut self, file: &Path, bytes: Option<Vec<u8>>) {
        let at = self.files.iter().position(|(known, _)| known == file);
        match (at, bytes) {
            (Some(at), Some(bytes)) => self.files[at].1 = bytes,
            (Some(at), None) => {
                self.files.remove(at);
            }
            (None, Some(bytes)) => {
                let beside = |known: &Path| known.parent() == file.parent();
                let before = self
                    .files
                    .iter()
                    .position(|(f, _)| beside(f) && f.as_path() > file);
                let after = self.files.iter().rposition(|(f, _)| beside(f));
                let at = before
                    .or(after.map(|at| at + 1))
                    .unwrap_or(self.files.len());
                self.files.insert(at, (file.to_owned(), bytes));
                // What could not be read, or was missed, is there now.
                self.problems.retain(|problem| {
                    let place = problem.place().map(|label| label.file.as_path());
                    place != Some(file) && place != file.parent()
                });
            }
            (None, None) => {}
        }
    }

    /// What the files say.
    #[must_use]
    pub fn parse(self) -> Loaded {
        load::parse_contents(self)
    }
}
