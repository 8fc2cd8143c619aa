//! The packs' own questions, asked of a matcher that does not know them, and what is fitted on that.

use super::{
    Calibration, Trial,
    decision::{Graded, Thresholds},
};
use crate::matching::{
    corpus::Corpus,
    features::Features,
    parallel::in_parallel,
    ranking::{Ranking, index::Index},
    training::{Gate, Lessons, scatter},
    vectors::Vectors,
};

/// Phrasings are left out in this many parts, one after the other, to calibrate.
const FOLDS: usize = 4;
/// With this many trials no further part is left out.
const TRIALS_ENOUGH: usize = 900;
/// Of more phrasings than this, one part in [`FOLDS`] is too many to leave out: a sample is.
const TRIALS_MAX: usize = 4000;
/// Packs with fewer off-topic questions also calibrate on phrasings whose entry is left out.
const FEW_OFF_TOPIC: usize = 30;
/// How much a question counts whose entry was left out: one in four questions is imagined off topic.
const IMAGINED: f32 = 0.33;

/// What is asked of an index to calibrate it.
#[derive(Debug, Default)]
pub(in crate::matching) struct TrialSet {
    /// The promises, with the entries that answer them.
    pub(in crate::matching) promises: Vec<(Features, usize)>,
    /// Which of the index's phrasings are asked as if they were not in it.
    left_out: Vec<LeftOut>,
    /// The part that each of the index's vectors is in.
    parts: Vec<usize>,
    /// What tells on topic from off topic without each part of the phrasings.
    gates: Vec<Option<Gate>>,
    /// Whether phrasings are asked once more without their entry.
    few_off_topic: bool,
}

#[derive(Debug)]
struct LeftOut {
    at: usize,
    fold: usize,
}

impl TrialSet {
    /// As many phrasings as are enough with the corpus's promises, which are to be added.
    pub(in crate::matching) fn choose(corpus: &Corpus, vectors: &Vectors) -> Self {
        let silent = corpus.silent();
        let parts = FOLDS.max(vectors.len().div_ceil(TRIALS_MAX / FOLDS));
        let mut set = Self {
            parts: (0..vectors.len())
                .map(|at| part(vectors.key(at), parts))
                .collect(),
            few_off_topic: vectors.len() - vectors.first_of(silent) < FEW_OFF_TOPIC,
            ..Self::default()
        };
        if !is_left_out(vectors, silent) {
            return set;
        }
        let is_asked = |at: &usize| {
            let class = vectors.class(*at);
            // The only phrasing of an entry tells nothing about finding it by another.
            let is_only = vectors.first_of(class + 1) - vectors.first_of(class) < 2;
            corpus.phrasings.get(*at).is_some_and(|p| p.asked) && (class == silent || !is_only)
        };
        for fold in 0..FOLDS {
            if corpus.promises.len() + set.left_out.len() >= TRIALS_ENOUGH {
                break;
            }
            let places = (0..vectors.len()).filter(|at| set.parts.get(*at) == Some(&fold));
            let part = places.filter(is_asked).map(|at| LeftOut { at, fold });
            set.left_out.extend(part);
        }
        set
    }

    /// The places of the phrasings that are left out, fold by fold.
    pub(in crate::matching) fn left_out(&self) -> impl Iterator<Item = usize> {
        self.left_out.iter().map(|question| question.at)
    }

    /// Learns what tells on topic from off topic without each part of the phrasings.
    pub(in crate::matching) fn train(&mut self, vectors: &Vectors, features: usize, silent: usize) {
        let folds = self.left_out.last().map_or(0, |last| last.fold + 1);
        let gate = |fold| {
            Gate::train(vectors, features, silent, |at| {
                self.parts.get(at) != Some(&fold)
            })
        };
        self.gates = (0..folds).map(gate).collect();
    }

    /// Asks the questions of an index; `lessons` is what each phrasing taught it.
    pub(in crate::matching) fn ask(
        &self,
        index: &Index,
        lessons: &Lessons,
        rank: impl Fn(&Features) -> Ranking + Sync,
    ) -> Vec<Trial> {
        let ask = |promises: &[(Features, usize)], left_out: &[LeftOut]| {
            let mut trials = Vec::with_capacity(promises.len() + 2 * left_out.len());
            trials.extend(promises.iter().map(|(x, class)| Trial {
                ranking: rank(x),
                gold: Some(*class),
                weight: 1.0,
            }));
            for question in left_out {
                self.ask_without(index, lessons, question, &mut trials);
            }
            trials
        };
        let (promises, other_promises) = self.promises.split_at(self.promises.len() / 2);
        let (left_out, other_left_out) = self.left_out.split_at(self.left_out.len() / 2);
        let (mut trials, others) = in_parallel(
            || ask(promises, left_out),
            || ask(other_promises, other_left_out),
        );
        trials.extend(others);
        trials
    }

    fn ask_without(
        &self,
        index: &Index,
        lessons: &Lessons,
        question: &LeftOut,
        trials: &mut Vec<Trial>,
    ) {
        let gate = self.gates.get(question.fold).and_then(Option::as_ref);
        let ranking = index.rank_left_out(question.at, lessons, gate);
        let class = index.vectors.class(question.at);
        let gold = (class < index.entries).then_some(class);
        if self.few_off_topic && gold.is_some() {
            let mut ranking = ranking.clone();
            ranking.fits.retain(|fit| fit.class != class);
            trials.push(Trial {
                ranking,
                gold: None,
                weight: IMAGINED,
            });
        }
        trials.push(Trial {
            ranking,
            gold,
            weight: 1.0,
        });
    }
}

/// The part that a phrasing is in: always the same, whatever else the packs have, so that an edit
/// changes no more than it must.
fn part(key: u64, parts: usize) -> usize {
    usize::try_from(scatter(key, 0) >> 32).unwrap_or(0) % parts
}

/// Whether leaving out tells anything: not for a large pack of which most entries have one phrasing.
fn is_left_out(vectors: &Vectors, silent: usize) -> bool {
    vectors.len() <= TRIALS_MAX || vectors.first_of(silent) >= 2 * silent
}

/// Fits probabilities and thresholds on what came of the trials.
pub(in crate::matching) fn fit(
    trials: &[Trial],
    tolerated_wrong: f32,
) -> (Calibration, Thresholds) {
    let calibration = Calibration::fit(trials);
    let outcomes = trials
        .iter()
        .map(|trial| {
            let (_, probabilities) = calibration.assess(&trial.ranking, false);
            Graded {
                probability: probabilities.first().copied().unwrap_or(0.0),
                weight: trial.weight,
            }
        })
        .collect();
    let thresholds = Thresholds::fit(outcomes, tolerated_wrong);
    (calibration, thresholds)
}
