//! How new things are written: as a careful person would.

use std::fmt::Write as _;

use toml_writer::{TomlStringBuilder, TomlWrite as _};

use super::Fields;
use crate::knowledge::{EntryId, Kind, Side, load::title_key};

/// A text in quotes, on one line.
pub(in crate::knowledge) fn line(text: &str) -> String {
    let mut written = String::new();
    // Writing to a string cannot fail.
    let _ = written.value(TomlStringBuilder::new(text).as_basic());
    written
}

/// A text between lines of three quotes.
pub(super) fn block(text: &str) -> String {
    let mut written = String::new();
    let ended = format!("{text}\n");
    let _ = written.value(TomlStringBuilder::new(&ended).as_ml_basic());
    written
}

/// A text in the form that suits it.
pub(super) fn text(text: &str) -> String {
    if text.contains('\n') {
        block(text)
    } else {
        line(text)
    }
}

/// Whether a list is written with a line for each item.
pub(super) fn is_tall(key: &str) -> bool {
    matches!(key, "ask" | "reject" | "examples")
}

/// A list under a key.
pub(super) fn list(key: &str, texts: &[String]) -> String {
    let mut written = String::from("[");
    if is_tall(key) {
        for text in texts {
            let _ = write!(written, "\n  {},", line(text));
        }
        written.push('\n');
    } else {
        let texts: Vec<String> = texts.iter().map(|text| line(text)).collect();
        written.push_str(&texts.join(", "));
    }
    written.push(']');
    written
}

/// A new entry.
pub(in crate::knowledge) fn entry(id: &EntryId, fields: &Fields) -> String {
    let kind = id.kind;
    let mut written = format!("[[{kind}]]\nid = {}\n", line(&id.slug));
    for key in order(kind) {
        let single = fields.texts(kind).find(|(name, _)| name == key);
        if let Some((_, value)) = single {
            let _ = writeln!(written, "{key} = {}", text(value));
        }
        let several = fields.lists().find(|(name, _)| name == key);
        if let Some((_, texts)) = several.filter(|(_, texts)| !texts.is_empty()) {
            let _ = writeln!(written, "{key} = {}", list(key, &texts));
        }
    }
    for side in &fields.sides {
        written.push_str(&self::side(side));
    }
    written
}

/// A dimension's cell.
pub(super) fn side(side: &Side) -> String {
    if side.text.trim().is_empty() {
        return String::new();
    }
    let mut written = format!(
        "[dimension.roles.{}]\ntext = {}\n",
        side.role,
        text(&side.text)
    );
    if !side.examples.is_empty() {
        let _ = writeln!(written, "examples = {}", list("examples", &side.examples));
    }
    written
}

/// A promise.
pub(super) fn expect(ask: &str, entry: &EntryId) -> String {
    format!(
        "[[expect]]\nask = {}\nentry = {}\n",
        line(ask),
        line(&entry.to_string())
    )
}

/// A table of questions that nothing answers.
pub(super) fn off_topic(ask: &str) -> String {
    format!("[[off_topic]]\nask = {}\n", list("ask", &[ask.to_owned()]))
}

/// The keys of a kind's entries in the order in which they are written.
pub(super) fn order(kind: Kind) -> &'static [&'static str] {
    match title_key(kind) {
        "name" => &[
            "id", "short", "name", "aliases", "ask", "keywords", "related", "reject", "answer",
        ],
        "question" => &[
            "id", "question", "ask", "keywords", "related", "reject", "answer",
        ],
        _ => &[
            "id", "role", "title", "ask", "keywords", "related", "reject", "answer",
        ],
    }
}
