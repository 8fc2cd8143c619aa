//! Problems for programs.

use serde::Serialize;
use serde_json::Value;

use super::{Diagnostic, Label, Severity, Sources, render::excerpt};

#[derive(Serialize)]
struct Report<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    help: Option<&'a str>,
    related: Vec<Place<'a>>,
}

#[derive(Serialize, Default)]
struct Place<'a> {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    /// The line as it stands in the file.
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
}

impl<'a> Place<'a> {
    fn new(label: &'a Label, sources: &'a Sources) -> Self {
        let file = Some(label.file.display().to_string());
        let Some(source) = sources.get(&label.file) else {
            return Self {
                file,
                label: &label.text,
                ..Self::default()
            };
        };
        let position = source.position(label.span.start);
        Self {
            file,
            line: Some(position.line),
            column: Some(position.column),
            text: Some(excerpt(source, label).text),
            label: &label.text,
        }
    }
}

impl Diagnostic {
    /// The problem as one JSON object: `code`, `severity`, `message`, `file`, `line`, `column`,
    /// `text` (the line as it stands in the file), `label`, `help`, and `related`, a list of
    /// further places.
    ///
    /// What does not apply is `null`, an empty `label` is left out; of a line longer than 32 KiB,
    /// `text` holds the part around the place.
    #[must_use]
    pub fn to_json(&self, sources: &Sources) -> Value {
        let mut places = self.labels.iter().map(|label| Place::new(label, sources));
        let report = Report {
            code: self.code,
            severity: self.severity,
            message: &self.message,
            place: places.next().unwrap_or_default(),
            help: self.help.as_deref(),
            related: places.collect(),
        };
        // Strings and numbers only: this cannot fail.
        serde_json::to_value(report).unwrap_or_default()
    }
}
