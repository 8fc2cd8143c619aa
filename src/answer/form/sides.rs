//! A dimension's cells as text: a sentence, then examples, each on a line that begins with "- ". Where
//! several roles share an input, each begins with its name and a colon.

use super::super::clip::clip;
use crate::knowledge::{Detail, Entry, Knowledge, Side};

/// One cell as text.
pub(super) fn write(side: &Side) -> String {
    let examples = side.examples.iter().map(|example| format!("\n- {example}"));
    format!("{}{}", side.text, examples.collect::<String>())
}

/// One cell of what was written.
pub(super) fn read(role: &str, value: &str) -> Side {
    let is_example = |line: &&str| line.trim_start().starts_with("- ");
    let text: Vec<&str> = value.lines().filter(|line| !is_example(line)).collect();
    let examples = value.lines().filter(is_example);
    let examples = examples.map(|line| line.trim_start().trim_start_matches("- ").trim());
    Side {
        role: role.to_owned(),
        text: text.join("\n").trim().to_owned(),
        examples: examples
            .filter(|example| !example.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}

/// All cells in one text, in the order of the roles.
pub(super) fn write_all(sides: &[Side], knowledge: &Knowledge) -> String {
    let cells = knowledge.roles().filter_map(|role| {
        let side = sides.iter().find(|side| side.role == role.id.slug)?;
        Some(format!("{}: {}", label(role, knowledge), write(side)))
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
    let mut cells: Vec<(&Entry, Vec<&str>)> = Vec::new();
    let mut notes = Vec::new();
    for line in value.lines() {
        let named = line
            .split_once(':')
            .and_then(|(name, rest)| Some((role_named(name, knowledge)?, rest)));
        match (named, cells.last_mut()) {
            (Some((role, rest)), _) => {
                match cells.iter_mut().find(|(known, _)| known.id == role.id) {
                    Some((_, lines)) => lines.push(rest),
                    None => cells.push((role, vec![rest])),
                }
            }
            (None, Some((_, lines))) => lines.push(line),
            (None, None) if line.trim().is_empty() => {}
            (None, None) => notes.push(format!(
                "“{}” stands before any role, and is left out: begin with the role, such as `{}:`.",
                clip(line.trim(), 60),
                knowledge.roles().next().map_or("CTO", Entry::short),
            )),
        }
    }
    let mut sides: Vec<Side> = cells
        .into_iter()
        .map(|(role, lines)| read(&role.id.slug, &lines.join("\n")))
        .collect();
    if let Some(Detail::Dimension { sides: had }) = before {
        let lost = had
            .iter()
            .filter(|had| sides.iter().all(|side| side.role != had.role));
        let lost: Vec<Side> = lost.map(|had| read(&had.role, "")).collect();
        sides.extend(lost);
    }
    (sides, notes)
}

/// The role that somebody calls by its id, its abbreviation or its name.
pub(super) fn role_named<'a>(name: &str, knowledge: &'a Knowledge) -> Option<&'a Entry> {
    let name = name.trim().trim_matches('*').to_lowercase();
    let called = |role: &&Entry| {
        let names = [role.id.slug.as_str(), role.short(), role.title.as_str()];
        names.iter().any(|known| known.to_lowercase() == name)
    };
    knowledge.roles().find(called)
}

/// How a role is called in a form: by its abbreviation, if no other role has the same.
fn label<'a>(role: &'a Entry, knowledge: &'a Knowledge) -> &'a str {
    let found = role_named(role.short(), knowledge);
    let own = found.is_some_and(|found| found.id == role.id);
    if own && !role.short().contains(':') {
        role.short()
    } else {
        &role.id.slug
    }
}
