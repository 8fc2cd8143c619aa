//! Whatever a file holds: nothing panics, and every problem points into its file.

use std::fmt::Write;

use proptest::{collection::vec, option, prelude::*, sample::Index};

use super::*;
use crate::diagnostic::assert_well_placed;

fn check_bytes(bytes: &[u8]) -> Loaded {
    let loaded = parse(&[(PathBuf::from("x.toml"), bytes)]);
    assert_well_placed(&loaded.diagnostics, &loaded.sources);
    let mut places: Vec<usize> = loaded
        .diagnostics
        .iter()
        .filter_map(|problem| Some(problem.place()?.span.start))
        .collect();
    let found = places.clone();
    places.sort_unstable();
    assert_eq!(found, places, "in the order of the file");
    loaded
}

/// Words of the format, so that arbitrary text often comes near to a pack.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => proptest::sample::select(vec![
            "schema", "title", "id", "ask", "answer", "roles", "faq", "topic", "dimension", "source", "words",
            "[", "]", "[[", "]]", "{", "}", "=", ",", ".", ":", "\"", "'", "\"\"\"", "'''", "\n", "\r\n", "\r",
            " ", "\t", "#", "1", "01", "1e9", "nan", "true", "2026-02-30", "\\", "\\u0000", "\u{feff}", "ß", "漢",
            "\u{202e}", "\0",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ]
}

fn toml_value() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("true".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
        any::<f64>().prop_map(|n| toml::Value::Float(n).to_string()),
        "\\PC{0,8}".prop_map(|text| toml::Value::String(text).to_string()),
        Just("2026-11-23".to_owned()),
        Just("07:30:00".to_owned()),
    ];
    scalar.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            vec(inner, 0..3).prop_map(|items| {
                let keyed: Vec<String> = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| format!("k{index} = {item}"))
                    .collect();
                format!("{{ {} }}", keyed.join(", "))
            }),
        ]
    })
}

fn some_key() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
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
        "review_by",
        "image",
        "url",
        "roles",
        "text",
        "examples",
        "words",
        "entry",
        "question",
        "author",
        "roles.cto.text",
        "zzz",
    ])
}

fn arbitrary_toml() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        1 => some_key().prop_map(|key| format!("[[{key}]]\n")),
        1 => some_key().prop_map(|key| format!("[{key}]\n")),
        1 => some_key().prop_map(|key| format!("[dimension.roles.{key}]\n")),
        6 => (some_key(), toml_value()).prop_map(|(key, value)| format!("{key} = {value}\n")),
    ];
    vec(line, 0..24).prop_map(|lines| lines.concat())
}

/// A text as the model holds it: with something to see, and nothing around it.
fn model_text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9äß漢🙂]([a-zA-Z0-9 ,.?!\"'\\\\\näß漢🙂]{0,20}[a-zA-Z0-9?.])?"
}

#[derive(Debug, Clone)]
struct Question {
    title: String,
    ask: Vec<String>,
    answer: String,
    owner: Option<String>,
    related: Option<Index>,
}

fn question() -> impl Strategy<Value = Question> {
    let texts = (model_text(), vec(model_text(), 0..3), model_text());
    (texts, option::of(model_text()), option::of(any::<Index>())).prop_map(
        |((title, ask, answer), owner, related)| Question {
            title,
            ask,
            answer,
            owner,
            related,
        },
    )
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A pack of these questions. A number in front keeps the phrasings apart.
fn write_pack(questions: &mut [Question]) -> String {
    let mut pack = "schema = 1\n".to_owned();
    let count = questions.len();
    for (number, question) in questions.iter_mut().enumerate() {
        question.title = format!("{number} {}", question.title);
        for (index, ask) in question.ask.iter_mut().enumerate() {
            *ask = format!("{number}x{index} {ask}");
        }
        write!(
            pack,
            "[[faq]]\nid = \"q{number}\"\nquestion = {}\nanswer = {}\nask = [{}]\n",
            quoted(&question.title),
            quoted(&question.answer),
            question
                .ask
                .iter()
                .map(|ask| quoted(ask))
                .collect::<Vec<_>>()
                .join(", "),
        )
        .unwrap();
        if let Some(owner) = &question.owner {
            writeln!(pack, "owner = {}", quoted(owner)).unwrap();
        }
        if let Some(related) = question.related {
            writeln!(pack, "related = [\"faq:q{}\"]", related.index(count)).unwrap();
        }
    }
    pack
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn arbitrary_bytes(bytes: Vec<u8>) {
        check_bytes(&bytes);
    }

    #[test]
    fn arbitrary_pieces(pieces in vec(piece(), 0..60)) {
        check_bytes(pieces.concat().as_bytes());
    }

    #[test]
    fn arbitrary_documents(text in arbitrary_toml()) {
        check_bytes(text.as_bytes());
    }

    #[test]
    fn a_valid_pack_with_something_replaced(
        at in any::<Index>(),
        length in 0..60_usize,
        pieces in vec(piece(), 0..4),
    ) {
        let at = at.index(FULL.len());
        let end = (at + length).min(FULL.len());
        let mut bytes = FULL.as_bytes().to_vec();
        bytes.splice(at..end, pieces.concat().into_bytes());
        check_bytes(&bytes);
    }

    #[test]
    fn a_valid_pack_with_lines_swapped_or_left_out(one in any::<Index>(), other in any::<Index>(), gone in any::<Index>()) {
        let mut lines: Vec<&str> = FULL.lines().collect();
        let count = lines.len();
        lines.swap(one.index(count), other.index(count));
        lines.remove(gone.index(count));
        check_bytes(lines.join("\n").as_bytes());
    }

    #[test]
    fn what_a_pack_says_arrives_in_the_model(mut questions in vec(question(), 0..8)) {
        let pack = write_pack(&mut questions);
        let loaded = check_bytes(pack.as_bytes());
        prop_assert_eq!(rendered(&loaded), "");
        let count = questions.len();
        let entries: Vec<_> = loaded.knowledge.entries().collect();
        prop_assert_eq!(entries.len(), count);
        for (number, (entry, question)) in entries.into_iter().zip(questions).enumerate() {
            prop_assert_eq!(&entry.id, &id(&format!("faq:q{number}")));
            prop_assert_eq!(&entry.title, &question.title);
            prop_assert_eq!(&entry.ask, &question.ask);
            prop_assert_eq!(&entry.answer, &question.answer);
            prop_assert_eq!(&entry.owner, &question.owner);
            let related = question.related.map(|related| id(&format!("faq:q{}", related.index(count))));
            prop_assert_eq!(&entry.related, &Vec::from_iter(related));
            prop_assert_eq!(&pack[entry.location.span.clone()], "[[faq]]");
        }
    }
}
