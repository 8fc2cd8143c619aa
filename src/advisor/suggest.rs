//! Suggestions while somebody types a question.

use super::Snapshot;
use crate::{
    answer::{clip, limits},
    knowledge::{Entry, Kind},
    text::fold,
};

/// A whole question to pick: its text is name and value at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The question, at most 100 characters.
    pub question: String,
}

/// Below this probability a candidate is no suggestion.
const WORTH_SUGGESTING: f32 = 0.02;

impl Snapshot {
    /// Up to `max` questions that what was typed so far may become, the likeliest first: questions
    /// that begin with it, then those that contain it as the start of a word, then what the matcher
    /// makes of it. For nothing typed, the questions worth asking first.
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
            let starts = |text: &str| text.starts_with(typed_words);
            let contains = |text: &str| text.contains(&format!(" {typed_words}"));
            for wanted in [&starts as &dyn Fn(&str) -> bool, &contains] {
                for entry in entries() {
                    let mut questions = questions(entry);
                    if let Some(question) = questions.find(|question| wanted(&fold(question))) {
                        picked.push((entry, question));
                    }
                }
            }
            let verdict = self.matcher().ask(typed);
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

/// The question to show for an entry: a FAQ's own, else its first whole question, else its title.
fn short_question(entry: &Entry) -> Option<&str> {
    questions(entry)
        .find(|question| question.split_whitespace().count() > 2)
        .or_else(|| (!entry.title.trim().is_empty()).then_some(entry.title.as_str()))
}
