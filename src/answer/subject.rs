//! What a message is about.

use std::fmt;

use super::{
    action::Action,
    revision::{Revision, RoleTag},
};
use crate::knowledge::{Entry, EntryId, Kind, is_slug};

/// An entry as a message showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The entry.
    pub entry: EntryId,
    /// What it said; `None` on buttons of older versions.
    pub revision: Option<Revision>,
    /// The role that the question was about.
    pub role: Option<RoleTag>,
}

impl Subject {
    /// What a message is about whose components carry these texts; `None` when it shows no entry,
    /// as a question back or a list does, or when its components are of an older version.
    #[must_use]
    pub fn of_message<'a>(custom_ids: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut actions = custom_ids
            .into_iter()
            .filter_map(|id| id.parse::<Action>().ok());
        actions.find_map(|action| action.subject().cloned())
    }

    /// An entry as it is now, with the role, by slug, that the question was about.
    #[must_use]
    pub fn of(entry: &Entry, role: Option<&str>) -> Self {
        Self {
            entry: entry.id.clone(),
            revision: Some(Revision::of(entry)),
            role: role.map(RoleTag::of),
        }
    }

    /// Reads `kind:slug`, revision and role, of which the last two may be empty.
    pub(super) fn parse(entry: &str, revision: &str, role: &str) -> Option<Self> {
        let (letter, slug) = entry.split_once(':')?;
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| initial(*kind) == letter)?;
        if !is_slug(slug) {
            return None;
        }
        let revision = match revision {
            "" => None,
            text => Some(Revision::parse(text)?),
        };
        let role = match role {
            "" => None,
            text => Some(RoleTag::parse(text)?),
        };
        Some(Self {
            entry: EntryId {
                kind,
                slug: slug.to_owned(),
            },
            revision,
            role,
        })
    }
}

/// A kind's own first letter.
const fn initial(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "r",
        Kind::Dimension => "d",
        Kind::Faq => "f",
        Kind::Situation => "s",
        Kind::Topic => "t",
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}|", initial(self.entry.kind), self.entry.slug)?;
        if let Some(revision) = self.revision {
            write!(f, "{revision}")?;
        }
        f.write_str("|")?;
        if let Some(role) = &self.role {
            write!(f, "{role}")?;
        }
        Ok(())
    }
}
