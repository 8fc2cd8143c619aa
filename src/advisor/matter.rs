//! What an answer was about, so that the next question can leave it out.

use super::Snapshot;
use crate::{
    answer::{Reply, Subject, clip, limits},
    knowledge::{Detail, Entry, EntryId},
};

/// How the title of an answer begins that shows examples.
pub(super) const EXAMPLES: &str = "Examples: ";

/// What an answer was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// The entry.
    pub entry: EntryId,
    /// The one role that it was about, by slug; `None` for several, or none.
    pub role: Option<String>,
}

impl Snapshot {
    /// What a reply is about; `None` for a question back, "I don't know" and the like.
    #[must_use]
    pub fn matter_of(&self, reply: &Reply) -> Option<Matter> {
        match &reply.subject {
            Some(subject) => self.matter_of_subject(subject),
            None => self.matter(&reply.cards.first()?.title),
        }
    }

    /// What a message is about, as its components tell it; `None` when the entry is gone.
    #[must_use]
    pub fn matter_of_subject(&self, subject: &Subject) -> Option<Matter> {
        let entry = self.knowledge().entry(&subject.entry)?;
        let asked = subject.role.as_ref();
        let asked = asked.and_then(|tag| self.composer().tagged(tag));
        let role = own_role(entry).or(asked.map(|role| role.id.slug.as_str()));
        Some(Matter {
            entry: entry.id.clone(),
            role: role.map(str::to_owned),
        })
    }

    /// What an answer with this title is about. Titles tell it where
    /// components do not: in a comparison, or after an older version of the bot.
    #[must_use]
    pub fn matter(&self, title: &str) -> Option<Matter> {
        let title = title.strip_prefix(EXAMPLES).unwrap_or(title);
        let composer = self.composer();
        let mut entries = self.knowledge().entries();
        entries.find_map(|entry| {
            let matter = |role: Option<&str>| Matter {
                entry: entry.id.clone(),
                role: role.map(str::to_owned),
            };
            if clip(&composer.label(entry), limits::TITLE) == title {
                return Some(matter(own_role(entry)));
            }
            let Detail::Dimension { .. } = entry.detail else {
                return None;
            };
            let short = title
                .strip_prefix(entry.title.as_str())?
                .strip_prefix(": ")?;
            let role = self
                .knowledge()
                .roles()
                .find(|role| role.short() == short)?;
            Some(matter(Some(&role.id.slug)))
        })
    }
}

/// The role that an entry is about by itself.
fn own_role(entry: &Entry) -> Option<&str> {
    match &entry.detail {
        Detail::Role { .. } => Some(&entry.id.slug),
        Detail::Situation { role } => Some(role),
        _ => None,
    }
}
