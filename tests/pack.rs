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
