//! The TOML itself: what is wrong with it, and how to read on.
//!
//! The parser recovers from most mistakes on a line. It gives up at a line that is no `key =
//! value`, and a text or list that is never closed swallows what follows. Such parts are blanked,
//! keeping every position, and the rest is read again, so that one slip does not hide what else is
//! wrong.

use std::{collections::HashSet, ops::Range, path::Path};

use toml::{
    Spanned,
    de::{DeTable, DeValue, Error},
};

use super::{
    layout::{has_header, header_name, headers, is_assignment, line_around, section},
    wording::{Fault, explain},
};
use crate::diagnostic::{DIAGNOSTICS_MAX, Diagnostic};

/// A text that is no TOML, made readable.
pub(super) struct Repaired {
    /// The text with spaces in place of what is lost; every other byte stands where it stood.
    pub(super) text: String,
    /// Parts of the text that were passed over, in order.
    pub(super) lost: Vec<Range<usize>>,
    /// What is wrong with it, in order; at most one problem a line.
    pub(super) problems: Vec<Diagnostic>,
    /// How many further problems there are.
    pub(super) cut: usize,
}

/// How often a text is read again at most; each time, one value that is never closed is taken out.
const ROUNDS_MAX: usize = 256;

/// How many bytes are read again at most, so that a large file does not take long: about 2 s.
const WORK_MAX: usize = 32 * 1024 * 1024;

/// Finds out what is wrong with a text that the parser found errors in.
pub(super) fn repair(file: &Path, text: &str) -> Repaired {
    let mut repair = Repair {
        text,
        repaired: text.to_owned(),
        lost: Vec::new(),
        faults: Vec::new(),
        cut: 0,
    };
    repair.run();
    repair.faults.sort_by_key(|fault| fault.span.start);
    let mut last = None;
    repair
        .faults
        .retain(|fault| is_first_on_line(text, fault.span.start, &mut last));
    repair.lost.sort_by_key(|lost| lost.start);
    Repaired {
        text: repair.repaired,
        lost: repair.lost,
        problems: repair
            .faults
            .into_iter()
            .map(|fault| fault.into_diagnostic(file))
            .collect(),
        cut: repair.cut,
    }
}

/// Of places in order, whether this is the first one on its line. Further errors on a line are
/// mostly consequences of the first one.
fn is_first_on_line(text: &str, at: usize, last: &mut Option<Range<usize>>) -> bool {
    if last.as_ref().is_some_and(|line| at <= line.end) {
        return false;
    }
    *last = Some(line_around(text, at));
    true
}

struct Repair<'a> {
    text: &'a str,
    /// The text with spaces in place of what is lost.
    repaired: String,
    lost: Vec<Range<usize>>,
    faults: Vec<Fault>,
    cut: usize,
}

/// Where the parser found an error.
fn at(error: &Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

impl Repair<'_> {
    fn run(&mut self) {
        let rounds = (WORK_MAX / self.text.len().max(1)).clamp(1, ROUNDS_MAX);
        for _ in 0..rounds {
            let (root, mut errors) = DeTable::parse_recoverable(&self.repaired);
            errors.sort_by_key(at);
            let runaway = self.runaway(root.get_ref(), &errors).map(|value| {
                let end = self.end_of_runaway(value);
                (value.span(), end)
            });
            let lost = match runaway {
                Some((span, end)) => vec![self.pass_over_value(span, end)],
                None => self.pass_over_obstacles(&errors),
            };
            if lost.is_empty() {
                self.explain_all(&errors);
                return;
            }
            for lost in lost {
                self.blank(lost);
            }
        }
        let (_, mut errors) = DeTable::parse_recoverable(&self.repaired);
        errors.sort_by_key(at);
        self.explain_all(&errors);
    }

    /// Notes a fault; beyond what is shown anyway, it is only counted.
    fn note(&mut self, fault: impl FnOnce() -> Fault) {
        if self.faults.len() < DIAGNOSTICS_MAX {
            self.faults.push(fault());
        } else {
            self.cut += 1;
        }
    }

    fn explain_all(&mut self, errors: &[Error]) {
        let text = self.text;
        let mut last = None;
        for error in errors {
            if is_first_on_line(text, at(error), &mut last) {
                self.note(|| explain(text, error));
            }
        }
    }

    /// A value that is never closed.
    fn runaway<'t>(
        &self,
        root: &'t DeTable<'_>,
        errors: &[Error],
    ) -> Option<&'t Spanned<DeValue<'t>>> {
        let end = self.repaired.trim_end().len();
        let mut values = Vec::new();
        gather_multi_line(root, &self.repaired, &mut values);
        values.sort_by_key(|value| value.span().start);
        values.into_iter().find(|value| {
            let span = value.span();
            let inside = self.repaired.get(span.clone()).unwrap_or_default();
            let swallows = inside
                .split_once('\n')
                .is_some_and(|(_, rest)| has_header(rest));
            if !swallows && span.end < end {
                return false;
            }
            // The opening quotes of another text may have closed this one: then that text is what
            // cannot be read, up to the next header.
            let consequences = section(&self.repaired, span.clone()).end;
            let first = errors.partition_point(|error| at(error) < span.start);
            errors
                .iter()
                .skip(first)
                .take_while(|error| at(error) <= consequences)
                .any(|error| {
                    swallows
                        || error.message().starts_with("unclosed")
                        || error.message().starts_with("invalid multi-line")
                })
        })
    }

    /// Says that a value is never closed, and returns what is lost with it.
    fn pass_over_value(&mut self, span: Range<usize>, end: usize) -> Range<usize> {
        let text = self.text;
        let start = line_around(text, span.start).start;
        self.note(|| Fault::unclosed(text, span));
        start..end
    }

    /// Where a value that is never closed was probably meant to end: before the next line that
    /// looks like something else.
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

    /// Says what is wrong with lines at which the parser gives up, or which it takes for something
    /// that they are not, and returns what is lost with them.
    fn pass_over_obstacles(&mut self, errors: &[Error]) -> Vec<Range<usize>> {
        let text = self.text;
        let mut lost: Vec<Range<usize>> = Vec::new();
        let mut line = 0..0;
        let mut mixed = None;
        for error in errors {
            let at = at(error);
            let message = error.message();
            let is_header = [
                "unclosed table",
                "unclosed array table",
                "missing table open",
            ]
            .iter()
            .any(|start| message.starts_with(start));
            let is_duplicate = message.starts_with("duplicate key");
            let is_obstacle = is_header || is_duplicate || message.starts_with("key with no value");
            if !is_obstacle || lost.last().is_some_and(|lost| at <= lost.end) {
                continue;
            }
            if at > line.end || line.is_empty() {
                line = line_around(text, at);
            }
            if is_duplicate {
                let Some((name, _)) = text.get(line.clone()).and_then(header_name) else {
                    continue;
                };
                let mixed = mixed.get_or_insert_with(|| mixed_names(&self.repaired));
                if mixed.contains(name) {
                    continue;
                }
            }
            self.note(|| explain(text, error));
            lost.push(if is_header || is_duplicate {
                section(&self.repaired, line.clone())
            } else {
                line.clone()
            });
        }
        if let Some(mixed) = mixed {
            lost.extend(self.pass_over_single_brackets(&mixed));
        }
        lost
    }

    /// Says that headers `[name]` among headers `[[name]]` lack brackets, and returns what is lost
    /// with them.
    fn pass_over_single_brackets(&mut self, names: &HashSet<String>) -> Vec<Range<usize>> {
        let culprits: Vec<(String, Range<usize>)> = headers(&self.repaired)
            .filter(|header| !header.is_list && names.contains(header.name))
            .map(|header| (header.name.to_owned(), header.line))
            .collect();
        let mut lost = Vec::with_capacity(culprits.len());
        for (name, line) in culprits {
            lost.push(section(&self.repaired, line.clone()));
            self.note(|| Fault::single_brackets(line, &name));
        }
        lost
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

/// The names of which there are headers `[name]` and `[[name]]`.
fn mixed_names(text: &str) -> HashSet<String> {
    let (lists, singles): (Vec<_>, Vec<_>) = headers(text).partition(|header| header.is_list);
    let lists: HashSet<&str> = lists.iter().map(|header| header.name).collect();
    singles
        .iter()
        .filter(|header| lists.contains(header.name))
        .map(|header| header.name.to_owned())
        .collect()
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
