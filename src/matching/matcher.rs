//! From a question to a verdict, for one state of the knowledge.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{
    calibration::{Calibration, Outcome, Thresholds},
    features::{FeatureSpace, Features},
    ranking::{Fit, Ranking, index::Index, key, promote},
    reading::{Reader, Reading, questions},
    verdict::{CANDIDATES_MAX, Candidate, Parts, Quote, Verdict},
};
use crate::knowledge::EntryId;

/// Answers which entry a question means, for one state of the knowledge.
#[derive(Debug)]
pub struct Matcher {
    pub(super) ids: Vec<EntryId>,
    pub(super) texts: Arc<[String]>,
    pub(super) reader: Reader,
    pub(super) space: FeatureSpace,
    pub(super) index: Index,
    /// From a phrasing's words to its class.
    pub(super) exact: FxHashMap<String, usize>,
    /// Whether questions are compared with the answers' texts.
    pub(super) answers_count: bool,
    pub(super) calibration: Calibration,
    pub(super) thresholds: Thresholds,
}

impl Matcher {
    pub(super) fn rank(&self, features: &Features) -> Ranking {
        let stems = if self.answers_count {
            self.space.stems(features)
        } else {
            Vec::new()
        };
        self.index.rank(features, &stems)
    }

    /// What to do with a question. Terminates for any text, and depends on nothing else.
    ///
    /// A message of several questions is first taken as a whole. When two of its questions are each
    /// answered by an entry of their own, both are; when the whole is not answered but one of them
    /// is, with the entry that fits the whole best, that one is.
    #[must_use]
    pub fn ask(&self, question: &str) -> Verdict {
        let whole = self.ask_one(question);
        if whole.exact {
            return whole;
        }
        let mut questions = questions::split(question);
        if questions.len() < 2 && whole.reading.tokens.iter().any(|token| token.word == "and") {
            questions = questions::split_at_joint(question);
        }
        if questions.len() < 2 {
            return whole;
        }
        let id = |verdict: &Verdict| verdict.candidates.first().map(|c| c.id.clone());
        let mut answered: Vec<Verdict> = Vec::new();
        // The last one comes first out.
        let mut left: Vec<&str> = questions.into_iter().rev().collect();
        while let Some(part) = left.pop()
            && answered.len() < 2
        {
            let verdict = self.ask_one(part);
            if verdict.outcome != Outcome::Answer {
                left.extend(questions::split_at_joint(part).into_iter().rev());
            } else if answered.iter().all(|known| id(known) != id(&verdict)) {
                answered.push(Verdict {
                    asked: Some(part.to_owned()),
                    ..verdict
                });
            }
        }
        let mut answered = answered.into_iter();
        match (answered.next(), answered.next()) {
            (Some(first), Some(second)) => Verdict {
                second: Some(Box::new(second)),
                ..first
            },
            (Some(only), None) if whole.outcome != Outcome::Answer && id(&only) == id(&whole) => {
                only
            }
            _ => whole,
        }
    }

    fn ask_one(&self, question: &str) -> Verdict {
        let reading = self.reader.read_question(question);
        let features = self.space.read(&reading, &self.reader);
        let mut ranking = self.rank(&features);
        let exact = self.exact.get(&key(question, &reading.tokens)).copied();
        // What shares nothing with the question is no candidate, whatever was learnt.
        ranking
            .fits
            .retain(|fit| fit.cosine() > 0.0 && !fit.rejected);
        let stranger = self.stranger(&reading, &ranking);
        let (in_scope, mut probabilities) = self.calibration.assess(&ranking, stranger.is_some());
        let silenced = exact == Some(self.ids.len());
        if let Some(class) = exact.filter(|_| !silenced) {
            promote(class, &mut ranking, &mut probabilities);
        }
        let (outcome, choices) = if silenced {
            (Outcome::Abstain, 0)
        } else if exact.is_some() {
            (Outcome::Answer, 0)
        } else {
            self.thresholds.decide(&probabilities)
        };
        let nearest = |fit: &Fit| Quote::new(&self.texts, fit.nearest);
        Verdict {
            outcome,
            choices,
            candidates: ranking
                .fits
                .iter()
                .zip(&probabilities)
                .take(CANDIDATES_MAX)
                .filter_map(|(fit, score)| {
                    Some(Candidate {
                        id: self.ids.get(fit.class)?.clone(),
                        score: *score,
                        parts: Parts {
                            centroid: fit.centroid,
                            best: fit.best,
                            nearest: nearest(fit),
                            learnt: fit.logit,
                            text: fit.text,
                            shares: fit.shares(),
                        },
                    })
                })
                .collect(),
            in_scope: if silenced { 0.0 } else { in_scope },
            off_topic: (ranking.silent.best > 0.0)
                .then(|| (nearest(&ranking.silent), ranking.silent.best)),
            unknown: ranking.unknown,
            stranger: stranger.filter(|_| exact.is_none()),
            exact: exact.is_some(),
            asked: None,
            second: None,
            reading,
        }
    }

    /// What the question compares a role with, if no phrasing of the first entry names it.
    fn stranger(&self, reading: &Reading, ranking: &Ranking) -> Option<String> {
        let counterpart = self.reader.counterpart(reading)?;
        let first = ranking.fits.first()?.class;
        let stem = self.space.stem_of(counterpart);
        let known = stem.is_some_and(|stem| self.index.knows(first, stem));
        (!known).then(|| counterpart.word.clone())
    }

    /// The probabilities from which the packs' questions are answered or asked back.
    #[must_use]
    pub fn thresholds(&self) -> Thresholds {
        self.thresholds
    }
}
