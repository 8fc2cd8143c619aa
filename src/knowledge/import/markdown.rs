//! A markdown file: what its front matter calls it, and the body as the answer.

use std::path::Path;

use super::{Fault, Found, Harvest, front_matter};
use crate::{document::quoted, knowledge::Kind};

/// What opens and closes the front matter.
const FENCE: &str = "---";

pub(super) fn read(file: &Path, text: &str) -> Result<Harvest, Fault> {
    let (matter, body, line) = split(text)?;
    let mut harvest = Harvest::default();
    let (mut titles, mut asks, mut keywords) = (Vec::new(), Vec::new(), Vec::new());
    for field in front_matter::read(matter)? {
        match field.key.as_str() {
            "title" | "question" | "name" => titles.extend(field.texts),
            "aliases" | "alias" | "questions" | "ask" => asks.extend(field.texts),
            "keywords" | "keyword" | "tags" | "tag" => keywords.extend(field.texts),
            key => {
                let note = format!("{} means nothing here, and is left out", quoted(key));
                harvest.note(field.line, note);
                continue;
            }
        }
        if !field.is_plain {
            let note = format!(
                "{} holds more than texts; the rest is left out",
                quoted(&field.key)
            );
            harvest.note(field.line, note);
        }
    }
    let mut answer = body.trim();
    if titles.iter().all(|title: &String| title.trim().is_empty()) {
        let first = answer.lines().next().unwrap_or_default();
        if let Some(heading) = first.strip_prefix("# ") {
            titles.push(heading.trim().to_owned());
            answer = answer.get(first.len()..).unwrap_or_default();
        } else if let Some(stem) = file.file_stem() {
            titles.push(stem.to_string_lossy().replace(['-', '_'], " "));
        }
    }
    note_images(body, line, &mut harvest);
    let asked = titles
        .first()
        .is_some_and(|title| title.trim().ends_with('?'));
    titles.extend(asks);
    harvest.found.push(Found {
        kind: if asked { Kind::Faq } else { Kind::Topic },
        line: 1,
        asks: titles,
        keywords,
        answer: answer.to_owned(),
    });
    Ok(harvest)
}

/// Front matter, body, and the body's first line.
fn split(text: &str) -> Result<(&str, &str, usize), Fault> {
    let mut lines = text.split_inclusive('\n');
    let is_fence = |line: &str| line.trim_end() == FENCE;
    let Some(open) = lines.next().filter(|line| is_fence(line)) else {
        return Ok(("", text, 1));
    };
    let mut end = open.len();
    for (number, line) in (3..).zip(lines) {
        if is_fence(line) {
            let matter = text.get(open.len()..end).unwrap_or_default();
            let body = text.get(end + line.len()..).unwrap_or_default();
            return Ok((matter, body, number));
        }
        end += line.len();
    }
    Err((
        1,
        format!("the front matter that begins here is not closed by `{FENCE}`"),
    ))
}

/// Messages show no pictures that stand beside the file.
fn note_images(body: &str, from: usize, harvest: &mut Harvest) {
    for (line, text) in (from..).zip(body.lines()) {
        if text.contains("![") {
            harvest.note(
                line,
                "a picture in the text is not shown in Discord; its address stays in the answer",
            );
        }
    }
}
