//! Which role suits an organisation, from a description in anybody's words.
//!
//! The words of the situations and of the roles' sides are the evidence: a word speaks for a role as
//! far as it stands there more often than with the others. So the answer can say which words it
//! rests on.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Snapshot;
use crate::{
    answer::{Reply, Suiting},
    knowledge::{Detail, Entry, Knowledge},
    matching::negates,
    text::{Token, edit_cost, tokenize},
};

/// A word that was never seen with a role counts as this many.
const UNSEEN: f32 = 0.25;
/// What a role's situations say counts in full, what its sides of the dimensions say this much.
const OF_SIDES: f32 = 0.4;
/// A word that says less, in logits, is no evidence.
const WORD_SAYS: f32 = 0.8;
/// A role suits when the words for it say at least this much.
const SUITS: f32 = 1.5;
/// A second role suits as well when its words say at least this share of the first one's.
const AS_WELL: f32 = 0.35;
/// How many words an answer names.
const WORDS_MAX: usize = 5;

/// What the words of the packs say for each role.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// The slugs of the roles that situations name.
    roles: Vec<String>,
    /// How often a word, by its stem, a pair of words, or a group of synonyms stands with each role.
    words: FxHashMap<String, Vec<f32>>,
    /// From a stem to the group of synonyms it belongs to.
    groups: FxHashMap<String, String>,
}

impl Evidence {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let mut found = Self::default();
        for synonyms in knowledge.packs.iter().flat_map(|pack| &pack.synonyms) {
            let mut stems = synonyms.iter().filter_map(|word| match &*tokenize(word) {
                [only] => Some(only.stem.clone()),
                _ => None,
            });
            let Some(first) = stems.next() else { continue };
            for stem in stems.chain([first.clone()]) {
                found
                    .groups
                    .entry(stem)
                    .or_insert_with(|| format!("={first}"));
            }
        }
        for entry in knowledge.entries() {
            if let Detail::Situation { role } = &entry.detail
                && !found.roles.contains(role)
            {
                found.roles.push(role.clone());
            }
        }
        // A role's own name is no evidence for what it is asked for.
        let names: FxHashSet<String> = knowledge
            .roles()
            .flat_map(|role| tokenize(role.short()))
            .flat_map(|token| [format!("{}s", token.word), token.word, token.stem])
            .collect();
        for entry in knowledge.entries() {
            match &entry.detail {
                Detail::Situation { role } => {
                    let lines = entry.answer.lines();
                    let texts = entry.ask.iter().chain(&entry.keywords);
                    for text in texts.map(String::as_str).chain(lines) {
                        found.learn(text, role, 1.0, &names);
                    }
                }
                Detail::Dimension { sides } => {
                    for side in sides {
                        found.learn(&side.text, &side.role, OF_SIDES, &names);
                        for example in &side.examples {
                            found.learn(example, &side.role, OF_SIDES, &names);
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn learn(&mut self, text: &str, role: &str, weight: f32, names: &FxHashSet<String>) {
        let Some(at) = self.roles.iter().position(|slug| slug == role) else {
            return;
        };
        let tokens = tokenize(text);
        let is_name = |token: &Token| names.contains(&token.word) || names.contains(&token.stem);
        let mut keys: FxHashSet<String> = tokens.windows(2).filter_map(pair).collect();
        for token in tokens.iter().filter(|t| !t.function && !is_name(t)) {
            keys.insert(token.stem.clone());
            keys.extend(self.groups.get(&token.stem).cloned());
        }
        for key in keys {
            let counts = self.words.entry(key).or_default();
            counts.resize(self.roles.len(), 0.0);
            if let Some(count) = counts.get_mut(at) {
                *count += weight;
            }
        }
    }

    /// What a word or a pair says for each role, in logits against the best of the others; nothing
    /// when it says little.
    fn says(&self, key: &str) -> Option<Vec<f32>> {
        let counts = self.words.get(key)?;
        let others = |at: usize| {
            let others = counts.iter().enumerate().filter(move |(i, _)| *i != at);
            others.map(|(_, count)| *count).fold(0.0, f32::max)
        };
        let logit = |(at, count): (usize, &f32)| ((count + UNSEEN) / (others(at) + UNSEEN)).ln();
        let says: Vec<f32> = counts.iter().enumerate().map(logit).collect();
        says.iter().any(|logit| *logit >= WORD_SAYS).then_some(says)
    }

    /// The same for a word as it is typed: itself, else its synonyms, else what was probably meant.
    fn word_says(&self, token: &Token) -> Option<Vec<f32>> {
        if token.function {
            return None;
        }
        let group = || self.says(self.groups.get(&token.stem)?);
        if self.words.contains_key(&token.stem) {
            return self.says(&token.stem).or_else(group);
        }
        group().or_else(|| self.says(self.misspelt(token)?))
    }

    /// The word that was probably meant.
    fn misspelt(&self, token: &Token) -> Option<&str> {
        const SHORTEST: usize = 5;
        const LONG: usize = 8;
        let length = token.stem.chars().count();
        if length < SHORTEST {
            return None;
        }
        let slips = if length < LONG { 1 } else { 2 };
        let near = self.words.keys().filter_map(|word| {
            let long = word.chars().count() >= SHORTEST;
            let cost = long
                .then(|| edit_cost(&token.stem, word, slips))
                .flatten()?;
            Some((cost, word))
        });
        // The nearest one; of equally near ones always the same.
        let nearest = near.min_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
        nearest.map(|(_, word)| word.as_str())
    }

    /// What of a description is evidence: pairs of words before words.
    fn evidence(&self, tokens: &[Token]) -> Vec<(String, Vec<f32>)> {
        let mut found: Vec<(String, Vec<f32>)> = Vec::new();
        let mut rest = tokens;
        while let [first, tail @ ..] = rest {
            if is_absent(&first.word) {
                rest = tail.get(1..).unwrap_or_default();
                continue;
            }
            let both = rest.get(..2).unwrap_or_default();
            let of_pair = pair(both).and_then(|key| self.says(&key));
            let (text, says) = if let (Some(says), [a, b]) = (of_pair, both) {
                rest = tail.get(1..).unwrap_or_default();
                (format!("{} {}", a.word, b.word), Some(says))
            } else {
                rest = tail;
                (first.word.clone(), self.word_says(first))
            };
            if let Some(says) = says
                && found.iter().all(|(known, _)| *known != text)
            {
                found.push((text, says));
            }
        }
        found
    }

    /// The roles that suit, by slug, best first, each with the words that speak for it.
    pub(super) fn weigh(&self, description: &str) -> Vec<(String, Vec<String>)> {
        let mut sums: Vec<(f32, Vec<(f32, String)>)> = vec![Default::default(); self.roles.len()];
        for (text, says) in self.evidence(&tokenize(description)) {
            for (says, (sum, words)) in says.into_iter().zip(&mut sums) {
                if says >= WORD_SAYS {
                    *sum += says;
                    words.push((says, text.clone()));
                }
            }
        }
        let mut roles: Vec<_> = self.roles.iter().zip(sums).collect();
        roles.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
        let best = roles.first().map_or(0.0, |(_, (sum, _))| *sum);
        roles.retain(|(_, (sum, _))| *sum >= SUITS.max(AS_WELL * best));
        let named = roles.into_iter().map(|(role, (_, mut words))| {
            words.sort_by(|a, b| b.0.total_cmp(&a.0));
            words.truncate(WORDS_MAX);
            (
                role.clone(),
                words.into_iter().map(|(_, word)| word).collect(),
            )
        });
        named.collect()
    }
}

/// Whether the word after this one is what an organisation does not have.
fn is_absent(word: &str) -> bool {
    negates(word) || matches!(word, "no" | "without")
}

/// Two words that stand side by side and both say something.
fn pair(tokens: &[Token]) -> Option<String> {
    match tokens {
        [a, b] if !a.function && !b.function => Some(format!("{} {}", a.stem, b.stem)),
        _ => None,
    }
}

impl Snapshot {
    /// Says which role suits an organisation that is described in a person's own words, and why;
    /// when several fit, or none can be told, says so.
    #[must_use]
    pub fn which(&self, description: &str) -> Reply {
        let weighed = self.evidence.weigh(description);
        let suiting: Vec<Suiting<'_>> = weighed
            .into_iter()
            .filter_map(|(slug, words)| {
                let role = self.knowledge().role(&slug)?;
                Some(Suiting {
                    role,
                    situations: self.situations(&slug),
                    words,
                })
            })
            .collect();
        self.composer().which(&suiting)
    }

    fn situations(&self, role: &str) -> Vec<&Entry> {
        let of_role = |entry: &&Entry| matches!(&entry.detail, Detail::Situation { role: own } if own == role);
        self.knowledge().entries().filter(of_role).collect()
    }
}
