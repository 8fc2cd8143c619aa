//! Taking a message of several questions apart.

/// At most this many questions of a message are looked at.
const QUESTIONS_MAX: usize = 4;
/// A question has at least this many words.
const WORDS_MIN: usize = 3;
/// And at most this many: what goes on for longer is a story, and four of them would take long.
const WORDS_MAX: usize = 96;

/// The questions of a message: what ends in a question mark or a line. A sentence that ends in a
/// full stop leads up to the question behind it, and stays with it. Empty or a single one for most
/// messages.
pub(in crate::matching) fn split(text: &str) -> Vec<&str> {
    // The last one is Greek's question mark, which composes to a semicolon.
    let ends = |c: char| matches!(c, '?' | '\n' | ';' | '\u{37e}');
    if !text
        .trim_end_matches(|c| ends(c) || c.is_whitespace())
        .contains(ends)
    {
        return Vec::new();
    }
    text.split_inclusive(ends)
        .map(|part| without_joint(part.trim()))
        .filter(|part| is_sized(part) && stands_alone(part))
        .take(QUESTIONS_MAX)
        .collect()
}

/// The two questions of a sentence that asks twice, such as "what is a baker and what does it cost";
/// empty when it does not.
pub(in crate::matching) fn split_at_joint(text: &str) -> Vec<&str> {
    let joints = text
        .match_indices(" and ")
        .chain(text.match_indices(" AND "));
    for (at, joint) in joints {
        let (before, after) = (&text[..at], &text[at + joint.len()..]);
        let before = before.trim_end_matches(|c: char| c == ',' || c.is_whitespace());
        if asks(after) && [before, after].iter().all(|part| is_sized(part)) {
            return vec![before, after];
        }
    }
    Vec::new()
}

fn is_sized(part: &str) -> bool {
    let words = part.split_whitespace().take(WORDS_MAX + 1).count();
    (WORDS_MIN..=WORDS_MAX).contains(&words)
}

/// Whether it begins as a question does.
fn asks(part: &str) -> bool {
    const WORDS: [&str; 18] = [
        "what", "whats", "what's", "who", "whos", "who's", "how", "hows", "how's", "why", "when",
        "where", "which", "is", "are", "do", "does", "can",
    ];
    let first = part.split_whitespace().next();
    first.is_some_and(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// "And how is it pronounced?" asks by itself without the "and"; "and what about it?" does not.
fn without_joint(part: &str) -> &str {
    let rest = part.split_once(' ').and_then(|(first, rest)| {
        let joint = ["and", "also"]
            .iter()
            .any(|word| first.eq_ignore_ascii_case(word));
        (joint && asks(rest)).then(|| rest.trim_start())
    });
    rest.filter(|rest| !leaves_out(rest)).unwrap_or(part)
}

/// "What about the other one" and "what does the other one" leave out what was said before.
fn leaves_out(question: &str) -> bool {
    let words: Vec<&str> = question
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .collect();
    let is = |at: usize, known: &[&str]| {
        words
            .get(at)
            .is_some_and(|word| known.iter().any(|k| word.eq_ignore_ascii_case(k)))
    };
    is(1, &["about"])
        || (is(1, &["do", "does", "did"])
            && words.len() < 6
            && !is(words.len() - 1, &["do", "mean"]))
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
    use super::{split, split_at_joint};

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
            (
                "what is a baker? And how is it pronounced?",
                &["what is a baker?", "how is it pronounced?"],
            ),
            (
                "what is a baker? and what about the other one?",
                &["what is a baker?"],
            ),
            (
                "what does a baker eat? And what does the other one?",
                &["what does a baker eat?"],
            ),
            (
                "who is a baker? And what does he do?",
                &["who is a baker?", "what does he do?"],
            ),
            ("", &[]),
            ("???", &[]),
            (
                &format!("{}? who is it?", "what is it ".repeat(40)),
                &["who is it?"],
            ),
        ] {
            assert_eq!(split(text), parts, "{text:?}");
        }
    }

    #[test]
    fn a_sentence_may_ask_twice() {
        for (text, parts) in [
            (
                "what is a baker, and what does it cost?",
                &["what is a baker", "what does it cost?"][..],
            ),
            (
                "Who is the baker AND how old is he",
                &["Who is the baker", "how old is he"],
            ),
            (
                "what do bread and beer share and who bakes it",
                &["what do bread and beer share", "who bakes it"],
            ),
            ("what are bread and beer", &[]),
            ("what is it and why", &[]),
            ("the baker and who", &[]),
            ("", &[]),
        ] {
            assert_eq!(split_at_joint(text), parts, "{text:?}");
        }
    }
}
