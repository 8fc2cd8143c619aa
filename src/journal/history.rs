//! Looking back: every revision, and every state that a file ever had.

use jiff::Timestamp;
use sqlx::{FromRow, SqliteConnection};

use super::{
    Journal, JournalError, Transaction,
    revision::{Origin, PREFIX_DIGITS_MIN, RevisedFile, Revision, RevisionId, is_hex},
};
use crate::knowledge::{ContentHash, difference};

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
            .bind(&hash.as_bytes()[..])
            .fetch_optional(&self.pool)
            .await?;
        match found {
            Some((bytes,)) if ContentHash::of(&bytes) == hash => Ok(bytes),
            _ => Err(JournalError::Damaged(
                "a content is missing or has changed".into(),
            )),
        }
    }

    /// What a revision did to its files, as a unified diff.
    pub async fn difference(&self, revision: &Revision) -> Result<String, JournalError> {
        let mut all = String::new();
        for file in &revision.files {
            let mut texts = [String::new(), String::new()];
            for (text, hash) in texts.iter_mut().zip([file.before, file.after]) {
                if let Some(hash) = hash {
                    *text = String::from_utf8_lossy(&self.content(hash).await?).into_owned();
                }
            }
            let [before, after] = texts;
            all.push_str(&difference(&file.file, &before, &after));
        }
        Ok(all)
    }

    /// Begins to write: nobody else, in any process, writes to the journal until the transaction
    /// ends. While it lasts, ask the transaction only, never the journal.
    pub async fn begin(&self) -> Result<Transaction, JournalError> {
        let inner = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Transaction { inner })
    }
}

pub(super) async fn head(
    connection: &mut SqliteConnection,
) -> Result<Option<RevisionId>, JournalError> {
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
            before: file.before.map(stored).transpose()?,
            after: file.after.map(stored).transpose()?,
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

/// A name as it comes from the database.
pub(super) fn stored(bytes: Vec<u8>) -> Result<ContentHash, JournalError> {
    let hash: [u8; blake3::OUT_LEN] = bytes
        .try_into()
        .map_err(|_| JournalError::Damaged("a hash has the wrong length".into()))?;
    Ok(hash.into())
}
