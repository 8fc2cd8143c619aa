use std::fmt::Write;

use proptest::prelude::*;

use super::{limits, *};
use crate::{
    knowledge::{Knowledge, parse},
    matching::{Matcher, Settings},
};

fn knowledge(pack: &str) -> Knowledge {
    let loaded = parse(&[("pack.toml".into(), pack)]);
    assert_eq!(loaded.diagnostics, [], "the pack of the tests is fine");
    loaded.knowledge
}

const PACK: &str = r#"
schema = 1
title = "Bread and beer"
[[role]]
id = "baker"
short = "BKR"
name = "Chief Baking Officer"
answer = "Looks after the **bread**."
related = ["role:brewer", "dimension:tool"]
[[role]]
id = "brewer"
short = "BRW"
name = "Chief Brewing Officer"
answer = "Looks after the beer."
[[role]]
id = "butler"
name = "Butler"
answer = "Looks after the rest."
[[dimension]]
id = "tool"
title = "Tools"
ask = ["what do they work with"]
answer = "Each has a favourite."
[dimension.roles.baker]
text = "An oven."
examples = ["Baking at 250 degrees.", "Steaming the first ten minutes."]
[dimension.roles.brewer]
text = "A kettle."
examples = ["Boiling the wort."]
[[faq]]
id = "yeast"
question = "Do both need yeast?"
answer = "Yes."
source = "A good book"
url = "https://example.org/yeast"
[[situation]]
id = "village"
role = "baker"
title = "A village"
answer = "A village needs bread first."
[[topic]]
id = "songs"
title = "Songs about beer"
answer = "There are many."
"#;

fn show(reply: &Reply) -> String {
    let buttons = reply.buttons.iter();
    let buttons: Vec<_> = buttons
        .map(|b| format!("[{}]({})", b.label, b.action))
        .collect();
    format!("{}\n{}", reply.to_text(), buttons.join("\n"))
}

#[test]
fn two_questions_get_both_answers_in_one_message() {
    let knowledge = knowledge(PACK);
    let matcher = Matcher::new(&knowledge, Settings::default());
    let verdict = matcher.ask("Songs about beer? Do both need yeast?");
    let reply = Composer::new(&knowledge).reply(&verdict);
    insta::assert_snapshot!(show(&reply), @r"
    **Songs about beer**

    There are many.

    **Do both need yeast?**

    Yes.

    -# Source: A good book
    ");
    assert_eq!(reply.cards.len(), 2);
}

#[test]
fn a_second_answer_that_does_not_fit_is_one_press_away() {
    let long = "word ".repeat(800);
    let pack = PACK
        .replace("There are many.", &long)
        .replace("answer = \"Yes.\"", &format!("answer = \"{long}\""));
    let knowledge = knowledge(&pack);
    let matcher = Matcher::new(&knowledge, Settings::default());
    let verdict = matcher.ask("Songs about beer? Do both need yeast?");
    let reply = Composer::new(&knowledge).reply(&verdict);
    assert_eq!(reply.cards.len(), 1);
    assert_eq!(reply.buttons[0].label, "Do both need yeast?");
}

#[test]
fn every_kind_of_entry_has_its_form() {
    let knowledge = knowledge(PACK);
    let composer = Composer::new(&knowledge);
    let mut shown = String::new();
    for (id, role) in [
        ("role:baker", None),
        ("role:butler", None),
        ("dimension:tool", None),
        ("dimension:tool", Some("brewer")),
        ("faq:yeast", None),
        ("situation:village", None),
        ("topic:songs", None),
    ] {
        let entry = knowledge.entry(&id.parse().unwrap()).unwrap();
        let reply = show(&composer.entry(entry, role));
        let _ = writeln!(
            shown,
            "── {id} {role:?}
{reply}"
        );
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn what_has_no_answer_is_said_kindly_with_what_can_be_asked() {
    let knowledge = knowledge(PACK);
    let composer = Composer::new(&knowledge);
    let matcher = Matcher::new(&knowledge, Settings::default());
    let nearest = [knowledge.roles().next().unwrap()];
    let mut shown = String::new();
    for (case, reply) in [
        (
            "unknown",
            composer.reply(&matcher.ask("how far is the moon")),
        ),
        ("nothing asked", composer.reply(&matcher.ask(" ?! "))),
        ("gone", composer.gone(&nearest, None)),
        ("gone, nothing near", composer.gone(&[], None)),
        ("fault", Composer::fault("7f3a")),
    ] {
        let _ = writeln!(
            shown,
            "── {case}
{}",
            show(&reply)
        );
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn roles_stand_side_by_side_and_everything_is_listed() {
    let knowledge = knowledge(PACK);
    let composer = Composer::new(&knowledge);
    let about = About {
        version: "1.2.3",
        revision: Some("0123456789ab"),
        application: Some(1_457_661_209_313_280_000),
        links: &[Link {
            title: "Rules of the village".into(),
            url: "https://example.org/rules".into(),
        }],
    };
    let mut shown = String::new();
    for (case, reply) in [
        ("glance", composer.compare(None, None, None)),
        (
            "one respect",
            composer.compare(Some("tool"), Some("brewer"), None),
        ),
        (
            "one is not covered",
            composer.compare(Some("tool"), Some("butler"), None),
        ),
        (
            "the same",
            composer.compare(None, Some("baker"), Some("baker")),
        ),
        ("unknown", composer.compare(None, Some("wizard"), None)),
        ("role", composer.role("brewer", None)),
        ("its side", composer.role("brewer", Some("tool"))),
        ("no such role", composer.role("wizard", None)),
        ("topics", composer.topics(9)),
        ("help", composer.help()),
        ("about", composer.about(&about)),
        ("privacy", composer.privacy(Questions::Forgotten)),
        (
            "privacy, with questions kept",
            composer.privacy(Questions::Kept),
        ),
    ] {
        let _ = writeln!(shown, "── {case}\n{}", show(&reply));
        for menu in &reply.menus {
            let choices: Vec<&str> = menu.choices.iter().map(|c| c.value.as_str()).collect();
            let _ = writeln!(shown, "{} ({}) {choices:?}", menu.placeholder, menu.action);
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn close_candidates_become_choices() {
    let knowledge = knowledge(PACK);
    let matcher = Matcher::new(&knowledge, Settings::default());
    let mut verdict = matcher.ask("bread or beer baking brewing officer");
    verdict.outcome = crate::matching::Outcome::Clarify;
    verdict.choices = 2;
    verdict.candidates.truncate(2);
    let reply = Composer::new(&knowledge).reply(&verdict);
    assert_eq!(reply.tone, Tone::Clarify);
    assert_eq!(reply.buttons.len(), 2);
    assert!(
        reply
            .buttons
            .iter()
            .all(|b| reply.to_text().contains(&b.label))
    );
}

#[test]
fn what_does_not_fit_is_found_before_members_see_it() {
    for (title, answer, expected) in [
        ("t".repeat(256), "a".repeat(60_000), None),
        ("t".repeat(257), "a".into(), Some(Overflow::Title(257))),
        ("t".into(), "a".repeat(90_000), Some(Overflow::Pages(23))),
    ] {
        let pack = format!(
            "schema = 1\n[[topic]]\nid = \"x\"\ntitle = \"{title}\"\nanswer = \"{answer}\""
        );
        let knowledge = knowledge(&pack);
        let entry = knowledge.entries().next().unwrap();
        assert_eq!(Composer::new(&knowledge).overflow(entry), expected);
    }
}

#[test]
fn buttons_carry_what_they_do_within_discords_limit() {
    let slug = "x".repeat(48);
    let subject = Subject {
        entry: format!("dimension:{slug}").parse().unwrap(),
        revision: Some(Revision::of(knowledge(PACK).entries().next().unwrap())),
        role: Some(RoleTag::of(&slug)),
    };
    let (first, second) = (RoleTag::of(&slug), RoleTag::of("baker"));
    let kept = "z".repeat(32);
    for deed in [
        Deed::Show {
            verb: Verb::Pick,
            subject: subject.clone(),
        },
        Deed::Delete {
            subject: Some(subject.clone()),
        },
        Deed::Delete { subject: None },
        Deed::Compare {
            first: first.clone(),
            second: second.clone(),
            at: None,
        },
        Deed::Compare {
            first: first.clone(),
            second,
            at: Some(Place {
                dimension: Some(slug),
                page: 19,
            }),
        },
        Deed::Side {
            role: first,
            at: Some(Place::default()),
        },
        Deed::Page {
            part: Part::Examples,
            subject: subject.clone(),
            page: PAGES_MAX,
        },
        Deed::Vote {
            subject,
            helpful: false,
        },
        Deed::ForgetVotes,
        Deed::Topics { page: usize::MAX },
        Deed::Publish {
            proposal: kept.clone(),
            sure: true,
        },
        Deed::Publish {
            proposal: kept.clone(),
            sure: false,
        },
        Deed::Discard {
            proposal: kept.clone(),
        },
        Deed::Again {
            proposal: kept.clone(),
        },
        Deed::Undo {
            revision: kept.clone(),
        },
        Deed::Belongs {
            question: kept.clone(),
        },
        Deed::Silence { question: kept },
    ] {
        for asker in [None, Some(0), Some(u64::MAX)] {
            let deed = deed.clone();
            let action = Action { asker, deed };
            let text = action.to_string();
            assert!(text.len() <= limits::CUSTOM_ID, "{text}");
            assert_eq!(text.parse(), Ok(action));
        }
    }
    for foreign in [
        "",
        "open",
        "c1|open|faq|",
        "c1|open|faq:x|Ä",
        "c9||open|f:x||",
        "c2|open|f:x||",
        "c2||open|x:x||",
        "c2||open|f:X||",
        "c2||open|f:x|_|",
        "c2||open|f:x|||",
        "c2|-|choose",
    ] {
        assert_eq!(foreign.parse::<Action>(), Err(ActionError), "{foreign}");
    }
}

#[test]
fn a_message_tells_what_it_is_about() {
    let knowledge = knowledge(PACK);
    let composer = Composer::new(&knowledge);
    let about = |reply: Reply| {
        let reply = reply.addressed(7, Audience::Everyone);
        let ids: Vec<String> = reply
            .buttons
            .iter()
            .chain(&reply.controls)
            .map(|button| button.action.to_string())
            .collect();
        Subject::of_message(ids.iter().map(String::as_str))
    };
    let tool = knowledge.entry(&"dimension:tool".parse().unwrap()).unwrap();
    for (reply, expected) in [
        (
            composer.entry(tool, Some("brewer")),
            Some(Subject::of(tool, Some("brewer"))),
        ),
        (
            composer.role("brewer", Some("tool")),
            Some(Subject::of(tool, Some("brewer"))),
        ),
        (
            composer.compare(Some("tool"), None, None),
            Some(Subject::of(tool, None)),
        ),
        (composer.compare(None, None, None), None),
        (composer.topics(0), None),
    ] {
        assert_eq!(about(reply), expected);
    }
    assert_eq!(
        Subject::of_message(["c1|open|faq:yeast|", "somebody else's"]),
        None
    );
}

#[test]
fn a_button_whose_entry_has_changed_says_so() {
    let before = knowledge(PACK);
    let yeast = "faq:yeast".parse().unwrap();
    let subject = Subject::of(before.entry(&yeast).unwrap(), None);
    let after = knowledge(&PACK.replace("answer = \"Yes.\"", "answer = \"No longer.\""));
    let text = |knowledge: &Knowledge, subject: &Subject| {
        let reply = Composer::new(knowledge).subject(subject).unwrap();
        reply.cards[0].text.clone()
    };
    assert_eq!(text(&before, &subject), "Yes.");
    assert_eq!(
        text(&after, &subject),
        "*This answer has changed since you asked.*\n\nNo longer."
    );
    let unknown = Subject {
        revision: None,
        ..subject
    };
    assert_eq!(text(&after, &unknown), "No longer.");
}

/// Texts that break bots: very long, stacked accents, right to left, emoji families, open code
/// blocks, pings.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("word ".to_owned()),
        Just("z\u{336}\u{335}\u{334}\u{320}".repeat(9)),
        Just("\u{202e}שלום".to_owned()),
        Just("👩‍👩‍👧‍👦🏳️‍🌈".to_owned()),
        Just("```\ncode".to_owned()),
        Just("````".to_owned()),
        Just("@everyone <@1> <@&2> ".to_owned()),
        Just("\n\n".to_owned()),
        Just("|||||*_~`".to_owned()),
        ".{0,40}",
    ];
    (prop::collection::vec(piece, 1..12), 1usize..900).prop_map(|(pieces, times)| {
        let text = pieces.concat().repeat(times);
        text.chars().take(10_000).collect()
    })
}

fn assert_within_limits(reply: &Reply) -> Result<(), TestCaseError> {
    let len = |text: &str| text.chars().count();
    prop_assert!((1..=limits::EMBEDS).contains(&reply.cards.len()));
    prop_assert!(reply.text_len() <= limits::EMBEDS_TOTAL);
    for card in &reply.cards {
        prop_assert!(len(&card.title) <= limits::TITLE && len(&card.text) <= limits::DESCRIPTION);
        prop_assert!(len(&card.footer) <= limits::FOOTER && card.fields.len() <= limits::FIELDS);
        prop_assert!(!card.title.is_empty() || !card.text.is_empty() || !card.fields.is_empty());
        prop_assert_eq!(
            card.text.matches("```").count() % 2,
            0,
            "a code block is left open"
        );
        for field in &card.fields {
            prop_assert!((1..=limits::FIELD_NAME).contains(&len(&field.name)));
            prop_assert!((1..=limits::FIELD_VALUE).contains(&len(&field.value)));
        }
    }
    let rows = reply.buttons.len().div_ceil(limits::ROW_BUTTONS) + reply.menus.len() + 1;
    let rows = rows + usize::from(!reply.pages.is_empty());
    prop_assert!(reply.controls.len() <= limits::ROW_BUTTONS);
    prop_assert!(rows <= limits::ROWS);
    for menu in &reply.menus {
        prop_assert!(len(&menu.placeholder) <= limits::PLACEHOLDER);
        prop_assert!(menu.action.to_string().len() <= limits::CUSTOM_ID);
        prop_assert!((1..=limits::CHOICES).contains(&menu.choices.len()));
        for choice in &menu.choices {
            prop_assert!((1..=limits::CHOICE_LABEL).contains(&len(&choice.label)));
            prop_assert!((1..=limits::CHOICE_LABEL).contains(&len(&choice.value)));
        }
    }
    for button in reply.buttons.iter().chain(&reply.pages) {
        prop_assert!((1..=limits::BUTTON_LABEL).contains(&len(&button.label)));
        prop_assert!(button.action.to_string().len() <= limits::CUSTOM_ID);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_pack_however_hostile_breaks_a_limit(title in hostile(), answer in hostile(), side in hostile()) {
        let mut knowledge = knowledge(PACK);
        for entry in &mut knowledge.packs[0].entries {
            entry.title.clone_from(&title);
            entry.answer.clone_from(&answer);
            entry.source = Some(side.clone());
            if let crate::knowledge::Detail::Dimension { sides } = &mut entry.detail {
                for own in sides {
                    own.text.clone_from(&side);
                    own.examples = vec![side.clone(); 3];
                }
            }
        }
        let composer = Composer::new(&knowledge);
        let link = Link { title: answer.clone(), url: format!("https://example.org/{answer}") };
        let links = [link.clone(), link.clone(), link];
        let entries: Vec<_> = knowledge.entries().collect();
        for entry in &entries {
            assert_within_limits(&composer.entry(entry, Some("brewer")))?;
        }
        assert_within_limits(&composer.gone(&entries, None))?;
        assert_within_limits(&composer.compare(None, None, None))?;
        assert_within_limits(&composer.compare(Some("tool"), None, None))?;
        assert_within_limits(&composer.role("baker", Some("tool")))?;
        assert_within_limits(&composer.topics(0))?;
        assert_within_limits(&composer.about(&About {
            version: "1",
            application: Some(u64::MAX),
            links: &links,
            ..About::default()
        }))?;
        let matcher = Matcher::new(&knowledge, Settings::default());
        assert_within_limits(&composer.reply(&matcher.ask("moon")))?;
        assert_within_limits(&composer.reply(&matcher.ask(&answer)))?;
    }
}

#[test]
fn a_menu_leads_to_every_dimension_however_many_there_are() {
    for count in [1, 24, 25, 60] {
        let mut pack = String::from("schema = 1\ntitle = \"Many\"\n");
        for role in ["owl", "lark"] {
            let _ = write!(
                pack,
                "[[role]]\nid = \"{role}\"\nshort = \"{role}\"\nname = \"The {role}\"\nanswer = \"A bird.\"\n"
            );
        }
        for number in 0..count {
            let _ = write!(
                pack,
                "[[dimension]]\nid = \"d{number}\"\ntitle = \"Dimension {number}\"\nask = [\"what about number {number}\"]\nanswer = \"They differ.\"\nroles.owl.text = \"This\"\nroles.lark.text = \"That\"\n"
            );
        }
        let loaded = crate::knowledge::parse(&[("many.toml".into(), pack.as_str())]);
        assert_eq!(loaded.diagnostics, [], "{pack}");
        let composer = Composer::new(&loaded.knowledge);
        let compare = |chosen: Option<&str>| composer.compare(chosen, None, None);
        let profile = |chosen: Option<&str>| composer.role("owl", chosen);
        for show in [&compare as &dyn Fn(Option<&str>) -> Reply, &profile] {
            let mut found = Vec::new();
            let mut reply = show(None);
            loop {
                let [menu] = reply.menus.as_slice() else {
                    panic!("one menu: {reply:?}");
                };
                assert!(menu.choices.len() <= limits::CHOICES);
                let values = menu.choices.iter().map(|choice| choice.value.clone());
                found.extend(values.filter(|value| value.starts_with('d')));
                let more = menu.choices.iter().find(|c| c.label == "Show more of them");
                match more.map(|choice| choice.value.clone()) {
                    Some(more) => reply = show(Some(&more)),
                    None => break,
                }
            }
            let expected: Vec<String> = (0..count).map(|number| format!("d{number}")).collect();
            assert_eq!(found, expected);
            // In place, the menu stays where the chosen one is.
            let last = show(expected.last().map(String::as_str));
            let values = last.menus[0].choices.iter().map(|choice| &choice.value);
            assert!(
                values
                    .into_iter()
                    .any(|value| Some(value) == expected.last())
            );
        }
    }
}
