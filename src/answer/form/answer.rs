//! An answer that is longer than an input: in parts, and put together again.

use super::INPUT_MAX;

/// A form has room for so many parts beside the title and how people ask.
pub(super) const PARTS_MAX: usize = 3;
const MARKS: [&str; 3] = ["\n\n", "\n", " "];

/// An answer in parts, each with what stands between it and the next.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    parts: Vec<(&'a str, &'a str)>,
}

impl<'a> Parts<'a> {
    /// Splits an answer at a blank line, else at a line, else at a space, so that every part fits; what
    /// is left in the last part may be too long.
    pub(super) fn of(answer: &'a str) -> Self {
        let mut parts = Vec::new();
        let mut rest = answer;
        while parts.len() + 1 < PARTS_MAX && units(rest) > INPUT_MAX {
            let room = fitting(rest);
            let start = rest.get(..room).unwrap_or(rest);
            let at = MARKS.iter().find_map(|mark| {
                let at = start.rfind(mark).filter(|at| *at > room / 2)?;
                Some((at, mark.len()))
            });
            let (at, gap) = at.unwrap_or((room, 0));
            parts.push((
                rest.get(..at).unwrap_or_default(),
                rest.get(at..at + gap).unwrap_or_default(),
            ));
            rest = rest.get(at + gap..).unwrap_or_default();
        }
        parts.push((rest, ""));
        Self { parts }
    }

    /// The texts with the ids of their inputs.
    pub(super) fn texts(&self) -> impl Iterator<Item = (String, &'a str)> {
        let parts = self.parts.iter().enumerate();
        parts.map(|(at, (text, _))| (id(at), *text))
    }

    pub(super) fn is_part(input: &str) -> bool {
        (0..PARTS_MAX).any(|at| id(at) == input)
    }

    /// What was filled in, put together.
    pub(super) fn joined(&self, values: &[(String, String)]) -> String {
        let mut whole = String::new();
        for (at, (text, gap)) in self.parts.iter().enumerate() {
            let name = id(at);
            let value = values.iter().find(|(id, _)| *id == name);
            let value = value.map_or(*text, |(_, value)| value.trim());
            whole.push_str(value);
            if !value.is_empty() {
                whole.push_str(gap);
            }
        }
        whole.trim().to_owned()
    }
}

fn id(at: usize) -> String {
    if at == 0 {
        "answer".to_owned()
    } else {
        format!("answer:{at}")
    }
}

/// As Discord counts.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// How many bytes from the start fit an input.
fn fitting(text: &str) -> usize {
    let mut units = 0;
    let too_far = text.char_indices().find(|(_, char)| {
        units += char.len_utf16();
        units > INPUT_MAX
    });
    too_far.map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(parts: &Parts<'_>) -> Vec<(String, String)> {
        let texts = parts.texts();
        texts.map(|(id, text)| (id, text.to_owned())).collect()
    }

    #[test]
    fn a_long_answer_is_split_at_a_paragraph_and_one_part_can_be_changed() {
        let answer = format!("{}\n\n{}", "a".repeat(3_000), "b".repeat(3_000));
        let parts = Parts::of(&answer);
        let mut filled = values(&parts);
        assert_eq!(filled.len(), 2);
        assert_eq!(parts.joined(&filled), answer);
        filled[1].1 = "The end.".to_owned();
        assert_eq!(
            parts.joined(&filled),
            format!("{}\n\nThe end.", "a".repeat(3_000))
        );
        filled[0].1 = String::new();
        assert_eq!(parts.joined(&filled), "The end.");
    }

    proptest! {
        #[test]
        fn no_part_but_the_last_is_too_long_and_nothing_is_lost(
            words in proptest::collection::vec("[a-zäß😀]{1,900}[ \n]{1,2}", 0..40),
        ) {
            let answer = words.concat();
            let parts = Parts::of(answer.trim());
            let filled = values(&parts);
            for (_, text) in &filled[..filled.len() - 1] {
                prop_assert!(units(text) <= INPUT_MAX);
            }
            let gaps = parts.parts.iter().map(|(text, gap)| format!("{text}{gap}"));
            prop_assert_eq!(gaps.collect::<String>(), answer.trim());
        }
    }
}
