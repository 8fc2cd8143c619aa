//! Writing history down: as a whole, or not at all.

use std::collections::BTreeMap;

use sqlx::Sqlite;

use super::{
    JournalError,
    history::{head, stored},
    revision::{Edit, ID_DIGITS, RevisionId},
};
use crate::knowledge::ContentHash;

/// A piece of writing that is kept as a whole, by [`Transaction::commit`], or not at all.
#[derive(Debug)]
pub struct Transaction {
    pub(super) inner: sqlx::Transaction<'static, Sqlite>,
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
                files.insert(file, stored(hash)?);
            }
        }
        Ok(files)
    }

    /// The bytes of this name.
    pub async fn content(&mut self, hash: ContentHash) -> Result<Vec<u8>, JournalError> {
        let found: Option<(Vec<u8>,)> = sqlx::query_as("SELECT bytes FROM content WHERE hash = ?")
            .bind(&hash.as_bytes()[..])
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
            .bind(before.map(|hash| hash.as_bytes().to_vec()))
            .bind(after.map(|hash| hash.as_bytes().to_vec()))
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
            .bind(&hash.as_bytes()[..])
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
        part(before.as_ref().map_or(&[], |hash| &hash.as_bytes()[..]));
        part(after.as_ref().map_or(&[], |hash| &hash.as_bytes()[..]));
    }
    let mut id = hasher.finalize().to_hex().to_string();
    id.truncate(ID_DIGITS);
    RevisionId(id)
}
