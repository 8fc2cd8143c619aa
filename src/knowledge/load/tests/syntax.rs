//! What is wrong with the TOML itself.

use insta::assert_snapshot;

use super::*;

fn report(text: &str) -> String {
    rendered(&parse_one(text))
}

#[test]
fn a_line_without_an_equals_sign_hides_nothing() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id: "a"
question = "Why?"
answer = "So."
[[faq]]
id = "b"
question = "Who?"
answr = "Me."
"#), @r#"
    error[syntax]: this line cannot be read
     --> knowledge/x.toml:3:1
      |
    3 | id: "a"
      | ^^^^^^^
      |
      = help: write `id = …`, with `=` in place of `:`

    error[unknown-key]: unknown key `answr` in `[[faq]]`
     --> knowledge/x.toml:9:1
      |
    9 | answr = "Me."
      | ^^^^^
      |
      = help: did you mean `answer`?
    "#);
}

#[test]
fn a_text_that_is_not_closed() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?
answer = "So."
owner = 1
"#), @r#"
    error[syntax]: this text is not closed on its line
     --> knowledge/x.toml:4:17
      |
    4 | question = "Why?
      |                 ^
      |
      = help: close it with `"`; a text of several lines stands between `"""` and `"""`

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
fn a_long_text_that_is_not_closed_ends_before_the_next_entry() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = """
So.

[[faq]]
id = "b"
question = "Who?"
answer = """
Me.
"""
related = ["faq:zzz"]
owner = 1
[[expect]]
ask = "x"
"#), @r#"
    error[syntax]: this text is never closed
     --> knowledge/x.toml:5:10
      |
    5 | answer = """
      |          ^^^
      |
      = help: write `"""` where it ends

    error[wrong-type]: `owner` must be a text, but this is a whole number
      --> knowledge/x.toml:15:9
       |
    15 | owner = 1
       |         ^
       |
       = help: put it in quotes: `"1"`

    error[missing-key]: `entry` is missing in `[[expect]]`
      --> knowledge/x.toml:16:1
       |
    16 | [[expect]]
       | ^^^^^^^^^^
       |
       = help: add `entry = "…"`
    "#);
}

#[test]
fn a_long_text_that_is_not_closed_at_the_end() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = """
So.
"#), @r#"
    error[syntax]: this text is never closed
     --> knowledge/x.toml:5:10
      |
    5 | answer = """
      |          ^^^
      |
      = help: write `"""` where it ends
    "#);
}

#[test]
fn a_list_that_is_not_closed_ends_before_the_next_key() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
ask = ["x",
answer = "So."
[[faq]]
id = "b"
question = "Who?"
answer = 1
"#), @r#"
    error[syntax]: this list is never closed
     --> knowledge/x.toml:5:7
      |
    5 | ask = ["x",
      |       ^
      |
      = help: write `]` where it ends

    error[wrong-type]: `answer` must be a text, but this is a whole number
      --> knowledge/x.toml:10:10
       |
    10 | answer = 1
       |          ^
       |
       = help: put it in quotes: `"1"`
    "#);
}

#[test]
fn a_list_that_is_not_closed_at_the_end() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
ask = ["x",
 "y"
"#), @r#"
    error[syntax]: this list is never closed
     --> knowledge/x.toml:6:7
      |
    6 | ask = ["x",
      |       ^
      |
      = help: write `]` where it ends
    "#);
}

#[test]
fn a_comma_that_is_missing() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
ask = ["x" "y"]
"#), @r#"
    error[syntax]: a comma is missing here
     --> knowledge/x.toml:6:12
      |
    6 | ask = ["x" "y"]
      |            ^
      |
      = help: write `,` between two items
    "#);
}

#[test]
fn quotation_marks_inside_a_text() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why "this"?"
answer = 'don't'
"#), @r#"
    error[syntax]: the text ends before this
     --> knowledge/x.toml:4:18
      |
    4 | question = "Why "this"?"
      |                  ^
      |
      = help: write `\"` for a quotation mark inside a text

    error[syntax]: the text ends before this
     --> knowledge/x.toml:5:15
      |
    5 | answer = 'don't'
      |               ^
      |
      = help: put a text that contains `'` in double quotes
    "#);
}

#[test]
fn curly_quotation_marks() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = “a”
question = "Why?"
answer = "So."
"#), @r#"
    error[syntax]: these quotation marks do not count in TOML
     --> knowledge/x.toml:3:6
      |
    3 | id = “a”
      |      ^^^
      |
      = help: write straight ones: `"a"`
    "#);
}

#[test]
fn a_text_without_quotation_marks() {
    assert_snapshot!(report("schema = 1
title = CTO and CIO
description =
"), @r#"
    error[syntax]: a text must stand in quotes
     --> knowledge/x.toml:2:9
      |
    2 | title = CTO and CIO
      |         ^^^^^^^^^^^
      |
      = help: write `"CTO and CIO"`

    error[syntax]: the value is missing
     --> knowledge/x.toml:3:14
      |
    3 | description =
      |              ^
      |
      = help: write a text in quotes: `"…"`
    "#);
}

#[test]
fn a_header_that_is_not_closed() {
    assert_snapshot!(report(r#"schema = 1
[[faq]
id = "a"
question = "Why?"
answer = "So."
[[faq]]
id = "b"
question = "Who?"
answer = "Me."
related = ["faq:a"]
"#), @"
    error[syntax]: this header is not closed
     --> knowledge/x.toml:2:7
      |
    2 | [[faq]
      |       ^
      |
      = help: close as many brackets as are opened, as in `[[faq]]`
    ");
}

#[test]
fn single_brackets_among_double_ones() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
[faq]
id = "b"
question = "Who?"
answer = "Me."
"#), @"
    error[wrong-type]: `[faq]` is one table where a list of tables belongs
     --> knowledge/x.toml:6:1
      |
    6 | [faq]
      | ^^^^^
      |
      = help: double the brackets: `[[faq]]`
    ");
}

#[test]
fn single_brackets_before_double_ones() {
    assert_snapshot!(report(r#"schema = 1
[faq]
id = "a"
question = "Why?"
answer = "So."
[[faq]]
id = "b"
question = "Who?"
answer = "Me."
"#), @"
    error[wrong-type]: `[faq]` is one table where a list of tables belongs
     --> knowledge/x.toml:2:1
      |
    2 | [faq]
      | ^^^^^
      |
      = help: double the brackets: `[[faq]]`
    ");
}

#[test]
fn single_brackets_alone() {
    assert_snapshot!(report(r#"schema = 1
[faq]
id = "a"
question = "Why?"
answer = "So."
"#), @"
    error[wrong-type]: `[faq]` is one table where a list of tables belongs
     --> knowledge/x.toml:2:1
      |
    2 | [faq]
      | ^^^^^
      |
      = help: double the brackets: `[[faq]]`
    ");
}

#[test]
fn single_brackets_twice() {
    assert_snapshot!(report(r#"schema = 1
[faq]
id = "a"
question = "Why?"
answer = "So."
[faq]
id = "b"
question = "Who?"
answer = "Me."
"#), @"
    error[wrong-type]: `[faq]` is one table where a list of tables belongs
     --> knowledge/x.toml:2:1
      |
    2 | [faq]
      | ^^^^^
      |
      = help: double the brackets: `[[faq]]`

    error[duplicate-key]: the table `[faq]` stands here twice
     --> knowledge/x.toml:6:1
      |
    6 | [faq]
      | ^^^^^
      |
     ::: knowledge/x.toml:2:1
      |
    2 | [faq]
      | ----- first used here
      |
      = help: for a list of tables, double the brackets: `[[faq]]`
    ");
}

#[test]
fn a_key_that_stands_twice() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
  question = "Who?"
"#), @r#"
    error[duplicate-key]: the key `question` stands in this table twice
     --> knowledge/x.toml:6:3
      |
    6 |   question = "Who?"
      |   ^^^^^^^^
      |
     ::: knowledge/x.toml:4:1
      |
    4 | question = "Why?"
      | -------- first used here
      |
      = help: take one of the two out
    "#);
}

#[test]
fn a_cell_that_stands_twice() {
    assert_snapshot!(report(r#"schema = 1
[[role]]
id = "cto"
name = "CTO"
answer = "x"
[[dimension]]
id = "d"
title = "D"
answer = "x"
[dimension.roles.cto]
text = "a"
[dimension.roles.cto]
text = "b"
"#), @"
    error[duplicate-key]: the table `[dimension.roles.cto]` stands here twice
      --> knowledge/x.toml:12:1
       |
    12 | [dimension.roles.cto]
       | ^^^^^^^^^^^^^^^^^^^^^
       |
      ::: knowledge/x.toml:10:1
       |
    10 | [dimension.roles.cto]
       | --------------------- first used here
       |
       = help: move what stands below it to the first one
    ");
}

#[test]
fn a_backslash() {
    assert_snapshot!(report("schema = 1\ntitle = \"C:\\Users\\q\"\n"), @r#"
    error[syntax]: a backslash has a special meaning in quotes, and this is none
     --> knowledge/x.toml:2:14
      |
    2 | title = "C:\Users\q"
      |              ^
      |
      = help: write `\\` for a backslash
    "#);
}

#[test]
fn a_comment_of_another_language() {
    assert_snapshot!(report(r#"schema = 1
// the title
title = "x"
- item
"a b" c
"#), @r#"
    error[syntax]: this line cannot be read
     --> knowledge/x.toml:2:1
      |
    2 | // the title
      | ^^^^^^^^^^^^
      |
      = help: a comment begins with `#`

    error[syntax]: this line cannot be read
     --> knowledge/x.toml:4:1
      |
    4 | - item
      | ^^^^^^
      |
      = help: write `key = value`, a header such as `[[faq]]`, or `#` and a comment; a text of several lines stands between `"""` and `"""`

    error[syntax]: this line cannot be read
     --> knowledge/x.toml:5:1
      |
    5 | "a b" c
      | ^^^^^^^
      |
      = help: write `key = value`, a header such as `[[faq]]`, or `#` and a comment; a text of several lines stands between `"""` and `"""`
    "#);
}

#[test]
fn other_spellings_of_values() {
    assert_snapshot!(report("schema = 01
title = True
"), @"
    error[syntax]: a number cannot begin with a zero
     --> knowledge/x.toml:1:10
      |
    1 | schema = 01
      |          ^
      |
      = help: leave the zero out

    error[syntax]: this value is neither a text nor a number, `true` or `false`
     --> knowledge/x.toml:2:9
      |
    2 | title = True
      |         ^^^^
      |
      = help: put a text in quotes, and write `true` and `false` in lower case
    ");
}

#[test]
fn a_control_character() {
    assert_snapshot!(report("schema = 1\ntitle = \"a\u{7}b\"\n"), @r#"
    error[syntax]: the control character U+0007 cannot stand here
     --> knowledge/x.toml:2:11
      |
    2 | title = "a␇b"
      |           ^
      |
      = help: take it out
    "#);
}

#[test]
fn values_and_keys_that_are_no_toml() {
    assert_snapshot!(report(&format!("schema = 1\ntitle = {}\n= 3\n[faq\n", "[".repeat(90))), @"
    error[syntax]: lists and tables are nested too deeply here
     --> knowledge/x.toml:2:89
      |
    2 | title = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
      |                                                                                         ^
      |
      = help: no key takes more than a list of texts

    error[syntax]: this list is never closed
     --> knowledge/x.toml:4:5
      |
    4 | [faq
      |     ^
      |
      = help: write `]` where it ends
    ");
}

#[test]
fn more_than_10_000_lines_that_cannot_be_read_are_cut_with_a_count() {
    let loaded = parse_one(&format!("schema = 1\n{}", "x\n".repeat(10_123)));
    assert_eq!(loaded.diagnostics.len(), 10_001);
    assert_eq!(loaded.diagnostics[10_000].message, "123 more problems");
}

#[test]
fn many_texts_that_are_not_closed_are_all_found() {
    let text = format!(
        "schema = 1\n{}",
        "[[topic]]\nanswer = \"\"\"\nSo.\n".repeat(20)
    );
    let loaded = parse_one(&text);
    let codes: Vec<&str> = loaded
        .diagnostics
        .iter()
        .map(|problem| problem.code)
        .collect();
    assert_eq!(codes, ["syntax"; 20]);
}
