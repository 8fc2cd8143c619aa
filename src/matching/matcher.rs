//! From a question to a verdict, for one state of the knowledge.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{
    Settings,
    calibration::{Calibration, Trial},
    corpus::Corpus,
    counts::Counts,
    decision::{Outcome, Thresholds},
    exact::{exact_keys, key, promote},
    fit::{Fit, Ranking},
    index::{self, Index},
    parallel::in_parallel,
    questions,
    reading::{Reader, Reading, Words},
    space::{FeatureSpace, Features},
    trials::{is_left_out, left_out},
    vectors::Vectors,
    verdict::{CANDIDATES_MAX, Candidate, Parts, Quote, Verdict},
};
use crate::knowledge::{EntryId, Knowledge};

/// Answers which entry a question means, for one state of the knowledge.
#[derive(Debug)]
pub struct Matcher {
    ids: Vec<EntryId>,
    texts: Arc<[String]>,
    pub(super) reader: Reader,
    pub(super) space: FeatureSpace,
    pub(super) index: Index,
    /// From a phrasing's words to its class.
    exact: FxHashMap<String, usize>,
    /// Whether questions are compared with the answers' texts.
    answers_count: bool,
    pub(super) calibration: Calibration,
    pub(super) thresholds: Thresholds,
}

impl Matcher {
    /// Builds the index of all packs and fits the decision on them.
    #[must_use]
    pub fn new(knowledge: &Knowledge, settings: Settings) -> Self {
        let mut corpus = Corpus::new(knowledge);
        let mut reader = Reader::new(knowledge);
        let words: Vec<Words> = corpus
            .phrasings
            .iter()
            .map(|phrasing| reader.learn(&phrasing.text))
            .collect();
        reader.finish();
        let mut space = FeatureSpace::default();
        let add_all = || {
            let mut vectors = Vectors::default();
            let mut counts = Counts::default();
            for (words, phrasing) in words.iter().zip(&corpus.phrasings) {
                let units = reader.read_phrasing(words);
                space.add(&units, &reader.synonyms, phrasing.class, &mut counts);
                vectors.push(phrasing.class, &counts.known);
            }
            vectors
        };
        let ((lookalikes, exact), mut vectors) = in_parallel(
            || (reader.lexicon.lookalikes(), exact_keys(&corpus, &words)),
            add_all,
        );
        reader.lexicon.finish(lookalikes);
        let mut register = |text: &str| {
            let words = reader.words_of(text);
            let mut counts = Counts::default();
            space.register(&reader.read_phrasing(&words), &reader.synonyms, &mut counts);
            counts
        };
        let rejects: Vec<Vec<Counts>> = corpus
            .rejects
            .iter()
            .map(|texts| texts.iter().map(|text| register(text)).collect())
            .collect();
        let answers: Vec<Counts> =
            if index::weighs_answers(corpus.phrasings.len(), corpus.ids.len()) {
                let texts = answer_texts(knowledge, &corpus);
                texts.iter().map(|text| register(text)).collect()
            } else {
                Vec::new()
            };
        space.finish(corpus.silent() + 1);
        vectors.for_each_row(|row| {
            space.weigh_known(row, &[]);
        });
        let answers: Vec<_> = answers
            .into_iter()
            .map(|counts| space.stems(&space.weigh(counts)))
            .collect();
        let (mut index, left_out) = learn(vectors, &corpus, space.len());
        for (class, counts) in rejects.into_iter().enumerate() {
            for counts in counts {
                index.add_reject(class, &space.weigh(counts));
            }
        }
        if !answers.is_empty() {
            index.add_answers(&answers);
        }
        let mut matcher = Self {
            exact,
            texts: corpus
                .phrasings
                .iter_mut()
                .map(|phrasing| std::mem::take(&mut phrasing.text))
                .collect(),
            ids: corpus.ids.clone(),
            answers_count: !answers.is_empty(),
            reader,
            space,
            index,
            calibration: Calibration::default(),
            thresholds: Thresholds::default(),
        };
        matcher.calibrate(&corpus, left_out, settings);
        matcher
    }

    pub(super) fn features(&self, reading: &Reading) -> Features {
        let units = self.reader.units(reading);
        self.space
            .weigh(self.space.count(&units, &self.reader.synonyms))
    }

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
        let features = self.features(&reading);
        let mut ranking = self.rank(&features);
        let exact = self.exact.get(&key(question, &reading.tokens)).copied();
        // What shares nothing with the question is no candidate, whatever was learnt.
        ranking
            .fits
            .retain(|fit| fit.cosine() > 0.0 && !fit.rejected);
        let (in_scope, mut probabilities) = self.calibration.assess(&ranking);
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
            exact: exact.is_some(),
            asked: None,
            second: None,
            reading,
        }
    }

    /// The probabilities from which the packs' questions are answered or asked back.
    #[must_use]
    pub fn thresholds(&self) -> Thresholds {
        self.thresholds
    }
}

/// Builds the index, and on a second thread what calibration needs: both take as long.
fn learn(vectors: Vectors, corpus: &Corpus, features: usize) -> (Index, Vec<Trial>) {
    let entries = corpus.silent();
    if !is_left_out(&vectors, entries) {
        return (Index::new(vectors, entries, features), Vec::new());
    }
    let copy = vectors.clone();
    in_parallel(
        || Index::new(vectors, entries, features),
        || left_out(corpus, &copy, features),
    )
}

/// The first 800 characters of each entry's answer, in the corpus's order.
fn answer_texts(knowledge: &Knowledge, corpus: &Corpus) -> Vec<String> {
    let mut texts: Vec<String> = vec![String::new(); corpus.ids.len()];
    for entry in knowledge.entries() {
        if let Ok(at) = corpus.ids.binary_search(&entry.id)
            && let Some(text) = texts.get_mut(at)
        {
            *text = entry.answer.chars().take(800).collect();
        }
    }
    texts
}
