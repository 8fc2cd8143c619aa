//! Forms in which moderators write entries: what stands in an entry as texts, and back.

use super::clip::clip;
use crate::knowledge::{Detail, Entry, EntryId, Fields, Kind, Knowledge, Side};

/// A form within Discord's limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// At most 45 characters.
    pub title: String,
    /// What is asked for, one to five.
    pub inputs: Vec<Input>,
}

/// Something to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Which field it is.
    pub id: String,
    /// At most 45 characters.
    pub label: String,
    /// What belongs there, at most 100 characters.
    pub placeholder: String,
    /// What stands there, at most 4000 characters.
    pub value: String,
    /// Whether it may not be empty.
    pub required: bool,
    /// Whether it has several lines.
    pub is_long: bool,
}

/// An entry has more text than a form takes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{field} is longer than the 4000 characters that Discord's forms allow: change it in the file, or by `/knowledge import`"
)]
pub struct FormTooLong {
    /// The field.
    pub field: String,
}

/// The longest text of an input, in UTF-16 units as Discord counts.
const INPUT_MAX: usize = 4_000;
const LABEL_MAX: usize = 45;

impl Form {
    /// The form of a new entry.
    #[must_use]
    pub fn add(kind: Kind, knowledge: &Knowledge) -> Self {
        Self {
            title: format!("New {}", kind.as_str()),
            inputs: inputs(kind, None, knowledge),
        }
    }

    /// The form of an entry, with what stands in it.
    pub fn edit(entry: &Entry, knowledge: &Knowledge) -> Result<Self, FormTooLong> {
        let inputs = inputs(entry.id.kind, Some(entry), knowledge);
        let is_too_long = |input: &&Input| input.value.encode_utf16().count() > INPUT_MAX;
        if let Some(input) = inputs.iter().find(is_too_long) {
            return Err(FormTooLong {
                field: input.label.clone(),
            });
        }
        Ok(Self {
            title: clip(&format!("Edit {}", entry.id), LABEL_MAX),
            inputs,
        })
    }

    /// What was filled in, as far as it differs from what stands in the entry.
    #[must_use]
    pub fn filled(
        kind: Kind,
        entry: Option<&Entry>,
        knowledge: &Knowledge,
        values: &[(String, String)],
    ) -> Fields {
        let before = inputs(kind, entry, knowledge);
        let mut fields = Fields::default();
        for (id, value) in values {
            let known = before.iter().find(|input| input.id == *id);
            if known.is_some_and(|input| is_same(&input.value, value)) {
                continue;
            }
            let text = || Some(value.trim().to_owned());
            match id.as_str() {
                "title" => fields.title = text(),
                "answer" => fields.answer = text(),
                "role" => fields.role = text(),
                "ask" => fields.ask = Some(lines(value)),
                "keywords" => fields.keywords = Some(items(value)),
                "aliases" => fields.aliases = Some(items(value)),
                "related" => {
                    let ids = items(value);
                    fields.related = Some(ids.iter().filter_map(|id| id.parse().ok()).collect());
                }
                _ => {
                    if let Some(role) = id.strip_prefix("side:") {
                        fields.sides.push(side(role, value));
                    }
                }
            }
        }
        fields
    }
}

fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.trim().replace("\r\n", "\n");
    plain(one) == plain(other)
}

fn inputs(kind: Kind, entry: Option<&Entry>, knowledge: &Knowledge) -> Vec<Input> {
    let (title, example) = match kind {
        Kind::Role => ("Full name", "Such as: Chief Technology Officer"),
        Kind::Faq => ("Question", "As people ask it: Can one person be both?"),
        Kind::Dimension | Kind::Situation | Kind::Topic => {
            ("Title", "What it is about, in a few words")
        }
    };
    let mut inputs = vec![
        Input {
            required: true,
            ..short("title", title, example, entry.map(|e| e.title.clone()))
        },
        Input {
            required: true,
            ..long(
                "answer",
                "Answer",
                "What members read. Discord's markdown works.",
                entry.map(|e| e.answer.clone()),
            )
        },
        long(
            "ask",
            "How people ask, a line each",
            "Other ways to put the question. The more, the better it is found.",
            entry.map(|e| e.ask.join("\n")),
        ),
    ];
    if kind == Kind::Dimension {
        inputs.extend(sides(entry, knowledge));
        return inputs;
    }
    inputs.push(short(
        "keywords",
        "Keywords, with commas",
        "Words that lead here without being a question",
        entry.map(|e| e.keywords.join(", ")),
    ));
    let detail = entry.map(|entry| &entry.detail);
    inputs.push(match (kind, detail) {
        (Kind::Role, detail) => short(
            "aliases",
            "Other names, with commas",
            "Such as: chief tech officer, head of technology",
            detail.and_then(|detail| match detail {
                Detail::Role { aliases, .. } => Some(aliases.join(", ")),
                _ => None,
            }),
        ),
        (Kind::Situation, detail) => short(
            "role",
            "Role",
            "The id of the role that suits, such as: cto",
            detail.and_then(|detail| match detail {
                Detail::Situation { role } => Some(role.clone()),
                _ => None,
            }),
        ),
        _ => short(
            "related",
            "What to read next, with commas",
            "Ids of entries, such as: role:cto, faq:main-difference",
            entry.map(|e| {
                let ids: Vec<String> = e.related.iter().map(EntryId::to_string).collect();
                ids.join(", ")
            }),
        ),
    });
    inputs
}

/// The cells of the first two roles; a form has no room for more.
fn sides(entry: Option<&Entry>, knowledge: &Knowledge) -> Vec<Input> {
    let roles = knowledge.roles().take(2);
    let sides = roles.map(|role| {
        let side = entry.and_then(|entry| entry.side(&role.id.slug));
        long(
            &format!("side:{}", role.id.slug),
            &clip(role.short(), LABEL_MAX),
            "A sentence about this role; then examples, each on a line that begins with \"- \"",
            side.map(|side| {
                let examples = side.examples.iter().map(|example| format!("\n- {example}"));
                format!("{}{}", side.text, examples.collect::<String>())
            }),
        )
    });
    sides.collect()
}

fn short(id: &str, label: &str, placeholder: &str, value: Option<String>) -> Input {
    Input {
        id: id.to_owned(),
        label: label.to_owned(),
        placeholder: clip(placeholder, 100),
        value: value.unwrap_or_default(),
        required: false,
        is_long: false,
    }
}

fn long(id: &str, label: &str, placeholder: &str, value: Option<String>) -> Input {
    Input {
        is_long: true,
        ..short(id, label, placeholder, value)
    }
}

fn side(role: &str, value: &str) -> Side {
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

fn lines(value: &str) -> Vec<String> {
    let lines = value.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn items(value: &str) -> Vec<String> {
    let items = value.split([',', '\n']).map(str::trim);
    let items = items.filter(|item| !item.is_empty());
    items.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::knowledge::parse;

    fn product() -> Knowledge {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("knowledge/cto-cio.toml");
        let text = std::fs::read_to_string(path).unwrap();
        parse(&[("pack.toml".into(), &text)]).knowledge
    }

    #[test]
    fn a_form_that_is_sent_as_it_was_changes_nothing() {
        let knowledge = product();
        for entry in knowledge.entries() {
            let form = Form::edit(entry, &knowledge).unwrap();
            assert!(form.inputs.len() <= 5 && form.title.chars().count() <= LABEL_MAX);
            let values: Vec<_> = form.inputs.into_iter().map(|i| (i.id, i.value)).collect();
            let fields = Form::filled(entry.id.kind, Some(entry), &knowledge, &values);
            assert_eq!(fields, Fields::default(), "{}", entry.id);
        }
    }

    #[test]
    fn what_is_filled_in_is_read_as_it_is_meant() {
        let knowledge = product();
        let values = [
            ("title", " Key "),
            ("ask", "where is it\n\n who has it "),
            ("keywords", "key, lost,"),
            ("side:cto", "Builds.\n- A\n- B"),
        ];
        let values = values.map(|(id, value)| (id.to_owned(), value.to_owned()));
        let fields = Form::filled(Kind::Dimension, None, &knowledge, &values);
        assert_eq!(fields.title.as_deref(), Some("Key"));
        assert_eq!(fields.ask.unwrap(), ["where is it", "who has it"]);
        assert_eq!(fields.keywords.unwrap(), ["key", "lost"]);
        assert_eq!(fields.sides[0].text, "Builds.");
        assert_eq!(fields.sides[0].examples, ["A", "B"]);
    }

    #[test]
    fn a_text_that_no_form_takes_is_refused_with_what_to_do() {
        let mut knowledge = product();
        knowledge.packs[0].entries[0].answer = "x".repeat(4_001);
        let entry = &knowledge.packs[0].entries[0];
        let refused = Form::edit(entry, &knowledge).unwrap_err().to_string();
        assert!(refused.starts_with("Answer is longer"), "{refused}");
    }
}
