//! What an answer was about, or a question back offered, so that the next question can leave it out.

use super::Snapshot;
use crate::{
    answer::{Action, Deed, Reply, Subject, Verb, clip, limits},
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

/// What stands before a question, so that it may leave something out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// What the last answer was about.
    pub matter: Option<Matter>,
    /// What there is to choose from since, in its order, when the bot asked back.
    pub choices: Vec<Matter>,
}

impl From<Matter> for Before {
    fn from(matter: Matter) -> Self {
        Self {
            matter: Some(matter),
            choices: Vec::new(),
        }
    }
}

impl Snapshot {
    /// What the next question may lean on after a reply; `None` after "I don't know" and the like.
    #[must_use]
    pub fn before_of(&self, reply: &Reply) -> Option<Before> {
        match self.matter_of(reply) {
            Some(matter) => Some(matter.into()),
            None => self.choices(reply.buttons.iter().map(|button| &button.action)),
        }
    }

    /// The same after a message, by what its components carry, or else by its title.
    #[must_use]
    pub fn before_of_message<'a>(
        &self,
        custom_ids: impl IntoIterator<Item = &'a str>,
        title: Option<&str>,
    ) -> Option<Before> {
        let custom_ids: Vec<&str> = custom_ids.into_iter().collect();
        if let Some(subject) = Subject::of_message(custom_ids.iter().copied()) {
            return self.matter_of_subject(&subject).map(Before::from);
        }
        let actions = custom_ids.into_iter().filter_map(|id| id.parse().ok());
        let actions: Vec<Action> = actions.collect();
        let titled = || title.and_then(|title| self.matter(title));
        self.choices(&actions)
            .or_else(|| titled().map(Before::from))
    }

    /// What can be picked by buttons.
    fn choices<'a>(&self, actions: impl IntoIterator<Item = &'a Action>) -> Option<Before> {
        let picked = actions.into_iter().filter_map(|action| match &action.deed {
            Deed::Show {
                verb: Verb::Pick,
                subject,
            } => self.matter_of_subject(subject),
            _ => None,
        });
        let choices: Vec<Matter> = picked.collect();
        (!choices.is_empty()).then_some(Before {
            matter: None,
            choices,
        })
    }

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
