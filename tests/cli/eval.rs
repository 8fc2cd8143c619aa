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

#[test]
fn each_style_and_each_mix_up_is_shown() {
    let questions = r#"{"q": "who has the key", "gold": "faq:key", "style": "short"}
{"q": "I lost my key", "gold": "faq:door", "style": "story"}
{"q": "quantum chromodynamics", "gold": null, "style": "story"}
"#;
    let scene = Scene::new("eval --json --questions q.jsonl")
        .file("knowledge/a.toml", SMALL)
        .file("q.jsonl", questions);
    let measured: Value = serde_json::from_str(&scene.run().stdout).unwrap();
    let styles = &measured["styles"];
    assert_eq!(styles["short"]["top1"], 1.0, "{styles}");
    assert_eq!(styles["story"]["top1"], 0.0, "{styles}");
    assert_eq!(styles["story"]["out_of_scope"], 1, "{styles}");
    assert_eq!(
        measured["confusions"],
        serde_json::json!([{"right": "faq:door", "first": "faq:key", "questions": ["I lost my key"]}])
    );
    let shown = Scene::new("eval --questions q.jsonl")
        .file("knowledge/a.toml", SMALL)
        .file("q.jsonl", questions)
        .run()
        .stdout;
    for expected in [
        "\nshort ",
        "\nstory ",
        "faq:door ← faq:key",
        "I lost my key",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
}

#[test]
fn what_changed_since_older_predictions_is_shown() {
    let old = r#"{"q": "who has the key", "outcome": "abstain", "candidates": []}
{"q": "quantum chromodynamics", "outcome": "abstain", "candidates": []}
{"q": "I lost my key", "outcome": "clarify", "choices": 2, "candidates": [{"id": "faq:door", "score": 0.4}, {"id": "faq:key", "score": 0.3}]}
"#;
    let questions = r#"{"q": "who has the key", "gold": "faq:key"}
{"q": "I lost my key", "gold": "faq:door"}
{"q": "quantum chromodynamics", "gold": null}
{"q": "where is the key", "gold": "faq:key"}
"#;
    let run = |args: &str| {
        let scene = Scene::new(args)
            .file("knowledge/a.toml", SMALL)
            .file("q.jsonl", questions)
            .file("old.jsonl", old);
        let outcome = scene.run();
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        outcome.stdout
    };
    let shown = run("eval --questions q.jsonl --compare old.jsonl");
    for expected in [
        "better: 1\n  who has the key\n      declined → answered faq:key",
        "worse: 1\n  I lost my key\n      asked back faq:door, faq:key → answered faq:key",
        "not in the old predictions: 1",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    let json = run("eval --json --questions q.jsonl --compare old.jsonl");
    let changes = &serde_json::from_str::<Value>(&json).unwrap()["changes"];
    assert_eq!(changes["better"][0]["q"], "who has the key");
    assert_eq!(changes["worse"][0]["after"], "answered faq:key");
    assert_eq!(changes["new"], 1);
}
