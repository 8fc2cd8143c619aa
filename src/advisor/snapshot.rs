//! One state of the knowledge with its index: everything a question needs.

use std::path::Path;

use serde::Serialize;

use super::which::Evidence;
use crate::{
    answer::{Action, Composer, Deed, Place, Reply, RoleTag, Subject},
    knowledge::{Entry, EntryId, Knowledge},
    matching::{CANDIDATES_MAX, Candidate, Matcher, Outcome, Parts, Settings, Verdict},
};

/// One state of the knowledge, ready to answer.
#[derive(Debug)]
pub struct Snapshot {
    knowledge: Knowledge,
    matcher: Matcher,
    settings: Settings,
    pub(super) evidence: Evidence,
}

/// A question with what came of it.
#[derive(Debug, Clone)]
pub struct Advice {
    /// Why.
    pub verdict: Verdict,
    /// What to say.
    pub reply: Reply,
}

/// How a candidate is shown to programs.
#[derive(Debug, Serialize)]
struct CandidateView {
    id: String,
    score: f32,
    title: String,
}

impl Advice {
    /// An answer that was found by other means than the question's words as a whole.
    pub(super) fn found(plain: &Verdict, id: &EntryId, reply: Reply) -> Self {
        let mut verdict = Verdict {
            outcome: Outcome::Answer,
            choices: 0,
            asked: None,
            second: None,
            ..plain.clone()
        };
        verdict.candidates.retain(|candidate| candidate.id != *id);
        let first = Candidate {
            id: id.clone(),
            score: 1.0,
            parts: Parts::default(),
        };
        verdict.candidates.insert(0, first);
        verdict.candidates.truncate(CANDIDATES_MAX);
        Self { verdict, reply }
    }
}

impl Snapshot {
    /// Builds the index of the knowledge.
    #[must_use]
    pub fn new(knowledge: Knowledge, settings: Settings) -> Self {
        let matcher = Matcher::new(&knowledge, settings);
        let evidence = Evidence::new(&knowledge);
        Self {
            knowledge,
            matcher,
            settings,
            evidence,
        }
    }

    /// The packs of these files alone, with an index of their own.
    #[must_use]
    pub(super) fn only(&self, keeps: impl Fn(&Path) -> bool) -> Self {
        let part = self.knowledge.only(|pack| keeps(&pack.file));
        Self::new(part, self.settings)
    }

    /// What it knows.
    #[must_use]
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// How it finds it.
    #[must_use]
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// Answers a question.
    #[must_use]
    pub fn ask(&self, question: &str) -> Advice {
        let verdict = self.matcher.ask(question);
        if let Some(compared) = self.compared(question, &verdict) {
            return compared;
        }
        let reply = self.composer().reply(&verdict);
        Advice { verdict, reply }
    }

    /// What a button or a menu shows; a menu's choice comes with it. `None` when it shows nothing, but
    /// does something with its message.
    #[must_use]
    pub fn act(&self, action: &Action, chosen: Option<&str>) -> Option<Reply> {
        let composer = self.composer();
        // A role that is gone is looked for by its tag, and not found.
        let slug = |tag: &RoleTag| {
            let role = composer.tagged(tag);
            role.map_or_else(|| tag.to_string(), |role| role.id.slug.clone())
        };
        let place = |at: &Option<Place>| match chosen {
            Some(chosen) => Place {
                dimension: Some(chosen.to_owned()),
                page: 0,
            },
            None => at.clone().unwrap_or_default(),
        };
        Some(match &action.deed {
            Deed::Show { subject, .. } => self.open(subject),
            Deed::Compare { first, second, at } => {
                composer.compare_at(&place(at), Some(&slug(first)), Some(&slug(second)))
            }
            Deed::Side { role, at } => composer.role_at(&slug(role), &place(at)),
            Deed::Page {
                part,
                subject,
                page,
            } => {
                let shown = composer.page(*part, subject, *page);
                shown.unwrap_or_else(|| self.open(subject))
            }
            Deed::Topics { page } => composer.topics(*page),
            Deed::Choose => match chosen.map(str::parse) {
                Some(Ok(entry)) => self.open(&Subject {
                    entry,
                    revision: None,
                    role: None,
                }),
                _ => Composer::outdated_button(),
            },
            Deed::Guess { round, guess } => composer.guessed(round, guess),
            Deed::Play { seed } => composer.quiz_again(*seed),
            Deed::Share { .. }
            | Deed::Vote { .. }
            | Deed::ForgetVotes
            | Deed::Publish { .. }
            | Deed::Discard { .. }
            | Deed::Again { .. }
            | Deed::Rewrite { .. }
            | Deed::Undo { .. }
            | Deed::Belongs { .. }
            | Deed::Silence { .. }
            | Deed::Delete { .. } => {
                return None;
            }
        })
    }

    /// Composes replies about this state.
    #[must_use]
    pub fn composer(&self) -> Composer<'_> {
        Composer::new(&self.knowledge)
    }

    /// Shows an entry; when it has changed since, says so, and when it is gone, offers the nearest.
    #[must_use]
    pub fn open(&self, subject: &Subject) -> Reply {
        let composer = self.composer();
        composer.subject(subject).unwrap_or_else(|| {
            let role = subject.role.as_ref().and_then(|tag| composer.tagged(tag));
            composer.gone(
                &self.nearest(&subject.entry),
                role.map(|role| role.id.slug.as_str()),
            )
        })
    }

    /// The entries whose subject is nearest to what an id says.
    fn nearest(&self, id: &EntryId) -> Vec<&Entry> {
        const NEAREST_MAX: usize = 3;
        let verdict = self.matcher.ask(&id.slug.replace('-', " "));
        let candidates = verdict.candidates.iter().take(NEAREST_MAX);
        candidates
            .filter_map(|candidate| self.knowledge.entry(&candidate.id))
            .collect()
    }

    /// The title of an entry; its id when it has none.
    #[must_use]
    pub fn title(&self, id: &EntryId) -> String {
        let entry = self.knowledge.entry(id);
        entry.map_or_else(|| id.to_string(), |entry| entry.title.clone())
    }

    /// An advice as one JSON object: `question`, `outcome`, `role`, `candidates`, `reply`.
    #[must_use]
    pub fn to_json(&self, question: &str, advice: &Advice) -> serde_json::Value {
        let candidates: Vec<CandidateView> = advice
            .verdict
            .candidates
            .iter()
            .map(|candidate| CandidateView {
                id: candidate.id.to_string(),
                score: candidate.score,
                title: self.title(&candidate.id),
            })
            .collect();
        serde_json::json!({
            "question": question,
            "outcome": advice.verdict.outcome,
            "role": advice.verdict.reading.role(),
            "candidates": candidates,
            "reply": advice.reply,
        })
    }

    /// What comes of a promise's question, if the promise does not hold: if its entry is neither
    /// answered nor the first of what is offered.
    pub(super) fn broken(&self, ask: &str, entry: &EntryId) -> Option<Verdict> {
        let verdict = self.matcher.ask(ask);
        let first = verdict.candidates.first();
        let kept = verdict.outcome != Outcome::Abstain && first.is_some_and(|c| c.id == *entry);
        (!kept).then_some(verdict)
    }
}
