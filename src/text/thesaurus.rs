//! Everyday English: words that people use for the same thing.

use super::token::{Token, tokenize};

/// A group a line; words apart by spaces, the words of a phrase by underscores.
const GROUPS: &str = include_str!("thesaurus.txt");

/// The groups, each a list of words and phrases that often stand for one another.
///
/// They are loose: a word may be in several, and what they share is rather a subject than a meaning.
pub fn word_groups() -> impl Iterator<Item = Vec<Vec<Token>>> {
    GROUPS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let phrases = line.split_whitespace();
            phrases
                .map(|phrase| tokenize(&phrase.replace('_', " ")))
                .collect()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_two_words_or_more_and_none_is_empty() {
        let groups: Vec<_> = word_groups().collect();
        assert!(groups.len() > 400);
        for group in groups {
            assert!(group.len() > 1, "{group:?}");
            let odd = group
                .iter()
                .find(|phrase| phrase.is_empty() || phrase.len() > 5);
            assert_eq!(odd, None, "{group:?}");
        }
    }
}
