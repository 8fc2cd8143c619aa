//! The texts that problems point into, and where a byte of them stands.

use std::{
    collections::BTreeMap,
    ops::Range,
    path::{Path, PathBuf},
};

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// The text of one file, with its lines known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    text: String,
    /// The byte at which each line starts; never empty.
    lines: Vec<usize>,
}

impl SourceText {
    /// Takes a file's text. A byte order mark at its start belongs to it, but to no line.
    #[must_use]
    pub fn new(text: String) -> Self {
        let first = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        let lines = std::iter::once(first)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self { text, lines }
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a byte stands. One behind the end, or inside a character, counts as the next place
    /// before it that exists.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.boundary(byte);
        let line = self.lines.partition_point(|&start| start <= byte).max(1);
        let before = self
            .text
            .get(self.line_start(line)..byte)
            .unwrap_or_default();
        Position {
            line,
            column: before.chars().count() + 1,
        }
    }

    /// The bytes of a line, counted from 1, without its line break.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Range<usize> {
        let start = self.line_start(line);
        let end = self
            .lines
            .get(line)
            .map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(start..end).unwrap_or_default();
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }

    /// A line, counted from 1, without its line break; empty when there is none.
    #[must_use]
    pub fn line(&self, line: usize) -> &str {
        self.text.get(self.line_span(line)).unwrap_or_default()
    }

    fn line_start(&self, line: usize) -> usize {
        let index = line.saturating_sub(1);
        self.lines.get(index).copied().unwrap_or(self.text.len())
    }

    /// The last boundary between characters that is not behind `byte`.
    pub(super) fn boundary(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}

/// The files that problems can point into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    files: BTreeMap<PathBuf, SourceText>,
}

impl Sources {
    /// Adds a file; one of the same name is replaced.
    pub fn insert(&mut self, file: PathBuf, text: String) {
        self.files.insert(file, SourceText::new(text));
    }

    /// Adds all files of another collection.
    pub fn append(&mut self, mut other: Self) {
        self.files.append(&mut other.files);
    }

    /// The text of a file; `None` when it could not be read.
    #[must_use]
    pub fn get(&self, file: &Path) -> Option<&SourceText> {
        self.files.get(file)
    }
}
