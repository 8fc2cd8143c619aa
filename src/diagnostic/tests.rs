use std::path::{Path, PathBuf};

use super::*;

/// Every problem as it is shown, one after the other.
pub(crate) fn rendered(problems: &[Diagnostic], sources: &Sources) -> String {
    problems
        .iter()
        .map(|problem| render(problem, sources, false))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every problem points into its file, between characters, and can be shown.
pub(crate) fn assert_well_placed(problems: &[Diagnostic], sources: &Sources) {
    for problem in problems {
        for label in &problem.labels {
            if let Some(source) = sources.get(&label.file) {
                let inside = source.as_str().get(label.span.clone());
                assert!(inside.is_some(), "{problem:?} points outside its file");
            }
        }
        assert!(render(problem, sources, true).contains(problem.code));
        assert_eq!(problem.to_json(sources)["code"], problem.code);
    }
}

#[test]
fn a_place_counts_lines_and_characters_from_one() {
    let source = SourceText::new("\u{feff}ab\r\nçd漢\n\nx".into());
    for (byte, line, column) in [
        (0, 1, 1),
        (3, 1, 1),
        (4, 1, 2),
        (7, 2, 1),
        (8, 2, 1),
        (9, 2, 2),
        (13, 2, 4),
        (14, 3, 1),
        (15, 4, 1),
        (16, 4, 2),
        (99, 4, 2),
    ] {
        assert_eq!(
            source.position(byte),
            Position { line, column },
            "byte {byte}"
        );
    }
    let lines: Vec<&str> = (1..=5).map(|line| source.line(line)).collect();
    assert_eq!(lines, ["ab", "çd漢", "", "x", ""]);
}

#[test]
fn problems_beyond_the_limit_are_only_counted() {
    let mut problems = Diagnostics::default();
    problems.extend(
        (0..=DIAGNOSTICS_MAX).map(|at| Diagnostic::error("x", "x").at(Path::new("a"), at..at, "")),
    );
    assert_eq!(problems.total(), DIAGNOSTICS_MAX + 1);
    let all = problems.into_sorted([Path::new("a")]);
    assert_eq!(all.len(), DIAGNOSTICS_MAX + 1);
    assert_eq!(all.last().unwrap().message, "1 more problems");
}

#[test]
fn problems_come_by_file_and_place() {
    let mut problems = Diagnostics::default();
    for (file, at) in [("b", 1), ("a", 7), ("gone", 0), ("a", 2)] {
        problems.push(Diagnostic::error("x", "x").at(Path::new(file), at..at, ""));
    }
    let sorted: Vec<(PathBuf, usize)> = problems
        .into_sorted([Path::new("a"), Path::new("b")])
        .into_iter()
        .map(|problem| {
            let place = problem.place().unwrap();
            (place.file.clone(), place.span.start)
        })
        .collect();
    let expected = [("gone", 0), ("a", 2), ("a", 7), ("b", 1)];
    assert_eq!(sorted, expected.map(|(file, at)| (PathBuf::from(file), at)));
}
