//! What the parser says about the TOML, in words for people who are not programmers.

use std::{ops::Range, path::Path};

use toml::de::Error;

use super::{
    layout::{assigned_key, header_name, line_around},
    text::quoted,
};
use crate::diagnostic::Diagnostic;

/// Something that is wrong with the TOML.
pub(super) struct Fault {
    pub(super) span: Range<usize>,
    code: &'static str,
    message: String,
    help: String,
    /// Where a key stands that stands twice.
    first: Option<Range<usize>>,
}

impl Fault {
    fn new(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            span,
            code: "syntax",
            message: message.into(),
            help: help.into(),
            first: None,
        }
    }

    /// A value that begins at `span` and has no end.
    pub(super) fn unclosed(text: &str, span: Range<usize>) -> Self {
        let opening = text.get(span.clone()).unwrap_or_default();
        let (what, length, close) = if opening.starts_with("\"\"\"") {
            ("this text", 3, "\"\"\"")
        } else if opening.starts_with("'''") {
            ("this text", 3, "'''")
        } else if opening.starts_with('[') {
            ("this list", 1, "]")
        } else if opening.starts_with('{') {
            ("this table", 1, "}")
        } else {
            ("this text", 1, "\"")
        };
        let end = (span.start + length).min(span.end);
        Self::new(
            span.start..end,
            format!("{what} is never closed"),
            format!("write `{close}` where it ends"),
        )
    }

    /// A header `[name]` among headers `[[name]]`.
    pub(super) fn single_brackets(line: Range<usize>, name: &str) -> Self {
        Self {
            code: "wrong-type",
            ..Self::new(
                line,
                format!("`[{name}]` is one table where a list of tables belongs"),
                format!("double the brackets: `[[{name}]]`"),
            )
        }
    }

    pub(super) fn into_diagnostic(self, file: &Path) -> Diagnostic {
        let mut problem = Diagnostic::error(self.code, self.message).at(file, self.span, "");
        if let Some(first) = self.first {
            problem = problem.at(file, first, "first used here");
        }
        if self.help.is_empty() {
            problem
        } else {
            problem.help(self.help)
        }
    }
}

/// An error of the parser in our words; one that is not listed here, in its own.
pub(super) fn explain(text: &str, error: &Error) -> Fault {
    let span = error.span().unwrap_or(0..0);
    let message = error.message();
    let written = text.get(span.clone()).unwrap_or_default();
    let starts = |start: &str| message.starts_with(start);
    if starts("duplicate key") {
        return explain_duplicate(text, span);
    }
    if starts("key with no value") || starts("invalid unquoted key") {
        return explain_line(text, span);
    }
    if starts("string values must be quoted") {
        return explain_bare_text(span, written.trim());
    }
    if starts("unexpected key or value") {
        return explain_trailing(text, span);
    }
    if message.contains("visible characters") || starts("invalid comment character") {
        let code = written.chars().next().map_or(0, u32::from);
        return Fault::new(
            span,
            format!("the control character U+{code:04X} cannot stand here"),
            "take it out",
        );
    }
    let (ours, help) = if starts("invalid basic string") {
        (
            "this text is not closed on its line",
            "close it with `\"`; a text of several lines stands between `\"\"\"` and `\"\"\"`",
        )
    } else if starts("invalid literal string") {
        (
            "this text is not closed on its line",
            "close it with `'`; a text of several lines stands between `'''` and `'''`",
        )
    } else if starts("missing escaped value") || starts("too few unicode value digits") {
        (
            "a backslash has a special meaning in quotes, and this is none",
            "write `\\\\` for a backslash",
        )
    } else if starts("missing comma") {
        ("a comma is missing here", "write `,` between two items")
    } else if starts("unclosed table") || starts("unclosed array table") {
        (
            "this header is not closed",
            "close as many brackets as are opened, as in `[[faq]]`",
        )
    } else if starts("missing table open") {
        (
            "this is no header",
            "write a name in brackets, as in `[[faq]]`",
        )
    } else if starts("unclosed array") {
        ("this list is never closed", "write `]` where it ends")
    } else if starts("invalid boolean") || starts("invalid float") {
        (
            "this value is neither a text nor a number, `true` or `false`",
            "put a text in quotes, and write `true` and `false` in lower case",
        )
    } else if starts("cannot recurse") {
        (
            "lists and tables are nested too deeply here",
            "no key takes more than a list of texts",
        )
    } else if starts("unquoted keys cannot be empty") {
        ("the key is missing here", "write `key = value`")
    } else if starts("unexpected leading zero") {
        ("a number cannot begin with a zero", "leave the zero out")
    } else if starts("invalid date") || starts("invalid time") {
        (
            "there is no such day or time",
            "write year, month and day, as in `2027-06-30`",
        )
    } else if starts("carriage return") {
        (
            "a line break is broken here",
            "save the file with the line breaks of Unix or of Windows",
        )
    } else {
        (message, "")
    };
    Fault::new(span, ours, help)
}

/// How far above a key that stands twice the first one is looked for, in lines.
const LINES_ABOVE_MAX: usize = 500;

fn explain_duplicate(text: &str, span: Range<usize>) -> Fault {
    let written = text.get(span.clone()).unwrap_or_default();
    let line = line_around(text, span.start);
    let line_text = text.get(line.clone()).unwrap_or_default();
    let before = text.get(..line.start).unwrap_or_default();
    let mut at = line.start;
    let lines_above = before
        .split_inclusive('\n')
        .rev()
        .take(LINES_ABOVE_MAX)
        .map(|above| {
            at -= above.len();
            (at, above)
        });
    let mut span = span;
    let (message, help, first) = if let Some((name, _)) = header_name(line_text) {
        span = line.start..line.start + line_text.trim_end().len();
        let first = lines_above
            .filter(|(_, above)| header_name(above).is_some_and(|(above, _)| above == name))
            .map(|(start, above)| start..start + above.trim_end().len())
            .next();
        let help = if name.contains('.') {
            "move what stands below it to the first one".to_owned()
        } else {
            format!("for a list of tables, double the brackets: `[[{name}]]`")
        };
        (
            format!("the table `[{name}]` stands here twice"),
            help,
            first,
        )
    } else {
        let first = lines_above
            .take_while(|(_, above)| header_name(above).is_none())
            .filter(|(_, above)| assigned_key(above) == Some(written))
            .last()
            .map(|(start, above)| {
                let indent = above.len() - above.trim_start().len();
                start + indent..start + indent + written.len()
            });
        let message = format!("the key {} stands in this table twice", quoted(written));
        (message, "take one of the two out".to_owned(), first)
    };
    Fault {
        code: "duplicate-key",
        first,
        ..Fault::new(span, message, help)
    }
}

/// A line that is no `key = value`.
fn explain_line(text: &str, span: Range<usize>) -> Fault {
    let line = line_around(text, span.start);
    let written = text.get(line.clone()).unwrap_or_default();
    let indent = written.len() - written.trim_start().len();
    let written = written.trim();
    let span = line.start + indent..line.start + indent + written.len();
    let bare_key = |key: &str| {
        let key = key.trim();
        !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    let help = if written.starts_with("//") || written.starts_with("/*") || written.starts_with(';')
    {
        "a comment begins with `#`".to_owned()
    } else if let Some((key, _)) = written.split_once(':')
        && bare_key(key)
    {
        format!("write `{} = …`, with `=` in place of `:`", key.trim())
    } else if let Some((key, _)) = written.split_once('=')
        && !bare_key(key)
    {
        "the key before `=` is one word of the letters a to z, digits, `-` and `_`".to_owned()
    } else {
        "write `key = value`, a header such as `[[faq]]`, or `#` and a comment; a text of several \
         lines stands between `\"\"\"` and `\"\"\"`"
            .to_owned()
    };
    Fault::new(span, "this line cannot be read", help)
}

/// A text without quotation marks, or with the wrong ones.
fn explain_bare_text(span: Range<usize>, written: &str) -> Fault {
    const CURLY: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];
    if written.is_empty() {
        return Fault::new(
            span,
            "the value is missing",
            "write a text in quotes: `\"…\"`",
        );
    }
    if written.starts_with(CURLY) {
        let bare = written.trim_matches(CURLY);
        let help = if bare.contains(['"', '\\']) || bare.len() > 60 {
            "write straight ones: `\"…\"`".to_owned()
        } else {
            format!("write straight ones: `\"{bare}\"`")
        };
        return Fault::new(span, "these quotation marks do not count in TOML", help);
    }
    let help = if written.contains(['"', '\\']) || written.len() > 60 {
        "write `\"…\"`".to_owned()
    } else {
        format!("write `\"{written}\"`")
    };
    Fault::new(span, "a text must stand in quotes", help)
}

/// Something behind a value.
fn explain_trailing(text: &str, span: Range<usize>) -> Fault {
    match text
        .get(..span.start)
        .unwrap_or_default()
        .trim_end()
        .chars()
        .last()
    {
        Some('"') => Fault::new(
            span,
            "the text ends before this",
            "write `\\\"` for a quotation mark inside a text",
        ),
        Some('\'') => Fault::new(
            span,
            "the text ends before this",
            "put a text that contains `'` in double quotes",
        ),
        _ => Fault::new(
            span,
            "there is more on this line than one `key = value`",
            "put each on a line of its own, and texts in quotes",
        ),
    }
}
