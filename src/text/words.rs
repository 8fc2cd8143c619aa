//! Words that say little by themselves, and chat forms of common words.

use std::sync::LazyLock;

use super::token::Token;

/// How much of a function word's weight stays.
const FUNCTION_DAMPING: f32 = 0.85;
/// How much of a generic question word's weight stays.
const GENERIC_DAMPING: f32 = 0.9;

/// English function words, as [`crate::text::tokenize`] spells them. Sorted.
const FUNCTION: &[&str] = &[
    "a", "about", "above", "after", "again", "against", "all", "also", "am", "an", "and", "any",
    "are", "arent", "as", "at", "be", "because", "been", "before", "being", "below", "between",
    "both", "but", "by", "can", "cannot", "cant", "could", "couldnt", "did", "didnt", "do", "does",
    "doesnt", "doing", "dont", "down", "during", "each", "else", "even", "ever", "few", "for",
    "from", "further", "had", "has", "hasnt", "have", "havent", "having", "he", "hed", "her",
    "here", "heres", "hers", "herself", "hes", "him", "himself", "his", "how", "hows", "i", "id",
    "if", "ill", "im", "in", "into", "is", "isnt", "it", "its", "itself", "ive", "just", "lets",
    "like", "may", "me", "might", "more", "most", "must", "my", "myself", "no", "nor", "not",
    "now", "of", "off", "on", "once", "only", "or", "other", "ought", "our", "ours", "out", "over",
    "own", "same", "shall", "she", "should", "shouldnt", "so", "some", "such", "than", "that",
    "thats", "the", "their", "theirs", "them", "then", "there", "theres", "these", "they",
    "theyre", "this", "those", "through", "to", "too", "under", "until", "up", "us", "very", "was",
    "wasnt", "we", "were", "weve", "what", "whats", "when", "where", "wheres", "which", "while",
    "who", "whom", "whos", "whose", "why", "will", "with", "wont", "would", "wouldnt", "you",
    "your", "youre", "yours",
];

/// Words of asking that say little about what is asked. Sorted.
const GENERIC: &[&str] = &[
    "anyone",
    "ask",
    "asking",
    "explain",
    "find",
    "get",
    "give",
    "got",
    "guys",
    "hello",
    "help",
    "hey",
    "hi",
    "know",
    "let",
    "looking",
    "make",
    "many",
    "much",
    "need",
    "please",
    "possible",
    "question",
    "really",
    "say",
    "see",
    "show",
    "someone",
    "something",
    "tell",
    "thank",
    "thanks",
    "thing",
    "things",
    "think",
    "try",
    "trying",
    "understand",
    "use",
    "want",
    "way",
    "wondering",
];

/// Words that say nothing about what is asked, wherever they stand. Sorted.
const FILLERS: &[&str] = &[
    "actually",
    "ah",
    "alright",
    "anyway",
    "anyways",
    "basically",
    "bro",
    "bruh",
    "dude",
    "dunno",
    "eh",
    "erm",
    "exactly",
    "folks",
    "freaking",
    "fucking",
    "guys",
    "haha",
    "hahaha",
    "hehe",
    "hm",
    "hmm",
    "honestly",
    "idk",
    "imho",
    "imo",
    "kinda",
    "kindly",
    "lads",
    "literally",
    "lmao",
    "lol",
    "maam",
    "madam",
    "ngl",
    "oh",
    "ok",
    "okay",
    "omg",
    "rofl",
    "seriously",
    "simply",
    "sir",
    "tbh",
    "uh",
    "um",
    "umm",
    "wow",
    "xd",
    "ya",
    "yall",
];

/// What people type in a hurry, and what they mean; numbers are the same in figures and in words.
/// Sorted by the first.
const CHAT_FORMS: &[(&str, &str)] = &[
    ("1", "one"),
    ("2", "two"),
    ("3", "three"),
    ("4", "four"),
    ("5", "five"),
    ("6", "six"),
    ("7", "seven"),
    ("8", "eight"),
    ("9", "nine"),
    ("abt", "about"),
    ("b4", "before"),
    ("bc", "because"),
    ("btw", "between"),
    ("btwn", "between"),
    ("cuz", "because"),
    ("diff", "difference"),
    ("diffs", "differences"),
    ("eli5", "explain"),
    ("gimme", "give"),
    ("info", "information"),
    ("n", "and"),
    ("pls", "please"),
    ("plz", "please"),
    ("ppl", "people"),
    ("r", "are"),
    ("thx", "thanks"),
    ("tmrw", "tomorrow"),
    ("u", "you"),
    ("ur", "your"),
    ("v", "versus"),
    ("vs", "versus"),
    ("w", "with"),
    ("wat", "what"),
    ("wats", "whats"),
    ("wtf", "what"),
    ("wth", "what"),
    ("wut", "what"),
    ("y", "why"),
];

/// The English function words.
#[must_use]
pub fn function_words() -> &'static [Token] {
    static TOKENS: LazyLock<Vec<Token>> =
        LazyLock::new(|| FUNCTION.iter().map(|word| Token::new(word)).collect());
    &TOKENS
}

pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

pub(super) fn is_function(word: &str) -> bool {
    FUNCTION.binary_search(&word).is_ok()
}

/// A word's share of the weight it would have as a content word; `function` says whether it is a
/// function word.
pub(super) fn damping(word: &str, function: bool) -> f32 {
    if function {
        FUNCTION_DAMPING
    } else if GENERIC.binary_search(&word).is_ok() {
        GENERIC_DAMPING
    } else {
        1.0
    }
}

/// What a chat form stands for: `btw` for `between`.
#[must_use]
pub fn expand_chat_form(word: &str) -> Option<&'static str> {
    let at = CHAT_FORMS
        .binary_search_by(|(short, _)| (*short).cmp(word))
        .ok()?;
    CHAT_FORMS.get(at).map(|(_, long)| *long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_so_that_they_can_be_searched() {
        assert!(FUNCTION.is_sorted() && GENERIC.is_sorted() && FILLERS.is_sorted());
        assert!(CHAT_FORMS.is_sorted_by_key(|(short, _)| short));
    }
}
