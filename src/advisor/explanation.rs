//! Why a question is answered as it is, in words.

use std::fmt::Write as _;

use super::Snapshot;
use crate::{
    knowledge::Entry,
    matching::{Outcome, Parts, Thresholds, Verdict},
};

impl Snapshot {
    /// What was understood, the ranking with each part's share, what an answer needs, and the reason.
    #[must_use]
    pub fn explain(&self, verdict: &Verdict) -> String {
        to_text(self, verdict)
    }
}

fn to_text(snapshot: &Snapshot, verdict: &Verdict) -> String {
    let mut text = String::new();
    let mut line = |label: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{label:<12}{value}");
    };
    understanding(snapshot, verdict, &mut line);
    let thresholds = snapshot.matcher().thresholds();
    line(
        "rule",
        format!(
            "answer when the first entry has {} or more; else ask back when the closest have {} or more together; else decline",
            percent(thresholds.answer),
            percent(thresholds.clarify)
        ),
    );
    if !verdict.candidates.is_empty() {
        text.push_str("\nHow probable it is that each entry is the right answer:\n");
    }
    let mut line = |label: &str, value: String| {
        let _ = writeln!(text, "{label:<12}{value}");
    };
    for (rank, candidate) in verdict.candidates.iter().enumerate() {
        line(
            &format!("{}. {:>5}", rank + 1, percent(candidate.score)),
            format!("{}  {}", candidate.id, snapshot.title(&candidate.id)),
        );
        if rank == 0 && verdict.exact && verdict.outcome == Outcome::Answer {
            line(
                "",
                "the question is one of its phrasings, word by word".into(),
            );
        } else {
            for part in parts(&candidate.parts) {
                line("", part);
            }
        }
    }
    text.push('\n');
    text.push_str(&reason(verdict, thresholds));
    if let Some(second) = &verdict.second {
        let asked = second.asked.as_deref().unwrap_or_default();
        let _ = write!(
            text,
            "\n\nThe second question, “{asked}”:\n\n{}",
            to_text(snapshot, second)
        );
    }
    text
}

/// How the question was read.
fn understanding(snapshot: &Snapshot, verdict: &Verdict, line: &mut impl FnMut(&str, String)) {
    let reading = &verdict.reading;
    let words = |range: std::ops::Range<usize>| {
        let tokens = reading.tokens.get(range).unwrap_or_default();
        let words: Vec<&str> = tokens.iter().map(|t| t.word.as_str()).collect();
        words.join(" ")
    };
    if let Some(asked) = &verdict.asked {
        line("question", asked.clone());
    }
    let all = words(0..reading.tokens.len());
    line("words", or_none(all));
    for correction in &reading.corrections {
        let (typed, meant, cost) = (&correction.typed, &correction.meant, correction.cost);
        let slip = if cost < 1.0 {
            "a common slip"
        } else if cost < 1.85 {
            "a slip"
        } else {
            "two slips"
        };
        line("read as", format!("{typed} → {meant}, {cost:.1} ({slip})"));
    }
    let roles = reading.mentions.iter().map(|mention| {
        let name = role_name(snapshot, &mention.role);
        let typed = words(mention.start..mention.end);
        if typed.eq_ignore_ascii_case(&name) {
            name
        } else {
            format!("{name} (“{typed}”)")
        }
    });
    line("roles", or_none(roles.collect::<Vec<_>>().join(", ")));
    let aside = reading.left_aside();
    if !aside.is_empty() {
        line("left aside", aside.join(" "));
    }
    let intent = reading.intent;
    let wants: Vec<&str> = [
        (intent.comparison, "a comparison"),
        (intent.example, "an example"),
        (
            intent.negated,
            "a yes or no first, as it is put in the negative",
        ),
    ]
    .into_iter()
    .filter_map(|(holds, what)| holds.then_some(what))
    .collect();
    if !wants.is_empty() {
        line("wants", wants.join(", "));
    }
    if !reading.tokens.is_empty() {
        line(
            "known words",
            if verdict.unknown > 0.0 {
                format!(
                    "{} of the question; the rest stands in no phrasing",
                    percent(1.0 - verdict.unknown)
                )
            } else {
                "all of the question".into()
            },
        );
    }
    if let Some(stranger) = &verdict.stranger {
        line(
            "compared to",
            format!("“{stranger}”, which no phrasing of the first entry names"),
        );
    }
    if let Some((ask, cosine)) = &verdict.off_topic {
        line(
            "off topic",
            format!(
                "“{ask}” comes closest of the questions to decline, {} alike",
                percent(*cosine)
            ),
        );
    }
    line(
        "answerable",
        format!(
            "{} probable that some entry answers it",
            percent(verdict.in_scope)
        ),
    );
}

fn or_none(text: String) -> String {
    if text.is_empty() { "none".into() } else { text }
}

/// A share in percent; whatever is not certain is not shown as if it were.
fn percent(share: f32) -> String {
    let rounded = (100.0 * share).round();
    if rounded >= 100.0 && share < 1.0 {
        "99 %".into()
    } else if rounded == 0.0 && share > 0.0 {
        "<1 %".into()
    } else {
        format!("{rounded:.0} %")
    }
}

/// What speaks for a candidate, a line each: the closest phrasing, and how much each part counts in
/// its rank, the weightiest first.
fn parts(parts: &Parts) -> Vec<String> {
    let shares = parts.shares;
    let mut named = [
        (shares.learnt, "what its words mean in all phrasings"),
        (shares.closest, "its closest phrasing"),
        (shares.phrasings, "all its phrasings together"),
        (shares.text, "its answer's text"),
    ];
    named.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (against, by): (Vec<_>, Vec<_>) = named
        .into_iter()
        .filter(|(share, _)| share.abs() >= 0.005)
        .partition(|(share, _)| *share < 0.0);
    let list = |parts: Vec<(f32, &str)>| {
        let parts = parts
            .into_iter()
            .map(|(share, what)| format!("{} {what}", percent(share.abs())));
        parts.collect::<Vec<_>>().join(", ")
    };
    let mut lines = Vec::new();
    if parts.best > 0.0 {
        lines.push(format!(
            "closest phrasing: “{}”, {} alike",
            parts.nearest,
            percent(parts.best)
        ));
    }
    let weighed = match (by.is_empty(), against.is_empty()) {
        (_, true) => format!("rank: {}", list(by)),
        (true, false) => format!("rank: against it {}", list(against)),
        (false, false) => format!("rank: {}; against it {}", list(by), list(against)),
    };
    lines.push(weighed);
    lines
}

/// How a role is called; its slug when the packs define it no longer.
fn role_name(snapshot: &Snapshot, slug: &str) -> String {
    let role = snapshot.knowledge().role(slug);
    role.map_or(slug, Entry::short).to_owned()
}

/// Why it was answered, asked back or declined.
fn reason(verdict: &Verdict, thresholds: Thresholds) -> String {
    let scores = || verdict.candidates.iter().map(|candidate| candidate.score);
    let first = percent(scores().next().unwrap_or(0.0));
    let needed = percent(thresholds.answer);
    match verdict.outcome {
        Outcome::Answer if verdict.exact => {
            "Answered: it is one of the entry's phrasings, word by word.".into()
        }
        Outcome::Answer => {
            format!("Answered: the first entry has {first}, and an answer needs {needed}.")
        }
        Outcome::Clarify => format!(
            "Asked back: the first entry has {first}, and an answer needs {needed}; but the first {} have {} together, and asking which one is meant needs {}.",
            verdict.choices,
            percent(scores().take(verdict.choices).sum()),
            percent(thresholds.clarify),
        ),
        Outcome::Abstain if verdict.exact => {
            "Declined: it is one of the questions to decline, word by word.".into()
        }
        Outcome::Abstain if verdict.reading.tokens.is_empty() => {
            "Declined: there is no word in it.".into()
        }
        Outcome::Abstain if verdict.candidates.is_empty() => {
            "Declined: no phrasing has anything in common with it.".into()
        }
        Outcome::Abstain => format!(
            "Declined: the first entry has {first}, and an answer needs {needed}; the closest entries stay below the {} together that asking back needs.",
            percent(thresholds.clarify)
        ),
    }
}
