//! Ids for new entries.

use crate::knowledge::{EntryId, Kind, Knowledge, SLUG_MAX, load::slug_from};

/// An id that no entry has yet, made from a title; a title with nothing to make one of gets the
/// kind's name.
#[must_use]
pub fn fresh_id(knowledge: &Knowledge, kind: Kind, title: &str) -> EntryId {
    numbered(kind, title, |id| knowledge.entry(id).is_none())
}

/// The first id made from a title that is free.
pub(in crate::knowledge) fn numbered(
    kind: Kind,
    title: &str,
    is_free: impl Fn(&EntryId) -> bool,
) -> EntryId {
    let base = slug_from(title).unwrap_or_else(|| kind.as_str().to_owned());
    let candidates = (1_usize..).map(|number| {
        let tail = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let head: String = base.chars().take(SLUG_MAX - tail.len()).collect();
        EntryId {
            kind,
            slug: format!("{}{tail}", head.trim_end_matches('-')),
        }
    });
    let mut free = candidates.filter(&is_free);
    free.next().unwrap_or(EntryId { kind, slug: base })
}
