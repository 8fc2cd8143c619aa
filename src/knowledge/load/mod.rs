//! From files to [`Knowledge`]: what stands in the packs, and every problem with it.

mod build;
mod draft;
mod files;
mod locate;
mod phrasings;
mod references;
mod shapes;

use std::path::{Path, PathBuf};

use super::{Contents, Knowledge};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Sources},
    document,
};
use draft::Draft;

pub(super) use files::read;
pub use locate::locate;
pub(super) use {draft::slug_from, phrasings::normalize, shapes::title_key};

/// What could be read, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What could be read. Every id in it names an entry in it, even when there are problems.
    pub knowledge: Knowledge,
    /// The files' texts, to show problems in.
    pub sources: Sources,
    /// Every problem of every file, in the order of the files and then of the places in them.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads packs from the disk; [`Contents::read`] says which files that are.
#[must_use]
pub fn load(paths: &[PathBuf]) -> Loaded {
    Contents::read(paths).parse()
}

/// What the files say that were read before.
pub(super) fn parse_contents(contents: Contents) -> Loaded {
    let mut problems = Diagnostics::default();
    problems.extend(contents.problems);
    parse_with(&contents.files, problems)
}

/// Reads packs that are in memory: each with the name that problems show, and its bytes.
///
/// Of several files of one name, the first one counts.
pub fn parse<B: AsRef<[u8]>>(files: &[(PathBuf, B)]) -> Loaded {
    parse_with(files, Diagnostics::default())
}

/// Like [`parse`], after problems with getting at the files.
fn parse_with<B: AsRef<[u8]>>(files: &[(PathBuf, B)], mut problems: Diagnostics) -> Loaded {
    let mut sources = Sources::default();
    let mut partial = problems.total() > 0;
    for (file, bytes) in files {
        if sources.get(file).is_some() {
            continue;
        }
        match document::decode(file, bytes.as_ref(), &mut problems) {
            Some(text) => sources.insert(file.clone(), text),
            None => partial = true,
        }
    }
    let mut drafts = Vec::new();
    for (file, source) in files
        .iter()
        .filter_map(|(file, _)| Some((file, sources.get(file)?)))
    {
        let reading = document::read(file, source.as_str(), Draft::read);
        partial |= reading.is_partial || reading.value.is_none();
        drafts.extend(reading.value);
        problems.append(reading.problems);
    }
    references::check(&drafts, partial, &mut problems);
    phrasings::check(&drafts, &mut problems);
    let knowledge = build::build(drafts);
    let diagnostics = problems.into_sorted(files.iter().map(|(file, _)| Path::new(file)));
    Loaded {
        knowledge,
        sources,
        diagnostics,
    }
}

#[cfg(test)]
mod tests;
