//! What an entry says, as far as it can be changed.

use serde::{Deserialize, Serialize};

use super::EditError;
use crate::{
    document,
    knowledge::{Detail, Entry, EntryId, Kind, Side, load::title_key},
};

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

impl Fields {
    /// What an entry says now.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
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
    pub(super) fn texts(&self, kind: Kind) -> impl Iterator<Item = (&'static str, &str)> {
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
    pub(super) fn lists(&self) -> impl Iterator<Item = (&'static str, Vec<String>)> {
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
    pub(super) fn keep_those_of(&mut self, kind: Kind) {
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

    pub(super) fn tidy(&mut self) -> Result<(), EditError> {
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

/// A text as it will be read back.
pub(super) fn tidy(field: &'static str, text: &mut String) -> Result<(), EditError> {
    *text = document::tidied(text).map_err(|fault| EditError::Text { field, fault })?;
    Ok(())
}
