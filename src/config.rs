//! The configuration: what the person who hosts the bot decides. It is read once, by the command
//! line, which hands each layer its own part.

mod limits;
mod links;
mod moderators;
mod reading;

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Sources},
    document,
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
        let reading = document::read(file, &text, reading::read);
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

#[cfg(test)]
mod tests;
