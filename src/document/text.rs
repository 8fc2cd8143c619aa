//! Texts: what they may not contain, and how they are quoted in messages.

use std::{borrow::Cow, ops::Range};

/// A text and where its value stands, quotes included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text, without white space around it and with `\n` as its only line break.
    pub value: String,
    /// Bytes of the file's text.
    pub span: Range<usize>,
}

/// Takes off what an editor leaves behind: Windows line breaks and white space around the text.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a reader would see nothing.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Characters that take no ink and are neither white space nor control characters.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The first character that no text may contain: a control character that is no line break or tab.
pub(super) fn forbidden(text: &str) -> Option<char> {
    text.chars()
        .find(|&c| c.is_control() && c != '\n' && c != '\t')
}

/// Why a text cannot stand in a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// A reader would see nothing.
    #[error("this is empty")]
    Blank,
    /// A character that cannot be shown.
    #[error("this has the control character U+{0:04X} in it, which cannot be shown")]
    Control(u32),
}

/// A text as it is read back from a file: with `\n` as its only line break, and without white space
/// around it.
pub fn tidied(text: &str) -> Result<String, TextFault> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    if is_blank(text) {
        return Err(TextFault::Blank);
    }
    match forbidden(text) {
        Some(c) => Err(TextFault::Control(c.into())),
        None => Ok(text.to_owned()),
    }
}

/// Longer texts are cut in messages, in characters.
const QUOTED_MAX: usize = 60;

/// A text as messages quote it: between backticks, cut when long.
#[must_use]
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_MAX) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or(text)),
        None => format!("`{text}`"),
    }
}
