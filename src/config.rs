//! The configuration: what the person who hosts the bot decides. It is read once, by the command
//! line, which hands each layer its own part.

mod limits;
mod links;
mod moderators;

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Sources},
    document::{self, Document, Hint, Shape, Table, Text, nearest, quoted},
};

pub use limits::{LimitsConfig, Rate};
pub use links::LinkConfig;
pub use moderators::{ModeratorsConfig, PackConfig};

/// Where the configuration is looked for when the command line names no file.
pub const DEFAULT_FILE: &str = "config/chiefly.toml";

/// Everything that can be configured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// How to reach Discord.
    pub discord: DiscordConfig,
    /// When to answer.
    pub answer: AnswerConfig,
    /// Where to speak unasked.
    pub watch: WatchConfig,
    /// How often to be asked.
    pub limits: LimitsConfig,
    /// Who may change the knowledge in Discord.
    pub moderators: ModeratorsConfig,
    /// What is decided about single packs.
    pub packs: Vec<PackConfig>,
    /// Where to send people that want to know more about the bot.
    pub links: Vec<LinkConfig>,
    /// What to keep.
    pub journal: JournalConfig,
    /// What to write about the work.
    pub log: LogConfig,
}

/// Where to speak unasked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchConfig {
    /// Ids of channels and forums.
    pub channels: Vec<u64>,
    /// In a channel, an entry is not volunteered again for this many minutes.
    pub quiet_minutes: u64,
    /// Ids of the roles whose members are left to answer by themselves.
    pub moderator_roles: Vec<u64>,
}

impl Default for WatchConfig {
    fn default() -> Self {
        Self {
            channels: Vec::new(),
            quiet_minutes: 30,
            moderator_roles: Vec::new(),
        }
    }
}

/// How to reach Discord.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DiscordConfig {
    /// A server that speaks Discord's protocol, to use in place of Discord.
    pub api_base: Option<String>,
}

/// When to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerConfig {
    /// Of the answers that are given outright, at most this share may be wrong; 0.0 to 0.5.
    pub tolerated_wrong: f64,
}

impl Default for AnswerConfig {
    fn default() -> Self {
        Self {
            tolerated_wrong: 0.05,
        }
    }
}

/// What to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalConfig {
    /// The database.
    pub path: PathBuf,
    /// Whether to keep what was asked lately.
    pub questions: bool,
}

impl Default for JournalConfig {
    fn default() -> Self {
        Self {
            path: PathBuf::from("data/chiefly.db"),
            questions: true,
        }
    }
}

/// What to write about the work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogConfig {
    /// The least important messages that are written.
    pub level: LogLevel,
}

/// How important a message is, the most important ones first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Something does not work.
    Error,
    /// Something is odd.
    Warn,
    /// What a host wants to know.
    #[default]
    Info,
    /// What somebody who looks for a fault wants to know.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    /// Every level.
    pub const ALL: [Self; 5] = [
        Self::Error,
        Self::Warn,
        Self::Info,
        Self::Debug,
        Self::Trace,
    ];

    /// The level as it is written in the file, such as `info`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

/// What could be read, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct LoadedConfig {
    /// What could be read; for everything else, the default.
    pub config: Config,
    /// The file's text, to show problems in.
    pub sources: Sources,
    /// Every problem, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the file that the command line names, or else [`DEFAULT_FILE`], without which the defaults
/// hold.
#[must_use]
pub fn load(named: Option<&Path>) -> LoadedConfig {
    let file = named.unwrap_or(Path::new(DEFAULT_FILE));
    match document::read_bytes(file) {
        Ok(bytes) => parse(file, &bytes),
        Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => {
            LoadedConfig::default()
        }
        Err(error) => LoadedConfig {
            diagnostics: vec![document::unreadable(file, &error, "--config FILE")],
            ..LoadedConfig::default()
        },
    }
}

/// Reads a configuration that is in memory, under the name that problems show.
#[must_use]
pub fn parse(file: &Path, bytes: &[u8]) -> LoadedConfig {
    let mut problems = Diagnostics::default();
    let mut sources = Sources::default();
    let mut config = Config::default();
    if let Some(text) = document::decode(file, bytes, &mut problems) {
        let reading = document::read(file, &text, read_config);
        config = reading.value;
        problems.append(reading.problems);
        sources.insert(PathBuf::from(file), text);
    }
    LoadedConfig {
        config,
        sources,
        diagnostics: problems.into_sorted([file]),
    }
}

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

static TABLES: [&Shape; 9] = [
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

fn hint(shape: &Shape, key: &str) -> Option<Hint> {
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

fn read_config(document: &Document<'_>) -> Config {
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
fn read_ids(table: &Table<'_>, key: &'static str, what: &str) -> Vec<u64> {
    let texts = table.texts(key);
    let ids = texts.iter().filter_map(|text| read_id(table, text, what));
    ids.collect()
}

fn read_id(table: &Table<'_>, text: &Text, what: &str) -> Option<u64> {
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

#[cfg(test)]
mod tests;
