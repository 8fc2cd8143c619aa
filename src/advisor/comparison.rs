//! Comparisons in free text: "cto vs cio on innovation", "compare them side by side".

use super::{Advice, Snapshot};
use crate::{
    knowledge::Kind,
    matching::{Outcome, Verdict},
};

/// A question with more words than this compares nothing, whatever else it does.
const WORDS_MAX: usize = 14;
/// Words that lead to the respect in which two roles are to be compared.
const LEADS: &[&str] = &[
    "on",
    "in",
    "about",
    "regarding",
    "concerning",
    "re",
    "wrt",
    "for",
    "terms",
    "comes",
    "with",
    "respect",
    "regards",
    "as",
    "to",
];
/// Words of comparing, which are no respect.
const COMPARING: &[&str] = &[
    "compare",
    "compared",
    "comparing",
    "comparison",
    "contrast",
    "versus",
    "against",
    "difference",
    "differences",
    "differ",
    "different",
    "main",
    "please",
    "show",
    "give",
    "when",
];
/// Words that want everything at once.
const AT_A_GLANCE: &[&str] = &[
    "overview",
    "table",
    "everything",
    "glance",
    "matrix",
    "chart",
    "side",
    "full",
    "whole",
    "complete",
    "dimensions",
    "aspects",
    "respects",
];

impl Snapshot {
    /// The comparison that a question asks for, where its words as a whole lead to less; `None` when
    /// it asks for none, or says all that can be said by itself.
    pub(super) fn compared(&self, question: &str, plain: &Verdict) -> Option<Advice> {
        let reading = &plain.reading;
        let roles = reading.roles();
        let named: Option<[&str; 2]> = roles.as_slice().try_into().ok();
        let commanded = question.trim_start().starts_with("/compare");
        let begun = reading.tokens.first().map(|token| token.word.as_str());
        let begins = roles.is_empty() && matches!(begun, Some("compare" | "comparison"));
        let settled = plain.second.is_some() || (plain.exact && !commanded);
        if settled || !(named.is_some() || begins) || reading.tokens.len() > WORDS_MAX {
            return None;
        }
        let (respect, led) = respect(plain);
        let at_a_glance = respect.iter().all(|word| AT_A_GLANCE.contains(word));
        if at_a_glance && (commanded || !respect.is_empty()) {
            let [first, second] = named.map_or([None; 2], |named| named.map(Some));
            let verdict = Verdict {
                outcome: Outcome::Answer,
                choices: 0,
                ..plain.clone()
            };
            let reply = self.composer().compare(None, first, second);
            return Some(Advice { verdict, reply });
        }
        if is_dimension(plain, Outcome::Answer) {
            return None;
        }
        let alone = self.matcher().ask(&respect.join(" "));
        let id = alone.candidates.first().map(|candidate| &candidate.id)?;
        let decides = match plain.outcome {
            // The question as a whole is answered; only what it names expressly overrules that.
            Outcome::Answer => {
                led && reading.intent.comparison && is_dimension(&alone, Outcome::Answer)
            }
            // What it would ask back is settled by the respect.
            Outcome::Clarify => {
                let choices = plain.candidates.iter().take(plain.choices);
                let among = choices.into_iter().any(|choice| choice.id == *id);
                alone.outcome == Outcome::Answer && (among || id.kind == Kind::Dimension)
            }
            Outcome::Abstain => is_dimension(&alone, Outcome::Answer),
        };
        if !decides {
            return None;
        }
        let entry = self.knowledge().entry(id)?;
        Some(Advice::found(plain, id, self.composer().entry(entry, None)))
    }
}

fn is_dimension(verdict: &Verdict, outcome: Outcome) -> bool {
    let first = verdict.candidates.first();
    verdict.outcome == outcome && first.is_some_and(|first| first.id.kind == Kind::Dimension)
}

/// The words that say in which respect is compared, and whether a word leads to them.
fn respect(verdict: &Verdict) -> (Vec<&str>, bool) {
    let reading = &verdict.reading;
    let behind = reading.mentions.last().map_or(0, |mention| mention.end);
    let (mut respect, mut led) = (Vec::new(), false);
    for (at, token) in reading.tokens.iter().enumerate() {
        let word = token.word.as_str();
        let is_lead = LEADS.contains(&word);
        led |= is_lead && at >= behind;
        let is_role = reading
            .mentions
            .iter()
            .any(|mention| (mention.start..mention.end).contains(&at));
        if !(is_role || is_lead || token.function || COMPARING.contains(&word)) {
            respect.push(word);
        }
    }
    (respect, led)
}

#[cfg(test)]
mod tests {
    use std::{path::PathBuf, sync::LazyLock};

    use super::*;
    use crate::{knowledge::load, matching::Settings};

    static PRODUCT: LazyLock<Snapshot> = LazyLock::new(|| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("knowledge");
        Snapshot::new(load(&[path]).knowledge, Settings::default())
    });

    #[test]
    fn a_comparison_in_free_text_reaches_the_dimension_it_names() {
        let mut wrong = Vec::new();
        for (question, expected) in [
            (
                "cto vs cio on innovation",
                "Role in innovation: CTO and CIO",
            ),
            (
                "compare cto and cio on security spending",
                "Technology investment: CTO and CIO",
            ),
            (
                "who looks after security spending?",
                "Technology investment: CTO and CIO",
            ),
            ("cto and cio: budget", "Technology investment: CTO and CIO"),
            (
                "whats the difference between cto and cio in budget",
                "Technology investment: CTO and CIO",
            ),
            (
                "how do cto and cio differ on strategy",
                "Relationship with business strategy: CTO and CIO",
            ),
            (
                "difference between cto and cio regarding the reporting line",
                "Department leadership: CTO and CIO",
            ),
            (
                "compare them on innovation",
                "Role in innovation: CTO and CIO",
            ),
            ("/compare innovation", "Role in innovation: CTO and CIO"),
            (
                "/compare dimension:innovation role_a:cto role_b:cio",
                "Role in innovation: CTO and CIO",
            ),
            (
                "cto vs cio in terms of goals",
                "Strategic goal: CTO and CIO",
            ),
            (
                "CIO vs. CTO when it comes to inovation??",
                "Role in innovation: CTO and CIO",
            ),
            ("/compare", "CTO and CIO at a glance"),
            ("/compare cio cto", "CIO and CTO at a glance"),
            ("cto vs cio overview", "CTO and CIO at a glance"),
            ("compare everything", "CTO and CIO at a glance"),
            ("cto and cio side by side please", "CTO and CIO at a glance"),
            (
                "compare the cio and the cto in all aspects",
                "CIO and CTO at a glance",
            ),
            // These keep their answers.
            (
                "cto vs cio",
                "What is the main difference between a CTO and a CIO?",
            ),
            (
                "compare the cto and the cio",
                "What is the main difference between a CTO and a CIO?",
            ),
            (
                "what is the difference between the work of a cto and a cio",
                "What is the main difference between a CTO and a CIO?",
            ),
            (
                "compare cto and cio in startups",
                "Which of the two is more common in startups?",
            ),
            (
                "do cto and cio work side by side?",
                "Do the CTO and the CIO work together?",
            ),
            (
                "can one person be both cto and cio",
                "Can one person be both CTO and CIO?",
            ),
            (
                "cto vs cio on golf",
                "What is the main difference between a CTO and a CIO?",
            ),
            ("compare ceo and cto", "I don't know that one"),
            ("compare pizza and pasta", "I don't know that one"),
        ] {
            let advice = PRODUCT.ask(question);
            let title = &advice.reply.cards[0].title;
            if title != expected {
                wrong.push(format!("{question} | {title:?}, not {expected:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
