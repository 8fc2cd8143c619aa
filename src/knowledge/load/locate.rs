//! Where a text of an entry stands, for those who find something wrong with it later.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::super::Location;
use crate::{diagnostic::Sources, document::headers};

/// An entry's end is looked for behind so many lines that look like the next header; one inside a
/// long text looks so too.
const HEADERS_MAX: usize = 16;

/// Where the value of an entry's key stands: `["answer"]`, or `["roles", "cto", "text"]` for a cell
/// of a dimension.
///
/// `entry` is where the entry stands. `None` when it has no such key, or its file is not in
/// `sources`.
#[must_use]
pub fn locate(sources: &Sources, entry: &Location, keys: &[&str]) -> Option<Location> {
    let text = sources.get(&entry.file)?.as_str().get(entry.span.start..)?;
    let span = if text.starts_with('{') {
        let (value, _) = DeValue::parse_recoverable(text.get(..entry.span.len())?);
        value_at(&value, keys)?.span()
    } else {
        let root = parse_entry(text)?;
        let (_, tables) = root.iter().next()?;
        let table = tables
            .get_ref()
            .as_array()
            .and_then(|tables| tables.first());
        value_at(table.unwrap_or(tables), keys)?.span()
    };
    Some(Location {
        file: entry.file.clone(),
        span: entry.span.start + span.start..entry.span.start + span.end,
    })
}

/// Reads the entry that a text begins with.
fn parse_entry(text: &str) -> Option<DeTable<'_>> {
    let mut headers = headers(text);
    let prefix = format!("{}.", headers.next()?.name);
    let ends = headers
        .filter(|header| !header.name.starts_with(&prefix))
        .map(|header| header.line.start)
        .take(HEADERS_MAX)
        .chain([text.len()]);
    ends.filter_map(|end| DeTable::parse(text.get(..end)?).ok())
        .map(Spanned::into_inner)
        .next()
}

fn value_at<'v>(
    value: &'v Spanned<DeValue<'v>>,
    keys: &[&str],
) -> Option<&'v Spanned<DeValue<'v>>> {
    let Some((first, rest)) = keys.split_first() else {
        return Some(value);
    };
    value_at(value.get_ref().as_table()?.get(*first)?, rest)
}
