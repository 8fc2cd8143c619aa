//! From the knowledge to a matcher.

use std::sync::Arc;

use super::{
    Settings,
    calibration::{
        Calibration, Thresholds,
        trials::{self, TrialSet},
    },
    corpus::Corpus,
    features::{Counts, FeatureSpace, hash},
    matcher::Matcher,
    parallel::in_parallel,
    ranking::{
        exact_keys,
        index::{self, Index},
    },
    reading::{Reader, WordId, spell_and_stem},
    training::{Lessons, Softmax},
    vectors::Vectors,
};
use crate::knowledge::Knowledge;

/// How many features a word of a text brings, beside those that it shares with others.
const CELLS_A_WORD: usize = 6;

impl Matcher {
    /// Builds the index of all packs and fits the decision on them.
    #[must_use]
    pub fn new(knowledge: &Knowledge, settings: Settings) -> Self {
        let (lexicon, (mut corpus, words, mut reader)) = spell_and_stem(|mut speller| {
            let corpus = Corpus::new(knowledge);
            let texts = corpus.phrasings.iter().map(|phrasing| &phrasing.text);
            let words: Vec<_> = texts.map(|text| speller.spell(text)).collect();
            (speller.finish(), (corpus, words, Reader::new(knowledge)))
        });
        reader.know(lexicon);
        let mut space = FeatureSpace::with_room(reader.lexicon.len());
        let ((lookalikes, exact), mut vectors) = in_parallel(
            || {
                (
                    reader.lexicon.lookalikes(),
                    exact_keys(&corpus, &words, &reader.lexicon),
                )
            },
            || count_phrasings(&corpus, &words, &reader, &mut space),
        );
        reader.lexicon.finish(lookalikes);
        let (rejects, answers) = count_others(knowledge, &corpus, &reader, &mut space);
        space.finish(corpus.silent() + 1);
        vectors.for_each_row(|row| {
            space.weigh_known(row, &[]);
        });
        let answers: Vec<_> = answers
            .into_iter()
            .map(|counts| space.stems(&space.weigh(counts)))
            .collect();
        let (mut index, lessons, trial_set) = learn(vectors, &corpus, &reader, &space);
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
        let trials = trial_set.ask(&matcher.index, &lessons, |x| matcher.rank(x));
        (matcher.calibration, matcher.thresholds) = trials::fit(&trials, settings.tolerated_wrong);
        matcher
    }
}

/// The features of all phrasings, which become known, with how often each has them.
fn count_phrasings(
    corpus: &Corpus,
    words: &[Vec<WordId>],
    reader: &Reader,
    space: &mut FeatureSpace,
) -> Vectors {
    let all: usize = words.iter().map(Vec::len).sum();
    let mut vectors = Vectors::with_room(words.len(), CELLS_A_WORD * all);
    let mut counts = Counts::default();
    for (words, phrasing) in words.iter().zip(&corpus.phrasings) {
        let units = reader.read_phrasing(words);
        space.add(&units, &reader.synonyms, phrasing.class, &mut counts);
        vectors.push_keyed(hash(&phrasing.text), phrasing.class, &counts.known);
    }
    vectors
}

/// The features of each entry's near misses, and of its answer where answers are compared at all; they
/// become known, too.
fn count_others(
    knowledge: &Knowledge,
    corpus: &Corpus,
    reader: &Reader,
    space: &mut FeatureSpace,
) -> (Vec<Vec<Counts>>, Vec<Counts>) {
    let mut register = |text: &String| {
        let words = reader.words_of(text);
        let mut counts = Counts::default();
        space.register(&reader.read_text(&words), &reader.synonyms, &mut counts);
        counts
    };
    let rejects = corpus.rejects.iter();
    let rejects = rejects.map(|texts| texts.iter().map(&mut register).collect());
    let rejects = rejects.collect();
    let answers = if index::weighs_answers(corpus.phrasings.len(), corpus.ids.len()) {
        let texts = answer_texts(knowledge, corpus);
        texts.iter().map(register).collect()
    } else {
        Vec::new()
    };
    (rejects, answers)
}

/// Trains on the phrasings, and on a second thread does all that need not wait for it: both take as
/// long.
fn learn(
    vectors: Vectors,
    corpus: &Corpus,
    reader: &Reader,
    space: &FeatureSpace,
) -> (Index, Lessons, TrialSet) {
    let (entries, features) = (corpus.silent(), space.len());
    let vectors = Arc::new(vectors);
    let examples = Arc::clone(&vectors);
    let mut trial_set = TrialSet::choose(corpus, &vectors);
    // Room for what is learnt is made here: memory that is new to a thread costs it more time than
    // learning does.
    let mut learnt = index::is_trainable(&vectors, entries).then(|| {
        let lessons = Lessons::new(trial_set.left_out(), vectors.len(), entries);
        (Softmax::new(features, entries), lessons)
    });
    let ((), mut index) = in_parallel(
        || {
            if let Some((softmax, lessons)) = &mut learnt {
                softmax.train(&examples, entries, lessons);
            }
        },
        || {
            let index = Index::new(vectors, entries, features);
            trial_set.train(&index.vectors, features, entries);
            let read = |ask: &str| space.read(&reader.read_question(ask), reader);
            let promises = corpus.promises.iter();
            trial_set.promises = promises.map(|(ask, class)| (read(ask), *class)).collect();
            index
        },
    );
    let (softmax, lessons) = learnt.unwrap_or_default();
    index.teach(softmax);
    (index, lessons, trial_set)
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
