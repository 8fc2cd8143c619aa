//! Other bots' answers, turned into a pack: one file here for each format, pure conversion.
//!
//! A format finds pairs of questions and an answer; [`gather`] makes entries of them. What cannot be
//! carried over is said in a [`Note`], with its place.

mod front_matter;
mod gather;
mod markdown;
mod table;
mod tags;
mod triggers;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use super::Kind;

/// What the answers come as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// TOML: a table for each tag, with `keywords` and `content`.
    Tags,
    /// JSON: `{triggers, response}` in a list, or a map from triggers to responses.
    Triggers,
    /// CSV with a column of questions and one of answers.
    Table,
    /// Markdown files with front matter.
    Markdown,
}

impl Format {
    /// The format that a file's name tells.
    #[must_use]
    pub fn of(file: &Path) -> Option<Self> {
        let ending = file.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "toml" => Some(Self::Tags),
            "json" => Some(Self::Triggers),
            "csv" | "tsv" => Some(Self::Table),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// What an entry has room for, in characters.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// In its title.
    pub title: usize,
    /// In title and answer together.
    pub whole: usize,
}

/// A pack made of other bots' answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The pack's text.
    pub pack: String,
    /// How many entries it has.
    pub entries: usize,
    /// How many ways of asking, titles included.
    pub phrasings: usize,
    /// What was not carried over as it was, by file and line.
    pub notes: Vec<Note>,
}

/// Something that is not in the pack as it was in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The file it stands in.
    pub file: PathBuf,
    /// Its line, from 1.
    pub line: usize,
    /// What was done with it, and why.
    pub text: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.text)
    }
}

/// Why nothing of a source can be carried over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// A file is not of the format.
    #[error("{}:{line}: this is no {wanted}: {reason}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The format.
        wanted: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A file is a pack already.
    #[error("{} is a pack already: put it into the knowledge folder", .0.display())]
    Pack(PathBuf),
    /// There is no answer in it that has a question.
    #[error("nothing was found that could be carried over")]
    Nothing(Vec<Note>),
}

/// One answer with what leads to it, as it stands in the source.
#[derive(Debug)]
struct Found {
    kind: Kind,
    line: usize,
    /// The first is the title.
    asks: Vec<String>,
    keywords: Vec<String>,
    answer: String,
}

/// What a format finds in one file.
#[derive(Debug, Default)]
struct Harvest {
    found: Vec<Found>,
    /// Lines, and what is to be said of them.
    notes: Vec<(usize, String)>,
}

impl Harvest {
    fn note(&mut self, line: usize, text: impl Into<String>) {
        self.notes.push((line, text.into()));
    }
}

/// Why a file is not of a format: its line, from 1, and the reason.
type Fault = (usize, String);

/// Turns files of one format into a pack with this title.
pub fn import(
    files: &[(PathBuf, String)],
    format: Format,
    title: &str,
    room: Room,
) -> Result<Imported, ImportError> {
    let mut gathered = gather::Gathered::new(room);
    for (file, text) in files {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (wanted, harvest) = match format {
            Format::Tags if tags::is_pack(text) => return Err(ImportError::Pack(file.clone())),
            Format::Tags => ("TOML of tags", tags::read(text)),
            Format::Triggers => ("JSON of triggers and responses", triggers::read(text)),
            Format::Table => ("table of questions and answers", table::read(text)),
            Format::Markdown => ("markdown with front matter", markdown::read(file, text)),
        };
        let harvest = harvest.map_err(|(line, reason)| ImportError::Unreadable {
            file: file.clone(),
            line,
            wanted,
            reason,
        })?;
        gathered.add(file, harvest);
    }
    gathered.into_pack(title)
}

/// The line around a byte, from 1.
fn line_at(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().get(..byte).unwrap_or(text.as_bytes());
    before.split(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests;
