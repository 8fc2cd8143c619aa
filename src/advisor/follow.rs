//! Questions that leave out what the answer before them was about: "and the CIO?", "examples?".

use super::{Advice, Matter, Snapshot};
use crate::{
    knowledge::{Detail, Entry, EntryId, Kind},
    matching::{Candidate, Outcome, Parts, Verdict},
};

/// A question with more words than this says by itself what it is about.
const WORDS_MAX: usize = 12;
/// What is left of "and …?" without its beginning has at most this many words.
const REST_MAX: usize = 5;

/// Words before the question: they say that it goes on.
const JOINTS: [&str; 8] = ["and", "or", "but", "so", "also", "then", "now", "plus"];
/// Words before the question that say nothing.
const OPENERS: [&str; 21] = [
    "ok",
    "okay",
    "well",
    "hmm",
    "hm",
    "yeah",
    "yes",
    "yep",
    "no",
    "ah",
    "oh",
    "cool",
    "great",
    "nice",
    "thanks",
    "thank",
    "you",
    "right",
    "alright",
    "please",
    "interesting",
];
/// Beginnings of a question that asks the same of something else, the longest first.
const LEADS: [&[&str]; 11] = [
    &["is", "it", "the", "same", "for"],
    &["is", "that", "the", "same", "for"],
    &["what", "does", "it", "mean", "for"],
    &["what", "does", "that", "mean", "for"],
    &["how", "is", "it", "for"],
    &["how", "is", "that", "for"],
    &["the", "same", "for"],
    &["same", "for"],
    &["what", "about"],
    &["how", "about"],
    &["what", "of"],
];
/// Words that may stand between a joint and what is asked.
const PREPOSITIONS: [&str; 5] = ["for", "in", "on", "with", "about"];
const ARTICLES: [&str; 8] = ["the", "a", "an", "our", "my", "that", "this", "those"];
/// Words behind what is asked that say nothing.
const TRAILERS: [&str; 10] = [
    "then", "too", "please", "though", "instead", "role", "side", "thanks", "as", "well",
];
/// Words around "examples" that ask for nothing else.
const AROUND_EXAMPLES: [&str; 28] = [
    "any",
    "some",
    "a",
    "an",
    "the",
    "few",
    "couple",
    "of",
    "more",
    "another",
    "give",
    "me",
    "us",
    "show",
    "can",
    "could",
    "you",
    "have",
    "got",
    "for",
    "please",
    "real",
    "life",
    "world",
    "concrete",
    "practical",
    "there",
    "are",
];
/// Words that a question begins with that says by itself what it asks.
const ASKING: [&str; 27] = [
    "who", "whos", "what", "whats", "which", "when", "where", "why", "how", "can", "could", "does",
    "do", "did", "is", "are", "was", "should", "would", "will", "may", "has", "have", "isnt",
    "arent", "doesnt", "dont",
];
const PRONOUNS: [&str; 5] = ["he", "she", "him", "his", "her"];
/// Pronouns that may stand for both roles as well.
const PLURALS: [&str; 3] = ["they", "their", "them"];

/// How the question goes on from the answer before it.
enum Next {
    /// The same of this role; of all roles for `None`.
    Role(Option<String>),
    /// Examples, of this role if one is named.
    Examples(Option<String>),
    /// This, of the same role.
    About(String),
}

/// One word of the question.
struct Word<'a> {
    text: &'a str,
    role: Option<&'a str>,
}

impl Snapshot {
    /// Answers a question that may lean on the answer before it. One that says by itself what it
    /// asks is answered as by [`Snapshot::ask`].
    #[must_use]
    pub fn ask_after(&self, question: &str, before: Option<&Matter>) -> Advice {
        let plain = self.ask(question);
        let Some(before) = before else { return plain };
        self.follow(&plain.verdict, before).unwrap_or(plain)
    }

    /// The answer to a question that leans on the answer before it; `None` when it does not.
    #[must_use]
    pub fn follow(&self, plain: &Verdict, before: &Matter) -> Option<Advice> {
        let entry = self.knowledge().entry(&before.entry)?;
        let words = words(plain);
        if words.is_empty() || words.len() > WORDS_MAX {
            return None;
        }
        match self.next(&words, before) {
            Some(Next::Role(role)) => self.of_role(plain, entry, role.as_deref()),
            Some(Next::Examples(role)) => {
                let role = role.as_deref().or(before.role.as_deref());
                let shown = match (
                    &entry.detail,
                    role.and_then(|slug| self.knowledge().role(slug)),
                ) {
                    (Detail::Role { .. }, Some(role)) => role,
                    _ => entry,
                };
                let reply = self.composer().examples(shown, role)?;
                Some(advice(plain, &shown.id, reply))
            }
            Some(Next::About(rest)) => self.about(&rest, before),
            None => self.of_pronoun(plain, before),
        }
    }

    fn next(&self, words: &[Word<'_>], before: &Matter) -> Option<Next> {
        let (joined, led, rest) = beginning(words);
        let bare = rest.len() == words.len();
        let (spoken, rest) = (rest, without(rest));
        let leads = joined || led;
        let last = rest.last()?;
        if is_examples(rest) || is_examples(spoken) {
            let role = rest.iter().find_map(|word| word.role);
            return Some(Next::Examples(role.map(str::to_owned)));
        }
        if rest
            .iter()
            .all(|word| word.role.is_some() || ["and", "or", "versus"].contains(&word.text))
        {
            let role = last.role.filter(|role| {
                rest.iter()
                    .all(|word| word.role.is_none_or(|other| other == *role))
            });
            return match role {
                Some(role) if leads || bare => Some(Next::Role(Some(role.to_owned()))),
                None if leads => Some(Next::Role(None)),
                _ => None,
            };
        }
        let texts: Vec<&str> = rest.iter().map(|word| word.text).collect();
        match texts.as_slice() {
            ["other"] | ["other", "one" | "guy" | "person" | "two"] if leads || bare => {
                return self.other(before).map(|role| Next::Role(Some(role)));
            }
            ["both"] | ["both", "of", "them"] if leads || bare => return Some(Next::Role(None)),
            _ => {}
        }
        let asks = texts.first().is_some_and(|first| ASKING.contains(first));
        let names = rest.iter().any(|word| word.role.is_some());
        (leads && !asks && !names && texts.len() <= REST_MAX).then(|| Next::About(texts.join(" ")))
    }

    /// The one other role of the pack.
    fn other(&self, before: &Matter) -> Option<String> {
        let role = before.role.as_deref()?;
        let packs = &self.knowledge().packs;
        let of_pack = |pack: &&crate::knowledge::Pack| {
            pack.entries
                .iter()
                .any(|entry| entry.id.kind == Kind::Role && entry.id.slug == role)
        };
        let pack = packs.iter().find(of_pack)?;
        let mut others = pack
            .entries
            .iter()
            .filter(|entry| entry.id.kind == Kind::Role && entry.id.slug != role);
        let other = others.next()?;
        others.next().is_none().then(|| other.id.slug.clone())
    }

    /// The same of another role.
    fn of_role(&self, plain: &Verdict, entry: &Entry, role: Option<&str>) -> Option<Advice> {
        let shown = match (&entry.detail, role) {
            (Detail::Dimension { .. }, _) => entry,
            (_, None) => return None,
            (Detail::Situation { .. }, Some(role)) => {
                let mut entries = self.knowledge().entries();
                entries.find(
                    |other| matches!(&other.detail, Detail::Situation { role: own } if own == role),
                )?
            }
            (_, Some(role)) => self.knowledge().role(role)?,
        };
        let reply = self.composer().entry(shown, role);
        Some(advice(plain, &shown.id, reply))
    }

    /// Something else of the same role.
    fn about(&self, rest: &str, before: &Matter) -> Option<Advice> {
        let role = before
            .role
            .as_deref()
            .and_then(|slug| self.knowledge().role(slug));
        let of_role = role.map(|role| self.ask(&format!("{rest} {}", role.short())));
        let alone = self.ask(rest);
        let same = |advice: &Advice| first(&advice.verdict) == first(&alone.verdict);
        // The role narrows a row of the comparison down; it must not lead elsewhere.
        of_role
            .filter(|advice| advice.verdict.outcome != Outcome::Abstain && same(advice))
            .or_else(|| (alone.verdict.outcome != Outcome::Abstain).then_some(alone))
    }

    /// A question about "him" is one about the role that the answer was about.
    fn of_pronoun(&self, plain: &Verdict, before: &Matter) -> Option<Advice> {
        let role = self.knowledge().role(before.role.as_deref()?)?;
        let named = !plain.reading.mentions.is_empty();
        if named || plain.exact {
            return None;
        }
        let words: Vec<&str> = plain
            .reading
            .tokens
            .iter()
            .map(|token| token.word.as_str())
            .collect();
        let plural = words.iter().any(|word| PLURALS.contains(word));
        let single = words.iter().any(|word| PRONOUNS.contains(word));
        let unanswered = plain.outcome != Outcome::Answer;
        if !(single || (plural && unanswered)) {
            return None;
        }
        let words = words.into_iter().map(|word| {
            if PRONOUNS.contains(&word) || PLURALS.contains(&word) {
                role.short()
            } else {
                word
            }
        });
        let full = words.collect::<Vec<_>>().join(" ");
        let advice = self.ask(&full);
        (advice.verdict.outcome == Outcome::Answer).then_some(advice)
    }
}

fn first(verdict: &Verdict) -> Option<&EntryId> {
    verdict.candidates.first().map(|candidate| &candidate.id)
}

/// An answer that was found by what came before, not by the question's own words.
fn advice(plain: &Verdict, id: &EntryId, reply: crate::answer::Reply) -> Advice {
    let mut verdict = Verdict {
        outcome: Outcome::Answer,
        choices: 0,
        asked: None,
        second: None,
        ..plain.clone()
    };
    verdict.candidates.retain(|candidate| candidate.id != *id);
    verdict.candidates.insert(
        0,
        Candidate {
            id: id.clone(),
            score: 1.0,
            parts: Parts::default(),
        },
    );
    verdict.candidates.truncate(crate::matching::CANDIDATES_MAX);
    Advice { verdict, reply }
}

fn words(verdict: &Verdict) -> Vec<Word<'_>> {
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

/// Whether the words begin as one that goes on, and what is left behind that.
fn beginning<'w, 'a>(words: &'w [Word<'a>]) -> (bool, bool, &'w [Word<'a>]) {
    let (mut joined, mut rest) = (false, words);
    while let [word, tail @ ..] = rest {
        let joint = JOINTS.contains(&word.text);
        if !joint && !OPENERS.contains(&word.text) {
            break;
        }
        joined |= joint;
        rest = tail;
    }
    let starts = |lead: &&&[&str]| {
        rest.len() >= lead.len()
            && rest
                .iter()
                .zip(lead.iter())
                .all(|(word, lead)| word.text == *lead)
    };
    let mut led = false;
    if let Some(lead) = LEADS.iter().find(starts) {
        led = true;
        rest = rest.get(lead.len()..).unwrap_or_default();
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
    (joined, led, rest)
}

/// The words without articles before and fillers behind.
fn without<'w, 'a>(mut words: &'w [Word<'a>]) -> &'w [Word<'a>] {
    while let [word, tail @ ..] = words
        && ARTICLES.contains(&word.text)
        && !tail.is_empty()
    {
        words = tail;
    }
    while let [head @ .., word] = words
        && TRAILERS.contains(&word.text)
        && !head.is_empty()
    {
        words = head;
    }
    words
}

/// Whether examples are asked for, and nothing else but perhaps of which role.
fn is_examples(words: &[Word<'_>]) -> bool {
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    if matches!(
        texts.as_slice(),
        ["like", "what"] | ["such", "as"] | ["such", "as", "what"]
    ) {
        return true;
    }
    let is_example =
        |text: &str| ["example", "examples", "instance", "eg", "sample", "samples"].contains(&text);
    texts.iter().any(|text| is_example(text))
        && words.iter().all(|word| {
            word.role.is_some() || is_example(word.text) || AROUND_EXAMPLES.contains(&word.text)
        })
}

#[cfg(test)]
mod tests;
