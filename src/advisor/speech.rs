//! What a text is for, as far as its form tells: asking, pointing, thanking, greeting.

use crate::text::{Token, tokenize};

/// Words by which a person points to a question without asking one.
const POINTING: &[&str] = &[
    "answer",
    "answers",
    "help",
    "know",
    "say",
    "think",
    "idea",
    "ideas",
    "thought",
    "thoughts",
    "this",
    "that",
    "question",
    "reply",
    "explain",
    "respond",
    "tell",
    "please",
    "take",
    "one",
    "him",
    "her",
    "them",
    "here",
    "opinion",
    "input",
    "weigh",
    "chime",
    "out",
    "in",
    "above",
    "it",
    "friend",
    "guy",
    "got",
    "wondering",
    "needs",
    "asked",
    "asking",
    "asks",
    "hey",
    "hi",
];
/// Words of thanks, and words around them.
const THANKS: &[&str] = &[
    "thanks", "thank", "you", "ty", "cheers", "very", "much", "so", "a", "lot", "that", "helped",
    "great", "cool", "nice", "ok", "good", "bot", "bye", "goodbye", "cya", "for", "now", "all",
    "perfect", "awesome", "then", "the", "help",
];
/// Of those, the words that thank, praise or take leave.
const THANKING: &[&str] = &[
    "thanks", "thank", "ty", "cheers", "bye", "goodbye", "cya", "perfect", "awesome",
];
/// Words that a question begins with.
const ASKING: &[&str] = &[
    "who",
    "whos",
    "what",
    "whats",
    "which",
    "when",
    "where",
    "why",
    "how",
    "hows",
    "can",
    "could",
    "does",
    "do",
    "did",
    "is",
    "are",
    "should",
    "would",
    "will",
    "may",
    "has",
    "have",
    "isnt",
    "arent",
    "doesnt",
    "dont",
    "explain",
    "define",
    "compare",
    "difference",
];
/// Words that ask wherever they stand.
const WONDERING: &[&str] = &["wondering", "wonder", "anyone", "anybody", "somebody"];

/// Whether the words ask nothing by themselves, but say that somebody else does.
pub(super) fn points(words: &str) -> bool {
    let tokens = tokenize(words);
    tokens
        .iter()
        .all(|token| token.function || POINTING.contains(&token.word.as_str()))
}

pub(super) fn is_thanks(words: &str) -> bool {
    let tokens = tokenize(words);
    let praised = || words_are(&tokens, &["good", "bot"]);
    let thanked = tokens
        .iter()
        .any(|token| THANKING.contains(&token.word.as_str()));
    (thanked || praised())
        && tokens
            .iter()
            .all(|token| THANKS.contains(&token.word.as_str()))
}

/// Whether somebody wants to know what the bot is, or what to do with it.
pub(super) fn is_help(words: &str) -> bool {
    const HELP: &[&str] = &[
        "help",
        "help me",
        "commands",
        "menu",
        "usage",
        "info",
        "information",
        "what can you do",
        "what do you do",
        "what can i ask",
        "what can i ask you",
        "what do you know",
        "how do you work",
        "how does this work",
        "how to use you",
        "how do i use you",
        "how do i ask you",
        "who are you",
        "what are you",
        "are you a bot",
        "are you a robot",
        "are you human",
        "are you real",
        "are you chatgpt",
        "are you an ai",
    ];
    let tokens = tokenize(words);
    let tokens = tokens.iter().map(|token| token.word.as_str());
    let words: Vec<&str> = tokens.filter(|word| *word != "please").collect();
    HELP.contains(&words.join(" ").as_str())
}

fn words_are(tokens: &[Token], words: &[&str]) -> bool {
    tokens
        .iter()
        .map(|token| token.word.as_str())
        .eq(words.iter().copied())
}

/// Whether nothing is said but a greeting.
pub(super) fn is_silent(words: &str) -> bool {
    let tokens = tokenize(words);
    tokens
        .iter()
        .all(|token| ["hi", "hello", "hey", "yo", "there", "hiya"].contains(&token.word.as_str()))
}

/// Whether a text asks something, as far as its form tells.
#[must_use]
pub fn is_question(text: &str) -> bool {
    let sentences = text.split_inclusive(['?', '.', '!', '\n']);
    sentences.into_iter().any(|sentence| {
        let tokens = tokenize(sentence);
        let first = tokens.iter().find(|token| {
            !["hi", "hello", "hey", "so", "and", "ok"].contains(&token.word.as_str())
        });
        let asks = first.is_some_and(|first| ASKING.contains(&first.word.as_str()));
        let wonders = tokens
            .iter()
            .any(|token| WONDERING.contains(&token.word.as_str()));
        let compares = tokens.iter().any(|token| token.word == "versus");
        !tokens.is_empty() && (sentence.ends_with('?') || asks || wonders || compares)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_to_a_question_is_none() {
        for (words, expected) in [
            ("", true),
            ("can you answer this?", true),
            ("help him out please", true),
            ("any idea?", true),
            ("thoughts?", true),
            ("do you know that one", true),
            ("what do you think?", true),
            ("what is a CTO?", false),
            ("examples?", false),
            ("and the CIO?", false),
            ("can you answer who pays for security", false),
        ] {
            assert_eq!(points(words), expected, "{words}");
        }
    }

    #[test]
    fn thanks_praise_and_farewells_are_no_questions() {
        for (words, expected) in [
            ("thanks!", true),
            ("ok thx", true),
            ("ok bye", true),
            ("good bot", true),
            ("perfect, thank you very much", true),
            ("thanks, and the CIO?", false),
            ("the bot is good for nothing", false),
            ("ok", false),
            ("", false),
        ] {
            assert_eq!(is_thanks(words), expected, "{words}");
        }
    }

    #[test]
    fn help_is_asked_for_in_few_words() {
        for (words, expected) in [
            ("help", true),
            ("HELP!! pls", true),
            ("what can you do?", true),
            ("who are you", true),
            ("are you chatgpt?", true),
            ("help me choose between a cto and a cio", false),
            ("what can a cto do", false),
            ("", false),
        ] {
            assert_eq!(is_help(words), expected, "{words}");
        }
    }

    #[test]
    fn a_question_is_told_by_its_form() {
        for (text, expected) in [
            ("what is a CTO", true),
            ("The CTO is on holiday today.", false),
            ("hey, can one person be both", true),
            ("cto vs cio", true),
            ("does anyone know who pays", true),
            ("I wonder who pays", true),
            ("We met the CIO. Who pays her?", true),
            ("our cto quit yesterday lol", false),
            ("hello CTO", false),
            ("???", false),
            ("", false),
        ] {
            assert_eq!(is_question(text), expected, "{text}");
        }
    }
}
