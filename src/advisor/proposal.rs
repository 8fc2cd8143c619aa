//! A change that a moderator looks at before it is published: what it would do, and the gate.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Advisor, Draft, DraftError, DraftFile, Preview, PublishError, UndoError, publish::block,
};
use crate::{
    journal::{JournalError, Origin, RevisionId},
    knowledge::{Change, ContentHash},
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
    /// Takes back what a revision did.
    Undo {
        /// Its id, or the beginning of it.
        revision: String,
    },
    /// Nothing yet: a form as it was filled in, to be opened again.
    Form {
        /// What it is for.
        purpose: String,
        /// What stands in each of its inputs.
        values: Vec<(String, String)>,
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

/// Why a proposal cannot be looked at or published.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    /// It was published or thrown away, or is too old.
    #[error("this proposal is no longer there")]
    Gone,
    /// It changes a pack that whoever proposes it may not change.
    #[error("`{}` is no pack of this server", name(.0))]
    NotOwned(PathBuf),
    /// There is no draft of it.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The revision cannot be taken back.
    #[error(transparent)]
    Undo(#[from] UndoError),
    /// It cannot be published.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl Advisor {
    /// Keeps a proposal, and tells what publishing it would do where it is looked at: in a server, or
    /// outside of servers. `may` tells which packs may be changed by it.
    pub async fn propose(
        self: &Arc<Self>,
        proposal: Proposal,
        may: impl Fn(&Path) -> bool,
        server: Option<u64>,
        now: Timestamp,
    ) -> Result<Preview, ProposalError> {
        let draft = self.draft_of(&proposal, may).await?;
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
        let weighed = block(move || advisor.weigh(id, &draft, &asked, server)).await?;
        Ok(weighed?)
    }

    /// Keeps what changes nothing yet: a question that was tried, a form that was filled in.
    pub async fn remember(
        &self,
        proposal: Proposal,
        now: Timestamp,
    ) -> Result<String, ProposalError> {
        let kept = Kept {
            proposal,
            bases: Vec::new(),
        };
        self.keep(&kept, now).await
    }

    /// A proposal that was kept.
    pub async fn proposal(&self, id: &str, now: Timestamp) -> Result<Proposal, ProposalError> {
        Ok(self.kept(id, now).await?.proposal)
    }

    /// Publishes a proposal, if the files are what they were when it was looked at; `may` tells which
    /// packs may be changed by it.
    pub async fn accept(
        self: &Arc<Self>,
        id: &str,
        may: impl Fn(&Path) -> bool,
        who: &str,
        now: Timestamp,
    ) -> Result<RevisionId, ProposalError> {
        let kept = self.kept(id, now).await?;
        let mut draft = self.draft_of(&kept.proposal, may).await?;
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

    /// What a proposal makes of the files as they are now, if each of them may be changed.
    async fn draft_of(
        self: &Arc<Self>,
        proposal: &Proposal,
        may: impl Fn(&Path) -> bool,
    ) -> Result<Draft, ProposalError> {
        if let Some(file) = proposal.file().filter(|file| !may(file)) {
            return Err(ProposalError::NotOwned(file.to_owned()));
        }
        let (advisor, proposal) = (Arc::clone(self), proposal.clone());
        let draft = match proposal {
            Proposal::Change { file, change } => {
                block(move || advisor.draft(&file, &change)).await??
            }
            Proposal::Import { file, text } => {
                block(move || advisor.draft_of_text(&file, text)).await??
            }
            Proposal::Undo { revision } => {
                // A conflict would show what is in the files.
                let files = self.revised_files(&revision).await?;
                if let Some(file) = files.into_iter().find(|file| !may(file)) {
                    return Err(ProposalError::NotOwned(file));
                }
                self.undo(&revision).await?
            }
            Proposal::Form { .. } | Proposal::Question { .. } => return Err(ProposalError::Gone),
        };
        Ok(draft)
    }

    fn draft_of_text(&self, file: &Path, text: String) -> Result<Draft, DraftError> {
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
                text: Some(text),
            }],
            summary: format!("import {}", file.display()),
        })
    }
}

impl Proposal {
    /// The one file that it changes, if that is known without looking further.
    fn file(&self) -> Option<&Path> {
        match self {
            Self::Change { file, .. } | Self::Import { file, .. } => Some(file),
            Self::Undo { .. } | Self::Form { .. } | Self::Question { .. } => None,
        }
    }
}

fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn bases(draft: &Draft) -> Vec<(PathBuf, Option<[u8; 32]>)> {
    let files = draft.files.iter();
    files
        .map(|file| (file.path.clone(), file.base.map(|base| *base.as_bytes())))
        .collect()
}

#[cfg(test)]
mod tests;
