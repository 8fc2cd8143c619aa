//! Whether answers help: one vote a person, which can be changed, without keeping who it is.

use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;

use super::{Journal, JournalError, Mark};
use crate::{answer::Revision, knowledge::EntryId};

/// For so long a vote counts, in days.
pub const VOTES_KEPT_DAYS: i64 = 365;

/// A person's vote on an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The entry.
    pub entry: EntryId,
    /// What it said.
    pub revision: Revision,
    /// Stands for the person.
    pub voter: Mark,
    /// Whether it helped.
    pub helpful: bool,
    /// When.
    pub at: Timestamp,
}

/// The votes on what an entry said at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The entry.
    pub entry: EntryId,
    /// What it said.
    pub revision: Revision,
    /// How many found it helpful.
    pub helpful: u32,
    /// How many did not.
    pub unhelpful: u32,
}

#[derive(FromRow)]
struct TallyRow {
    entry: String,
    revision: String,
    helpful: u32,
    unhelpful: u32,
}

impl Journal {
    /// Counts a vote in place of an earlier one of the same person on the same words, and forgets
    /// those that are too old.
    pub async fn vote(&self, vote: &Vote) -> Result<(), JournalError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query(
            "INSERT INTO vote (entry, revision, voter, helpful, at) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET helpful = excluded.helpful, at = excluded.at",
        )
        .bind(vote.entry.to_string())
        .bind(vote.revision.to_string())
        .bind(vote.voter.as_bytes())
        .bind(vote.helpful)
        .bind(vote.at.as_millisecond())
        .execute(&mut *transaction)
        .await?;
        sqlx::query("DELETE FROM vote WHERE at < ?")
            .bind(oldest(vote.at))
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// All votes that count, by entry and by what it said.
    pub async fn tallies(&self, now: Timestamp) -> Result<Vec<Tally>, JournalError> {
        let rows: Vec<TallyRow> = sqlx::query_as(
            "SELECT entry, revision, sum(helpful) AS helpful, sum(1 - helpful) AS unhelpful
             FROM vote WHERE at >= ? GROUP BY entry, revision ORDER BY entry, revision",
        )
        .bind(oldest(now))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Forgets every vote of a person, and tells how many there were.
    pub async fn forget_votes(&self, voter: Mark) -> Result<u64, JournalError> {
        let forgotten = sqlx::query("DELETE FROM vote WHERE voter = ?")
            .bind(voter.as_bytes())
            .execute(&self.pool)
            .await?;
        Ok(forgotten.rows_affected())
    }
}

/// The time of the oldest vote that counts, in milliseconds since 1970.
fn oldest(now: Timestamp) -> i64 {
    let age = SignedDuration::from_hours(24 * VOTES_KEPT_DAYS);
    (now - age).as_millisecond()
}

fn read(row: &TallyRow) -> Result<Tally, JournalError> {
    let damaged = || JournalError::Damaged("a vote cannot be read".into());
    Ok(Tally {
        entry: row.entry.parse().map_err(|_| damaged())?,
        revision: Revision::parse(&row.revision).ok_or_else(damaged)?,
        helpful: row.helpful,
        unhelpful: row.unhelpful,
    })
}
