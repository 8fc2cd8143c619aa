//! Getting at the files: the only part that reads the disk.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::Diagnostic,
    document::{read_bytes, unreadable},
    knowledge::Contents,
};

/// How the command line names packs.
const OPTION: &str = "--knowledge PATH";

/// Reads packs from the disk, as [`Contents::read`] does.
pub(in crate::knowledge) fn read(paths: &[PathBuf]) -> Contents {
    let mut problems = Vec::new();
    let mut files = Vec::new();
    let mut seen = Vec::new();
    for path in paths {
        match packs(path) {
            Ok(found) if found.is_empty() => problems.push(no_packs(path)),
            Ok(found) => {
                for file in found {
                    let identity = fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
                    if !seen.contains(&identity) {
                        seen.push(identity);
                        files.push(file);
                    }
                }
            }
            Err(error) => problems.push(unreadable(path, &error, OPTION)),
        }
    }
    let mut contents = Vec::new();
    for file in files {
        match read_bytes(&file) {
            Ok(bytes) => contents.push((file, bytes)),
            Err(error) => problems.push(unreadable(&file, &error, OPTION)),
        }
    }
    Contents {
        files: contents,
        problems,
    }
}

/// The packs that a path stands for.
fn packs(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut packs = Vec::new();
    for entry in fs::read_dir(path)? {
        let file = path.join(entry?.file_name());
        let hidden = file
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let toml = file.extension().is_some_and(|ending| ending == "toml");
        if toml && !hidden && !file.is_dir() {
            packs.push(file);
        }
    }
    packs.sort();
    Ok(packs)
}

fn no_packs(folder: &Path) -> Diagnostic {
    Diagnostic::error("no-packs", "this folder holds no packs")
        .at(folder, 0..0, "")
        .help("a pack is a file whose name ends in `.toml`")
}
