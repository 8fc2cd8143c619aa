//! What a question sets beside the one role that it names: the developer of "a CTO or a developer".

use std::sync::Arc;

use super::{Mention, intent::compares};
use crate::text::Token;

/// What stands between two things that are compared, whatever else is said.
const SETS_APART: &str = "versus";
/// What joins two things, in a text that compares.
const JOINS: [&str; 2] = ["and", "or"];
/// What joins a thing to a word of comparing before it: "different from", "the same as".
const FOLLOWS: [&str; 6] = ["from", "than", "as", "to", "with", "against"];
/// Words of comparing that have no thing before them: "the biggest difference to".
const NOUNS: [&str; 4] = ["difference", "differences", "comparison", "distinction"];
/// Words that lead to what is compared, or away from it, and name nothing; "it" as in "IT manager".
const ARTICLES: [&str; 6] = ["a", "an", "the", "some", "any", "it"];
/// Words for what is named elsewhere.
const PLACEHOLDERS: [&str; 12] = [
    "one", "ones", "others", "another", "two", "role", "roles", "title", "job", "position",
    "latter", "former",
];

/// The place of the first word of what is compared with the one role that a text names; `None` if it
/// names none or several, compares nothing, or compares the role with something it does not name.
pub(super) fn find(tokens: &[Arc<Token>], mentions: &[Mention]) -> Option<usize> {
    let role = &mentions.first()?.role;
    if mentions.iter().any(|mention| mention.role != *role) {
        return None;
    }
    let text = Text {
        tokens,
        compares: tokens.iter().any(|token| compares(&token.stem)),
    };
    mentions.iter().find_map(|mention| {
        text.behind(mention.end)
            .or_else(|| text.before(mention.start))
    })
}

struct Text<'a> {
    tokens: &'a [Arc<Token>],
    /// Whether any of its words compares.
    compares: bool,
}

impl Text<'_> {
    fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).map(|token| token.word.as_str())
    }

    fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|word| words.contains(&word))
    }

    fn compares_at(&self, at: usize) -> bool {
        let token = self.tokens.get(at);
        token.is_some_and(|token| compares(&token.stem) || token.word == "same")
    }

    /// Whether the word at this place sets what is on its sides beside each other.
    fn joins(&self, at: usize) -> bool {
        self.word(at) == Some(SETS_APART) || (self.compares && self.is_one_of(at, &JOINS))
    }

    /// What a role that ends before this place is compared with.
    fn behind(&self, end: usize) -> Option<usize> {
        let mut at = end;
        if self.joins(at) {
            return self.thing(self.skip(at + 1, &ARTICLES));
        }
        // "a CTO is the same as", "does a CTO differ from"
        at = self.skip(at, &["is", "the", "any"]);
        if !self.compares_at(at) || !self.is_one_of(at + 1, &FOLLOWS) {
            return None;
        }
        self.thing(self.skip(at + 2, &ARTICLES))
    }

    /// What a role that begins at this place is compared with.
    fn before(&self, start: usize) -> Option<usize> {
        let at = self.skip_back(start, &ARTICLES);
        let joint = at.checked_sub(1)?;
        let mut last = joint.checked_sub(1)?;
        if self.is_one_of(joint, &FOLLOWS)
            && self.compares_at(last)
            && !self.is_one_of(last, &NOUNS)
        {
            // "is a developer the same as a CTO"
            last = self.skip_back(last, &["is", "the", "any"]).checked_sub(1)?;
        } else if !self.joins(joint) {
            return None;
        }
        self.thing(last)
    }

    fn skip(&self, mut at: usize, words: &[&str]) -> usize {
        while self.is_one_of(at, words) {
            at += 1;
        }
        at
    }

    fn skip_back(&self, mut end: usize, words: &[&str]) -> usize {
        while end > 0 && self.is_one_of(end - 1, words) {
            end -= 1;
        }
        end
    }

    /// This place, if its word names a thing.
    fn thing(&self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let names = !token.function && !self.is_one_of(at, &PLACEHOLDERS) && !self.compares_at(at);
        names.then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    /// A text whose roles are its words in capitals.
    fn counterpart(text: &str) -> Option<String> {
        let words = text.split_whitespace().enumerate();
        let mentions: Vec<_> = words
            .filter(|(_, word)| word.len() > 1 && word.chars().all(char::is_uppercase))
            .map(|(at, word)| Mention {
                role: word.to_lowercase(),
                start: at,
                end: at + 1,
            })
            .collect();
        let tokens: Vec<_> = tokenize(text).into_iter().map(Arc::new).collect();
        find(&tokens, &mentions).map(|at| tokens[at].word.clone())
    }

    #[test]
    fn what_a_role_is_compared_with_is_found_on_either_side() {
        for (text, thing) in [
            ("BAKER vs miller", "miller"),
            ("miller vs BAKER", "miller"),
            (
                "what is the difference between a BAKER and a miller",
                "miller",
            ),
            ("difference between millers and the BAKER", "millers"),
            ("compare BAKER or miller", "miller"),
            ("is a BAKER the same as a miller", "miller"),
            ("is a miller the same as a BAKER", "miller"),
            ("how is a BAKER different from a miller", "miller"),
            ("how does the BAKER differ from millers", "millers"),
            ("how is a miller different than a BAKER", "miller"),
            ("BAKER compared to miller", "miller"),
            ("BAKER vs it manager", "manager"),
        ] {
            assert_eq!(counterpart(text).as_deref(), Some(thing), "{text}");
        }
    }

    #[test]
    fn a_question_that_compares_a_role_with_nothing_named_has_none() {
        for text in [
            "BAKER vs BREWER",
            "miller vs cook",
            "how is the BAKER different",
            "how does a BAKER differ from the other one",
            "what makes a BAKER different and special",
            "how does it differ from a BAKER",
            "BAKER versus",
            "BAKER vs it",
            "versus BAKER",
            "what is the biggest difference to a BAKER",
            "does the BAKER or the cook clean up",
            "do I need a BAKER or not",
            "what is the difference in BAKER",
            "the difference between the other role and the BAKER",
            "",
        ] {
            assert_eq!(counterpart(text), None, "{text}");
        }
    }
}
