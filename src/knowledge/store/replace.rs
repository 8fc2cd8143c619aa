//! Replacing one file as a whole.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use tempfile::{Builder, NamedTempFile};

use super::Write;
use crate::knowledge::ContentHash;

/// What files in the making are called: hidden, so that they are no packs.
const PREFIX: &str = ".chiefly-";
const SUFFIX: &str = ".new";

/// Why a file is as it was.
#[derive(Debug)]
pub(super) enum Failure {
    Changed,
    Owner,
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Puts bytes into a file that holds what is expected, or takes it away.
pub(super) fn replace(
    target: &Path,
    expected: Option<ContentHash>,
    bytes: Option<&[u8]>,
    write: Write,
) -> Result<(), Failure> {
    if content(target)? != expected {
        return Err(Failure::Changed);
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    match (expected, bytes) {
        (_, Some(bytes)) => {
            let new = prepare(target, folder, expected.is_some(), bytes, write)?;
            match expected {
                Some(expected) => exchange(new, target, expected)?,
                None => appear(new, target)?,
            }
        }
        (Some(expected), None) => vanish(target, folder, expected)?,
        (None, None) => return Ok(()),
    }
    // The name is not on the disk before its folder is.
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Takes away the files in the making that nobody makes any more.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_ours = name
            .to_str()
            .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if is_ours {
            // What cannot be removed is hidden at least.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn content(file: &Path) -> io::Result<Option<ContentHash>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(ContentHash::of(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The new file under another name, on the disk.
fn prepare(
    target: &Path,
    folder: &Path,
    is_there: bool,
    bytes: &[u8],
    write: Write,
) -> Result<NamedTempFile, Failure> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    let everybody = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    #[cfg(unix)]
    if !is_there {
        // The account's own mask takes away what it should.
        builder.permissions(everybody);
    }
    let mut new = builder.tempfile_in(folder)?;
    write(new.as_file_mut(), bytes)?;
    if is_there {
        let old = fs::metadata(target)?;
        #[cfg(unix)]
        keep_owner(new.as_file(), &old)?;
        new.as_file().set_permissions(old.permissions())?;
    }
    new.as_file().sync_all()?;
    Ok(new)
}

#[cfg(unix)]
fn keep_owner(new: &File, old: &fs::Metadata) -> Result<(), Failure> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let own = new.metadata()?;
    let uid = (own.uid() != old.uid()).then_some(old.uid());
    let gid = (own.gid() != old.gid()).then_some(old.gid());
    if uid.is_some() || gid.is_some() {
        fchown(new, uid, gid).map_err(|_| Failure::Owner)?;
    }
    Ok(())
}

/// Puts the new file where the old one is. If that one was changed at the last moment, it is put
/// back.
fn exchange(new: NamedTempFile, target: &Path, expected: ContentHash) -> Result<(), Failure> {
    // Writing took a while.
    if content(target)? != Some(expected) {
        return Err(Failure::Changed);
    }
    if !swap_names(new.path(), target)? {
        // The system cannot do that here, and the look right before has to be enough.
        new.persist(target).map_err(|error| error.error)?;
        return Ok(());
    }
    if content(new.path())? == Some(expected) {
        return Ok(());
    }
    swap_names(new.path(), target)?;
    Err(Failure::Changed)
}

/// Gives two files each other's name in one step; false where that is not possible.
#[cfg(target_os = "linux")]
fn swap_names(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::{
        fs::{CWD, RenameFlags, renameat_with},
        io::Errno,
    };

    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn swap_names(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Gives a new file its name, unless somebody else has made one.
fn appear(new: NamedTempFile, target: &Path) -> Result<(), Failure> {
    new.persist_noclobber(target)
        .map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => Failure::Changed,
            _ => Failure::Io(error.error),
        })?;
    Ok(())
}

/// Takes a file away. If it was changed at the last moment, it is put back.
fn vanish(target: &Path, folder: &Path, expected: ContentHash) -> Result<(), Failure> {
    let mut builder = Builder::new();
    let aside = builder
        .prefix(PREFIX)
        .suffix(SUFFIX)
        .tempfile_in(folder)?
        .into_temp_path();
    fs::rename(target, &aside)?;
    if content(&aside)? == Some(expected) {
        return Ok(());
    }
    aside
        .persist_noclobber(target)
        .map_err(|error| error.error)?;
    Err(Failure::Changed)
}
