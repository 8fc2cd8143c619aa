use super::*;

#[test]
fn every_problem_is_reported_at_once_in_the_order_of_the_file() {
    let loaded = parse_one(
        r#"schema = 1
[[fac]]
id = "x"
[[faq]]
id = "A b"
anser = "x"
[[faq]]
id = "c"
question = "Why?"
ask = ["why", 3]
answer = "x"
related = ["faq:cc"]
"#,
    );
    let found: Vec<(&str, usize)> = loaded
        .diagnostics
        .iter()
        .map(|problem| {
            let place = problem.place().unwrap();
            let source = loaded.sources.get(&place.file).unwrap();
            (problem.code, source.position(place.span.start).line)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("unknown-key", 2),
            ("missing-key", 4),
            ("bad-id", 5),
            ("unknown-key", 6),
            ("duplicate-phrasing", 10),
            ("wrong-type", 10),
            ("unknown-entry", 12),
        ]
    );
}
