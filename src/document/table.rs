//! One table of a document, read key by key.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Document, Text, nearest, quoted,
    text::{forbidden, is_blank, tidy},
};
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

/// A table being read. Ask for every key, then call [`Table::finish`].
pub struct Table<'a> {
    document: &'a Document<'a>,
    shape: &'static Shape,
    header: Range<usize>,
    content: &'a DeTable<'a>,
    missing: Vec<(&'static str, String)>,
}

type Value<'a> = &'a Spanned<DeValue<'a>>;

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
    fn get(&self, key: &'static str) -> Option<(Range<usize>, Value<'a>)> {
        debug_assert!(self.shape.keys.contains(&key), "{key} is not in the shape");
        let (name, value) = self.content.get_key_value(key)?;
        Some((name.span(), value))
    }

    /// Where a key's value stands, whatever it is.
    #[must_use]
    pub fn value_span(&self, key: &'static str) -> Option<Range<usize>> {
        Some(self.get(key)?.1.span())
    }

    /// A text, if there is one.
    pub fn text(&self, key: &'static str) -> Option<Text> {
        let (_, value) = self.get(key)?;
        self.decode_text(key, value)
    }

    /// A text that must be there.
    pub fn need_text(&mut self, key: &'static str) -> Option<Text> {
        self.need(key, || format!("{key} = \"…\""));
        self.text(key)
    }

    /// A list of texts; a single text is a list of one, an absent key an empty list.
    pub fn texts(&self, key: &'static str) -> Vec<Text> {
        let Some((_, value)) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            if matches!(value.get_ref(), DeValue::String(_)) {
                return self.decode_text(key, value).into_iter().collect();
            }
            let problem = self.wrong_type(key, value, "a list of texts");
            let help = format!("write `{key} = [\"…\", \"…\"]`");
            self.document.report(problem.help(help));
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.decode_text(key, item))
            .collect()
    }

    /// A list of texts that must be there.
    pub fn need_texts(&mut self, key: &'static str) -> Vec<Text> {
        self.need(key, || format!("{key} = [\"…\", \"…\"]"));
        self.texts(key)
    }

    /// A whole number, if there is one.
    pub fn integer(&self, key: &'static str, example: i64) -> Option<(i64, Range<usize>)> {
        let (_, value) = self.get(key)?;
        if let DeValue::Integer(number) = value.get_ref()
            && let Ok(number) = i64::from_str_radix(number.as_str(), number.radix())
        {
            return Some((number, value.span()));
        }
        let problem = self.wrong_type(key, value, "a whole number");
        self.document
            .report(problem.help(format!("write `{key} = {example}`")));
        None
    }

    /// A whole number that must be there.
    pub fn need_integer(&mut self, key: &'static str, example: i64) -> Option<(i64, Range<usize>)> {
        self.need(key, || format!("{key} = {example}"));
        self.integer(key, example)
    }

    /// A day, written as a date or as a text, as `YYYY-MM-DD`.
    pub fn date(&self, key: &'static str) -> Option<Text> {
        let (_, value) = self.get(key)?;
        let span = value.span();
        let written = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => tidy(text).into_owned(),
            _ => {
                let problem = self.wrong_type(key, value, "a date");
                self.document
                    .report(problem.help(format!("write `{key} = 2027-06-30`")));
                return None;
            }
        };
        if is_date(&written) {
            return Some(Text {
                value: written,
                span,
            });
        }
        let message = format!("{} is no date", quoted(&written));
        self.document.report(
            self.document
                .error("bad-date", span, message)
                .help(format!("write year, month and day: `{key} = 2027-06-30`")),
        );
        None
    }

    /// An `http` or `https` address.
    pub fn address(&self, key: &'static str) -> Option<Text> {
        let text = self.text(key)?;
        let Err(fault) = check_address(&text.value) else {
            return Some(text);
        };
        let message = format!("{} is no web address: {fault}", quoted(&text.value));
        self.document.report(
            self.document
                .error("bad-address", text.span, message)
                .help(format!("write `{key} = \"https://example.org/page\"`")),
        );
        None
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
        let problem = self.wrong_type(key, value, "a list of tables");
        self.document.report(problem.help(format!(
            "write the header `[[{key}]]` on a line of its own, and its keys below"
        )));
    }

    /// The tables `[….key.NAME]`, in the order of the file, whose names the author chose.
    pub fn named_tables(&mut self, key: &'static str, shape: &'static Shape) -> Vec<Named<'a>> {
        self.need(key, || shape.name.to_owned());
        let Some((_, value)) = self.get(key) else {
            return Vec::new();
        };
        let help = format!("write the header `{}` and its keys below", shape.name);
        let DeValue::Table(tables) = value.get_ref() else {
            let problem = self.wrong_type(key, value, "a table");
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
                let problem = self.wrong_type(name.get_ref(), value, "a table");
                self.document.report(problem.help(help.clone()));
            }
        }
        named.sort_by_key(|named| named.name.span.start);
        named
    }

    fn need(&mut self, key: &'static str, example: impl Fn() -> String) {
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
        if self.missing.is_empty() || self.document.is_table_partial(&self.header) {
            return;
        }
        for (key, example) in &self.missing {
            if meant.contains(key) {
                continue; // It is there, under a wrong name, which has been reported.
            }
            let message = match self.shape.name {
                "" => format!("the key `{key}` is missing"),
                name => format!("`{key}` is missing in `{name}`"),
            };
            self.document.report(
                self.document
                    .error("missing-key", self.header.clone(), message)
                    .help(format!("add `{example}`")),
            );
        }
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
        self.document
            .error("unknown-key", key.span(), message)
            .help(hint.text)
    }

    fn decode_text(&self, key: &'static str, value: Value<'a>) -> Option<Text> {
        let span = value.span();
        let DeValue::String(text) = value.get_ref() else {
            let problem = self.wrong_type(key, value, "a text");
            let raw = self.document.text.get(span).unwrap_or_default();
            let help = if value.get_ref().is_table() || value.get_ref().is_array() || raw.len() > 40
            {
                format!("write `{key} = \"…\"`")
            } else {
                format!("put it in quotes: `\"{raw}\"`")
            };
            self.document.report(problem.help(help));
            return None;
        };
        let text = tidy(text);
        if is_blank(&text) {
            let problem = self
                .document
                .error("empty-text", span, format!("`{key}` is empty"));
            self.document
                .report(problem.help("write something, or take the line out"));
            return None;
        }
        if let Some(c) = forbidden(&text) {
            let code = u32::from(c);
            let message = format!("`{key}` contains the control character U+{code:04X}");
            self.document.report(
                self.document
                    .error("control-character", span.clone(), message)
                    .help("take it out; of all control characters, only line breaks and tabs can be shown"),
            );
        }
        Some(Text {
            value: text.into_owned(),
            span,
        })
    }

    fn wrong_type(&self, key: &str, value: Value<'a>, wanted: &str) -> Diagnostic {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(true) => "`true`",
            DeValue::Boolean(false) => "`false`",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("`{key}` must be {wanted}, but this is {found}");
        self.document.error("wrong-type", value.span(), message)
    }
}

/// Whether a text is a day of the calendar as `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let shape = text
        .bytes()
        .map(|b| if b.is_ascii_digit() { b'0' } else { b });
    shape.eq(*b"0000-00-00") && text.parse::<jiff::civil::Date>().is_ok()
}

/// The longest web address that embeds take, in characters.
const ADDRESS_MAX: usize = 2048;

fn check_address(text: &str) -> Result<(), &'static str> {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| {
            let head = text.get(..scheme.len())?;
            head.eq_ignore_ascii_case(scheme)
                .then(|| &text[scheme.len()..])
        })
        .ok_or("it must begin with `https://` or `http://`")?;
    if text.chars().any(char::is_whitespace) {
        return Err("it contains white space");
    }
    if text.chars().count() > ADDRESS_MAX {
        return Err("it is longer than 2048 characters");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    if host.is_empty() || !host.chars().any(char::is_alphanumeric) {
        return Err("the host is missing");
    }
    Ok(())
}
