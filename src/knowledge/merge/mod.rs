//! Making a change that was made to one state of a pack in another state: how changes are undone
//! that others were built upon.
//!
//! First the lines are merged, which keeps comments and order. What comes out must say what both
//! states together mean (`meaning`); if it does not, or if lines that stand side by side changed, the
//! entries themselves are edited. If they do not agree either, it is a conflict: nothing is guessed.

mod meaning;

use std::path::PathBuf;

use super::{Change, Entry, EntryId, Fields, difference, edit, load};
use crate::diagnostic::Severity;
use meaning::Meaning;

/// Two changes that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("what is to change has been changed otherwise in the meantime")]
pub struct MergeConflict {
    /// The passages, with both sides between lines of `<<<<<<<` and `>>>>>>>`.
    pub passages: String,
}

/// `ours` with everything changed that is different from `base` in `theirs`.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Result<String, MergeConflict> {
    let lines = diffy::merge(base, ours, theirs);
    let meant = meant(base, ours, theirs);
    if let (Ok(merged), Some(meant)) = (&lines, &meant)
        && read(merged).is_some_and(|merged| merged.says(meant))
    {
        return Ok(merged.clone());
    }
    if let Some(edited) = meant.and_then(|meant| rewritten(ours, &meant)) {
        return Ok(edited);
    }
    let passages = match lines {
        Err(marked) => passages(&marked),
        // The lines agree, but not what they say: shown as what was to be done.
        Ok(_) => difference("what was to be done", base, theirs),
    };
    Err(MergeConflict { passages })
}

fn meant(base: &str, ours: &str, theirs: &str) -> Option<Meaning> {
    Meaning::merged(&read(base)?, &read(ours)?, &read(theirs)?)
}

/// What a text says; `None` for one that is no pack.
fn read(text: &str) -> Option<Meaning> {
    let loaded = load::parse(&[(PathBuf::from("pack.toml"), text)]);
    let mut errors = loaded
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error);
    if errors.any(|d| !OF_OTHER_FILES.contains(&d.code)) {
        return None;
    }
    Some(Meaning::of(loaded.knowledge.packs.first()?))
}

/// Problems of a file whose names may be in another one.
const OF_OTHER_FILES: [&str; 2] = ["unknown-entry", "unknown-role"];

/// Whether a file names entries of other files. They are unknown here, and an edit would drop them.
fn names_others(text: &str) -> bool {
    let loaded = load::parse(&[(PathBuf::from("pack.toml"), text)]);
    let mut problems = loaded.diagnostics.iter();
    problems.any(|d| OF_OTHER_FILES.contains(&d.code))
}

/// A text edited so that it says what is meant; `None` when edits cannot do that.
fn rewritten(text: &str, meant: &Meaning) -> Option<String> {
    if names_others(text) {
        return None;
    }
    let now = read(text)?;
    let mut text = text.to_owned();
    for change in changes(&now, meant) {
        text = edit(&text, &change).ok()?;
    }
    read(&text)?.says(meant).then_some(text)
}

/// What has to be done to get from one state to the other.
fn changes(now: &Meaning, meant: &Meaning) -> Vec<Change> {
    let mut changes = Vec::new();
    for (id, entry) in &meant.entries {
        match now.entries.get(id) {
            None => changes.push(Change::Add {
                entry: id.clone(),
                fields: Fields::of(entry),
            }),
            Some(old) if old != entry => changes.push(Change::Replace {
                entry: id.clone(),
                fields: taken_over(old, entry),
            }),
            Some(_) => {}
        }
    }
    let gone = now
        .entries
        .keys()
        .filter(|id| !meant.entries.contains_key(id));
    // Roles last: entries that go as well may be about them.
    let mut gone: Vec<&EntryId> = gone.collect();
    gone.sort_by_key(|id| std::cmp::Reverse(id.kind));
    changes.extend(
        gone.into_iter()
            .map(|id| Change::Remove { entry: id.clone() }),
    );
    let lacking = |list: &[String], ask: &String| !list.contains(ask);
    for ask in now
        .off_topic
        .iter()
        .filter(|ask| lacking(&meant.off_topic, ask))
    {
        changes.push(Change::OnTopic { ask: ask.clone() });
    }
    for ask in meant
        .off_topic
        .iter()
        .filter(|ask| lacking(&now.off_topic, ask))
    {
        changes.push(Change::OffTopic { ask: ask.clone() });
    }
    for (ask, entry) in now.expects.iter().filter(|e| !meant.expects.contains(e)) {
        // Promises of an entry that goes have gone with it.
        if meant.entries.contains_key(entry) {
            changes.push(Change::Release {
                ask: ask.clone(),
                entry: entry.clone(),
            });
        }
    }
    for (ask, entry) in meant.expects.iter().filter(|e| !now.expects.contains(e)) {
        changes.push(Change::Expect {
            ask: ask.clone(),
            entry: entry.clone(),
        });
    }
    changes
}

/// The fields that an entry has to take over to become another one.
fn taken_over(old: &Entry, new: &Entry) -> Fields {
    fn drop<T: PartialEq>(new: &mut Option<T>, old: Option<&T>) {
        if new.as_ref() == old {
            *new = None;
        }
    }
    let (old, mut fields) = (Fields::of(old), Fields::of(new));
    drop(&mut fields.title, old.title.as_ref());
    drop(&mut fields.short, old.short.as_ref());
    drop(&mut fields.aliases, old.aliases.as_ref());
    drop(&mut fields.role, old.role.as_ref());
    drop(&mut fields.answer, old.answer.as_ref());
    drop(&mut fields.ask, old.ask.as_ref());
    drop(&mut fields.keywords, old.keywords.as_ref());
    drop(&mut fields.related, old.related.as_ref());
    drop(&mut fields.reject, old.reject.as_ref());
    for side in &old.sides {
        if !fields.sides.iter().any(|s| s.role == side.role) {
            let mut gone = side.clone();
            gone.text.clear();
            gone.examples.clear();
            fields.sides.push(gone);
        }
    }
    fields.sides.retain(|side| !old.sides.contains(side));
    fields
}

/// The lines around the marks of a conflict.
fn passages(marked: &str) -> String {
    const AROUND: usize = 3;
    let lines: Vec<&str> = marked.lines().collect();
    let mut shown = vec![false; lines.len()];
    let mut begun = None;
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with("<<<<<<< ") {
            begun = Some(at);
        } else if line.starts_with(">>>>>>> ")
            && let Some(from) = begun.take()
        {
            let around = from.saturating_sub(AROUND)..(at + 1 + AROUND).min(lines.len());
            shown[around].fill(true);
        }
    }
    let mut text = String::new();
    let mut skipped = false;
    for (line, shown) in lines.iter().zip(shown) {
        if shown {
            if skipped && !text.is_empty() {
                text.push_str("…\n");
            }
            text.push_str(match *line {
                "<<<<<<< ours" => "<<<<<<< as it is now",
                "||||||| original" => "||||||| as the change left it",
                ">>>>>>> theirs" => ">>>>>>> as it was before",
                line => line,
            });
            text.push('\n');
        }
        skipped = !shown;
    }
    text
}

#[cfg(test)]
mod tests;
