//! The TOML itself: what is wrong with it, and how to read on.

use std::{ops::Range, path::Path};

use toml::de::DeTable;

use crate::diagnostic::Diagnostic;

/// What could be read of a text.
pub(super) struct Parsed<'a> {
    pub(super) root: DeTable<'a>,
    /// Parts of the text that were passed over.
    pub(super) lost: Vec<Range<usize>>,
    /// What is wrong with it, in order.
    pub(super) problems: Vec<Diagnostic>,
}

pub(super) fn parse<'a>(file: &Path, text: &'a str) -> Parsed<'a> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut problems: Vec<Diagnostic> = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(0..0);
            Diagnostic::error("syntax", error.message()).at(file, span, "")
        })
        .collect();
    problems.sort_by_key(|problem| problem.place().map(|place| place.span.start));
    let lost = problems
        .first()
        .and_then(|p| Some(p.place()?.span.start..text.len()));
    Parsed {
        root: root.into_inner(),
        lost: lost.into_iter().collect(),
        problems,
    }
}

/// The line around a byte, without its line break.
pub(super) fn line_around(text: &str, at: usize) -> Range<usize> {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = after.find('\n').map_or(text.len(), |end| at + end);
    start..end
}

/// Whether a line of the text looks like a table's header.
pub(super) fn has_header(text: &str) -> bool {
    text.lines().any(is_header)
}

/// Whether a line looks like a table's header: `[name]` or `[[name]]`, with dots in the name.
pub(super) fn is_header(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default().trim();
    let Some(name) = line
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    else {
        return false;
    };
    let name = name
        .strip_prefix('[')
        .map_or(Some(name), |rest| rest.strip_suffix(']'));
    name.is_some_and(|name| {
        name.contains(char::is_alphabetic)
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '))
    })
}
