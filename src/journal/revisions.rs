//! The history of the knowledge: who changed what, when, and every state that a file ever had.

use std::{collections::BTreeMap, fmt, str::FromStr};

use jiff::Timestamp;
use serde::Serialize;
use sqlx::{FromRow, Sqlite, SqliteConnection};

use super::{Journal, JournalError};

/// The name of a content: its BLAKE3 hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; blake3::OUT_LEN]);

impl ContentHash {
    /// The name of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    fn stored(bytes: Vec<u8>) -> Result<Self, JournalError> {
        let bytes = bytes
            .try_into()
            .map_err(|_| JournalError::Damaged("a hash has the wrong length".into()))?;
        Ok(Self(bytes))
    }
}

/// Names a revision: twelve hexadecimal digits of a hash over what it did and what was before it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RevisionId(String);

/// How many digits an id has.
const ID_DIGITS: usize = 12;
/// As few digits of an id are enough to name a revision, if no other one begins like that.
const PREFIX_DIGITS_MIN: usize = 4;

/// A text that is no revision's id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a revision is named by 12 digits from 0 to f")]
pub struct RevisionIdError;

impl RevisionId {
    /// The id as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RevisionId {
    type Err = RevisionIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_id = text.len() == ID_DIGITS && is_hex(text);
        is_id.then(|| Self(text.to_owned())).ok_or(RevisionIdError)
    }
}

impl fmt::Display for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// By which way a change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Somebody edited the file.
    Disk,
    /// A moderator, in Discord.
    Discord,
    /// The command line.
    Cli,
    /// Taken over from somewhere else.
    Import,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Self; 4] = [Self::Disk, Self::Discord, Self::Cli, Self::Import];

    /// The origin as it is stored and shown, such as `discord`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disk => "disk",
            Self::Discord => "discord",
            Self::Cli => "cli",
            Self::Import => "import",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A change that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// When.
    pub at: Timestamp,
    /// Who did it, as the history shows it.
    pub who: String,
    /// By which way it came.
    pub origin: Origin,
    /// What it does, in one line.
    pub summary: String,
    /// What it does to each file.
    pub files: Vec<FileEdit>,
}

/// What a change does to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEdit {
    /// The file, as it is named everywhere.
    pub file: String,
    /// Its bytes before; `None` when it was not there.
    pub before: Option<Vec<u8>>,
    /// Its bytes after; `None` when it is gone.
    pub after: Option<Vec<u8>>,
}

/// A change that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its name.
    pub id: RevisionId,
    /// The revision before it; `None` for the first.
    pub parent: Option<RevisionId>,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub who: String,
    /// By which way it came.
    pub origin: Origin,
    /// What it does, in one line.
    pub summary: String,
    /// What it did to each file, in the order of their names.
    pub files: Vec<RevisedFile>,
}

/// What a revision did to one file; [`Journal::content`] has the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisedFile {
    /// The file.
    pub file: String,
    /// What it was before; `None` when it was not there.
    pub before: Option<ContentHash>,
    /// What it was after; `None` when it is gone.
    pub after: Option<ContentHash>,
}

#[derive(FromRow)]
struct RevisionRow {
    number: i64,
    id: String,
    parent: Option<String>,
    at: i64,
    who: String,
    origin: String,
    summary: String,
}

#[derive(FromRow)]
struct FileRow {
    file: String,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl Journal {
    /// The last revisions, the newest first.
    pub async fn history(&self, limit: u32) -> Result<Vec<Revision>, JournalError> {
        let mut connection = self.pool.acquire().await?;
        let rows: Vec<RevisionRow> =
            sqlx::query_as("SELECT * FROM revision ORDER BY number DESC LIMIT ?")
                .bind(limit)
                .fetch_all(&mut *connection)
                .await?;
        let mut revisions = Vec::new();
        for row in rows {
            revisions.push(complete(row, &mut connection).await?);
        }
        Ok(revisions)
    }

    /// The revision that an id names, or the beginning of one.
    pub async fn revision(&self, id: &str) -> Result<Revision, JournalError> {
        let id = id.to_ascii_lowercase();
        let unknown = || JournalError::UnknownRevision(id.clone());
        if id.len() < PREFIX_DIGITS_MIN || !is_hex(&id) {
            return Err(unknown());
        }
        let mut connection = self.pool.acquire().await?;
        let mut rows: Vec<RevisionRow> =
            sqlx::query_as("SELECT * FROM revision WHERE substr(id, 1, ?) = ? LIMIT 2")
                .bind(i64::try_from(id.len()).unwrap_or(i64::MAX))
                .bind(&id)
                .fetch_all(&mut *connection)
                .await?;
        if rows.len() > 1 {
            return Err(JournalError::AmbiguousRevision(id));
        }
        let row = rows.pop().ok_or_else(unknown)?;
        complete(row, &mut connection).await
    }

    /// The newest revision; `None` when nothing was recorded.
    pub async fn head(&self) -> Result<Option<RevisionId>, JournalError> {
        let mut connection = self.pool.acquire().await?;
        head(&mut connection).await
    }

    /// The bytes of this name.
    pub async fn content(&self, hash: ContentHash) -> Result<Vec<u8>, JournalError> {
        let found: Option<(Vec<u8>,)> = sqlx::query_as("SELECT bytes FROM content WHERE hash = ?")
            .bind(&hash.0[..])
            .fetch_optional(&self.pool)
            .await?;
        match found {
            Some((bytes,)) if ContentHash::of(&bytes) == hash => Ok(bytes),
            _ => Err(JournalError::Damaged(
                "a content is missing or has changed".into(),
            )),
        }
    }

    /// Begins to write: nobody else, in any process, writes to the journal until the transaction
    /// ends. While it lasts, ask the transaction only, never the journal.
    pub async fn begin(&self) -> Result<Transaction, JournalError> {
        let inner = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Transaction { inner })
    }
}

/// A piece of writing that is kept as a whole, by [`Transaction::commit`], or not at all.
#[derive(Debug)]
pub struct Transaction {
    inner: sqlx::Transaction<'static, Sqlite>,
}

impl Transaction {
    /// The state of every file as the journal last heard of it; those that are gone are left out.
    pub async fn files(&mut self) -> Result<BTreeMap<String, ContentHash>, JournalError> {
        // SQLite takes the other columns from the row of the maximum.
        let rows: Vec<(String, Option<Vec<u8>>, i64)> =
            sqlx::query_as("SELECT file, after, max(revision) FROM revised_file GROUP BY file")
                .fetch_all(&mut *self.inner)
                .await?;
        let mut files = BTreeMap::new();
        for (file, after, _) in rows {
            if let Some(hash) = after {
                files.insert(file, ContentHash::stored(hash)?);
            }
        }
        Ok(files)
    }

    /// The bytes of this name.
    pub async fn content(&mut self, hash: ContentHash) -> Result<Vec<u8>, JournalError> {
        let found: Option<(Vec<u8>,)> = sqlx::query_as("SELECT bytes FROM content WHERE hash = ?")
            .bind(&hash.0[..])
            .fetch_optional(&mut *self.inner)
            .await?;
        let (bytes,) = found.ok_or_else(|| JournalError::Damaged("a content is missing".into()))?;
        Ok(bytes)
    }

    /// The newest revision; `None` when nothing was recorded.
    pub async fn head(&mut self) -> Result<Option<RevisionId>, JournalError> {
        head(&mut self.inner).await
    }

    /// Records a change.
    pub async fn record(&mut self, edit: &Edit) -> Result<RevisionId, JournalError> {
        let parent = self.head().await?;
        let mut files = Vec::new();
        for file in &edit.files {
            let before = self.keep(file.before.as_deref()).await?;
            let after = self.keep(file.after.as_deref()).await?;
            files.push((&file.file, before, after));
        }
        let id = id_of(edit, parent.as_ref(), &files);
        let (number,): (i64,) = sqlx::query_as(
            "INSERT INTO revision (id, parent, at, who, origin, summary) VALUES (?, ?, ?, ?, ?, ?) RETURNING number",
        )
        .bind(id.as_str())
        .bind(parent.as_ref().map(RevisionId::as_str))
        .bind(edit.at.as_millisecond())
        .bind(&edit.who)
        .bind(edit.origin.as_str())
        .bind(&edit.summary)
        .fetch_one(&mut *self.inner)
        .await?;
        for (file, before, after) in files {
            sqlx::query(
                "INSERT INTO revised_file (revision, file, before, after) VALUES (?, ?, ?, ?)",
            )
            .bind(number)
            .bind(file)
            .bind(before.map(|hash| hash.0.to_vec()))
            .bind(after.map(|hash| hash.0.to_vec()))
            .execute(&mut *self.inner)
            .await?;
        }
        Ok(id)
    }

    /// Keeps a content, once.
    async fn keep(&mut self, bytes: Option<&[u8]>) -> Result<Option<ContentHash>, JournalError> {
        let Some(bytes) = bytes else {
            return Ok(None);
        };
        let hash = ContentHash::of(bytes);
        sqlx::query("INSERT INTO content (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(&hash.0[..])
            .bind(bytes)
            .execute(&mut *self.inner)
            .await?;
        Ok(Some(hash))
    }

    /// Keeps everything that was written; it is on the disk when this returns.
    pub async fn commit(self) -> Result<(), JournalError> {
        Ok(self.inner.commit().await?)
    }
}

/// Length before every part, so that no two edits are spelt alike.
fn id_of(
    edit: &Edit,
    parent: Option<&RevisionId>,
    files: &[(&String, Option<ContentHash>, Option<ContentHash>)],
) -> RevisionId {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&bytes.len().to_le_bytes());
        hasher.update(bytes);
    };
    part(parent.map_or("", RevisionId::as_str).as_bytes());
    part(&edit.at.as_millisecond().to_le_bytes());
    part(edit.who.as_bytes());
    part(edit.origin.as_str().as_bytes());
    part(edit.summary.as_bytes());
    for (file, before, after) in files {
        part(file.as_bytes());
        part(before.as_ref().map_or(&[], |hash| &hash.0[..]));
        part(after.as_ref().map_or(&[], |hash| &hash.0[..]));
    }
    let mut id = hasher.finalize().to_hex().to_string();
    id.truncate(ID_DIGITS);
    RevisionId(id)
}

async fn head(connection: &mut SqliteConnection) -> Result<Option<RevisionId>, JournalError> {
    let found: Option<(String,)> =
        sqlx::query_as("SELECT id FROM revision ORDER BY number DESC LIMIT 1")
            .fetch_optional(connection)
            .await?;
    Ok(found.map(|(id,)| RevisionId(id)))
}

/// Adds the files to a row.
async fn complete(
    row: RevisionRow,
    connection: &mut SqliteConnection,
) -> Result<Revision, JournalError> {
    let files: Vec<FileRow> = sqlx::query_as(
        "SELECT file, before, after FROM revised_file WHERE revision = ? ORDER BY file",
    )
    .bind(row.number)
    .fetch_all(connection)
    .await?;
    let files = files.into_iter().map(|file| {
        Ok(RevisedFile {
            file: file.file,
            before: file.before.map(ContentHash::stored).transpose()?,
            after: file.after.map(ContentHash::stored).transpose()?,
        })
    });
    let damaged = |what: &str| JournalError::Damaged(format!("a revision has no {what}"));
    let origin = Origin::ALL.into_iter().find(|o| o.as_str() == row.origin);
    Ok(Revision {
        id: RevisionId(row.id),
        parent: row.parent.map(RevisionId),
        at: Timestamp::from_millisecond(row.at).map_err(|_| damaged("time"))?,
        who: row.who,
        origin: origin.ok_or_else(|| damaged("origin"))?,
        summary: row.summary,
        files: files.collect::<Result<_, JournalError>>()?,
    })
}
