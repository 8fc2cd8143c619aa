//! `chiefly eval`.

use serde_json::Value;

use super::scene::{SMALL, Scene};

const QUESTIONS: &str = r#"{"q": "who has the key", "gold": "faq:key", "style": "exact"}
{"q": "I lost my key", "gold": ["faq:door"], "also": ["faq:key"], "further": 1}
{"q": "quantum chromodynamics", "gold": null}
{"q": "zzz", "gold": []}
"#;

#[test]
fn the_measures_keep_the_contract() {
    let scene = Scene::new("eval --json --questions q.jsonl --predictions out.jsonl")
        .file("knowledge/a.toml", SMALL)
        .file("q.jsonl", QUESTIONS);
    let outcome = scene.run();
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let metrics: Value = serde_json::from_str(&outcome.stdout).unwrap();
    for (key, expected) in [
        ("in_scope", 2.0),
        ("out_of_scope", 2.0),
        ("top1", 0.5),
        ("top1_ok", 1.0),
        ("mrr5", 0.75),
        ("answered", 1.0),
        ("clarified", 0.0),
        ("abstained", 0.0),
        ("right", 1.0),
        ("wrong", 0.0),
        ("false_answers", 0.0),
        ("false_clarifies", 0.0),
        ("auroc", 1.0),
    ] {
        let close = (metrics[key].as_f64().unwrap() - expected).abs() < 1e-9;
        assert!(close, "{key} is {}, not {expected}", metrics[key]);
    }
    assert!(metrics["micros_p50"].as_f64().unwrap() > 0.0);
    assert!(metrics["micros_p99"].as_f64() >= metrics["micros_p50"].as_f64());
    let predictions: Vec<Value> = scene
        .read("out.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(predictions.len(), 4);
    assert_eq!(predictions[0]["q"], "who has the key");
    assert_eq!(predictions[0]["outcome"], "answer");
    assert_eq!(predictions[0]["candidates"][0]["id"], "faq:key");
    assert_eq!(predictions[2]["outcome"], "abstain");
}

#[test]
fn people_get_tables() {
    let scene = Scene::new("eval --questions q.jsonl");
    let outcome = scene
        .file("knowledge/a.toml", SMALL)
        .file("q.jsonl", QUESTIONS)
        .run();
    for expected in ["top1 ", "right ", "0.9 to 1.0", "exact"] {
        assert!(
            outcome.stdout.contains(expected),
            "{expected}: {}",
            outcome.stdout
        );
    }
}

#[test]
fn a_line_that_is_no_question_is_named_and_the_rest_is_measured() {
    let questions = format!("\0\0{{\n{QUESTIONS}{{\"gold\": null}}\n");
    let scene = Scene::new("eval --json --questions q.jsonl");
    let outcome = scene
        .file("knowledge/a.toml", SMALL)
        .file("q.jsonl", questions)
        .run();
    assert_eq!(outcome.status, 1);
    assert!(
        outcome.stderr.contains("q.jsonl:1:") && outcome.stderr.contains("q.jsonl:6:"),
        "{}",
        outcome.stderr
    );
    let metrics: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(metrics["in_scope"], 2);
}
