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
    phrases: FxHashMap<u64, Vec<u32>>,
}

impl Concepts {
    fn new() -> Self {
        let mut concepts = Self::default();
        for (group, phrases) in (0u32..).zip(word_groups()) {
            for phrase in phrases {
                let mut last = 0;
                for token in &phrase {
                    last = step(last, token);
                    concepts.phrases.entry(last).or_default();
                }
                let groups = concepts.phrases.entry(last).or_default();
                if !groups.contains(&group) {
                    groups.push(group);
                }
            }
        }
        concepts
    }
}

/// Whether a word has the stem of an everyday one: then it is no slip.
pub(super) fn knows(token: &Token) -> bool {
    CONCEPTS.phrases.contains_key(&step(0, token))
}

/// Names the groups of each word or phrase of a text, with each one's share: a phrase that is in
/// several groups is a part of each. `None` is what no group knows, such as a role.
#[expect(clippy::cast_precision_loss, reason = "a phrase has few groups")]
pub(super) fn visit<'a>(
    tokens: impl Iterator<Item = Option<&'a Token>> + Clone,
    mut found: impl FnMut(u32, f32),
) {
    let concepts = &*CONCEPTS;
    let mut rest = tokens;
    loop {
        let mut phrase = 0;
        for token in rest.clone() {
            let Some(token) = token else { break };
            phrase = step(phrase, token);
            let Some(groups) = concepts.phrases.get(&phrase) else {
                break;
            };
            for &group in groups {
                found(group, 1.0 / groups.len() as f32);
            }
        }
        if rest.next().is_none() {
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
        visit(tokenize(text).iter().map(Some), |group, _| {
            groups.push(group);
        });
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
