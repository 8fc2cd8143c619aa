//! Questions: no two entries claim the same one.

use std::{
    collections::{HashMap, hash_map::Entry},
    path::Path,
};

use rustc_hash::FxBuildHasher;

use super::draft::{Draft, EntryDraft};
use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    document::Text,
};

struct Claim<'d> {
    entry: &'d EntryDraft,
    file: &'d Path,
    text: &'d Text,
}

/// Reports questions that are claimed twice, that are claimed and declared to be off topic, and
/// entries that reject a question of their own.
pub(super) fn check(drafts: &[Draft], problems: &mut Diagnostics) {
    let entries = drafts.iter().flat_map(|draft| &draft.entries);
    let all = entries.map(|entry| entry.phrasings().count()).sum();
    let mut claims: HashMap<String, Claim<'_>, _> =
        HashMap::with_capacity_and_hasher(all, FxBuildHasher);
    for draft in drafts {
        for entry in &draft.entries {
            for text in entry.phrasings() {
                let normal = normalize(&text.value);
                if normal.is_empty() {
                    continue; // Only signs: nothing to compare.
                }
                match claims.entry(normal) {
                    Entry::Occupied(first) => {
                        problems.push(claimed_twice(first.get(), &draft.file, entry, text));
                    }
                    Entry::Vacant(free) => {
                        let file = &draft.file;
                        free.insert(Claim { entry, file, text });
                    }
                }
            }
        }
    }
    for draft in drafts {
        for entry in &draft.entries {
            for text in &entry.reject {
                let normal = normalize(&text.value);
                if !claims.contains_key(&normal) {
                    continue; // Nobody's, as it should be.
                }
                let own = entry
                    .phrasings()
                    .find(|own| normalize(&own.value) == normal);
                if let Some(own) = own {
                    problems.push(
                        Diagnostic::error(
                            "rejects-itself",
                            format!("{} rejects a question of its own", entry.called()),
                        )
                        .at(&draft.file, text.span.clone(), "rejected here")
                        .at(&draft.file, own.span.clone(), "claimed here")
                        .help("take it out of one of the two"),
                    );
                }
            }
        }
        for text in &draft.off_topic {
            let Some(claim) = claims.get(&normalize(&text.value)) else {
                continue;
            };
            problems.push(
                Diagnostic::error(
                    "off-topic-claimed",
                    format!("this is off topic, but {} answers it", claim.entry.called()),
                )
                .at(&draft.file, text.span.clone(), "")
                .at(claim.file, claim.text.span.clone(), "claimed here")
                .help("take it out of one of the two"),
            );
        }
    }
}

fn claimed_twice(first: &Claim<'_>, file: &Path, entry: &EntryDraft, text: &Text) -> Diagnostic {
    let (message, help) = if std::ptr::eq(first.entry, entry) {
        (
            format!("{} has this question twice", entry.called()),
            "take one of the two out; letter case and punctuation make no difference",
        )
    } else {
        (
            format!(
                "{} and {} both claim this question",
                first.entry.called(),
                entry.called()
            ),
            "take it out of one of the two; letter case and punctuation make no difference",
        )
    };
    Diagnostic::error("duplicate-phrasing", message)
        .at(file, text.span.clone(), "")
        .at(first.file, first.text.span.clone(), "first claimed here")
        .help(help)
}

/// A question as it is compared: lower case, without apostrophes, every run of other signs one
/// space.
pub(in crate::knowledge) fn normalize(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if gap && !normal.is_empty() {
                normal.push(' ');
            }
            gap = false;
            if c.is_ascii() {
                normal.push(c.to_ascii_lowercase());
            } else {
                normal.extend(c.to_lowercase());
            }
        } else if !matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ' | '´') {
            gap = true;
        }
    }
    normal
}
