//! What words are about in everyday English, whether or not the pack uses them.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

use crate::text::{Token, word_groups};

/// The word groups of [`crate::text::word_groups`], searchable by the stems of a text.
static CONCEPTS: LazyLock<Concepts> = LazyLock::new(Concepts::new);

/// From the hash of a phrase's stems, or of its first stems, to the numbers of its groups.
#[derive(Debug, Default)]
struct Concepts {
    phrases: FxHashMap<u64, Phrase>,
}

#[derive(Debug, Default)]
struct Phrase {
    groups: Vec<u32>,
    /// Whether another phrase begins with this one.
    goes_on: bool,
}

impl Concepts {
    fn new() -> Self {
        let mut concepts = Self::default();
        for (group, phrases) in (0u32..).zip(word_groups()) {
            for phrase in phrases {
                let mut last = 0;
                for (at, token) in phrase.iter().enumerate() {
                    last = step(last, token);
                    let begun = concepts.phrases.entry(last).or_default();
                    begun.goes_on |= at + 1 < phrase.len();
                }
                let groups = &mut concepts.phrases.entry(last).or_default().groups;
                if !groups.contains(&group) {
                    groups.push(group);
                }
            }
        }
        concepts
    }
}

/// Whether phrases of several words begin with this one.
pub(super) fn begins_phrase(token: &Token) -> bool {
    let phrase = CONCEPTS.phrases.get(&step(0, token));
    phrase.is_some_and(|phrase| phrase.goes_on)
}

/// Names the groups of the phrases that some words begin with, with each one's share: a phrase that
/// is in several groups is a part of each. The phrase of the first word alone is left out if it is
/// `counted` already.
#[expect(clippy::cast_precision_loss, reason = "a phrase has few groups")]
pub(super) fn visit<'a>(
    words: impl Iterator<Item = &'a Token>,
    counted: bool,
    mut found: impl FnMut(u32, f32),
) {
    let concepts = &*CONCEPTS;
    let mut last = 0;
    for (at, token) in words.enumerate() {
        last = step(last, token);
        let Some(phrase) = concepts.phrases.get(&last) else {
            break;
        };
        if at > 0 || !counted {
            for &group in &phrase.groups {
                found(group, 1.0 / phrase.groups.len() as f32);
            }
        }
        if !phrase.goes_on {
            break;
        }
    }
}

fn step(phrase: u64, token: &Token) -> u64 {
    let mut hasher = FxHasher::default();
    (phrase, token.stem_hash).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    fn groups(text: &str) -> Vec<u32> {
        let mut groups = Vec::new();
        let tokens = tokenize(text);
        for start in 0..tokens.len() {
            visit(tokens[start..].iter(), false, |group, _| groups.push(group));
        }
        groups
    }

    #[test]
    fn words_for_the_same_thing_share_a_group() {
        for (one, other) in [
            ("she bought it", "a purchase"),
            ("the card is not working", "a faulty card"),
            ("which firm", "my employer"),
        ] {
            let other = groups(other);
            assert!(
                groups(one).iter().any(|group| other.contains(group)),
                "{one}"
            );
        }
        assert!(groups("zyzzyva").is_empty());
    }
}
