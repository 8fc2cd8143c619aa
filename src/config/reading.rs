//! The tables of the file, and what each key may hold.

use std::path::PathBuf;

use super::{Config, LogLevel, WatchConfig, limits, links, moderators};
use crate::document::{Document, Hint, Shape, Table, Text, nearest, quoted};

static TOP: Shape = Shape {
    name: "",
    keys: &[
        "discord",
        "answer",
        "watch",
        "limits",
        "moderators",
        "pack",
        "link",
        "journal",
        "log",
    ],
    hint,
};

static DISCORD: Shape = Shape {
    name: "[discord]",
    keys: &["api_base"],
    hint,
};

static ANSWER: Shape = Shape {
    name: "[answer]",
    keys: &["tolerated_wrong"],
    hint,
};

static WATCH: Shape = Shape {
    name: "[watch]",
    keys: &["channels", "quiet_minutes", "moderator_roles"],
    hint,
};

static JOURNAL: Shape = Shape {
    name: "[journal]",
    keys: &["path", "questions"],
    hint,
};

static LOG: Shape = Shape {
    name: "[log]",
    keys: &["level"],
    hint,
};

pub(super) static TABLES: [&Shape; 9] = [
    &DISCORD,
    &ANSWER,
    &WATCH,
    &limits::LIMITS,
    &moderators::MODERATORS,
    &moderators::PACK,
    &links::LINK,
    &JOURNAL,
    &LOG,
];

fn home_of(key: &str) -> Option<&'static Shape> {
    TABLES.into_iter().find(|table| table.keys.contains(&key))
}

pub(super) fn hint(shape: &Shape, key: &str) -> Option<Hint> {
    let is_top = shape.name.is_empty();
    let text = match (nearest(key, shape.keys.iter().copied()), home_of(key)) {
        (Some(table), _) if is_top => format!("did you mean `[{table}]`?"),
        (_, Some(home)) if is_top => {
            format!(
                "`{key}` belongs to `{}`: move it below that header",
                home.name
            )
        }
        (_, Some(home)) => format!("`{key}` belongs to `{}`", home.name),
        (None, None) if is_top => {
            format!("what can stand here: `[{}]`", shape.keys.join("]`, `["))
        }
        _ => return None,
    };
    Some(Hint { meant: None, text })
}

pub(super) fn read(document: &Document<'_>) -> Config {
    let mut config = Config::default();
    let mut top = document.root(&TOP);
    if let Some(table) = top.table("discord", &DISCORD) {
        config.discord.api_base = table.address("api_base").map(|text| text.value);
        table.finish();
    }
    if let Some(table) = top.table("answer", &ANSWER) {
        if let Some(share) = read_share(&table) {
            config.answer.tolerated_wrong = share;
        }
        table.finish();
    }
    if let Some(table) = top.table("watch", &WATCH) {
        read_watch(&table, &mut config.watch);
        table.finish();
    }
    if let Some(table) = top.table("limits", &limits::LIMITS) {
        limits::read(&table, &mut config.limits);
        table.finish();
    }
    if let Some(table) = top.table("moderators", &moderators::MODERATORS) {
        moderators::read(&table, &mut config.moderators);
        table.finish();
    }
    config.packs = moderators::read_packs(document, &mut top);
    config.links = links::read(&top);
    if let Some(table) = top.table("journal", &JOURNAL) {
        if let Some(path) = table.text("path") {
            config.journal.path = PathBuf::from(path.value);
        }
        if let Some(questions) = table.switch("questions", true) {
            config.journal.questions = questions;
        }
        table.finish();
    }
    if let Some(table) = top.table("log", &LOG) {
        if let Some(level) = read_level(&table) {
            config.log.level = level;
        }
        table.finish();
    }
    top.finish();
    config
}

fn read_watch(table: &Table<'_>, watch: &mut WatchConfig) {
    const DAY: i64 = 24 * 60;
    watch.channels = read_ids(table, "channels", "a channel");
    watch.moderator_roles = read_ids(table, "moderator_roles", "a role");
    if let Some((minutes, span)) = table.integer("quiet_minutes", 30) {
        match u64::try_from(minutes) {
            Ok(quiet) if minutes <= DAY => watch.quiet_minutes = quiet,
            _ => {
                let document = table.document();
                let message = "`quiet_minutes` is from 0 to 1440, a day";
                let problem = document.error("out-of-range", span, message);
                document.report(problem.help("write `quiet_minutes = 30` for half an hour"));
            }
        }
    }
}

/// Ids as Discord's own menus copy them, in quotes.
pub(super) fn read_ids(table: &Table<'_>, key: &'static str, what: &str) -> Vec<u64> {
    let texts = table.texts(key);
    let ids = texts.iter().filter_map(|text| read_id(table, text, what));
    ids.collect()
}

pub(super) fn read_id(table: &Table<'_>, text: &Text, what: &str) -> Option<u64> {
    let is_digits = text.value.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits
        && (15..=20).contains(&text.value.len())
        && let Ok(id) = text.value.parse()
    {
        return Some(id);
    }
    let document = table.document();
    let message = format!("{} is no id of {what}", quoted(&text.value));
    let help = "an id is a long number: in Discord, switch on Developer Mode under Advanced, right-click, and pick Copy ID";
    document.report(
        document
            .error("bad-id", text.span.clone(), message)
            .help(help),
    );
    None
}

fn read_share(table: &Table<'_>) -> Option<f64> {
    let (share, span) = table.number("tolerated_wrong", 0.05)?;
    if (0.0..=0.5).contains(&share) {
        return Some(share);
    }
    let document = table.document();
    let problem = document
        .error(
            "out-of-range",
            span,
            "`tolerated_wrong` is a share from 0.0 to 0.5",
        )
        .help("write `tolerated_wrong = 0.05` for at most 5 wrong answers in 100");
    document.report(problem);
    None
}

fn read_level(table: &Table<'_>) -> Option<LogLevel> {
    let written = table.text("level")?;
    let level = LogLevel::ALL
        .into_iter()
        .find(|level| level.as_str() == written.value);
    if level.is_none() {
        let names = LogLevel::ALL.map(LogLevel::as_str);
        let help = match nearest(&written.value, names) {
            Some(name) => format!("did you mean `\"{name}\"`?"),
            None => format!("write one of `{}`", names.join("`, `")),
        };
        let document = table.document();
        let message = format!("there is no level {}", quoted(&written.value));
        document.report(
            document
                .error("unknown-level", written.span, message)
                .help(help),
        );
    }
    level
}
