//! What can be changed.

use serde::{Deserialize, Serialize};

use super::{EditError, Fields, fields::tidy};
use crate::knowledge::EntryId;

/// Something a person wants to be different in a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A new entry, behind the last one of its kind.
    Add {
        /// Its id; [`fresh_id`](crate::knowledge::fresh_id) makes one.
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
    /// A question that something here does answer, and that is no longer kept as one that nothing
    /// answers.
    OnTopic {
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
    /// A promise less.
    Release {
        /// The question.
        ask: String,
        /// The entry that was to answer it.
        entry: EntryId,
    },
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
            | Self::Expect { entry, .. }
            | Self::Release { entry, .. } => Some(entry),
            Self::OffTopic { .. } | Self::OnTopic { .. } => None,
        }
    }

    /// The change with its texts as they will be read back.
    pub(super) fn tidied(&self) -> Result<Self, EditError> {
        let mut change = self.clone();
        match &mut change {
            Self::Add { entry, fields } | Self::Replace { entry, fields } => {
                fields.keep_those_of(entry.kind);
                fields.tidy()?;
            }
            Self::Phrase { ask, .. }
            | Self::Reject { ask, .. }
            | Self::OffTopic { ask }
            | Self::OnTopic { ask }
            | Self::Expect { ask, .. }
            | Self::Release { ask, .. } => tidy("ask", ask)?,
            Self::Remove { .. } => {}
        }
        Ok(change)
    }
}
