//! The words of a text, and which words of the packs these are.

use std::sync::Arc;

use super::lexicon::WordId;
use crate::text::Token;

/// Of a question's words, this many at the start and at the end.
const WORDS_MAX: (usize, usize) = (96, 48);

/// Which words of a text of so many are read: of a very long one only the first and the last.
pub(in crate::matching) fn read_in_full(words: usize) -> impl Fn(usize) -> bool {
    let (first, last) = WORDS_MAX;
    move |at| at < first || at + last >= words
}

/// The words of a text, and which words of the packs these are.
#[derive(Debug, Default)]
pub(in crate::matching) struct Words {
    pub(super) tokens: Vec<Arc<Token>>,
    pub(super) ids: Vec<Option<WordId>>,
}

impl Words {
    /// With room for as many words as a text of so many bytes has, if it is no odd one.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self {
            tokens: Vec::with_capacity(room(bytes)),
            ids: Vec::with_capacity(room(bytes)),
        }
    }

    pub(super) fn push(&mut self, token: Arc<Token>, id: Option<WordId>) {
        self.tokens.push(token);
        self.ids.push(id);
    }
}

/// How many words a text of so many bytes has, if it is no odd one.
pub(super) fn room(bytes: usize) -> usize {
    bytes / 4 + 1
}
