//! Forms in which moderators write entries: what stands in an entry as texts, and back.

mod answer;
mod inputs;
mod names;
mod sides;

use self::{answer::Parts, inputs::inputs};
use super::clip::clip;
use crate::knowledge::{Detail, Entry, EntryId, Fields, Kind, Knowledge};

/// A form within Discord's limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// At most 45 characters.
    pub title: String,
    /// What is asked for, one to five.
    pub inputs: Vec<Input>,
}

/// Something to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Which field it is.
    pub id: String,
    /// At most 45 characters.
    pub label: String,
    /// What belongs there, at most 100 characters.
    pub placeholder: String,
    /// What stands there, at most 4000 characters.
    pub value: String,
    /// Whether it may not be empty.
    pub required: bool,
    /// Whether it has several lines.
    pub is_long: bool,
}

/// What somebody filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// As far as it differs from what stands in the entry.
    pub fields: Fields,
    /// What cannot be taken up, and why: a sentence each.
    pub notes: Vec<String>,
}

/// An entry has more text than a form takes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{field} is longer than Discord's forms allow: change it in the file, or by `/knowledge export` and `/knowledge import`"
)]
pub struct FormTooLong {
    /// The field.
    pub field: String,
}

/// The longest text of an input, in UTF-16 units as Discord counts.
const INPUT_MAX: usize = 4_000;
const INPUTS_MAX: usize = 5;
const LABEL_MAX: usize = 45;

impl Form {
    /// The form of a new entry.
    #[must_use]
    pub fn add(kind: Kind, knowledge: &Knowledge) -> Self {
        Self {
            title: format!("New {}", kind.as_str()),
            inputs: inputs(kind, None, knowledge),
        }
    }

    /// The form of an entry, with what stands in it.
    pub fn edit(entry: &Entry, knowledge: &Knowledge) -> Result<Self, FormTooLong> {
        let inputs = inputs(entry.id.kind, Some(entry), knowledge);
        let is_too_long = |input: &&Input| input.value.encode_utf16().count() > INPUT_MAX;
        if let Some(input) = inputs.iter().find(is_too_long) {
            return Err(FormTooLong {
                field: input.label.clone(),
            });
        }
        Ok(Self {
            title: clip(&format!("Edit {}", entry.id), LABEL_MAX),
            inputs,
        })
    }

    /// The same form with other texts in it.
    #[must_use]
    pub fn with(mut self, values: &[(String, String)]) -> Self {
        for input in &mut self.inputs {
            let value = values.iter().find(|(id, _)| *id == input.id);
            if let Some((_, value)) = value {
                input.value.clone_from(value);
            }
        }
        self
    }

    /// What was filled in, as far as it differs from what stands in the entry.
    #[must_use]
    pub fn filled(
        kind: Kind,
        entry: Option<&Entry>,
        knowledge: &Knowledge,
        values: &[(String, String)],
    ) -> Filled {
        let before = inputs(kind, entry, knowledge);
        let mut filled = Filled::default();
        let changed = values.iter().filter(|(id, value)| {
            let known = before.iter().find(|input| input.id == *id);
            known.is_none_or(|input| !is_same(&input.value, value))
        });
        for (id, value) in changed {
            filled.take_up(id, value, entry, knowledge, values);
        }
        filled
    }
}

impl Filled {
    /// Takes up one input that was changed.
    fn take_up(
        &mut self,
        id: &str,
        value: &str,
        entry: Option<&Entry>,
        knowledge: &Knowledge,
        values: &[(String, String)],
    ) {
        let fields = &mut self.fields;
        match id {
            "title" => fields.title = Some(value.trim().to_owned()),
            "names" => {
                let (title, short) = names::read(value);
                let had = entry.map(|entry| &entry.detail);
                // Without an abbreviation a role is called by its name.
                let had = matches!(had, Some(Detail::Role { short, .. }) if entry.is_some_and(|e| e.title != *short));
                fields.short = short.or_else(|| had.then(|| title.clone()));
                fields.title = Some(title);
            }
            "role" => fields.role = Some(role(value, knowledge)),
            "ask" => fields.ask = Some(lines(value)),
            "keywords" => fields.keywords = Some(items(value)),
            "aliases" => fields.aliases = Some(items(value)),
            "related" => {
                let (known, note) = related(value, entry, knowledge);
                fields.related = Some(known);
                self.notes.extend(note);
            }
            "sides" => {
                let had = entry.map(|entry| &entry.detail);
                let (sides, notes) = sides::read_all(value, had, knowledge);
                fields.sides = sides;
                self.notes.extend(notes);
            }
            _ if Parts::is_part(id) => {
                let answer = entry.map_or("", |entry| entry.answer.as_str());
                fields.answer = Some(Parts::of(answer).joined(values));
            }
            _ => {
                let role = id.strip_prefix("side:");
                if let Some(role) = role.and_then(|slug| knowledge.role(slug)) {
                    match sides::read(role, value) {
                        Ok(side) => fields.sides.push(side),
                        Err(note) => self.notes.push(note),
                    }
                }
            }
        }
    }
}

/// The slug of the role that was written in any of its names; what was written if it is none.
fn role(value: &str, knowledge: &Knowledge) -> String {
    let written = value.trim();
    let role = sides::role_named(written, knowledge);
    role.map_or_else(|| written.to_owned(), |role| role.id.slug.clone())
}

/// The entries that were named by their ids or titles, and a word about what is none. What stood there
/// may be of a pack that is not seen here.
fn related(
    value: &str,
    entry: Option<&Entry>,
    knowledge: &Knowledge,
) -> (Vec<EntryId>, Option<String>) {
    let stood = entry.map(|entry| entry.related.as_slice());
    let titled = |title: &str| {
        let title = title.to_lowercase();
        let is_it = |entry: &&Entry| {
            let names = [entry.title.as_str(), entry.short()];
            names.iter().any(|name| name.to_lowercase() == title)
        };
        knowledge
            .entries()
            .find(is_it)
            .map(|entry| entry.id.clone())
    };
    let (mut known, mut lost) = (Vec::new(), Vec::new());
    for item in items(value) {
        let id = item.parse::<EntryId>().ok();
        let id = id.filter(|id| {
            stood.is_some_and(|stood| stood.contains(id)) || knowledge.entry(id).is_some()
        });
        match id.or_else(|| titled(&item)) {
            Some(id) => known.push(id),
            None => lost.push(format!("`{}`", item.replace('`', "'"))),
        }
    }
    let note = match lost.as_slice() {
        [] => None,
        [one] => Some(format!(
            "{one} under “What to read next” is no entry, and is left out."
        )),
        more => Some(format!(
            "{} under “What to read next” are no entries, and are left out.",
            more.join(", ")
        )),
    };
    (known, note)
}

fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.trim().replace("\r\n", "\n");
    plain(one) == plain(other)
}

fn lines(value: &str) -> Vec<String> {
    let lines = value.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn items(value: &str) -> Vec<String> {
    let items = value.split([',', '\n']).map(str::trim);
    let items = items.filter(|item| !item.is_empty());
    items.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
