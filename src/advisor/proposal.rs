//! A change that a moderator looks at before it is published: what it would do, and the gate.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Advisor, Changes, Draft, DraftError, DraftFile, PublishError, Rejected, Snapshot,
    publish::block,
};
use crate::{
    answer::{Reply, Subject},
    diagnostic::render,
    journal::{JournalError, Origin, Revision, RevisionId},
    knowledge::{Change, ContentHash, EntryId},
    matching::Outcome,
};

/// At most this many recent questions are replayed.
const QUESTIONS_REPLAYED: u32 = 2_000;

/// What a moderator wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proposal {
    /// A change of one pack.
    Change {
        /// The pack's file.
        file: PathBuf,
        /// What is to be different.
        change: Box<Change>,
    },
    /// Another text for a whole pack.
    Import {
        /// The pack's file.
        file: PathBuf,
        /// The text.
        text: String,
    },
    /// Nothing yet: a question that was tried, which an entry ought to have answered, or none.
    Question {
        /// The question.
        text: String,
    },
}

/// A proposal as it is kept, with what the files held when it was looked at.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    proposal: Proposal,
    bases: Vec<(PathBuf, Option<[u8; 32]>)>,
}

/// What publishing would do.
#[derive(Debug)]
pub struct Preview {
    /// The proposal's id.
    pub id: String,
    /// In one line.
    pub summary: String,
    /// The pack it changes.
    pub file: PathBuf,
    /// The entry it is about as members will see it, if there is one.
    pub shown: Option<Reply>,
    /// Every problem that `chiefly check` would find, with its place and its line.
    pub problems: Vec<String>,
    /// Whether the problems keep it from being published at all.
    pub is_broken: bool,
    /// How many promises would not hold that hold now.
    pub promises_broken: usize,
    /// Each question whose outcome would differ.
    pub outcomes: Vec<OutcomeChange>,
    /// The difference between the files, as a unified diff.
    pub difference: String,
}

/// A question with another outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeChange {
    /// The question.
    pub question: String,
    /// Where it comes from.
    pub source: QuestionSource,
    /// What comes of it now.
    pub before: String,
    /// What would come of it.
    pub after: String,
}

/// Where a replayed question comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuestionSource {
    /// A promise.
    Expect,
    /// An off-topic question.
    OffTopic,
    /// Somebody asked it lately.
    Asked,
}

/// Why a proposal cannot be looked at or published.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    /// It was published or thrown away, or is too old.
    #[error("this proposal is no longer there")]
    Gone,
    /// There is no draft of it.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// It cannot be published.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl Advisor {
    /// Keeps a proposal, and tells what publishing it would do.
    pub async fn propose(
        self: &Arc<Self>,
        proposal: Proposal,
        now: Timestamp,
    ) -> Result<Preview, ProposalError> {
        let advisor = Arc::clone(self);
        let (draft, proposal) = block(move || (advisor.draft_of(&proposal), proposal)).await?;
        let draft = draft?;
        let kept = Kept {
            proposal,
            bases: bases(&draft),
        };
        let id = self.keep(&kept, now).await?;
        let asked = match self.journal() {
            Some(journal) => journal.recent_questions(QUESTIONS_REPLAYED, now).await?,
            None => Vec::new(),
        };
        let asked: BTreeSet<String> = asked.into_iter().map(|asked| asked.text).collect();
        let advisor = Arc::clone(self);
        Ok(block(move || advisor.weigh(id, &draft, &asked)).await??)
    }

    /// Keeps a question that was tried, to be taught later.
    pub async fn remember(&self, text: &str, now: Timestamp) -> Result<String, ProposalError> {
        let kept = Kept {
            proposal: Proposal::Question {
                text: text.to_owned(),
            },
            bases: Vec::new(),
        };
        self.keep(&kept, now).await
    }

    /// A proposal that was kept.
    pub async fn proposal(&self, id: &str, now: Timestamp) -> Result<Proposal, ProposalError> {
        Ok(self.kept(id, now).await?.proposal)
    }

    /// Publishes a proposal, if the files are what they were when it was looked at.
    pub async fn accept(
        self: &Arc<Self>,
        id: &str,
        who: &str,
        now: Timestamp,
    ) -> Result<RevisionId, ProposalError> {
        let kept = self.kept(id, now).await?;
        let advisor = Arc::clone(self);
        let mut draft = block(move || advisor.draft_of(&kept.proposal)).await??;
        for file in &mut draft.files {
            let seen = kept.bases.iter().find(|(path, _)| *path == file.path);
            file.base = seen.and_then(|(_, base)| base.map(ContentHash::from));
        }
        let revision = self.publish(&draft, who, Origin::Discord, now).await?;
        self.discard(id).await?;
        Ok(revision)
    }

    /// Throws a proposal away; whether it was there.
    pub async fn discard(&self, id: &str) -> Result<bool, ProposalError> {
        let journal = self.journal().ok_or(PublishError::NoJournal)?;
        Ok(journal.forget_draft(id).await?)
    }

    async fn keep(&self, kept: &Kept, now: Timestamp) -> Result<String, ProposalError> {
        let journal = self.journal().ok_or(PublishError::NoJournal)?;
        let body = serde_json::to_string(kept)
            .map_err(|_| JournalError::Damaged("a draft cannot be written".into()))?;
        Ok(journal.keep_draft(&body, now).await?)
    }

    async fn kept(&self, id: &str, now: Timestamp) -> Result<Kept, ProposalError> {
        let journal = self.journal().ok_or(PublishError::NoJournal)?;
        let body = journal.draft(id, now).await?.ok_or(ProposalError::Gone)?;
        // One of another version is as good as gone.
        serde_json::from_str(&body).map_err(|_| ProposalError::Gone)
    }

    /// What a proposal makes of the files as they are now. Reads them.
    fn draft_of(&self, proposal: &Proposal) -> Result<Draft, ProposalError> {
        match proposal {
            Proposal::Change { file, change } => Ok(self.draft(file, change)?),
            Proposal::Import { file, text } => Ok(self.draft_of_text(file, text)?),
            Proposal::Question { .. } => Err(ProposalError::Gone),
        }
    }

    fn draft_of_text(&self, file: &std::path::Path, text: &str) -> Result<Draft, DraftError> {
        let library = self.library.as_ref().ok_or(DraftError::NoFiles)?;
        if !library.store.holds(file) {
            return Err(DraftError::NoPack(file.to_owned()));
        }
        let base = match std::fs::read(file) {
            Ok(bytes) => Some(ContentHash::of(&bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(DraftError::Unreadable {
                    file: file.to_owned(),
                    error,
                });
            }
        };
        Ok(Draft {
            files: vec![DraftFile {
                path: file.to_owned(),
                base,
                text: Some(text.to_owned()),
            }],
            summary: format!("import {}", file.display()),
        })
    }

    /// What publishing a draft would do. Builds an index: work for a thread that may block.
    fn weigh(
        &self,
        id: String,
        draft: &Draft,
        asked: &BTreeSet<String>,
    ) -> Result<Preview, PublishError> {
        let now = self.snapshot();
        let checked = self.preview(draft)?;
        let is_broken = checked.is_broken();
        let problems = checked
            .diagnostics
            .iter()
            .map(|problem| render(problem, &checked.sources, false))
            .collect();
        let (shown, outcomes, promises_broken) = match &checked.snapshot {
            Some(next) => {
                let broken = |state: &Snapshot| {
                    let expects = next.knowledge().packs.iter().flat_map(|pack| &pack.expects);
                    expects
                        .filter(|e| state.broken(&e.ask, &e.entry).is_some())
                        .count()
                };
                (
                    shown(&now, next),
                    outcomes(&now, next, asked),
                    broken(next).saturating_sub(broken(&now)),
                )
            }
            None => (None, Vec::new(), 0),
        };
        let difference = self.difference(draft);
        Ok(Preview {
            id,
            summary: draft.summary.clone(),
            file: draft
                .files
                .first()
                .map(|f| f.path.clone())
                .unwrap_or_default(),
            shown,
            problems,
            is_broken,
            promises_broken,
            outcomes,
            difference,
        })
    }

    /// A revision, by the beginning of its name, and what it did to the files, as a unified diff.
    pub async fn revised(&self, id: &str) -> Result<(Revision, String), ProposalError> {
        let journal = self.journal().ok_or(PublishError::NoJournal)?;
        let revision = journal.revision(id).await?;
        let difference = journal.difference(&revision).await?;
        Ok((revision, difference))
    }

    /// The files as they are on the disk, checked: every problem with its place and its line, and
    /// whether they cannot be used. Builds an index: work for a thread that may block.
    pub fn problems(&self) -> Result<(Vec<String>, bool), PublishError> {
        let nothing = Draft {
            files: Vec::new(),
            summary: String::new(),
        };
        let checked = self.preview(&nothing)?;
        let shown = |problem| render(problem, &checked.sources, false);
        Ok((
            checked.diagnostics.iter().map(shown).collect(),
            checked.is_broken(),
        ))
    }
}

impl Rejected {
    /// Every problem with its place and its line.
    #[must_use]
    pub fn rendered(&self) -> Vec<String> {
        let shown = |problem| render(problem, &self.sources, false);
        self.diagnostics.iter().map(shown).collect()
    }
}

fn bases(draft: &Draft) -> Vec<(PathBuf, Option<[u8; 32]>)> {
    let files = draft.files.iter();
    files
        .map(|file| (file.path.clone(), file.base.map(|base| *base.as_bytes())))
        .collect()
}

/// The first entry that is new or says something else, as members will see it.
fn shown(before: &Snapshot, after: &Snapshot) -> Option<Reply> {
    let changes = Changes::between(before.knowledge(), after.knowledge());
    let entry = changes.added.into_iter().chain(changes.changed).next()?;
    Some(after.open(&Subject {
        entry,
        revision: None,
        role: None,
    }))
}

/// Every question whose outcome differs, promises first.
fn outcomes(before: &Snapshot, after: &Snapshot, asked: &BTreeSet<String>) -> Vec<OutcomeChange> {
    let mut questions: BTreeSet<(QuestionSource, &str)> = BTreeSet::new();
    for pack in [before, after]
        .into_iter()
        .flat_map(|s| &s.knowledge().packs)
    {
        let expects = pack.expects.iter().map(|e| e.ask.as_str());
        questions.extend(expects.map(|ask| (QuestionSource::Expect, ask)));
        let off_topic = pack.off_topic.iter().map(|o| o.ask.as_str());
        questions.extend(off_topic.map(|ask| (QuestionSource::OffTopic, ask)));
    }
    questions.extend(
        asked
            .iter()
            .map(|ask| (QuestionSource::Asked, ask.as_str())),
    );
    let changes = questions.into_iter().filter_map(|(source, question)| {
        let (now, then) = (landing(before, question), landing(after, question));
        (now != then).then(|| OutcomeChange {
            question: question.to_owned(),
            source,
            before: said(now),
            after: said(then),
        })
    });
    changes.collect()
}

/// What comes of a question: the outcome with the entries it leads to.
fn landing(snapshot: &Snapshot, question: &str) -> (Outcome, Vec<EntryId>) {
    let verdict = snapshot.matcher().ask(question);
    let named = match verdict.outcome {
        // In which order further choices stand is no difference worth a look, what stands first is.
        Outcome::Answer | Outcome::Clarify => 1,
        Outcome::Abstain => 0,
    };
    let candidates = verdict.candidates.into_iter().take(named);
    (verdict.outcome, candidates.map(|c| c.id).collect())
}

fn said((outcome, entries): (Outcome, Vec<EntryId>)) -> String {
    let first = entries.first().map(EntryId::to_string).unwrap_or_default();
    match outcome {
        Outcome::Answer => format!("`{first}`"),
        Outcome::Clarify => format!("asks back, `{first}` first"),
        Outcome::Abstain => "\u{201c}I don't know\u{201d}".to_owned(),
    }
}

#[cfg(test)]
mod tests;
