//! The form of a question that goes on from an answer.

use super::words::{
    AROUND_EXAMPLES, AROUND_MORE, ARTICLES, BESIDE, EXAMPLES, GO_ON, JOINTS, LATE_JOINTS, LEADS,
    LIKE, MORE, OPENERS, PRAISE, PREPOSITIONS, ROLE_LEADS, TRAILERS,
};
use crate::{matching::Verdict, text::edit_cost};

/// A question with more words than this says by itself what it is about.
pub(super) const WORDS_MAX: usize = 12;
/// What is left of "and …?" without its beginning has at most this many words.
pub(super) const REST_MAX: usize = 5;

/// One word of the question.
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) role: Option<&'a str>,
}

/// A question taken apart.
pub(super) struct Phrase<'w, 'a> {
    /// Its beginning or its end says that it goes on.
    pub(super) leads: bool,
    /// It goes on if it is about a role.
    pub(super) may_lead: bool,
    /// It sets something beside what was answered.
    pub(super) beside: bool,
    /// What it asks, with the words that say nothing.
    pub(super) spoken: &'w [Word<'a>],
    /// What it asks.
    pub(super) rest: &'w [Word<'a>],
}

/// A question's words.
pub(super) fn words_of(verdict: &Verdict) -> Vec<Word<'_>> {
    let reading = &verdict.reading;
    let role = |at: usize| {
        let mut mentions = reading.mentions.iter();
        let mention = mentions.find(|mention| (mention.start..mention.end).contains(&at))?;
        Some(mention.role.as_str())
    };
    let tokens = reading.tokens.iter().enumerate();
    tokens
        .map(|(at, token)| Word {
            text: &token.word,
            role: role(at),
        })
        .collect()
}

impl<'w, 'a> Phrase<'w, 'a> {
    pub(super) fn of(words: &'w [Word<'a>]) -> Self {
        let (mut joined, mut praised, mut rest) = (false, false, words);
        while let [word, tail @ ..] = rest {
            let (joint, praise) = (JOINTS.contains(&word.text), PRAISE.contains(&word.text));
            if !joint && !praise && !OPENERS.contains(&word.text) {
                break;
            }
            joined |= joint;
            praised |= praise;
            rest = tail;
        }
        let behind = |leads: &[&str]| {
            let lens = leads.iter().filter_map(|lead| led_by(rest, lead));
            lens.max().and_then(|len| rest.get(len..))
        };
        let (mut led, mut may_lead, mut beside) = (false, !praised, false);
        if let Some(tail) = behind(BESIDE) {
            (led, beside, rest) = (true, true, tail);
        } else if let Some(tail) = behind(LEADS) {
            (led, rest) = (true, tail);
        } else if let Some(tail) = behind(ROLE_LEADS) {
            (may_lead, rest) = (true, tail);
        }
        if let [word, tail @ ..] = rest
            && PREPOSITIONS.contains(&word.text)
            && !tail.is_empty()
        {
            joined |= tail
                .iter()
                .all(|word| word.role.is_some() || ARTICLES.contains(&word.text));
            rest = tail;
        }
        let spoken = rest;
        while let [word, tail @ ..] = rest
            && ARTICLES.contains(&word.text)
            && !tail.is_empty()
        {
            rest = tail;
        }
        while let [head @ .., word] = rest
            && !head.is_empty()
        {
            let late = LATE_JOINTS.contains(&word.text);
            if !late && !TRAILERS.contains(&word.text) {
                break;
            }
            joined |= late;
            rest = head;
        }
        Self {
            leads: joined || led,
            may_lead,
            beside,
            spoken,
            rest,
        }
    }

    /// Whether examples are asked for, and nothing else but perhaps of which role.
    pub(super) fn asks_for_examples(&self) -> bool {
        [self.rest, self.spoken].into_iter().any(is_examples)
    }

    /// Whether more is asked for, and nothing else.
    pub(super) fn asks_for_more(&self) -> bool {
        [self.rest, self.spoken].into_iter().any(is_more)
    }
}

fn is_more(words: &[Word<'_>]) -> bool {
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    GO_ON.contains(&texts.join(" ").as_str())
        || (texts.iter().any(|text| MORE.contains(text))
            && texts
                .iter()
                .all(|text| MORE.contains(text) || AROUND_MORE.contains(text)))
}

/// How many words a beginning takes up, if the words begin so.
fn led_by(words: &[Word<'_>], lead: &str) -> Option<usize> {
    let mut len = 0;
    for wanted in lead.split(' ') {
        let word = words.get(len)?;
        if !wanted.split('|').any(|wanted| wanted == word.text) {
            return None;
        }
        len += 1;
    }
    Some(len)
}

fn is_examples(words: &[Word<'_>]) -> bool {
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    if LIKE.contains(&texts.join(" ").as_str()) {
        return true;
    }
    texts.iter().any(|text| is_example(text))
        && words.iter().all(|word| {
            word.role.is_some() || is_example(word.text) || AROUND_EXAMPLES.contains(&word.text)
        })
}

/// Whether a word asks for an example, or is meant to.
fn is_example(text: &str) -> bool {
    EXAMPLES.contains(&text)
        || (text.len() > 5
            && ["example", "examples"]
                .iter()
                .any(|word| edit_cost(text, word, 1).is_some()))
}
