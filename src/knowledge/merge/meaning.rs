//! What three states of a pack make together: a change between two of them, made in the third.

use std::collections::BTreeMap;

use crate::knowledge::{Detail, Entry, EntryId, Pack, Side};

/// What a pack says, without where it stands and in which order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meaning {
    title: String,
    description: String,
    sources: Vec<(String, Option<String>, Option<String>)>,
    synonyms: Vec<Vec<String>>,
    pub(super) off_topic: Vec<String>,
    pub(super) expects: Vec<(String, EntryId)>,
    pub(super) entries: BTreeMap<EntryId, Entry>,
}

impl Meaning {
    pub(super) fn of(pack: &Pack) -> Self {
        let sources = pack.sources.iter();
        let entries = pack.entries.iter();
        let off_topic = pack.off_topic.iter();
        let expects = pack.expects.iter();
        Self {
            title: pack.title.clone(),
            description: pack.description.clone(),
            sources: sources
                .map(|s| (s.title.clone(), s.author.clone(), s.url.clone()))
                .collect(),
            synonyms: pack.synonyms.clone(),
            off_topic: off_topic.map(|o| o.ask.clone()).collect(),
            expects: expects.map(|e| (e.ask.clone(), e.entry.clone())).collect(),
            entries: entries.map(|e| (e.id.clone(), placeless(e))).collect(),
        }
    }

    /// What is different from `base` in `theirs`, made in `ours`; `None` when `ours` differs from
    /// `base` in the same place.
    pub(super) fn merged(base: &Self, ours: &Self, theirs: &Self) -> Option<Self> {
        let mut entries = BTreeMap::new();
        let ids = ours.entries.keys().chain(theirs.entries.keys());
        for id in ids {
            let three = [base, ours, theirs].map(|state| state.entries.get(id));
            let entry = match three {
                [Some(base), Some(ours), Some(theirs)] => Some(merged_entry(base, ours, theirs)?),
                [base, ours, theirs] => pick(&base, &ours, &theirs)?.cloned(),
            };
            entries.extend(entry.map(|entry| (id.clone(), entry)));
        }
        Some(Self {
            title: pick(&base.title, &ours.title, &theirs.title)?,
            description: pick(&base.description, &ours.description, &theirs.description)?,
            sources: list(&base.sources, &ours.sources, &theirs.sources),
            synonyms: list(&base.synonyms, &ours.synonyms, &theirs.synonyms),
            off_topic: list(&base.off_topic, &ours.off_topic, &theirs.off_topic),
            expects: list(&base.expects, &ours.expects, &theirs.expects),
            entries,
        })
    }

    /// Whether another state says the same; in which order questions are listed says nothing.
    pub(super) fn says(&self, other: &Self) -> bool {
        self.sorted() == other.sorted()
    }

    fn sorted(&self) -> Self {
        let mut sorted = self.clone();
        sorted.sources.sort_unstable();
        sorted.synonyms.sort_unstable();
        sorted.off_topic.sort_unstable();
        sorted.expects.sort_unstable();
        for entry in sorted.entries.values_mut() {
            entry.ask.sort_unstable();
            entry.keywords.sort_unstable();
            entry.related.sort_unstable();
            entry.reject.sort_unstable();
            match &mut entry.detail {
                Detail::Role { aliases, .. } => aliases.sort_unstable(),
                Detail::Dimension { sides } => sides.sort_by(|a, b| a.role.cmp(&b.role)),
                _ => {}
            }
        }
        sorted
    }
}

/// An entry that stands nowhere.
fn placeless(entry: &Entry) -> Entry {
    let mut entry = entry.clone();
    entry.location.file.clear();
    entry.location.span = 0..0;
    entry
}

fn merged_entry(base: &Entry, ours: &Entry, theirs: &Entry) -> Option<Entry> {
    Some(Entry {
        id: ours.id.clone(),
        title: pick(&base.title, &ours.title, &theirs.title)?,
        ask: list(&base.ask, &ours.ask, &theirs.ask),
        keywords: list(&base.keywords, &ours.keywords, &theirs.keywords),
        answer: pick(&base.answer, &ours.answer, &theirs.answer)?,
        related: list(&base.related, &ours.related, &theirs.related),
        reject: list(&base.reject, &ours.reject, &theirs.reject),
        owner: pick(&base.owner, &ours.owner, &theirs.owner)?,
        source: pick(&base.source, &ours.source, &theirs.source)?,
        review_by: pick(&base.review_by, &ours.review_by, &theirs.review_by)?,
        image: pick(&base.image, &ours.image, &theirs.image)?,
        url: pick(&base.url, &ours.url, &theirs.url)?,
        detail: merged_detail(&base.detail, &ours.detail, &theirs.detail)?,
        location: ours.location.clone(),
    })
}

fn merged_detail(base: &Detail, ours: &Detail, theirs: &Detail) -> Option<Detail> {
    Some(match (base, ours, theirs) {
        (
            Detail::Role { short, aliases },
            Detail::Role {
                short: our_short,
                aliases: our_aliases,
            },
            Detail::Role {
                short: their_short,
                aliases: their_aliases,
            },
        ) => Detail::Role {
            short: pick(short, our_short, their_short)?,
            aliases: list(aliases, our_aliases, their_aliases),
        },
        (
            Detail::Dimension { sides: base },
            Detail::Dimension { sides: ours },
            Detail::Dimension { sides: theirs },
        ) => Detail::Dimension {
            sides: merged_sides(base, ours, theirs)?,
        },
        _ => pick(base, ours, theirs)?,
    })
}

fn merged_sides(base: &[Side], ours: &[Side], theirs: &[Side]) -> Option<Vec<Side>> {
    let mut roles: Vec<&str> = ours.iter().chain(theirs).map(|s| s.role.as_str()).collect();
    roles.sort_unstable();
    roles.dedup();
    let mut sides = Vec::new();
    for role in roles {
        let three = [base, ours, theirs].map(|state| state.iter().find(|s| s.role == role));
        if let [Some(base), Some(ours), Some(theirs)] = three {
            sides.push(Side {
                role: role.to_owned(),
                text: pick(&base.text, &ours.text, &theirs.text)?,
                examples: list(&base.examples, &ours.examples, &theirs.examples),
            });
        } else {
            let [base, ours, theirs] = three;
            sides.extend(pick(&base, &ours, &theirs)?.cloned());
        }
    }
    Some(sides)
}

/// A value that differs from `base` on one side only.
fn pick<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T) -> Option<T> {
    if ours == base || ours == theirs {
        Some(theirs.clone())
    } else if theirs == base {
        Some(ours.clone())
    } else {
        None
    }
}

/// A list without what `theirs` lacks, and with what it has more, behind what stands before it there.
fn list<T: PartialEq + Clone>(base: &[T], ours: &[T], theirs: &[T]) -> Vec<T> {
    let mut merged: Vec<T> = ours
        .iter()
        .filter(|item| theirs.contains(item) || !base.contains(item))
        .cloned()
        .collect();
    for (at, item) in theirs.iter().enumerate() {
        if base.contains(item) || merged.contains(item) {
            continue;
        }
        let before = theirs.get(..at).unwrap_or_default().iter().rev();
        let behind = before
            .filter_map(|known| merged.iter().position(|m| m == known))
            .map(|known| known + 1)
            .next();
        merged.insert(behind.unwrap_or(0), item.clone());
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::{list, pick};

    #[test]
    fn a_value_changes_on_one_side_only() {
        for (base, ours, theirs, merged) in [
            (1, 1, 1, Some(1)),
            (1, 1, 2, Some(2)),
            (1, 2, 1, Some(2)),
            (1, 2, 2, Some(2)),
            (1, 2, 3, None),
        ] {
            assert_eq!(
                pick(&base, &ours, &theirs),
                merged,
                "{base} {ours} {theirs}"
            );
        }
    }

    #[test]
    fn a_list_loses_and_gains_what_the_other_does() {
        for (base, ours, theirs, merged) in [
            ("ab", "ab", "ab", "ab"),
            ("abc", "abc", "ac", "ac"),
            ("ac", "acd", "abc", "abcd"),
            ("abc", "abcd", "ab", "abd"),
            ("a", "", "ba", "b"),
            ("", "x", "x", "x"),
        ] {
            let [base, ours, theirs] = [base, ours, theirs].map(|t| t.chars().collect::<Vec<_>>());
            assert_eq!(String::from_iter(list(&base, &ours, &theirs)), merged);
        }
    }
}
