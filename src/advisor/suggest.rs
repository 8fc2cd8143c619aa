//! Suggestions while somebody types a question.

use super::{Snapshot, speech::is_question};
use crate::{
    answer::{clip, limits},
    knowledge::{Detail, Entry, EntryId, Kind},
    text::fold,
};

/// A whole question to pick: its text is name and value at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The question, at most 100 characters.
    pub question: String,
}

/// An entry to pick by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrySuggestion {
    /// How it is called, at most 100 characters.
    pub label: String,
    /// What stands for it.
    pub slug: String,
}

/// Below this probability a candidate is no suggestion.
const WORTH_SUGGESTING: f32 = 0.02;

impl Snapshot {
    /// Up to `max` whole questions that what was typed so far may become, the likeliest first: those
    /// that begin with it, then those of entries for which people write it, then what the matcher
    /// makes of it, and within each what the matcher finds likelier. For nothing typed, the questions
    /// worth asking first.
    #[must_use]
    pub fn suggest(&self, typed: &str, max: usize) -> Vec<Suggestion> {
        let typed_words = fold(typed);
        let typed_words = typed_words.trim();
        let mut picked: Vec<(&Entry, &str)> = Vec::new();
        let entries = || self.knowledge().entries();
        if typed_words.is_empty() {
            let mut first: Vec<&Entry> = entries().collect();
            first.sort_by_key(|entry| usefulness(entry.id.kind));
            picked.extend(
                first
                    .into_iter()
                    .filter_map(|e| Some((e, short_question(e)?))),
            );
        } else {
            let verdict = self.matcher().ask(typed);
            let likely = |entry: &Entry| {
                let mut candidates = verdict.candidates.iter();
                let at = candidates.position(|candidate| candidate.id == entry.id);
                (at.unwrap_or(usize::MAX), usefulness(entry.id.kind))
            };
            let mut likeliest: Vec<&Entry> = entries().collect();
            likeliest.sort_by_key(|entry| likely(entry));
            let starts = |text: &str| text.starts_with(typed_words);
            let contains = |text: &str| text.contains(&format!(" {typed_words}"));
            for wanted in [&starts as &dyn Fn(&str) -> bool, &contains] {
                let mut of_others = Vec::new();
                for entry in &likeliest {
                    let wanted = |question: &&str| wanted(&fold(question));
                    let whole = questions(entry).filter(|q| is_whole(entry, q)).find(wanted);
                    if let Some(question) = whole {
                        picked.push((*entry, question));
                    } else if questions(entry).any(|question| wanted(&question))
                        && let Some(question) = short_question(entry)
                    {
                        of_others.push((*entry, question));
                    }
                }
                picked.append(&mut of_others);
            }
            for candidate in &verdict.candidates {
                if candidate.score >= WORTH_SUGGESTING
                    && let Some(entry) = self.knowledge().entry(&candidate.id)
                    && let Some(question) = short_question(entry)
                {
                    picked.push((entry, question));
                }
            }
        }
        let mut seen: Vec<&Entry> = Vec::new();
        let mut suggestions = Vec::new();
        for (entry, question) in picked {
            if suggestions.len() == max {
                break;
            }
            if !seen.iter().any(|other| other.id == entry.id) {
                seen.push(entry);
                suggestions.push(Suggestion {
                    question: clip(question, limits::SUGGESTION),
                });
            }
        }
        suggestions
    }
}

impl Snapshot {
    /// Up to `max` entries of a kind, those nearest to what was typed first; all when nothing is.
    #[must_use]
    pub fn suggest_entries(&self, kind: Kind, typed: &str, max: usize) -> Vec<EntrySuggestion> {
        let typed = fold(typed.trim());
        let mut entries: Vec<(f64, &Entry)> = self
            .knowledge()
            .entries()
            .filter(|entry| entry.id.kind == kind)
            .map(|entry| (likeness(entry, &typed), entry))
            .collect();
        // Stable: equally near ones keep the order of the pack.
        entries.sort_by(|a, b| b.0.total_cmp(&a.0));
        let shown = entries.into_iter().take(max);
        shown
            .map(|(_, entry)| EntrySuggestion {
                label: self.suggested(entry),
                slug: entry.id.slug.clone(),
            })
            .collect()
    }

    /// Up to `max` entries of any kind, those nearest to what was typed first; their values are whole
    /// ids.
    #[must_use]
    pub fn suggest_ids(&self, typed: &str, max: usize) -> Vec<EntrySuggestion> {
        let typed = fold(typed.trim());
        let near = |entry: &Entry| likeness(entry, &typed).max(likeness_of_id(entry, &typed));
        let mut entries: Vec<(f64, &Entry)> = self
            .knowledge()
            .entries()
            .map(|entry| (near(entry), entry))
            .collect();
        entries.sort_by(|a, b| b.0.total_cmp(&a.0));
        let shown = entries.into_iter().take(max);
        shown
            .map(|(_, entry)| EntrySuggestion {
                label: labelled(entry),
                slug: entry.id.to_string(),
            })
            .collect()
    }

    /// The entry that a person means of [`Self::suggest_ids`], by its id, its title or the whole label.
    #[must_use]
    pub fn named(&self, typed: &str) -> Option<EntryId> {
        let id = typed.trim().parse::<EntryId>().ok();
        if let Some(id) = id.filter(|id| self.knowledge().entry(id).is_some()) {
            return Some(id);
        }
        let plain = |name: &str| fold(name).trim_matches([' ', '?', '.', '!']).to_owned();
        let typed = plain(typed);
        let is_meant = |entry: &&Entry| {
            let names = [entry.title.as_str(), entry.short(), &labelled(entry)];
            !typed.is_empty() && names.iter().any(|name| plain(name) == typed)
        };
        let mut entries = self.knowledge().entries();
        entries.find(is_meant).map(|entry| entry.id.clone())
    }

    /// How an entry is called where it is suggested.
    fn suggested(&self, entry: &Entry) -> String {
        clip(&self.composer().label(entry), limits::SUGGESTION)
    }

    /// The slug of the entry of a kind that a person means: a suggestion's value or its name, or
    /// words near to either. What is near to nothing stays as it is typed.
    #[must_use]
    pub fn find(&self, kind: Kind, typed: &str) -> String {
        const NEAR: f64 = 0.7;
        let folded = fold(typed.trim());
        let entries = self
            .knowledge()
            .entries()
            .filter(|entry| entry.id.kind == kind);
        let named = |entry: &Entry| fold(&self.suggested(entry)) == folded;
        let nearest = entries
            .map(|entry| {
                // A client may send a suggestion's name in place of its value.
                let near = if named(entry) {
                    1.0
                } else {
                    likeness(entry, &folded)
                };
                (near, entry)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match nearest {
            Some((likeness, entry)) if likeness >= NEAR => entry.id.slug.clone(),
            _ => typed.to_owned(),
        }
    }
}

/// An entry's title with its id, which is never cut.
fn labelled(entry: &Entry) -> String {
    let id = format!(" · {}", entry.id);
    let room = limits::SUGGESTION.saturating_sub(id.chars().count());
    format!("{}{id}", clip(&entry.title, room))
}

/// How near a typed text is to an entry's id: 1 where it begins like it.
fn likeness_of_id(entry: &Entry, typed: &str) -> f64 {
    let starts = entry.id.to_string().starts_with(typed) || entry.id.slug.starts_with(typed);
    f64::from(u8::from(!typed.is_empty() && starts))
}

/// How near a typed name is to one of an entry's names, 0 to 1; the start of a name counts as near.
fn likeness(entry: &Entry, typed: &str) -> f64 {
    let aliases: &[String] = match &entry.detail {
        Detail::Role { aliases, .. } => aliases,
        _ => &[],
    };
    let names = [entry.id.slug.as_str(), &entry.title, entry.short()];
    let names = names.into_iter().chain(aliases.iter().map(String::as_str));
    names
        .map(|name| {
            let name = fold(name);
            if !typed.is_empty() && name.starts_with(typed) && name != typed {
                return 0.9;
            }
            strsim::normalized_damerau_levenshtein(&name, typed)
        })
        .fold(0.0, f64::max)
}

/// What newcomers ask first comes first.
fn usefulness(kind: Kind) -> usize {
    match kind {
        Kind::Faq => 0,
        Kind::Role => 1,
        Kind::Situation => 2,
        Kind::Dimension => 3,
        Kind::Topic => 4,
    }
}

/// An entry's questions that fit a suggestion: a FAQ's own first.
fn questions(entry: &Entry) -> impl Iterator<Item = &str> {
    let own = (entry.id.kind == Kind::Faq).then_some(&entry.title);
    own.into_iter()
        .chain(&entry.ask)
        .map(String::as_str)
        .filter(|question| question.chars().count() <= limits::SUGGESTION)
}

/// Whether a phrasing of an entry is a whole question rather than a note of its words.
fn is_whole(entry: &Entry, phrasing: &str) -> bool {
    let own = entry.id.kind == Kind::Faq && entry.title == phrasing;
    own || (phrasing.split_whitespace().count() > 2 && is_question(phrasing))
}

/// The question to show for an entry: a FAQ's own, else its first whole question, else its title.
fn short_question(entry: &Entry) -> Option<&str> {
    let whole = questions(entry).find(|question| is_whole(entry, question));
    let longer = || questions(entry).find(|question| question.split_whitespace().count() > 2);
    whole
        .or_else(longer)
        .or_else(|| (!entry.title.trim().is_empty()).then_some(entry.title.as_str()))
}
