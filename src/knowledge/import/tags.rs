//! Tags in TOML, as discord.js's own bot keeps them: a table each, named by the tag.

use toml_edit::{Document, Item, Table};

use super::{Fault, Found, Harvest, line_at};
use crate::{document::quoted, knowledge::Kind};

/// Whether this is a pack of ours.
pub(super) fn is_pack(text: &str) -> bool {
    Document::parse(text).is_ok_and(|tags| {
        let schema = tags.as_table().get("schema");
        schema.is_some_and(Item::is_integer)
    })
}

pub(super) fn read(text: &str) -> Result<Harvest, Fault> {
    let tags = Document::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (line_at(text, at), error.message().to_owned())
    })?;
    let mut harvest = Harvest::default();
    for (name, item) in tags.as_table() {
        let line = item.span().map_or(1, |span| line_at(text, span.start));
        match item.as_table() {
            Some(tag) => read_tag(name, tag, line, &mut harvest),
            None => harvest.note(
                line,
                format!("{} is no table, and is left out", quoted(name)),
            ),
        }
    }
    Ok(harvest)
}

fn read_tag(name: &str, tag: &Table, line: usize, harvest: &mut Harvest) {
    let mut asks = vec![in_words(name)];
    let mut answer = String::new();
    for (key, item) in tag {
        match key {
            "content" if item.is_str() => item.as_str().unwrap_or_default().clone_into(&mut answer),
            "keywords" => match texts(item) {
                Some(keywords) => asks.extend(keywords.iter().map(|word| in_words(word))),
                None => harvest.note(
                    line,
                    format!(
                        "the keywords of {} are no texts, and are left out",
                        quoted(name)
                    ),
                ),
            },
            // It comes first there when nothing is typed; here what is asked most does.
            "hoisted" if item.as_bool() == Some(false) => {}
            key => harvest.note(
                line,
                format!(
                    "{} of {} means nothing here, and is left out",
                    quoted(key),
                    quoted(name)
                ),
            ),
        }
    }
    harvest.found.push(Found {
        kind: Kind::Topic,
        line,
        asks,
        keywords: Vec::new(),
        answer,
    });
}

/// A tag's name as people would write it.
fn in_words(name: &str) -> String {
    name.replace(['-', '_'], " ")
}

fn texts(item: &Item) -> Option<Vec<String>> {
    if let Some(text) = item.as_str() {
        return Some(vec![text.to_owned()]);
    }
    let texts = item.as_array()?.iter();
    texts.map(|text| text.as_str().map(str::to_owned)).collect()
}
