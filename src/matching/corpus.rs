//! The texts of a pack that questions are compared with, each with the class it speaks for.

use crate::knowledge::{Detail, Entry, EntryId, Knowledge};

/// A text that stands for an entry, or for what nothing answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Phrasing {
    /// The entry's index in [`Corpus::ids`]; [`Corpus::silent`] for off-topic questions.
    pub(super) class: usize,
    pub(super) text: String,
    /// Whether people ask like this (titles, `ask`), or it is a keyword.
    pub(super) asked: bool,
}

/// Everything of the knowledge that matching is built from.
///
/// Entries are sorted by id and phrasings by class and text, so that the order of a file changes
/// nothing.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    pub(super) ids: Vec<EntryId>,
    pub(super) phrasings: Vec<Phrasing>,
    /// The promises: questions that are never trained on, with the class that answers them.
    pub(super) promises: Vec<(String, usize)>,
    /// Each entry's near misses.
    pub(super) rejects: Vec<Vec<String>>,
}

impl Corpus {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let mut entries: Vec<&Entry> = knowledge.entries().collect();
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        entries.dedup_by(|a, b| a.id == b.id);
        let mut corpus = Self {
            ids: entries.iter().map(|entry| entry.id.clone()).collect(),
            rejects: entries.iter().map(|entry| entry.reject.clone()).collect(),
            ..Self::default()
        };
        for (class, entry) in entries.iter().enumerate() {
            corpus.add(class, true, std::iter::once(&entry.title).chain(&entry.ask));
            corpus.add(class, false, &entry.keywords);
            if let Detail::Role { short, .. } = &entry.detail {
                corpus.add(class, false, [short]);
            }
        }
        let silent = corpus.silent();
        for pack in &knowledge.packs {
            corpus.add(silent, true, pack.off_topic.iter().map(|off| &off.ask));
            for expect in &pack.expects {
                if let Ok(class) = corpus.ids.binary_search(&expect.entry) {
                    corpus.promises.push((expect.ask.clone(), class));
                }
            }
        }
        corpus.phrasings.sort();
        corpus
            .phrasings
            .dedup_by(|a, b| a.class == b.class && a.text == b.text);
        corpus.promises.sort();
        corpus
    }

    fn add<'a>(&mut self, class: usize, asked: bool, texts: impl IntoIterator<Item = &'a String>) {
        self.phrasings
            .extend(texts.into_iter().map(|text| Phrasing {
                class,
                text: text.clone(),
                asked,
            }));
    }

    /// The class of off-topic questions: one past the last entry.
    pub(super) fn silent(&self) -> usize {
        self.ids.len()
    }
}
