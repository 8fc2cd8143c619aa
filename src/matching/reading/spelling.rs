//! The words of a pack's phrasings, each once.

use std::sync::{Arc, mpsc};

use rustc_hash::FxHashMap;

use super::{
    lexicon::{Lexicon, WordId},
    words::room,
};
use crate::{
    matching::parallel::in_parallel,
    text::{Token, expand_chat_form, for_each_word},
};

/// The spellings of words, with a place for each word.
#[derive(Debug, Default)]
pub(in crate::matching) struct Spellings {
    pub(super) by_word: FxHashMap<String, u32>,
    /// How often each word is used.
    pub(super) frequencies: Vec<u32>,
}

/// Splits texts into words, and has tokens made of those that it meets for the first time.
pub(in crate::matching) struct Speller {
    spellings: Spellings,
    /// New words on their way to the other thread, some at a time: to wake it for each would take
    /// longer.
    fresh: Vec<String>,
    sender: mpsc::Sender<Vec<String>>,
}

/// How many new words are sent at a time.
const BATCH: usize = 64;

/// A lexicon of the words that `work` spells, and what else it returns. Stemming takes as long as all
/// the rest, and has a thread of its own.
pub(in crate::matching) fn spell_and_stem<R: Send>(
    work: impl FnOnce(Speller) -> (Spellings, R) + Send,
) -> (Lexicon, R) {
    let (sender, receiver) = mpsc::channel::<Vec<String>>();
    let (tokens, (spellings, result)) = in_parallel(
        move || {
            let words = receiver.iter().flatten();
            words.map(|word| Arc::new(Token::new(&word))).collect()
        },
        move || {
            work(Speller {
                spellings: Spellings::default(),
                fresh: Vec::with_capacity(BATCH),
                sender,
            })
        },
    );
    (Lexicon::new(spellings, tokens), result)
}

impl Speller {
    /// The words of a text.
    pub(in crate::matching) fn spell(&mut self, text: &str) -> Vec<WordId> {
        let mut words = Vec::with_capacity(room(text.len()));
        for_each_word(text, |word| words.push(self.add(word)));
        words
    }

    fn add(&mut self, word: &str) -> WordId {
        let Spellings {
            by_word,
            frequencies,
        } = &mut self.spellings;
        let id = if let Some(&id) = by_word.get(word) {
            id
        } else {
            let next = u32::try_from(frequencies.len()).unwrap_or(u32::MAX);
            // A chat form is the word it stands for.
            let meant = expand_chat_form(word).unwrap_or(word);
            let id = *by_word.entry(meant.to_owned()).or_insert(next);
            if meant != word {
                by_word.insert(word.to_owned(), id);
            }
            if id == next {
                frequencies.push(0);
                self.fresh.push(meant.to_owned());
                if self.fresh.len() == BATCH {
                    self.send();
                }
            }
            id
        };
        if let Some(frequency) = self.spellings.frequencies.get_mut(id as usize) {
            *frequency += 1;
        }
        WordId(id)
    }

    fn send(&mut self) {
        let words = std::mem::replace(&mut self.fresh, Vec::with_capacity(BATCH));
        // Nobody listens only when the other thread has panicked, and then nobody waits either.
        let _ = self.sender.send(words);
    }

    /// All spellings, once every text is spelt.
    pub(in crate::matching) fn finish(mut self) -> Spellings {
        self.send();
        self.spellings
    }
}
