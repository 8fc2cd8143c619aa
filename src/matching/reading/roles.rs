//! Which roles a text names: by abbreviation, name or alias, with misspellings.

use std::borrow::Borrow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    knowledge::{Detail, Knowledge},
    text::{LetterSet, Token, edit_cost, tokenize},
};

/// A role named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The role's slug.
    pub role: String,
    /// The first token of its name.
    pub start: usize,
    /// The first token behind its name.
    pub end: usize,
}

/// At most this many slips are forgiven in a word of a name.
const SLIPS_MAX: usize = 2;
/// An abbreviation whose letters stand apart has at most this many of them.
const LETTERS_MAX: usize = 6;
/// A name that shares its last word with the next has at most this many others.
const OWN_MAX: usize = 4;
/// What joins two names that share their last word.
const JOINTS: [&str; 3] = ["and", "or", "versus"];

/// A word of a name.
#[derive(Debug, Clone, PartialEq)]
struct NameWord {
    text: String,
    letters: LetterSet,
}

impl NameWord {
    fn is_meant_by(&self, token: &Token) -> bool {
        token.word == self.text || (!token.function && self.is_slipped_to(&token.word))
    }

    fn is_slipped_to(&self, typed: &str) -> bool {
        let max = match self.letters.count() {
            0..=3 => return false,
            4..=5 => 1,
            _ => SLIPS_MAX,
        };
        LetterSet::of(typed).can_be_within(self.letters, max)
            && edit_cost(typed, &self.text, max).is_some()
    }
}

/// The names that the roles of the packs go by.
#[derive(Debug, Default)]
pub(super) struct RoleNames {
    /// Each name's words with the role's slug, longest name first.
    names: Vec<(Vec<NameWord>, String)>,
    /// The words that these begin with, each once: most words of a text begin no name.
    firsts: Vec<NameWord>,
    /// The letters of abbreviations as words, as [`tokenize`] reads them, longest first.
    letters: Vec<(Vec<String>, String)>,
    /// Names of one word, and their plurals.
    words: FxHashMap<String, String>,
    slugs: FxHashSet<String>,
}

impl RoleNames {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let mut found = Self::default();
        let mut names: Vec<(Vec<String>, String)> = Vec::new();
        for entry in knowledge.roles() {
            let Detail::Role { short, aliases } = &entry.detail else {
                continue;
            };
            found.slugs.insert(entry.id.slug.clone());
            for name in aliases.iter().chain([short, &entry.title]) {
                let words: Vec<_> = tokenize(name).into_iter().map(|t| t.word).collect();
                if !words.is_empty() {
                    names.push((words, entry.id.slug.clone()));
                }
            }
        }
        names.sort();
        names.dedup();
        // A name that two roles share names neither.
        let shared: Vec<_> = names
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] if a.0 == b.0 => Some(a.0.clone()),
                _ => None,
            })
            .collect();
        names.retain(|(words, _)| !shared.contains(words));
        names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        for (words, role) in names {
            if let [word] = words.as_slice() {
                let letters: Vec<String> = word
                    .chars()
                    .map(|letter| Token::new(letter.encode_utf8(&mut [0; 4])).word)
                    .collect();
                if (2..=LETTERS_MAX).contains(&letters.len()) {
                    found.letters.push((letters, role.clone()));
                }
                found.words.insert(format!("{word}s"), role.clone());
                found.words.insert(word.clone(), role);
            } else {
                let words = words.into_iter().map(|text| NameWord {
                    letters: LetterSet::of(&text),
                    text,
                });
                found.names.push((words.collect(), role));
            }
        }
        found
            .letters
            .sort_by_key(|(letters, _)| std::cmp::Reverse(letters.len()));
        for (words, _) in &found.names {
            if let Some(first) = words.first()
                && !found.firsts.contains(first)
            {
                found.firsts.push(first.clone());
            }
        }
        found
    }

    /// The role's slug as the packs hold it.
    pub(super) fn slug(&self, role: &str) -> &str {
        self.slugs.get(role).map_or("", String::as_str)
    }

    /// Whether a mention may begin with this word.
    pub(super) fn may_begin(&self, token: &Token) -> bool {
        let mut firsts = self.firsts.iter();
        let mut spelt = self.letters.iter();
        self.words.contains_key(&token.word)
            || spelt.any(|(letters, _)| letters.first() == Some(&token.word))
            || firsts.any(|first| first.is_meant_by(token))
    }

    /// The role whose name a single word is.
    pub(super) fn of_word(&self, word: &str) -> Option<&str> {
        self.words.get(word).map(String::as_str)
    }

    /// The mentions in a text, left to right, not overlapping. Only looked for at the places for
    /// which `may_begin` holds.
    pub(super) fn find<T: Borrow<Token>>(
        &self,
        tokens: &[T],
        may_begin: impl Fn(usize, &Token) -> bool,
    ) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let mut start = 0;
        while let Some(rest @ [first, ..]) = tokens.get(start..) {
            let first = first.borrow();
            if !may_begin(start, first) {
                start += 1;
                continue;
            }
            let of_words = self
                .names
                .iter()
                .find(|(words, _)| starts_with(rest, words))
                .map(|(words, role)| (role, words.len()));
            let of_one_word = || Some((self.words.get(&first.word)?, 1));
            let found = of_words
                .or_else(of_one_word)
                .or_else(|| self.spelt_out(rest));
            let Some((role, len)) = found else {
                let pair = share_last_word(rest, &self.names);
                let Some((_, last)) = &pair else {
                    start += 1;
                    continue;
                };
                let next = start + last.end;
                for mention in pair.into_iter().flat_map(|(first, last)| [first, last]) {
                    mentions.push(Mention {
                        start: start + mention.start,
                        end: start + mention.end,
                        ..mention
                    });
                }
                start = next;
                continue;
            };
            mentions.push(Mention {
                role: role.clone(),
                start,
                end: start + len,
            });
            start += len;
        }
        mentions
    }

    /// A name of one word whose letters stand apart: "c t o".
    fn spelt_out<T: Borrow<Token>>(&self, tokens: &[T]) -> Option<(&String, usize)> {
        let spelt = |(letters, _): &&(Vec<String>, String)| {
            tokens.len() >= letters.len()
                && letters
                    .iter()
                    .zip(tokens)
                    .all(|(l, t)| *l == t.borrow().word)
        };
        let (letters, role) = self.letters.iter().find(spelt)?;
        Some((role, letters.len()))
    }
}

/// Two names of which the first leaves out the last word that they share: "chief technology and
/// chief information officer". The second may leave its first word out as well.
fn share_last_word<T: Borrow<Token>>(
    tokens: &[T],
    names: &[(Vec<NameWord>, String)],
) -> Option<(Mention, Mention)> {
    let joint = tokens
        .iter()
        .take(OWN_MAX + 1)
        .position(|token| JOINTS.contains(&token.borrow().word.as_str()))?;
    let is_article = |token: &T| matches!(token.borrow().word.as_str(), "the" | "a");
    let second = joint + 1 + usize::from(tokens.get(joint + 1).is_some_and(is_article));
    let behind = tokens.get(second..)?;
    for (words, role) in names {
        let Some((last, own)) = words.split_last() else {
            continue;
        };
        if own.len() != joint || !starts_with(tokens, own) {
            continue;
        }
        for (other, other_role) in names {
            if other_role == role || other.last().is_none_or(|word| word.text != last.text) {
                continue;
            }
            let shorter = other
                .get(1..)
                .filter(|rest| rest.len() > 1)
                .unwrap_or(other);
            let found = [other.as_slice(), shorter]
                .into_iter()
                .find(|name| starts_with(behind, name));
            let Some(len) = found.map(<[NameWord]>::len) else {
                continue;
            };
            let mention = |role: &String, start, end| Mention {
                role: role.clone(),
                start,
                end,
            };
            return Some((
                mention(role, 0, joint),
                mention(other_role, second, second + len),
            ));
        }
    }
    None
}

/// Whether the tokens begin with a name, each word at most a slip away, plural allowed at the end.
fn starts_with<T: Borrow<Token>>(tokens: &[T], name: &[NameWord]) -> bool {
    let is_plural = |at, token: &Token, word: &NameWord| {
        at + 1 == name.len() && token.word.strip_suffix('s') == Some(&word.text)
    };
    tokens.len() >= name.len()
        && tokens
            .iter()
            .zip(name)
            .enumerate()
            .all(|(at, (token, word))| {
                let token = token.borrow();
                word.is_meant_by(token) || is_plural(at, token, word)
            })
}
