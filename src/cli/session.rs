//! What every command begins with: reading the configuration and the knowledge.

use std::{collections::HashSet, io::Write, num::NonZeroU32, path::PathBuf, time::Duration};

use anyhow::Context;
use jiff::Timestamp;
use tracing_subscriber::EnvFilter;

use crate::{
    advisor::{Advisor, Readership, Rejected, Rights},
    answer::{Link, Questions},
    config::{self, Config, JournalConfig, LimitsConfig, LogLevel, PackConfig, Rate},
    diagnostic::{Diagnostic, Severity, Sources, render},
    discord::{Allowance, BotOptions, Clock, Limits, Watched},
    journal::{Journal, JournalError},
    knowledge::Knowledge,
    matching::Settings,
};

/// Where the configuration and the knowledge are.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) config: Option<PathBuf>,
    pub(super) knowledge: Vec<PathBuf>,
}

/// The configuration or the knowledge has problems; they have been reported.
#[derive(Debug)]
pub(super) struct Reported;

impl Session {
    /// The configuration, or its problems on stderr.
    pub(super) fn config(&self) -> Result<Config, Reported> {
        let loaded = config::load(self.config.as_deref());
        report(&loaded.diagnostics, &loaded.sources);
        if is_broken(&loaded.diagnostics) {
            return Err(Reported);
        }
        Ok(loaded.config)
    }

    /// The advisor over the knowledge, or its problems on stderr.
    pub(super) fn advisor(&self, config: &Config) -> Result<Advisor, Reported> {
        self.load(config).map_err(|rejected| {
            report(&rejected.diagnostics, &rejected.sources);
            Reported
        })
    }

    /// The advisor of a bot, with the journal. When the files cannot be used, it serves what they
    /// held last; without that, their problems are on stderr.
    pub(super) async fn serving(
        &self,
        config: &Config,
    ) -> Result<Result<Advisor, Reported>, JournalError> {
        let rejected = match self.load(config) {
            Ok(advisor) => {
                let advisor = advisor.showing(readership(config));
                for pack in unknown_packs(config, advisor.whole().knowledge()) {
                    tracing::warn!(
                        "the configuration has a table for `{}`, but there is no such pack",
                        pack.file
                    );
                }
                return Ok(Ok(with_journal(advisor, &config.journal).await?));
            }
            Err(rejected) => rejected,
        };
        let path = &config.journal.path;
        // Looking makes no journal.
        if path.exists() {
            let journal = Journal::open(path).await?;
            let known = Advisor::of_history(&self.knowledge, settings(config), &journal).await?;
            if let Some(advisor) = known {
                // What is wrong with them is in the log as soon as they are watched.
                tracing::warn!(
                    "the files of the knowledge cannot be used as they are, so what they held last is in service"
                );
                let advisor = advisor.showing(readership(config));
                return Ok(Ok(advisor.keeping(journal, questions(&config.journal))));
            }
        }
        report(&rejected.diagnostics, &rejected.sources);
        Ok(Err(Reported))
    }

    fn load(&self, config: &Config) -> Result<Advisor, Rejected> {
        let (advisor, concerns) = Advisor::load(&self.knowledge, settings(config))?;
        if !concerns.is_empty() {
            anstream::eprintln!(
                "warning: the knowledge has {} problems that do not stop the bot; chiefly check shows them",
                concerns.len()
            );
        }
        Ok(advisor)
    }
}

/// The advisor with the journal that the configuration names.
pub(super) async fn with_journal(
    advisor: Advisor,
    config: &JournalConfig,
) -> Result<Advisor, JournalError> {
    let journal = Journal::open(&config.path).await?;
    let advisor = advisor.keeping(journal, questions(config));
    advisor.reconcile(Timestamp::now()).await?;
    Ok(advisor)
}

fn questions(config: &JournalConfig) -> Questions {
    if config.questions {
        Questions::Kept
    } else {
        Questions::Forgotten
    }
}

/// The matcher's part of the configuration.
#[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 0.5")]
pub(super) fn settings(config: &Config) -> Settings {
    Settings {
        tolerated_wrong: config.answer.tolerated_wrong as f32,
    }
}

/// The watched channels of the configuration.
pub(super) fn watched(config: &Config) -> Watched {
    Watched {
        channels: config.watch.channels.clone(),
        quiet: Duration::from_secs(config.watch.quiet_minutes * 60),
        moderator_roles: config.watch.moderator_roles.clone(),
    }
}

/// Who the configuration lets change the knowledge.
pub(super) fn rights(config: &Config) -> Rights {
    let packs = config.packs.iter();
    Rights {
        roles: config.moderators.roles.clone(),
        users: config.moderators.users.clone(),
        owners: packs
            .map(|pack| (pack.file.clone(), pack.owners.clone()))
            .collect(),
    }
}

/// Which packs the configuration shows in certain servers only. Those that own a pack see it, too.
fn readership(config: &Config) -> Readership {
    let limited = config.packs.iter().filter_map(|pack| {
        let mut servers = pack.servers.clone()?;
        servers.extend(&pack.owners);
        Some((pack.file.clone(), servers))
    });
    Readership {
        limited: limited.collect(),
    }
}

/// What the configuration says of packs that are not there.
pub(super) fn unknown_packs<'a>(
    config: &'a Config,
    knowledge: &Knowledge,
) -> impl Iterator<Item = &'a PackConfig> {
    let files = knowledge.packs.iter();
    let names = files.filter_map(|pack| pack.file.file_name());
    let known: HashSet<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let packs = config.packs.iter();
    packs.filter(move |pack| !known.contains(&pack.file))
}

/// The bot as the configuration wants it, on Discord or elsewhere.
pub(super) fn bot(config: &Config, token: String, api_base: Option<String>) -> BotOptions {
    let links = config.links.iter().map(|link| Link {
        title: link.title.clone(),
        url: link.url.clone(),
    });
    BotOptions {
        token,
        api_base,
        watched: watched(config),
        limits: limits(config),
        rights: rights(config),
        links: links.collect(),
        moderators_channel: config.moderators.channel,
        clock: Clock::default(),
    }
}

/// How often the configuration lets people ask.
fn limits(config: &Config) -> Limits {
    let allowance = |rate: Rate| {
        Some(Allowance {
            in_a_row: NonZeroU32::new(rate.in_a_row)?,
            per_minute: NonZeroU32::new(rate.per_minute)?,
        })
    };
    let LimitsConfig {
        person,
        channel,
        server,
    } = config.limits;
    Limits {
        person: allowance(person),
        channel: allowance(channel),
        server: allowance(server),
    }
}

pub(super) fn is_broken(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// Problems, for people.
pub(super) fn report(diagnostics: &[Diagnostic], sources: &Sources) {
    let mut stderr = anstream::stderr().lock();
    for diagnostic in diagnostics {
        // A closed stderr is nobody's problem.
        let _ = writeln!(stderr, "{}", render(diagnostic, sources, true));
    }
}

/// Log lines go to stderr; `RUST_LOG` says more than the configuration can.
pub(super) fn start_logging(level: LogLevel) {
    // What the libraries write holds members' names and texts; only `RUST_LOG` asks for that.
    let own = level.as_str();
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new(format!("error,chiefly={own}")));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never)
        .with_target(false)
        .init();
}

/// The runtime of the commands that serve.
pub(super) fn block_on<T>(future: impl Future<Output = T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start")?;
    Ok(runtime.block_on(future))
}

/// Completes when the process is asked to stop.
pub(super) async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler for signals, the process is ended from outside.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
