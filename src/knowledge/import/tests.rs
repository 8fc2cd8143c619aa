use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::{
    document,
    knowledge::{Loaded, load::normalize, parse},
};

const ROOM: Room = Room {
    title: 256,
    whole: 5900,
};

fn one(name: &str, text: &str) -> Result<Imported, ImportError> {
    let format = Format::of(Path::new(name)).unwrap();
    import(&[(name.into(), text.to_owned())], format, "Imported", ROOM)
}

fn loaded(imported: &Imported) -> Loaded {
    let loaded = parse(&[("pack.toml".into(), &imported.pack)]);
    assert_eq!(loaded.diagnostics, [], "{}", imported.pack);
    loaded
}

/// The pack, then what is said of it.
fn shown(name: &str, text: &str) -> String {
    let imported = match one(name, text) {
        Ok(imported) => imported,
        Err(error) => return error.to_string(),
    };
    loaded(&imported);
    let mut shown = imported.pack;
    for note in &imported.notes {
        let _ = write!(shown, "\n# {note}");
    }
    shown
}

#[test]
fn tags_keep_their_names_and_keywords() {
    insta::assert_snapshot!(shown(
        "tags.toml",
        r#"
[intents]
keywords = ["intents", "missing-intents", "privileged"]
content = """
Turn **intents** on, {user}:
- in the portal
"""

[hoisted-one]
keywords = ["first"]
content = "Comes first."
hoisted = true
colour = 3

[empty]
keywords = ["nothing"]
content = " "

[again]
keywords = ["intents", "same thing"]
content = """
Turn **intents** on, {user}:
- in the portal"""
"#,
    ));
}

#[test]
fn triggers_come_as_a_list_or_a_map() {
    insta::assert_snapshot!(shown(
        "bot.json",
        r#"[
  {"triggers": ["hello there", "hi*", "/^yo$/i"], "response": "Good day.", "cooldown": 5},
  {"trigger": "rules", "responses": ["Be kind.", "Be nice."]},
  {"trigger": ".*spam.*", "response": "No spam."},
  {"trigger": "logo",
   "response": "https://cdn.discordapp.com/attachments/1/2/logo.png"},
  {"trigger": "embed", "response": {"title": "x"}},
  7
]"#,
    ));
    insta::assert_snapshot!(shown(
        "map.json",
        "{\"where is the key\": \"Under the mat.\",\n \"who has it\": {\"aliases\": [\"who took it\"], \"answer\": \"Ada.\"}}",
    ));
}

#[test]
fn rows_with_one_answer_are_ways_of_asking() {
    insta::assert_snapshot!(shown(
        "faq.csv",
        "Question;Answer;Author\nWhere is the key?;\"Under\nthe mat.\";Ada\nwho has the key;\"Under\nthe mat.\";Ada\nWhere is the key;Elsewhere.;Bob\nEmpty?;;\nMore?;Yes.;Ada;extra\n",
    ));
}

#[test]
fn a_markdown_file_is_an_answer() {
    insta::assert_snapshot!(shown(
        "where-is-it.md",
        "---\ntitle: Where is the key?\naliases: [who has the key, lost my key]\ntags:\n  - key\n  - door\ndate: 2020-01-01\nnested: {a: {b: c}}\n---\n\nUnder the **mat**.\n\n![the mat](mat.png)\n",
    ));
    insta::assert_snapshot!(shown(
        "opening-hours.md",
        "# Opening hours\n\nNine to five.\n"
    ));
    insta::assert_snapshot!(shown("opening-hours.md", "Nine to five.\n"));
}

#[test]
fn what_is_no_such_file_says_where_it_breaks() {
    for (name, text, said) in [
        ("a.toml", "[a]\ncontent = \n", "a.toml:2: "),
        ("a.toml", "schema = 1\n", "a pack already"),
        ("a.json", "[\n  {]", "a.json:2: "),
        ("a.json", "3", "neither a list nor an object"),
        ("a.csv", "one,two\n1,2\n", "must name the columns"),
        ("a.md", "---\ntitle: x\n", "not closed"),
        ("a.md", "---\n- x\n---\ntext", "a.md:2: "),
        ("a.md", "---\ntitle: [x\n---\ntext", "a.md:"),
        ("a.json", "[]", "nothing was found"),
    ] {
        let error = one(name, text).unwrap_err().to_string();
        assert!(error.contains(said), "{text:?}: {error}");
    }
}

#[test]
fn an_answer_that_does_not_fit_is_left_out_and_named() {
    let long = "x".repeat(6000);
    let text = format!("question,answer\nlong one,{long}\nshort one,yes\nlong one,no\n");
    let imported = one("a.csv", &text).unwrap();
    let notes: Vec<String> = imported.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "a.csv:2: the answer of `long one` is 108 characters too long for one message, and is left out: shorten it, or make two of it"
        ]
    );
    // Its question is free again.
    let entries = loaded(&imported).knowledge;
    let titles: Vec<&str> = entries
        .entries()
        .map(|entry| entry.title.as_str())
        .collect();
    assert_eq!(titles, ["short one", "long one"]);
}

#[test]
fn a_name_in_braces_is_a_placeholder_and_code_is_not() {
    for (answer, note) in [
        ("Hello {user}!", true),
        ("Hello {{ user }}", false),
        ("Hello {{user}}", true),
        ("Hello %user%", true),
        ("100% of 50% is", false),
        ("`fn main() { run() }`", false),
        ("$(random.pick)", true),
    ] {
        let text = serde_json::json!([{"trigger": "q", "response": answer}]).to_string();
        let notes = one("a.json", &text).unwrap().notes;
        assert_eq!(!notes.is_empty(), note, "{answer}: {notes:?}");
    }
}

#[test]
fn deep_or_circular_front_matter_is_not_followed() {
    let deep = format!("---\ntitle: {}\n---\nx", "[".repeat(100_000));
    assert!(one("a.md", &deep).is_err());
    let mut bomb = String::from("---\ntitle: &a x\n");
    for letter in 'b'..='z' {
        let before = char::from_u32(u32::from(letter) - 1).unwrap();
        let _ = writeln!(
            bomb,
            "{letter}: &{letter} [*{before}, *{before}, *{before}]"
        );
    }
    bomb.push_str("---\nAnswer.");
    assert_eq!(one("a.md", &bomb).unwrap().entries, 1);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(one("a.json", &deep).is_err());
}

fn pairs() -> impl Strategy<Value = Vec<(Vec<String>, String)>> {
    let ask = "[a-zA-Zéß\",;:#'-]{0,6} [a-z]{1,8}( [a-z0-9?]{1,8}){0,3}";
    let answer = "[A-Z][a-zA-Z*_`\"\\\\,;:#é\n ]{0,80}[a-z.]";
    prop::collection::vec((prop::collection::vec(ask, 1..4), answer), 1..8)
}

/// Every question is in the pack, with the answer of the pair that had it first.
fn every_question_finds_its_answer(imported: &Imported, pairs: &[(Vec<String>, String)]) {
    let loaded = loaded(imported);
    let entries: Vec<_> = loaded.knowledge.entries().collect();
    let mut seen: Vec<String> = Vec::new();
    for (asks, answer) in pairs {
        for ask in asks {
            let normal = normalize(ask);
            if seen.contains(&normal) {
                continue;
            }
            seen.push(normal.clone());
            let has = |text: &String| normalize(text) == normal;
            let found = entries
                .iter()
                .find(|entry| has(&entry.title) || entry.ask.iter().any(has));
            let found = found.unwrap_or_else(|| panic!("{ask:?} is lost: {}", imported.pack));
            assert_eq!(found.answer, document::tidied(answer).unwrap());
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,300}") {
        for name in ["a.toml", "a.json", "a.csv", "a.md"] {
            for text in [text.clone(), format!("---\n{text}\n---\nx"), format!("question,answer\n{text}")] {
                if let Ok(imported) = one(name, &text) {
                    loaded(&imported);
                }
            }
        }
    }

    #[test]
    fn any_text_made_of_marks_is_read_or_refused(text in "[\\[\\]{}\":,;=#&*|>\\-~ \n\ta1?!%@`']{0,120}") {
        for name in ["a.toml", "a.json", "a.csv", "a.md"] {
            for text in [text.clone(), format!("---\n{text}\n---\nx")] {
                if let Ok(imported) = one(name, &text) {
                    loaded(&imported);
                }
            }
        }
    }

    #[test]
    fn every_trigger_finds_its_answer(pairs in pairs()) {
        let items = pairs.iter().map(|(asks, answer)| serde_json::json!({"triggers": asks, "response": answer}));
        let text = items.collect::<serde_json::Value>().to_string();
        every_question_finds_its_answer(&one("a.json", &text).unwrap(), &pairs);
    }

    #[test]
    fn every_row_finds_its_answer(pairs in pairs()) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["question", "answer"]).unwrap();
        for (asks, answer) in &pairs {
            for ask in asks {
                writer.write_record([ask, answer]).unwrap();
            }
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        every_question_finds_its_answer(&one("a.csv", &text).unwrap(), &pairs);
    }

    #[test]
    fn every_keyword_finds_its_tag(pairs in pairs()) {
        let mut tags = toml_edit::DocumentMut::new();
        for (at, (asks, answer)) in pairs.iter().enumerate() {
            let mut tag = toml_edit::Table::new();
            tag["keywords"] = toml_edit::value(asks.iter().collect::<toml_edit::Array>());
            tag["content"] = toml_edit::value(answer);
            tags[&format!("tag number-{at}")] = toml_edit::Item::Table(tag);
        }
        let pairs: Vec<_> = pairs
            .into_iter()
            .map(|(asks, answer)| (asks.iter().map(|ask| ask.replace(['-', '_'], " ")).collect(), answer))
            .collect();
        every_question_finds_its_answer(&one("a.toml", &tags.to_string()).unwrap(), &pairs);
    }

    #[test]
    fn every_alias_finds_its_file(pairs in pairs()) {
        let files: Vec<(PathBuf, String)> = pairs
            .iter()
            .enumerate()
            .map(|(at, (asks, answer))| {
                let title = serde_json::json!(asks[0]);
                let rest = serde_json::json!(asks[1..]);
                (format!("{at}.md").into(), format!("---\ntitle: {title}\naliases: {rest}\n---\n{answer}\n"))
            })
            .collect();
        let imported = import(&files, Format::Markdown, "x", ROOM).unwrap();
        every_question_finds_its_answer(&imported, &pairs);
    }
}
