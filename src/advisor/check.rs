//! Checking the knowledge as a whole: what the loader finds, and what only shows in use.

use std::path::{Path, PathBuf};

use super::{Rejected, Snapshot};
use crate::{
    answer::{Composer, Overflow, PAGES_MAX, limits},
    diagnostic::{Diagnostic, Diagnostics, Severity, Sources},
    knowledge::{Contents, Expect},
    matching::{Outcome, Settings, Verdict},
};

/// Problems in use, by which no answer gets lost: the bot starts with them.
const TOLERATED: [&str; 2] = ["does-not-fit", "broken-promise"];

/// What came of a check.
#[derive(Debug)]
pub struct Checked {
    /// The knowledge as far as it could be read; `None` when reading it found errors.
    pub snapshot: Option<Snapshot>,
    /// Every problem, by file and position.
    pub diagnostics: Vec<Diagnostic>,
    /// The files' texts, to show the problems in.
    pub sources: Sources,
}

impl Checked {
    /// The snapshot with the problems that do not keep it from being used; everything that is wrong
    /// if it cannot be used.
    pub fn accepted(self) -> Result<(Snapshot, Vec<Diagnostic>), Rejected> {
        let broken = self.is_broken();
        match self.snapshot {
            Some(snapshot) if !broken => Ok((snapshot, self.diagnostics)),
            _ => Err(Rejected {
                diagnostics: self.diagnostics,
                sources: self.sources,
            }),
        }
    }

    /// Whether the knowledge cannot be used at all.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        let broken = |d: &Diagnostic| d.severity == Severity::Error && !TOLERATED.contains(&d.code);
        self.snapshot.is_none() || self.diagnostics.iter().any(broken)
    }
}

/// Reads packs and checks everything that can be checked. Promises are replayed only on knowledge
/// that can be read: with half of it missing, they would say nothing.
#[must_use]
pub fn check(paths: &[PathBuf], settings: Settings) -> Checked {
    check_contents(Contents::read(paths), settings)
}

/// The same on files that were read before.
#[must_use]
pub fn check_contents(contents: Contents, settings: Settings) -> Checked {
    let loaded = contents.parse();
    let is_error = |d: &Diagnostic| d.severity == Severity::Error;
    if loaded.diagnostics.iter().any(is_error) {
        return Checked {
            snapshot: None,
            diagnostics: loaded.diagnostics,
            sources: loaded.sources,
        };
    }
    let mut problems = Diagnostics::default();
    problems.extend(loaded.diagnostics);
    let snapshot = Snapshot::new(loaded.knowledge, settings);
    let composer = Composer::new(snapshot.knowledge());
    for entry in snapshot.knowledge().entries() {
        if let Some(overflow) = composer.overflow(entry) {
            problems.push(does_not_fit(overflow).at(
                &entry.location.file,
                entry.location.span.clone(),
                "",
            ));
        }
    }
    for expect in snapshot
        .knowledge()
        .packs
        .iter()
        .flat_map(|pack| &pack.expects)
    {
        if let Some(verdict) = snapshot.broken(&expect.ask, &expect.entry) {
            problems.push(broken_promise(expect, &verdict));
        }
    }
    let files: Vec<PathBuf> = snapshot
        .knowledge()
        .packs
        .iter()
        .map(|p| p.file.clone())
        .collect();
    Checked {
        diagnostics: problems.into_sorted(files.iter().map(Path::new)),
        snapshot: Some(snapshot),
        sources: loaded.sources,
    }
}

fn does_not_fit(overflow: Overflow) -> Diagnostic {
    match overflow {
        Overflow::Title(length) => Diagnostic::error(
            "does-not-fit",
            format!("the title has {length} characters, and would be cut"),
        )
        .help(format!("an embed's title has room for {}", limits::TITLE)),
        Overflow::Source(length) => Diagnostic::error(
            "does-not-fit",
            format!("the source has {length} characters, and would be cut"),
        )
        .help("name it in a line, and say more in the answer"),
        Overflow::Pages(pages) => Diagnostic::error(
            "does-not-fit",
            format!("the answer takes {pages} pages, and would be cut"),
        )
        .help(format!(
            "an answer has at most {PAGES_MAX} pages; shorten it, or make several entries that name each other in `related`"
        )),
    }
}

fn broken_promise(expect: &Expect, verdict: &Verdict) -> Diagnostic {
    let first = verdict.candidates.first();
    let instead = match (verdict.outcome, first) {
        (Outcome::Answer, Some(first)) => format!("it is answered by `{}`", first.id),
        (Outcome::Clarify, Some(first)) => format!("`{}` comes before it", first.id),
        _ => "it is not answered at all".to_owned(),
    };
    Diagnostic::error(
        "broken-promise",
        format!(
            "this question should lead to `{}`, but {instead}",
            expect.entry
        ),
    )
    .at(&expect.location.file, expect.location.span.clone(), "")
    .help(format!(
        "add a phrasing like it to `ask` of `{}`, or `chiefly explain` the question to see why",
        expect.entry
    ))
}
