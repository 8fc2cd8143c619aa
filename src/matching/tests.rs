use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    knowledge::{Knowledge, parse},
    text::tokenize,
};

/// A pack as a moderator would write it, small enough to reason about.
const PACK: &str = r#"
schema = 1
[[role]]
id = "baker"
short = "BKR"
name = "Chief Baking Officer"
aliases = ["head of bread"]
ask = ["what is a chief baking officer", "who is the bkr", "what does the bkr do all day"]
answer = "Bakes."
[[role]]
id = "brewer"
short = "BRW"
name = "Chief Brewing Officer"
ask = ["what is a chief brewing officer", "who is the brw", "what does the brw do all day"]
answer = "Brews."
[[faq]]
id = "sourdough"
question = "How long does sourdough need to rise?"
ask = ["sourdough proofing time", "when is the dough ready for the oven", "how many hours must the dough rest"]
answer = "A night."
reject = ["how long does the brewer's mash rest"]
[[faq]]
id = "hops"
question = "Which hops go into a pale ale?"
ask = ["what hops for ale", "hop varieties for bitter beer", "best hops to brew with"]
answer = "Cascade."
[[off_topic]]
ask = ["how is the weather today", "tell me a joke", "who won the match", "what does a butcher earn"]
[[expect]]
ask = "how many hours for the sourdough?"
entry = "faq:sourdough"
"#;

fn matcher() -> Matcher {
    let loaded = parse(&[("pack.toml".into(), PACK)]);
    assert_eq!(loaded.diagnostics, [], "the pack of the tests is fine");
    Matcher::new(&loaded.knowledge, Settings::default())
}

fn first(verdict: &Verdict) -> String {
    let first = verdict.candidates.first();
    first.map(|c| c.id.to_string()).unwrap_or_default()
}

#[test]
fn people_find_the_entry_in_their_own_words() {
    let matcher = matcher();
    for (question, entry) in [
        ("How long does sourdough need to rise?", "faq:sourdough"),
        ("how long must sourdoug rise", "faq:sourdough"),
        ("SOURDOUGH PROOFING TIME!!", "faq:sourdough"),
        ("whats the best hopps for ale", "faq:hops"),
        ("who is the BRW?", "role:brewer"),
        ("what does the cheif baking oficer do", "role:baker"),
        ("what does a head of bread do all day", "role:baker"),
        ("b.k.r.", "role:baker"),
    ] {
        assert_eq!(first(&matcher.ask(question)), entry, "{question}");
    }
}

#[test]
fn a_misspelt_everyday_word_counts_as_the_packs_word_for_the_same() {
    // The pack has neither "quit" nor "salary" nor "officer".
    let pack = r#"
        schema = 1
        [[faq]]
        id = "leave"
        question = "How do I resign?"
        answer = "In writing."
        [[faq]]
        id = "wages"
        question = "When are wages paid?"
        answer = "On the first."
        [[faq]]
        id = "discount"
        question = "Which offer do members get?"
        answer = "Half off."
    "#;
    let loaded = parse(&[("a.toml".into(), pack)]);
    let matcher = Matcher::new(&loaded.knowledge, Settings::default());
    let salary = matcher.ask("my salray?");
    let [correction] = &salary.reading.corrections[..] else {
        panic!("{:?}", salary.reading.corrections);
    };
    assert_eq!(
        (correction.typed.as_str(), correction.meant.as_str()),
        ("salray", "salary")
    );
    assert_eq!(first(&salary), "faq:wages");
    // A word of the pack goes before an everyday one that is no closer.
    let resign = matcher.ask("how to rezign");
    assert_eq!(resign.reading.corrections[0].meant, "resign");
    // Everyday words are spelt right, if not by the pack.
    let officer = matcher.ask("is the officer in");
    assert_eq!(officer.reading.corrections, []);
}

#[test]
fn a_role_compared_with_what_the_pack_does_not_know_is_no_question_about_two_roles() {
    let pack = format!(
        "{PACK}
[[faq]]
id = \"difference\"
question = \"What is the difference between a baker and a brewer?\"
ask = [\"baker versus brewer\", \"how do the two differ\", \"is a baker the same as a smith\"]
answer = \"Bread, or beer.\"
"
    );
    let loaded = parse(&[("pack.toml".into(), &pack)]);
    assert_eq!(loaded.diagnostics, []);
    let matcher = Matcher::new(&loaded.knowledge, Settings::default());
    let ask = |question: &str| matcher.ask(question);
    let known = ask("the difference between bkr and brw please");
    assert_eq!(known.stranger, None);
    for question in [
        "the difference between bkr and miller please",
        "the difference between miller and bkr please",
        "bkr v miller difference please",
    ] {
        let strange = ask(question);
        assert_eq!(strange.stranger.as_deref(), Some("miller"), "{question}");
        assert!(strange.in_scope < known.in_scope - 0.2, "{question}");
        assert_ne!(strange.outcome, Outcome::Answer, "{question}");
    }
    // What a phrasing of the entry names is none.
    let named = ask("are bakers the same as some smiths, or how do they differ");
    assert_eq!(
        (first(&named).as_str(), named.stranger),
        ("faq:difference", None)
    );
    // Nor is anything strange that the pack has word by word.
    assert_eq!(
        ask("is a baker the same as a smith").outcome,
        Outcome::Answer
    );
}

#[test]
fn what_people_say_around_a_question_changes_nothing() {
    let matcher = matcher();
    let plain = matcher.ask("which hops go into a good pale ale");
    assert_eq!(first(&plain), "faq:hops");
    for (question, aside) in [
        (
            "ok dumb question but which hops go into a good pale ale",
            "ok dumb question but",
        ),
        (
            "dude, which hops exactly go into a good pale ale tbh",
            "dude exactly tbh",
        ),
        (
            "hi all, sorry to bother you: which hops go into a good pale ale lol thanks",
            "hi all sorry to bother you lol thanks",
        ),
        ("wtf hops go into a good pale ale", ""),
    ] {
        let verdict = matcher.ask(question);
        assert_eq!(verdict.reading.left_aside().join(" "), aside, "{question}");
        if !aside.is_empty() {
            assert_eq!(verdict.candidates, plain.candidates, "{question}");
        }
    }
    // A filler is matched where nothing else is said.
    assert_eq!(matcher.ask("ok dude").reading.left_aside(), [""; 0]);
}

#[test]
fn one_more_phrasing_changes_nothing_for_questions_that_have_nothing_to_do_with_it() {
    let pack = include_str!("../../knowledge/cto-cio.toml");
    let edited = pack.replacen("ask = [\n", "ask = [\n\"is a CTO fond of gardening\",\n", 1);
    assert_ne!(pack, edited);
    let matcher = |text: &str| {
        let loaded = parse(&[("pack.toml".into(), text)]);
        assert_eq!(loaded.diagnostics, []);
        Matcher::new(&loaded.knowledge, Settings::default())
    };
    let (before, after) = (matcher(pack), matcher(&edited));
    for question in [
        "who pays for the servers",
        "so what is different about the two",
        "which books should I get",
        "does the cio lead the admins",
        "are the two on good terms with each other",
        "our school needs somebody for the computers, which of them",
        "how is the weather",
        "what does a cfo earn",
    ] {
        let (before, after) = (before.ask(question), after.ask(question));
        assert_eq!(before.outcome, after.outcome, "{question}");
        assert_eq!(first(&before), first(&after), "{question}");
        let moved = (before.in_scope - after.in_scope).abs();
        assert!(moved < 0.05, "{question}: {moved}");
    }
}

#[test]
fn a_long_question_is_as_good_as_a_short_one_that_says_the_same() {
    let matcher = matcher();
    let sure = |question: &str| matcher.ask(question).in_scope;
    let short = sure("what hops for a bitter beer");
    let long = sure(
        "so what hops would you two recommend I go and buy for a nice bitter beer that I want to \
         brew with my brother next weekend",
    );
    let odd = sure("what beer");
    assert!(short > odd, "{short} {odd}");
    assert!(long > odd, "{long} {odd}");
}

#[test]
fn a_phrasing_of_the_pack_is_answered_outright() {
    let matcher = matcher();
    for question in [
        "sourdough proofing time",
        "Sourdough  proofing time??",
        "who is the brw",
        "What hops for ale",
    ] {
        let verdict = matcher.ask(question);
        assert_eq!(verdict.outcome, Outcome::Answer, "{question}");
        assert!(verdict.exact);
    }
}

#[test]
fn what_nothing_answers_is_declined() {
    let matcher = matcher();
    for question in [
        "",
        "   ",
        "🔥🔥🔥",
        "\0\u{1b}[31m",
        "\u{200b}\u{202e}",
        "tell me a joke",
        "Tell me a joke!",
        "quantum chromodynamics",
        "what does a butcher earn",
    ] {
        let verdict = matcher.ask(question);
        assert_eq!(
            verdict.outcome,
            Outcome::Abstain,
            "{question:?}: {verdict:?}"
        );
    }
}

#[test]
fn the_role_that_is_meant_is_recognised() {
    let matcher = matcher();
    for (question, role) in [
        ("what does the BKR do", Some("baker")),
        ("what do bkrs do", Some("baker")),
        ("the BKR's bread", Some("baker")),
        ("cheif brewing oficer", Some("brewer")),
        ("head of bread", Some("baker")),
        ("bkr or brw", None),
        ("bkr and another bkr", Some("baker")),
        ("how long does it rise", None),
    ] {
        assert_eq!(matcher.ask(question).reading.role(), role, "{question}");
    }
}

#[test]
fn roles_are_recognised_however_they_are_written() {
    let matcher = matcher();
    for (question, roles) in [
        ("b k r", &["baker"][..]),
        ("what is a B K R please", &["baker"]),
        ("B.K.R.'s bread", &["baker"]),
        ("bkkr", &["baker"]),
        ("the BKRs", &["baker"]),
        ("chef baking officer", &["baker"]),
        ("Cheif Bakign Oficer", &["baker"]),
        ("ｃｈｉｅｆ ｂａｋｉｎｇ ｏｆｆｉｃｅｒ", &["baker"]),
        ("BKR/BRW", &["baker", "brewer"]),
        ("brw-bkr", &["brewer", "baker"]),
        (
            "chief baking and chief brewing officer",
            &["baker", "brewer"],
        ),
        ("chief brewing or baking officer", &["brewer", "baker"]),
        (
            "the chief baking and the brewing officer",
            &["baker", "brewer"],
        ),
        ("chief baking and cleaning officer", &[]),
        ("baking and brewing", &[]),
        ("chief of staff", &[]),
        ("b k", &[]),
        ("bkx", &[]),
    ] {
        let verdict = matcher.ask(question);
        assert_eq!(verdict.reading.roles(), roles, "{question}");
    }
}

#[test]
fn a_near_miss_that_the_entry_rejects_is_not_answered_by_it() {
    let verdict = matcher().ask("how long does the brewer's mash rest?");
    assert_ne!(first(&verdict), "faq:sourdough", "{verdict:?}");
}

#[test]
fn of_several_questions_two_are_answered_at_most() {
    let verdict =
        matcher().ask("Hi! Which hops go into a pale ale? How long does sourdough need to rise?");
    assert_eq!(first(&verdict), "faq:hops");
    let second = verdict.second.as_deref().map(first);
    assert_eq!(second.as_deref(), Some("faq:sourdough"));
    let verdict = matcher().ask("How is the weather today? which hops go into a pale ale");
    assert_eq!((first(&verdict), verdict.second), ("faq:hops".into(), None));
    let verdict = matcher().ask("which hops go into a pale ale and how long does sourdough rise");
    let second = verdict.second.as_deref().map(first);
    assert_eq!(
        (first(&verdict).as_str(), second.as_deref()),
        ("faq:hops", Some("faq:sourdough"))
    );
    // Three of them, and two of those in one breath.
    let verdict = matcher().ask(
        "which hops go into a pale ale and how long does sourdough rise? and what does a baker do?",
    );
    let second = verdict.second.as_deref().map(first);
    assert_eq!(
        (first(&verdict).as_str(), second.as_deref()),
        ("faq:hops", Some("faq:sourdough"))
    );
}

#[test]
fn very_long_questions_are_answered_in_the_end() {
    let matcher = matcher();
    for long in [
        "hops ".repeat(1200),
        "the of is what ".repeat(400),
        (0..1200).fold(String::new(), |long, i| long + &format!("xq{i}z ")),
        "z".repeat(6000),
        "? ".repeat(3000),
    ] {
        assert_eq!(matcher.ask(&long), matcher.ask(&long));
    }
}

#[test]
fn the_order_of_the_file_changes_nothing() {
    let mut parts: Vec<&str> = PACK.split("\n[[").skip(1).collect();
    parts.reverse();
    let reversed = format!("schema = 1\n[[{}", parts.join("\n[["));
    let loaded = parse(&[("pack.toml".into(), reversed)]);
    let (one, other) = (
        matcher(),
        Matcher::new(&loaded.knowledge, Settings::default()),
    );
    for question in [
        "sourdough?",
        "who is that brewer",
        "bread hops",
        "what is it",
    ] {
        assert_eq!(one.ask(question), other.ask(question), "{question}");
    }
}

#[test]
fn a_pack_without_anything_declines_everything() {
    let matcher = Matcher::new(&Knowledge::default(), Settings::default());
    assert_eq!(matcher.ask("anything?").outcome, Outcome::Abstain);
}

#[test]
fn the_smallest_useful_pack_answers_its_question() {
    let pack =
        "schema = 1\n[[faq]]\nid = \"a\"\nquestion = \"Where is the key?\"\nanswer = \"Here.\"";
    let loaded = parse(&[("a.toml".into(), pack)]);
    let matcher = Matcher::new(&loaded.knowledge, Settings::default());
    let verdict = matcher.ask("where is the key");
    assert_eq!(
        (verdict.outcome, first(&verdict)),
        (Outcome::Answer, "faq:a".into())
    );
    assert_ne!(matcher.ask("what is the weather").outcome, Outcome::Answer);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_question_gets_a_sane_verdict(question in ".{0,300}") {
        thread_local!(static MATCHER: Matcher = matcher());
        MATCHER.with(|matcher| {
            let verdict = matcher.ask(&question);
            prop_assert!(verdict.candidates.len() <= CANDIDATES_MAX);
            prop_assert!(verdict.candidates.iter().all(|c| (0.0..=1.0).contains(&c.score)));
            prop_assert!(verdict.candidates.is_sorted_by(|a, b| a.score >= b.score));
            prop_assert!(verdict.choices <= verdict.candidates.len());
            match verdict.outcome {
                Outcome::Answer => prop_assert!(!verdict.candidates.is_empty()),
                Outcome::Clarify => prop_assert!((2..=CHOICES_MAX).contains(&verdict.choices)),
                Outcome::Abstain => prop_assert_eq!(verdict.choices, 0),
            }
            prop_assert_eq!(&verdict, &matcher.ask(&question));
            Ok(())
        })?;
    }

    #[test]
    fn case_space_and_final_punctuation_change_nothing(
        words in prop::collection::vec("[a-z]{1,9}|sourdough|hops|bkr|rise", 1..8),
        end in "[?!. ]{0,4}",
    ) {
        thread_local!(static MATCHER: Matcher = matcher());
        let plain = words.join(" ");
        let dressed = format!("  {}{end}", words.join("  ").to_uppercase());
        MATCHER.with(|matcher| {
            prop_assert_eq!(matcher.ask(&plain), matcher.ask(&dressed));
            Ok(())
        })?;
    }

    #[test]
    fn capitals_spaces_marks_and_composition_change_nothing(
        question in ".{0,200}|([a-zA-Zéßçöσς']{1,9}[ ?;.\n]){0,12}",
        end in "[?!. ]{0,4}",
    ) {
        use unicode_normalization::UnicodeNormalization;
        thread_local!(static MATCHER: Matcher = matcher());
        let heard = |question: &str| MATCHER.with(|matcher| {
            let verdict = matcher.ask(question);
            let second = verdict.second.as_deref().map(first);
            (verdict.outcome, verdict.choices, verdict.candidates, second)
        });
        let plain = heard(&question);
        for variant in [
            question.to_uppercase(),
            question.to_lowercase(),
            format!(" \t{question}  "),
            format!("{question}{end}"),
            question.nfc().collect(),
            question.nfd().collect(),
        ] {
            prop_assert_eq!(&heard(&variant), &plain, "{:?} for {:?}", variant, question);
        }
    }

    #[test]
    fn what_nobody_means_well_with_is_read_in_part_and_alike_in_every_form(
        units in prop::collection::vec(
            "[a-z]{1,40} |sourdogh |é|\u{301}|각 |🔥|👩🏽‍🚀|\u{200b}|\u{37e}|what is it\\? |the of |[?;\n]|.{1,3}",
            1..4,
        ),
        times in 1usize..3000,
    ) {
        use unicode_normalization::UnicodeNormalization;
        thread_local!(static MATCHER: Matcher = matcher());
        let question: String = units.concat().repeat(times).chars().take(12_000).collect();
        let heard = |question: &str| MATCHER.with(|matcher| {
            let verdict = matcher.ask(question);
            prop_assert!(verdict.reading.tokens.len() <= 144);
            prop_assert!(verdict.reading.corrections.len() <= 24);
            prop_assert!(verdict.candidates.iter().all(|c| (0.0..=1.0).contains(&c.score)));
            let second = verdict.second.as_deref().map(first);
            Ok((verdict.outcome, verdict.choices, verdict.candidates, second))
        });
        let plain = heard(&question)?;
        for form in [question.clone(), question.nfc().collect(), question.nfd().collect()] {
            prop_assert_eq!(&heard(&form)?, &plain);
        }
    }

    #[test]
    fn an_exact_phrasing_is_answered_by_its_entry_in_any_pack(
        asks in prop::collection::vec("(CTO|what|is|the|of|a|[a-zé]{1,4}|🔥)( (is|of|the|cto|[a-z]{1,5}|not)){0,5}", 1..12),
        order in any::<u64>(),
    ) {
        let mut distinct: Vec<(String, String)> = Vec::new();
        for ask in asks {
            let tokens: Vec<_> = tokenize(&ask).into_iter().map(Arc::new).collect();
            let key = ranking::key(&ask, &tokens);
            if !key.is_empty() && distinct.iter().all(|(known, _)| *known != key) {
                distinct.push((key, ask));
            }
        }
        let entries: Vec<String> = distinct
            .iter()
            .enumerate()
            .map(|(at, (_, ask))| format!(
                "[[faq]]\nid = \"e{at}\"\nquestion = \"title{at}x\"\nask = [\"{ask}\"]\nanswer = \"A.\"\n"
            ))
            .collect();
        let mut shuffled = entries.clone();
        let len = shuffled.len().max(1);
        shuffled.rotate_left(usize::try_from(order % len as u64).unwrap_or(0));
        shuffled.reverse();
        let [one, other] = [entries, shuffled].map(|entries| {
            let loaded = parse(&[("a.toml".into(), format!("schema = 1\n{}", entries.concat()))]);
            Matcher::new(&loaded.knowledge, Settings::default())
        });
        for (at, (_, ask)) in distinct.iter().enumerate() {
            let verdict = one.ask(ask);
            prop_assert_eq!(first(&verdict), format!("faq:e{at}"), "{}", ask);
            prop_assert_eq!(verdict.outcome, Outcome::Answer);
            prop_assert_eq!(&verdict, &other.ask(ask));
        }
    }
}

#[test]
fn a_long_question_is_read_as_far_in_every_form() {
    use unicode_normalization::UnicodeNormalization;
    let matcher = matcher();
    for (filler, times) in [
        ("é ", 2990),
        ("é ", 5000),
        ("각", 5990),
        ("ΐ ", 9000),
        ("\u{37e} ", 10),
    ] {
        let question = format!("{}sourdough proofing time", filler.repeat(times));
        let composed = matcher.ask(&question.nfc().collect::<String>());
        let decomposed = matcher.ask(&question.nfd().collect::<String>());
        assert_eq!(composed, decomposed, "{filler} {times}");
        assert_eq!(composed, matcher.ask(&question), "{filler} {times}");
    }
}

#[test]
fn every_phrasing_of_the_products_pack_is_answered_by_its_entry() {
    let pack = include_str!("../../knowledge/cto-cio.toml");
    let loaded = parse(&[("cto-cio.toml".into(), pack)]);
    let matcher = Matcher::new(&loaded.knowledge, Settings::default());
    for entry in loaded.knowledge.entries() {
        for ask in std::iter::once(&entry.title).chain(&entry.ask) {
            let verdict = matcher.ask(ask);
            assert_eq!(
                (verdict.outcome, first(&verdict)),
                (Outcome::Answer, entry.id.to_string()),
                "{ask}"
            );
        }
    }
}
