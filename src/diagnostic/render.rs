//! Problems for people, in the style of the Rust compiler.

use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Diagnostic, Label, Severity, SourceText, Sources};

/// A longer line, in bytes, is not handed to the renderer, whose work grows with it.
const LINE_MAX: usize = 32 * 1024;

/// At most this many characters are underlined: a value may be a whole paragraph on one line, and
/// the renderer never cuts inside what is marked.
const MARK_MAX: usize = 60;

/// The whole report on one problem, as the Rust compiler would print it, with a line break at the
/// end.
///
/// Control and text-direction characters of the file are replaced, so that a file cannot steer the
/// terminal; the `colour` comes as ANSI escape sequences.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(clean(&diagnostic.message))
        .id(diagnostic.code);
    let places = diagnostic
        .labels
        .iter()
        .enumerate()
        .map(|(index, label)| place(label, index == 0, sources));
    let help = diagnostic
        .help
        .iter()
        .map(|help| Element::from(Level::HELP.message(clean_lines(help))));
    let group = Group::with_title(title).elements(places.chain(help));
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut report = renderer.render(&[group]);
    report.push('\n');
    report
}

/// Line breaks in a help are ours; everything else may come from a file.
fn clean_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(clean).collect();
    lines.join("\n")
}

/// A text of which no character steers the terminal.
fn clean(text: &str) -> String {
    normalize_untrusted_str(&clean_marks(text))
}

/// Replaces what the renderer itself leaves: control characters beyond ASCII, and direction and
/// line marks. The number of characters stays the same.
fn clean_marks(text: &str) -> String {
    let steers = |c: char| {
        matches!(
            c,
            '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
        )
    };
    text.replace(steers, "\u{fffd}")
}

fn place<'a>(label: &'a Label, primary: bool, sources: &'a Sources) -> Element<'a> {
    let path = clean(&label.file.display().to_string());
    let Some(source) = sources.get(&label.file) else {
        return Origin::path(path).into();
    };
    let position = source.position(label.span.start);
    let line = source.line(position.line);
    if line.len() > LINE_MAX {
        return Origin::path(path)
            .line(position.line)
            .char_column(position.column)
            .into();
    }
    let Excerpt { text, mark } = excerpt(source, label);
    let [before, marked, after] = [0..mark.start, mark.clone(), mark.end..text.len()]
        .map(|part| clean_marks(text.get(part).unwrap_or_default()));
    let mark = before.len()..before.len() + marked.len();
    let kind = if primary {
        AnnotationKind::Primary
    } else {
        AnnotationKind::Context
    };
    let note = (!label.text.is_empty()).then(|| clean(&label.text));
    Snippet::source(format!("{before}{marked}{after}"))
        .path(path)
        .line_start(position.line)
        .annotation(kind.span(mark).label(note))
        .into()
}

/// The line on which a label starts, and what of it to mark.
pub(super) struct Excerpt<'a> {
    pub(super) text: &'a str,
    pub(super) mark: Range<usize>,
}

/// Cuts a label's line out of the file: all of it, or of a very long one the part around the label.
pub(super) fn excerpt<'a>(source: &'a SourceText, label: &Label) -> Excerpt<'a> {
    let line = source.line_span(source.position(label.span.start).line);
    let start = source
        .boundary(label.span.start)
        .clamp(line.start, line.end);
    let (from, to) = if line.len() > LINE_MAX {
        (
            source
                .boundary(start.saturating_sub(LINE_MAX / 4))
                .max(line.start),
            source.boundary(start + LINE_MAX / 4).min(line.end),
        )
    } else {
        (line.start, line.end)
    };
    let text = source.as_str().get(from..to).unwrap_or_default();
    let marked = source
        .as_str()
        .get(start..source.boundary(label.span.end).clamp(start, to))
        .unwrap_or_default();
    let marked = marked
        .char_indices()
        .nth(MARK_MAX)
        .map_or(marked.len(), |(end, _)| end);
    Excerpt {
        text,
        mark: start - from..start - from + marked,
    }
}
