//! Questions and answers in the columns of a CSV file.

use csv::{ReaderBuilder, StringRecord};

use super::{Fault, Found, Harvest};
use crate::{document::quoted, knowledge::Kind};

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Question,
    Answer,
    Keywords,
    Unknown,
}

impl Column {
    fn named(name: &str) -> Self {
        let name = name.trim().to_lowercase();
        match name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_' || c == ' ') {
            "question" | "questions" | "q" | "ask" | "trigger" | "triggers" | "prompt"
            | "title" | "phrase" => Self::Question,
            "answer" | "answers" | "a" | "response" | "responses" | "reply" | "content" => {
                Self::Answer
            }
            "keyword" | "keywords" | "tags" => Self::Keywords,
            _ => Self::Unknown,
        }
    }
}

pub(super) fn read(text: &str) -> Result<Harvest, Fault> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let fault = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        (usize::try_from(line).unwrap_or(1), error.to_string())
    };
    let header = reader.headers().map_err(|error| fault(&error))?.clone();
    let columns: Vec<Column> = header.iter().map(Column::named).collect();
    if !columns.contains(&Column::Question) || !columns.contains(&Column::Answer) {
        let reason = "its first line must name the columns, `question` and `answer` among them";
        return Err((1, reason.to_owned()));
    }
    let mut harvest = Harvest::default();
    for (name, column) in header.iter().zip(&columns) {
        if *column == Column::Unknown {
            harvest.note(
                1,
                format!(
                    "the column {} means nothing here, and is left out",
                    quoted(name)
                ),
            );
        }
    }
    for record in reader.records() {
        let record = record.map_err(|error| fault(&error))?;
        let line = record.position().map_or(1, csv::Position::line);
        let line = usize::try_from(line).unwrap_or(1);
        if record.len() > columns.len() {
            harvest.note(
                line,
                "the row has more cells than there are columns; the rest is left out",
            );
        }
        let cells = |wanted| cells(&record, &columns, wanted);
        harvest.found.push(Found {
            kind: Kind::Faq,
            line,
            asks: cells(Column::Question),
            keywords: cells(Column::Keywords)
                .iter()
                .flat_map(|cell| cell.split([',', ';']))
                .map(str::to_owned)
                .collect(),
            answer: cells(Column::Answer).join("\n\n"),
        });
    }
    Ok(harvest)
}

fn cells(record: &StringRecord, columns: &[Column], wanted: Column) -> Vec<String> {
    let of_column = record
        .iter()
        .zip(columns)
        .filter(|(_, column)| **column == wanted);
    let cells = of_column.map(|(cell, _)| cell.to_owned());
    cells.filter(|cell| !cell.trim().is_empty()).collect()
}

/// What parts the columns: whatever the first line has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    let most = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter));
    most.unwrap_or(b',')
}
