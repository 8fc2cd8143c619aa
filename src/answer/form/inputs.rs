//! What a form asks for, kind by kind, with what stands in the entry.

use super::{
    super::clip::clip,
    INPUTS_MAX, Input, LABEL_MAX,
    answer::Parts,
    names,
    sides::{write, write_all},
};
use crate::knowledge::{Detail, Entry, EntryId, Kind, Knowledge};

/// So many roles have an input each; more share one.
const ROLES_APART: usize = 2;

/// What is asked for. Where a long answer takes the room, what comes last is left to other commands.
pub(super) fn inputs(kind: Kind, entry: Option<&Entry>, knowledge: &Knowledge) -> Vec<Input> {
    let mut inputs = vec![title(kind, entry)];
    inputs.extend(answer(entry));
    let ask = long(
        "ask",
        "How people ask, a line each",
        "Other ways to put the question. The more, the better it is found.",
        entry.map(|e| e.ask.join("\n")),
    );
    let keywords = short(
        "keywords",
        "Keywords, with commas",
        "Words that lead here without being a question",
        entry.map(|e| e.keywords.join(", ")),
    );
    match kind {
        Kind::Dimension => {
            inputs.push(ask);
            inputs.extend(sides(entry, knowledge));
        }
        Kind::Role => inputs.extend([ask, aliases(entry), keywords]),
        Kind::Situation => inputs.extend([role(entry, knowledge), ask, keywords]),
        Kind::Faq | Kind::Topic => inputs.extend([ask, keywords, related(entry)]),
    }
    inputs.truncate(INPUTS_MAX);
    inputs
}

fn title(kind: Kind, entry: Option<&Entry>) -> Input {
    let title = entry.map(|e| e.title.clone());
    let input = match kind {
        Kind::Role => short(
            "names",
            "Full name (abbreviation)",
            "Such as: Chief Technology Officer (CTO)",
            entry.map(|entry| names::write(&entry.title, entry.short())),
        ),
        Kind::Faq => short(
            "title",
            "Question",
            "As people ask it: Can one person be both?",
            title,
        ),
        Kind::Dimension | Kind::Situation | Kind::Topic => {
            short("title", "Title", "What it is about, in a few words", title)
        }
    };
    Input {
        required: true,
        ..input
    }
}

/// The answer; one that is too long for an input in parts.
fn answer(entry: Option<&Entry>) -> Vec<Input> {
    let parts = Parts::of(entry.map_or("", |entry| &entry.answer));
    let texts = parts.texts().enumerate();
    let inputs = texts.map(|(at, (id, text))| {
        let label = match at {
            0 => "Answer".to_owned(),
            _ => format!("Answer, part {}", at + 1),
        };
        Input {
            required: at == 0,
            ..long(
                &id,
                &label,
                "What members read. Discord's markdown works.",
                Some(text.to_owned()),
            )
        }
    });
    inputs.collect()
}

fn aliases(entry: Option<&Entry>) -> Input {
    short(
        "aliases",
        "Other names, with commas",
        "Such as: chief tech officer, head of technology",
        entry.and_then(|entry| match &entry.detail {
            Detail::Role { aliases, .. } => Some(aliases.join(", ")),
            _ => None,
        }),
    )
}

fn role(entry: Option<&Entry>, knowledge: &Knowledge) -> Input {
    let roles: Vec<&str> = knowledge.roles().map(Entry::short).collect();
    Input {
        required: true,
        ..short(
            "role",
            "The role that suits",
            &format!("One of: {}", roles.join(", ")),
            entry.and_then(|entry| match &entry.detail {
                Detail::Situation { role } => Some(role.clone()),
                _ => None,
            }),
        )
    }
}

fn related(entry: Option<&Entry>) -> Input {
    short(
        "related",
        "What to read next, with commas",
        "Ids or titles of entries, such as: role:cto, Main difference",
        entry.map(|e| {
            let ids: Vec<String> = e.related.iter().map(EntryId::to_string).collect();
            ids.join(", ")
        }),
    )
}

/// The cells: an input for each role as long as there is room, else one for all.
fn sides(entry: Option<&Entry>, knowledge: &Knowledge) -> Vec<Input> {
    let had = match entry.map(|entry| &entry.detail) {
        Some(Detail::Dimension { sides }) => sides.as_slice(),
        _ => &[],
    };
    if knowledge.roles().count() > ROLES_APART {
        let shared = long(
            "sides",
            "Each role: a sentence, then examples",
            "CTO: a sentence about this role. Then examples, each on a line that begins with \"- \"",
            Some(write_all(had, knowledge)),
        );
        return vec![shared];
    }
    let inputs = knowledge.roles().map(|role| {
        let side = had.iter().find(|side| side.role == role.id.slug);
        long(
            &format!("side:{}", role.id.slug),
            &clip(role.short(), LABEL_MAX),
            "A sentence about this role; then examples, each on a line that begins with \"- \"",
            side.map(write),
        )
    });
    inputs.collect()
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
