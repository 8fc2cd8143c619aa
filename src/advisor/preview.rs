//! What publishing a draft would do: the answer, the problems, and every question whose outcome would
//! differ.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use super::{
    Advisor, Changes, Checked, Draft, PublishError, Rejected, Snapshot, edition::Editions,
};
use crate::{
    answer::{Reply, Subject},
    diagnostic::{Diagnostic, render},
    knowledge::EntryId,
    matching::Outcome,
};

/// What publishing would do.
#[derive(Debug)]
pub struct Preview {
    /// The proposal's id.
    pub id: String,
    /// In one line.
    pub summary: String,
    /// The packs it changes.
    pub files: Vec<PathBuf>,
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

impl Advisor {
    /// What publishing a draft would do, as a server sees it; promises count wherever they are seen.
    /// Builds indexes: work for a thread that may block.
    pub(super) fn weigh(
        &self,
        id: String,
        draft: &Draft,
        asked: &BTreeSet<String>,
        server: Option<u64>,
    ) -> Result<Preview, PublishError> {
        let now = self.whole();
        let mut checked = self.preview(draft)?;
        let is_broken = checked.is_broken();
        let snapshot = checked.snapshot.take();
        let problems = self.seen_problems(&checked, server);
        let (shown, outcomes, promises_broken) = match snapshot {
            Some(next) => {
                let next = Arc::new(next);
                let broken = |state: &Snapshot| {
                    let expects = next.knowledge().packs.iter().flat_map(|pack| &pack.expects);
                    expects
                        .filter(|e| state.broken(&e.ask, &e.entry).is_some())
                        .count()
                };
                let promises_broken = broken(&next).saturating_sub(broken(&now));
                let next = Editions::new(next, &self.readership);
                let (now, next) = (self.snapshot(server), next.seen_in(server));
                (
                    shown(&now, next),
                    outcomes(&now, next, asked),
                    promises_broken,
                )
            }
            None => (None, Vec::new(), 0),
        };
        let difference = self.difference(draft);
        Ok(Preview {
            id,
            summary: draft.summary.clone(),
            files: draft.files.iter().map(|file| file.path.clone()).collect(),
            shown,
            problems,
            is_broken,
            promises_broken,
            outcomes,
            difference,
        })
    }

    /// The files as they are on the disk, checked: every problem of the packs that a server sees with
    /// its place and its line, and whether the files cannot be used. Builds an index: work for a thread
    /// that may block.
    pub fn problems(&self, server: Option<u64>) -> Result<(Vec<String>, bool), PublishError> {
        let nothing = Draft {
            files: Vec::new(),
            summary: String::new(),
        };
        let checked = self.preview(&nothing)?;
        Ok((self.seen_problems(&checked, server), checked.is_broken()))
    }

    /// The problems of what a server sees, and those of no pack.
    fn seen_problems(&self, checked: &Checked, server: Option<u64>) -> Vec<String> {
        let seen = |problem: &&Diagnostic| {
            let place = problem.place();
            place.is_none_or(|label| self.readership.sees(server, &label.file))
        };
        let problems = checked.diagnostics.iter().filter(seen);
        problems
            .map(|problem| render(problem, &checked.sources, false))
            .collect()
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
        (now != then).then(|| {
            let (mut was, mut becomes) = (said(before, &now, false), said(after, &then, false));
            if was == becomes {
                // Two entries of one title.
                (was, becomes) = (said(before, &now, true), said(after, &then, true));
            }
            OutcomeChange {
                question: question.to_owned(),
                source,
                before: was,
                after: becomes,
            }
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

/// The same in words, by the entries' titles or by their ids.
fn said(snapshot: &Snapshot, (outcome, entries): &(Outcome, Vec<EntryId>), by_ids: bool) -> String {
    let first = entries.first().map(|id| {
        if by_ids {
            format!("`{id}`")
        } else {
            format!("**{}**", snapshot.title(id))
        }
    });
    let first = first.unwrap_or_default();
    match outcome {
        Outcome::Answer => first,
        Outcome::Clarify => format!("asks back, {first} first"),
        Outcome::Abstain => "\u{201c}I don't know\u{201d}".to_owned(),
    }
}
