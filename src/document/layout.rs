//! What a line of a TOML file looks like, when the file as a whole is not TOML.

use std::ops::Range;

/// The line around a byte, without its line break.
pub(super) fn line_around(text: &str, at: usize) -> Range<usize> {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = after.find('\n').map_or(text.len(), |end| at + end);
    start..end
}

/// A line that looks like a table's header.
pub struct Header<'t> {
    /// What stands between the brackets.
    pub name: &'t str,
    /// Whether the brackets are double.
    pub is_list: bool,
    /// The line, without its line break.
    pub line: Range<usize>,
}

/// All lines that look like a table's header.
pub fn headers(text: &str) -> impl Iterator<Item = Header<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let (name, is_list) = header_name(line)?;
        Some(Header {
            name,
            is_list,
            line: start..start + line.trim_end().len(),
        })
    })
}

/// Whether a line of the text looks like a table's header.
pub(super) fn has_header(text: &str) -> bool {
    headers(text).next().is_some()
}

/// A longer line is no header, in bytes.
const HEADER_MAX: usize = 256;

/// The name in a line such as `[name]` or `[[name]]`, and whether the brackets are double.
pub(super) fn header_name(line: &str) -> Option<(&str, bool)> {
    if line.len() > HEADER_MAX {
        return None;
    }
    let line = line.split('#').next().unwrap_or_default().trim();
    let name = line.strip_prefix('[')?.strip_suffix(']')?;
    let (name, is_list) = match name.strip_prefix('[') {
        Some(name) => (name.strip_suffix(']')?, true),
        None => (name, false),
    };
    let name = name.trim();
    let is_name = name.contains(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    is_name.then_some((name, is_list))
}

/// Whether a line looks like `key = …`.
pub(super) fn is_assignment(line: &str) -> bool {
    assigned_key(line).is_some()
}

/// The key of a line that looks like `key = …`.
pub(super) fn assigned_key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim();
    let is_key = key.contains(char::is_alphabetic)
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    is_key.then_some(key)
}

/// From the start of a header, or of anything else, to the next header behind it.
pub(super) fn section(text: &str, part: Range<usize>) -> Range<usize> {
    let below = text.get(part.end..).unwrap_or_default();
    let end = headers(below)
        .next()
        .map_or(text.len(), |next| part.end + next.line.start);
    part.start..end
}
