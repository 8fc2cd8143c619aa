//! `chiefly eval --compare`: what changed since predictions were written.

use std::{collections::HashMap, fmt::Write as _, fs, path::Path};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::matching::{
    Outcome,
    evaluation::{Labelled, Trial},
};

/// A line that `--predictions` wrote; further keys are ignored.
#[derive(Debug, Deserialize)]
struct Prediction {
    q: String,
    outcome: Outcome,
    /// How many candidates were offered when asked back; older files don't say.
    #[serde(default = "most_choices")]
    choices: usize,
    candidates: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    id: String,
}

const fn most_choices() -> usize {
    crate::matching::CHOICES_MAX
}

/// Which questions came out differently.
#[derive(Debug, Default, Serialize)]
pub(super) struct Comparison {
    better: Vec<Change>,
    worse: Vec<Change>,
    /// Questions that the old predictions don't have.
    new: usize,
}

/// A question that came out differently.
#[derive(Debug, Serialize)]
struct Change {
    q: String,
    before: String,
    after: String,
}

/// Reads predictions and sets the trials against them.
pub(super) fn compare(path: &Path, trials: &[Trial]) -> anyhow::Result<Comparison> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut old = HashMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        let prediction: Prediction = serde_json::from_str(line).with_context(|| {
            format!(
                "{}:{number}: not a line that --predictions wrote",
                path.display()
            )
        })?;
        old.insert(prediction.q.clone(), prediction);
    }
    let mut comparison = Comparison::default();
    for trial in trials {
        let Some(before) = old.get(&trial.labelled.question) else {
            comparison.new += 1;
            continue;
        };
        let ids = before.candidates.iter().map(|c| c.id.clone()).collect();
        let (was, before) = grade(&trial.labelled, before.outcome, before.choices, ids);
        let verdict = &trial.verdict;
        let ids = verdict
            .candidates
            .iter()
            .map(|c| c.id.to_string())
            .collect();
        let (is, after) = grade(&trial.labelled, verdict.outcome, verdict.choices, ids);
        let change = Change {
            q: trial.labelled.question.clone(),
            before,
            after,
        };
        match is.cmp(&was) {
            std::cmp::Ordering::Greater => comparison.better.push(change),
            std::cmp::Ordering::Less => comparison.worse.push(change),
            std::cmp::Ordering::Equal => {}
        }
    }
    Ok(comparison)
}

/// How good an outcome is for the person who asked, and what it was: 3 the right answer (or silence
/// where nothing answers), 2 the right entry among the choices, 1 asked back or declined without
/// it, 0 a wrong answer.
fn grade(labelled: &Labelled, outcome: Outcome, choices: usize, ids: Vec<String>) -> (u8, String) {
    let shown = match outcome {
        Outcome::Answer => 1,
        Outcome::Clarify => choices,
        Outcome::Abstain => 0,
    };
    let shown: Vec<String> = ids.into_iter().take(shown).collect();
    let satisfied = shown.iter().any(|id| labelled.satisfied_by(id));
    let grade = match outcome {
        Outcome::Answer if satisfied => 3,
        Outcome::Answer => 0,
        Outcome::Clarify if satisfied => 2,
        Outcome::Abstain if labelled.gold.is_empty() => 3,
        Outcome::Clarify | Outcome::Abstain => 1,
    };
    let said = match outcome {
        Outcome::Answer => "answered",
        Outcome::Clarify => "asked back",
        Outcome::Abstain => "declined",
    };
    (
        grade,
        format!("{said} {}", shown.join(", ")).trim().to_owned(),
    )
}

impl Comparison {
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        for (label, changes) in [("better", &self.better), ("worse", &self.worse)] {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\n{label}: {}", changes.len());
            for Change { q, before, after } in changes {
                let _ = writeln!(text, "  {q}\n      {before} → {after}");
            }
        }
        if self.new > 0 {
            let _ = writeln!(text, "\nnot in the old predictions: {}", self.new);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_graded_by_what_the_person_gets() {
        let inside = Labelled {
            gold: vec!["faq:a".into()],
            also: vec!["faq:b".into()],
            ..Labelled::default()
        };
        let outside = Labelled::default();
        for (labelled, outcome, ids, expected) in [
            (&inside, Outcome::Answer, "faq:a", (3, "answered faq:a")),
            (&inside, Outcome::Answer, "faq:b", (3, "answered faq:b")),
            (
                &inside,
                Outcome::Answer,
                "faq:c faq:a",
                (0, "answered faq:c"),
            ),
            (
                &inside,
                Outcome::Clarify,
                "faq:c faq:a",
                (2, "asked back faq:c, faq:a"),
            ),
            (&inside, Outcome::Abstain, "faq:a", (1, "declined")),
            (&outside, Outcome::Abstain, "faq:a", (3, "declined")),
            (&outside, Outcome::Answer, "faq:a", (0, "answered faq:a")),
        ] {
            let ids = ids.split(' ').map(Into::into).collect();
            let (grade, said) = grade(labelled, outcome, 2, ids);
            assert_eq!((grade, said.as_str()), expected);
        }
    }
}
