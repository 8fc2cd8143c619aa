//! Folding: one spelling for what looks alike or cannot be seen.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Whether a character is drawn as nothing: zero-width, direction marks, joiners, variation
/// selectors and tags. (Controls are not in this set: they separate words.)
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Lower case, compatibility forms resolved, diacritics and invisible characters dropped, curly
/// apostrophes straightened: `"Ｃafé\u{200b}’s"` becomes `"cafe's"`.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    folded(text.chars()).collect()
}

/// The first `max` characters of [`fold`], which are the same however the text is composed.
///
/// Takes no longer for a longer text.
#[must_use]
pub fn fold_start(text: &str, max: usize) -> String {
    if text.is_ascii() {
        return text[..max.min(text.len())].to_ascii_lowercase();
    }
    if text.len() <= 4 * max {
        return folded(text.chars()).take(max).collect();
    }
    // Whatever is dropped could go on for ever. A byte decomposes to one and a half characters at
    // most, so that this cuts no text that is short in another form.
    folded(text.chars().stream_safe().nfd().take(6 * max))
        .take(max)
        .collect()
}

fn folded(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    // There and back: "ß" is "SS" in capitals, and "ς" is "Σ". Once before marks are dropped, for
    // one of them is a letter in capitals ("ᾀ" is "ἈΙ"); once after, for what comes out of signs ("℡").
    one_case(text)
        .nfkd()
        .filter(|&c| !is_invisible(c) && !is_combining_mark(c))
        .flat_map(|c| one_case(std::iter::once(c)))
        // Lower-casing can decompose once more ("İ").
        .filter(|&c| !is_combining_mark(c))
        .map(|c| match c {
            '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`' | '\u{b4}' => '\'',
            c => c,
        })
}

fn one_case(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_one_spelling() {
        for (typed, folded) in [
            ("CTO", "cto"),
            ("Café", "cafe"),
            ("Cafe\u{301}", "cafe"),
            ("ＣＩＯ", "cio"),
            ("what’s", "what's"),
            ("zero\u{200b}width", "zerowidth"),
            ("\u{202e}bidi\u{202c}", "bidi"),
            ("İstanbul", "istanbul"),
            ("Straße", "strasse"),
            ("ΟΔΟΣ", "οδοσ"),
            ("οδός", "οδοσ"),
            ("ᾀ", "αι"),
            ("α\u{313}\u{345}", "αι"),
            ("ἈΙ", "αι"),
            ("℡", "tel"),
            ("z\u{336}a\u{336}l\u{336}g\u{336}o\u{336}", "zalgo"),
        ] {
            assert_eq!(fold(typed), folded, "{typed:?}");
            assert_eq!(fold_start(typed, 100), folded, "{typed:?}");
        }
    }

    #[test]
    fn the_start_of_a_long_text_is_the_same_in_every_form() {
        for unit in [
            "é",
            "ΐ",
            "각",
            "ﬁ",
            "ấ ",
            "a\u{301}\u{323}",
            "\u{301}",
            "🔥",
        ] {
            let text = unit.repeat(1000);
            let (composed, decomposed): (String, String) =
                (text.nfc().collect(), text.nfd().collect());
            for max in [10, 100, 500, 2000] {
                let start = fold_start(&composed, max);
                assert_eq!(start, fold_start(&decomposed, max), "{unit} {max}");
                assert!(start.chars().count() <= max);
                assert!(fold(&text).starts_with(&start));
            }
        }
    }
}
