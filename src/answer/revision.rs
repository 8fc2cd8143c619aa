//! Short marks that a button carries in place of long texts.

use std::fmt;

use crate::knowledge::{Detail, Entry, Pack, is_slug};

/// Marks are below this: six digits of base 36.
const MARKS: u64 = 36u64.pow(6);

/// What an entry said at a time: a mark of its words, at most six characters of base 36.
///
/// Two states of an entry that a member can tell apart have different revisions; how it is found
/// makes no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Revision(u64);

impl Revision {
    /// The revision that an entry is in.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let mut texts = vec![entry.title.as_str(), entry.answer.as_str()];
        for text in [&entry.source, &entry.image, &entry.url] {
            texts.push(text.as_deref().unwrap_or_default());
        }
        match &entry.detail {
            Detail::Role { short, .. } => texts.push(short),
            Detail::Dimension { sides } => {
                for side in sides {
                    texts.extend([side.role.as_str(), &side.text]);
                    texts.extend(side.examples.iter().map(String::as_str));
                }
            }
            Detail::Situation { role } => texts.push(role),
            Detail::Faq | Detail::Topic => {}
        }
        Self(mark(texts))
    }

    /// The revision that all entries of a pack are in together.
    pub(super) fn of_pack(pack: &Pack) -> Self {
        let entries = pack.entries.iter();
        let said: Vec<String> = entries
            .map(|entry| format!("{} {}", entry.id, Self::of(entry)))
            .collect();
        Self(mark(said.iter().map(String::as_str)))
    }

    /// The revision that is written like this; `None` when there is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = from_base36(text)?;
        (number < MARKS).then_some(Self(number))
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base36(self.0))
    }
}

/// A role as a button names it: by its slug, or, when that has more than seven characters, by a mark
/// of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RoleTag(String);

impl RoleTag {
    const SLUG_MAX: usize = 7;
    const MARKED: char = '~';

    /// The tag of the role with this slug.
    #[must_use]
    pub fn of(slug: &str) -> Self {
        if slug.len() <= Self::SLUG_MAX {
            return Self(slug.to_owned());
        }
        Self(format!("{}{}", Self::MARKED, base36(mark([slug]))))
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let fits = match text.strip_prefix(Self::MARKED) {
            Some(digits) => from_base36(digits).is_some_and(|number| number < MARKS),
            None => is_slug(text) && text.len() <= Self::SLUG_MAX,
        };
        fits.then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for RoleTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A mark of texts, each with its length, so that none runs into the next.
pub(super) fn mark<'a>(texts: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    let hash = hasher.finalize();
    let start = hash.as_bytes().first_chunk().copied();
    u64::from_le_bytes(start.unwrap_or_default()) % MARKS
}

/// A number with the digits 0 to 9 and a to z; at most 13 of them.
pub(super) fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % 36).unwrap_or_default();
        digits.extend(char::from_digit(digit, 36));
        number /= 36;
        if number == 0 {
            break digits.iter().rev().collect();
        }
    }
}

/// The number that [`base36`] wrote; nothing else.
pub(super) fn from_base36(text: &str) -> Option<u64> {
    let number = u64::from_str_radix(text, 36).ok()?;
    (base36(number) == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::parse;

    fn revisions(pack: &str) -> Vec<String> {
        let loaded = parse(&[("pack.toml".into(), pack)]);
        assert_eq!(loaded.diagnostics, []);
        let entries = loaded.knowledge.entries();
        entries
            .map(|entry| Revision::of(entry).to_string())
            .collect()
    }

    #[test]
    fn a_revision_changes_with_what_is_said_and_with_nothing_else() {
        const PACK: &str = "schema = 1\n[[faq]]\nid = \"x\"\nquestion = \"Why?\"\nask = [\"how come\"]\nanswer = \"So.\"\n";
        let before = revisions(PACK);
        for (from, to, same) in [
            ("So.", "So!", false),
            ("Why?", "Why not?", false),
            ("answer", "source = \"a book\"\nanswer", false),
            ("how come", "for what reason", true),
            ("\"x\"", "\"y\"", true),
            ("schema", "# a note\nschema", true),
        ] {
            assert_eq!(revisions(&PACK.replace(from, to)) == before, same, "{to}");
        }
        assert!(before[0].len() <= 6);
    }

    #[test]
    fn a_role_keeps_its_slug_where_there_is_room() {
        assert_eq!(RoleTag::of("cto").to_string(), "cto");
        let long = RoleTag::of("head-of-operations");
        assert!(long.to_string().starts_with('~') && long.to_string().len() <= 7);
        assert_eq!(RoleTag::parse(&long.to_string()), Some(long));
        for wrong in ["", "~", "CTO", "head-of-operations", "~zzzzzzz", "~+1"] {
            assert_eq!(RoleTag::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_have_one_form() {
        for (number, text) in [(0, "0"), (35, "z"), (36, "10"), (u64::MAX, "3w5e11264sgsf")] {
            assert_eq!(base36(number), text);
            assert_eq!(from_base36(text), Some(number));
        }
        for wrong in ["", "+1", "01", "Z", "-1", "3w5e11264sgsg"] {
            assert_eq!(from_base36(wrong), None, "{wrong}");
        }
    }
}
