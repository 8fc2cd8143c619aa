//! Edits of a pack's text that leave everything else in it, comments and all, byte for byte as it is.
//!
//! An edit never writes the file anew. It finds out where things stand ([`outline`]), and cuts and
//! inserts there ([`splice`]); what it does not touch cannot change.

mod change;
mod field;
mod fields;
mod id;
mod list;
mod outline;
mod splice;
mod verify;
mod write;

use super::{EntryId, Kind, load::title_key};
use crate::document::TextFault;
use field::Place;
use outline::Outline;
use splice::Splices;

pub use change::Change;
pub use fields::Fields;
pub use id::fresh_id;
pub(super) use id::numbered;
pub(super) use write::{entry as write_entry, line as write_line};

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file as it stands is no TOML.
    #[error("the file itself has a mistake in its TOML, so that nothing can be changed in it yet")]
    Unreadable,
    /// There is no such entry in the file.
    #[error("there is no `{0}` in this file")]
    NoEntry(EntryId),
    /// An entry of this id is there.
    #[error("the id `{0}` is taken")]
    Taken(EntryId),
    /// A text that a pack cannot hold.
    #[error("{field}: {fault}")]
    Text {
        /// Which one.
        field: &'static str,
        /// What is wrong with it.
        fault: TextFault,
    },
    /// A role that other entries are about.
    #[error("`{0}` cannot go while `{1}` is about it")]
    Needed(EntryId, EntryId),
    /// A new entry without something that it needs.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// Something stands in the file in a form that is left to editors.
    #[error("{0} is written in a form that only an editor of text can change")]
    Form(String),
    /// The outcome is not what was meant; it is thrown away.
    #[error("the change would have touched something else in the file, so it was not made")]
    Astray,
}

/// A pack's text with a change made in it.
pub fn edit(text: &str, change: &Change) -> Result<String, EditError> {
    let change = change.tidied()?;
    let outline = Outline::read(text)?;
    let mut splices = Splices::new(text);
    match &change {
        Change::Add { entry, fields } => add(&outline, entry, fields, &mut splices)?,
        Change::Replace { entry, fields } => replace(&outline, entry, fields, &mut splices)?,
        Change::Remove { entry } => remove(&outline, entry, &mut splices)?,
        Change::Phrase { entry, ask } => append(&outline, entry, "ask", ask, &mut splices)?,
        Change::Reject { entry, ask } => append(&outline, entry, "reject", ask, &mut splices)?,
        Change::OffTopic { ask } => off_topic(&outline, ask, &mut splices)?,
        Change::OnTopic { ask } => on_topic(&outline, ask, &mut splices)?,
        Change::Expect { ask, entry } => {
            let block = write::expect(ask, entry);
            outline.insert_after("expect", &block, &mut splices)?;
        }
        Change::Release { ask, entry } => release(&outline, ask, entry, &mut splices),
    }
    let edited = splices.apply();
    verify::only(&change, text, &edited)?;
    Ok(edited)
}

/// An entry's own lines, with the comments above and in them.
pub fn excerpt(text: &str, entry: &EntryId) -> Result<String, EditError> {
    let outline = Outline::read(text)?;
    let table = outline.need_entry(entry)?;
    Ok(outline.own_text(table))
}

fn add(
    outline: &Outline<'_>,
    id: &EntryId,
    fields: &Fields,
    splices: &mut Splices<'_>,
) -> Result<(), EditError> {
    if outline.entry(id)?.is_some() {
        return Err(EditError::Taken(id.clone()));
    }
    if fields.title.is_none() {
        return Err(EditError::Missing(title_key(id.kind)));
    }
    if fields.answer.is_none() {
        return Err(EditError::Missing("answer"));
    }
    if id.kind == Kind::Situation && fields.role.is_none() {
        return Err(EditError::Missing("role"));
    }
    outline.insert_after(id.kind.as_str(), &write::entry(id, fields), splices)
}

fn replace(
    outline: &Outline<'_>,
    id: &EntryId,
    fields: &Fields,
    splices: &mut Splices<'_>,
) -> Result<(), EditError> {
    let table = outline.need_entry(id)?;
    let place = Place::new(outline, table, id);
    for (key, text) in fields.texts(id.kind) {
        place.set_text(key, text, splices)?;
    }
    for (key, texts) in fields.lists() {
        place.set_list(key, &texts, splices)?;
    }
    for side in &fields.sides {
        place.set_side(side, splices)?;
    }
    Ok(())
}

fn remove(outline: &Outline<'_>, id: &EntryId, splices: &mut Splices<'_>) -> Result<(), EditError> {
    let gone = outline.need_entry(id)?;
    outline.cut(gone, splices);
    let name = id.to_string();
    for (other, table) in outline.entries() {
        let roles = table.get("roles");
        let about = outline::text_of(table, "role") == Some(&id.slug)
            || roles.is_some_and(|roles| roles.get(&id.slug).is_some());
        if id.kind == Kind::Role && about {
            return Err(EditError::Needed(id.clone(), other));
        }
        let place = Place::new(outline, table, &other);
        let related = place.list("related")?;
        if other != *id && related.contains(&name) {
            let left: Vec<String> = related.into_iter().filter(|id| *id != name).collect();
            place.set_list("related", &left, splices)?;
        }
    }
    for table in outline.tables("expect") {
        if outline::text_of(table, "entry") == Some(name.as_str()) {
            outline.cut(table, splices);
        }
    }
    Ok(())
}

fn append(
    outline: &Outline<'_>,
    id: &EntryId,
    key: &'static str,
    ask: &str,
    splices: &mut Splices<'_>,
) -> Result<(), EditError> {
    let place = Place::new(outline, outline.need_entry(id)?, id);
    let mut asks = place.list(key)?;
    if !asks.iter().any(|known| known == ask) {
        asks.push(ask.to_owned());
        place.set_list(key, &asks, splices)?;
    }
    Ok(())
}

fn off_topic(outline: &Outline<'_>, ask: &str, splices: &mut Splices<'_>) -> Result<(), EditError> {
    let Some(last) = outline.tables("off_topic").last() else {
        let block = write::off_topic(ask);
        return outline.insert_after("off_topic", &block, splices);
    };
    let place = Place::named(outline, last, "[[off_topic]]");
    let mut asks = place.list("ask")?;
    asks.push(ask.to_owned());
    place.set_list("ask", &asks, splices)
}

fn on_topic(outline: &Outline<'_>, ask: &str, splices: &mut Splices<'_>) -> Result<(), EditError> {
    for table in outline.tables("off_topic") {
        let place = Place::named(outline, table, "[[off_topic]]");
        let asks = place.list("ask")?;
        let left: Vec<String> = asks.iter().filter(|known| *known != ask).cloned().collect();
        if left.is_empty() {
            outline.cut(table, splices);
        } else if left.len() < asks.len() {
            place.set_list("ask", &left, splices)?;
        }
    }
    Ok(())
}

fn release(outline: &Outline<'_>, ask: &str, entry: &EntryId, splices: &mut Splices<'_>) {
    let name = entry.to_string();
    for table in outline.tables("expect") {
        let of_entry = outline::text_of(table, "entry") == Some(name.as_str());
        if of_entry && outline::text_of(table, "ask").map(str::trim) == Some(ask) {
            outline.cut(table, splices);
        }
    }
}

#[cfg(test)]
mod tests;
