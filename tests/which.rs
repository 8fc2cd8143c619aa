//! Which role suits whom: organisations as very different people describe their own.

use std::path::PathBuf;

use chiefly::{
    advisor::Advisor,
    answer::{Reply, Tone},
    matching::Settings,
};

const CTO: &str = "What suits you: Chief Technology Officer (CTO)";
const CIO: &str = "What suits you: Chief Information Officer (CIO)";
const NONE: &str = "I cannot tell from that";

const DESCRIPTIONS: [(&str, &str); 40] = [
    // Who makes things for others.
    ("we are a startup and build a mobile app for runners", CTO),
    (
        "Five friends, one garage, an AI product that should conquer the market",
        CTO,
    ),
    (
        "saas company, 20 devs, everything hangs on our software",
        CTO,
    ),
    ("we r making games for phones lol", CTO),
    (
        "Our online shop grows fast and our customers want a better app every month",
        CTO,
    ),
    (
        "I run a marketplace on the web. Competitors bring out new features all the time.",
        CTO,
    ),
    ("fintech, new technology is our whole business", CTO),
    ("a streaming platform for independent films", CTO),
    ("We develop software for dentists and sell it to them", CTO),
    ("young company, blockchain, wants to invent something", CTO),
    ("digital platform where innovation is everything", CTO),
    (
        "we are making an aplication for learning languages, is startap from Poland",
        CTO,
    ),
    ("our product is a website that compares flights", CTO),
    (
        "Fast-changing market, we must be first with machine learning",
        CTO,
    ),
    (
        "software house building products for other people's customers",
        CTO,
    ),
    // Who has to keep things running.
    (
        "I work for a hospital with three thousand staff and old systems",
        CIO,
    ),
    ("We are a bank. Nothing may ever go down.", CIO),
    (
        "university, 12,000 students, lots of databases and logins",
        CIO,
    ),
    (
        "the city council of a mid-sized town; personal data must be secure",
        CIO,
    ),
    ("big insurance company, internal systems are chaos", CIO),
    ("goverment agency with much bureaucracy", CIO),
    (
        "ministry of transport, networks and servers everywhere",
        CIO,
    ),
    (
        "Large corporation whose employees cannot work when the network is down",
        CIO,
    ),
    ("we need reliable IT for 4000 employees", CIO),
    ("school district, IT support is overwhelmed", CIO),
    (
        "our enterprise software is ancient and cybersecurity keeps me awake",
        CIO,
    ),
    (
        "We are a public institution and depend on stable systems",
        CIO,
    ),
    ("im at a huge enterprize, all our ERP stuff is broken", CIO),
    // Who has both.
    (
        "a bank that builds its own mobile app for customers",
        "both",
    ),
    (
        "Large enterprise with thousands of employees, and we are launching a digital product for customers",
        "both",
    ),
    (
        "university spin-off: we still run their servers and databases, but we develop an app and new products",
        "both",
    ),
    (
        "insurance company with internal systems to secure that now wants innovation and a customer app",
        "both",
    ),
    // Who does not say.
    ("", NONE),
    ("hello", NONE),
    ("we grow roses by the roadside", NONE),
    ("my football club has eleven players", NONE),
    ("a tiny bakery, no product for phones, no app", NONE),
    (
        "a shipping line with 5,000 employees and old servers, no startup",
        CIO,
    ),
    ("asdf qwer", NONE),
    ("I don't know", NONE),
];

fn advisor() -> Advisor {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let (advisor, _) = Advisor::load(&[path], Settings::default()).unwrap();
    advisor
}

fn found(reply: &Reply) -> &str {
    let title = reply.cards[0].title.as_str();
    if title.starts_with("Both would suit you") {
        "both"
    } else {
        title
    }
}

#[test]
fn an_organisation_described_in_anybodys_words_gets_the_role_that_suits() {
    let snapshot = advisor().whole();
    let mut wrong = Vec::new();
    for (description, expected) in DESCRIPTIONS {
        let reply = snapshot.which(description);
        if found(&reply) != expected {
            wrong.push(format!(
                "{description}: {}\n    {}",
                found(&reply),
                reply.cards[0].text.lines().next().unwrap_or_default()
            ));
        }
    }
    // "our whole business" sounds like the other role's "the whole of IT".
    assert!(
        wrong.len() <= 1,
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn why_it_suits_is_said_in_the_words_of_the_description() {
    let snapshot = advisor().whole();
    let reply = snapshot.which("we are a bank with old servers");
    assert!(
        reply.cards[0].text.starts_with("You mention **"),
        "{reply:?}"
    );
    assert!(reply.cards[0].text.contains("**bank**"), "{reply:?}");
    let none = snapshot.which("roses");
    assert_eq!(none.tone, Tone::Abstain);
    assert!(
        none.buttons.len() >= 2,
        "the situations that are known: {none:?}"
    );
}
