//! One entry's values: set where they stand, or inserted where they belong.

use toml_edit::{Item, Table, Value};

use super::{EditError, Outline, Splices, list, write};
use crate::{
    document,
    knowledge::{EntryId, Kind, Side},
};

/// A table whose values are set.
pub(super) struct Place<'o, 't> {
    outline: &'o Outline<'t>,
    table: &'o Table,
    kind: Kind,
    called: String,
}

impl<'o, 't> Place<'o, 't> {
    pub(super) fn new(outline: &'o Outline<'t>, table: &'o Table, id: &EntryId) -> Self {
        Self {
            kind: id.kind,
            ..Self::named(outline, table, &format!("`{id}`"))
        }
    }

    pub(super) fn named(outline: &'o Outline<'t>, table: &'o Table, called: &str) -> Self {
        Self {
            outline,
            table,
            kind: Kind::Topic,
            called: called.to_owned(),
        }
    }

    fn form(&self, key: &str) -> EditError {
        EditError::Form(format!("`{key}` of {}", self.called))
    }

    /// The list under a key as it is read; a text alone is a list of one.
    pub(super) fn list(&self, key: &str) -> Result<Vec<String>, EditError> {
        match self.table.get(key) {
            None => Ok(Vec::new()),
            Some(item) => texts(item).ok_or_else(|| self.form(key)),
        }
    }

    pub(super) fn set_text(
        &self,
        key: &'static str,
        text: &str,
        splices: &mut Splices<'_>,
    ) -> Result<(), EditError> {
        match self.table.get(key) {
            None => self.insert(key, &write::text(text), splices),
            Some(item) => self.put_text(key, item, text, splices),
        }
    }

    /// A text in the place of the one that stands there, in the same form where that is possible.
    fn put_text(
        &self,
        key: &str,
        item: &Item,
        text: &str,
        splices: &mut Splices<'_>,
    ) -> Result<(), EditError> {
        let (Some(Value::String(old)), Some(span)) = (item.as_value(), item.span()) else {
            return Err(self.form(key));
        };
        if document::tidied(old.value()).as_deref() == Ok(text) {
            return Ok(());
        }
        let written = self.outline.text.get(span.clone()).unwrap_or_default();
        let is_block = written.starts_with("\"\"\"") || written.starts_with("'''");
        // An answer may well grow; other texts are better on one line.
        let with = if is_block && matches!(key, "answer" | "text") {
            write::block(text)
        } else {
            write::text(text)
        };
        splices.replace(span, &with);
        Ok(())
    }

    pub(super) fn set_list(
        &self,
        key: &'static str,
        wanted: &[String],
        splices: &mut Splices<'_>,
    ) -> Result<(), EditError> {
        match self.table.get(key) {
            None if wanted.is_empty() => Ok(()),
            None => self.insert(key, &write::list(key, wanted), splices),
            Some(item) => self.put_list(key, item, wanted, splices),
        }
    }

    fn put_list(
        &self,
        key: &str,
        item: &Item,
        wanted: &[String],
        splices: &mut Splices<'_>,
    ) -> Result<(), EditError> {
        let old = texts(item).ok_or_else(|| self.form(key))?;
        let span = item.span().ok_or_else(|| self.form(key))?;
        if old == wanted {
            return Ok(());
        }
        match item.as_array() {
            Some(array) if !old.is_empty() && !wanted.is_empty() => {
                list::splice(self.outline, span, array, &old, wanted, splices);
            }
            _ if wanted.is_empty() => splices.replace(span, "[]"),
            _ => splices.replace(span, &write::list(key, wanted)),
        }
        Ok(())
    }

    /// Sets a dimension's cell; one without a text is taken out.
    pub(super) fn set_side(&self, side: &Side, splices: &mut Splices<'_>) -> Result<(), EditError> {
        let roles = self.table.get("roles");
        let cell = roles.and_then(|roles| roles.get(&side.role));
        let takes_out = side.text.trim().is_empty();
        let Some(cell) = cell else {
            if takes_out {
                return Ok(());
            }
            let has_tables = roles.is_none_or(|roles| {
                roles.as_table().is_some_and(|roles| {
                    !roles.is_dotted() && roles.iter().all(|(_, cell)| is_headed(cell))
                })
            });
            if !has_tables {
                return Err(self.form("roles"));
            }
            self.outline
                .append_to(self.table, &write::side(side), splices);
            return Ok(());
        };
        if takes_out {
            let headed = cell.as_table().filter(|_| is_headed(cell));
            let headed = headed.ok_or_else(|| self.form("roles"))?;
            self.outline.cut_below(headed, splices);
            return Ok(());
        }
        let inside = cell.as_table_like().ok_or_else(|| self.form("roles"))?;
        let text = inside.get("text").ok_or_else(|| self.form("text"))?;
        self.put_text("text", text, &side.text, splices)?;
        match inside.get("examples") {
            Some(examples) => self.put_list("examples", examples, &side.examples, splices),
            None if side.examples.is_empty() => Ok(()),
            None if is_headed(cell) => {
                let at = text.span().map_or(0, |span| span.end);
                let written = write::list("examples", &side.examples);
                self.insert_line(at, "examples", &written, splices);
                Ok(())
            }
            None => Err(self.form("examples")),
        }
    }

    /// A key that the table does not have yet, behind those that it follows.
    fn insert(
        &self,
        key: &'static str,
        written: &str,
        splices: &mut Splices<'_>,
    ) -> Result<(), EditError> {
        let order = write::order(self.kind);
        let before = order.iter().take_while(|known| **known != key);
        let ends = before
            .filter_map(|known| self.table.get(known)?.as_value()?.span())
            .map(|span| span.end);
        let header = self.table.span().map(|span| span.end);
        let at = ends.max().or(header).ok_or_else(|| self.form(key))?;
        self.insert_line(at, key, written, splices);
        Ok(())
    }

    /// A line behind the one around a byte.
    fn insert_line(&self, at: usize, key: &str, written: &str, splices: &mut Splices<'_>) {
        let at = self.outline.line_end(at);
        let before = self.outline.text.get(..at).unwrap_or_default();
        let break_before = if before.ends_with('\n') { "" } else { "\n" };
        splices.insert(at, &format!("{break_before}{key} = {written}\n"));
    }
}

/// Whether a table has a header of its own.
fn is_headed(item: &Item) -> bool {
    item.as_table()
        .is_some_and(|table| !table.is_dotted() && table.position().is_some())
}

/// A list as it is read; `None` when it holds something else than texts.
fn texts(item: &Item) -> Option<Vec<String>> {
    let tidy = |text: &str| text.trim().replace("\r\n", "\n");
    match item.as_value()? {
        Value::String(text) => Some(vec![tidy(text.value())]),
        Value::Array(array) => array.iter().map(|value| value.as_str().map(tidy)).collect(),
        _ => None,
    }
}
