//! Lists: items come and go one by one, so that comments beside the others stay.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use toml_edit::{Array, Value};

use super::{Outline, Splices, write};

/// Makes the array at `span`, which reads `old`, read `wanted`. Neither is empty.
pub(super) fn splice(
    outline: &Outline<'_>,
    span: Range<usize>,
    array: &Array,
    old: &[String],
    wanted: &[String],
    splices: &mut Splices<'_>,
) {
    let items: Vec<Range<usize>> = array.iter().filter_map(Value::span).collect();
    let written = outline.text.get(span.clone()).unwrap_or_default();
    let steps = capture_diff_slices(Algorithm::Myers, old, wanted);
    let list = List {
        outline,
        span: span.clone(),
        items,
    };
    if written.contains('\n') {
        list.splice_tall(&steps, wanted, splices);
    } else {
        splices.replace(span, &list.rewrite(&steps, wanted));
    }
}

struct List<'o, 't> {
    outline: &'o Outline<'t>,
    span: Range<usize>,
    items: Vec<Range<usize>>,
}

impl List<'_, '_> {
    fn text(&self, part: Range<usize>) -> &str {
        self.outline.text.get(part).unwrap_or_default()
    }

    /// A list on one line: items that stay are written as they are.
    fn rewrite(&self, steps: &[DiffOp], wanted: &[String]) -> String {
        let mut parts: Vec<String> = Vec::new();
        for step in steps {
            if let DiffOp::Equal { old_index, len, .. } = *step {
                let kept = self.items.get(old_index..old_index + len);
                let kept = kept.unwrap_or_default().iter();
                parts.extend(kept.map(|item| self.text(item.clone()).to_owned()));
            } else {
                let new = wanted.get(step.new_range()).unwrap_or_default();
                parts.extend(new.iter().map(|text| write::line(text)));
            }
        }
        format!("[{}]", parts.join(", "))
    }

    /// A list over several lines.
    fn splice_tall(&self, steps: &[DiffOp], wanted: &[String], splices: &mut Splices<'_>) {
        // New items follow the last one that is not cut.
        let mut last_kept: Option<usize> = None;
        for step in steps {
            let new = wanted.get(step.new_range()).unwrap_or_default();
            let old = step.old_range();
            if let DiffOp::Equal { .. } = step {
                last_kept = old.last().or(last_kept);
                continue;
            }
            let in_place = old.len().min(new.len());
            for (at, text) in old.clone().zip(new) {
                if let Some(item) = self.items.get(at) {
                    splices.replace(item.clone(), &write::line(text));
                }
                last_kept = Some(at);
            }
            for at in old.skip(in_place) {
                self.cut(at, splices);
            }
            let more = new.get(in_place..).unwrap_or_default();
            if !more.is_empty() {
                self.insert_after(last_kept, more, splices);
            }
        }
    }

    /// Cuts an item with its comma; one that has its lines to itself goes with them and with the
    /// comment above.
    fn cut(&self, at: usize, splices: &mut Splices<'_>) {
        let Some(item) = self.items.get(at).cloned() else {
            return;
        };
        let end = self.comma(&item).unwrap_or(item.end);
        let line = self.outline.line_start(item.start).max(self.span.start + 1);
        let leads = self.text(line..item.start).trim().is_empty();
        let rest = self.text(end..self.outline.line_end(end));
        if leads && line > self.span.start + 1 && is_rest(rest) {
            let mut start = line;
            let floor = match at.checked_sub(1).and_then(|before| self.items.get(before)) {
                Some(before) => self.outline.line_end(before.end),
                None => self.outline.line_end(self.span.start),
            };
            while start > floor {
                let above = self.outline.line_start(start - 1);
                if above < floor || !self.text(above..start).trim_start().starts_with('#') {
                    break;
                }
                start = above;
            }
            splices.cut(start..self.outline.line_end(end));
        } else {
            let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            splices.cut(item.start..end + gap);
        }
    }

    fn insert_after(&self, kept: Option<usize>, texts: &[String], splices: &mut Splices<'_>) {
        let indent = self.indent();
        let written = |before: &str, after: &str| {
            let items = texts.iter();
            let items = items.map(|text| [before, &write::line(text), ",", after].concat());
            items.collect::<Vec<_>>().concat()
        };
        let lines = || written(&indent, "\n");
        let beside = || written(" ", "");
        let Some(item) = kept.and_then(|at| self.items.get(at)) else {
            let at = self.span.start + 1;
            if is_rest(self.text(at..self.outline.line_end(at))) {
                splices.insert(self.outline.line_end(at), &lines());
            } else {
                splices.insert(at, &beside());
            }
            return;
        };
        let comma = self.comma(item);
        if comma.is_none() {
            splices.insert(item.end, ",");
        }
        let end = comma.unwrap_or(item.end);
        let line_end = self.outline.line_end(end);
        if is_rest(self.text(end..line_end)) && line_end < self.span.end {
            splices.insert(line_end, &lines());
        } else {
            splices.insert(end, &beside());
        }
    }

    /// Behind the comma that follows an item, if one does.
    fn comma(&self, item: &Range<usize>) -> Option<usize> {
        let mut at = item.end;
        loop {
            let rest = self.text(at..self.span.end);
            let gap = rest.len() - rest.trim_start().len();
            at += gap;
            match rest.get(gap..)?.chars().next()? {
                ',' => return Some(at + 1),
                '#' => at = self.outline.line_end(at),
                _ => return None,
            }
        }
    }

    /// The white space before the first item that begins a line.
    fn indent(&self) -> String {
        let mut indents = self.items.iter().filter_map(|item| {
            let start = self.outline.line_start(item.start);
            let indent = self.text(start..item.start);
            (start > self.span.start && indent.trim().is_empty()).then_some(indent)
        });
        indents.next().unwrap_or("  ").to_owned()
    }
}

/// Whether nothing but a comment stands in the rest of a line.
fn is_rest(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with('#')
}
