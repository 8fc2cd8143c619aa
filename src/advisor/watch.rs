//! Noticing that somebody edits the files.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf, absolute},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};
use tokio::{
    sync::Notify,
    task::JoinHandle,
    time::{sleep, timeout},
};

use super::{Advisor, Reload, ReloadReport};
use crate::{diagnostic::render, knowledge::Contents};

/// For so long nothing must happen before a change is taken up: editors write twice, and tools such
/// as git write file after file.
const QUIET: Duration = Duration::from_millis(250);
/// After so long it is taken up although things go on happening, so that it is live within a second.
const QUIET_MAX: Duration = Duration::from_millis(700);
/// So often the files are looked at without an occasion: on some file systems, such as those of
/// networks, nothing tells of changes.
const LOOK: Duration = Duration::from_secs(30);
/// The same where the system tells of no changes at all.
const LOOK_UNTOLD: Duration = Duration::from_secs(1);
/// At most this many problems of one change are logged.
const LOGGED_MAX: usize = 100;

/// Watches the files of an advisor until it is dropped.
#[derive(Debug)]
pub struct Watching {
    task: JoinHandle<()>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Advisor {
    /// Takes up every change of the files within a second, and writes to the log what came of it.
    /// Must be called within a runtime.
    #[must_use]
    pub fn watch(
        self: &Arc<Self>,
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Option<Watching> {
        let paths = self.library.as_ref()?.store.paths();
        let mut eyes = Eyes::open(paths);
        let advisor = Arc::clone(self);
        let task = tokio::spawn(async move {
            loop {
                // Before reading: what happens while reading must wake us again.
                eyes.follow();
                if let Some(report) = advisor.reload(now()).await {
                    log(&report);
                }
                eyes.wait().await;
            }
        });
        Some(Watching { task })
    }
}

/// Sees that files change.
struct Eyes {
    paths: Vec<PathBuf>,
    /// `None` when the system does not tell of changes.
    watcher: Option<RecommendedWatcher>,
    woken: Arc<Notify>,
    /// What to wake up for: everything in these folders, and these files.
    places: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// The folders of which the system tells.
    followed: BTreeSet<PathBuf>,
}

impl Eyes {
    fn open(paths: Vec<PathBuf>) -> Self {
        let woken = Arc::new(Notify::new());
        let places = Arc::new(Mutex::new(BTreeSet::new()));
        let (wake, of_interest) = (Arc::clone(&woken), Arc::clone(&places));
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let of_interest = of_interest.lock().unwrap_or_else(PoisonError::into_inner);
            // After an error nobody knows what was missed.
            if event.map_or(true, |event| matters(&event, &of_interest)) {
                wake.notify_one();
            }
        });
        let watcher = watcher
            .inspect_err(|error| {
                tracing::warn!("the system does not tell when files change ({error}), so they are looked at every second");
            })
            .ok();
        Self {
            paths,
            watcher,
            woken,
            places,
            followed: BTreeSet::new(),
        }
    }

    /// Follows the folders as they are now: one that was replaced is another one.
    fn follow(&mut self) {
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        let mut places = BTreeSet::new();
        let mut folders = BTreeSet::new();
        for path in self.paths.iter().filter_map(|path| absolute(path).ok()) {
            folders.extend(path.parent().map(Path::to_owned));
            if path.is_dir() {
                folders.insert(path.clone());
            }
            places.insert(path);
        }
        // Where links among the packs lead.
        for (file, _) in Contents::read(&self.paths).files() {
            let real = fs::canonicalize(file).ok();
            if let Some(real) = real.filter(|_| file.is_symlink()) {
                folders.extend(real.parent().map(Path::to_owned));
                places.insert(real);
            }
        }
        for gone in &self.followed {
            // It may be gone in truth.
            let _ = watcher.unwatch(gone);
        }
        folders.retain(|folder| watcher.watch(folder, RecursiveMode::NonRecursive).is_ok());
        self.followed = folders;
        *self.places.lock().unwrap_or_else(PoisonError::into_inner) = places;
    }

    /// Waits until something has happened and nothing happens any more, or for a while.
    async fn wait(&self) {
        let look = if self.watcher.is_some() {
            LOOK
        } else {
            LOOK_UNTOLD
        };
        tokio::select! {
            () = self.woken.notified() => {}
            () = sleep(look) => return,
        }
        let quiet = async { while timeout(QUIET, self.woken.notified()).await.is_ok() {} };
        // Either will do: it is quiet, or it has been loud for long enough.
        let _ = timeout(QUIET_MAX, quiet).await;
    }
}

/// Whether an event may have to do with the packs.
fn matters(event: &Event, places: &BTreeSet<PathBuf>) -> bool {
    let is_change = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    };
    let is_watched = |path: &PathBuf| places.iter().any(|known| path.starts_with(known));
    is_change
        && (event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(is_watched))
}

/// Says what came of a change.
fn log(report: &ReloadReport) {
    let lines = lines(&report.outcome);
    match &report.outcome {
        Reload::Broken(_) => lines.iter().for_each(|line| tracing::error!("{line}")),
        _ => lines.iter().for_each(|line| tracing::info!("{line}")),
    }
}

fn lines(outcome: &Reload) -> Vec<String> {
    match outcome {
        Reload::Changed {
            changes,
            revision,
            fixed,
            concerns,
        } => {
            let again = if *fixed {
                "the knowledge is fixed, and "
            } else {
                ""
            };
            let revision = revision.as_ref().map(|id| format!(" (revision {id})"));
            let revision = revision.unwrap_or_default();
            let concerns = match concerns.len() {
                0 => String::new(),
                count => format!("; chiefly check shows {}", problems(count)),
            };
            vec![format!(
                "{again}edited on disk: {changes}{revision}{concerns}"
            )]
        }
        Reload::Broken(rejected) => {
            let all = rejected.diagnostics.iter();
            let mut lines: Vec<String> = all
                .take(LOGGED_MAX)
                .map(|problem| {
                    render(problem, &rejected.sources, false)
                        .trim_end()
                        .to_owned()
                })
                .collect();
            let count = rejected.diagnostics.len();
            lines.push(format!(
                "the knowledge on disk has {}, so what was known before stays in service",
                problems(count)
            ));
            lines
        }
        Reload::Fixed => {
            vec!["the knowledge on disk is fixed: it is what is in service".to_owned()]
        }
    }
}

fn problems(count: usize) -> String {
    match count {
        1 => "1 problem".to_owned(),
        _ => format!("{count} problems"),
    }
}

#[cfg(test)]
mod tests;
