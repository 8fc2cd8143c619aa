//! From what the formats find to the entries of a pack.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use super::{Found, Harvest, ImportError, Imported, Note, Room};
use crate::{
    document,
    knowledge::{
        EntryId, Fields, Kind,
        edit::{numbered, write_entry, write_line},
        load::normalize,
    },
};

/// A title that is cut ends with this.
const CUT: char = '…';

/// The entries so far.
pub(super) struct Gathered {
    room: Room,
    entries: Vec<(EntryId, Fields)>,
    ids: HashSet<EntryId>,
    /// Which entry has an answer, and where it stands in the source.
    answers: HashMap<String, (usize, PathBuf, usize)>,
    /// Where each question stands in the source.
    asked: HashMap<String, (PathBuf, usize)>,
    notes: Vec<Note>,
}

impl Gathered {
    pub(super) fn new(room: Room) -> Self {
        Self {
            room,
            entries: Vec::new(),
            ids: HashSet::new(),
            answers: HashMap::new(),
            asked: HashMap::new(),
            notes: Vec::new(),
        }
    }

    /// Takes up what was found in a file.
    pub(super) fn add(&mut self, file: &Path, harvest: Harvest) {
        let from = self.notes.len();
        for (line, text) in harvest.notes {
            self.note(file, line, text);
        }
        for found in harvest.found {
            self.take(file, found);
        }
        if let Some(own) = self.notes.get_mut(from..) {
            own.sort_by_key(|note| note.line);
        }
    }

    fn note(&mut self, file: &Path, line: usize, text: impl Into<String>) {
        self.notes.push(Note {
            file: file.to_owned(),
            line,
            text: text.into(),
        });
    }

    fn take(&mut self, file: &Path, found: Found) {
        let line = found.line;
        let called = called(&found);
        let answer = match document::tidied(&found.answer) {
            Ok(answer) => answer,
            Err(document::TextFault::Blank) => {
                self.note(
                    file,
                    line,
                    format!("{called} has no answer, and is left out"),
                );
                return;
            }
            Err(document::TextFault::Control(_)) => {
                self.note(
                    file,
                    line,
                    format!(
                        "the answer of {called} has control characters in it, which are left out"
                    ),
                );
                let shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
                let shown: String = found.answer.chars().filter(shown).collect();
                match document::tidied(&shown) {
                    Ok(answer) => answer,
                    Err(_) => return,
                }
            }
        };
        let known = self.answers.get(&answer).cloned();
        let asks = self.asks(file, line, found.asks);
        let keywords = self.texts(file, line, found.keywords);
        if let Some((at, first_file, first_line)) = known {
            let place = place(file, &first_file, first_line);
            self.note(
                file,
                line,
                format!("{called} has the answer of {place}: its ways of asking went there"),
            );
            if let Some((_, fields)) = self.entries.get_mut(at) {
                fields.ask.get_or_insert_default().extend(asks);
                let all = fields.keywords.get_or_insert_default();
                let new = keywords.into_iter().filter(|word| !all.contains(word));
                let new: Vec<String> = new.collect();
                all.extend(new);
            }
            return;
        }
        let Some((title, ask)) = self.titled(asks) else {
            self.note(
                file,
                line,
                format!("nothing is left that asks for {called}, so it is left out"),
            );
            return;
        };
        let length = title.chars().count() + answer.chars().count();
        if length > self.room.whole {
            for text in std::iter::once(&title).chain(&ask) {
                self.asked.remove(&normalize(text));
            }
            self.note(
                file,
                line,
                format!(
                    "the answer of {called} is {} characters too long for one message, and is left out: shorten it, or make two of it",
                    length - self.room.whole
                ),
            );
            return;
        }
        self.look_at(file, line, &called, &answer);
        let id = numbered(found.kind, &title, |id| !self.ids.contains(id));
        self.ids.insert(id.clone());
        self.answers
            .insert(answer.clone(), (self.entries.len(), file.to_owned(), line));
        let fields = Fields {
            title: Some(title),
            ask: Some(ask),
            keywords: Some(keywords),
            answer: Some(answer),
            ..Fields::default()
        };
        self.entries.push((id, fields));
    }

    /// Those ways of asking that can be kept and that nothing else has.
    fn asks(&mut self, file: &Path, line: usize, asks: Vec<String>) -> Vec<String> {
        let mut kept = Vec::new();
        for ask in self.texts(file, line, asks) {
            if is_pattern(&ask) {
                let ask = document::quoted(&ask);
                self.note(
                    file,
                    line,
                    format!("{ask} is a pattern, and is left out: write it as people ask"),
                );
                continue;
            }
            let normal = normalize(&ask);
            match self.asked.get(&normal) {
                Some((first_file, first_line)) if !normal.is_empty() => {
                    if (first_file.as_path(), *first_line) != (file, line) {
                        let place = place(file, first_file, *first_line);
                        let ask = document::quoted(&ask);
                        self.note(
                            file,
                            line,
                            format!("{ask} is asked in {place} too, and counts there"),
                        );
                    }
                }
                _ => {
                    self.asked.insert(normal, (file.to_owned(), line));
                    kept.push(ask);
                }
            }
        }
        kept
    }

    /// Those texts that a pack can hold, each once.
    fn texts(&mut self, file: &Path, line: usize, texts: Vec<String>) -> Vec<String> {
        let mut kept: Vec<String> = Vec::new();
        for text in texts {
            // A way of asking has one line.
            let text: Vec<&str> = text.split_whitespace().collect();
            match document::tidied(&text.join(" ")) {
                Ok(text) if kept.contains(&text) => {}
                Ok(text) => kept.push(text),
                Err(document::TextFault::Blank) => {}
                Err(fault) => {
                    self.note(file, line, format!("a way of asking is left out: {fault}"));
                }
            }
        }
        kept
    }

    /// The title, and the other ways of asking.
    fn titled(&self, mut asks: Vec<String>) -> Option<(String, Vec<String>)> {
        let fits = |ask: &String| ask.chars().count() <= self.room.title;
        if let Some(at) = asks.iter().position(fits) {
            let title = asks.remove(at);
            return Some((title, asks));
        }
        let first = asks.first()?;
        let mut title: String = first
            .chars()
            .take(self.room.title.saturating_sub(1))
            .collect();
        title.push(CUT);
        Some((title, asks))
    }

    /// Says what in an answer means nothing here.
    fn look_at(&mut self, file: &Path, line: usize, called: &str, answer: &str) {
        for placeholder in placeholders(answer) {
            self.note(
                file,
                line,
                format!(
                    "{} in the answer of {called} is not filled in here, and is shown as it is",
                    document::quoted(placeholder)
                ),
            );
        }
        let hosted = [
            "cdn.discordapp.com/attachments",
            "media.discordapp.net/attachments",
        ];
        if hosted.iter().any(|address| answer.contains(address)) {
            self.note(
                file,
                line,
                format!("the answer of {called} has an attachment, whose address stops working: host the file elsewhere"),
            );
        }
    }

    pub(super) fn into_pack(self, title: &str) -> Result<Imported, ImportError> {
        if self.entries.is_empty() {
            return Err(ImportError::Nothing(self.notes));
        }
        let title = document::tidied(title).unwrap_or_else(|_| "Imported".to_owned());
        let mut pack = format!("schema = 1\ntitle = {}\n", write_line(&title));
        let mut phrasings = 0;
        for (id, fields) in &self.entries {
            phrasings += 1 + fields.ask.as_ref().map_or(0, Vec::len);
            pack.push('\n');
            pack.push_str(&write_entry(id, fields));
        }
        Ok(Imported {
            pack,
            entries: self.entries.len(),
            phrasings,
            notes: self.notes,
        })
    }
}

fn called(found: &Found) -> String {
    let mut asks = found.asks.iter().map(|ask| ask.trim());
    match asks.find(|ask| !ask.is_empty()) {
        Some(ask) => document::quoted(&ask.replace(char::is_control, " ")),
        None if found.kind == Kind::Topic => "an entry without a name".to_owned(),
        None => "an answer without a question".to_owned(),
    }
}

/// Another place, as seen from a file.
fn place(from: &Path, file: &Path, line: usize) -> String {
    if from == file {
        format!("line {line}")
    } else {
        format!("{}:{line}", file.display())
    }
}

/// Whether a trigger is a regular expression, or has wildcards.
fn is_pattern(ask: &str) -> bool {
    let slashes = ask.len() > 2 && ask.starts_with('/') && {
        let end = ask.rfind('/').unwrap_or_default();
        let flags = ask.get(end + 1..).unwrap_or_default();
        end > 1 && flags.chars().all(|flag| "dgimsuvy".contains(flag))
    };
    let marks = [
        "(?", ".*", ".+", "\\b", "\\d", "\\s", "\\w", "\\.", "[a-z", "[^", "|(",
    ];
    slashes
        || ask.starts_with(['^', '*'])
        || ask.ends_with(['$', '*'])
        || ask.contains(" * ")
        || ask.contains(")?")
        || marks.iter().any(|mark| ask.contains(mark))
}

/// What other bots fill in, such as `{user}`, `%user%` or `$(user)`; each once.
fn placeholders(answer: &str) -> Vec<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-');
    let mut found: Vec<&str> = Vec::new();
    for (open, close) in [("{{", "}}"), ("{", "}"), ("$(", ")"), ("%", "%")] {
        for (at, _) in answer.match_indices(open) {
            let rest = answer.get(at + open.len()..).unwrap_or_default();
            let Some(end) = rest.find(close) else {
                continue;
            };
            let name = rest.get(..end).unwrap_or_default();
            let is_one =
                name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_name);
            let whole = answer
                .get(at..at + open.len() + end + close.len())
                .unwrap_or_default();
            if is_one && !found.iter().any(|known| known.contains(whole)) {
                found.push(whole);
            }
        }
    }
    found
}
