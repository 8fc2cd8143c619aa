use std::path::{Path, PathBuf};

use insta::assert_snapshot;

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

fn sources(text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.insert(PathBuf::from("knowledge/x.toml"), text.to_owned());
    sources
}

/// The report on the place of `marked` in `text`.
fn report(text: &str, marked: &str) -> String {
    let at = text.find(marked).unwrap();
    let problem = Diagnostic::error("some-code", "something is wrong")
        .at(Path::new("knowledge/x.toml"), at..at + marked.len(), "")
        .help("write something else");
    render(&problem, &sources(text), false)
}

#[test]
fn a_problem_looks_as_the_rust_compiler_would_show_it() {
    let text = "schema = 1\n[[faq]]\nid = \"a\"\n\n[[topic]]\nid = \"b\"\n";
    let file = Path::new("knowledge/x.toml");
    let problem = Diagnostic::warning("some-code", "two things do not go together")
        .at(file, 24..27, "this one")
        .at(file, 44..47, "and that one")
        .at(Path::new("knowledge/gone.toml"), 3..4, "not read")
        .help("write one\nor the other");
    assert_snapshot!(render(&problem, &sources(text), false), @r#"
    warning[some-code]: two things do not go together
     --> knowledge/x.toml:3:6
      |
    3 | id = "a"
      |      ^^^ this one
      |
     ::: knowledge/x.toml:6:6
      |
    6 | id = "b"
      |      --- and that one
     ::: knowledge/gone.toml
      = help: write one
              or the other
    "#);
    let coloured = render(&problem, &sources(text), true);
    assert!(coloured.contains("\u{1b}["));
    assert_eq!(
        anstream::adapter::strip_str(&coloured).to_string(),
        render(&problem, &sources(text), false)
    );
}

#[test]
fn a_problem_without_a_place_is_shown_too() {
    let problem = Diagnostic::error("some-code", "there is nothing").help("write something");
    assert_snapshot!(render(&problem, &Sources::default(), false), @"
    error[some-code]: there is nothing
     |
     = help: write something
    ");
}

#[test]
fn a_place_at_the_end_of_the_file_or_of_a_line_is_shown() {
    let text = "a = 1\nb =\nc = 3";
    for (at, line, column) in [(9, 2, 4), (15, 3, 6), (99, 3, 6)] {
        let problem = Diagnostic::error("x", "x").at(Path::new("knowledge/x.toml"), at..at, "");
        let shown = render(&problem, &sources(text), false);
        assert!(
            shown.contains(&format!("x.toml:{line}:{column}\n")),
            "{shown}"
        );
    }
}

#[test]
fn a_place_over_several_lines_is_marked_on_its_first_one() {
    assert_snapshot!(report("a = \"\"\"\nlong\ntext\"\"\"\nb = 2\n", "\"\"\"\nlong\ntext\"\"\""), @r#"
    error[some-code]: something is wrong
     --> knowledge/x.toml:1:5
      |
    1 | a = """
      |     ^^^
      |
      = help: write something else
    "#);
}

#[test]
fn tabs_wide_and_combining_characters_keep_the_marks_in_place() {
    assert_snapshot!(report("\ttitle\t= \"漢字🙂x\u{301}\"\t# x\n", "# x"), @r#"
    error[some-code]: something is wrong
     --> knowledge/x.toml:1:18
      |
    1 |     title    = "漢字🙂x́"    # x
      |                             ^^^
      |
      = help: write something else
    "#);
}

#[test]
fn characters_that_steer_a_terminal_are_replaced() {
    let text = "a = \"\u{202e}\u{1b}[31m\u{7}\u{9b}31m\u{200f}\" # zzz\r\n";
    assert_snapshot!(report(text, "zzz"), @r#"
    error[some-code]: something is wrong
     --> knowledge/x.toml:1:22
      |
    1 | a = "�␛[31m␇�31m�" # zzz
      |                      ^^^
      |
      = help: write something else
    "#);
    let problem = Diagnostic::error("some-code", "bad \u{1b}[31m\u{202e}\u{9b} message")
        .at(Path::new("knowledge/x\u{1b}.toml"), 0..0, "bad \u{7} label")
        .at(Path::new("knowledge/x.toml"), 0..1, "bad \u{7} label")
        .help("bad \u{8} help\nin two \u{202e} lines");
    let shown = render(&problem, &sources(text), false);
    let steering = |c: char| c != '\n' && c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c);
    assert!(!shown.contains(steering), "{shown:?}");
}

#[test]
fn a_very_long_line_is_cut_around_the_place() {
    let text = format!("a = \"{} here {}\"\n", "x".repeat(5000), "y".repeat(5000));
    assert_snapshot!(report(&text, "here"), @"
    error[some-code]: something is wrong
     --> knowledge/x.toml:1:5007
      |
    1 | ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx here yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy...
      |                                                                   ^^^^
      |
      = help: write something else
    ");
    let whole = report(&text, text.trim_end());
    assert_snapshot!(whole, @r#"
    error[some-code]: something is wrong
     --> knowledge/x.toml:1:1
      |
    1 | a = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write something else
    "#);
}

#[test]
fn a_line_of_a_megabyte_is_not_shown_but_its_place_is() {
    let text = format!(
        "a = \"{} here {}\"\n",
        "x".repeat(500_000),
        "y".repeat(500_000)
    );
    assert_snapshot!(report(&text, "here"), @"
    error[some-code]: something is wrong
    --> knowledge/x.toml:1:500007
     = help: write something else
    ");
    let at = text.find("here").unwrap();
    let problem = Diagnostic::error("x", "x").at(Path::new("knowledge/x.toml"), at..at + 4, "");
    let shown = problem.to_json(&sources(&text))["text"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(shown.contains(" here ") && shown.len() < 40_000);
}

#[test]
fn programs_get_everything_as_json() {
    let text = "\u{feff}schema = 1\r\nid = \"é\" # x\r\n";
    let file = Path::new("knowledge/x.toml");
    let at = text.find("# x").unwrap();
    let problem = Diagnostic::error("some-code", "something is wrong")
        .at(file, at..at + 3, "")
        .at(file, 3..9, "because of this")
        .at(Path::new("knowledge/gone.toml"), 0..0, "")
        .help("write something else");
    insta::assert_json_snapshot!(problem.to_json(&sources(text)), @r#"
    {
      "code": "some-code",
      "severity": "error",
      "message": "something is wrong",
      "file": "knowledge/x.toml",
      "line": 2,
      "column": 10,
      "text": "id = \"é\" # x",
      "help": "write something else",
      "related": [
        {
          "file": "knowledge/x.toml",
          "line": 1,
          "column": 1,
          "text": "schema = 1",
          "label": "because of this"
        },
        {
          "file": "knowledge/gone.toml",
          "line": null,
          "column": null,
          "text": null
        }
      ]
    }
    "#);
    let bare = Diagnostic::warning("some-code", "there is nothing");
    insta::assert_json_snapshot!(bare.to_json(&Sources::default()), @r#"
    {
      "code": "some-code",
      "severity": "warning",
      "message": "there is nothing",
      "file": null,
      "line": null,
      "column": null,
      "text": null,
      "help": null,
      "related": []
    }
    "#);
}
