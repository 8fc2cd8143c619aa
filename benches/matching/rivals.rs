//! What else one could use.

use rapidfuzz::fuzz;
use tantivy::{
    Index, Searcher, Term,
    collector::TopDocs,
    doc,
    query::{BooleanQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption, Schema, TEXT},
};

/// A way to find the phrasing that is most like a question.
pub trait Rival {
    /// For the table's head.
    fn name(&self) -> &'static str;
    /// How alike the likest phrasing is.
    fn best(&self, question: &str) -> f64;
    /// Whether it takes minutes for 6,000 characters against 100,000 phrasings.
    fn slow(&self) -> bool;
}

/// strsim's normalised OSA distance to every phrasing.
pub struct Osa(Vec<String>);

/// rapidfuzz's ratio with every phrasing.
pub struct RapidFuzz(Vec<String>);

/// tantivy's BM25, with each word also looked up within one edit, from six letters on two.
pub struct Tantivy {
    searcher: Searcher,
    text: Field,
}

fn lower_case(phrasings: &[String]) -> Vec<String> {
    phrasings.iter().map(|p| p.to_lowercase()).collect()
}

impl Osa {
    /// Over lower-case phrasings.
    #[must_use]
    pub fn new(phrasings: &[String]) -> Self {
        Self(lower_case(phrasings))
    }
}

impl Rival for Osa {
    fn name(&self) -> &'static str {
        "strsim OSA"
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "texts of a few thousand letters"
    )]
    fn best(&self, question: &str) -> f64 {
        let question = question.to_lowercase();
        let letters = question.chars().count();
        let scores = self.0.iter().map(|phrasing| {
            let longest = letters.max(phrasing.chars().count()).max(1);
            1.0 - strsim::osa_distance(&question, phrasing) as f64 / longest as f64
        });
        scores.fold(0.0, f64::max)
    }

    fn slow(&self) -> bool {
        self.0.len() > 5_000
    }
}

impl RapidFuzz {
    /// Over lower-case phrasings.
    #[must_use]
    pub fn new(phrasings: &[String]) -> Self {
        Self(lower_case(phrasings))
    }
}

impl Rival for RapidFuzz {
    fn name(&self) -> &'static str {
        "rapidfuzz"
    }

    fn best(&self, question: &str) -> f64 {
        let question = question.to_lowercase();
        let question = fuzz::RatioBatchComparator::new(question.chars());
        let scores = self.0.iter().map(|p| question.similarity(p.chars()));
        scores.fold(0.0, f64::max)
    }

    fn slow(&self) -> bool {
        self.0.len() > 50_000
    }
}

impl Tantivy {
    /// An index in memory, in one segment.
    #[must_use]
    pub fn new(phrasings: &[String]) -> Self {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index
            .writer_with_num_threads(1, 100_000_000)
            .expect("enough memory");
        for phrasing in phrasings {
            writer
                .add_document(doc!(text => phrasing.as_str()))
                .expect("a fitting document");
        }
        writer.commit().expect("an index in memory");
        let searcher = index.reader().expect("an index in memory").searcher();
        Self { searcher, text }
    }
}

impl Rival for Tantivy {
    fn name(&self) -> &'static str {
        "tantivy BM25"
    }

    fn best(&self, question: &str) -> f64 {
        let question = question.to_lowercase();
        let words = question
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        // Of very long questions as many words as Chiefly reads.
        let clauses = words.take(144).flat_map(|word| {
            let word: String = word.chars().take(40).collect();
            let edits = if word.chars().count() < 6 { 1 } else { 2 };
            let term = Term::from_field_text(self.text, &word);
            let exact: Box<dyn Query> =
                Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs));
            let fuzzy: Box<dyn Query> = Box::new(FuzzyTermQuery::new(term, edits, true));
            [(Occur::Should, exact), (Occur::Should, fuzzy)]
        });
        let query = BooleanQuery::new(clauses.collect());
        let best = self
            .searcher
            .search(&query, &TopDocs::with_limit(5).order_by_score())
            .expect("a fitting query");
        best.first().map_or(0.0, |(score, _)| f64::from(*score))
    }

    fn slow(&self) -> bool {
        false
    }
}
