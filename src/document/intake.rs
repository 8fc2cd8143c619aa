//! From a file on the disk to its text.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use crate::diagnostic::{Diagnostic, Diagnostics};

/// The largest file, in bytes.
const FILE_MAX: usize = 4 * 1024 * 1024;

/// A file's bytes, at most one more than a file may have.
pub fn read_bytes(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(FILE_MAX)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    File::open(file)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What to say about a file or folder that cannot be read; `option` names another one on the
/// command line.
#[must_use]
pub fn unreadable(path: &Path, error: &io::Error, option: &str) -> Diagnostic {
    let problem = match error.kind() {
        io::ErrorKind::NotFound => {
            Diagnostic::error("not-found", "there is no such file or folder")
                .help(format!("check the path; `{option}` names another one"))
        }
        io::ErrorKind::PermissionDenied => {
            Diagnostic::error("unreadable", "this may not be read: permission denied")
                .help("give the account that runs chiefly the right to read it")
        }
        _ => Diagnostic::error("unreadable", format!("this cannot be read: {error}")),
    };
    problem.at(path, 0..0, "")
}

/// The text of a file. What is not UTF-8 is reported and replaced, so that the rest can be read; a
/// file that is too large, or in another encoding as a whole, is reported and not read.
pub fn decode(file: &Path, bytes: &[u8], problems: &mut Diagnostics) -> Option<String> {
    if bytes.len() > FILE_MAX {
        problems.push(
            Diagnostic::error("too-large", "the file is larger than 4 MiB")
                .at(file, 0..0, "")
                .help("split it into several files"),
        );
        return None;
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Some(text.to_owned()),
        Err(error) => error,
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        problems.push(
            Diagnostic::error("not-utf8", "the file is written in UTF-16")
                .at(file, 0..0, "")
                .help("save it as UTF-8"),
        );
        return None;
    }
    let at = error.valid_up_to();
    let faults = bytes
        .utf8_chunks()
        .filter(|chunk| !chunk.invalid().is_empty());
    let message = match faults.count() {
        1 => format!("the byte at offset {at} is not UTF-8"),
        more => format!(
            "the byte at offset {at} is not UTF-8, and so in {} more places",
            more - 1
        ),
    };
    problems.push(
        Diagnostic::error("not-utf8", message)
            .at(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8(), "")
            .help("save the file as UTF-8"),
    );
    Some(String::from_utf8_lossy(bytes).into_owned())
}
