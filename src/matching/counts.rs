//! Counting the features of a text.

use std::cell::RefCell;

use super::{
    features::{Synonyms, Unit, stem_key, visit_context, visit_trigrams},
    lexicon::WordId,
    vectors::sum_by_key,
};
use crate::text::Token;

/// How often each feature occurs in a text, damped, and flattened where it repeats.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Features of the pack, by id.
    pub(super) known: Vec<(u32, f32)>,
    /// Others, by key.
    pub(super) unknown: Vec<(u64, f32)>,
}

fn flatten(tf: f32) -> f32 {
    if tf > 1.0 { 1.0 + tf.ln() } else { tf }
}

/// The stem and the trigrams of each of the lexicon's words, once a text has it outside a name.
#[derive(Debug, Default)]
pub(super) struct WordFeatures {
    /// Where each word's features are in `ids`; nowhere until it is met.
    bounds: Vec<(u32, u32)>,
    ids: Vec<u32>,
}

impl WordFeatures {
    /// The features of a word, its stem first; none before [`Self::add`].
    pub(super) fn of(&self, word: WordId) -> &[u32] {
        let (from, to) = self.bounds.get(word.index()).copied().unwrap_or_default();
        let ids = self.ids.get(from as usize..to as usize);
        ids.unwrap_or_default()
    }
    /// Adds the features of a word that has none yet.
    pub(super) fn add(&mut self, word: WordId, token: &Token, mut id_of: impl FnMut(u64) -> u32) {
        let place = |ids: &[u32]| u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let from = place(&self.ids);
        self.ids.push(id_of(stem_key(token)));
        visit_trigrams(&token.word, |key| self.ids.push(id_of(key)));
        if self.bounds.len() <= word.index() {
            self.bounds.resize(word.index() + 1, (0, 0));
        }
        self.bounds[word.index()] = (from, place(&self.ids));
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
pub(super) fn count(
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
        let known = id.map(|id| words.of(id));
        if let Some([stem, trigrams @ ..]) = known {
            add(Named::Id(*stem), damping);
            for &trigram in trigrams {
                add(Named::Id(trigram), of_trigrams);
            }
        } else {
            add(Named::Key(stem_key(token)), damping);
            visit_trigrams(&token.word, |key| add(Named::Key(key), of_trigrams));
        }
        if let Some(typed) = typed {
            visit_trigrams(typed, |key| add(Named::Key(key), of_trigrams));
        }
    }
    visit_context(units, synonyms, |key, damping| {
        add(Named::Key(key), damping);
    });
}
