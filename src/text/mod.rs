//! Text: from what a person typed to tokens that can be compared.
//!
//! [`tokenize`] lower-cases, folds diacritics, drops what cannot be seen and splits into words;
//! [`Token`] carries the word's stem and how much it says; [`edit_cost`] compares two words as a
//! typist's slips would change one into the other (on strsim's OSA distance).
//!
//! ```
//! use chiefly::text::tokenize;
//!
//! let words: Vec<_> = tokenize("What's the C.T.O.'s “focus”?").iter().map(|t| t.word.clone()).collect();
//! assert_eq!(words, ["whats", "the", "cto", "focus"]);
//! ```

mod fold;
mod similarity;
mod thesaurus;
mod token;
mod words;

pub use fold::{fold, is_invisible};
pub use similarity::{LetterSet, ONE_EDIT, TWO_EDITS, edit_cost};
pub use thesaurus::word_groups;
pub use token::{Token, for_each_word, for_each_word_of_start, tokenize};
pub use words::{expand_chat_form, function_words};
