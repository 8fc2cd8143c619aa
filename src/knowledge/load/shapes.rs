//! Which keys may stand where in a pack.

use crate::document::{Hint, Shape, nearest};

use super::super::Kind;

macro_rules! shape {
    ($name:ident, $table:literal, [$($key:literal),+ $(,)?]) => {
        pub(super) static $name: Shape = Shape { name: $table, keys: &[$($key),+], hint };
    };
}

shape!(
    PACK,
    "",
    [
        "schema",
        "title",
        "description",
        "source",
        "role",
        "dimension",
        "faq",
        "situation",
        "topic",
        "synonym",
        "off_topic",
        "expect",
    ]
);
shape!(SOURCE, "[[source]]", ["title", "author", "url"]);
shape!(
    ROLE,
    "[[role]]",
    [
        "id",
        "name",
        "short",
        "aliases",
        "answer",
        "ask",
        "keywords",
        "related",
        "reject",
        "owner",
        "source",
        "review_by",
        "image",
        "url",
    ]
);
shape!(
    DIMENSION,
    "[[dimension]]",
    [
        "id",
        "title",
        "answer",
        "roles",
        "ask",
        "keywords",
        "related",
        "reject",
        "owner",
        "source",
        "review_by",
        "image",
        "url",
    ]
);
shape!(SIDE, "[dimension.roles.ROLE]", ["text", "examples"]);
shape!(
    FAQ,
    "[[faq]]",
    [
        "id",
        "question",
        "answer",
        "ask",
        "keywords",
        "related",
        "reject",
        "owner",
        "source",
        "review_by",
        "image",
        "url",
    ]
);
shape!(
    SITUATION,
    "[[situation]]",
    [
        "id",
        "role",
        "title",
        "answer",
        "ask",
        "keywords",
        "related",
        "reject",
        "owner",
        "source",
        "review_by",
        "image",
        "url",
    ]
);
shape!(
    TOPIC,
    "[[topic]]",
    [
        "id",
        "title",
        "answer",
        "ask",
        "keywords",
        "related",
        "reject",
        "owner",
        "source",
        "review_by",
        "image",
        "url",
    ]
);
shape!(SYNONYM, "[[synonym]]", ["words"]);
shape!(OFF_TOPIC, "[[off_topic]]", ["ask"]);
shape!(EXPECT, "[[expect]]", ["ask", "entry"]);

pub(super) static TABLES: [&Shape; 10] = [
    &SOURCE, &ROLE, &DIMENSION, &SIDE, &FAQ, &SITUATION, &TOPIC, &SYNONYM, &OFF_TOPIC, &EXPECT,
];

/// The shape of a kind's table.
pub(super) fn of(kind: Kind) -> &'static Shape {
    match kind {
        Kind::Role => &ROLE,
        Kind::Dimension => &DIMENSION,
        Kind::Faq => &FAQ,
        Kind::Situation => &SITUATION,
        Kind::Topic => &TOPIC,
    }
}

/// The key that holds the title of a kind's entries.
pub(in crate::knowledge) fn title_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "name",
        Kind::Faq => "question",
        Kind::Dimension | Kind::Situation | Kind::Topic => "title",
    }
}

/// Keys that mean the same in different tables.
const SAME: [&[&str]; 2] = [&["name", "title", "question"], &["answer", "text"]];

fn hint(shape: &Shape, key: &str) -> Option<Hint> {
    if shape.name.is_empty() {
        return Some(hint_at_top(key));
    }
    let homes: Vec<String> = TABLES
        .iter()
        .filter(|table| table.keys.contains(&key))
        .map(|table| format!("`{}`", table.name))
        .collect();
    let home = match homes.as_slice() {
        [] if PACK.keys.contains(&key) => "the top of the file".to_owned(),
        [] => return None,
        [one] => one.clone(),
        [first, .., last] if homes.len() == 2 => format!("{first} and {last}"),
        [..] => "other tables".to_owned(),
    };
    let here = SAME
        .iter()
        .filter(|same| same.contains(&key))
        .find_map(|same| shape.keys.iter().find(|known| same.contains(known)));
    if let Some(&here) = here {
        return Some(Hint {
            meant: Some(here),
            text: format!("`{key}` belongs to {home}; here, write `{here}`"),
        });
    }
    let text = if std::ptr::eq(shape, &raw const SIDE) && DIMENSION.keys.contains(&key) {
        format!(
            "`{key}` belongs to `[[dimension]]`: move it above the first `{}`",
            SIDE.name
        )
    } else {
        format!("`{key}` belongs to {home}")
    };
    Some(Hint { meant: None, text })
}

fn hint_at_top(key: &str) -> Hint {
    let meant = nearest(key, PACK.keys.iter().copied());
    let homes = || TABLES.iter().filter(|table| table.keys.contains(&key));
    let text = match meant {
        Some(meant) => format!("did you mean {}?", at_top(meant)),
        None if homes().count() == 1 => {
            let home = homes().map(|table| table.name).collect::<String>();
            format!("`{key}` belongs to `{home}`: move it below such a header")
        }
        None if homes().count() > 1 => {
            format!("`{key}` belongs to an entry: move it below a header such as `[[faq]]`")
        }
        None => {
            let known: Vec<String> = PACK.keys.iter().map(|key| at_top(key)).collect();
            format!("what can stand here: {}", known.join(", "))
        }
    };
    Hint { meant, text }
}

/// A key of the top of the file as it is written there.
fn at_top(key: &str) -> String {
    if matches!(key, "schema" | "title" | "description") {
        format!("`{key}`")
    } else {
        format!("`[[{key}]]`")
    }
}
