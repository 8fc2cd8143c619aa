use insta::assert_snapshot;
use proptest::prelude::*;

use super::{reading::TABLES, *};
use crate::diagnostic::{self, assert_well_placed};

const SHIPPED: &str = include_str!("../../config/chiefly.toml");

fn parse_text(text: &str) -> LoadedConfig {
    parse(Path::new("config/chiefly.toml"), text.as_bytes())
}

fn report(text: &str) -> String {
    rendered(&parse_text(text))
}

fn rendered(loaded: &LoadedConfig) -> String {
    diagnostic::rendered(&loaded.diagnostics, &loaded.sources)
}

#[test]
fn the_shipped_file_holds_the_defaults() {
    let loaded = parse_text(SHIPPED);
    assert_eq!(rendered(&loaded), "");
    assert_eq!(loaded.config, Config::default());
}

#[test]
fn every_key_is_in_the_shipped_file_with_a_comment_above_it() {
    for table in TABLES {
        let header = SHIPPED.find(table.name).expect(table.name);
        let below = &SHIPPED[header + table.name.len()..];
        let section = below.split("\n[").next().unwrap();
        for key in table.keys {
            let lines: Vec<&str> = section.lines().collect();
            let shown = [format!("{key} = "), format!("# {key} = ")];
            let at = lines
                .iter()
                .position(|line| shown.iter().any(|start| line.starts_with(start.as_str())))
                .unwrap_or_else(|| panic!("{key} is missing in {}", table.name));
            assert!(
                lines[at - 1].starts_with("# "),
                "{key} needs a comment above it"
            );
        }
    }
}

#[test]
fn what_the_shipped_file_only_shows_can_be_switched_on() {
    let loaded = parse_text(
        &SHIPPED
            .replace("# api_base", "api_base")
            .replace("# channels", "channels")
            .replace("# moderator_roles", "moderator_roles"),
    );
    assert_eq!(rendered(&loaded), "");
    assert_eq!(
        loaded.config.discord.api_base.as_deref(),
        Some("http://127.0.0.1:7700")
    );
}

#[test]
fn every_value_can_be_set() {
    let loaded = parse_text(
        "discord.api_base = \"https://example.org/api\"\nanswer = { tolerated_wrong = 0 }\nwatch = { channels = [\"1457662407475200001\"], quiet_minutes = 5, moderator_roles = \"1457661209313280000\" }\nlimits = { person_in_a_row = 1, person_per_minute = 2, channel_in_a_row = 3, channel_per_minute = 4, server_in_a_row = 0, server_per_minute = 10_000 }\njournal = { path = \"x.db\", questions = false }\n[log]\nlevel = \"trace\"\n[moderators]\nroles = [\"1457661209313280000\"]\nusers = [\"1457661209313280001\"]\nchannel = \"1457662407475200001\"\n[pack.\"a.toml\"]\nowners = [\"1457661209313280002\"]\nservers = [\"1457661209313280003\"]\n[[link]]\ntitle = \"Rules\"\nurl = \"https://example.org/rules\"\n",
    );
    assert_eq!(rendered(&loaded), "");
    assert_eq!(
        loaded.config,
        Config {
            discord: DiscordConfig {
                api_base: Some("https://example.org/api".into())
            },
            answer: AnswerConfig {
                tolerated_wrong: 0.0
            },
            watch: WatchConfig {
                channels: vec![1_457_662_407_475_200_001],
                quiet_minutes: 5,
                moderator_roles: vec![1_457_661_209_313_280_000],
            },
            limits: LimitsConfig {
                person: Rate {
                    in_a_row: 1,
                    per_minute: 2
                },
                channel: Rate {
                    in_a_row: 3,
                    per_minute: 4
                },
                server: Rate {
                    in_a_row: 0,
                    per_minute: 10_000
                },
            },
            moderators: ModeratorsConfig {
                roles: vec![1_457_661_209_313_280_000],
                users: vec![1_457_661_209_313_280_001],
                channel: Some(1_457_662_407_475_200_001),
            },
            packs: vec![PackConfig {
                file: "a.toml".into(),
                span: loaded.config.packs[0].span.clone(),
                owners: vec![1_457_661_209_313_280_002],
                servers: Some(vec![1_457_661_209_313_280_003]),
            }],
            links: vec![LinkConfig {
                title: "Rules".into(),
                url: "https://example.org/rules".into(),
            }],
            journal: JournalConfig {
                path: "x.db".into(),
                questions: false,
            },
            log: LogConfig {
                level: LogLevel::Trace
            },
        }
    );
}

#[test]
fn an_empty_list_of_servers_is_no_way_to_say_all_or_none() {
    assert_snapshot!(report("[pack.\"a.toml\"]\nservers = []\n"), @r#"
    error[no-server]: `servers` names no server
     --> config/chiefly.toml:1:1
      |
    1 | [pack."a.toml"]
      | ^^^^^^^^^^^^^^^
      |
      = help: leave `servers` out to show the pack in every server; to show it nowhere, take its file out of the folder
    "#);
}

#[test]
fn ids_and_periods_that_cannot_be_are_shown() {
    assert_snapshot!(report(
        "[watch]\nchannels = [\"#help\", 12]\nquiet_minutes = 5000\n[moderators]\nchannel = \"#mods\"\n"
    ));
}

#[test]
fn limits_that_cannot_be_are_shown() {
    assert_snapshot!(report(
        "[limits]\nperson_in_a_row = -1\nserver_per_minute = 10_001\nchanel_per_minute = 5\n"
    ));
}

#[test]
fn an_empty_file_means_the_defaults() {
    let loaded = parse_text("");
    assert!(loaded.diagnostics.is_empty());
    assert_eq!(loaded.config, Config::default());
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let loaded = load(Some(Path::new("no/such/file.toml")));
    assert_eq!(loaded.config, Config::default());
    assert_snapshot!(rendered(&loaded), @"
    error[not-found]: there is no such file or folder
    --> no/such/file.toml
     = help: check the path; `--config FILE` names another one
    ");
}

#[test]
fn a_named_file_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    std::fs::write(&file, "log.level = \"warn\"\n").unwrap();
    let loaded = load(Some(&file));
    assert_eq!(rendered(&loaded), "");
    assert_eq!(loaded.config.log.level, LogLevel::Warn);
}

#[test]
fn unknown_keys_are_shown_with_what_to_write() {
    assert_snapshot!(report(r#"
colour = true
level = "info"
[discort]
[answer]
level = "info"
tolerate_wrong = 0.1
language = "en"
"#), @r#"
    error[unknown-key]: unknown key `colour`
     --> config/chiefly.toml:2:1
      |
    2 | colour = true
      | ^^^^^^
      |
      = help: what can stand here: `[discord]`, `[answer]`, `[watch]`, `[limits]`, `[moderators]`, `[pack]`, `[link]`, `[journal]`, `[log]`

    error[unknown-key]: unknown key `level`
     --> config/chiefly.toml:3:1
      |
    3 | level = "info"
      | ^^^^^
      |
      = help: `level` belongs to `[log]`: move it below that header

    error[unknown-key]: unknown table `discort`
     --> config/chiefly.toml:4:2
      |
    4 | [discort]
      |  ^^^^^^^
      |
      = help: did you mean `[discord]`?

    error[unknown-key]: unknown key `level` in `[answer]`
     --> config/chiefly.toml:6:1
      |
    6 | level = "info"
      | ^^^^^
      |
      = help: `level` belongs to `[log]`

    error[unknown-key]: unknown key `tolerate_wrong` in `[answer]`
     --> config/chiefly.toml:7:1
      |
    7 | tolerate_wrong = 0.1
      | ^^^^^^^^^^^^^^
      |
      = help: did you mean `tolerated_wrong`?

    error[unknown-key]: unknown key `language` in `[answer]`
     --> config/chiefly.toml:8:1
      |
    8 | language = "en"
      | ^^^^^^^^
      |
      = help: what can stand here: `tolerated_wrong`
    "#);
}

#[test]
fn values_that_make_no_sense_are_shown_with_what_to_write() {
    assert_snapshot!(report(r#"
[discord]
api_base = "localhost:7700"
[answer]
tolerated_wrong = 5
[log]
level = "inf"
"#), @r#"
    error[bad-address]: `localhost:7700` is no web address: it must begin with `https://` or `http://`
     --> config/chiefly.toml:3:12
      |
    3 | api_base = "localhost:7700"
      |            ^^^^^^^^^^^^^^^^
      |
      = help: write `api_base = "https://example.org/page"`

    error[out-of-range]: `tolerated_wrong` is a share from 0.0 to 0.5
     --> config/chiefly.toml:5:19
      |
    5 | tolerated_wrong = 5
      |                   ^
      |
      = help: write `tolerated_wrong = 0.05` for at most 5 wrong answers in 100

    error[unknown-level]: there is no level `inf`
     --> config/chiefly.toml:7:9
      |
    7 | level = "inf"
      |         ^^^^^
      |
      = help: did you mean `"info"`?
    "#);
    assert_snapshot!(report("answer.tolerated_wrong = nan\nlog.level = \"chatty\"\n"), @r#"
    error[out-of-range]: `tolerated_wrong` is a share from 0.0 to 0.5
     --> config/chiefly.toml:1:26
      |
    1 | answer.tolerated_wrong = nan
      |                          ^^^
      |
      = help: write `tolerated_wrong = 0.05` for at most 5 wrong answers in 100

    error[unknown-level]: there is no level `chatty`
     --> config/chiefly.toml:2:13
      |
    2 | log.level = "chatty"
      |             ^^^^^^^^
      |
      = help: write one of `error`, `warn`, `info`, `debug`, `trace`
    "#);
}

#[test]
fn values_of_the_wrong_type_are_shown_with_what_to_write() {
    assert_snapshot!(report(r#"
log = "info"
journal.questions = "yes"
[answer]
tolerated_wrong = "0.1"
[discord]
api_base = 3
"#), @r#"
    error[wrong-type]: `log` must be a table, but this is a text
     --> config/chiefly.toml:2:7
      |
    2 | log = "info"
      |       ^^^^^^
      |
      = help: write the header `[log]` on a line of its own, and its keys below

    error[wrong-type]: `questions` must be `true` or `false`, but this is a text
     --> config/chiefly.toml:3:21
      |
    3 | journal.questions = "yes"
      |                     ^^^^^
      |
      = help: write `questions = true`, without quotes

    error[wrong-type]: `tolerated_wrong` must be a number, but this is a text
     --> config/chiefly.toml:5:19
      |
    5 | tolerated_wrong = "0.1"
      |                   ^^^^^
      |
      = help: write `tolerated_wrong = 0.05`

    error[wrong-type]: `api_base` must be a text, but this is a whole number
     --> config/chiefly.toml:7:12
      |
    7 | api_base = 3
      |            ^
      |
      = help: put it in quotes: `"3"`
    "#);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        let loaded = parse(Path::new("x"), &bytes);
        assert_well_placed(&loaded.diagnostics, &loaded.sources);
    }

    #[test]
    fn no_change_to_the_shipped_file_makes_it_panic(
        at in 0..SHIPPED.len(),
        length in 0..40_usize,
        with in "[\\[\\]{}=\"'.#\n a-z0-9]{0,8}",
    ) {
        let end = (at + length).min(SHIPPED.len());
        let text = format!("{}{with}{}", &SHIPPED[..at], &SHIPPED[end..]);
        let loaded = parse_text(&text);
        assert_well_placed(&loaded.diagnostics, &loaded.sources);
    }
}
