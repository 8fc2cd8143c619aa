//! What stands around a question: greetings, excuses and thanks.

use std::{ops::Range, sync::Arc};

use crate::text::Token;

/// Words of greeting, at the beginning; fillers may stand among them.
const GREETING: [&str; 21] = [
    "hi",
    "hello",
    "hey",
    "hiya",
    "hii",
    "heya",
    "yo",
    "morning",
    "good",
    "evening",
    "afternoon",
    "greetings",
    "all",
    "everyone",
    "everybody",
    "there",
    "team",
    "sup",
    "bot",
    "mate",
    "again",
];
/// The ones of [`GREETING`] that a greeting can begin with.
const GREETING_STARTS: usize = 11;
/// Words of thanks, at the end.
const CLOSING: [&str; 10] = [
    "thanks", "thank", "you", "cheers", "please", "ty", "advance", "in", "much", "mate",
];
/// The ones of [`CLOSING`] that say so by themselves.
const CLOSERS: [&str; 5] = ["thanks", "thank", "cheers", "please", "ty"];

/// What a question is led up to with, as far as it is always the same.
const OPENINGS: [&[&str]; 15] = [
    &["asking", "for", "a", "friend"],
    &["so", "yeah"],
    &["yeah", "so"],
    &["just", "asking"],
    &["just", "curious"],
    &["just", "wondering"],
    &["i", "was", "wondering"],
    &["i", "am", "wondering"],
    &["im", "wondering"],
    &["noob", "here"],
    &["newbie", "here"],
    &["excuse", "me"],
    &["sorry", "to", "bother", "you"],
    &["sorry", "to", "disturb", "you"],
    &["random", "thought"],
];
/// Of these consists what else leads up to one: "sorry, I just have one dumb question". Sorted.
const LEADS: [&str; 78] = [
    "a",
    "am",
    "an",
    "another",
    "apologies",
    "ask",
    "basic",
    "be",
    "beginner",
    "boring",
    "but",
    "can",
    "channel",
    "could",
    "curious",
    "dumb",
    "easy",
    "first",
    "for",
    "forgive",
    "general",
    "genuine",
    "got",
    "had",
    "have",
    "here",
    "honest",
    "i",
    "if",
    "im",
    "in",
    "is",
    "ive",
    "just",
    "last",
    "little",
    "maybe",
    "me",
    "more",
    "my",
    "naive",
    "new",
    "newbie",
    "next",
    "noob",
    "not",
    "odd",
    "one",
    "perhaps",
    "place",
    "please",
    "probably",
    "question",
    "questions",
    "quick",
    "random",
    "real",
    "right",
    "same",
    "serious",
    "short",
    "silly",
    "simple",
    "small",
    "sorry",
    "stupid",
    "sure",
    "that",
    "the",
    "there",
    "thing",
    "this",
    "thread",
    "very",
    "weird",
    "with",
    "wrong",
    "you",
];
/// Where it ends.
const LEAD_ENDS: [&str; 5] = ["question", "questions", "but", "sorry", "ask"];
/// At most so many words lead up to a question.
const LEADS_MAX: usize = 12;

/// The part of the words that is left without a greeting or an excuse before and thanks behind; all of
/// them if nothing else is said.
pub(super) fn find_matter(tokens: &[Arc<Token>]) -> Range<usize> {
    let mut from = 0;
    while let Some(rest) = tokens.get(from..)
        && let len = greeting(rest).max(lead(rest))
        && len > 0
    {
        from += len;
    }
    let mut to = tokens.len();
    let tail = tokens
        .iter()
        .rev()
        .take_while(|t| t.filler || is_one_of(t, &CLOSING))
        .count();
    let start = tokens.len() - tail;
    if let Some(at) = tokens
        .iter()
        .skip(start)
        .position(|t| t.filler || is_one_of(t, &CLOSERS))
    {
        to = start + at;
    }
    if from < to { from..to } else { 0..tokens.len() }
}

fn is_one_of(token: &Token, words: &[&str]) -> bool {
    words.contains(&token.word.as_str())
}

/// How many words at the beginning greet.
fn greeting(tokens: &[Arc<Token>]) -> usize {
    let first = tokens.first();
    if !first.is_some_and(|t| is_one_of(t, &GREETING[..GREETING_STARTS])) {
        return 0;
    }
    let greeting = tokens
        .iter()
        .take_while(|t| t.filler || is_one_of(t, &GREETING))
        .count();
    // "good" alone is no greeting.
    if greeting == 1 && first.is_some_and(|t| t.word == "good") {
        0
    } else {
        greeting
    }
}

/// How many words at the beginning lead up to a question.
fn lead(tokens: &[Arc<Token>]) -> usize {
    let begins = |opening: &&&[&str]| {
        let words = tokens.iter().map(|token| token.word.as_str());
        words.take(opening.len()).eq(opening.iter().copied())
    };
    if let Some(opening) = OPENINGS.iter().find(begins) {
        return opening.len();
    }
    let is_lead =
        |token: &&Arc<Token>| token.filler || LEADS.binary_search(&token.word.as_str()).is_ok();
    let leads = tokens.iter().take(LEADS_MAX).take_while(is_lead);
    let ends = leads.map(|token| is_one_of(token, &LEAD_ENDS));
    ends.enumerate()
        .filter(|(_, ends)| *ends)
        .last()
        .map_or(0, |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    fn tokens(text: &str) -> Vec<Arc<Token>> {
        tokenize(text).into_iter().map(Arc::new).collect()
    }

    #[test]
    fn the_list_is_sorted_so_that_it_can_be_searched() {
        assert!(LEADS.is_sorted());
    }

    #[test]
    fn greetings_and_thanks_are_not_the_question() {
        for (text, rest) in [
            ("hey guys what is a baker", "what is a baker"),
            (
                "Good morning! what is a baker, thanks in advance",
                "what is a baker",
            ),
            ("what is a baker lol thx", "what is a baker"),
            ("hey bot, what is a baker? cheers mate", "what is a baker"),
            ("hello again dude what is a baker", "what is a baker"),
            ("quick question, what is a baker", "what is a baker"),
            (
                "ok this is probably a dumb question but what is a baker",
                "what is a baker",
            ),
            (
                "hi all, sorry to bother you, I have a question: what is a baker",
                "what is a baker",
            ),
            (
                "not sure if this is the right channel but what is a baker",
                "what is a baker",
            ),
            ("asking for a friend: what is a baker", "what is a baker"),
            ("but why", "why"),
            ("my question", "my question"),
            ("is this the right place", "is this the right place"),
            ("good bread", "good bread"),
            ("hi there", "hi there"),
            ("who bakes for you", "who bakes for you"),
            ("", ""),
        ] {
            let tokens = tokens(text);
            let words: Vec<_> = tokens[find_matter(&tokens)]
                .iter()
                .map(|t| t.word.as_str())
                .collect();
            assert_eq!(words.join(" "), rest, "{text}");
        }
    }
}
