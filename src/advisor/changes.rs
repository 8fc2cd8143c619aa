//! What is different between two states of the knowledge.

use std::fmt;

use crate::knowledge::{Entry, EntryId, Knowledge};

/// The entries that differ between two states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// New ones.
    pub added: Vec<EntryId>,
    /// Those that say something else.
    pub changed: Vec<EntryId>,
    /// Those that are gone.
    pub removed: Vec<EntryId>,
}

/// At most this many ids of a kind of change are shown.
const SHOWN_MAX: usize = 8;

impl Changes {
    /// What has to be done to the one to get the other.
    #[must_use]
    pub fn between(before: &Knowledge, after: &Knowledge) -> Self {
        let mut changes = Self::default();
        for entry in after.entries() {
            match before.entry(&entry.id) {
                None => changes.added.push(entry.id.clone()),
                Some(old) if !says_the_same(old, entry) => changes.changed.push(entry.id.clone()),
                Some(_) => {}
            }
        }
        for entry in before.entries() {
            if after.entry(&entry.id).is_none() {
                changes.removed.push(entry.id.clone());
            }
        }
        changes
    }

    /// Whether no entry differs; a promise, a synonym or a comment still may.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// Whether two entries differ in their place at most.
fn says_the_same(one: &Entry, other: &Entry) -> bool {
    let mut moved = one.clone();
    moved.location = other.location.clone();
    moved == *other
}

/// Such as `added faq:key; changed faq:door, role:cto`.
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("no entry changed");
        }
        let kinds = [
            ("added", &self.added),
            ("changed", &self.changed),
            ("removed", &self.removed),
        ];
        let kinds = kinds.iter().filter(|(_, ids)| !ids.is_empty());
        for (index, (what, ids)) in kinds.enumerate() {
            f.write_str(if index > 0 { "; " } else { "" })?;
            let shown: Vec<String> = ids.iter().take(SHOWN_MAX).map(EntryId::to_string).collect();
            write!(f, "{what} {}", shown.join(", "))?;
            if ids.len() > SHOWN_MAX {
                write!(f, " and {} more", ids.len() - SHOWN_MAX)?;
            }
        }
        Ok(())
    }
}
