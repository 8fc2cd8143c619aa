//! What was asked lately, so that a moderator can see which real questions a change would answer
//! differently. Neither who asked is kept, nor where.

use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;
use tokio::sync::{mpsc, oneshot};
use unicode_segmentation::UnicodeSegmentation;

use super::{Journal, JournalError, RevisionId};
use crate::{knowledge::EntryId, matching::Outcome};

/// As much of a question is kept, in graphemes.
pub const QUESTION_GRAPHEMES_MAX: usize = 300;
/// For so long a question is kept, in days.
pub const QUESTIONS_KEPT_DAYS: i64 = 30;
/// At most so many questions are kept, the newest ones.
pub const QUESTIONS_MAX: u32 = 2_000;

/// A question with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// When.
    pub at: Timestamp,
    /// The question.
    pub text: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The first candidate.
    pub entry: Option<EntryId>,
    /// The revision that answered; `None` when the history knew none.
    pub revision: Option<RevisionId>,
}

#[derive(FromRow)]
struct AskedRow {
    at: i64,
    text: String,
    outcome: String,
    entry: Option<String>,
    revision: Option<String>,
}

impl Journal {
    /// Keeps questions, and forgets those that are too old or too many.
    pub async fn note(&self, questions: &[Asked], now: Timestamp) -> Result<(), JournalError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        for asked in questions {
            sqlx::query(
                "INSERT INTO question (at, text, outcome, entry, revision) VALUES (?, ?, ?, ?, ?)",
            )
            .bind(asked.at.as_millisecond())
            .bind(cut(&asked.text))
            .bind(outcome_name(asked.outcome))
            .bind(asked.entry.as_ref().map(ToString::to_string))
            .bind(asked.revision.as_ref().map(RevisionId::as_str))
            .execute(&mut *transaction)
            .await?;
        }
        let oldest = now - SignedDuration::from_hours(24 * QUESTIONS_KEPT_DAYS);
        sqlx::query(
            "DELETE FROM question WHERE at < ? OR number <= (SELECT number FROM question ORDER BY number DESC LIMIT 1 OFFSET ?)",
        )
        .bind(oldest.as_millisecond())
        .bind(QUESTIONS_MAX)
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    /// What was asked lately, the newest first.
    pub async fn recent_questions(
        &self,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Asked>, JournalError> {
        let oldest = now - SignedDuration::from_hours(24 * QUESTIONS_KEPT_DAYS);
        let rows: Vec<AskedRow> = sqlx::query_as(
            "SELECT at, text, outcome, entry, revision FROM question WHERE at >= ? ORDER BY number DESC LIMIT ?",
        )
        .bind(oldest.as_millisecond())
        .bind(limit.min(QUESTIONS_MAX))
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(read).collect()
    }

    /// Forgets every question.
    pub async fn forget_questions(&self) -> Result<(), JournalError> {
        sqlx::query("DELETE FROM question")
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

fn read(row: AskedRow) -> Result<Asked, JournalError> {
    let damaged = || JournalError::Damaged("a question cannot be read".into());
    Ok(Asked {
        at: Timestamp::from_millisecond(row.at).map_err(|_| damaged())?,
        text: row.text,
        outcome: match row.outcome.as_str() {
            "answer" => Outcome::Answer,
            "clarify" => Outcome::Clarify,
            "abstain" => Outcome::Abstain,
            _ => return Err(damaged()),
        },
        entry: row.entry.and_then(|id| id.parse().ok()),
        revision: row.revision.and_then(|id| id.parse().ok()),
    })
}

const fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answer => "answer",
        Outcome::Clarify => "clarify",
        Outcome::Abstain => "abstain",
    }
}

fn cut(text: &str) -> &str {
    let end = text.grapheme_indices(true).nth(QUESTION_GRAPHEMES_MAX);
    end.map_or(text, |(at, _)| &text[..at])
}

/// So many questions may wait to be written; more are forgotten rather than waited for.
const WAITING_MAX: usize = 1_024;
/// So many are written at once.
const BATCH_MAX: usize = 256;

/// Takes questions without ever keeping anybody waiting, and writes them in batches.
///
/// Clones share it; the last one takes the writing task with it.
#[derive(Debug, Clone)]
pub struct QuestionLog {
    waiting: mpsc::Sender<Waiting>,
}

enum Waiting {
    Asked(Box<Asked>),
    Flush(oneshot::Sender<()>),
}

impl QuestionLog {
    /// Begins to write to a journal. Must be called within a runtime.
    #[must_use]
    pub fn start(journal: Journal) -> Self {
        let (waiting, receiver) = mpsc::channel(WAITING_MAX);
        tokio::spawn(write(journal, receiver));
        Self { waiting }
    }

    /// Takes a question; when too many are waiting, it is forgotten.
    pub fn note(&self, asked: Asked) {
        // Nothing depends on any single question.
        let _ = self.waiting.try_send(Waiting::Asked(Box::new(asked)));
    }

    /// Waits until everything that was taken so far is written.
    pub async fn flush(&self) {
        let (done, written) = oneshot::channel();
        if self.waiting.send(Waiting::Flush(done)).await.is_ok() {
            // The task answers, or is gone.
            let _ = written.await;
        }
    }
}

async fn write(journal: Journal, mut receiver: mpsc::Receiver<Waiting>) {
    let mut failing = false;
    let mut batch = Vec::new();
    while receiver.recv_many(&mut batch, BATCH_MAX).await > 0 {
        let mut asked = Vec::new();
        let mut flushed = Vec::new();
        for waiting in batch.drain(..) {
            match waiting {
                Waiting::Asked(question) => asked.push(*question),
                Waiting::Flush(done) => flushed.push(done),
            }
        }
        if !asked.is_empty() {
            let written = journal.note(&asked, Timestamp::now()).await;
            match &written {
                // Said once: the next batch would say the same.
                Err(error) if !failing => tracing::warn!("questions are not kept: {error}"),
                Ok(()) if failing => tracing::info!("questions are kept again"),
                _ => {}
            }
            failing = written.is_err();
        }
        for done in flushed {
            // Whoever asked may have left.
            let _ = done.send(());
        }
    }
}
