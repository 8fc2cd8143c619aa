//! The TOML itself: what is wrong with it, and how to read on.
//!
//! The parser recovers from most mistakes on a line. It gives up at a line that is no `key = value`, and a
//! text or list that is never closed swallows what follows. Such parts are blanked, keeping every position,
//! and the rest is read again, so that one slip does not hide what else is wrong.

use std::{ops::Range, path::Path};

use toml::{
    Spanned,
    de::{DeTable, DeValue, Error},
};

use super::{
    layout::{has_header, header_name, headers, is_assignment, line_around, section},
    wording::{Fault, explain},
};
use crate::diagnostic::Diagnostic;

/// A text that is no TOML, made readable.
pub(super) struct Repaired {
    /// The text with spaces in place of what is lost; every other byte stands where it stood.
    pub(super) text: String,
    /// Parts of the text that were passed over.
    pub(super) lost: Vec<Range<usize>>,
    /// What is wrong with it, in order; at most one problem a line.
    pub(super) problems: Vec<Diagnostic>,
}

/// How often a text is read again at most; each time, one value that is never closed is taken out of it.
const ROUNDS_MAX: usize = 32;

/// Finds out what is wrong with a text that the parser found errors in.
pub(super) fn repair(file: &Path, text: &str) -> Repaired {
    let mut repair = Repair {
        text,
        repaired: text.to_owned(),
        lost: Vec::new(),
        faults: Vec::new(),
    };
    repair.run();
    repair.faults.sort_by_key(|fault| fault.span.start);
    // Further errors on a line are mostly consequences of the first one.
    repair
        .faults
        .dedup_by_key(|fault| line_around(text, fault.span.start).start);
    repair.lost.sort_by_key(|lost| lost.start);
    Repaired {
        text: repair.repaired,
        lost: repair.lost,
        problems: repair
            .faults
            .into_iter()
            .map(|fault| fault.into_diagnostic(file))
            .collect(),
    }
}

struct Repair<'a> {
    text: &'a str,
    /// The text with spaces in place of what is lost.
    repaired: String,
    lost: Vec<Range<usize>>,
    faults: Vec<Fault>,
}

impl Repair<'_> {
    fn run(&mut self) {
        for _ in 0..ROUNDS_MAX {
            let (root, errors) = DeTable::parse_recoverable(&self.repaired);
            let (lost, faults) = match self.runaway(root.get_ref(), &errors) {
                Some((lost, fault)) => (vec![lost], vec![fault]),
                None => self.obstacles(&errors),
            };
            self.faults.extend(faults);
            if lost.is_empty() {
                self.explain_all(&errors);
                return;
            }
            for lost in lost {
                self.blank(lost);
            }
        }
        let (_, errors) = DeTable::parse_recoverable(&self.repaired);
        self.explain_all(&errors);
    }

    fn explain_all(&mut self, errors: &[Error]) {
        let faults = errors.iter().map(|error| explain(self.text, error));
        self.faults.extend(faults);
    }

    /// A value that is never closed: what is lost with it, and what to say about it.
    fn runaway(&self, root: &DeTable<'_>, errors: &[Error]) -> Option<(Range<usize>, Fault)> {
        let end = self.repaired.trim_end().len();
        let mut values = Vec::new();
        gather_multi_line(root, &self.repaired, &mut values);
        values.sort_by_key(|value| value.span().start);
        let value = values.into_iter().find(|value| {
            let span = value.span();
            let inside = self.repaired.get(span.clone()).unwrap_or_default();
            let swallows = inside
                .split_once('\n')
                .is_some_and(|(_, rest)| has_header(rest));
            // The opening quotes of another text may have closed this one: then that text is what
            // cannot be read, up to the next header.
            let consequences = section(&self.repaired, span.clone()).end;
            errors.iter().any(|error| {
                let at = error.span().map_or(0, |span| span.start);
                let unclosed = error.message().starts_with("unclosed")
                    || error.message().starts_with("invalid multi-line");
                (span.start..=consequences).contains(&at)
                    && (swallows || unclosed && span.end >= end)
            })
        })?;
        let span = value.span();
        let start = line_around(&self.repaired, span.start).start;
        let stop = self.end_of_runaway(value);
        Some((start..stop, Fault::unclosed(self.text, span)))
    }

    /// Where a value that is never closed was probably meant to end: before the next line that looks like
    /// something else.
    fn end_of_runaway(&self, value: &Spanned<DeValue<'_>>) -> usize {
        let mut at = line_around(&self.repaired, value.span().start).end;
        let rest = self.repaired.get(at..).unwrap_or_default();
        for line in rest.split_inclusive('\n') {
            if header_name(line).is_some() || value.get_ref().is_array() && is_assignment(line) {
                return at;
            }
            at += line.len();
        }
        at
    }

    /// Lines at which the parser gives up, or which it takes for something that they are not.
    fn obstacles(&self, errors: &[Error]) -> (Vec<Range<usize>>, Vec<Fault>) {
        let mut lost = Vec::new();
        let mut faults = Vec::new();
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let line = line_around(self.text, at);
            let message = error.message();
            let of_header = [
                "unclosed table",
                "unclosed array table",
                "missing table open",
            ];
            if of_header.iter().any(|start| message.starts_with(start)) {
                lost.push(section(&self.repaired, line));
                faults.push(explain(self.text, error));
            } else if message.starts_with("key with no value") {
                lost.push(line);
                faults.push(explain(self.text, error));
            } else if message.starts_with("duplicate key")
                && let Some((name, _)) = self.text.get(line.clone()).and_then(header_name)
            {
                let culprits = self.single_among_lists(name);
                if culprits.is_empty() {
                    lost.push(section(&self.repaired, line));
                    faults.push(explain(self.text, error));
                }
                for culprit in culprits {
                    faults.push(Fault::single_brackets(culprit.clone(), name));
                    lost.push(section(&self.repaired, culprit));
                }
            }
        }
        (lost, faults)
    }

    /// The headers `[name]`, if there is a `[[name]]` too.
    fn single_among_lists(&self, name: &str) -> Vec<Range<usize>> {
        let (lists, singles): (Vec<_>, Vec<_>) = headers(&self.repaired)
            .filter(|header| header.name == name)
            .partition(|header| header.is_list);
        if lists.is_empty() {
            return Vec::new();
        }
        singles.into_iter().map(|header| header.line).collect()
    }

    fn blank(&mut self, lost: Range<usize>) {
        let Some(part) = self.repaired.get(lost.clone()) else {
            return;
        };
        let blank: String = part
            .bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
            .collect();
        self.repaired.replace_range(lost.clone(), &blank);
        self.lost.push(lost);
    }
}

/// All values that go over several lines, tables with headers aside.
fn gather_multi_line<'t>(
    table: &'t DeTable<'_>,
    text: &str,
    found: &mut Vec<&'t Spanned<DeValue<'t>>>,
) {
    for value in table.values() {
        gather_from(value, text, found);
    }
}

fn gather_from<'t>(
    value: &'t Spanned<DeValue<'_>>,
    text: &str,
    found: &mut Vec<&'t Spanned<DeValue<'t>>>,
) {
    let written = text.get(value.span()).unwrap_or_default();
    match value.get_ref() {
        DeValue::Table(table) if !written.starts_with('{') => gather_multi_line(table, text, found),
        DeValue::Array(items) if header_name(written).is_some() => {
            for item in items {
                gather_from(item, text, found);
            }
        }
        DeValue::Table(_) | DeValue::Array(_) | DeValue::String(_)
            if written.contains('\n') && is_assigned(text, &value.span()) =>
        {
            found.push(value);
        }
        _ => {}
    }
}

/// Whether a value stands behind a key, and is not what became of a broken header.
fn is_assigned(text: &str, value: &Range<usize>) -> bool {
    let line = line_around(text, value.start).start;
    text.get(line..value.start)
        .is_some_and(|before| before.contains('='))
}
