//! A dimension's cells as text: a sentence, then examples, each on a line that begins with "- ". Where
//! several roles share an input, each begins with its name and a colon. A line that only looks like
//! one of these has a `\` in front, as in Discord's own markdown.

use super::super::clip::clip;
use crate::knowledge::{Detail, Entry, Knowledge, Side};

/// One cell as text.
pub(super) fn write(side: &Side) -> String {
    let is_example = |line: &str| example(line).is_some();
    let mut lines: Vec<String> = side
        .text
        .split('\n')
        .map(|line| escaped(line, is_example))
        .collect();
    for example in &side.examples {
        let mut parts = example.split('\n');
        lines.push(format!("- {}", parts.next().unwrap_or_default()));
        lines.extend(parts.map(|part| format!("  {}", escaped(part, is_example))));
    }
    lines.join("\n")
}

/// One cell of what was written, without a text if there is nothing; or why it is left as it was.
pub(super) fn read(role: &Entry, value: &str) -> Result<Side, String> {
    let is_example = |line: &str| example(line).is_some();
    let (mut sentence, mut examples) = (Vec::new(), Vec::<String>::new());
    for line in plain(value).split('\n') {
        match (example(line), examples.last_mut(), line.strip_prefix("  ")) {
            (Some(new), _, _) => examples.push(new.trim_start().to_owned()),
            (None, Some(example), Some(more)) => {
                example.push('\n');
                example.push_str(&unescaped(more, is_example));
            }
            _ => sentence.push(unescaped(line, is_example)),
        }
    }
    let examples = examples.iter().map(|example| example.trim().to_owned());
    let side = Side {
        role: role.id.slug.clone(),
        text: sentence.join("\n").trim().to_owned(),
        examples: examples.filter(|example| !example.is_empty()).collect(),
    };
    if side.text.is_empty() && !side.examples.is_empty() {
        return Err(format!(
            "What was written of {} is left out: a sentence must stand above the examples.",
            role.short()
        ));
    }
    Ok(side)
}

/// All cells in one text, in the order of the roles.
pub(super) fn write_all(sides: &[Side], knowledge: &Knowledge) -> String {
    let cells = knowledge.roles().filter_map(|role| {
        let side = sides.iter().find(|side| side.role == role.id.slug)?;
        let cell = write(side);
        let lines = cell.split('\n').enumerate().map(|(at, line)| match at {
            0 => line.to_owned(),
            _ => escaped(line, |line| named(line, knowledge).is_some()),
        });
        let cell = lines.collect::<Vec<_>>().join("\n");
        Some(format!("{}: {cell}", label(role, knowledge)))
    });
    cells.collect::<Vec<_>>().join("\n\n")
}

/// The cells of what was written, and what is wrong with it. Roles that had a cell and are not
/// mentioned lose it.
pub(super) fn read_all(
    value: &str,
    before: Option<&Detail>,
    knowledge: &Knowledge,
) -> (Vec<Side>, Vec<String>) {
    let mut cells: Vec<(&Entry, Vec<String>)> = Vec::new();
    let mut notes = Vec::new();
    for line in plain(value).split('\n') {
        match (named(line, knowledge), cells.last_mut()) {
            (Some((role, rest)), _) => {
                let rest = rest.to_owned();
                match cells.iter_mut().find(|(known, _)| known.id == role.id) {
                    Some((_, lines)) => lines.push(rest),
                    None => cells.push((role, vec![rest])),
                }
            }
            (None, Some((_, lines))) => {
                lines.push(unescaped(line, |line| named(line, knowledge).is_some()));
            }
            (None, None) if line.trim().is_empty() => {}
            (None, None) => notes.push(format!(
                "“{}” stands before any role, and is left out: begin with the role, such as `{}:`.",
                clip(line.trim(), 60),
                knowledge.roles().next().map_or("CTO", Entry::short),
            )),
        }
    }
    let mut sides = Vec::new();
    for (role, lines) in &cells {
        match read(role, &lines.join("\n")) {
            Ok(side) => sides.push(side),
            Err(note) => notes.push(note),
        }
    }
    if let Some(Detail::Dimension { sides: had }) = before {
        let is_lost = |had: &&Side| cells.iter().all(|(role, _)| role.id.slug != had.role);
        sides.extend(had.iter().filter(is_lost).map(|had| Side {
            role: had.role.clone(),
            text: String::new(),
            examples: Vec::new(),
        }));
    }
    (sides, notes)
}

/// The role that somebody calls by its id, its abbreviation or its name, in this order.
pub(super) fn role_named<'a>(name: &str, knowledge: &'a Knowledge) -> Option<&'a Entry> {
    let name = name.trim().trim_matches('*').to_lowercase();
    let called = |name_of: fn(&Entry) -> &str| {
        let mut roles = knowledge.roles();
        roles.find(|role| name_of(role).to_lowercase() == name)
    };
    called(|role| &role.id.slug)
        .or_else(|| called(Entry::short))
        .or_else(|| called(|role| &role.title))
}

/// How a role is called in a form: by its abbreviation, if no other role has the same.
fn label<'a>(role: &'a Entry, knowledge: &'a Knowledge) -> &'a str {
    let found = role_named(role.short(), knowledge);
    let own = found.is_some_and(|found| found.id == role.id);
    if own && !role.short().contains([':', '\n', '\\']) {
        role.short()
    } else {
        &role.id.slug
    }
}

/// The role that a line begins with, and the rest of the line.
fn named<'a, 'l>(line: &'l str, knowledge: &'a Knowledge) -> Option<(&'a Entry, &'l str)> {
    let (name, rest) = line.split_once(':')?;
    Some((role_named(name, knowledge)?, rest))
}

/// The example that a line begins.
fn example(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix(['-', '•'])?;
    let is_apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    is_apart.then_some(rest)
}

fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The line with a `\` in front of its first word, if it is to be read as it is although it looks
/// like something else, with or without such a `\`.
fn escaped(line: &str, is_special: impl Fn(&str) -> bool) -> String {
    let (indent, text) = indented(line);
    if is_special(text.trim_start_matches('\\')) {
        format!("{indent}\\{text}")
    } else {
        line.to_owned()
    }
}

fn unescaped(line: &str, is_special: impl Fn(&str) -> bool) -> String {
    let (indent, text) = indented(line);
    match text.strip_prefix('\\') {
        Some(rest) if is_special(rest.trim_start_matches('\\')) => format!("{indent}{rest}"),
        _ => line.to_owned(),
    }
}

fn indented(line: &str) -> (&str, &str) {
    let text = line.trim_start();
    line.split_at(line.len() - text.len())
}
