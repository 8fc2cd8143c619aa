//! The packs' own questions, asked of a matcher that does not know them, and what is fitted on that.

use super::{
    Settings,
    calibration::{Calibration, Trial},
    corpus::Corpus,
    decision::{Graded, Thresholds},
    index::Index,
    matcher::Matcher,
    parallel::in_parallel,
    space::Features,
    vectors::Vectors,
};

/// Phrasings are left out in this many parts, one after the other, to calibrate.
const FOLDS: usize = 4;
/// With this many trials no further part is left out.
const TRIALS_ENOUGH: usize = 400;
/// Of more phrasings than this, one part in [`FOLDS`] is too many to leave out: a sample is.
const TRIALS_MAX: usize = 4000;
/// Packs with fewer off-topic questions also calibrate on phrasings whose entry is left out.
const FEW_OFF_TOPIC: usize = 30;
/// How much a question counts whose entry was left out: one in four questions is imagined off topic.
const IMAGINED: f32 = 0.33;

impl Matcher {
    /// Fits probabilities and thresholds on the packs' own questions.
    pub(super) fn calibrate(&mut self, corpus: &Corpus, left_out: Vec<Trial>, settings: Settings) {
        let trials = self.trials(corpus, left_out);
        self.calibration = Calibration::fit(&trials);
        let outcomes = trials
            .iter()
            .map(|trial| {
                let (_, probabilities) = self.calibration.assess(&trial.ranking);
                Graded {
                    probability: probabilities.first().copied().unwrap_or(0.0),
                    weight: trial.weight,
                }
            })
            .collect();
        self.thresholds = Thresholds::fit(outcomes, settings.tolerated_wrong);
    }

    /// Questions with known answers: promises, and what was left out.
    fn trials(&self, corpus: &Corpus, left_out: Vec<Trial>) -> Vec<Trial> {
        let ask = |promises: &[(String, usize)]| -> Vec<Trial> {
            let asked = promises.iter().map(|(ask, class)| Trial {
                ranking: self.rank(&self.features(&self.reader.read_question(ask))),
                gold: Some(*class),
                weight: 1.0,
            });
            asked.collect()
        };
        let (half, rest) = corpus.promises.split_at(corpus.promises.len() / 2);
        let (mut trials, rest) = in_parallel(|| ask(half), || ask(rest));
        trials.extend(rest);
        trials.extend(left_out);
        trials
    }
}

/// Phrasings and off-topic questions, each asked of an index that was built without its part of
/// them; of packs above [`TRIALS_MAX`] a sample.
pub(super) fn left_out(corpus: &Corpus, vectors: &Vectors, features: usize) -> Vec<Trial> {
    let silent = corpus.silent();
    let mut trials: Vec<Trial> = Vec::new();
    if !is_left_out(vectors, silent) {
        return trials;
    }
    let parts = FOLDS.max(vectors.len().div_ceil(TRIALS_MAX / FOLDS));
    let few_off_topic = vectors.len() - vectors.first_of(silent) < FEW_OFF_TOPIC;
    for fold in 0..FOLDS {
        if corpus.promises.len() + trials.len() >= TRIALS_ENOUGH {
            break;
        }
        let kept = vectors.filter(|at| at % parts != fold);
        let index = Index::new(kept, silent, features);
        for at in (fold..vectors.len()).step_by(parts) {
            if !corpus.phrasings.get(at).is_some_and(|p| p.asked) {
                continue;
            }
            let class = vectors.class(at);
            let x = Features {
                known: vectors.row(at).to_vec(),
                unknown: 0.0,
            };
            let ranking = index.rank(&x, &[]);
            if class == silent {
                trials.push(Trial {
                    ranking,
                    gold: None,
                    weight: 1.0,
                });
                continue;
            }
            // The only phrasing of an entry tells nothing about finding it by another.
            if !index.speaks_for(class) {
                continue;
            }
            if few_off_topic {
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
                gold: Some(class),
                weight: 1.0,
            });
        }
    }
    trials
}

/// Whether leaving out tells anything: not for a large pack of which most entries have one phrasing.
pub(super) fn is_left_out(vectors: &Vectors, silent: usize) -> bool {
    vectors.len() <= TRIALS_MAX || vectors.first_of(silent) >= 2 * silent
}
