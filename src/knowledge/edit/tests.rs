//! Edits in a moderator's words, and whatever else somebody may type.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::knowledge::{Detail, Entry, Expect, Knowledge, Location, OffTopic, Pack, Side, parse};

const PACK: &str = r#"# My pack.
schema = 1

# ─── Roles ───

# The captain comes first.
[[role]]
id = "captain"
name = "Captain"
answer = "Commands." # short, and true

[[role]]
id = "mate"
name = "Mate"
answer = "Helps."

[[dimension]]
id = "watch"
title = "Keeping watch"
ask = ["who keeps watch"]
answer = "Both do."
[dimension.roles.captain] # by day
text = "When it matters."
examples = ["Fog."]
[dimension.roles.mate]
text = "From four to eight."

[[faq]]
id = "boat"
question = "Whose boat is it?"
ask = [
  "who owns the boat", # the classic
  # heard in the harbour
  "is that your boat",

  "boat owner?"
]
keywords = ["owner"]
related = ["role:captain", "faq:crew"]
answer = """
Mine.

# not a comment
"""
# about the boat

# ─── Crew ───
[[faq]]
id = "crew"
question = "Who is in the crew?"
answer = 'Everybody, "even" you.'

# Weather
[[off_topic]]
ask = ["is it raining"]

[[expect]]
ask = "whose boat"
entry = "faq:boat"
[[expect]]
ask = "who are they"
entry = "faq:crew"
"#;

fn pack_of(text: &str) -> Pack {
    let loaded = parse(&[(PathBuf::from("pack.toml"), text)]);
    assert_eq!(loaded.diagnostics, [], "{text}");
    loaded.knowledge.packs.into_iter().next().unwrap()
}

fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

/// The difference between the pack and the edited pack, line by line.
fn difference(text: &str, change: &Change) -> String {
    let edited = edit(text, change).unwrap();
    let diff = similar::TextDiff::from_lines(text, &edited);
    let changes = diff.iter_all_changes();
    changes
        .filter(|change| change.tag() != similar::ChangeTag::Equal)
        .map(|change| format!("{}{}", change.tag(), change.value()))
        .collect::<Vec<_>>()
        .concat()
}

fn answer(text: &str) -> Fields {
    Fields {
        answer: Some(text.into()),
        ..Fields::default()
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of changes")]
fn only_what_is_edited_changes() {
    let phrase = |entry: &str, ask: &str| Change::Phrase {
        entry: id(entry),
        ask: ask.into(),
    };
    let replace = |entry: &str, fields| Change::Replace {
        entry: id(entry),
        fields,
    };
    let asks = |asks: &[&str]| Fields {
        ask: Some(asks.iter().map(|&ask| ask.to_owned()).collect()),
        ..Fields::default()
    };
    let side = |role: &str, text: &str, examples: &[&str]| Fields {
        sides: vec![Side {
            role: role.into(),
            text: text.into(),
            examples: examples.iter().map(|&one| one.to_owned()).collect(),
        }],
        ..Fields::default()
    };
    let add = |entry: &str, fields| Change::Add {
        entry: id(entry),
        fields,
    };
    let new = Fields {
        title: Some("How deep is it?".into()),
        ..answer("Very.\nVery \"deep\".")
    };
    let changes = [
        ("a phrasing more", phrase("faq:boat", "say \"ahoy\" \\o/")),
        ("the first phrasing", phrase("role:mate", "what is a mate")),
        ("one that is there", phrase("faq:boat", "boat owner?")),
        (
            "a reject",
            Change::Reject {
                entry: id("faq:crew"),
                ask: "who is in the band".into(),
            },
        ),
        (
            "another answer",
            replace("role:captain", answer("Commands the ship.")),
        ),
        (
            "an answer that grows",
            replace("faq:crew", answer("All.\n\n- you\n- me")),
        ),
        (
            "an answer that shrinks",
            replace("faq:boat", answer("Mine.")),
        ),
        (
            "phrasings by hand",
            replace("faq:boat", asks(&["who owns it", "new one", "boat owner?"])),
        ),
        ("no phrasings", replace("faq:boat", asks(&[]))),
        (
            "a cell",
            replace(
                "dimension:watch",
                side("captain", "Always.", &["Fog.", "Ice."]),
            ),
        ),
        (
            "a cell's first examples",
            replace(
                "dimension:watch",
                side("mate", "From four to eight.", &["Dawn."]),
            ),
        ),
        (
            "a cell less",
            replace("dimension:watch", side("mate", "", &[])),
        ),
        ("an entry more", add("faq:deep", new.clone())),
        ("the first of its kind", add("topic:deep", new)),
        (
            "an entry less",
            Change::Remove {
                entry: id("faq:crew"),
            },
        ),
        (
            "an entry with a comment of its own less",
            Change::Remove {
                entry: id("faq:boat"),
            },
        ),
        (
            "a cell's table less",
            Change::Remove {
                entry: id("dimension:watch"),
            },
        ),
        (
            "off topic",
            Change::OffTopic {
                ask: "will it rain".into(),
            },
        ),
        (
            "a promise",
            Change::Expect {
                ask: "your boat?".into(),
                entry: id("faq:boat"),
            },
        ),
    ];
    let shown: Vec<String> = changes
        .iter()
        .map(|(name, change)| format!("== {name}\n{}", difference(PACK, change)))
        .collect();
    insta::assert_snapshot!(shown.concat());
}

#[test]
fn what_cannot_be_done_is_refused_with_a_reason() {
    let reason = |text: &str, change: &Change| edit(text, change).unwrap_err().to_string();
    let phrase = |ask: &str| Change::Phrase {
        entry: id("faq:boat"),
        ask: ask.into(),
    };
    insta::assert_snapshot!(
        [
            reason(PACK, &phrase(" \u{200b} ")),
            reason(PACK, &phrase("bell \u{7}")),
            reason("schema = ", &phrase("x")),
            reason("schema = 1\nfaq = [{ id = \"boat\", question = \"q\", answer = \"a\" }]", &phrase("x")),
            reason(PACK, &Change::Remove { entry: id("faq:sea") }),
            reason(PACK, &Change::Remove { entry: id("role:mate") }),
            reason(PACK, &Change::Add { entry: id("faq:boat"), fields: answer("x") }),
            reason(PACK, &Change::Add { entry: id("faq:new"), fields: answer("x") }),
        ]
        .join("\n"),
        @r"
    ask: this is empty
    ask: this has the control character U+0007 in it, which cannot be shown
    the file itself has a mistake in its TOML, so that nothing can be changed in it yet
    `faq` is written in a form that only an editor of text can change
    there is no `faq:sea` in this file
    `role:mate` cannot go while `dimension:watch` is about it
    the id `faq:boat` is taken
    question is missing
    "
    );
}

#[test]
fn windows_line_breaks_and_byte_order_marks_stay() {
    let windows = format!("\u{feff}{}", PACK.replace('\n', "\r\n"));
    let change = Change::Phrase {
        entry: id("faq:boat"),
        ask: "whose is it".into(),
    };
    let edited = edit(&windows, &change).unwrap();
    assert!(edited.starts_with('\u{feff}'));
    assert!(!edited.replace("\r\n", "").contains('\n'));
    let expected = edit(PACK, &change).unwrap().replace('\n', "\r\n");
    assert_eq!(edited, format!("\u{feff}{expected}"));
}

#[test]
fn ids_are_made_of_titles_and_taken_once() {
    let knowledge = Knowledge {
        packs: vec![pack_of(PACK)],
    };
    let fresh = |kind, title| fresh_id(&knowledge, kind, title).to_string();
    assert_eq!(fresh(Kind::Faq, "Boat?"), "faq:boat-2");
    assert_eq!(fresh(Kind::Topic, "Boat?"), "topic:boat");
    assert_eq!(fresh(Kind::Faq, "船"), "faq:faq");
    assert_eq!(fresh(Kind::Faq, &"ab ".repeat(40)).len(), 4 + 47);
}

/// Anything that somebody may paste.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just("\"\"\"".to_owned()),
        Just("'''".to_owned()),
        Just("\\".to_owned()),
        Just("\\u0041".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\t".to_owned()),
        Just("# x".to_owned()),
        Just("[[faq]]".to_owned()),
        Just("😀".to_owned()),
        Just("é漢".to_owned()),
        Just("\u{7}".to_owned()),
        Just(" ".to_owned()),
        "[a-z]{1,6}",
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn any_fields() -> impl Strategy<Value = Fields> {
    let texts = || prop::option::of(prop::collection::vec(any_text(), 0..5));
    let side = (
        prop::sample::select(vec!["captain", "mate"]),
        any_text(),
        prop::collection::vec(any_text(), 0..3),
    );
    let sides = prop::option::of(side.prop_map(|(role, text, examples)| Side {
        role: role.into(),
        text,
        examples,
    }));
    (
        prop::option::of(any_text()),
        prop::option::of(any_text()),
        texts(),
        texts(),
        sides,
    )
        .prop_map(|(title, answer, ask, keywords, side)| Fields {
            title,
            answer,
            ask,
            keywords,
            sides: side.into_iter().collect(),
            ..Fields::default()
        })
}

/// A question that the pack declines or promises something about.
fn any_known_text() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["is it raining", "whose boat", "who are they"])
        .prop_map(str::to_owned)
}

fn any_change() -> impl Strategy<Value = Change> {
    let entry = || {
        prop::sample::select(vec![
            "role:captain",
            "dimension:watch",
            "faq:boat",
            "faq:crew",
            "faq:new",
            "topic:new",
        ])
        .prop_map(id)
    };
    prop_oneof![
        2 => (entry(), any_fields()).prop_map(|(entry, fields)| Change::Add { entry, fields }),
        4 => (entry(), any_fields()).prop_map(|(entry, fields)| Change::Replace { entry, fields }),
        1 => entry().prop_map(|entry| Change::Remove { entry }),
        2 => (entry(), any_text()).prop_map(|(entry, ask)| Change::Phrase { entry, ask }),
        1 => (entry(), any_text()).prop_map(|(entry, ask)| Change::Reject { entry, ask }),
        1 => any_text().prop_map(|ask| Change::OffTopic { ask }),
        1 => any_known_text().prop_map(|ask| Change::OnTopic { ask }),
        1 => (entry(), any_text()).prop_map(|(entry, ask)| Change::Expect { ask, entry }),
        1 => (entry(), any_known_text()).prop_map(|(entry, ask)| Change::Release { ask, entry }),
    ]
}

/// What a change means, said of the model.
fn apply(pack: &mut Pack, change: &Change) {
    let set = |to: &mut Vec<String>, from: &Option<Vec<String>>| {
        if let Some(from) = from {
            to.clone_from(from);
        }
    };
    let put = |entry: &mut Entry, fields: &Fields| {
        if let Some(title) = &fields.title {
            if let Detail::Role { short, .. } = &mut entry.detail
                && *short == entry.title
            {
                short.clone_from(title);
            }
            entry.title.clone_from(title);
        }
        if let Some(answer) = &fields.answer {
            entry.answer.clone_from(answer);
        }
        set(&mut entry.ask, &fields.ask);
        set(&mut entry.keywords, &fields.keywords);
        if let Detail::Dimension { sides } = &mut entry.detail {
            for new in &fields.sides {
                match sides.iter().position(|side| side.role == new.role) {
                    Some(at) if new.text.trim().is_empty() => {
                        sides.remove(at);
                    }
                    Some(at) => sides[at] = new.clone(),
                    None if new.text.trim().is_empty() => {}
                    None => sides.push(new.clone()),
                }
            }
        }
    };
    let find =
        |pack: &mut Pack, id: &EntryId| pack.entries.iter().position(|entry| entry.id == *id);
    match change {
        Change::Add { entry, fields } => {
            let like = find(pack, &id("faq:crew")).or_else(|| find(pack, &id("role:mate")));
            let mut new = pack.entries[like.unwrap()].clone();
            new.id = entry.clone();
            new.detail = match entry.kind {
                Kind::Role => Detail::Role {
                    short: new.title.clone(),
                    aliases: Vec::new(),
                },
                Kind::Dimension => Detail::Dimension { sides: Vec::new() },
                Kind::Topic => Detail::Topic,
                _ => Detail::Faq,
            };
            (new.ask, new.keywords, new.related, new.reject) = Default::default();
            put(&mut new, fields);
            pack.entries.push(new);
        }
        Change::Replace { entry, fields } => {
            let at = find(pack, entry).unwrap();
            put(&mut pack.entries[at], fields);
        }
        Change::Remove { entry } => {
            pack.entries.retain(|known| known.id != *entry);
            pack.expects.retain(|expect| expect.entry != *entry);
            for known in &mut pack.entries {
                known.related.retain(|id| id != entry);
            }
        }
        Change::Phrase { entry, ask } | Change::Reject { entry, ask } => {
            let at = find(pack, entry).unwrap();
            let entry = &mut pack.entries[at];
            let list = match change {
                Change::Phrase { .. } => &mut entry.ask,
                _ => &mut entry.reject,
            };
            if !list.contains(ask) {
                list.push(ask.clone());
            }
        }
        Change::OffTopic { ask } => {
            pack.off_topic.push(OffTopic {
                ask: ask.clone(),
                location: nowhere(),
            });
        }
        Change::OnTopic { ask } => pack.off_topic.retain(|known| known.ask != *ask),
        Change::Expect { ask, entry } => {
            pack.expects.push(Expect {
                ask: ask.clone(),
                entry: entry.clone(),
                location: nowhere(),
            });
        }
        Change::Release { ask, entry } => {
            pack.expects
                .retain(|known| known.ask != *ask || known.entry != *entry);
        }
    }
}

fn nowhere() -> Location {
    Location {
        file: PathBuf::new(),
        span: 0..0,
    }
}

/// A pack without its places, its entries in the order of their ids.
fn bare(mut pack: Pack) -> Pack {
    pack.entries
        .iter_mut()
        .for_each(|entry| entry.location = nowhere());
    pack.expects
        .iter_mut()
        .for_each(|expect| expect.location = nowhere());
    pack.off_topic
        .iter_mut()
        .for_each(|off_topic| off_topic.location = nowhere());
    pack.entries.sort_by_key(|entry| entry.id.clone());
    pack
}

#[test]
fn an_entry_can_be_added_that_the_file_promises_already() {
    let waiting = format!("{PACK}\n[[expect]]\nask = \"how is it\"\nentry = \"topic:new\"\n")
        .replace("\"faq:crew\"]", "\"faq:crew\", \"topic:new\"]");
    assert_ne!(waiting.matches("topic:new").count(), 1);
    let change = Change::Add {
        entry: id("topic:new"),
        fields: Fields {
            title: Some("\"".into()),
            answer: Some("Fine.".into()),
            ..Fields::default()
        },
    };
    let edited = edit(&waiting, &change).unwrap();
    let pack = pack_of(&edited);
    assert!(
        pack.expects
            .iter()
            .any(|expect| expect.entry == id("topic:new"))
    );
}

#[test]
fn an_excerpt_is_the_entry_with_its_comments_and_nothing_else() {
    let text = "schema = 1\n\n# Of all.\n\n# The door.\n[[faq]]\nid = \"door\" # red\nquestion = \"Which?\"\nanswer = \"\"\"\n# no comment\nThe red one.\n\"\"\"\n\n[[dimension]]\nid = \"watch\"\ntitle = \"Watch\"\nanswer = \"Both.\"\n\n# The captain.\n[dimension.roles.captain]\ntext = \"Always.\"\n\n[[faq]]\nid = \"key\"\n";
    assert_eq!(
        excerpt(text, &id("faq:door")).unwrap(),
        "# The door.\n[[faq]]\nid = \"door\" # red\nquestion = \"Which?\"\nanswer = \"\"\"\n# no comment\nThe red one.\n\"\"\"\n"
    );
    assert_eq!(
        excerpt(text, &id("dimension:watch")).unwrap(),
        "[[dimension]]\nid = \"watch\"\ntitle = \"Watch\"\nanswer = \"Both.\"\n# The captain.\n[dimension.roles.captain]\ntext = \"Always.\"\n"
    );
    assert_eq!(
        excerpt(text, &id("faq:none")),
        Err(EditError::NoEntry(id("faq:none")))
    );
}

proptest! {
    #[test]
    fn sequences_of_edits_equal_the_model(
        changes in prop::collection::vec(any_change(), 1..7),
        windows in any::<bool>(),
    ) {
        let mut text = if windows { PACK.replace('\n', "\r\n") } else { PACK.to_owned() };
        let mut model = pack_of(&text);
        for change in changes {
            match edit(&text, &change) {
                Ok(edited) => {
                    let meant = change.tidied().unwrap();
                    apply(&mut model, &meant);
                    let loaded = parse(&[(PathBuf::from("pack.toml"), &edited)]);
                    let read = loaded.knowledge.packs.into_iter().next().unwrap();
                    // A promise to an entry that is not there is reported, and read as absent.
                    let known: Vec<EntryId> = model.entries.iter().map(|entry| entry.id.clone()).collect();
                    let mut expected = model.clone();
                    expected.expects.retain(|expect| known.contains(&expect.entry));
                    prop_assert_eq!(bare(read), bare(expected), "{:?}\n{}", change, edited);
                    text = edited;
                }
                Err(EditError::Astray | EditError::Unreadable | EditError::Form(_)) => {
                    prop_assert!(false, "{:?} is refused for {}", change, text);
                }
                Err(_) => {}
            }
        }
    }
}
