//! What kind of answer a question wants, read off its function words.

use std::sync::Arc;

use serde::Serialize;

use crate::text::Token;

/// What kind of answer a question wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Intent {
    /// It sets things side by side: "vs", "difference", "which of them".
    pub comparison: bool,
    /// It wants to see an example.
    pub example: bool,
    /// It is put in the negative: "isn't it the other one who …". The entry stays the same; a good
    /// answer begins with yes or no.
    pub negated: bool,
}

/// Whether words of this stem compare whatever else is said.
pub(super) fn compares(stem: &str) -> bool {
    matches!(
        stem,
        "versus"
            | "differ"
            | "differenti"
            | "compar"
            | "comparison"
            | "distinguish"
            | "distinct"
            | "contrast"
            | "unlik"
            | "overlap"
            | "apart"
            | "separ"
    )
}

/// Whether words of this stem ask for an example.
fn is_exemplary(stem: &str) -> bool {
    matches!(stem, "exampl" | "instanc" | "eg" | "sampl" | "illustr")
}

/// Whether this word, folded and without an apostrophe, negates: `not`, `isnt`, `never`.
#[must_use]
pub fn negates(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "isnt"
            | "arent"
            | "aint"
            | "wasnt"
            | "werent"
            | "dont"
            | "doesnt"
            | "didnt"
            | "hasnt"
            | "havent"
            | "cant"
            | "cannot"
            | "shouldnt"
            | "wouldnt"
            | "couldnt"
            | "wont"
            | "never"
    )
}

impl Intent {
    /// Reads it off the words; `roles` is how many different roles they name.
    pub(super) fn of(tokens: &[Arc<Token>], roles: usize) -> Self {
        let any = |says: fn(&str) -> bool| tokens.iter().any(|t| says(&t.stem));
        let or = tokens.iter().any(|t| t.word == "or");
        Self {
            // "differ" also stands for "different": alone it does not set roles side by side.
            comparison: any(compares) || (or && roles > 1),
            example: any(is_exemplary),
            negated: tokens.iter().any(|t| negates(&t.word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    fn tokens(text: &str) -> Vec<Arc<Token>> {
        tokenize(text).into_iter().map(Arc::new).collect()
    }

    #[test]
    fn the_wanted_kind_of_answer_is_read_off_the_words() {
        for (text, roles, wanted) in [
            ("baker vs brewer", 2, (true, false, false)),
            ("baker or brewer", 2, (true, false, false)),
            ("bread or beer", 0, (false, false, false)),
            ("whats the diff", 0, (true, false, false)),
            ("what sets them apart", 0, (true, false, false)),
            ("where do they overlap", 0, (true, false, false)),
            (
                "compared with a brewer, what is a baker",
                2,
                (true, false, false),
            ),
            ("give me an example", 0, (false, true, false)),
            ("bread for instance", 0, (false, true, false)),
            ("it ain't the baker who brews", 1, (false, false, true)),
            ("the baker doesn't brew, or?", 1, (false, false, true)),
            ("a baker, e.g.?", 1, (false, true, false)),
            ("isn't the baker the one who brews", 1, (false, false, true)),
        ] {
            let Intent {
                comparison,
                example,
                negated,
            } = Intent::of(&tokens(text), roles);
            assert_eq!((comparison, example, negated), wanted, "{text}");
        }
    }
}
