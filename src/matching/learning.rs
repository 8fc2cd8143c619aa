//! From the knowledge to a matcher.

use std::sync::Arc;

use super::{
    Settings,
    calibration::Calibration,
    corpus::Corpus,
    counts::Counts,
    decision::Thresholds,
    exact::exact_keys,
    index::{self, Index},
    matcher::Matcher,
    parallel::in_parallel,
    reading::{Reader, Words},
    space::FeatureSpace,
    training::{Lessons, Softmax},
    trials::{self, Questions},
    vectors::Vectors,
};
use crate::knowledge::Knowledge;

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
        let ((lookalikes, exact), mut vectors) = in_parallel(
            || (reader.lexicon.lookalikes(), exact_keys(&corpus, &words)),
            || count_phrasings(&corpus, &words, &reader, &mut space),
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
        let (mut index, lessons, questions) = learn(vectors, &corpus, &reader, &space);
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
            ids: corpus.ids,
            answers_count: !answers.is_empty(),
            reader,
            space,
            index,
            calibration: Calibration::default(),
            thresholds: Thresholds::default(),
        };
        let trials = questions.ask(&matcher.index, &lessons, |x| matcher.rank(x));
        (matcher.calibration, matcher.thresholds) = trials::fit(&trials, settings.tolerated_wrong);
        matcher
    }
}

/// The features of all phrasings, which become known, with how often each has them.
fn count_phrasings(
    corpus: &Corpus,
    words: &[Words],
    reader: &Reader,
    space: &mut FeatureSpace,
) -> Vectors {
    let mut vectors = Vectors::default();
    let mut counts = Counts::default();
    for (words, phrasing) in words.iter().zip(&corpus.phrasings) {
        let units = reader.read_phrasing(words);
        space.add(&units, &reader.synonyms, phrasing.class, &mut counts);
        vectors.push(phrasing.class, &counts.known);
    }
    vectors
}

/// Trains on the phrasings, and on a second thread does all that need not wait for it: both take as
/// long.
fn learn(
    vectors: Vectors,
    corpus: &Corpus,
    reader: &Reader,
    space: &FeatureSpace,
) -> (Index, Lessons, Questions) {
    let (entries, features) = (corpus.silent(), space.len());
    let vectors = Arc::new(vectors);
    let examples = Arc::clone(&vectors);
    let ((mut index, questions), (softmax, lessons)) = in_parallel(
        || {
            let index = Index::new(vectors, entries, features);
            let read = |ask: &str| space.read(&reader.read_question(ask), reader);
            let promises = corpus.promises.iter();
            let promises = promises.map(|(ask, class)| (read(ask), *class)).collect();
            let questions = Questions::new(promises, corpus, &index.vectors, features);
            (index, questions)
        },
        || {
            if index::is_trainable(&examples, entries) {
                Softmax::train(&examples, features, entries)
            } else {
                Default::default()
            }
        },
    );
    index.teach(softmax);
    (index, lessons, questions)
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
