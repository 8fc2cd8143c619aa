use std::{path::PathBuf, sync::LazyLock};

use super::*;
use crate::{knowledge::load, matching::Settings};

static PRODUCT: LazyLock<Snapshot> = LazyLock::new(|| {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    Snapshot::new(load(&[path]).knowledge, Settings::default())
});

const FOCUS_CTO: &str = "Primary focus: CTO";
const FOCUS: &str = "Primary focus: CTO and CIO";
const CTO: &str = "Chief Technology Officer (CTO)";
const BETTER_CIO: &str = "When a CIO is the better choice";
const FILMS: &str = "Films about technology leadership";

/// The title of the answer before, the question, and the title of its answer; empty for a question
/// that says by itself what it asks.
const CASES: &[(&str, &str, &str)] = &[
    // The role.
    (FOCUS_CTO, "and the CIO?", "Primary focus: CIO"),
    (FOCUS_CTO, "CIO?", "Primary focus: CIO"),
    (FOCUS_CTO, "what about the cio", "Primary focus: CIO"),
    (FOCUS_CTO, "how about CIOs then?", "Primary focus: CIO"),
    (FOCUS_CTO, "ok cool and for a CIO", "Primary focus: CIO"),
    (
        FOCUS_CTO,
        "same for the chief information officer please",
        "Primary focus: CIO",
    ),
    (
        FOCUS_CTO,
        "is it the same for the CIO?",
        "Primary focus: CIO",
    ),
    (FOCUS_CTO, "and the other one?", "Primary focus: CIO"),
    (
        FOCUS_CTO,
        "what about the other role?",
        "Primary focus: CIO",
    ),
    (FOCUS_CTO, "and both?", FOCUS),
    (FOCUS, "and the CIO", "Primary focus: CIO"),
    (CTO, "and the CIO?", "Chief Information Officer (CIO)"),
    (
        BETTER_CIO,
        "and the CTO?",
        "When a CTO is the better choice",
    ),
    (FILMS, "and the CIO?", "Chief Information Officer (CIO)"),
    // Examples.
    (FOCUS_CTO, "examples?", "Examples: Primary focus: CTO"),
    (FOCUS_CTO, "for example?", "Examples: Primary focus: CTO"),
    (
        FOCUS_CTO,
        "can you give me a few real life examples please",
        "Examples: Primary focus: CTO",
    ),
    (FOCUS_CTO, "such as?", "Examples: Primary focus: CTO"),
    (
        FOCUS_CTO,
        "examples for the CIO?",
        "Examples: Primary focus: CIO",
    ),
    (
        FOCUS,
        "any examples?",
        "Examples: Primary focus: CTO and CIO",
    ),
    (
        CTO,
        "an example?",
        "Examples: Chief Technology Officer (CTO)",
    ),
    (
        "Examples: Primary focus: CTO",
        "and the CIO?",
        "Primary focus: CIO",
    ),
    // What else there is.
    (FOCUS_CTO, "more", "Strategic goal: CTO"),
    (FOCUS_CTO, "tell me more please", "Strategic goal: CTO"),
    (FOCUS_CTO, "ok, go on", "Strategic goal: CTO"),
    (FOCUS, "anything else?", "Strategic goal: CTO and CIO"),
    (FOCUS_CTO, "more examples", "Examples: Primary focus: CTO"),
    (FOCUS_CTO, "which one is more strategic?", ""),
    // What it is about.
    (FOCUS_CTO, "and the budget?", "Technology investment: CTO"),
    (
        FOCUS_CTO,
        "what about innovation",
        "Role in innovation: CTO",
    ),
    (FOCUS, "and innovation?", "Role in innovation: CTO and CIO"),
    (
        FOCUS_CTO,
        "what about startups?",
        "Which of the two is more common in startups?",
    ),
    (FOCUS_CTO, "and films?", FILMS),
    (FOCUS_CTO, "does he code?", "Technology implementation: CTO"),
    // As people really type: in a hurry, in slang, in the English of other languages.
    (FOCUS_CTO, "nd the cio??", "Primary focus: CIO"),
    (FOCUS_CTO, "adn teh CIO", "Primary focus: CIO"),
    (FOCUS_CTO, "wat about cio", "Primary focus: CIO"),
    (FOCUS_CTO, "how bout the cio", "Primary focus: CIO"),
    (FOCUS_CTO, "wbt the cio", "Primary focus: CIO"),
    (FOCUS_CTO, "n the cio?", "Primary focus: CIO"),
    (FOCUS_CTO, "& the CIO?", "Primary focus: CIO"),
    (FOCUS_CTO, "CIO tho?", "Primary focus: CIO"),
    (FOCUS_CTO, "k, cio?", "Primary focus: CIO"),
    (FOCUS_CTO, "ok thx and the cio", "Primary focus: CIO"),
    (FOCUS_CTO, "yeah but the cio", "Primary focus: CIO"),
    (FOCUS_CTO, "AND THE C.I.O.???", "Primary focus: CIO"),
    (FOCUS_CTO, "and the CIO 👀", "Primary focus: CIO"),
    (FOCUS_CTO, "same for cio", "Primary focus: CIO"),
    (FOCUS_CTO, "same but cio", "Primary focus: CIO"),
    (
        FOCUS_CTO,
        "same question for the cio pls",
        "Primary focus: CIO",
    ),
    (FOCUS_CTO, "ditto for cio", "Primary focus: CIO"),
    (FOCUS_CTO, "nah the other one", "Primary focus: CIO"),
    (FOCUS_CTO, "no i meant the cio", "Primary focus: CIO"),
    (FOCUS_CTO, "sorry, CIO", "Primary focus: CIO"),
    (FOCUS_CTO, "*CIO", "Primary focus: CIO"),
    (FOCUS_CTO, "oops i mean the other guy", "Primary focus: CIO"),
    (
        FOCUS_CTO,
        "wait, what about the other role then",
        "Primary focus: CIO",
    ),
    (FOCUS_CTO, "now do the cio", "Primary focus: CIO"),
    (FOCUS_CTO, "cio instead pls", "Primary focus: CIO"),
    (FOCUS_CTO, "show me the CIO side", "Primary focus: CIO"),
    (FOCUS_CTO, "and who does it for the cio", ""),
    (FOCUS_CTO, "vs cio?", FOCUS),
    (FOCUS_CTO, "compared to the cio?", FOCUS),
    (FOCUS_CTO, "and in comparison with the other one", FOCUS),
    (FOCUS_CTO, "both?", FOCUS),
    (FOCUS_CTO, "what's about the CIO?", "Primary focus: CIO"),
    (FOCUS_CTO, "and what is with the CIO?", "Primary focus: CIO"),
    (FOCUS_CTO, "And how is it by the CIO?", "Primary focus: CIO"),
    (FOCUS_CTO, "How looks it for the CIO?", "Primary focus: CIO"),
    (FOCUS_CTO, "and by the other?", "Primary focus: CIO"),
    (FOCUS_CTO, "und der CIO?", "Primary focus: CIO"),
    (FOCUS_CTO, "and at the CIO?", "Primary focus: CIO"),
    (FOCUS_CTO, "example pls", "Examples: Primary focus: CTO"),
    (FOCUS_CTO, "exampels?", "Examples: Primary focus: CTO"),
    (FOCUS_CTO, "eg?", "Examples: Primary focus: CTO"),
    (FOCUS_CTO, "like?", "Examples: Primary focus: CTO"),
    (
        FOCUS_CTO,
        "like what exactly",
        "Examples: Primary focus: CTO",
    ),
    (
        FOCUS_CTO,
        "got an example or two?",
        "Examples: Primary focus: CTO",
    ),
    (
        FOCUS_CTO,
        "Can you make an example?",
        "Examples: Primary focus: CTO",
    ),
    (FOCUS_CTO, "z.B.?", "Examples: Primary focus: CTO"),
    (
        FOCUS_CTO,
        "hmm examples but for the cio",
        "Examples: Primary focus: CIO",
    ),
    (
        FOCUS_CTO,
        "what would be an example of that",
        "Examples: Primary focus: CTO",
    ),
    (
        FOCUS_CTO,
        "in a startup tho?",
        "Which of the two is more common in startups?",
    ),
    (
        FOCUS_CTO,
        "and what's with startups?",
        "Which of the two is more common in startups?",
    ),
    (FOCUS_CTO, "money wise?", "Technology investment: CTO"),
    (FOCUS_CTO, "n money?", "Technology investment: CTO"),
    (FOCUS_CTO, "and inovation??", "Role in innovation: CTO"),
    // These ask nothing, or nothing of this.
    (FOCUS_CTO, "???", ""),
    (FOCUS_CTO, "…", ""),
    (FOCUS_CTO, "🤔", ""),
    (FOCUS_CTO, "👍👍", ""),
    (FOCUS_CTO, "nah", ""),
    (FOCUS_CTO, "no", ""),
    (FOCUS_CTO, "u sure?", ""),
    (FOCUS_CTO, "and my dog?", ""),
    (FOCUS_CTO, "and you?", ""),
    (FOCUS_CTO, "same", ""),
    (FOCUS_CTO, "like the new cio", ""),
    (FOCUS_CTO, "I like the CIO", ""),
    (FOCUS_CTO, "sorry, gotta go", ""),
    (FOCUS_CTO, "i meant the meeting on tuesday", ""),
    // These say by themselves what they ask.
    (FOCUS_CTO, "what is a CIO?", ""),
    (FOCUS_CTO, "who is the CIO", ""),
    (FOCUS_CTO, "can one person be both?", ""),
    (FOCUS_CTO, "do they work together?", ""),
    (FOCUS_CTO, "what does the CIO spend money on", ""),
    (FOCUS_CTO, "and what does the CIO spend money on?", ""),
    (FOCUS_CTO, "what about the CIO's budget?", ""),
    (FOCUS_CTO, "examples of innovation by a CIO", ""),
    (FOCUS_CTO, "whats the difference between cto and cio", ""),
    (FOCUS_CTO, "cto or cio?", ""),
    (FOCUS_CTO, "how tall is mount everest", ""),
    (FOCUS_CTO, "why?", ""),
    (FOCUS_CTO, "lol", ""),
    (FOCUS_CTO, "and?", ""),
    (FOCUS_CTO, "our CIO quit yesterday", ""),
    (FOCUS_CTO, "", ""),
    // There are no examples of this.
    (FILMS, "examples?", ""),
];

#[test]
fn what_a_question_leaves_out_comes_from_the_answer_before_it() {
    let snapshot = &*PRODUCT;
    let mut wrong = Vec::new();
    for (before, question, expected) in CASES {
        let matter = snapshot.matter(before).expect(before);
        let plain = snapshot.ask(question).verdict;
        let followed = snapshot.follow(&plain, &matter.into());
        let title = followed.map_or(String::new(), |advice| advice.reply.cards[0].title.clone());
        if title != *expected {
            wrong.push(format!(
                "{before} | {question} | {title:?}, not {expected:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_answer_tells_by_its_title_what_it_is_about() {
    let snapshot = &*PRODUCT;
    let composer = snapshot.composer();
    for entry in snapshot.knowledge().entries() {
        let matter = snapshot.matter_of(&composer.entry(entry, None)).unwrap();
        assert_eq!(matter.entry, entry.id);
    }
    assert_eq!(snapshot.matter_of(&composer.help()), None);
    assert_eq!(snapshot.matter("I don't know that one"), None);
}

#[test]
fn examples_show_one_side_both_or_one_of_each_dimension() {
    let snapshot = &*PRODUCT;
    let composer = snapshot.composer();
    let reply = |id: &str, role| {
        let entry = snapshot.knowledge().entry(&id.parse().unwrap()).unwrap();
        composer.examples(entry, role)
    };
    let fields = |id, role| reply(id, role).map(|reply| reply.cards[0].fields.len());
    assert_eq!(fields("dimension:primary-focus", Some("cio")), Some(1));
    assert_eq!(fields("dimension:primary-focus", None), Some(2));
    assert_eq!(fields("role:cto", None), Some(10));
    assert_eq!(fields("topic:movies", None), None);
}
