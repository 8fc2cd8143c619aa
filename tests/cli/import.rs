//! Bringing another bot's answers along.

use super::scene::{SMALL, Scene};

const TABLE: &str =
    "question,answer\nWhere is the key?,Under the mat.\nwho has the key,Under the mat.\n{name}?,\n";

#[test]
fn what_is_imported_answers_and_passes_the_check() {
    let scene = Scene::new("import faq.csv --out pack.toml").file("faq.csv", TABLE);
    let outcome = scene.run();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, ""));
    insta::assert_snapshot!(outcome.stderr, @r"
    faq.csv:3: `who has the key` has the answer of line 2: its ways of asking went there
    faq.csv:4: `{name}?` has no answer, and is left out
    pack.toml: 1 entry and 2 ways of asking, from 1 file. 2 things are not carried over as they were; see above.
    ");
    let pack = scene.read("pack.toml");
    let check = Scene::new("check pack.toml").file("pack.toml", &pack).run();
    assert_eq!(check.status, 0, "{}", check.stdout);
    let ask = Scene::new("--knowledge pack.toml ask who has the key");
    assert!(
        ask.file("pack.toml", pack)
            .run()
            .stdout
            .contains("Under the mat.")
    );
}

#[test]
fn a_folder_of_markdown_is_one_pack() {
    let scene = Scene::new("import answers --out knowledge/answers.toml")
        .file(
            "answers/key.md",
            "---\ntitle: Where is the key?\n---\nUnder the mat.\n",
        )
        .file("answers/door.md", "# The door\n\nThe red one.\n")
        .file("answers/notes.txt", "no answer")
        .file(
            "knowledge/old.toml",
            SMALL.replace("key", "old").replace("door", "older"),
        );
    let outcome = scene.run();
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    insta::assert_snapshot!(scene.read("knowledge/answers.toml"), @r#"
    schema = 1
    title = "answers"

    [[topic]]
    id = "the-door"
    title = "The door"
    answer = "The red one."

    [[faq]]
    id = "where-is-the-key"
    question = "Where is the key?"
    answer = "Under the mat."
    "#);
}

#[test]
fn a_file_that_is_there_stays_unless_forced() {
    let scene = Scene::new("import faq.csv --out pack.toml")
        .file("faq.csv", TABLE)
        .file("pack.toml", SMALL);
    let outcome = scene.run();
    assert_eq!(outcome.status, 2);
    assert!(
        outcome.stderr.contains("pack.toml is there already"),
        "{}",
        outcome.stderr
    );
    assert_eq!(scene.read("pack.toml"), SMALL);
    let scene = Scene::new("import faq.csv --force --out pack.toml")
        .file("faq.csv", TABLE)
        .file("pack.toml", SMALL);
    assert_eq!(scene.run().status, 0);
    assert!(scene.read("pack.toml").contains("Where is the key?"));
}

#[test]
fn what_cannot_be_imported_is_said_and_nothing_is_written() {
    for (args, name, text, status, said) in [
        (
            "import a.json --out p.toml",
            "a.json",
            "[\n{]",
            1,
            "a.json:2: this is no JSON of triggers and responses",
        ),
        (
            "import a.toml --out p.toml",
            "a.toml",
            SMALL,
            1,
            "a.toml is a pack already",
        ),
        (
            "import a.bin --out p.toml",
            "a.bin",
            "x",
            2,
            "say so with --format",
        ),
        (
            "import a.csv --out p.txt",
            "a.csv",
            TABLE,
            2,
            "it ends in .toml",
        ),
        (
            "import a.csv --out nowhere/p.toml",
            "a.csv",
            TABLE,
            2,
            "there is no folder nowhere",
        ),
        (
            "import b.csv --out p.toml",
            "a.csv",
            TABLE,
            2,
            "cannot read b.csv",
        ),
        (
            "import a --out p.toml",
            "a/b.txt",
            TABLE,
            2,
            "a has no markdown files in it",
        ),
        (
            "import a --format csv --out p.toml",
            "a/b.csv",
            TABLE,
            2,
            "only markdown is imported from a folder",
        ),
    ] {
        let scene = Scene::new(args).file(name, text);
        let outcome = scene.run();
        assert_eq!(outcome.status, status, "{args}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(said), "{args}: {}", outcome.stderr);
        assert!(!scene.has("p.toml") && !scene.has("p.txt"), "{args}");
    }
}

#[test]
fn the_format_can_be_said() {
    let scene = Scene::new("import export --format csv --out p.toml").file("export", TABLE);
    assert_eq!(scene.run().status, 0);
}

#[cfg(unix)]
#[test]
fn an_import_does_not_write_through_a_link_out_of_the_folder() {
    let scene = Scene::new("import answers.csv --force --out knowledge/new.toml")
        .file(
            "answers.csv",
            "question,answer\nWhere is the key?,Under the mat.\n",
        )
        .file("knowledge/pack.toml", "schema = 1\n")
        .file("other.toml", "mine");
    let link = scene.path("knowledge/new.toml");
    std::os::unix::fs::symlink(scene.path("other.toml"), &link).unwrap();
    let outcome = scene.run();
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("is a link to"),
        "{}",
        outcome.stderr
    );
    assert_eq!(scene.read("other.toml"), "mine");
    assert!(link.is_symlink());
}
