//! Cutting and inserting at places of a text.

use std::ops::Range;

/// What is to be different in a text, place by place.
pub(super) struct Splices<'t> {
    text: &'t str,
    /// How lines of the text end.
    line_break: &'static str,
    made: Vec<(Range<usize>, String)>,
}

impl<'t> Splices<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let first = text.find('\n');
        let is_windows = first.is_some_and(|at| text.get(..at).is_some_and(|t| t.ends_with('\r')));
        Self {
            text,
            line_break: if is_windows { "\r\n" } else { "\n" },
            made: Vec::new(),
        }
    }

    /// Puts `with`, whose lines end with `\n`, in the place of a part of the text.
    pub(super) fn replace(&mut self, part: Range<usize>, with: &str) {
        let with = with.replace('\n', self.line_break);
        self.made.push((part, with));
    }

    pub(super) fn insert(&mut self, at: usize, text: &str) {
        self.replace(at..at, text);
    }

    pub(super) fn cut(&mut self, part: Range<usize>) {
        self.replace(part, "");
    }

    /// The text with everything done; what was asked for first stands first where places are equal.
    /// What lies within a part that is cut is cut with it.
    pub(super) fn apply(mut self) -> String {
        self.made
            .sort_by_key(|(part, _)| (part.start, !part.is_empty()));
        let mut edited = String::with_capacity(self.text.len());
        let mut done = 0;
        for (part, with) in &self.made {
            if part.start < done {
                done = done.max(part.end);
                continue;
            }
            edited.push_str(self.text.get(done..part.start).unwrap_or_default());
            edited.push_str(with);
            done = part.end;
        }
        edited.push_str(self.text.get(done..).unwrap_or_default());
        edited
    }
}
