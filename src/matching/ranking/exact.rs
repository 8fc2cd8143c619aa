//! Questions that are a phrasing of the packs word by word.

use std::borrow::Borrow;

use rustc_hash::FxHashMap;

use super::fit::{Fit, Ranking};
use crate::{
    matching::{
        corpus::Corpus,
        reading::{Lexicon, WordId, read_in_full},
    },
    text::{Token, fold},
};

/// The probability of an entry of which the question is a phrasing, word by word.
const EXACT: f32 = 0.99;

/// Puts an entry first that the question names word by word.
pub(in crate::matching) fn promote(
    class: usize,
    ranking: &mut Ranking,
    probabilities: &mut Vec<f32>,
) {
    let at = ranking.fits.iter().position(|fit| fit.class == class);
    let fit = match at {
        Some(at) => {
            probabilities.remove(at);
            ranking.fits.remove(at)
        }
        None => Fit {
            class,
            best: 1.0,
            ..Fit::default()
        },
    };
    ranking.fits.insert(0, fit);
    let rest: f32 = probabilities.iter().sum();
    for probability in probabilities.iter_mut() {
        *probability *= (1.0 - EXACT) / rest.max(1.0 - EXACT);
    }
    probabilities.insert(0, EXACT);
}

/// Texts without words are phrasings up to this many bytes.
const WORDLESS_MAX: usize = 256;

/// The words of a text as one: equal for texts that differ only in case, spacing or punctuation. A
/// text without words, such as an emoji, is taken as it is folded, without its final punctuation.
pub(in crate::matching) fn key<T: Borrow<Token>>(text: &str, tokens: &[T]) -> String {
    if tokens.is_empty() {
        if text.len() > WORDLESS_MAX {
            return String::new();
        }
        let text = fold(text);
        return text
            .trim()
            .trim_end_matches(|c: char| c.is_ascii_punctuation() || c.is_whitespace())
            .to_owned();
    }
    let is_read = read_in_full(tokens.len());
    let mut key = String::with_capacity(text.len());
    for (at, token) in tokens.iter().enumerate().filter(|(at, _)| is_read(*at)) {
        if at > 0 {
            key.push(' ');
        }
        key.push_str(&token.borrow().word);
    }
    key
}

/// From each phrasing's words to its class; words that two classes claim are left out.
pub(in crate::matching) fn exact_keys(
    corpus: &Corpus,
    words: &[Vec<WordId>],
    lexicon: &Lexicon,
) -> FxHashMap<String, usize> {
    let mut keys: FxHashMap<String, Option<usize>> = FxHashMap::default();
    for (phrasing, words) in corpus.phrasings.iter().zip(words) {
        let key = key(&phrasing.text, &lexicon.tokens_of(words));
        if key.is_empty() {
            continue;
        }
        keys.entry(key)
            .and_modify(|class| {
                if *class != Some(phrasing.class) {
                    *class = None;
                }
            })
            .or_insert(Some(phrasing.class));
    }
    keys.into_iter()
        .filter_map(|(key, class)| Some((key, class?)))
        .collect()
}
