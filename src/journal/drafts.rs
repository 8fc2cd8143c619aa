//! What moderators are about to do, so that a restart between looking and publishing costs nothing.

use jiff::{SignedDuration, Timestamp};

use super::{Journal, JournalError};

/// For so long a draft is kept, in hours.
pub const DRAFTS_KEPT_HOURS: i64 = 24;

impl Journal {
    /// Keeps a draft under a fresh id of 16 letters and digits, and forgets those that are too old.
    pub async fn keep_draft(&self, body: &str, now: Timestamp) -> Result<String, JournalError> {
        let mut random = [0; 8];
        getrandom::fill(&mut random)
            .map_err(|error| sqlx::Error::Configuration(Box::new(error)))?;
        let id = format!("{:016x}", u64::from_le_bytes(random));
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("INSERT INTO draft (id, at, body) VALUES (?, ?, ?)")
            .bind(&id)
            .bind(now.as_millisecond())
            .bind(body)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM draft WHERE at < ?")
            .bind(oldest(now))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// A draft, unless it is gone or too old.
    pub async fn draft(&self, id: &str, now: Timestamp) -> Result<Option<String>, JournalError> {
        let kept: Option<(String,)> =
            sqlx::query_as("SELECT body FROM draft WHERE id = ? AND at >= ?")
                .bind(id)
                .bind(oldest(now))
                .fetch_optional(&self.pool)
                .await?;
        Ok(kept.map(|(body,)| body))
    }

    /// Throws a draft away; whether it was there.
    pub async fn forget_draft(&self, id: &str) -> Result<bool, JournalError> {
        let forgotten = sqlx::query("DELETE FROM draft WHERE id = ?")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(forgotten.rows_affected() > 0)
    }
}

fn oldest(now: Timestamp) -> i64 {
    (now - SignedDuration::from_hours(DRAFTS_KEPT_HOURS)).as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_draft_is_kept_for_a_day_or_until_it_is_thrown_away() {
        let journal = Journal::in_memory().await.unwrap();
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let id = journal.keep_draft("{}", now).await.unwrap();
        assert_eq!(
            journal.draft(&id, now).await.unwrap().as_deref(),
            Some("{}")
        );
        let late = now + SignedDuration::from_hours(25);
        assert_eq!(journal.draft(&id, late).await.unwrap(), None);
        assert!(journal.forget_draft(&id).await.unwrap());
        assert!(!journal.forget_draft(&id).await.unwrap());
    }
}
