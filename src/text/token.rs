//! Splitting folded text into words.

use std::hash::Hasher;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHasher;

use super::{
    fold::{fold, fold_start},
    words::{damping, expand_chat_form, is_filler, is_function},
};

/// A word of a question or of a phrasing.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// The word, folded, chat forms expanded: `whats`, `cto`.
    pub word: String,
    /// Its Porter2 stem.
    pub stem: String,
    /// A hash of the stem: what is looked up by stems takes it again and again.
    pub stem_hash: u64,
    /// How much it says by its nature: 0.85 for function words, 0.9 for words of asking, else 1.
    pub damping: f32,
    /// Whether it is a function word: never corrected, little by itself.
    pub function: bool,
    /// Whether it says nothing, wherever it stands: "basically", "dude".
    pub filler: bool,
}

impl Token {
    /// The token for one folded word.
    #[must_use]
    pub fn new(word: &str) -> Self {
        let word = expand_chat_form(word).unwrap_or(word);
        let stem = stem(word);
        let function = is_function(word);
        Self {
            stem_hash: hash(&stem),
            stem,
            damping: damping(word, function),
            function,
            filler: is_filler(word),
            word: word.to_owned(),
        }
    }
}

fn stem(word: &str) -> String {
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

fn hash(stem: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(stem.as_bytes());
    hasher.finish()
}

/// Words longer than this are cut: nobody types them, and comparing them costs.
const WORD_MAX: usize = 40;

/// The words of a text, in order.
///
/// A word is a run of letters and digits. Apostrophes inside a word are dropped, a possessive `'s`
/// with them (`what's` keeps its `s`: it is a word of its own), dotted single letters are joined
/// (`c.t.o.`), and letters repeated three times or more are taken as two (`sooooo`).
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for_each_word(text, |word| tokens.push(Token::new(word)));
    tokens
}

/// Calls `found` with each word of a text, in order, as [`tokenize`] splits them.
pub fn for_each_word(text: &str, mut found: impl FnMut(&str)) {
    split(&fold(text), &mut found);
}

/// The same for a text of which no more than `max` characters are read, once it is folded.
pub fn for_each_word_of_start(text: &str, max: usize, mut found: impl FnMut(&str)) {
    split(&fold_start(text, max), &mut found);
}

fn split(folded: &str, found: &mut impl FnMut(&str)) {
    // Whatever is neither part of a word nor may join its parts ends it.
    for piece in folded.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '.'))) {
        if is_plain_word(piece) {
            found(piece);
        } else if !piece.is_empty() {
            split_joined(piece, found);
        }
    }
}

/// Whether this is a word as it stands, as most are.
fn is_plain_word(piece: &str) -> bool {
    let letters = piece.as_bytes();
    let is_run = |three: &[u8]| three[0] == three[1] && three[1] == three[2];
    (1..=WORD_MAX).contains(&letters.len())
        && letters.iter().all(u8::is_ascii_alphanumeric)
        && !letters.windows(3).any(is_run)
}

fn split_joined(folded: &str, found: &mut impl FnMut(&str)) {
    let mut word = String::with_capacity(WORD_MAX + 4);
    let mut chars = folded.chars().peekable();
    // Whether the word so far is single letters with dots between them.
    let mut dotted = false;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if c.is_alphanumeric() {
            push_letter(&mut word, c);
            if dotted && next != Some('.') {
                // "c.t.office": the dots did not separate an abbreviation's letters after all.
                dotted = false;
            }
        } else if c == '\'' && !word.is_empty() && next.is_some_and(char::is_alphanumeric) {
            let mut rest = chars.clone();
            let possessive =
                rest.next() == Some('s') && !rest.next().is_some_and(char::is_alphanumeric);
            if possessive && !is_contraction(&word) {
                chars.next();
            }
        } else if c == '.' && dotted && next == Some('\'') {
            // "c.t.o.'s": the possessive belongs to the abbreviation.
        } else if c == '.'
            && next.is_some_and(char::is_alphabetic)
            && (dotted || word.chars().count() == 1)
            && word.chars().all(char::is_alphabetic)
            && is_single_letter(&mut chars.clone())
        {
            dotted = true;
        } else {
            flush(&mut word, found);
            dotted = false;
        }
    }
    flush(&mut word, found);
}

/// Whether the coming letter stands alone (`t` in `c.t.o`), not at the start of a word.
fn is_single_letter(chars: &mut impl Iterator<Item = char>) -> bool {
    chars.next();
    !chars.next().is_some_and(char::is_alphanumeric)
}

/// Whether `'s` behind this word is short for "is": then it belongs to the word.
fn is_contraction(word: &str) -> bool {
    is_function(word) && is_function(&format!("{word}s"))
}

fn push_letter(word: &mut String, c: char) {
    if word.len() >= WORD_MAX {
        return;
    }
    let mut last = word.chars().rev();
    let run = last.next() == Some(c) && last.next() == Some(c);
    if !(run && c.is_alphabetic()) {
        word.push(c);
    }
}

fn flush(word: &mut String, found: &mut impl FnMut(&str)) {
    if !word.is_empty() {
        found(word);
        word.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_question_is_split_as_a_person_reads_it() {
        for (text, expected) in [
            ("What does a CTO do?", "what does a cto do"),
            ("what's the CTO's job", "whats the cto job"),
            ("c.t.o. vs C.I.O", "cto versus cio"),
            ("the C.T.O.'s job", "the cto job"),
            ("it ends here. i go", "it ends here i go"),
            ("e.g. a CIO, i.e. him", "eg a cio ie him"),
            ("soooo coooool", "soo cool"),
            ("in 2000 and 1999", "in 2000 and 1999"),
            ("one-person / both", "one person both"),
            (
                "whats the diff btw cto n cio plz",
                "whats the difference between cto and cio please",
            ),
            ("don’t", "dont"),
            ("", ""),
            ("???", ""),
            ("🔥🔥", ""),
            ("\0\u{7}bell\u{1b}[0m", "bell 0m"),
            ("日本 cto", "日本 cto"),
        ] {
            let words: Vec<_> = tokenize(text).into_iter().map(|t| t.word).collect();
            assert_eq!(words.join(" "), expected, "{text:?}");
        }
    }

    #[test]
    fn a_word_of_6000_letters_is_cut() {
        let tokens = tokenize(&"ab".repeat(3000));
        assert_eq!(tokens.len(), 1);
        assert!(tokens[0].word.len() <= WORD_MAX + 4);
    }

    proptest! {
        #[test]
        fn words_are_the_same_one_by_one_and_in_one_go(text in "[a-cs.' é?-]{0,24}|\\PC{0,24}") {
            let folded = fold(&text);
            let (mut pieces, mut whole) = (Vec::new(), Vec::new());
            split(&folded, &mut |word| pieces.push(word.to_owned()));
            split_joined(&folded, &mut |word| whole.push(word.to_owned()));
            prop_assert_eq!(pieces, whole);
        }
    }
}
