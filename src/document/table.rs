//! One table of a document, read key by key.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Document, Text, nearest, quoted};
use crate::diagnostic::Diagnostic;

/// What may stand in a table.
#[derive(Debug)]
pub struct Shape {
    /// How the table is written, such as `[[faq]]`; empty for the top of a file.
    pub name: &'static str,
    /// Every key that may stand in it, in the order in which lists show them.
    pub keys: &'static [&'static str],
    /// What to say about a key that does not belong here but is known otherwise.
    pub hint: fn(&Self, &str) -> Option<Hint>,
}

/// What to write instead of an unknown key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The key of this table that was meant, if it is one of this table.
    pub meant: Option<&'static str>,
    /// What to tell the author.
    pub text: String,
}

/// A table whose name the author chose.
pub struct Named<'a> {
    /// The name and where it stands.
    pub name: Text,
    /// The table.
    pub table: Table<'a>,
}

/// An unknown list of tables is shown at its first one, and at most so many further ones.
const FURTHER_MAX: usize = 3;

/// A table being read. Ask for every key, then call [`Table::finish`].
pub struct Table<'a> {
    document: &'a Document<'a>,
    shape: &'static Shape,
    header: Range<usize>,
    content: &'a DeTable<'a>,
    missing: Vec<(&'static str, String)>,
}

pub(super) type Value<'a> = &'a Spanned<DeValue<'a>>;

impl<'a> Table<'a> {
    pub(super) fn new(
        document: &'a Document<'a>,
        shape: &'static Shape,
        header: Range<usize>,
        content: &'a DeTable<'a>,
    ) -> Self {
        Self {
            document,
            shape,
            header,
            content,
            missing: Vec::new(),
        }
    }

    /// The document that the table stands in.
    #[must_use]
    pub fn document(&self) -> &'a Document<'a> {
        self.document
    }

    /// Where the table begins: its header; of a table in braces, all of it.
    #[must_use]
    pub fn header(&self) -> Range<usize> {
        self.header.clone()
    }

    /// A key and its value as they are.
    pub(super) fn get(&self, key: &'static str) -> Option<(Range<usize>, Value<'a>)> {
        debug_assert!(self.shape.keys.contains(&key), "{key} is not in the shape");
        let (name, value) = self.content.get_key_value(key)?;
        Some((name.span(), value))
    }

    /// The tables of a list, `[[key]]`.
    pub fn tables(&self, key: &'static str, shape: &'static Shape) -> Vec<Table<'a>> {
        let Some((_, value)) = self.get(key) else {
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| {
                    if let DeValue::Table(table) = item.get_ref() {
                        return Some(Table::new(self.document, shape, item.span(), table));
                    }
                    self.report_no_table(key, item);
                    None
                })
                .collect(),
            DeValue::Table(table) => {
                let message = format!("`[{key}]` is one table where a list of tables belongs");
                self.document.report(
                    self.document
                        .error("wrong-type", value.span(), message)
                        .help(format!("double the brackets: `[[{key}]]`")),
                );
                vec![Table::new(self.document, shape, value.span(), table)]
            }
            _ => {
                self.report_no_table(key, value);
                Vec::new()
            }
        }
    }

    fn report_no_table(&self, key: &'static str, value: Value<'a>) {
        let problem = self.wrong_type(&format!("`{key}`"), value, "a list of tables");
        self.document.report(problem.help(format!(
            "write the header `[[{key}]]` on a line of its own, and its keys below"
        )));
    }

    /// The table `[key]`, if there is one.
    pub fn table(&self, key: &'static str, shape: &'static Shape) -> Option<Table<'a>> {
        let (_, value) = self.get(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            return Some(Table::new(self.document, shape, value.span(), table));
        }
        let problem = self.wrong_type(&format!("`{key}`"), value, "a table");
        self.document.report(problem.help(format!(
            "write the header `{}` on a line of its own, and its keys below",
            shape.name
        )));
        None
    }

    /// Whether the key is there.
    #[must_use]
    pub fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// The tables `[….key.NAME]`, in the order of the file, whose names the author chose.
    pub fn named_tables(&mut self, key: &'static str, shape: &'static Shape) -> Vec<Named<'a>> {
        self.need(key, || shape.name.to_owned());
        let Some((_, value)) = self.get(key) else {
            return Vec::new();
        };
        let help = format!("write the header `{}` and its keys below", shape.name);
        let DeValue::Table(tables) = value.get_ref() else {
            let problem = self.wrong_type(&format!("`{key}`"), value, "a table");
            self.document.report(problem.help(help));
            return Vec::new();
        };
        let mut named: Vec<Named<'a>> = Vec::new();
        for (name, value) in tables {
            if let DeValue::Table(table) = value.get_ref() {
                named.push(Named {
                    name: Text {
                        value: name.get_ref().clone().into_owned(),
                        span: name.span(),
                    },
                    table: Table::new(self.document, shape, value.span(), table),
                });
            } else {
                let problem = self.wrong_type(&quoted(name.get_ref()), value, "a table");
                self.document.report(problem.help(help.clone()));
            }
        }
        if tables.is_empty() {
            self.missing.push((key, shape.name.to_owned()));
        }
        named.sort_by_key(|named| named.name.span.start);
        named
    }

    pub(super) fn need(&mut self, key: &'static str, example: impl Fn() -> String) {
        if !self.content.contains_key(key) {
            self.missing.push((key, example()));
        }
    }

    /// Reports the keys that nobody knows, and those that are missing.
    pub fn finish(self) {
        let mut meant = Vec::new();
        for (key, value) in self.content {
            if self.shape.keys.contains(&key.get_ref().as_ref()) {
                continue;
            }
            let hint = self.hint(key.get_ref());
            meant.extend(hint.meant);
            self.document.report(self.unknown(key, value, hint));
        }
        // Those that are there under a wrong name have been reported.
        let mut missing: Vec<_> = self
            .missing
            .iter()
            .filter(|(key, _)| !meant.contains(key))
            .collect();
        if missing.is_empty() || self.document.is_table_partial(&self.header) {
            return;
        }
        missing.sort_by_key(|(key, _)| self.shape.keys.iter().position(|known| known == key));
        let keys = enumerate(missing.iter().map(|(key, _)| *key));
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let examples = enumerate(missing.iter().map(|(_, example)| example.as_str()));
        let (message, help) = match self.shape.name {
            "" => (
                format!("{keys} {verb} missing"),
                format!("add {examples} at the top of the file"),
            ),
            name => (
                format!("{keys} {verb} missing in `{name}`"),
                format!("add {examples}"),
            ),
        };
        let header = self.header.clone();
        let problem = self.document.error("missing-key", header, message);
        self.document.report(problem.help(help));
    }

    fn hint(&self, key: &str) -> Hint {
        if let Some(hint) = (self.shape.hint)(self.shape, key) {
            return hint;
        }
        let nearest = nearest(key, self.shape.keys.iter().copied());
        let text = match nearest {
            Some(key) => format!("did you mean `{key}`?"),
            None => format!("what can stand here: `{}`", self.shape.keys.join("`, `")),
        };
        Hint {
            meant: nearest,
            text,
        }
    }

    fn unknown(
        &self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: Value<'a>,
        hint: Hint,
    ) -> Diagnostic {
        let name = quoted(key.get_ref());
        let message = match (self.shape.name, value.get_ref()) {
            ("", DeValue::Table(_)) => format!("unknown table {name}"),
            ("", DeValue::Array(items)) if items.iter().any(|item| item.get_ref().is_table()) => {
                format!("unknown table {name}")
            }
            ("", _) => format!("unknown key {name}"),
            (table, _) => format!("unknown key {name} in `{table}`"),
        };
        let mut problem = self.document.error("unknown-key", key.span(), message);
        if let DeValue::Array(items) = value.get_ref() {
            let tables = items.iter().filter(|item| item.get_ref().is_table());
            for item in tables.skip(1).take(FURTHER_MAX) {
                problem = problem.at(self.document.file(), item.span(), "and here");
            }
        }
        problem.help(hint.text)
    }
}

/// Names in backticks, as a sentence lists them.
fn enumerate<'n>(names: impl DoubleEndedIterator<Item = &'n str>) -> String {
    let mut names = names.map(|name| format!("`{name}`"));
    let last = names.next_back().unwrap_or_default();
    match names.collect::<Vec<_>>().join(", ") {
        others if others.is_empty() => last,
        others => format!("{others} and {last}"),
    }
}
