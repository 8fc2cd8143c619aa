//! Reading the TOML files that people write: key by key, with positions, every problem reported.
//!
//! A [`Document`] is one file. Its tables are read with a [`Table`], which knows the keys that may
//! stand in it (its [`Shape`]), takes them one by one, and reports what is left over. Nothing stops
//! at the first problem: what is missing or malformed is reported and read as absent.

mod format;
mod intake;
mod layout;
mod suggestion;
mod syntax;
mod table;
mod text;
mod value;
mod wording;

use std::{cell::RefCell, ops::Range, path::Path};

use toml::de::DeTable;

use crate::diagnostic::{Diagnostic, Diagnostics};

pub use intake::{decode, read_bytes, unreadable};
pub use layout::headers;
pub use suggestion::nearest;
pub use table::{Hint, Named, Shape, Table};
pub use text::{Text, TextFault, quoted, tidied};

/// What came out of reading a file.
pub struct Reading<T> {
    /// What the file says.
    pub value: T,
    /// Whether parts of the file could not be read, so that what seems to be missing may be there.
    pub is_partial: bool,
    /// Every problem, in no particular order.
    pub problems: Diagnostics,
}

/// Reads the TOML of `text`, and from it what `decode` wants to know. Whatever is wrong with the
/// TOML is reported, and the rest is read.
pub fn read<T>(file: &Path, text: &str, decode: impl FnOnce(&Document<'_>) -> T) -> Reading<T> {
    let (mut root, errors) = DeTable::parse_recoverable(text);
    let repaired;
    let (mut lost, mut syntax, mut cut) = (Vec::new(), Vec::new(), 0);
    if !errors.is_empty() {
        let repair = syntax::repair(file, text);
        repaired = repair.text;
        (root, _) = DeTable::parse_recoverable(&repaired);
        (lost, syntax, cut) = (repair.lost, repair.problems, repair.cut);
    }
    let document = Document {
        file,
        text,
        root: root.into_inner(),
        lost,
        problems: RefCell::default(),
    };
    let value = decode(&document);
    let mut problems = merge(text, syntax, document.problems.into_inner());
    problems.count(cut);
    Reading {
        value,
        is_partial: !document.lost.is_empty(),
        problems,
    }
}

/// What is said about a line that is no TOML is only guessed, and would be said twice.
fn merge(text: &str, syntax: Vec<Diagnostic>, mut problems: Diagnostics) -> Diagnostics {
    let lines: Vec<Range<usize>> = syntax
        .iter()
        .filter_map(|problem| Some(layout::line_around(text, problem.place()?.span.start)))
        .collect();
    if !lines.is_empty() {
        problems.retain(|problem| {
            problem.place().is_none_or(|place| {
                let at = place.span.start;
                let next = lines.partition_point(|line| line.end < at);
                lines.get(next).is_none_or(|line| at < line.start)
            })
        });
    }
    problems.extend(syntax);
    problems
}

/// A TOML file that is being read.
pub struct Document<'a> {
    file: &'a Path,
    text: &'a str,
    root: DeTable<'a>,
    /// Parts of the text that were passed over to read the rest.
    lost: Vec<Range<usize>>,
    problems: RefCell<Diagnostics>,
}

impl<'a> Document<'a> {
    /// The top of the file.
    #[must_use]
    pub fn root(&'a self, shape: &'static Shape) -> Table<'a> {
        Table::new(self, shape, 0..0, &self.root)
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &'a Path {
        self.file
    }

    /// Starts an error at a place of this file.
    #[must_use]
    pub fn error(
        &self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(code, message).at(self.file, span, "")
    }

    /// Reports a problem.
    pub fn report(&self, problem: Diagnostic) {
        self.problems.borrow_mut().push(problem);
    }

    /// Whether a part of the table with this header was passed over.
    fn is_table_partial(&self, header: &Range<usize>) -> bool {
        let next = self.lost.partition_point(|lost| lost.start < header.end);
        self.lost.get(next).is_some_and(|lost| {
            self.text
                .get(header.end..lost.start)
                .is_some_and(|between| !layout::has_header(between))
        })
    }
}

#[cfg(test)]
mod tests;
