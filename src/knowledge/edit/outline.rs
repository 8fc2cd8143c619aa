//! Where the tables of a pack stand: each with the comment above it, up to where the next begins.

use std::ops::Range;

use toml_edit::{Document, Item, Table};

use super::{EditError, Splices};
use crate::knowledge::{EntryId, Kind};

/// A pack's text with its tables known.
pub(super) struct Outline<'t> {
    pub(super) text: &'t str,
    document: Document<&'t str>,
    /// Where each header begins, in the order of the file; closed by the end of the text.
    headers: Vec<usize>,
    /// Where each value ends, in the order of the file.
    value_ends: Vec<usize>,
}

impl<'t> Outline<'t> {
    pub(super) fn read(text: &'t str) -> Result<Self, EditError> {
        let document = Document::parse(text).map_err(|_| EditError::Unreadable)?;
        let mut headers = vec![text.len()];
        collect_headers(document.as_table(), &mut headers);
        headers.sort_unstable();
        headers.dedup();
        let mut value_ends = Vec::new();
        collect_value_ends(document.as_table(), &mut value_ends);
        value_ends.sort_unstable();
        Ok(Self {
            text,
            document,
            headers,
            value_ends,
        })
    }

    /// The tables of a list such as `[[faq]]`, in the order of the file.
    pub(super) fn tables(&self, list: &str) -> impl Iterator<Item = &Table> {
        let tables = self.document.get(list).and_then(Item::as_array_of_tables);
        tables.into_iter().flatten()
    }

    /// All entries that have an id.
    pub(super) fn entries(&self) -> impl Iterator<Item = (EntryId, &Table)> {
        Kind::ALL.into_iter().flat_map(move |kind| {
            self.tables(kind.as_str()).filter_map(move |table| {
                let slug = text_of(table, "id")?.trim().to_owned();
                Some((EntryId { kind, slug }, table))
            })
        })
    }

    pub(super) fn entry(&self, id: &EntryId) -> Result<Option<&Table>, EditError> {
        self.need_list(id.kind.as_str())?;
        Ok(self
            .entries()
            .find_map(|(known, table)| (known == *id).then_some(table)))
    }

    pub(super) fn need_entry(&self, id: &EntryId) -> Result<&Table, EditError> {
        self.entry(id)?
            .ok_or_else(|| EditError::NoEntry(id.clone()))
    }

    /// Refuses a list that is written in another way than `[[faq]]`.
    fn need_list(&self, list: &str) -> Result<(), EditError> {
        match self.document.get(list) {
            None | Some(Item::ArrayOfTables(_)) => Ok(()),
            Some(_) => Err(EditError::Form(format!("`{list}`"))),
        }
    }

    /// Inserts a table behind the last one of a list; a new list goes behind the last entry.
    pub(super) fn insert_after(
        &self,
        list: &str,
        block: &str,
        splices: &mut Splices<'_>,
    ) -> Result<(), EditError> {
        self.need_list(list)?;
        let is_entry = Kind::ALL.iter().any(|kind| kind.as_str() == list);
        let own = self.tables(list).last();
        let fallback = || {
            let entries = self.entries().filter(|_| is_entry);
            entries
                .map(|(_, table)| table)
                .max_by_key(|table| self.extent(table).end)
        };
        let at = own
            .or_else(fallback)
            .map_or(self.text.len(), |table| self.extent(table).end);
        let before = self.text.get(..at).unwrap_or_default();
        let after = self.text.get(at..).unwrap_or_default();
        let mut text = String::new();
        if !before.is_empty() && !before.ends_with('\n') {
            text.push('\n');
        }
        if !before.trim_end_matches([' ', '\t', '\r']).is_empty() {
            text.push('\n');
        }
        text.push_str(block);
        if after
            .lines()
            .next()
            .is_some_and(|line| !line.trim().is_empty())
        {
            text.push('\n');
        }
        splices.insert(at, &text);
        Ok(())
    }

    /// Cuts a table with everything that belongs to it, and the empty lines behind it.
    pub(super) fn cut(&self, table: &Table, splices: &mut Splices<'_>) {
        for part in self.parts(table) {
            let blank = blank_len(self.text.get(part.end..).unwrap_or_default());
            let (mut start, end) = (part.start, part.end + blank);
            if end == self.text.len() {
                let before = self.text.get(..start).unwrap_or_default();
                let kept = before.trim_end().len();
                // The line break of the last line that stays.
                start = before
                    .get(kept..)
                    .and_then(|gap| gap.find('\n'))
                    .map_or(start, |at| kept + at + 1);
            }
            splices.cut(start..end);
        }
    }

    /// Inserts a table below another one, behind all that belong to that.
    pub(super) fn append_to(&self, table: &Table, block: &str, splices: &mut Splices<'_>) {
        let at = self.extent(table).end;
        let before = self.text.get(..at).unwrap_or_default();
        let break_before = if before.ends_with('\n') { "" } else { "\n" };
        splices.insert(at, &format!("{break_before}{block}"));
    }

    /// Cuts a table that belongs to another one; empty lines behind it part what stays.
    pub(super) fn cut_below(&self, table: &Table, splices: &mut Splices<'_>) {
        for part in self.parts(table) {
            splices.cut(part);
        }
    }

    /// The lines of a table and of those below it.
    pub(super) fn own_text(&self, table: &Table) -> String {
        let parts = self.parts(table).into_iter();
        let lines = parts.map(|part| self.text.get(part).unwrap_or_default());
        let lines: Vec<&str> = lines
            .map(|lines| lines.trim_end_matches(['\r', '\n']))
            .collect();
        lines.join("\n") + "\n"
    }

    /// From the comment above a table to the end of the last table that belongs to it.
    fn extent(&self, table: &Table) -> Range<usize> {
        let parts = self.parts(table);
        let start = parts.iter().map(|part| part.start).min();
        let end = parts.iter().map(|part| part.end).max();
        start.unwrap_or(self.text.len())..end.unwrap_or(self.text.len())
    }

    /// Where a table and the tables below it stand, each from the comment above its header to the
    /// end of its last line.
    fn parts(&self, table: &Table) -> Vec<Range<usize>> {
        let mut headers = Vec::new();
        collect_headers(table, &mut headers);
        headers.extend(table.span().map(|span| span.start));
        headers.sort_unstable();
        headers.dedup();
        headers.into_iter().map(|at| self.part(at)).collect()
    }

    /// The part of the file that begins with the header at a byte.
    fn part(&self, header: usize) -> Range<usize> {
        let next = self.headers.partition_point(|&start| start <= header);
        let next = self.headers.get(next).copied().unwrap_or(self.text.len());
        self.comment_start(header)..self.content_end(header, next)
    }

    /// Where the lines of comment begin that stand directly above a header.
    fn comment_start(&self, header: usize) -> usize {
        let mut start = self.line_start(header);
        // Lines of a text may begin with `#`, too.
        let floor = self
            .value_end(0, header)
            .map_or(0, |end| self.line_end(end));
        while start > floor {
            let above = self.line_start(start - 1);
            let line = self.text.get(above..start).unwrap_or_default();
            if above < floor || !line.trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// Where the lines end that belong to the table whose header is at a byte: behind its last
    /// value and the lines of comment directly below that.
    fn content_end(&self, header: usize, next: usize) -> usize {
        let limit = if next == self.text.len() {
            next
        } else {
            self.comment_start(next)
        };
        let mut end = self.line_end(self.value_end(header, next).unwrap_or(header));
        while end < limit {
            let below = self.line_end(end);
            let line = self.text.get(end..below).unwrap_or_default();
            if !line.trim_start().starts_with('#') {
                break;
            }
            end = below;
        }
        end
    }

    /// Where the last value ends that stands between two bytes.
    fn value_end(&self, from: usize, to: usize) -> Option<usize> {
        let before = self.value_ends.partition_point(|&end| end <= to);
        let last = self.value_ends.get(before.checked_sub(1)?).copied()?;
        (last > from).then_some(last)
    }

    /// Where the line around a byte begins; a byte order mark belongs to no line.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        let mark = if self.text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        before.rfind('\n').map_or(mark, |at| at + 1)
    }

    /// Where the line around a byte ends, its line break included.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let after = self.text.get(at..).unwrap_or_default();
        after.find('\n').map_or(self.text.len(), |end| at + end + 1)
    }
}

/// Where the headers of all tables below a table stand.
fn collect_headers(table: &Table, headers: &mut Vec<usize>) {
    for below in tables_below(table) {
        if below.position().is_some() && !below.is_dotted() {
            headers.extend(below.span().map(|span| span.start));
        }
        collect_headers(below, headers);
    }
}

/// Where all values in and below a table end.
fn collect_value_ends(table: &Table, ends: &mut Vec<usize>) {
    let values = table.iter().filter_map(|(_, item)| item.as_value());
    ends.extend(values.filter_map(|value| Some(value.span()?.end)));
    for below in tables_below(table) {
        collect_value_ends(below, ends);
    }
}

fn tables_below(table: &Table) -> Vec<&Table> {
    let below = table.iter().flat_map(|(_, item)| match item {
        Item::Table(table) => vec![table],
        Item::ArrayOfTables(tables) => tables.iter().collect(),
        _ => Vec::new(),
    });
    below.collect()
}

/// A text of a table.
pub(super) fn text_of<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key)?.as_str()
}

/// How many bytes of empty lines a text begins with.
fn blank_len(text: &str) -> usize {
    let lines = text.split_inclusive('\n');
    lines
        .take_while(|line| line.trim().is_empty())
        .map(str::len)
        .sum()
}
