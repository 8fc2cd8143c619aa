use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

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

/// What a pack says, as somebody would note it on paper.
#[derive(Debug, Clone, Default, PartialEq)]
struct Model {
    entries: BTreeMap<String, Noted>,
    off_topic: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct Noted {
    title: String,
    answer: String,
    ask: BTreeSet<String>,
}

#[derive(Debug, Clone)]
enum Step {
    Edit(Box<Change>),
    /// One of the edits and undos so far.
    Undo(prop::sample::Index),
}

impl Model {
    fn of(text: &str) -> Self {
        let meaning = read(text).unwrap();
        let entries = meaning.entries.into_iter().map(|(id, entry)| {
            let noted = Noted {
                title: entry.title,
                answer: entry.answer,
                ask: entry.ask.into_iter().collect(),
            };
            (id.to_string(), noted)
        });
        Self {
            entries: entries.collect(),
            off_topic: meaning.off_topic.into_iter().collect(),
        }
    }

    /// False when the change cannot be made.
    fn edit(&mut self, change: &Change) -> bool {
        let noted = change.entry().map(EntryId::to_string).unwrap_or_default();
        let is_there = self.entries.contains_key(&noted);
        match change {
            Change::Add { fields, .. } if !is_there => {
                let noted_down = Noted {
                    title: fields.title.clone().unwrap(),
                    answer: fields.answer.clone().unwrap(),
                    ask: BTreeSet::new(),
                };
                self.entries.insert(noted, noted_down);
            }
            Change::Replace { fields, .. } if is_there => {
                let entry = self.entries.get_mut(&noted).unwrap();
                entry.answer = fields.answer.clone().unwrap();
            }
            Change::Remove { .. } if is_there => {
                self.entries.remove(&noted);
            }
            Change::Phrase { ask, .. } if is_there => {
                let entry = self.entries.get_mut(&noted).unwrap();
                entry.ask.insert(ask.clone());
            }
            Change::OffTopic { ask } => return self.off_topic.insert(ask.clone()),
            _ => return false,
        }
        true
    }

    /// `None` when both have changed the same thing.
    fn undo(&self, after: &Self, before: &Self) -> Option<Self> {
        fn one<T: PartialEq + Clone>(now: &T, after: &T, before: &T) -> Option<T> {
            match () {
                () if now == after || now == before => Some(before.clone()),
                () if after == before => Some(now.clone()),
                () => None,
            }
        }
        let set = |now: &BTreeSet<String>, after: &BTreeSet<String>, before: &BTreeSet<String>| {
            let kept = now
                .iter()
                .filter(|t| before.contains(*t) || !after.contains(*t));
            let back = before.iter().filter(|t| !after.contains(*t));
            kept.chain(back).cloned().collect()
        };
        let mut undone = Self {
            entries: BTreeMap::new(),
            off_topic: set(&self.off_topic, &after.off_topic, &before.off_topic),
        };
        for id in self.entries.keys().chain(before.entries.keys()) {
            let three = [self, after, before].map(|model| model.entries.get(id));
            let noted = if let [Some(now), Some(after), Some(before)] = three {
                Some(Noted {
                    title: one(&now.title, &after.title, &before.title)?,
                    answer: one(&now.answer, &after.answer, &before.answer)?,
                    ask: set(&now.ask, &after.ask, &before.ask),
                })
            } else {
                let [now, after, before] = three.map(Option::<&Noted>::cloned);
                one(&now, &after, &before)?
            };
            undone
                .entries
                .extend(noted.map(|noted| (id.clone(), noted)));
        }
        Some(undone)
    }
}

fn any_edit() -> impl Strategy<Value = Change> {
    let entry = || prop::sample::select(vec!["faq:oven", "faq:sink", "faq:lamp", "topic:tap"]);
    let number = || 0..4_u8;
    prop_oneof![
        2 => (entry(), number()).prop_map(|(entry, n)| Change::Add {
            entry: id(entry),
            fields: Fields {
                title: Some(format!("What of the {entry}?")),
                answer: Some(format!("Answer {n}.")),
                ..Fields::default()
            },
        }),
        3 => (entry(), number()).prop_map(|(entry, n)| answer(entry, &format!("Answer {n}.\n\nAnd more."))),
        1 => entry().prop_map(remove),
        3 => (entry(), number()).prop_map(|(entry, n)| phrase(entry, &format!("{entry} asked {n}"))),
        1 => number().prop_map(|n| off_topic(&format!("no question {n}"))),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => any_edit().prop_map(|edit| Step::Edit(Box::new(edit))),
        2 => any::<prop::sample::Index>().prop_map(Step::Undo),
    ]
}

proptest! {
    #[test]
    fn any_sequence_of_edits_and_undos_equals_the_model(
        steps in prop::collection::vec(any_step(), 1..14),
    ) {
        let kept = "\n# Kept to the end.\n[[topic]]\nid = \"kept\"\ntitle = \"Kept\"\nanswer = \"Always.\"\n";
        let mut text = format!("{PACK}{kept}");
        let mut model = Model::of(&text);
        let mut past: Vec<(String, String, Model, Model)> = Vec::new();
        for step in steps {
            let (old_text, old_model) = (text.clone(), model.clone());
            match step {
                Step::Edit(change) => {
                    if !model.edit(&change) {
                        continue;
                    }
                    text = edit(&text, &change).unwrap();
                }
                Step::Undo(_) if past.is_empty() => continue,
                Step::Undo(which) => {
                    let (before, after, model_before, model_after) = which.get(&past);
                    match model.undo(model_after, model_before) {
                        None => {
                            prop_assert!(merge(after, &text, before).is_err());
                            continue;
                        }
                        Some(undone) => {
                            let merged = merge(after, &text, before);
                            prop_assert!(merged.is_ok(), "{:?}\nnow {}\nafter {}\nbefore {}", merged, text, after, before);
                            (text, model) = (merged.unwrap(), undone);
                        }
                    }
                }
            }
            prop_assert_eq!(&Model::of(&text), &model, "{}", text);
            prop_assert!(text.contains("# Kept to the end.\n[[topic]]"), "{}", text);
            past.push((old_text, text.clone(), old_model, model.clone()));
        }
    }
}
