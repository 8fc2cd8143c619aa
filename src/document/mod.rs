//! Reading the TOML files that people write: key by key, with positions, every problem reported.
//!
//! A [`Document`] is one file. Its tables are read with a [`Table`], which knows the keys that may stand in
//! it (its [`Shape`]), takes them one by one, and reports what is left over. Nothing stops at the first
//! problem: what is missing or malformed is reported and read as absent.

mod suggestion;
mod syntax;
mod table;
mod text;

use std::{cell::RefCell, ops::Range, path::Path};

use toml::de::DeTable;

use crate::diagnostic::{Diagnostic, Diagnostics};

pub use suggestion::nearest;
pub use table::{Hint, Named, Shape, Table};
pub use text::{Text, quoted};

/// A TOML file that is being read.
pub struct Document<'a> {
    file: &'a Path,
    text: &'a str,
    root: DeTable<'a>,
    /// Parts of the text that were passed over to read the rest.
    lost: Vec<Range<usize>>,
    syntax: Vec<Diagnostic>,
    problems: RefCell<Diagnostics>,
}

impl<'a> Document<'a> {
    /// Reads the TOML of `text`; whatever is wrong with it is reported, and the rest is read.
    #[must_use]
    pub fn parse(file: &'a Path, text: &'a str) -> Self {
        let syntax::Parsed {
            root,
            lost,
            problems,
        } = syntax::parse(file, text);
        Self {
            file,
            text,
            root,
            lost,
            syntax: problems,
            problems: RefCell::default(),
        }
    }

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

    /// Whether parts of the file could not be read, so that what seems to be missing may be there.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        !self.lost.is_empty()
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

    /// Everything that was reported, in no particular order.
    #[must_use]
    pub fn into_problems(self) -> Diagnostics {
        let mut problems = self.problems.into_inner();
        // What is said about a line that is no TOML is only guessed, and would be said twice.
        let lines: Vec<Range<usize>> = self
            .syntax
            .iter()
            .filter_map(|problem| Some(syntax::line_around(self.text, problem.place()?.span.start)))
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
        problems.extend(self.syntax);
        problems
    }

    /// Whether a part of the table with this header was passed over.
    fn is_table_partial(&self, header: &Range<usize>) -> bool {
        self.lost.iter().any(|lost| {
            self.text
                .get(header.end..lost.start)
                .is_some_and(|between| !syntax::has_header(between))
        })
    }
}
