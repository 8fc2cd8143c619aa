//! What a pack can get wrong, and what its author is told: one small file a kind of problem.

use insta::assert_snapshot;

use super::*;

fn report(text: &str) -> String {
    rendered(&parse_one(text))
}

#[test]
fn an_unknown_key_near_a_valid_one() {
    assert_snapshot!(report(r#"schema = 1
titel = "x"
[[faq]]
id = "a"
question = "Why?"
answer = "So."
keyword = ["x"]
"#), @r#"
    error[unknown-key]: unknown key `titel`
     --> knowledge/x.toml:2:1
      |
    2 | titel = "x"
      | ^^^^^
      |
      = help: did you mean `title`?

    error[unknown-key]: unknown key `keyword` in `[[faq]]`
     --> knowledge/x.toml:7:1
      |
    7 | keyword = ["x"]
      | ^^^^^^^
      |
      = help: did you mean `keywords`?
    "#);
}

#[test]
fn an_unknown_key_near_nothing() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
colour = "red"
"#), @r#"
    error[unknown-key]: unknown key `colour` in `[[faq]]`
     --> knowledge/x.toml:6:1
      |
    6 | colour = "red"
      | ^^^^^^
      |
      = help: what can stand here: `id`, `question`, `answer`, `ask`, `keywords`, `related`, `reject`, `owner`, `source`, `review_by`, `image`, `url`
    "#);
}

#[test]
fn an_unknown_key_in_place_of_one_that_must_be_there() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
anser = "So."
"#), @r#"
    error[unknown-key]: unknown key `anser` in `[[faq]]`
     --> knowledge/x.toml:5:1
      |
    5 | anser = "So."
      | ^^^^^
      |
      = help: did you mean `answer`?
    "#);
}

#[test]
fn a_key_of_another_table() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
short = "x"
words = ["a", "b"]
role = "cto"
schema = 1
ask = []
entry = "faq:a"
"#), @r#"
    error[unknown-key]: unknown key `short` in `[[faq]]`
     --> knowledge/x.toml:6:1
      |
    6 | short = "x"
      | ^^^^^
      |
      = help: `short` belongs to `[[role]]`

    error[unknown-key]: unknown key `words` in `[[faq]]`
     --> knowledge/x.toml:7:1
      |
    7 | words = ["a", "b"]
      | ^^^^^
      |
      = help: `words` belongs to `[[synonym]]`

    error[unknown-key]: unknown key `role` in `[[faq]]`
     --> knowledge/x.toml:8:1
      |
    8 | role = "cto"
      | ^^^^
      |
      = help: `role` belongs to `[[situation]]`

    error[unknown-key]: unknown key `schema` in `[[faq]]`
     --> knowledge/x.toml:9:1
      |
    9 | schema = 1
      | ^^^^^^
      |
      = help: `schema` belongs to the top of the file

    error[unknown-key]: unknown key `entry` in `[[faq]]`
      --> knowledge/x.toml:11:1
       |
    11 | entry = "faq:a"
       | ^^^^^
       |
       = help: `entry` belongs to `[[expect]]`
    "#);
}

#[test]
fn a_title_under_another_kinds_name() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
title = "Why?"
answer = "So."
[[topic]]
id = "a"
question = "What?"
text = "That."
[[role]]
id = "a"
title = "Officer"
answer = "x"
"#), @r#"
    error[unknown-key]: unknown key `title` in `[[faq]]`
     --> knowledge/x.toml:4:1
      |
    4 | title = "Why?"
      | ^^^^^
      |
      = help: `title` belongs to other tables; here, write `question`

    error[unknown-key]: unknown key `question` in `[[topic]]`
     --> knowledge/x.toml:8:1
      |
    8 | question = "What?"
      | ^^^^^^^^
      |
      = help: `question` belongs to `[[faq]]`; here, write `title`

    error[unknown-key]: unknown key `text` in `[[topic]]`
     --> knowledge/x.toml:9:1
      |
    9 | text = "That."
      | ^^^^
      |
      = help: `text` belongs to `[dimension.roles.ROLE]`; here, write `answer`

    error[unknown-key]: unknown key `title` in `[[role]]`
      --> knowledge/x.toml:12:1
       |
    12 | title = "Officer"
       | ^^^^^
       |
       = help: `title` belongs to other tables; here, write `name`
    "#);
}

#[test]
fn a_key_below_the_cells_of_a_dimension() {
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
ask = ["what about d"]
example = ["x"]
"#), @r#"
    error[unknown-key]: unknown key `ask` in `[dimension.roles.ROLE]`
      --> knowledge/x.toml:12:1
       |
    12 | ask = ["what about d"]
       | ^^^
       |
       = help: `ask` belongs to `[[dimension]]`: move it above the first `[dimension.roles.ROLE]`

    error[unknown-key]: unknown key `example` in `[dimension.roles.ROLE]`
      --> knowledge/x.toml:13:1
       |
    13 | example = ["x"]
       | ^^^^^^^
       |
       = help: did you mean `examples`?
    "#);
}

#[test]
fn an_unknown_table() {
    assert_snapshot!(report(r#"schema = 1
[[fac]]
id = "x"
[[fac]]
id = "y"
[offtopic]
ask = "x"
[[recipe]]
[[question]]
"#), @"
    error[unknown-key]: unknown table `fac`
     --> knowledge/x.toml:2:3
      |
    2 | [[fac]]
      |   ^^^
      |
     ::: knowledge/x.toml:4:1
      |
    4 | [[fac]]
      | ------- and here
      |
      = help: did you mean `[[faq]]`?

    error[unknown-key]: unknown table `offtopic`
     --> knowledge/x.toml:6:2
      |
    6 | [offtopic]
      |  ^^^^^^^^
      |
      = help: did you mean `[[off_topic]]`?

    error[unknown-key]: unknown table `recipe`
     --> knowledge/x.toml:8:3
      |
    8 | [[recipe]]
      |   ^^^^^^
      |
      = help: what can stand here: `schema`, `title`, `description`, `[[source]]`, `[[role]]`, `[[dimension]]`, `[[faq]]`, `[[situation]]`, `[[topic]]`, `[[synonym]]`, `[[off_topic]]`, `[[expect]]`

    error[unknown-key]: unknown table `question`
     --> knowledge/x.toml:9:3
      |
    9 | [[question]]
      |   ^^^^^^^^
      |
      = help: `question` belongs to `[[faq]]`: move it below such a header
    ");
}

#[test]
fn an_entrys_keys_at_the_top() {
    assert_snapshot!(report(r#"schema = 1
question = "Why?"
id = "a"
"#), @r#"
    error[unknown-key]: unknown key `question`
     --> knowledge/x.toml:2:1
      |
    2 | question = "Why?"
      | ^^^^^^^^
      |
      = help: `question` belongs to `[[faq]]`: move it below such a header

    error[unknown-key]: unknown key `id`
     --> knowledge/x.toml:3:1
      |
    3 | id = "a"
      | ^^
      |
      = help: `id` belongs to an entry: move it below a header such as `[[faq]]`
    "#);
}

#[test]
fn texts_of_another_type() {
    assert_snapshot!(report(r#"schema = 1
title = 5
[[faq]]
id = 7
question = ["Why?"]
answer = { de = "So." }
owner = 2026-01-01
source = true
"#), @r#"
    error[wrong-type]: `title` must be a text, but this is a whole number
     --> knowledge/x.toml:2:9
      |
    2 | title = 5
      |         ^
      |
      = help: put it in quotes: `"5"`

    error[wrong-type]: `id` must be a text, but this is a whole number
     --> knowledge/x.toml:4:6
      |
    4 | id = 7
      |      ^
      |
      = help: put it in quotes: `"7"`

    error[wrong-type]: `question` must be a text, but this is a list
     --> knowledge/x.toml:5:12
      |
    5 | question = ["Why?"]
      |            ^^^^^^^^
      |
      = help: write `question = "…"`

    error[wrong-type]: `answer` must be a text, but this is a table
     --> knowledge/x.toml:6:10
      |
    6 | answer = { de = "So." }
      |          ^^^^^^^^^^^^^^
      |
      = help: write `answer = "…"`

    error[wrong-type]: `owner` must be a text, but this is a date
     --> knowledge/x.toml:7:9
      |
    7 | owner = 2026-01-01
      |         ^^^^^^^^^^
      |
      = help: put it in quotes: `"2026-01-01"`

    error[wrong-type]: `source` must be a text, but this is `true`
     --> knowledge/x.toml:8:10
      |
    8 | source = true
      |          ^^^^
      |
      = help: put it in quotes: `"true"`
    "#);
}

#[test]
fn lists_of_another_type() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
ask = 3
keywords = ["a", 4, ["b"]]
related = { a = 1 }
"#), @r#"
    error[wrong-type]: `ask` must be a list of texts, but this is a whole number
     --> knowledge/x.toml:6:7
      |
    6 | ask = 3
      |       ^
      |
      = help: write `ask = ["…", "…"]`

    error[wrong-type]: an item of `keywords` must be a text, but this is a whole number
     --> knowledge/x.toml:7:18
      |
    7 | keywords = ["a", 4, ["b"]]
      |                  ^
      |
      = help: put it in quotes: `"4"`

    error[wrong-type]: an item of `keywords` must be a text, but this is a list
     --> knowledge/x.toml:7:21
      |
    7 | keywords = ["a", 4, ["b"]]
      |                     ^^^^^
      |
      = help: write `keywords = ["…", "…"]`

    error[wrong-type]: `related` must be a list of texts, but this is a table
     --> knowledge/x.toml:8:11
      |
    8 | related = { a = 1 }
      |           ^^^^^^^^^
      |
      = help: write `related = ["…", "…"]`
    "#);
}

#[test]
fn tables_of_another_type() {
    assert_snapshot!(report(r#"schema = 1
faq = "x"
topic = ["y"]
role = 5
[[dimension]]
id = "d"
title = "D"
answer = "x"
roles = "cto"
[[dimension]]
id = "e"
title = "E"
answer = "x"
roles.cto = "x"
"#), @r#"
    error[wrong-type]: `faq` must be a list of tables, but this is a text
     --> knowledge/x.toml:2:7
      |
    2 | faq = "x"
      |       ^^^
      |
      = help: write the header `[[faq]]` on a line of its own, and its keys below

    error[wrong-type]: `topic` must be a list of tables, but this is a text
     --> knowledge/x.toml:3:10
      |
    3 | topic = ["y"]
      |          ^^^
      |
      = help: write the header `[[topic]]` on a line of its own, and its keys below

    error[wrong-type]: `role` must be a list of tables, but this is a whole number
     --> knowledge/x.toml:4:8
      |
    4 | role = 5
      |        ^
      |
      = help: write the header `[[role]]` on a line of its own, and its keys below

    error[wrong-type]: `roles` must be a table, but this is a text
     --> knowledge/x.toml:9:9
      |
    9 | roles = "cto"
      |         ^^^^^
      |
      = help: write the header `[dimension.roles.ROLE]` and its keys below

    error[wrong-type]: `cto` must be a table, but this is a text
      --> knowledge/x.toml:14:13
       |
    14 | roles.cto = "x"
       |             ^^^
       |
       = help: write the header `[dimension.roles.ROLE]` and its keys below
    "#);
}

#[test]
fn keys_that_are_missing() {
    assert_snapshot!(report("schema = 1
[[role]]
[[dimension]]
[[faq]]
[[situation]]
[[topic]]
[[source]]
[[synonym]]
[[off_topic]]
[[expect]]
"), @r#"
    error[missing-key]: `id`, `name` and `answer` are missing in `[[role]]`
     --> knowledge/x.toml:2:1
      |
    2 | [[role]]
      | ^^^^^^^^
      |
      = help: add `id = "…"`, `name = "…"` and `answer = "…"`

    error[missing-key]: `id`, `title`, `answer` and `roles` are missing in `[[dimension]]`
     --> knowledge/x.toml:3:1
      |
    3 | [[dimension]]
      | ^^^^^^^^^^^^^
      |
      = help: add `id = "…"`, `title = "…"`, `answer = "…"` and `[dimension.roles.ROLE]`

    error[missing-key]: `id`, `question` and `answer` are missing in `[[faq]]`
     --> knowledge/x.toml:4:1
      |
    4 | [[faq]]
      | ^^^^^^^
      |
      = help: add `id = "…"`, `question = "…"` and `answer = "…"`

    error[missing-key]: `id`, `role`, `title` and `answer` are missing in `[[situation]]`
     --> knowledge/x.toml:5:1
      |
    5 | [[situation]]
      | ^^^^^^^^^^^^^
      |
      = help: add `id = "…"`, `role = "…"`, `title = "…"` and `answer = "…"`

    error[missing-key]: `id`, `title` and `answer` are missing in `[[topic]]`
     --> knowledge/x.toml:6:1
      |
    6 | [[topic]]
      | ^^^^^^^^^
      |
      = help: add `id = "…"`, `title = "…"` and `answer = "…"`

    error[missing-key]: `title` is missing in `[[source]]`
     --> knowledge/x.toml:7:1
      |
    7 | [[source]]
      | ^^^^^^^^^^
      |
      = help: add `title = "…"`

    error[missing-key]: `words` is missing in `[[synonym]]`
     --> knowledge/x.toml:8:1
      |
    8 | [[synonym]]
      | ^^^^^^^^^^^
      |
      = help: add `words = ["…", "…"]`

    error[missing-key]: `ask` is missing in `[[off_topic]]`
     --> knowledge/x.toml:9:1
      |
    9 | [[off_topic]]
      | ^^^^^^^^^^^^^
      |
      = help: add `ask = ["…", "…"]`

    error[missing-key]: `ask` and `entry` are missing in `[[expect]]`
      --> knowledge/x.toml:10:1
       |
    10 | [[expect]]
       | ^^^^^^^^^^
       |
       = help: add `ask = "…"` and `entry = "…"`
    "#);
}

#[test]
fn a_cell_without_a_text() {
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
"#), @r#"
    error[missing-key]: `text` is missing in `[dimension.roles.ROLE]`
      --> knowledge/x.toml:10:1
       |
    10 | [dimension.roles.cto]
       | ^^^^^^^^^^^^^^^^^^^^^
       |
       = help: add `text = "…"`
    "#);
}

#[test]
fn a_dimension_without_a_cell() {
    assert_snapshot!(report(r#"schema = 1
[[dimension]]
id = "d"
title = "D"
answer = "x"
[dimension.roles]
"#), @"
    error[missing-key]: `roles` is missing in `[[dimension]]`
     --> knowledge/x.toml:2:1
      |
    2 | [[dimension]]
      | ^^^^^^^^^^^^^
      |
      = help: add `[dimension.roles.ROLE]`
    ");
}

#[test]
fn a_schema_that_is_missing() {
    assert_snapshot!(report(r#"[[faq]]
id = "a"
question = "Why?"
answer = "So."
"#), @"
    error[missing-key]: `schema` is missing
     --> knowledge/x.toml:1:1
      |
    1 | [[faq]]
      | ^
      |
      = help: add `schema = 1` at the top of the file
    ");
    assert_snapshot!(report(""), @"
    error[missing-key]: `schema` is missing
     --> knowledge/x.toml:1:1
      |
    1 |
      | ^
      |
      = help: add `schema = 1` at the top of the file
    ");
}

#[test]
fn a_schema_that_is_not_known() {
    assert_snapshot!(report(r#"schema = 2
kind = "x"
[[thing]]
"#), @"
    error[unsupported-schema]: this schema is not known
     --> knowledge/x.toml:1:10
      |
    1 | schema = 2
      |          ^
      |
      = help: this version of chiefly reads `schema = 1`
    ");
    assert_snapshot!(report("schema = 99999999999999999999
"), @"
    error[unsupported-schema]: this schema is not known
     --> knowledge/x.toml:1:10
      |
    1 | schema = 99999999999999999999
      |          ^^^^^^^^^^^^^^^^^^^^
      |
      = help: this version of chiefly reads `schema = 1`
    ");
}

#[test]
fn a_schema_of_another_type() {
    assert_snapshot!(report(r#"schema = "1"
[[faq]]
id = "a"
question = "Why?"
answer = "So."
"#), @r#"
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
fn an_entry_that_does_not_exist() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "budget-size"
question = "Why?"
answer = "So."
related = ["faq:budget-sise", "topic:budget-size", "budget-size", "fac:budget-size", "faq:Budget size", "topic:zzzz", ""]
[[expect]]
ask = "x"
entry = "faq:budgetsize"
"#), @r#"
    error[unknown-entry]: there is no entry `faq:budget-sise`
     --> knowledge/x.toml:6:12
      |
    6 | related = ["faq:budget-sise", "topic:budget-size", "budget-size", "fac:budget-size", "faq:Budget size", "topic:zzzz", ""]
      |            ^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `faq:budget-size`?

    error[unknown-entry]: there is no entry `topic:budget-size`
     --> knowledge/x.toml:6:31
      |
    6 | related = ["faq:budget-sise", "topic:budget-size", "budget-size", "fac:budget-size", "faq:Budget size", "topic:zzzz", ""]
      |                               ^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `faq:budget-size`?

    error[unknown-entry]: `budget-size` is no entry: an entry id has the form `kind:slug`
     --> knowledge/x.toml:6:52
      |
    6 | related = ["faq:budget-sise", "topic:budget-size", "budget-size", "fac:budget-size", "faq:Budget size", "topic:zzzz", ""]
      |                                                    ^^^^^^^^^^^^^
      |
      = help: did you mean `faq:budget-size`?

    error[unknown-entry]: `fac:budget-size` is no entry: the kind is one of role, dimension, faq, situation, topic
     --> knowledge/x.toml:6:67
      |
    6 | related = ["faq:budget-sise", "topic:budget-size", "budget-size", "fac:budget-size", "faq:Budget size", "topic:zzzz", ""]
      |                                                                   ^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `faq:budget-size`?

    error[unknown-entry]: `faq:Budget size` is no entry: the slug is 1 to 48 of a-z, 0-9 and `-`
     --> knowledge/x.toml:6:86
      |
    6 | related = ["faq:budget-sise", "topic:budget-size", "budget-size", "fac:budget-size", "faq:Budget size", "topic:zzzz", ""]
      |                                                                                      ^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `faq:budget-size`?

    error[unknown-entry]: there is no entry `topic:zzzz`
     --> knowledge/x.toml:6:105
      |
    6 | related = ["faq:budget-sise", "topic:budget-size", "budget-size", "fac:budget-size", "faq:Budget size", "topic:zzzz", ""]
      |                                                                                                         ^^^^^^^^^^^^
      |
      = help: write the full id of an entry, such as `faq:budget-size`

    error[empty-text]: an item of `related` is empty
     --> knowledge/x.toml:6:119
      |
    6 | related = ["faq:budget-sise", "topic:budget-size", "budget-size", "fac:budget-size", "faq:Budget size", "topic:zzzz", ""]
      |                                                                                                                       ^^
      |
      = help: write something, or take it out

    error[unknown-entry]: there is no entry `faq:budgetsize`
     --> knowledge/x.toml:9:9
      |
    9 | entry = "faq:budgetsize"
      |         ^^^^^^^^^^^^^^^^
      |
      = help: did you mean `faq:budget-size`?
    "#);
}

#[test]
fn a_role_that_does_not_exist() {
    assert_snapshot!(report(r#"schema = 1
[[role]]
id = "cto"
name = "CTO"
answer = "x"
[[situation]]
id = "a"
role = "role:cto"
title = "A"
answer = "x"
[[situation]]
id = "b"
role = "ctoo"
title = "B"
answer = "x"
[[dimension]]
id = "d"
title = "D"
answer = "x"
[dimension.roles.treasurer]
text = "a"
"#), @r#"
    error[unknown-role]: there is no role `role:cto`
     --> knowledge/x.toml:8:8
      |
    8 | role = "role:cto"
      |        ^^^^^^^^^^
      |
      = help: write `cto`: the kind is known here

    error[unknown-role]: there is no role `ctoo`
      --> knowledge/x.toml:13:8
       |
    13 | role = "ctoo"
       |        ^^^^^^
       |
       = help: did you mean `cto`?

    error[unknown-role]: there is no role `treasurer`
      --> knowledge/x.toml:20:18
       |
    20 | [dimension.roles.treasurer]
       |                  ^^^^^^^^^
       |
       = help: the roles are: `cto`
    "#);
}

#[test]
fn a_role_where_there_are_none() {
    assert_snapshot!(report(r#"schema = 1
[[situation]]
id = "a"
role = "cto"
title = "A"
answer = "x"
"#), @r#"
    error[unknown-role]: there is no role `cto`
     --> knowledge/x.toml:4:8
      |
    4 | role = "cto"
      |        ^^^^^
      |
      = help: define it: a `[[role]]` with `id = "cto"`
    "#);
}

#[test]
fn texts_without_anything_to_see() {
    assert_snapshot!(report("schema = 1\ntitle = \"\"\n[[faq]]\nid = \"a\"\nquestion = \"  \"\nanswer = \"\"\"\n\n\"\"\"\nask = [\"\\u200b\\u2060\", \"x\"]\n"), @r#"
    error[empty-text]: `title` is empty
     --> knowledge/x.toml:2:9
      |
    2 | title = ""
      |         ^^
      |
      = help: write something, or take it out

    error[empty-text]: `question` is empty
     --> knowledge/x.toml:5:12
      |
    5 | question = "  "
      |            ^^^^
      |
      = help: write something, or take it out

    error[empty-text]: `answer` is empty
     --> knowledge/x.toml:6:10
      |
    6 | answer = """
      |          ^^^
      |
      = help: write something, or take it out

    error[empty-text]: an item of `ask` is empty
     --> knowledge/x.toml:9:8
      |
    9 | ask = ["\u200b\u2060", "x"]
      |        ^^^^^^^^^^^^^^
      |
      = help: write something, or take it out
    "#);
}

#[test]
fn lists_that_say_nothing() {
    assert_snapshot!(report(r#"schema = 1
[[synonym]]
words = ["boss"]
[[synonym]]
words = []
[[synonym]]
words = ["boss", "Boss"]
[[off_topic]]
ask = []
"#), @r#"
    error[empty-list]: a group of synonyms needs at least two different words
     --> knowledge/x.toml:3:9
      |
    3 | words = ["boss"]
      |         ^^^^^^^^
      |
      = help: write `words = ["boss", "leader"]`, or take the group out

    error[empty-list]: a group of synonyms needs at least two different words
     --> knowledge/x.toml:5:9
      |
    5 | words = []
      |         ^^
      |
      = help: write `words = ["boss", "leader"]`, or take the group out

    error[empty-list]: a group of synonyms needs at least two different words
     --> knowledge/x.toml:7:9
      |
    7 | words = ["boss", "Boss"]
      |         ^^^^^^^^^^^^^^^^
      |
      = help: write `words = ["boss", "leader"]`, or take the group out

    error[empty-list]: `ask` is an empty list
     --> knowledge/x.toml:9:7
      |
    9 | ask = []
      |       ^^
      |
      = help: write `ask = ["what does a CFO earn"]`, or take the table out
    "#);
}

#[test]
fn a_question_that_two_entries_claim() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
[[topic]]
id = "b"
title = "Reasons"
ask = ["why"]
answer = "x"
[[faq]]
id = "c"
question = "What's  this?"
answer = "x"
ask = ["whats, this!"]
"#), @r#"
    error[duplicate-phrasing]: `faq:a` and `topic:b` both claim this question
     --> knowledge/x.toml:9:8
      |
    9 | ask = ["why"]
      |        ^^^^^
      |
     ::: knowledge/x.toml:4:12
      |
    4 | question = "Why?"
      |            ------ first claimed here
      |
      = help: take it out of one of the two; letter case and punctuation make no difference

    error[duplicate-phrasing]: `faq:c` has this question twice
      --> knowledge/x.toml:15:8
       |
    15 | ask = ["whats, this!"]
       |        ^^^^^^^^^^^^^^
       |
      ::: knowledge/x.toml:13:12
       |
    13 | question = "What's  this?"
       |            --------------- first claimed here
       |
       = help: take one of the two out; letter case and punctuation make no difference
    "#);
}

#[test]
fn a_question_that_is_off_topic_and_claimed() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
[[off_topic]]
ask = ["what does a CFO earn", "WHY"]
"#), @r#"
    error[off-topic-claimed]: this is off topic, but `faq:a` answers it
     --> knowledge/x.toml:7:32
      |
    7 | ask = ["what does a CFO earn", "WHY"]
      |                                ^^^^^
      |
     ::: knowledge/x.toml:4:12
      |
    4 | question = "Why?"
      |            ------ claimed here
      |
      = help: take it out of one of the two
    "#);
}

#[test]
fn a_question_that_its_own_entry_rejects() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
ask = ["how come"]
reject = ["How come?", "who"]
"#), @r#"
    error[rejects-itself]: `faq:a` rejects a question of its own
     --> knowledge/x.toml:7:11
      |
    7 | reject = ["How come?", "who"]
      |           ^^^^^^^^^^^ rejected here
      |
     ::: knowledge/x.toml:6:8
      |
    6 | ask = ["how come"]
      |        ---------- claimed here
      |
      = help: take it out of one of the two
    "#);
}

#[test]
fn an_id_out_of_form() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "One Person, Both?"
question = "Why?"
answer = "So."
[[faq]]
id = "faq:both"
question = "Who?"
answer = "So."
[[faq]]
id = "Größe"
question = "How?"
answer = "So."
[[faq]]
id = "?!"
question = "Where?"
answer = "So."
[[faq]]
id = "aaaaaaaaaa-bbbbbbbbbb-cccccccccc-dddddddddd-eeeeeeeeee"
question = "When?"
answer = "So."
"#), @r#"
    error[bad-id]: `One Person, Both?` is no id: it takes 1 to 48 of a-z, 0-9 and `-`
     --> knowledge/x.toml:3:6
      |
    3 | id = "One Person, Both?"
      |      ^^^^^^^^^^^^^^^^^^^
      |
      = help: write `one-person-both`, for instance

    error[bad-id]: `faq:both` is no id: it takes 1 to 48 of a-z, 0-9 and `-`
     --> knowledge/x.toml:7:6
      |
    7 | id = "faq:both"
      |      ^^^^^^^^^^
      |
      = help: write `both`: the kind is known from `[[faq]]`

    error[bad-id]: `Größe` is no id: it takes 1 to 48 of a-z, 0-9 and `-`
      --> knowledge/x.toml:11:6
       |
    11 | id = "Größe"
       |      ^^^^^^^
       |
       = help: write `grosse`, for instance

    error[bad-id]: `?!` is no id: it takes 1 to 48 of a-z, 0-9 and `-`
      --> knowledge/x.toml:15:6
       |
    15 | id = "?!"
       |      ^^^^
       |
       = help: write a short name such as `budget-size`

    error[bad-id]: `aaaaaaaaaa-bbbbbbbbbb-cccccccccc-dddddddddd-eeeeeeeeee` is no id: it takes 1 to 48 of a-z, 0-9 and `-`
      --> knowledge/x.toml:19:6
       |
    19 | id = "aaaaaaaaaa-bbbbbbbbbb-cccccccccc-dddddddddd-eeeeeeeeee"
       |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: write `aaaaaaaaaa-bbbbbbbbbb-cccccccccc-dddddddddd-eeee`, for instance
    "#);
}

#[test]
fn a_control_character_in_a_text() {
    assert_snapshot!(report("schema = 1\ntitle = \"a\\u0000b\"\n[[faq]]\nid = \"a\"\nquestion = \"Why\\u0007?\"\nanswer = \"tab\\tand\\nline\"\nask = [\"x\\u0085\"]\n"), @r#"
    error[control-character]: `title` has the control character U+0000 in it
     --> knowledge/x.toml:2:9
      |
    2 | title = "a\u0000b"
      |         ^^^^^^^^^^
      |
      = help: take it out; it cannot be shown

    error[control-character]: `question` has the control character U+0007 in it
     --> knowledge/x.toml:5:12
      |
    5 | question = "Why\u0007?"
      |            ^^^^^^^^^^^^
      |
      = help: take it out; it cannot be shown
    "#);
}

#[test]
fn a_day_that_is_none() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
review_by = 2026-02-30
"#), @"
    error[syntax]: there is no such day or time
     --> knowledge/x.toml:6:13
      |
    6 | review_by = 2026-02-30
      |             ^^^^^^^^^^
      |
      = help: write year, month and day, as in `2027-06-30`
    ");
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
review_by = "2026-02-30"
"#), @r#"
    error[bad-date]: `2026-02-30` is no date
     --> knowledge/x.toml:6:13
      |
    6 | review_by = "2026-02-30"
      |             ^^^^^^^^^^^^
      |
      = help: write year, month and day: `review_by = 2027-06-30`
    "#);
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
review_by = "next June"
"#), @r#"
    error[bad-date]: `next June` is no date
     --> knowledge/x.toml:6:13
      |
    6 | review_by = "next June"
      |             ^^^^^^^^^^^
      |
      = help: write year, month and day: `review_by = 2027-06-30`
    "#);
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
review_by = 2026-01-01T10:00:00Z
"#), @"
    error[bad-date]: `2026-01-01T10:00:00Z` is no date
     --> knowledge/x.toml:6:13
      |
    6 | review_by = 2026-01-01T10:00:00Z
      |             ^^^^^^^^^^^^^^^^^^^^
      |
      = help: write year, month and day: `review_by = 2027-06-30`
    ");
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
review_by = 10:00:00
"#), @"
    error[bad-date]: `10:00:00` is no date
     --> knowledge/x.toml:6:13
      |
    6 | review_by = 10:00:00
      |             ^^^^^^^^
      |
      = help: write year, month and day: `review_by = 2027-06-30`
    ");
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
review_by = 2026
"#), @"
    error[wrong-type]: `review_by` must be a date, but this is a whole number
     --> knowledge/x.toml:6:13
      |
    6 | review_by = 2026
      |             ^^^^
      |
      = help: write `review_by = 2027-06-30`
    ");
}

#[test]
fn an_address_that_is_none() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
image = "ftp://example.org/x.png"
url = "https://"
"#), @r#"
    error[bad-address]: `ftp://example.org/x.png` is no web address: it must begin with `https://` or `http://`
     --> knowledge/x.toml:6:9
      |
    6 | image = "ftp://example.org/x.png"
      |         ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `image = "https://example.org/page"`

    error[bad-address]: `https://` is no web address: the host is missing
     --> knowledge/x.toml:7:7
      |
    7 | url = "https://"
      |       ^^^^^^^^^^
      |
      = help: write `url = "https://example.org/page"`
    "#);
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
image = "https://example.org/a b.png"
url = "https:///x"
"#), @r#"
    error[bad-address]: `https://example.org/a b.png` is no web address: it contains white space
     --> knowledge/x.toml:6:9
      |
    6 | image = "https://example.org/a b.png"
      |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `image = "https://example.org/page"`

    error[bad-address]: `https:///x` is no web address: the host is missing
     --> knowledge/x.toml:7:7
      |
    7 | url = "https:///x"
      |       ^^^^^^^^^^^^
      |
      = help: write `url = "https://example.org/page"`
    "#);
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
url = "www.example.org"
"#), @r#"
    error[bad-address]: `www.example.org` is no web address: it must begin with `https://` or `http://`
     --> knowledge/x.toml:6:7
      |
    6 | url = "www.example.org"
      |       ^^^^^^^^^^^^^^^^^
      |
      = help: write `url = "https://example.org/page"`
    "#);
}

#[test]
fn a_single_text_is_a_list_of_one() {
    assert_snapshot!(report(r#"schema = 1
[[faq]]
id = "a"
question = "Why?"
answer = "So."
ask = "how come"
keywords = "reason"
reject = "who"
related = "faq:a"
[[off_topic]]
ask = "weather"
"#), @"");
}

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
