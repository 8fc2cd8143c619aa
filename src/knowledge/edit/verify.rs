//! The last look at an edited text: what was not meant must be as it was.

use std::path::PathBuf;

use super::{Change, EditError};
use crate::knowledge::{Entry, Knowledge, Location, Pack, parse};

/// Refuses an edited text that differs from the original in more than the change says.
pub(super) fn only(change: &Change, before: &str, after: &str) -> Result<(), EditError> {
    let [before, after] = [before, after].map(read);
    let (Some(before), Some(after)) = (before.packs.first(), after.packs.first()) else {
        return Err(EditError::Astray);
    };
    let touched = change.entry();
    let is_other = |entry: &&Entry| touched != Some(&entry.id);
    let entries = |pack: &Pack| -> Vec<Entry> {
        let others = pack.entries.iter().filter(is_other);
        others.map(|entry| bare(entry, change)).collect()
    };
    let off_topic = |pack: &Pack| -> Vec<String> {
        let asks = pack.off_topic.iter();
        let asks = asks.map(|off_topic| off_topic.ask.clone());
        match change {
            Change::OnTopic { ask: gone } => asks.filter(|ask| ask != gone).collect(),
            _ => asks.collect(),
        }
    };
    let expects = |pack: &Pack| -> Vec<(String, String)> {
        // A promise to an entry that is not there is read as absent, and counts again with it.
        let gone = matches!(change, Change::Remove { .. } | Change::Add { .. });
        let kept = pack.expects.iter();
        kept.filter(|expect| !gone || touched != Some(&expect.entry))
            .filter(|expect| !matches!(change, Change::Release { ask, entry } if *ask == expect.ask && *entry == expect.entry))
            .map(|expect| (expect.ask.clone(), expect.entry.to_string()))
            .collect()
    };
    let more = |grows: bool, before: usize| before + usize::from(grows);
    let grows = matches!(change, Change::OffTopic { .. });
    let promises = matches!(change, Change::Expect { .. });
    let (old_off, new_off) = (off_topic(before), off_topic(after));
    let (old_expects, new_expects) = (expects(before), expects(after));
    let same = before.title == after.title
        && before.description == after.description
        && before.sources == after.sources
        && before.synonyms == after.synonyms
        && entries(before) == entries(after)
        && new_off.starts_with(&old_off)
        && new_off.len() == more(grows, old_off.len())
        && new_expects.starts_with(&old_expects)
        && new_expects.len() <= more(promises, old_expects.len());
    let there = |pack: &Pack| {
        let mut entries = pack.entries.iter();
        entries.any(|entry| Some(&entry.id) == touched)
    };
    let as_meant = match change {
        Change::Remove { .. } => !there(after),
        Change::Add { .. }
        | Change::Replace { .. }
        | Change::Phrase { .. }
        | Change::Reject { .. } => there(after),
        Change::OffTopic { .. } | Change::Expect { .. } => true,
        Change::OnTopic { ask } => after.off_topic.iter().all(|o| o.ask != *ask),
        Change::Release { ask, entry } => {
            let mut expects = after.expects.iter();
            expects.all(|e| e.ask != *ask || e.entry != *entry)
        }
    };
    if same && as_meant {
        Ok(())
    } else {
        Err(EditError::Astray)
    }
}

fn read(text: &str) -> Knowledge {
    parse(&[(PathBuf::from("pack.toml"), text)]).knowledge
}

/// An entry without what a change elsewhere may do to it.
fn bare(entry: &Entry, change: &Change) -> Entry {
    let mut entry = entry.clone();
    entry.location = Location {
        file: PathBuf::new(),
        span: 0..0,
    };
    if let Change::Remove { entry: own } | Change::Add { entry: own, .. } = change {
        entry.related.retain(|id| id != own);
    }
    entry
}
