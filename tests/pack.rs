//! The pack that the product comes with: what it has to cover, and how widely.

use std::collections::HashSet;

use chiefly::{
    knowledge::{self, Detail, Kind, Knowledge},
    text::tokenize,
};

/// Saved links, feedback and measurements refer to these ids: they never change.
const IDS: [&str; 30] = [
    "role:cto",
    "role:cio",
    "faq:main-difference",
    "faq:one-person-both",
    "faq:more-strategic",
    "faq:work-together",
    "faq:common-in-startups",
    "dimension:primary-focus",
    "dimension:strategic-goal",
    "dimension:audience",
    "dimension:technology-implementation",
    "dimension:innovation-role",
    "dimension:department-leadership",
    "dimension:technology-investment",
    "dimension:business-impact",
    "dimension:work-approach",
    "dimension:business-strategy",
    "situation:cto",
    "situation:cio",
    "topic:pronunciation",
    "topic:traits",
    "topic:why-it-matters",
    "topic:why-confused",
    "topic:metaphors",
    "topic:connotation",
    "topic:idioms",
    "topic:literature",
    "topic:movies",
    "topic:usefulness",
    "topic:summary",
];

fn product() -> Knowledge {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge").into();
    let loaded = knowledge::load(&[folder]);
    assert_eq!(loaded.diagnostics, []);
    loaded.knowledge
}

/// The words of a question: equal for questions that differ in case or punctuation only.
fn words(question: &str) -> String {
    let words: Vec<String> = tokenize(question)
        .into_iter()
        .map(|token| token.word)
        .collect();
    words.join(" ")
}

#[test]
fn every_subject_is_covered_and_can_be_asked_in_many_ways() {
    let knowledge = product();
    for id in IDS {
        let entry = knowledge.entry(&id.parse().unwrap());
        let entry = entry.unwrap_or_else(|| panic!("{id} is missing"));
        assert!(
            entry.ask.len() >= 8,
            "{id} has {} phrasings",
            entry.ask.len()
        );
        assert!(
            !entry.keywords.is_empty() && !entry.related.is_empty(),
            "{id}"
        );
    }
    assert_eq!(knowledge.entries().count(), IDS.len());
}

#[test]
fn every_dimension_tells_both_roles_with_two_examples() {
    let knowledge = product();
    let dimensions = knowledge
        .entries()
        .filter(|entry| entry.id.kind == Kind::Dimension);
    for entry in dimensions {
        for role in ["cto", "cio"] {
            let side = entry
                .side(role)
                .unwrap_or_else(|| panic!("{}: {role}", entry.id));
            assert_eq!(side.examples.len(), 2, "{}: {role}", entry.id);
        }
    }
}

#[test]
fn the_facts_are_there() {
    let knowledge = product();
    for (id, facts) in [
        (
            "topic:pronunciation",
            &["ˌsiː tiː ˈoʊ", "ˌsiː tiː ˈəʊ", "ˌsiː aɪ ˈoʊ", "ˌsiː aɪ ˈəʊ"][..],
        ),
        (
            "topic:literature",
            &[
                "The Phoenix Project",
                "Gene Kim",
                "2013",
                "The Innovator's Dilemma",
                "Clayton Christensen",
                "1997",
                "The Lean Startup",
                "Eric Ries",
                "2011",
            ],
        ),
        (
            "topic:movies",
            &[
                "The Social Network",
                "2010",
                "Steve Jobs",
                "2015",
                "Pirates of Silicon Valley",
                "1999",
                "USA",
            ],
        ),
        (
            "topic:idioms",
            &["outside the box", "wheels turning", "stitch in time"],
        ),
        (
            "topic:metaphors",
            &["architect", "scientist", "backbone", "conductor"],
        ),
    ] {
        let answer = &knowledge.entry(&id.parse().unwrap()).unwrap().answer;
        let answer = answer.replace('’', "'").to_lowercase();
        for fact in facts {
            assert!(answer.contains(&fact.to_lowercase()), "{id}: {fact}");
        }
    }
}

#[test]
fn promises_and_questions_to_decline_are_many_and_no_copies() {
    let knowledge = product();
    let pack = &knowledge.packs[0];
    assert!(pack.off_topic.len() >= 80 && pack.expects.len() >= 90);
    let phrasings: HashSet<String> = pack
        .entries
        .iter()
        .flat_map(|entry| {
            let short = match &entry.detail {
                Detail::Role { short, .. } => Some(short),
                _ => None,
            };
            entry
                .ask
                .iter()
                .chain(&entry.keywords)
                .chain([&entry.title])
                .chain(short)
        })
        .map(|phrasing| words(phrasing))
        .collect();
    for expect in &pack.expects {
        assert!(!phrasings.contains(&words(&expect.ask)), "{}", expect.ask);
    }
    let promised: HashSet<&str> = pack.expects.iter().map(|e| e.entry.slug.as_str()).collect();
    assert!(
        pack.entries
            .iter()
            .all(|entry| promised.contains(entry.id.slug.as_str()))
    );
}

/// The share of their words that two questions have in common, 0 to 1.
fn overlap(one: &HashSet<&str>, other: &HashSet<&str>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a question has few words")]
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    share(one.intersection(other).count(), one.union(other).count())
}

/// The phrasings that are questions of a labelled file, or nearly: nine words of ten the same.
///
/// Questions of three words or fewer ("cto vs cio") are left out: anybody asks them so.
fn copies<'a>(phrasings: &[&'a str], labelled: &'a str) -> Vec<(&'a str, String)> {
    let questions: Vec<(String, String)> = labelled
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let question = line["q"].as_str().unwrap();
            (question.to_owned(), words(question))
        })
        .filter(|(_, words)| words.split(' ').count() > 3)
        .collect();
    let mut copies = Vec::new();
    for phrasing in phrasings {
        let own = words(phrasing);
        let own: HashSet<&str> = own.split(' ').collect();
        for (question, words) in &questions {
            if overlap(&own, &words.split(' ').collect()) >= 0.9 {
                copies.push((*phrasing, question.clone()));
            }
        }
    }
    copies
}

#[test]
fn a_copied_question_is_found_and_a_short_one_is_let_pass() {
    let labelled = "{\"q\": \"Who, then, pays for the servers?\"}\n{\"q\": \"cto vs cio\"}";
    let phrasings = ["who then pays for the servers", "CTO vs CIO", "who pays"];
    let found = copies(&phrasings, labelled);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, phrasings[0]);
}

/// Questions that measure the pack must not be in it. `CHIEFLY_QUESTIONS` names their file; without
/// it nothing is compared.
#[test]
fn no_question_that_measures_the_pack_is_one_of_its_phrasings() {
    let Ok(file) = std::env::var("CHIEFLY_QUESTIONS") else {
        println!("CHIEFLY_QUESTIONS names no file: nothing was compared");
        return;
    };
    let labelled = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{file}: {e}"));
    assert!(!labelled.trim().is_empty(), "{file} has no questions");
    let knowledge = product();
    let pack = &knowledge.packs[0];
    let asked = pack
        .entries
        .iter()
        .flat_map(|entry| entry.ask.iter().chain([&entry.title]));
    let declined = pack.off_topic.iter().map(|off| &off.ask);
    let promised = pack.expects.iter().map(|expect| &expect.ask);
    let phrasings: Vec<&str> = asked
        .chain(declined)
        .chain(promised)
        .map(String::as_str)
        .collect();
    let copies = copies(&phrasings, &labelled);
    assert!(copies.is_empty(), "copied from {file}: {copies:#?}");
}
