use std::path::{Path, PathBuf};

use super::*;
use crate::{
    diagnostic,
    knowledge::{Detail, EntryId, Kind},
};

mod files;
mod problems;
mod properties;
mod syntax;

const FULL: &str = include_str!("tests/full.toml");

fn parse_one(text: &str) -> Loaded {
    parse(&[(PathBuf::from("knowledge/x.toml"), text)])
}

fn rendered(loaded: &Loaded) -> String {
    diagnostic::rendered(&loaded.diagnostics, &loaded.sources)
}

fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

#[test]
fn a_pack_with_everything_in_it_arrives_in_the_model() {
    let loaded = parse_one(FULL);
    assert_eq!(rendered(&loaded), "");

    let [pack] = loaded.knowledge.packs.as_slice() else {
        panic!("one file is one pack");
    };
    assert_eq!(pack.name, "x");
    assert_eq!(pack.file, Path::new("knowledge/x.toml"));
    assert_eq!(pack.title, "CTO and CIO");
    assert_eq!(pack.description, "Who does what.");
    assert_eq!(pack.sources[0].title, "Leading IT");
    assert_eq!(pack.sources[0].author.as_deref(), Some("A. Writer"));
    assert_eq!(pack.sources[0].url.as_deref(), Some("https://example.org/"));
    assert_eq!(pack.synonyms, [["boss", "leader", "head"]]);
    let off_topic: Vec<&str> = pack.off_topic.iter().map(|it| it.ask.as_str()).collect();
    assert_eq!(off_topic, ["what does a CFO earn", "how is the weather"]);
    assert_eq!(pack.expects[0].ask, "same guy for both jobs?");
    assert_eq!(pack.expects[0].entry, id("faq:one-person-both"));

    let ids: Vec<String> = pack
        .entries
        .iter()
        .map(|entry| entry.id.to_string())
        .collect();
    assert_eq!(
        ids,
        [
            "role:cto",
            "role:cio",
            "dimension:primary-focus",
            "faq:one-person-both",
            "situation:startup",
            "topic:movies"
        ],
        "by kind, then as in the file"
    );

    let faq = loaded.knowledge.entry(&id("faq:one-person-both")).unwrap();
    assert_eq!(faq.id.kind, Kind::Faq);
    assert_eq!(faq.title, "Can one person be both CTO and CIO?");
    assert_eq!(faq.ask, ["is it ok if one guy does both", "dual hat?"]);
    assert_eq!(faq.keywords, ["dual role"]);
    assert_eq!(faq.answer, "Yes.\n\nIn **small** companies.");
    assert_eq!(faq.related, [id("situation:startup"), id("role:cto")]);
    assert_eq!(faq.reject, ["can one person be CEO and CFO"]);
    assert_eq!(faq.owner.as_deref(), Some("anna"));
    assert_eq!(faq.source.as_deref(), Some("Leading IT, chapter 2"));
    assert_eq!(faq.review_by.as_deref(), Some("2027-06-30"));
    assert_eq!(faq.image.as_deref(), Some("https://example.org/both.png"));
    assert_eq!(faq.url.as_deref(), Some("http://example.org/both?x=1#y"));

    let cto = loaded.knowledge.role("cto").unwrap();
    assert_eq!(cto.title, "Chief Technology Officer");
    assert_eq!(cto.short(), "CTO");
    assert_eq!(
        cto.review_by.as_deref(),
        Some("2027-01-31"),
        "a text is fine too"
    );
    let Detail::Role { aliases, .. } = &cto.detail else {
        panic!("a role");
    };
    assert_eq!(aliases, &["chief tech officer"]);
    let cio = loaded.knowledge.role("cio").unwrap();
    assert_eq!(
        cio.short(),
        "Chief Information Officer",
        "no abbreviation: the name"
    );

    let focus = loaded
        .knowledge
        .entry(&id("dimension:primary-focus"))
        .unwrap();
    let Detail::Dimension { sides } = &focus.detail else {
        panic!("a dimension");
    };
    let roles: Vec<&str> = sides.iter().map(|side| side.role.as_str()).collect();
    assert_eq!(roles, ["cto", "cio"], "in the order of the file");
    assert_eq!(focus.side("cio").unwrap().text, "Looks inward.");
    assert_eq!(
        focus.side("cto").unwrap().examples,
        ["Products.", "Patents."]
    );

    let startup = loaded.knowledge.entry(&id("situation:startup")).unwrap();
    assert_eq!(startup.detail, Detail::Situation { role: "cto".into() });
}

#[test]
fn an_entry_is_located_at_its_header_and_a_promise_at_its_question() {
    let loaded = parse_one(FULL);
    let at = |location: &crate::knowledge::Location| &FULL[location.span.clone()];
    let pack = &loaded.knowledge.packs[0];
    let headers: Vec<&str> = pack
        .entries
        .iter()
        .map(|entry| at(&entry.location))
        .collect();
    assert_eq!(
        headers,
        [
            "[[role]]",
            "[[role]]",
            "[[dimension]]",
            "[[faq]]",
            "[[situation]]",
            "[[topic]]"
        ]
    );
    assert_eq!(at(&pack.expects[0].location), "\"same guy for both jobs?\"");
    assert_eq!(at(&pack.off_topic[1].location), "\"how is the weather\"");
}

#[test]
fn the_smallest_pack_is_a_schema_and_one_question() {
    let loaded =
        parse_one("schema = 1\n[[faq]]\nid = \"a\"\nquestion = \"Why?\"\nanswer = \"So.\"\n");
    assert_eq!(rendered(&loaded), "");
    let pack = &loaded.knowledge.packs[0];
    assert_eq!(pack.title, "x", "without a title, the file's name");
    assert_eq!(pack.entries.len(), 1);
}

#[test]
fn the_texts_of_an_entry_can_be_found_in_its_file() {
    let long = "schema = 1\n[[faq]]\nid = \"a\"\nquestion = \"Why?\"\nanswer = \"\"\"\nWrite\n[[faq]]\nid = \"b\"\n\"\"\"\n[[faq]]\nid = \"c\"\nquestion = \"Who?\"\nanswer = \"Me.\"\n";
    let inline = "schema = 1\nfaq = [{ id = \"a\", question = \"Why?\", answer = \"So.\" }, { id = \"b\", question = \"Who?\", answer = \"Me.\" }]\n";
    for (text, entry, keys, expected) in [
        (
            FULL,
            "topic:movies",
            ["answer"].as_slice(),
            Some("\"There are few.\""),
        ),
        (
            FULL,
            "faq:one-person-both",
            &["answer"],
            Some("\"\"\"\nYes.\n\nIn **small** companies.\n\"\"\""),
        ),
        (
            FULL,
            "faq:one-person-both",
            &["url"],
            Some("\"http://example.org/both?x=1#y\""),
        ),
        (FULL, "faq:one-person-both", &["title"], None),
        (FULL, "faq:one-person-both", &["answer", "text"], None),
        (
            FULL,
            "dimension:primary-focus",
            &["title"],
            Some("\"Primary focus\""),
        ),
        (
            FULL,
            "dimension:primary-focus",
            &["roles", "cto", "text"],
            Some("\"Looks outward.\""),
        ),
        (
            FULL,
            "dimension:primary-focus",
            &["roles", "cio", "text"],
            Some("\"Looks inward.\""),
        ),
        (
            FULL,
            "dimension:primary-focus",
            &["roles", "cio", "examples"],
            None,
        ),
        (
            long,
            "faq:a",
            &["answer"],
            Some("\"\"\"\nWrite\n[[faq]]\nid = \"b\"\n\"\"\""),
        ),
        (long, "faq:c", &["answer"], Some("\"Me.\"")),
        (inline, "faq:b", &["answer"], Some("\"Me.\"")),
    ] {
        let loaded = parse_one(text);
        assert_eq!(rendered(&loaded), "");
        let place = &loaded.knowledge.entry(&id(entry)).unwrap().location;
        let found = locate(&loaded.sources, place, keys).map(|found| &text[found.span]);
        assert_eq!(found, expected, "{entry} {keys:?}");
    }
}

#[test]
fn every_key_that_may_stand_in_a_table_is_read() {
    for shape in shapes::TABLES.into_iter().chain([&shapes::PACK]) {
        for key in shape.keys {
            // No key takes a time of day, so whoever reads it says that it is of the wrong type.
            let header = shape.name.replace("ROLE", "cto");
            let loaded = parse_one(&format!("{header}\n{key} = 10:00:00\n"));
            let on_key = |problem: &Diagnostic| {
                let source = loaded.sources.get(Path::new("knowledge/x.toml")).unwrap();
                source.position(problem.place().unwrap().span.start).line == 2
            };
            let codes: Vec<&str> = loaded
                .diagnostics
                .iter()
                .filter(|problem| on_key(problem))
                .map(|problem| problem.code)
                .collect();
            assert!(
                matches!(codes.as_slice(), ["wrong-type" | "bad-date"]),
                "{key} in `{}`: {codes:?}",
                shape.name
            );
        }
    }
}
