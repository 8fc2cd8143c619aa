//! What must outlast a restart: the history of the knowledge, and what was asked lately, and which answers
//! help.
//!
//! A [`Journal`] is one `SQLite` database. What it has acknowledged is on the disk: a process that is
//! killed, or a machine that loses power, takes nothing of it away. The time is an argument.

mod drafts;
mod error;
mod history;
mod questions;
mod revision;
mod transaction;
mod votes;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use sqlx::{
    SqliteConnection, SqlitePool,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

pub use drafts::DRAFTS_KEPT_HOURS;
pub use error::JournalError;
pub use questions::{
    Asked, QUESTION_GRAPHEMES_MAX, QUESTIONS_KEPT_DAYS, QUESTIONS_MAX, QuestionLog,
};
pub use revision::{Edit, FileEdit, Origin, RevisedFile, Revision, RevisionId, RevisionIdError};
pub use transaction::Transaction;
pub use votes::{Tally, VOTES_KEPT_DAYS, Vote};

/// Every table, in the order in which they came.
static MIGRATIONS: Migrator = sqlx::migrate!("src/journal/migrations");

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(20);
/// Readers beside the one writer.
const CONNECTIONS_MAX: u32 = 4;

/// The database; clones share it.
#[derive(Debug, Clone)]
pub struct Journal {
    pool: SqlitePool,
    secret: Arc<[u8; blake3::KEY_LEN]>,
}

/// Stands for something that must not be kept itself, such as a person: the same for the same
/// thing within one database, and telling nothing to whoever has only the database of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark([u8; 16]);

impl Mark {
    /// The mark's bytes, to be stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Journal {
    /// Opens the database in a file, and makes it and its folder when they are not there.
    pub async fn open(file: &Path) -> Result<Self, JournalError> {
        if let Some(folder) = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            make_folder(folder).map_err(|error| JournalError::Folder {
                folder: folder.to_owned(),
                error,
            })?;
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal);
        // While one process makes the file, another one is turned away at once rather than held up.
        let begun = Instant::now();
        loop {
            match Self::connect(options.clone(), CONNECTIONS_MAX, file).await {
                Err(JournalError::Busy) if begun.elapsed() < PATIENCE => {
                    tokio::time::sleep(PAUSE).await;
                }
                opened => return opened,
            }
        }
    }

    /// A database that is gone with the last clone.
    pub async fn in_memory() -> Result<Self, JournalError> {
        // Another connection would see another database.
        let options = SqliteConnectOptions::new().in_memory(true);
        Self::connect(options, 1, Path::new(":memory:")).await
    }

    async fn connect(
        options: SqliteConnectOptions,
        connections: u32,
        file: &Path,
    ) -> Result<Self, JournalError> {
        let options = options
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            // What a reader was told has happened must not be undone by a power cut.
            .synchronous(SqliteSynchronous::Full);
        let pool = SqlitePoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(2 * PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await
            .map_err(|error| unopened(error, file))?;
        let secret = prepare(&pool, file).await?;
        Ok(Self {
            pool,
            secret: Arc::new(secret),
        })
    }

    /// The mark of a thing, such as a person's id. Marks for different purposes cannot be compared.
    #[must_use]
    pub fn mark(&self, purpose: &str, thing: &[u8]) -> Mark {
        let mut hasher = blake3::Hasher::new_keyed(&self.secret);
        hasher.update(&purpose.len().to_le_bytes());
        hasher.update(purpose.as_bytes());
        hasher.update(thing);
        let mut mark = [0; 16];
        hasher.finalize_xof().fill(&mut mark);
        Mark(mark)
    }

    /// Waits until everything is written, and lets go of the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Questions are nobody else's business: the folder is for this account only.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn unopened(error: sqlx::Error, file: &Path) -> JournalError {
    let file = PathBuf::from(file);
    match (error::code(&error), error) {
        (Some(code), _) if error::SQLITE_CORRUPT.contains(&code.as_str()) => {
            JournalError::NoJournal { file }
        }
        (Some(code), _) if code == error::SQLITE_BUSY => JournalError::Busy,
        (_, sqlx::Error::Database(error)) => JournalError::Unopened {
            file,
            reason: error.message().to_owned(),
        },
        (_, error) => JournalError::Unopened {
            file,
            reason: error.to_string(),
        },
    }
}

/// Brings the tables up to date, and returns the key of the marks. Processes that begin at once do so
/// one after the other.
async fn prepare(pool: &SqlitePool, file: &Path) -> Result<[u8; blake3::KEY_LEN], JournalError> {
    let unopened = |error| unopened(error, file);
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await.map_err(unopened)?;
    match MIGRATIONS.run(&mut *transaction).await {
        Ok(()) => {}
        Err(MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..)) => {
            return Err(JournalError::Newer {
                file: file.to_owned(),
            });
        }
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
            return Err(unopened(error));
        }
        Err(_) => {
            return Err(JournalError::NoJournal {
                file: file.to_owned(),
            });
        }
    }
    let secret = secret(&mut transaction).await.map_err(unopened)?;
    transaction.commit().await.map_err(unopened)?;
    Ok(secret)
}

/// The key of the marks; made once.
async fn secret(connection: &mut SqliteConnection) -> Result<[u8; blake3::KEY_LEN], sqlx::Error> {
    let mut fresh = [0; blake3::KEY_LEN];
    getrandom::fill(&mut fresh).map_err(|error| sqlx::Error::Configuration(Box::new(error)))?;
    sqlx::query("INSERT INTO secret (name, value) VALUES ('marks', ?) ON CONFLICT DO NOTHING")
        .bind(&fresh[..])
        .execute(&mut *connection)
        .await?;
    let (kept,): (Vec<u8>,) = sqlx::query_as("SELECT value FROM secret WHERE name = 'marks'")
        .fetch_one(connection)
        .await?;
    kept.try_into()
        .map_err(|_| sqlx::Error::Decode("the key of the marks is damaged".into()))
}

#[cfg(test)]
mod tests;
