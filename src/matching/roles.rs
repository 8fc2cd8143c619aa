//! Which roles a text names: by abbreviation, name or alias, with misspellings.

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

/// A word of a name.
#[derive(Debug)]
struct NameWord {
    text: String,
    letters: LetterSet,
}

/// The names that the roles of the packs go by.
#[derive(Debug, Default)]
pub(super) struct RoleNames {
    /// Each name's words with the role's slug, longest name first.
    names: Vec<(Vec<NameWord>, String)>,
    /// The letters that these begin with, each once: most words of a text begin no name.
    firsts: Vec<LetterSet>,
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
        for (words, _) in &found.names {
            if let Some(first) = words.first().map(|word| word.letters)
                && !found.firsts.contains(&first)
            {
                found.firsts.push(first);
            }
        }
        found
    }

    /// The role's slug as the packs hold it.
    pub(super) fn slug(&self, role: &str) -> &str {
        self.slugs.get(role).map_or("", String::as_str)
    }

    /// The mentions in a text, left to right, not overlapping.
    pub(super) fn find(&self, tokens: &[Token]) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let mut start = 0;
        while let Some(rest) = tokens.get(start..).filter(|rest| !rest.is_empty()) {
            let letters = rest.first().map(|token| LetterSet::of(&token.word));
            let near = |first: &LetterSet| {
                letters.is_some_and(|typed| typed.can_be_within(*first, SLIPS_MAX))
            };
            let begins = |words: &[NameWord]| words.first().is_some_and(|w| near(&w.letters));
            let names = if self.firsts.iter().any(near) {
                self.names.as_slice()
            } else {
                &[]
            };
            let of_words = names
                .iter()
                .find(|(words, _)| begins(words) && starts_with(rest, words))
                .map(|(words, role)| (role, words.len()));
            let of_one_word = || {
                let role = rest.first().and_then(|token| self.words.get(&token.word))?;
                Some((role, 1))
            };
            let Some((role, len)) = of_words.or_else(of_one_word) else {
                start += 1;
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
}

/// Whether the tokens begin with a name, each word at most a slip away, plural allowed at the end.
fn starts_with(tokens: &[Token], name: &[NameWord]) -> bool {
    tokens.len() >= name.len()
        && tokens
            .iter()
            .zip(name)
            .enumerate()
            .all(|(i, (token, word))| {
                token.word == word.text
                    || (i + 1 == name.len() && token.word.strip_suffix('s') == Some(&word.text))
                    || (!token.function && is_slip(&token.word, word))
            })
}

fn is_slip(typed: &str, meant: &NameWord) -> bool {
    let max = match meant.letters.count() {
        0..=3 => return false,
        4..=5 => 1,
        _ => SLIPS_MAX,
    };
    LetterSet::of(typed).can_be_within(meant.letters, max)
        && edit_cost(typed, &meant.text, max).is_some()
}
