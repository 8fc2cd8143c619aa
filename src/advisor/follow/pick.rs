//! Which of the choices of a question back is meant: "the first one", "2", "the red one".

use super::phrase::WORDS_MAX;
use crate::{
    advisor::{Advice, Matter, Snapshot},
    matching::{Outcome, Verdict},
    text::{Token, edit_cost, tokenize},
};

/// Words around what is picked that say nothing.
const AROUND: &[&str] = &[
    "ok",
    "okay",
    "k",
    "yes",
    "yeah",
    "yep",
    "yup",
    "sure",
    "hmm",
    "hm",
    "oh",
    "ah",
    "well",
    "no",
    "not",
    "i",
    "im",
    "id",
    "ill",
    "meant",
    "mean",
    "means",
    "want",
    "wanted",
    "would",
    "like",
    "pick",
    "choose",
    "take",
    "guess",
    "think",
    "prefer",
    "was",
    "is",
    "its",
    "it",
    "be",
    "lets",
    "let",
    "go",
    "with",
    "for",
    "show",
    "give",
    "tell",
    "me",
    "about",
    "the",
    "a",
    "an",
    "that",
    "this",
    "one",
    "ones",
    "option",
    "number",
    "nr",
    "num",
    "choice",
    "answer",
    "question",
    "entry",
    "button",
    "link",
    "please",
    "thanks",
    "thank",
    "you",
    "lol",
    "of",
    "them",
    "thats",
    "those",
    "these",
    "on",
    "and",
    "so",
    "then",
    "definitely",
    "probably",
    "obviously",
    "just",
    "in",
    "my",
];
/// Words that agree to the only choice there is.
const AGREEING: &[&str] = &[
    "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "k", "that", "this", "exactly", "correct",
    "right", "one", "it", "thats",
];
/// Words before "one" by which it is a number.
const NUMBERING: &[&str] = &["option", "number", "nr", "num", "choice", "no"];
/// How the choices are counted, from the first one.
const ORDINALS: &[&[&str]] = &[
    &["first", "1st", "former", "top", "upper"],
    &["second", "2nd", "two"],
    &["third", "3rd", "three"],
    &["fourth", "4th", "four"],
    &["fifth", "5th", "five"],
];
const LAST: &[&str] = &["last", "latter", "bottom", "lower"];

impl Snapshot {
    /// The answer that is picked from the choices of a question back, by its place or by words of its
    /// title; `None` when none of them is meant.
    pub(super) fn picked(&self, plain: &Verdict, choices: &[Matter]) -> Option<Advice> {
        let tokens = &plain.reading.tokens;
        if tokens.is_empty() || tokens.len() > WORDS_MAX {
            return None;
        }
        let words: Vec<&str> = tokens.iter().map(|token| token.word.as_str()).collect();
        let at = by_place(&words, choices.len()).or_else(|| self.by_words(plain, choices))?;
        let choice = choices.get(at)?;
        let entry = self.knowledge().entry(&choice.entry)?;
        let reply = self.composer().entry(entry, choice.role.as_deref());
        Some(Advice::found(plain, &entry.id, reply))
    }

    /// The one choice whose title has all the words that say something.
    fn by_words(&self, plain: &Verdict, choices: &[Matter]) -> Option<usize> {
        // What says by itself what it asks is no pick.
        if plain.outcome == Outcome::Answer {
            return None;
        }
        let said: Vec<&Token> = plain
            .reading
            .tokens
            .iter()
            .map(AsRef::as_ref)
            .filter(|token| says_something(token))
            .collect();
        if said.is_empty() {
            return None;
        }
        let named = choices.iter().enumerate().filter(|(_, choice)| {
            let entry = self.knowledge().entry(&choice.entry);
            let title = entry.map(|entry| tokenize(&self.composer().label(entry)));
            let title = title.unwrap_or_default();
            said.iter()
                .all(|word| title.iter().any(|other| is_same(word, other)))
        });
        let mut named = named.map(|(at, _)| at);
        let only = named.next()?;
        named.next().is_none().then_some(only)
    }
}

fn says_something(token: &Token) -> bool {
    !token.function && !AROUND.contains(&token.word.as_str())
}

fn is_same(word: &Token, other: &Token) -> bool {
    const LONG: usize = 5;
    word.stem == other.stem
        || (word.word.len() >= LONG && edit_cost(&word.word, &other.word, 1).is_some())
}

/// Whether these two words are "option one", or the like.
fn numbers_one(pair: &[&str]) -> bool {
    matches!(pair, [before, "one"] if NUMBERING.contains(before))
}

/// The place that is named, counted from 0, if nothing else is said.
fn by_place(words: &[&str], count: usize) -> Option<usize> {
    let mut said = words.iter().filter(|word| !AROUND.contains(word));
    let place = match (said.next(), said.next()) {
        (Some(word), None) => ordinal(word, count)?,
        (None, _) => match words {
            ["one"] => 0,
            _ if words.windows(2).any(numbers_one) => 0,
            _ if count == 1 && words.iter().any(|word| AGREEING.contains(word)) => 0,
            _ => return None,
        },
        _ => return None,
    };
    (place < count).then_some(place)
}

fn ordinal(word: &str, count: usize) -> Option<usize> {
    const LONG: usize = 5;
    let is = |other: &&str| {
        word == *other
            || (other.len() >= LONG && word.len() >= LONG && edit_cost(word, other, 1).is_some())
    };
    if LAST.iter().any(is) {
        return count.checked_sub(1);
    }
    if word == "middle" && count == 3 {
        return Some(1);
    }
    ORDINALS.iter().position(|words| words.iter().any(is))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{knowledge::parse, matching::Settings};

    fn snapshot() -> Snapshot {
        let pack = include_str!("../../../tests/packs/trades.toml");
        let loaded = parse(&[("trades.toml".into(), pack)]);
        assert_eq!(loaded.diagnostics, []);
        Snapshot::new(loaded.knowledge, Settings::default())
    }

    /// The title of what is picked, or of what the words ask by themselves; empty for neither.
    fn title(snapshot: &Snapshot, choices: &[&str], words: &str) -> String {
        let choices: Vec<Matter> = choices
            .iter()
            .map(|id| Matter {
                entry: id.parse().unwrap(),
                role: None,
            })
            .collect();
        let plain = snapshot.ask(words);
        let own = (plain.verdict.outcome == Outcome::Answer).then_some(&plain);
        let picked = snapshot.picked(&plain.verdict, &choices);
        let shown = picked.as_ref().or(own);
        shown.map_or_else(String::new, |advice| advice.reply.cards[0].title.clone())
    }

    #[test]
    fn a_choice_is_picked_as_people_say_it() {
        let snapshot = snapshot();
        let three = ["faq:red-bicycle", "faq:blue-bicycle", "topic:songs"];
        let (red, blue) = ("Where is the red bicycle?", "Where is the blue bicycle?");
        let songs = "Songs about beer";
        for (words, expected) in [
            ("the first one", red),
            ("The first one, please!", red),
            ("first", red),
            ("frist one", red),
            ("1", red),
            ("#1", red),
            ("1st", red),
            ("one", red),
            ("number one", red),
            ("option 1 pls", red),
            ("number one please", red),
            ("I meant the first", red),
            ("the top one lol", red),
            ("2", blue),
            ("the second one", blue),
            ("secnd", blue),
            ("ok number 2 then", blue),
            ("no, the 2nd", blue),
            ("the middle one", blue),
            ("3)", songs),
            ("the last one", songs),
            ("third please", songs),
            // By what it says.
            ("the red one", red),
            ("blue", blue),
            ("the one with the songs", songs),
            // None of them.
            ("4", ""),
            ("the bicycle", ""),
            ("neither", ""),
            ("yes", ""),
            ("that one", ""),
            ("thanks", ""),
            ("what time is it", ""),
            // What asks something by itself is no pick.
            ("is yeast needed by both", "Do both need yeast?"),
            (
                "first of all, who are you to ask me that many things, dear bot of ours",
                "",
            ),
            ("", ""),
        ] {
            assert_eq!(title(&snapshot, &three, words), expected, "{words}");
        }
        for words in ["yes", "yep that one", "ok", "that's it"] {
            assert_eq!(title(&snapshot, &three[..1], words), red, "{words}");
        }
        assert_eq!(title(&snapshot, &["faq:sold"], "1"), "", "it is gone");
    }
}
