//! The values of a table: texts, numbers, dates and addresses.

use std::ops::Range;

use toml::de::DeValue;

use super::{
    Table, Text,
    format::{check_address, is_date},
    table::Value,
    text::{forbidden, is_blank, quoted, tidy},
};
use crate::diagnostic::Diagnostic;

/// A longer value is not repeated in the help, in bytes.
const RAW_MAX: usize = 40;

impl<'a> Table<'a> {
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
            let problem = self.wrong_type(&format!("`{key}`"), value, "a list of texts");
            let help = format!("write `{key} = [\"…\", \"…\"]`");
            self.document().report(problem.help(help));
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.decode_item(key, item))
            .collect()
    }

    /// A list of texts that must be there.
    pub fn need_texts(&mut self, key: &'static str) -> Vec<Text> {
        self.need(key, || format!("{key} = [\"…\", \"…\"]"));
        self.texts(key)
    }

    /// How many items a list of texts has, those included that are no texts, and where it stands.
    pub fn list(&self, key: &'static str) -> Option<(usize, Range<usize>)> {
        let (_, value) = self.get(key)?;
        match value.get_ref() {
            DeValue::Array(items) => Some((items.len(), value.span())),
            DeValue::String(_) => Some((1, value.span())),
            _ => None,
        }
    }

    /// A whole number, if there is one; one that is too large counts as the largest.
    pub fn integer(&self, key: &'static str, example: i64) -> Option<(i64, Range<usize>)> {
        let (_, value) = self.get(key)?;
        if let DeValue::Integer(number) = value.get_ref() {
            let number = i64::from_str_radix(number.as_str(), number.radix());
            return Some((number.unwrap_or(i64::MAX), value.span()));
        }
        let problem = self.wrong_type(&format!("`{key}`"), value, "a whole number");
        self.document()
            .report(problem.help(format!("write `{key} = {example}`")));
        None
    }

    /// A whole number that must be there.
    pub fn need_integer(&mut self, key: &'static str, example: i64) -> Option<(i64, Range<usize>)> {
        self.need(key, || format!("{key} = {example}"));
        self.integer(key, example)
    }

    /// Yes or no, if it is there.
    pub fn switch(&self, key: &'static str, example: bool) -> Option<bool> {
        let (_, value) = self.get(key)?;
        if let DeValue::Boolean(switch) = value.get_ref() {
            return Some(*switch);
        }
        let problem = self.wrong_type(&format!("`{key}`"), value, "`true` or `false`");
        self.document()
            .report(problem.help(format!("write `{key} = {example}`, without quotes")));
        None
    }

    /// A number, if there is one.
    pub fn number(&self, key: &'static str, example: f64) -> Option<(f64, Range<usize>)> {
        let (_, value) = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            _ => None,
        };
        if let Some(number) = number {
            return Some((number, value.span()));
        }
        let problem = self.wrong_type(&format!("`{key}`"), value, "a number");
        self.document()
            .report(problem.help(format!("write `{key} = {example}`")));
        None
    }

    /// A day, written as a date or as a text, as `YYYY-MM-DD`.
    pub fn date(&self, key: &'static str) -> Option<Text> {
        let (_, value) = self.get(key)?;
        let span = value.span();
        let written = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => tidy(text).into_owned(),
            _ => {
                let problem = self.wrong_type(&format!("`{key}`"), value, "a date");
                self.document()
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
        self.document().report(
            self.document()
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
        self.document().report(
            self.document()
                .error("bad-address", text.span, message)
                .help(format!("write `{key} = \"https://example.org/page\"`")),
        );
        None
    }

    /// An address that must be there.
    pub fn need_address(&mut self, key: &'static str) -> Option<Text> {
        self.need(key, || format!("{key} = \"https://…\""));
        self.address(key)
    }

    fn decode_text(&self, key: &'static str, value: Value<'a>) -> Option<Text> {
        self.decode(
            value,
            || format!("`{key}`"),
            || format!("write `{key} = \"…\"`"),
        )
    }

    fn decode_item(&self, key: &'static str, item: Value<'a>) -> Option<Text> {
        let what = || format!("an item of `{key}`");
        self.decode(item, what, || format!("write `{key} = [\"…\", \"…\"]`"))
    }

    /// Decodes a text, called `what`, of which `example` shows how it is written.
    fn decode(
        &self,
        value: Value<'a>,
        what: impl Fn() -> String,
        example: impl Fn() -> String,
    ) -> Option<Text> {
        let document = self.document();
        let span = value.span();
        let DeValue::String(text) = value.get_ref() else {
            let raw = document.text.get(span).unwrap_or_default();
            let is_simple = !value.get_ref().is_table() && !value.get_ref().is_array();
            let help = if is_simple && raw.len() <= RAW_MAX {
                format!("put it in quotes: `\"{raw}\"`")
            } else {
                example()
            };
            let problem = self.wrong_type(&what(), value, "a text");
            document.report(problem.help(help));
            return None;
        };
        let text = tidy(text);
        if is_blank(&text) {
            let problem = document.error("empty-text", span, format!("{} is empty", what()));
            document.report(problem.help("write something, or take it out"));
            return None;
        }
        if let Some(c) = forbidden(&text) {
            let code = u32::from(c);
            let message = format!("{} has the control character U+{code:04X} in it", what());
            let problem = document.error("control-character", span.clone(), message);
            document.report(problem.help("take it out; it cannot be shown"));
        }
        Some(Text {
            value: text.into_owned(),
            span,
        })
    }

    /// An error at a value that is not `wanted`.
    pub(super) fn wrong_type(&self, what: &str, value: Value<'a>, wanted: &str) -> Diagnostic {
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
        let message = format!("{what} must be {wanted}, but this is {found}");
        self.document().error("wrong-type", value.span(), message)
    }
}
