//! Whether answers help.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Advisor;
use crate::{
    answer::{Revision, Subject},
    journal::{Journal, JournalError, Mark, Vote},
    knowledge::EntryId,
};

/// What the marks of voters are for: they cannot be compared with any others.
const VOTERS: &str = "voter";

/// What became of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voted {
    /// It counts.
    Counted,
    /// The entry is no longer there.
    Gone,
    /// No votes are kept.
    Unkept,
}

/// The votes on an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Votes {
    /// The entry.
    pub entry: EntryId,
    /// How it is called.
    pub title: String,
    /// How many find helpful what it says now.
    pub helpful: u32,
    /// How many do not.
    pub unhelpful: u32,
    /// How many found helpful what it said before.
    pub helpful_before: u32,
    /// How many did not.
    pub unhelpful_before: u32,
}

impl Advisor {
    /// Counts a person's vote, by Discord's number, on an answer as a message showed it, in place of
    /// an earlier one on the same words. Who it was is not kept, only a mark that stands for them.
    pub async fn vote(
        &self,
        voter: u64,
        subject: &Subject,
        helpful: bool,
    ) -> Result<Voted, JournalError> {
        let snapshot = self.whole();
        let Some(entry) = snapshot.knowledge().entry(&subject.entry) else {
            return Ok(Voted::Gone);
        };
        let Some(journal) = &self.journal else {
            return Ok(Voted::Unkept);
        };
        let vote = Vote {
            entry: subject.entry.clone(),
            revision: subject.revision.unwrap_or_else(|| Revision::of(entry)),
            voter: mark(journal, voter),
            helpful,
            at: Timestamp::now(),
        };
        journal.vote(&vote).await?;
        Ok(Voted::Counted)
    }

    /// Forgets every vote of a person, and tells how many there were.
    pub async fn forget_votes(&self, voter: u64) -> Result<u64, JournalError> {
        match &self.journal {
            Some(journal) => journal.forget_votes(mark(journal, voter)).await,
            None => Ok(0),
        }
    }

    /// The votes on what a server sees now, those first whose answer helps least.
    pub async fn votes(&self, server: Option<u64>) -> Result<Vec<Votes>, JournalError> {
        let Some(journal) = &self.journal else {
            return Ok(Vec::new());
        };
        let snapshot = self.snapshot(server);
        let mut votes: BTreeMap<EntryId, Votes> = BTreeMap::new();
        for tally in journal.tallies(Timestamp::now()).await? {
            let Some(entry) = snapshot.knowledge().entry(&tally.entry) else {
                continue;
            };
            let of_entry = votes.entry(tally.entry).or_insert_with_key(|id| Votes {
                entry: id.clone(),
                title: snapshot.composer().label(entry),
                helpful: 0,
                unhelpful: 0,
                helpful_before: 0,
                unhelpful_before: 0,
            });
            if tally.revision == Revision::of(entry) {
                of_entry.helpful += tally.helpful;
                of_entry.unhelpful += tally.unhelpful;
            } else {
                of_entry.helpful_before += tally.helpful;
                of_entry.unhelpful_before += tally.unhelpful;
            }
        }
        let mut votes: Vec<Votes> = votes.into_values().collect();
        let lacking = |votes: &Votes| i64::from(votes.helpful) - i64::from(votes.unhelpful);
        // Stable: the rest stays in the order of the ids.
        votes.sort_by_key(lacking);
        Ok(votes)
    }
}

fn mark(journal: &Journal, voter: u64) -> Mark {
    journal.mark(VOTERS, &voter.to_le_bytes())
}
