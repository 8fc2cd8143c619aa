//! Forms, as moderators fill them in.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::knowledge::{Side, parse};

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
        assert_eq!(fields, Filled::default(), "{}", entry.id);
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
    let fields = Form::filled(Kind::Dimension, None, &knowledge, &values).fields;
    assert_eq!(fields.title.as_deref(), Some("Key"));
    assert_eq!(fields.ask.unwrap(), ["where is it", "who has it"]);
    assert_eq!(fields.keywords.unwrap(), ["key", "lost"]);
    assert_eq!(fields.sides[0].text, "Builds.");
    assert_eq!(fields.sides[0].examples, ["A", "B"]);
}

#[test]
fn a_text_that_no_form_takes_is_refused_with_what_to_do() {
    let mut knowledge = product();
    knowledge.packs[0].entries[0].answer = "x".repeat(12_001);
    let entry = &knowledge.packs[0].entries[0];
    let refused = Form::edit(entry, &knowledge).unwrap_err().to_string();
    assert!(refused.starts_with("Answer, part 3 is longer"), "{refused}");
}

/// A ship with three roles.
fn ship() -> Knowledge {
    let text = r#"schema = 1
[[role]]
id = "captain"
short = "CPT"
name = "Captain"
answer = "Commands."
[[role]]
id = "mate"
name = "First mate"
answer = "Works."
[[role]]
id = "cook"
name = "Cook"
answer = "Cooks."
[[dimension]]
id = "watch"
title = "Keeping watch"
answer = "All keep watch."
[dimension.roles.captain]
text = "When it matters."
examples = ["Fog.", "Harbour."]
[dimension.roles.mate]
text = "From four to eight."
[[situation]]
id = "ferry"
role = "mate"
title = "A ferry"
answer = "A mate."
"#;
    let loaded = parse(&[("pack.toml".into(), text)]);
    assert_eq!(loaded.diagnostics, []);
    loaded.knowledge
}

fn refill(entry: &str, id: &str, value: &str) -> Filled {
    let knowledge = ship();
    let entry = knowledge.entry(&entry.parse().unwrap()).unwrap();
    let form = Form::edit(entry, &knowledge).unwrap();
    let values = form.inputs.into_iter().map(|input| {
        let value = if input.id == id {
            value.to_owned()
        } else {
            input.value
        };
        (input.id, value)
    });
    let values: Vec<_> = values.collect();
    assert!(values.iter().any(|(known, _)| known == id), "{values:?}");
    Form::filled(entry.id.kind, Some(entry), &knowledge, &values)
}

#[test]
fn the_cells_of_more_than_two_roles_share_an_input() {
    let knowledge = ship();
    let watch = knowledge
        .entry(&"dimension:watch".parse().unwrap())
        .unwrap();
    let form = Form::edit(watch, &knowledge).unwrap();
    let sides = form
        .inputs
        .iter()
        .find(|input| input.id == "sides")
        .unwrap();
    insta::assert_snapshot!(sides.value, @r"
    CPT: When it matters.
    - Fog.
    - Harbour.

    First mate: From four to eight.
    ");
    let filled = refill(
        "dimension:watch",
        "sides",
        "Hello\n**Cook**: In the galley.\n- Soup.\n\ncaptain: Always.\nEven asleep.",
    );
    let side = |role: &str, text: &str, examples: &[&str]| Side {
        role: role.into(),
        text: text.into(),
        examples: examples.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(
        filled.fields.sides,
        [
            side("cook", "In the galley.", &["Soup."]),
            side("captain", "Always.\nEven asleep.", &[]),
            side("mate", "", &[]),
        ]
    );
    assert_eq!(
        filled.notes,
        ["“Hello” stands before any role, and is left out: begin with the role, such as `CPT:`."]
    );
}

#[test]
fn a_role_is_written_by_any_of_its_names() {
    for written in ["cpt", " Captain ", "captain"] {
        let filled = refill("situation:ferry", "role", written);
        assert_eq!(filled.fields.role.as_deref(), Some("captain"), "{written}");
    }
    // What is no role is a problem that the preview shows.
    let filled = refill("situation:ferry", "role", "pirate");
    assert_eq!(filled.fields.role.as_deref(), Some("pirate"));
}

#[test]
fn a_name_comes_with_its_abbreviation() {
    let renamed = refill("role:captain", "names", "Skipper (SKP)").fields;
    assert_eq!(renamed.title.as_deref(), Some("Skipper"));
    assert_eq!(renamed.short.as_deref(), Some("SKP"));
    let bare = refill("role:captain", "names", "Skipper").fields;
    assert_eq!(bare.short.as_deref(), Some("Skipper"), "no longer CPT");
    let named = refill("role:mate", "names", "Second mate").fields;
    assert_eq!(
        (named.title.as_deref(), named.short),
        (Some("Second mate"), None)
    );
}

#[test]
fn what_is_no_entry_is_named_and_never_lost_in_silence() {
    let mut knowledge = ship();
    let entry = Entry {
        id: "faq:port".parse().unwrap(),
        detail: Detail::Faq,
        ..knowledge.packs[0].entries[0].clone()
    };
    knowledge.packs[0].entries.push(entry);
    let values = [(
        "related".to_owned(),
        "role:mate, faq:nowhere, mate".to_owned(),
    )];
    let entry = knowledge.packs[0].entries.last();
    let filled = Form::filled(Kind::Faq, entry, &knowledge, &values);
    assert_eq!(filled.fields.related.unwrap().len(), 1);
    assert_eq!(
        filled.notes,
        ["`faq:nowhere`, `mate` under “What to read next” are no entries, and are left out."]
    );
}

#[test]
fn an_answer_that_is_longer_than_an_input_takes_several() {
    let mut knowledge = ship();
    let answer = format!(
        "{}\n\n{}",
        "So. ".repeat(900).trim(),
        "Then. ".repeat(500).trim()
    );
    knowledge.packs[0].entries[0].answer.clone_from(&answer);
    let entry = &knowledge.packs[0].entries[0];
    let form = Form::edit(entry, &knowledge).unwrap();
    let ids: Vec<&str> = form.inputs.iter().map(|input| input.id.as_str()).collect();
    assert_eq!(ids, ["names", "answer", "answer:1", "ask", "aliases"]);
    let mut values: Vec<_> = form
        .inputs
        .iter()
        .map(|i| (i.id.clone(), i.value.clone()))
        .collect();
    let same = Form::filled(Kind::Role, Some(entry), &knowledge, &values);
    assert_eq!(same, Filled::default());
    values[2].1 = "The end.".into();
    let filled = Form::filled(Kind::Role, Some(entry), &knowledge, &values).fields;
    let expected = format!("{}\n\nThe end.", "So. ".repeat(900).trim());
    assert_eq!(
        filled,
        Fields {
            answer: Some(expected),
            ..Fields::default()
        }
    );
}

/// A line of a cell, which may look like an example, a role, or something else.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => r"[ \t]{0,3}\\{0,2}[-•]?[ ]?[a-zé:*. -]{0,12}",
        2 => r"[ ]{0,2}\\{0,2}\*{0,2}(CPT|captain|First mate|cook|Nobody)\*{0,2} ?: ?[a-z]{0,5}",
        1 => r"\PC{0,20}",
    ]
}

/// A text as packs hold it.
fn text() -> impl Strategy<Value = String> {
    let text = proptest::collection::vec(line(), 1..5).prop_map(|lines| lines.join("\n"));
    text.prop_filter_map("nothing to see", |text| crate::document::tidied(&text).ok())
}

#[test]
fn a_cell_without_a_sentence_stays_as_it_was_and_that_is_said() {
    let filled = refill(
        "dimension:watch",
        "sides",
        "CPT:\n- Ice.\n\nFirst mate: Never.",
    );
    let [mate] = &filled.fields.sides[..] else {
        panic!("{filled:?}");
    };
    assert_eq!((mate.role.as_str(), mate.text.as_str()), ("mate", "Never."));
    assert_eq!(
        filled.notes,
        ["What was written of CPT is left out: a sentence must stand above the examples."]
    );
}

#[test]
fn entries_are_named_by_their_titles_and_what_is_not_seen_here_stays() {
    let mut knowledge = ship();
    let id = |id: &str| id.parse::<EntryId>().unwrap();
    let pack = &mut knowledge.packs[0];
    let mate = pack
        .entries
        .iter_mut()
        .find(|e| e.id == id("situation:ferry"));
    let mut ferry = mate.unwrap().clone();
    ferry.related = vec![id("faq:of-another-pack")];
    let (known, note) = related(
        "faq:of-another-pack, cook, cpt, keeping watch",
        Some(&ferry),
        &knowledge,
    );
    let expected = [
        "faq:of-another-pack",
        "role:cook",
        "role:captain",
        "dimension:watch",
    ];
    assert_eq!(known, expected.map(id));
    assert_eq!(note, None);
    let (_, note) = related("faq:of-another-pack", None, &knowledge);
    assert!(note.is_some());
}

proptest! {
    #[test]
    fn cells_are_read_as_they_were_written(
        cells in proptest::collection::vec((text(), proptest::collection::vec(text(), 0..4)), 0..=3),
    ) {
        let knowledge = ship();
        let roles = ["captain", "mate", "cook"].into_iter().map(str::to_owned);
        let sides: Vec<Side> = roles
            .zip(cells)
            .map(|(role, (text, examples))| Side { role, text, examples })
            .collect();
        let written = super::sides::write_all(&sides, &knowledge);
        // Discord takes off the white space around it.
        let (read, notes) = super::sides::read_all(written.trim(), None, &knowledge);
        prop_assert_eq!(&read, &sides, "{}", written);
        prop_assert!(notes.is_empty());
        for side in sides {
            let role = knowledge.role(&side.role).unwrap();
            prop_assert_eq!(super::sides::read(role, &super::sides::write(&side)), Ok(side));
        }
    }

    #[test]
    fn no_text_in_a_form_makes_it_panic(id in "(title|names|answer|answer:1|ask|role|related|sides|side:captain|x)", value: String) {
        let knowledge = ship();
        for entry in knowledge.entries() {
            let values = [(id.clone(), value.clone())];
            let _ = Form::filled(entry.id.kind, Some(entry), &knowledge, &values);
        }
    }
}
