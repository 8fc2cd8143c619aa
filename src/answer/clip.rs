//! Cutting and splitting text where a reader would.

use unicode_segmentation::UnicodeSegmentation;

const ELLIPSIS: char = '…';
const FENCE: &str = "```";

/// The text, cut to at most `max` code points: at a grapheme, with "…" at the end.
///
/// ```
/// assert_eq!(chiefly::answer::clip("café au lait", 6), "café …");
/// assert_eq!(chiefly::answer::clip("café", 4), "café");
/// ```
#[must_use]
pub fn clip(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    if max == 0 {
        return String::new();
    }
    let mut cut = head(text, max - 1).to_owned();
    cut.push(ELLIPSIS);
    cut
}

/// The text of at most `max` code points with a code block that it leaves open closed, for which
/// its end may have to go.
pub(super) fn close_fence(text: String, max: usize) -> String {
    /// A line break and the fence, with an ellipsis before them.
    const CLOSING: usize = 5;
    if !leaves_fence_open(&text) {
        return text;
    }
    if max < CLOSING {
        return text.replace('`', "'");
    }
    let mut closed = if text.chars().count() + CLOSING <= max {
        text
    } else {
        format!("{}{ELLIPSIS}", head(&text, max - CLOSING))
    };
    // The cut may have taken the fence away.
    if leaves_fence_open(&closed) {
        closed.push('\n');
        closed.push_str(FENCE);
    }
    closed
}

/// The longest start of the text of at most `max` code points that ends between graphemes; within
/// one when the first grapheme alone is longer.
fn head(text: &str, max: usize) -> &str {
    let mut chars = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        chars += grapheme.chars().count();
        if chars > max {
            break;
        }
        end = at + grapheme.len();
    }
    if end == 0 {
        end = text
            .char_indices()
            .nth(max)
            .map_or(text.len(), |(at, _)| at);
    }
    text.get(..end).unwrap_or_default()
}

fn leaves_fence_open(text: &str) -> bool {
    text.matches(FENCE).count() % 2 == 1
}

/// Splits a text into parts of at most `max` code points: at a blank line if one is in the second
/// half, else at a line, a space, a grapheme. A code block that is split is closed and opened again.
pub(super) fn split(text: &str, max: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text.trim().to_owned();
    // Closing and opening a fence again takes eight code points.
    let room = max.saturating_sub(2 * (FENCE.len() + 1)).max(1);
    while rest.chars().count() > max {
        let start = head(&rest, room);
        let floor = start.len() / 2;
        let at = ["\n\n", "\n", " "]
            .iter()
            .find_map(|mark| start.rfind(mark).filter(|at| *at > floor))
            .unwrap_or(start.len());
        let (part, tail) = rest.split_at(at);
        let mut part = part.trim_end().to_owned();
        let mut tail = tail.trim_start().to_owned();
        if leaves_fence_open(&part) {
            part.push('\n');
            part.push_str(FENCE);
            tail.insert_str(0, "```\n");
        }
        parts.push(part);
        // Only a fence of nothing but fences would not get shorter.
        if tail.len() >= rest.len() {
            rest = clip(&tail, max);
            break;
        }
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_is_made_where_a_reader_would_make_it() {
        for (text, max, expected) in [
            ("short", 5, "short"),
            ("longer", 5, "long…"),
            ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 8, "👩‍👩‍👧‍👦…"),
            ("👩‍👩‍👧‍👦", 3, "👩\u{200d}…"),
            ("e\u{301}e\u{301}e\u{301}", 4, "e\u{301}…"),
            ("", 0, ""),
            ("x", 0, ""),
        ] {
            assert_eq!(clip(text, max), expected, "{text:?} to {max}");
        }
    }

    #[test]
    fn a_code_block_that_is_left_open_is_closed() {
        for (text, max, expected) in [
            ("```a", 20, "```a\n```"),
            ("```a```", 7, "```a```"),
            ("```abcdef", 9, "```a…\n```"),
            ("abcdef```", 9, "abcd…"),
            ("````abcdef", 10, "````a…\n```"),
            ("```", 3, "'''"),
        ] {
            let closed = close_fence(text.to_owned(), max);
            assert_eq!(closed, expected, "{text} in {max}");
            assert!(closed.chars().count() <= max);
        }
    }

    #[test]
    fn a_long_text_is_split_at_paragraphs() {
        let text = format!("{}\n\n{}", "a ".repeat(40).trim(), "b ".repeat(40).trim());
        let parts = split(&text, 100);
        assert_eq!(parts.len(), 2);
        assert!(parts[0].chars().all(|c| c == 'a' || c == ' '));
    }
}
