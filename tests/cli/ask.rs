//! `chiefly ask` and `chiefly explain`.

use serde_json::Value;

use super::scene::{SMALL, Scene};

#[test]
fn answers_read_well_in_a_terminal() {
    for (name, question) in [
        ("role", "what is a CTO"),
        ("dimension", "what does the CIO spend money on"),
        ("faq", "can one person be both"),
        ("situation", "when is a CIO the better choice"),
        ("topic", "how do you pronounce CTO"),
        ("unknown", "how tall is mount everest"),
    ] {
        let outcome = Scene::product("ask").arg(question).run();
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
        assert!(
            !outcome.stdout.contains('\u{1b}'),
            "colour only on a terminal"
        );
        insta::assert_snapshot!(name, outcome.stdout);
    }
}

#[test]
fn the_words_of_a_question_need_no_quotes() {
    let outcome = Scene::new("ask where is the key")
        .file("knowledge/a.toml", SMALL)
        .run();
    assert!(
        outcome.stdout.starts_with("Where is the key?\n"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn without_a_question_every_line_is_one() {
    let scene = Scene::new("ask --json").file("knowledge/a.toml", SMALL);
    let outcome = scene
        .stdin(b"who has the key\n\nwhich door is mine\n\xff\xfe\n")
        .run();
    let lines: Vec<Value> = outcome
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let outcomes: Vec<&str> = lines
        .iter()
        .map(|l| l["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["answer", "abstain", "answer", "abstain"]);
    assert_eq!(outcome.status, 0);
}

#[test]
fn json_keeps_the_contract() {
    let ask = |question: &str| -> Value {
        let outcome = Scene::product("ask --json").arg(question).run();
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        serde_json::from_str(&outcome.stdout).unwrap()
    };
    let answer = ask("what does the CIO spend money on");
    let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["question", "outcome", "role", "candidates", "reply"]);
    assert_eq!(answer["outcome"], "answer");
    assert_eq!(answer["role"], "cio");
    let candidates = answer["candidates"].as_array().unwrap();
    assert!((1..=5).contains(&candidates.len()));
    let scores: Vec<f64> = candidates
        .iter()
        .map(|c| c["score"].as_f64().unwrap())
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b) && scores.iter().all(|s| (0.0..=1.0).contains(s)));
    assert_eq!(candidates[0]["id"], "dimension:technology-investment");
    assert!(candidates[0]["title"].is_string() && answer["reply"]["cards"].is_array());
    assert_eq!(ask("what is the capital of france")["outcome"], "abstain");
    assert_eq!(
        ask("cto or cio, what is the difference")["role"],
        Value::Null
    );
}

#[test]
fn several_packs_can_be_named() {
    let other = SMALL.replace("key", "lamp").replace("door", "wall");
    let scene = Scene::new("--knowledge a.toml b.toml ask who has the lamp");
    let outcome = scene.file("a.toml", SMALL).file("b.toml", other).run();
    assert!(
        outcome.stdout.starts_with("Where is the lamp?\n"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn an_explanation_says_what_was_understood_and_why() {
    let explain = |args: &str, question: &str| Scene::product(args).arg(question).run().stdout;
    let text = explain(
        "explain",
        "what dose the cheif tecnology officer spnd mony on",
    );
    for expected in [
        "CTO",
        "CTO (“cheif tecnology officer”)",
        "spnd → spend",
        "mony → money",
        "dimension:technology-investment",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let text = explain("explain", "cio vs cdo");
    assert!(
        text.contains("compared to “cdo”, which no phrasing of the first entry names"),
        "{text}"
    );
    assert!(!text.contains("Answered"), "{text}");
    let json: Value = serde_json::from_str(&explain("explain --json", "tell me a joke")).unwrap();
    assert_eq!(json["outcome"], "abstain");
    assert!(json["thresholds"]["answer"].as_f64().unwrap() > 0.0);
}
