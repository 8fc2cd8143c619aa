use super::*;

const PACK: &str = r#"schema = 1
title = "Kitchen"

# The oven first.
[[faq]]
id = "oven"
question = "How hot is the oven?"
ask = ["what temperature does the oven have", "oven heat"]
answer = "Very." # really

[[faq]]
id = "sink"
question = "Where is the sink?"
answer = "There."

[[off_topic]]
ask = ["who are you"]
"#;

fn edited(text: &str, changes: &[Change]) -> String {
    changes
        .iter()
        .fold(text.to_owned(), |text, change| edit(&text, change).unwrap())
}

fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

fn answer(entry: &str, answer: &str) -> Change {
    Change::Replace {
        entry: id(entry),
        fields: Fields {
            answer: Some(answer.into()),
            ..Fields::default()
        },
    }
}

fn phrase(entry: &str, ask: &str) -> Change {
    Change::Phrase {
        entry: id(entry),
        ask: ask.into(),
    }
}

fn off_topic(ask: &str) -> Change {
    Change::OffTopic { ask: ask.into() }
}

fn expect(ask: &str) -> Change {
    Change::Expect {
        ask: ask.into(),
        entry: id("faq:oven"),
    }
}

fn lamp() -> Change {
    Change::Add {
        entry: id("faq:lamp"),
        fields: Fields {
            title: Some("Where is the lamp?".into()),
            answer: Some("Above.".into()),
            ..Fields::default()
        },
    }
}

fn remove(entry: &str) -> Change {
    Change::Remove { entry: id(entry) }
}

#[test]
fn a_change_is_undone_below_later_ones() {
    for (first, later) in [
        (answer("faq:oven", "Less."), answer("faq:sink", "Here.")),
        (answer("faq:oven", "Less."), phrase("faq:oven", "hot oven")),
        (
            phrase("faq:oven", "hot oven"),
            phrase("faq:oven", "cold oven"),
        ),
        (phrase("faq:sink", "a sink"), phrase("faq:sink", "the sink")),
        (off_topic("where are you"), off_topic("what are you")),
        (expect("is it hot"), expect("is it cold")),
        (lamp(), answer("faq:oven", "Less.")),
        (remove("faq:sink"), answer("faq:oven", "Less.")),
        (remove("faq:oven"), lamp()),
        (lamp(), off_topic("where are you")),
    ] {
        let after = edited(PACK, std::slice::from_ref(&first));
        let now = edited(&after, std::slice::from_ref(&later));
        let undone =
            merge(&after, &now, PACK).unwrap_or_else(|e| panic!("{first:?}\n{later:?}\n{e:?}"));
        let meant = edited(PACK, std::slice::from_ref(&later));
        let said = |text: &str| read(text).unwrap();
        assert!(
            said(&undone).says(&said(&meant)),
            "{first:?}\n{later:?}\n{undone}"
        );
        assert!(undone.contains("# The oven first."), "{undone}");
        assert!(undone.contains("# really"), "{undone}");
    }
}

#[test]
fn what_was_changed_again_is_a_conflict_and_shown() {
    let after = edited(PACK, &[answer("faq:oven", "Less.")]);
    let now = edited(&after, &[answer("faq:oven", "More.")]);
    let conflict = merge(&after, &now, PACK).unwrap_err();
    insta::assert_snapshot!(conflict.passages);
}

#[test]
fn an_entry_that_was_edited_since_it_was_added_is_not_removed() {
    let after = edited(PACK, &[lamp()]);
    let now = edited(&after, &[answer("faq:lamp", "Below.")]);
    assert!(merge(&after, &now, PACK).is_err());
}

#[test]
fn lines_that_merge_to_something_else_than_meant_are_not_taken() {
    // The entry is moved by one and changed by the other: the lines agree, and it would be there twice.
    let moved = "schema = 1\n[[faq]]\nid = \"b\"\nquestion = \"B?\"\nanswer = \"b\"\n\n\n\n\n\n[[faq]]\nid = \"a\"\nquestion = \"A?\"\nanswer = \"a\"\n";
    let base = "schema = 1\n[[faq]]\nid = \"a\"\nquestion = \"A?\"\nanswer = \"a\"\n\n\n\n\n\n[[faq]]\nid = \"b\"\nquestion = \"B?\"\nanswer = \"b\"\n";
    let changed = base
        .replace("\"b\"\n", "\"c\"\n")
        .replace("id = \"c\"", "id = \"b\"");
    if let Ok(merged) = merge(base, moved, &changed) {
        let merged = read(&merged).unwrap();
        assert_eq!(merged.entries.len(), 2);
        assert_eq!(merged.entries[&id("faq:b")].answer, "c");
    }
}

#[test]
fn undoing_right_away_gives_the_very_text() {
    for change in [
        answer("faq:oven", "Less."),
        lamp(),
        remove("faq:oven"),
        expect("is it hot"),
    ] {
        let after = edited(PACK, &[change]);
        assert_eq!(merge(&after, &after, PACK).unwrap(), PACK);
    }
}
