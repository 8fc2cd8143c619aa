//! Votes on answers.

use std::{future::Future, time::Duration};

use crate::{
    advisor::{Advisor, Snapshot, Voted},
    answer::{Composer, Reply, Subject},
    journal::JournalError,
};

/// So long the disk may take; Discord waits three seconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// Counts a vote on what is seen where it is given: what to say about it.
pub(super) async fn vote(
    advisor: &Advisor,
    seen: &Snapshot,
    voter: u64,
    subject: &Subject,
    helpful: bool,
) -> Reply {
    match in_time(advisor.vote(voter, subject, helpful)).await {
        Some(Voted::Counted) => Composer::voted(helpful),
        Some(Voted::Gone) => seen.open(subject),
        Some(Voted::Unkept) | None => Composer::votes_unkept(),
    }
}

/// Forgets a person's votes: what to say about it.
pub(super) async fn forget(advisor: &Advisor, voter: u64) -> Reply {
    let forgotten = in_time(advisor.forget_votes(voter)).await;
    forgotten.map_or_else(Composer::votes_unkept, Composer::votes_forgotten)
}

/// What came of it, unless it went wrong or took too long, which the log says.
async fn in_time<T>(kept: impl Future<Output = Result<T, JournalError>>) -> Option<T> {
    match tokio::time::timeout(PATIENCE, kept).await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            tracing::error!("a vote is not kept: {error}");
            None
        }
        Err(_elapsed) => {
            tracing::error!("a vote is not kept: the journal takes too long");
            None
        }
    }
}
