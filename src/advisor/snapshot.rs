//! One state of the knowledge with its index: everything a question needs.

use serde::Serialize;

use crate::{
    answer::{Action, Composer, Reply},
    knowledge::{Entry, EntryId, Knowledge},
    matching::{Matcher, Outcome, Settings, Verdict},
};

/// One state of the knowledge, ready to answer.
#[derive(Debug)]
pub struct Snapshot {
    knowledge: Knowledge,
    matcher: Matcher,
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

impl Snapshot {
    /// Builds the index of the knowledge.
    #[must_use]
    pub fn new(knowledge: Knowledge, settings: Settings) -> Self {
        let matcher = Matcher::new(&knowledge, settings);
        Self { knowledge, matcher }
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
        let reply = self.composer().reply(&verdict);
        Advice { verdict, reply }
    }

    /// What a button or a menu brings; a menu's choice comes with it.
    #[must_use]
    pub fn act(&self, action: &Action, chosen: Option<&str>) -> Reply {
        let composer = self.composer();
        match action {
            Action::Entry { entry, role, .. } => self.open(entry, role.as_deref()),
            Action::Compare { first, second } => {
                composer.compare(chosen, Some(first), Some(second))
            }
            Action::Side { role } => composer.role(role, chosen),
            Action::Topics { page } => composer.topics(*page),
            Action::Choose => match chosen.map(str::parse) {
                Some(Ok(id)) => self.open(&id, None),
                _ => Composer::outdated_button(),
            },
        }
    }

    /// Composes replies about this state.
    #[must_use]
    pub fn composer(&self) -> Composer<'_> {
        Composer::new(&self.knowledge)
    }

    /// Shows an entry; when it is gone, says so and offers the nearest ones.
    #[must_use]
    pub fn open(&self, id: &EntryId, role: Option<&str>) -> Reply {
        let composer = self.composer();
        match self.knowledge.entry(id) {
            Some(entry) => composer.entry(entry, role),
            None => composer.gone(&self.nearest(id), role),
        }
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
