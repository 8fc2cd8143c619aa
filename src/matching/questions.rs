//! Taking a message of several questions apart.

/// At most this many questions of a message are looked at.
const QUESTIONS_MAX: usize = 4;
/// A question has at least this many words.
const WORDS_MIN: usize = 3;

/// The questions of a message: what ends in a question mark or a line. A sentence that ends in a
/// full stop leads up to the question behind it, and stays with it. Empty or a single one for most
/// messages.
pub(super) fn split(text: &str) -> Vec<&str> {
    let ends = |c: char| c == '?' || c == '\n' || c == ';';
    if !text
        .trim_end_matches(|c| ends(c) || c.is_whitespace())
        .contains(ends)
    {
        return Vec::new();
    }
    text.split_inclusive(ends)
        .map(str::trim)
        .filter(|part| part.split_whitespace().count() >= WORDS_MIN && stands_alone(part))
        .take(QUESTIONS_MAX)
        .collect()
}

/// "And the other one?" says nothing without what came before.
fn stands_alone(part: &str) -> bool {
    let first = part.split(|c: char| !c.is_alphanumeric()).next();
    !first.is_some_and(|word| {
        ["and", "or", "but"]
            .iter()
            .any(|joint| word.eq_ignore_ascii_case(joint))
    })
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn questions_are_taken_apart_at_their_marks() {
        for (text, parts) in [
            ("what is a baker?", &[][..]),
            (
                "what is a baker? what does it cost?",
                &["what is a baker?", "what does it cost?"],
            ),
            ("I met one. What is a baker??  ", &[]),
            ("what is a baker? thanks", &["what is a baker?"]),
            ("what is a baker? and the other one?", &["what is a baker?"]),
            ("", &[]),
            ("???", &[]),
        ] {
            assert_eq!(split(text), parts, "{text:?}");
        }
    }
}
