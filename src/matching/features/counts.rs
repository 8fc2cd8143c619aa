//! Counting the features of a text.

use std::{cell::RefCell, ops::Range};

use super::{Begins, Synonyms, Unit, stem_key, visit_concepts, visit_context, visit_trigrams};
use crate::{
    matching::{reading::WordId, vectors::sum_by_key},
    text::Token,
};

/// How often each feature occurs in a text, damped, and flattened where it repeats.
#[derive(Debug, Default)]
pub(in crate::matching) struct Counts {
    /// Features of the pack, by id.
    pub(in crate::matching) known: Vec<(u32, f32)>,
    /// Others, by key.
    pub(in crate::matching) unknown: Vec<(u64, f32)>,
}

fn flatten(tf: f32) -> f32 {
    if tf > 1.0 { 1.0 + tf.ln() } else { tf }
}

/// The features of each of the lexicon's words alone, once a text has it outside a name.
#[derive(Debug, Default)]
pub(super) struct WordFeatures {
    /// Nothing of a word until it is met.
    words: Vec<Option<Place>>,
    ids: Vec<u32>,
    /// Groups of everyday words, with the word's share in each.
    concepts: Vec<(u32, f32)>,
}

/// Where a word's features are in [`WordFeatures`].
#[derive(Debug, Clone)]
struct Place {
    ids: Range<usize>,
    concepts: Range<usize>,
    begins: Begins,
}

/// A word's features.
struct OfWord<'a> {
    stem: u32,
    trigrams: &'a [u32],
    concepts: &'a [(u32, f32)],
}

impl WordFeatures {
    fn place(&self, word: WordId) -> Option<&Place> {
        self.words.get(word.index())?.as_ref()
    }

    /// Whether the features of a word are there.
    pub(super) fn has(&self, word: WordId) -> bool {
        self.place(word).is_some()
    }

    fn of(&self, word: WordId) -> Option<OfWord<'_>> {
        let place = self.place(word)?;
        let (stem, trigrams) = self.ids.get(place.ids.clone())?.split_first()?;
        Some(OfWord {
            stem: *stem,
            trigrams,
            concepts: self.concepts.get(place.concepts.clone())?,
        })
    }

    /// Adds the features of a word that has none yet.
    pub(in crate::matching) fn add(
        &mut self,
        word: WordId,
        token: &Token,
        begins: Begins,
        mut id_of: impl FnMut(u64) -> u32,
    ) {
        let (ids, concepts) = (self.ids.len(), self.concepts.len());
        self.ids.push(id_of(stem_key(token)));
        visit_trigrams(&token.word, |key| self.ids.push(id_of(key)));
        visit_concepts(token, |key, share| self.concepts.push((id_of(key), share)));
        if self.words.len() <= word.index() {
            self.words.resize(word.index() + 1, None);
        }
        self.words[word.index()] = Some(Place {
            ids: ids..self.ids.len(),
            concepts: concepts..self.concepts.len(),
            begins,
        });
    }
}

/// A feature of a text: one of the pack's, or what may be one.
enum Named {
    Id(u32),
    Key(u64),
}

thread_local! {
    /// Sums of a text's features, kept between texts. Everything is zero at rest.
    static SUMS: RefCell<Vec<f32>> = RefCell::default();
}

/// Counts the features of a text; `find` says which of the pack's a key is.
pub(in crate::matching) fn count(
    units: &[Unit],
    synonyms: &Synonyms,
    words: &WordFeatures,
    mut find: impl FnMut(u64) -> Option<u32>,
    counts: &mut Counts,
) {
    let Counts { known, unknown } = counts;
    known.clear();
    unknown.clear();
    SUMS.with_borrow_mut(|sums| {
        visit(units, synonyms, words, |feature, damping| {
            let id = match feature {
                Named::Id(id) => id,
                Named::Key(key) => match find(key) {
                    Some(id) => id,
                    None => return unknown.push((key, damping)),
                },
            };
            if sums.len() <= id as usize {
                sums.resize(id as usize + 1, 0.0);
            }
            let sum = &mut sums[id as usize];
            if *sum == 0.0 {
                known.push((id, 0.0));
            }
            *sum += damping;
        });
        for (id, tf) in known.iter_mut() {
            if let Some(sum) = sums.get_mut(*id as usize) {
                *tf = flatten(std::mem::take(sum));
            }
        }
        sum_by_key(unknown);
        for (_, tf) in unknown.iter_mut() {
            *tf = flatten(*tf);
        }
    });
}

/// Names every feature of a text to `add`, with its damping.
fn visit(
    units: &[Unit],
    synonyms: &Synonyms,
    words: &WordFeatures,
    mut add: impl FnMut(Named, f32),
) {
    for unit in units {
        let Unit::Word { token, id, typed } = unit else {
            continue;
        };
        let damping = token.damping;
        // A correction is half what was typed.
        let of_trigrams = if typed.is_some() {
            damping * 0.5
        } else {
            damping
        };
        if let Some(known) = id.and_then(|id| words.of(id)) {
            add(Named::Id(known.stem), damping);
            for &trigram in known.trigrams {
                add(Named::Id(trigram), of_trigrams);
            }
            for &(concept, share) in known.concepts {
                add(Named::Id(concept), share);
            }
        } else {
            add(Named::Key(stem_key(token)), damping);
            visit_trigrams(&token.word, |key| add(Named::Key(key), of_trigrams));
        }
        if let Some(typed) = typed {
            visit_trigrams(typed, |key| add(Named::Key(key), of_trigrams));
        }
    }
    let begins = |id| words.place(id).map(|place| place.begins);
    visit_context(units, synonyms, begins, |key, damping| {
        add(Named::Key(key), damping);
    });
}
