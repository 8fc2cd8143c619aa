//! Edits of a pack's text that leave everything else in it, comments and all, byte for byte as it is.
//!
//! An edit never writes the file anew. It finds out where things stand ([`outline`]), and cuts and
//! inserts there ([`splice`]); what it does not touch cannot change.

mod field;
mod id;
mod list;
mod outline;
mod splice;
mod verify;
mod write;

use serde::{Deserialize, Serialize};

use super::{Entry, EntryId, Kind, Side, load::title_key};
use crate::document::{self, TextFault};
use field::Place;
use outline::Outline;
use splice::Splices;

pub use id::fresh_id;

/// Something a person wants to be different in a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A new entry, behind the last one of its kind.
    Add {
        /// Its id; [`fresh_id`] makes one.
        entry: EntryId,
        /// What it says; title and answer must be among it.
        fields: Fields,
    },
    /// Other words in an entry.
    Replace {
        /// Which one.
        entry: EntryId,
        /// What it says instead.
        fields: Fields,
    },
    /// An entry less, together with the comment above it, what is promised of it, and its name in
    /// `related` of other entries of the file.
    Remove {
        /// Which one.
        entry: EntryId,
    },
    /// One more way of asking for an entry.
    Phrase {
        /// Which one.
        entry: EntryId,
        /// How people ask.
        ask: String,
    },
    /// A question that an entry must not answer.
    Reject {
        /// Which one.
        entry: EntryId,
        /// The question.
        ask: String,
    },
    /// A question that nothing here answers.
    OffTopic {
        /// The question.
        ask: String,
    },
    /// A promise.
    Expect {
        /// The question.
        ask: String,
        /// The entry that answers it.
        entry: EntryId,
    },
}

/// What an entry says. `None` leaves what stands; an empty list takes it out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// Its title: a role's name, a FAQ's question.
    pub title: Option<String>,
    /// A role's abbreviation.
    pub short: Option<String>,
    /// A role's other names.
    pub aliases: Option<Vec<String>>,
    /// The slug of the role that a situation is about.
    pub role: Option<String>,
    /// Its answer.
    pub answer: Option<String>,
    /// How people ask for it.
    pub ask: Option<Vec<String>>,
    /// Words that point to it.
    pub keywords: Option<Vec<String>>,
    /// What to read next.
    pub related: Option<Vec<EntryId>>,
    /// What it must not answer.
    pub reject: Option<Vec<String>>,
    /// A dimension's cells; roles that are not named stay as they are, and one without a text is
    /// taken out.
    pub sides: Vec<Side>,
}

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
        Change::Expect { ask, entry } => {
            let block = write::expect(ask, entry);
            outline.insert_after("expect", &block, &mut splices)?;
        }
    }
    let edited = splices.apply();
    verify::only(&change, text, &edited)?;
    Ok(edited)
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

impl Change {
    /// The entry that it is about.
    #[must_use]
    pub const fn entry(&self) -> Option<&EntryId> {
        match self {
            Self::Add { entry, .. }
            | Self::Replace { entry, .. }
            | Self::Remove { entry }
            | Self::Phrase { entry, .. }
            | Self::Reject { entry, .. }
            | Self::Expect { entry, .. } => Some(entry),
            Self::OffTopic { .. } => None,
        }
    }

    /// The change with its texts as they will be read back.
    fn tidied(&self) -> Result<Self, EditError> {
        let mut change = self.clone();
        match &mut change {
            Self::Add { entry, fields } | Self::Replace { entry, fields } => {
                fields.keep_those_of(entry.kind);
                fields.tidy()?;
            }
            Self::Phrase { ask, .. }
            | Self::Reject { ask, .. }
            | Self::OffTopic { ask }
            | Self::Expect { ask, .. } => tidy("ask", ask)?,
            Self::Remove { .. } => {}
        }
        Ok(change)
    }
}

impl Fields {
    /// What an entry says now.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        use super::Detail;

        let mut fields = Self {
            title: Some(entry.title.clone()),
            answer: Some(entry.answer.clone()),
            ask: Some(entry.ask.clone()),
            keywords: Some(entry.keywords.clone()),
            related: Some(entry.related.clone()),
            reject: Some(entry.reject.clone()),
            ..Self::default()
        };
        match &entry.detail {
            Detail::Role { short, aliases } => {
                fields.short = Some(short.clone());
                fields.aliases = Some(aliases.clone());
            }
            Detail::Dimension { sides } => fields.sides.clone_from(sides),
            Detail::Situation { role } => fields.role = Some(role.clone()),
            Detail::Faq | Detail::Topic => {}
        }
        fields
    }

    /// The single texts under their keys, in the order in which they are written.
    fn texts(&self, kind: Kind) -> impl Iterator<Item = (&'static str, &str)> {
        let texts = [
            ("short", &self.short),
            (title_key(kind), &self.title),
            ("role", &self.role),
            ("answer", &self.answer),
        ];
        texts
            .into_iter()
            .filter_map(|(key, text)| Some((key, text.as_deref()?)))
    }

    /// The lists under their keys, in the order in which they are written.
    fn lists(&self) -> impl Iterator<Item = (&'static str, Vec<String>)> {
        let names = |ids: &Vec<EntryId>| ids.iter().map(ToString::to_string).collect();
        let lists = [
            ("aliases", self.aliases.clone()),
            ("ask", self.ask.clone()),
            ("keywords", self.keywords.clone()),
            ("related", self.related.as_ref().map(names)),
            ("reject", self.reject.clone()),
        ];
        lists
            .into_iter()
            .filter_map(|(key, texts)| Some((key, texts?)))
    }

    /// Forgets what entries of a kind do not have.
    fn keep_those_of(&mut self, kind: Kind) {
        if kind != Kind::Role {
            (self.short, self.aliases) = (None, None);
        }
        if kind != Kind::Situation {
            self.role = None;
        }
        if kind != Kind::Dimension {
            self.sides.clear();
        }
    }

    fn tidy(&mut self) -> Result<(), EditError> {
        let texts = [
            ("title", &mut self.title),
            ("short", &mut self.short),
            ("role", &mut self.role),
            ("answer", &mut self.answer),
        ];
        for (field, text) in texts {
            text.iter_mut().try_for_each(|text| tidy(field, text))?;
        }
        let lists = [
            ("aliases", &mut self.aliases),
            ("ask", &mut self.ask),
            ("keywords", &mut self.keywords),
            ("reject", &mut self.reject),
        ];
        for (field, texts) in lists {
            let mut texts = texts.iter_mut().flatten();
            texts.try_for_each(|text| tidy(field, text))?;
        }
        for side in &mut self.sides {
            if !side.text.trim().is_empty() {
                tidy("text", &mut side.text)?;
            }
            for example in &mut side.examples {
                tidy("examples", example)?;
            }
        }
        Ok(())
    }
}

fn tidy(field: &'static str, text: &mut String) -> Result<(), EditError> {
    *text = document::tidied(text).map_err(|fault| EditError::Text { field, fault })?;
    Ok(())
}

#[cfg(test)]
mod tests;
