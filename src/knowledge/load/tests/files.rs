//! Where packs come from: paths, bytes and several files at once.

use std::fs;

use insta::assert_snapshot;

use super::*;

const ONE: &str = "schema = 1\n[[faq]]\nid = \"a\"\nquestion = \"Why?\"\nanswer = \"So.\"\n";
const OTHER: &str = "schema = 1\n[[faq]]\nid = \"b\"\nquestion = \"Who?\"\nanswer = \"Me.\"\n";

fn names(loaded: &Loaded) -> Vec<&str> {
    loaded
        .knowledge
        .packs
        .iter()
        .map(|pack| pack.name.as_str())
        .collect()
}

/// Every problem, with the folder that a test made up taken out of it.
fn rendered_in(folder: &Path, loaded: &Loaded) -> String {
    rendered(loaded).replace(folder.to_str().unwrap(), "FOLDER")
}

#[test]
fn a_folder_is_read_in_name_order() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("b.toml"), ONE).unwrap();
    fs::write(folder.path().join("a.toml"), OTHER).unwrap();
    fs::write(folder.path().join("notes.md"), "no pack").unwrap();
    fs::write(folder.path().join(".#a.toml"), "an editor's own file").unwrap();
    fs::create_dir(folder.path().join("more.toml")).unwrap();
    let loaded = load(&[folder.path().to_owned()]);
    assert_eq!(rendered(&loaded), "");
    assert_eq!(names(&loaded), ["a", "b"]);
}

#[test]
fn paths_are_read_in_the_given_order_and_each_file_once() {
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["a.toml", "z.toml"].map(|name| folder.path().join(name));
    fs::write(&one, ONE).unwrap();
    fs::write(&other, OTHER).unwrap();
    let loaded = load(&[
        other,
        folder.path().to_owned(),
        folder.path().join("./a.toml"),
    ]);
    assert_eq!(rendered(&loaded), "");
    assert_eq!(names(&loaded), ["z", "a"]);
}

#[test]
fn a_file_may_have_any_name_when_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pack.txt");
    fs::write(&file, ONE).unwrap();
    assert_eq!(names(&load(&[file])), ["pack"]);
}

#[test]
fn paths_that_lead_nowhere_are_all_reported() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("fine.toml"), ONE).unwrap();
    let paths = ["empty", "gone", "gone.toml", "fine.toml"].map(|name| folder.path().join(name));
    let loaded = load(&paths);
    assert_eq!(names(&loaded), ["fine"], "the rest is read");
    assert_snapshot!(rendered_in(folder.path(), &loaded), @"
    error[no-packs]: this folder holds no packs
    --> FOLDER/empty
     = help: a pack is a file whose name ends in `.toml`

    error[not-found]: there is no such file or folder
    --> FOLDER/gone
     = help: check the path; `--knowledge PATH` names another one

    error[not-found]: there is no such file or folder
    --> FOLDER/gone.toml
     = help: check the path; `--knowledge PATH` names another one
    ");
}

#[cfg(unix)]
#[test]
fn a_file_in_a_folder_that_cannot_be_read_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("lost.toml")).unwrap();
    fs::write(folder.path().join("fine.toml"), ONE).unwrap();
    let loaded = load(&[folder.path().to_owned()]);
    assert_eq!(names(&loaded), ["fine"]);
    assert_snapshot!(rendered_in(folder.path(), &loaded), @"
    error[not-found]: there is no such file or folder
    --> FOLDER/lost.toml
     = help: check the path; `--knowledge PATH` names another one
    ");
}

#[test]
fn no_path_means_no_knowledge() {
    let loaded = load(&[]);
    assert!(loaded.diagnostics.is_empty());
    assert!(loaded.knowledge.packs.is_empty());
}

fn parse_bytes(bytes: &[u8]) -> Loaded {
    parse(&[(PathBuf::from("knowledge/x.toml"), bytes)])
}

#[test]
fn bytes_that_are_no_utf8_are_shown_and_the_rest_is_read() {
    let bytes = [
        b"schema = 1\n[[faq]]\nid = \"a\"\nquestion = \"Gr\xfc\xdf?\"\n".as_slice(),
        b"answer = \"So.\"\nowner = 1\nsource = \"\xe9\"\n",
    ]
    .concat();
    assert_snapshot!(rendered(&parse_bytes(&bytes)), @r#"
    error[not-utf8]: the byte at offset 42 is not UTF-8, and so in 2 more places
     --> knowledge/x.toml:4:15
      |
    4 | question = "Gr��?"
      |               ^
      |
      = help: save the file as UTF-8

    error[wrong-type]: `owner` must be a text, but this is a whole number
     --> knowledge/x.toml:6:9
      |
    6 | owner = 1
      |         ^
      |
      = help: put it in quotes: `"1"`
    "#);
}

#[test]
fn a_file_in_utf_16_is_not_read() {
    let bytes: Vec<u8> = ONE
        .encode_utf16()
        .fold(vec![0xff, 0xfe], |mut bytes, unit| {
            bytes.extend(unit.to_le_bytes());
            bytes
        });
    assert_snapshot!(rendered(&parse_bytes(&bytes)), @"
    error[not-utf8]: the file is written in UTF-16
    --> knowledge/x.toml
     = help: save it as UTF-8
    ");
}

#[test]
fn a_byte_order_mark_is_no_problem_and_no_column() {
    let loaded = parse_bytes("\u{feff}schema = 1\ntitle = \"x\"\n".as_bytes());
    assert_eq!(rendered(&loaded), "");
    let loaded = parse_bytes("\u{feff}schema = \"1\"\n".as_bytes());
    assert_snapshot!(rendered(&loaded), @r#"
    error[wrong-type]: `schema` must be a whole number, but this is a text
     --> knowledge/x.toml:1:10
      |
    1 | schema = "1"
      |          ^^^
      |
      = help: write `schema = 1`
    "#);
}

#[test]
fn windows_line_breaks_are_no_problem_and_not_in_the_texts() {
    let text = "schema = 1\r\n[[faq]]\r\nid = \"a\"\r\nquestion = \"Why?\"\r\nanswer = \"\"\"\r\nSo.\r\nYes.\r\n\"\"\"\r\n";
    let loaded = parse_one(text);
    assert_eq!(rendered(&loaded), "");
    assert_eq!(
        loaded.knowledge.entries().next().unwrap().answer,
        "So.\nYes."
    );
    let loaded = parse_one(&text.replace("question", "qestion"));
    assert_snapshot!(rendered(&loaded), @r#"
    error[unknown-key]: unknown key `qestion` in `[[faq]]`
     --> knowledge/x.toml:4:1
      |
    4 | qestion = "Why?"
      | ^^^^^^^
      |
      = help: did you mean `question`?
    "#);
}

#[test]
fn a_file_over_4_mib_is_not_read() {
    let most = format!("{ONE}#{}", "x".repeat(4 * 1024 * 1024 - ONE.len() - 1));
    assert_eq!(rendered(&parse_bytes(most.as_bytes())), "");
    let more = format!("{most}x");
    assert_snapshot!(rendered(&parse_bytes(more.as_bytes())), @"
    error[too-large]: the file is larger than 4 MiB
    --> knowledge/x.toml
     = help: split it into several files
    ");
}

#[test]
fn ids_and_questions_are_compared_over_all_packs() {
    let third = "schema = 1\n[[faq]]\nid = \"a\"\nquestion = \"Where?\"\nanswer = \"There.\"\nask = [\"who\"]\nrelated = [\"faq:b\"]\n[[off_topic]]\nask = [\"why\"]\n";
    let loaded = parse(&[
        ("1.toml".into(), ONE),
        ("2.toml".into(), OTHER),
        ("3.toml".into(), third),
    ]);
    assert_snapshot!(rendered(&loaded), @r#"
    error[duplicate-id]: the id `faq:a` is taken
     --> 3.toml:3:6
      |
    3 | id = "a"
      |      ^^^
      |
     ::: 1.toml:3:6
      |
    3 | id = "a"
      |      --- first used here
      |
      = help: give one of the two another id

    error[duplicate-phrasing]: `faq:b` and `faq:a` both claim this question
     --> 3.toml:6:8
      |
    6 | ask = ["who"]
      |        ^^^^^
      |
     ::: 2.toml:4:12
      |
    4 | question = "Who?"
      |            ------ first claimed here
      |
      = help: take it out of one of the two; letter case and punctuation make no difference

    error[off-topic-claimed]: this is off topic, but `faq:a` answers it
     --> 3.toml:9:8
      |
    9 | ask = ["why"]
      |        ^^^^^
      |
     ::: 1.toml:4:12
      |
    4 | question = "Why?"
      |            ------ claimed here
      |
      = help: take it out of one of the two
    "#);
    assert_eq!(
        loaded.knowledge.entries().count(),
        2,
        "a taken id is left out"
    );
}

#[test]
fn what_cannot_be_read_is_not_missed_elsewhere() {
    let reader = "schema = 1\n[[faq]]\nid = \"a\"\nquestion = \"Why?\"\nanswer = \"So.\"\nrelated = [\"faq:b\"]\n";
    for broken in [
        "schema = 2\n",
        "schema = 1\n[[faq]\nid = \"b\"\n",
        "schema = 1\nid: b\n",
    ] {
        let loaded = parse(&[("1.toml".into(), reader), ("2.toml".into(), broken)]);
        let files: Vec<_> = loaded
            .diagnostics
            .iter()
            .map(|problem| problem.place().unwrap().file.clone())
            .collect();
        assert_eq!(files, [PathBuf::from("2.toml")], "{broken:?}");
    }
}

#[test]
fn more_than_10_000_problems_are_cut_with_a_count() {
    let text = format!("schema = 1\n{}", "[[faq]]\n".repeat(10_123));
    let loaded = parse_one(&text);
    assert_eq!(loaded.diagnostics.len(), 10_001);
    let last = &loaded.diagnostics[10_000..];
    assert_snapshot!(diagnostic::rendered(last, &loaded.sources), @"
    error[too-many-problems]: 123 more problems
     |
     = help: solve those above first, then check again
    ");
}

#[test]
fn what_is_left_of_a_broken_pack_names_nothing_that_is_not_there() {
    let text = FULL
        .replacen("name = \"Chief Technology Officer\"\n", "", 1)
        .replacen("answer = \"Take a CTO.\"\n", "", 1)
        .replacen("question =", "qestion =", 1);
    let loaded = parse_one(&text);
    assert!(!loaded.diagnostics.is_empty());
    let knowledge = &loaded.knowledge;
    let ids: Vec<String> = knowledge
        .entries()
        .map(|entry| entry.id.to_string())
        .collect();
    assert_eq!(ids, ["role:cio", "dimension:primary-focus", "topic:movies"]);
    let focus = knowledge.entry(&id("dimension:primary-focus")).unwrap();
    assert!(focus.side("cto").is_none() && focus.side("cio").is_some());
    assert!(knowledge.packs[0].expects.is_empty());
}
