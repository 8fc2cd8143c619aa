//! Ids: each defined once, and nothing names one that is not there.

use std::{
    collections::{BTreeSet, HashMap, hash_map},
    ops::Range,
    path::Path,
};

use super::{
    super::{EntryId, EntryIdError, Kind},
    draft::{Draft, slug_from},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    document::{Text, nearest, quoted},
};

/// Reports ids that are defined twice, and names of entries and roles that do not exist. When the
/// packs could only be read in part, what is named may exist, and only the former are reported.
pub(super) fn check(drafts: &[Draft], partial: bool, problems: &mut Diagnostics) {
    let ids = define(drafts, problems);
    if partial {
        return;
    }
    let mut references = References {
        ids,
        suggestions_left: SUGGESTIONS_MAX,
        problems,
    };
    for draft in drafts {
        for entry in &draft.entries {
            for related in &entry.related {
                references.check_entry(&draft.file, related);
            }
            if let Some(role) = &entry.role {
                references.check_role(&draft.file, role);
            }
            for side in &entry.sides {
                references.check_role(&draft.file, &side.role);
            }
        }
        for expect in &draft.expects {
            references.check_entry(&draft.file, &expect.entry);
        }
    }
}

/// Looking for a near id goes through all of them, so it is done for so many comparisons only.
const SUGGESTIONS_MAX: usize = 1_000_000;

/// All ids, reporting those that are defined twice.
fn define(drafts: &[Draft], problems: &mut Diagnostics) -> BTreeSet<EntryId> {
    let mut places: HashMap<&EntryId, (&Path, &Range<usize>)> = HashMap::new();
    for draft in drafts {
        for id in draft.entries.iter().filter_map(|entry| entry.id.as_ref()) {
            match places.entry(&id.id) {
                // One that is out of form has been reported; what replaces it is only a suggestion.
                hash_map::Entry::Occupied(_) if !id.is_written => {}
                hash_map::Entry::Vacant(vacant) => {
                    vacant.insert((&draft.file, &id.span));
                }
                hash_map::Entry::Occupied(first) => {
                    let (file, span) = first.get();
                    problems.push(
                        Diagnostic::error("duplicate-id", format!("the id `{}` is taken", id.id))
                            .at(&draft.file, id.span.clone(), "")
                            .at(file, (*span).clone(), "first used here")
                            .help("give one of the two another id"),
                    );
                }
            }
        }
    }
    places.into_keys().cloned().collect()
}

struct References<'p> {
    ids: BTreeSet<EntryId>,
    suggestions_left: usize,
    problems: &'p mut Diagnostics,
}

impl References<'_> {
    fn check_entry(&mut self, file: &Path, written: &Text) {
        let parsed: Result<EntryId, EntryIdError> = written.value.parse();
        if parsed.as_ref().is_ok_and(|id| self.ids.contains(id)) {
            return;
        }
        let name = quoted(&written.value);
        let (_, slug) = written
            .value
            .split_once(':')
            .unwrap_or(("", &written.value));
        let same: Vec<String> = Kind::ALL
            .into_iter()
            .map(|kind| EntryId {
                kind,
                slug: slug_from(slug).unwrap_or_default(),
            })
            .filter(|id| self.ids.contains(id))
            .map(|id| format!("`{id}`"))
            .collect();
        let message = match parsed {
            Ok(_) => format!("there is no entry {name}"),
            Err(error) => format!("{name} is no entry: {error}"),
        };
        let help = if same.is_empty() {
            match self.nearest(written) {
                Some(id) => format!("did you mean `{id}`?"),
                None => "write the full id of an entry, such as `faq:budget-size`".to_owned(),
            }
        } else {
            format!("did you mean {}?", same.join(" or "))
        };
        self.problems.push(
            Diagnostic::error("unknown-entry", message)
                .at(file, written.span.clone(), "")
                .help(help),
        );
    }

    fn check_role(&mut self, file: &Path, written: &Text) {
        let role = |slug: &str| EntryId {
            kind: Kind::Role,
            slug: slug.to_owned(),
        };
        if self.ids.contains(&role(&written.value)) {
            return;
        }
        let bare = written
            .value
            .strip_prefix("role:")
            .unwrap_or(&written.value);
        let roles: Vec<&str> = self
            .ids
            .iter()
            .take_while(|id| id.kind == Kind::Role)
            .map(|id| id.slug.as_str())
            .collect();
        let help = if self.ids.contains(&role(bare)) {
            format!("write `{bare}`: the kind is known here")
        } else if let Some(near) = nearest(bare, roles.iter().copied().take(1000)) {
            format!("did you mean `{near}`?")
        } else if roles.is_empty() {
            format!("define it: a `[[role]]` with `id = \"{bare}\"`")
        } else {
            let some: Vec<&str> = roles.iter().copied().take(10).collect();
            format!("the roles are: `{}`", some.join("`, `"))
        };
        let message = format!("there is no role {}", quoted(&written.value));
        self.problems.push(
            Diagnostic::error("unknown-role", message)
                .at(file, written.span.clone(), "")
                .help(help),
        );
    }

    fn nearest(&mut self, written: &Text) -> Option<EntryId> {
        self.suggestions_left = self.suggestions_left.checked_sub(self.ids.len())?;
        let (kind, slug) = written
            .value
            .split_once(':')
            .unwrap_or(("", &written.value));
        // Within the kind first: there, the slugs alone decide.
        let of_kind = self.ids.iter().filter(|id| id.kind.as_str() == kind);
        let near = nearest(slug, of_kind.map(|id| id.slug.as_str()));
        let near = near.or_else(|| nearest(slug, self.ids.iter().map(|id| id.slug.as_str())))?;
        let matching = |id: &&EntryId| id.slug == near;
        let same_kind = self
            .ids
            .iter()
            .filter(matching)
            .find(|id| id.kind.as_str() == kind);
        same_kind
            .or_else(|| self.ids.iter().find(matching))
            .cloned()
    }
}
