//! Writing packs: whole or not at all, for good, and nowhere else.

mod replace;

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use super::ContentHash;
use replace::Failure;

/// The files of the configured paths, to be written.
///
/// A write replaces a file as a whole: whoever reads it, even after a power cut, finds the old bytes
/// or the new ones.
#[derive(Debug, Clone)]
pub struct Store {
    roots: Vec<Root>,
    write: Write,
}

/// How bytes get into a file; the tests put a full disk here.
type Write = fn(&mut File, &[u8]) -> io::Result<()>;

/// A configured path.
#[derive(Debug, Clone)]
struct Root {
    /// As it is configured.
    path: PathBuf,
    /// Where it led when the store was opened; `None` when it led nowhere.
    real: Option<PathBuf>,
    is_folder: bool,
}

/// Why a file was not written. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is no pack of the configured paths.
    #[error("{} is no pack in the knowledge folders, so it is not written", .0.display())]
    Outside(PathBuf),
    /// A configured path leads somewhere else than when the program started.
    #[error("{} leads somewhere else than when chiefly started, so nothing is written there. Put the folder back, or start chiefly again if that is meant", .0.display())]
    Moved(PathBuf),
    /// The file is a link to a file outside of the knowledge.
    #[error("{} is a link to {}, which lies outside of the knowledge folder, so it is not written. Put the file itself there, or edit the other one", file.display(), target.display())]
    Link {
        /// The link.
        file: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// The file does not hold what the change was made for.
    #[error("{} has changed in the meantime", .0.display())]
    Changed(PathBuf),
    /// There is no room left.
    #[error("{} cannot be written: the disk is full. Make room, and try again", .0.display())]
    Full(PathBuf),
    /// Nobody may write to the disk.
    #[error("{} cannot be written: its disk can only be read. Mount it so that it can be written, and try again", .0.display())]
    ReadOnly(PathBuf),
    /// The account may not write there.
    #[error("{} cannot be written: permission denied. Give the account that runs chiefly the right to write in {}", file.display(), folder.display())]
    Denied {
        /// The file.
        file: PathBuf,
        /// Its folder, in which the new file has to be made.
        folder: PathBuf,
    },
    /// The file belongs to an account or group that a new file cannot be given to.
    #[error("{} cannot be written: it belongs to another account, and would not any more. Let it belong to the account that runs chiefly", .0.display())]
    Owner(PathBuf),
    /// Anything else that the system reports.
    #[error("{} cannot be written: {error}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// What stood in the way.
        error: io::Error,
    },
}

impl Store {
    /// The files of these paths, as the links among them lead now.
    #[must_use]
    pub fn open(paths: &[PathBuf]) -> Self {
        let roots = paths.iter().map(|path| Root {
            path: path.clone(),
            real: fs::canonicalize(path).ok(),
            is_folder: path.is_dir(),
        });
        Self {
            roots: roots.collect(),
            write: |file, bytes| io::Write::write_all(file, bytes),
        }
    }

    /// The configured paths.
    #[must_use]
    pub fn paths(&self) -> Vec<PathBuf> {
        self.roots.iter().map(|root| root.path.clone()).collect()
    }

    /// Whether a file, by the name under which it is or would be loaded, is one of the packs.
    #[must_use]
    pub fn holds(&self, file: &Path) -> bool {
        self.root_of(file).is_some()
    }

    /// Puts new bytes into a file, or takes it away, if it holds what is expected; `None` stands for
    /// no file. It is on the disk when this returns.
    pub fn replace(
        &self,
        file: &Path,
        expected: Option<ContentHash>,
        bytes: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        let target = self.target(file)?;
        replace::replace(&target, expected, bytes, self.write)
            .map_err(|failure| said(failure, file))
    }

    /// Lets every write end in an error, with half of it done.
    #[cfg(test)]
    pub(crate) fn failing(&mut self, full: bool) {
        self.write = if full {
            |file, bytes| half(file, bytes, io::ErrorKind::StorageFull)
        } else {
            |file, bytes| half(file, bytes, io::ErrorKind::ReadOnlyFilesystem)
        };
    }

    /// Takes away what a process that was killed has left behind. Nobody may be writing.
    pub fn sweep(&self) {
        let folders = self.roots.iter().filter_map(|root| {
            let real = root.real.as_deref()?;
            if root.is_folder {
                Some(real)
            } else {
                real.parent()
            }
        });
        folders.for_each(replace::sweep);
    }

    /// Where a file really is, or would be.
    fn target(&self, file: &Path) -> Result<PathBuf, StoreError> {
        let outside = || StoreError::Outside(file.to_owned());
        let root = self.root_of(file).ok_or_else(outside)?;
        let moved = || StoreError::Moved(root.path.clone());
        let real = root.real.as_deref().ok_or_else(moved)?;
        if !root.is_folder {
            return match fs::canonicalize(&root.path) {
                Ok(now) if now != real => Err(moved()),
                // A file that is gone can be put back.
                _ => Ok(real.to_owned()),
            };
        }
        if fs::canonicalize(&root.path).ok().as_deref() != Some(real) {
            return Err(moved());
        }
        let target = real.join(file.file_name().ok_or_else(outside)?);
        if !target.is_symlink() {
            return Ok(target);
        }
        let followed = fs::canonicalize(&target).map_err(|error| StoreError::Io {
            file: file.to_owned(),
            error,
        })?;
        if followed.starts_with(real) {
            Ok(followed)
        } else {
            Err(StoreError::Link {
                file: file.to_owned(),
                target: followed,
            })
        }
    }

    fn root_of(&self, file: &Path) -> Option<&Root> {
        let name = file.file_name()?.as_encoded_bytes();
        let is_pack =
            file.extension().is_some_and(|ending| ending == "toml") && !name.starts_with(b".");
        self.roots.iter().find(|root| {
            if root.is_folder {
                // Compared by name: `..` is not what it seems where links are.
                is_pack && root.path.join(file.file_name().unwrap_or_default()) == file
            } else {
                root.path == file
            }
        })
    }
}

#[cfg(test)]
fn half(file: &mut File, bytes: &[u8], error: io::ErrorKind) -> io::Result<()> {
    io::Write::write_all(file, bytes.get(..bytes.len() / 2).unwrap_or_default())?;
    Err(error.into())
}

fn said(failure: Failure, file: &Path) -> StoreError {
    let file = file.to_owned();
    let error = match failure {
        Failure::Changed => return StoreError::Changed(file),
        Failure::Owner => return StoreError::Owner(file),
        Failure::Io(error) => error,
    };
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full(file),
        io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly(file),
        io::ErrorKind::PermissionDenied => StoreError::Denied {
            folder: file.parent().unwrap_or(Path::new(".")).to_owned(),
            file,
        },
        _ => StoreError::Io { file, error },
    }
}

#[cfg(test)]
mod tests;
