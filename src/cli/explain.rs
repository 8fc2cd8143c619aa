//! `chiefly explain`: why a question is answered as it is, in words.

use std::fmt::Write as _;

use serde_json::json;

use super::{Exit, args::Question, ask::converse, session::Session, terminal::clean};
use crate::{
    advisor::Snapshot,
    knowledge::Entry,
    matching::{Outcome, Thresholds, Verdict},
};

pub(super) fn run(session: &Session, question: &Question) -> anyhow::Result<Exit> {
    converse(session, question, |snapshot, question, json, out| {
        let verdict = snapshot.matcher().ask(question);
        if json {
            writeln!(out, "{}", to_json(snapshot, question, &verdict))
        } else {
            writeln!(out, "{}", clean(&to_text(snapshot, &verdict)))
        }
    })
}

fn to_json(snapshot: &Snapshot, question: &str, verdict: &Verdict) -> serde_json::Value {
    let reading = &verdict.reading;
    let candidates = verdict.candidates.iter().map(|candidate| {
        json!({
            "id": candidate.id,
            "title": snapshot.title(&candidate.id),
            "score": candidate.score,
            "parts": candidate.parts,
        })
    });
    json!({
        "question": question,
        "outcome": verdict.outcome,
        "choices": verdict.choices,
        "role": reading.role(),
        "roles": reading.roles(),
        "intent": reading.intent,
        "asked": verdict.asked,
        "second": verdict.second.as_deref().map(|second| to_json(snapshot, second.asked.as_deref().unwrap_or_default(), second)),
        "tokens": reading.tokens.iter().map(|token| &token.word).collect::<Vec<_>>(),
        "corrections": reading.corrections.iter().map(|correction| json!({
            "typed": correction.typed, "meant": correction.meant, "cost": correction.cost,
        })).collect::<Vec<_>>(),
        "mentions": reading.mentions.iter().map(|mention| &mention.role).collect::<Vec<_>>(),
        "in_scope": verdict.in_scope,
        "unknown": verdict.unknown,
        "off_topic": verdict.off_topic.as_ref().map(|(ask, cosine)| json!({"ask": ask, "cosine": cosine})),
        "exact": verdict.exact,
        "candidates": candidates.collect::<Vec<_>>(),
        "thresholds": snapshot.matcher().thresholds(),
    })
}

fn to_text(snapshot: &Snapshot, verdict: &Verdict) -> String {
    let mut text = String::new();
    let reading = &verdict.reading;
    let mut line = |label: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{label:<12}{value}");
    };
    if let Some(asked) = &verdict.asked {
        line("question", asked.clone());
    }
    let words: Vec<&str> = reading.tokens.iter().map(|t| t.word.as_str()).collect();
    line(
        "words",
        if words.is_empty() {
            "none".into()
        } else {
            words.join(" ")
        },
    );
    for correction in &reading.corrections {
        let (typed, meant, cost) = (&correction.typed, &correction.meant, correction.cost);
        line("read as", format!("{typed} → {meant}, cost {cost:.1}"));
    }
    let roles: Vec<String> = reading
        .mentions
        .iter()
        .map(|mention| role_name(snapshot, &mention.role))
        .collect();
    line(
        "roles",
        if roles.is_empty() {
            "none".into()
        } else {
            roles.join(", ")
        },
    );
    let matter = reading.matter.clone();
    if matter.len() < reading.tokens.len() {
        let small_talk = reading.tokens.iter().enumerate();
        let small_talk: Vec<&str> = small_talk
            .filter(|(at, _)| !matter.contains(at))
            .map(|(_, token)| token.word.as_str())
            .collect();
        line("small talk", small_talk.join(" "));
    }
    let intent = reading.intent;
    let wants: Vec<&str> = [
        (intent.comparison, "a comparison"),
        (intent.example, "an example"),
        (
            intent.negated,
            "a yes or no first: it is put in the negative",
        ),
    ]
    .into_iter()
    .filter_map(|(holds, what)| holds.then_some(what))
    .collect();
    if !wants.is_empty() {
        line("wants", wants.join(", "));
    }
    line(
        "known",
        format!("{:.0} % of the question", 100.0 * (1.0 - verdict.unknown)),
    );
    if let Some((ask, cosine)) = &verdict.off_topic {
        line("off topic", format!("{cosine:.2} like “{ask}”"));
    }
    line("in scope", format!("{:.2}", verdict.in_scope));
    line("", String::new());
    for (rank, candidate) in verdict.candidates.iter().enumerate() {
        line(
            &format!("{}. {:.2}", rank + 1, candidate.score),
            format!("{}  {}", candidate.id, snapshot.title(&candidate.id)),
        );
        let parts = &candidate.parts;
        line(
            "",
            format!(
                "all phrasings {:.2}, best {:.2} “{}”, learnt {:+.2}{}",
                parts.centroid,
                parts.best,
                parts.nearest,
                parts.learnt,
                if parts.text > 0.0 {
                    format!(", answer's text {:.2}", parts.text)
                } else {
                    String::new()
                },
            ),
        );
    }
    text.push('\n');
    text.push_str(&reason(verdict, snapshot.matcher().thresholds()));
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

/// How a role is called; its slug when the packs define it no longer.
fn role_name(snapshot: &Snapshot, slug: &str) -> String {
    let role = snapshot.knowledge().role(slug);
    role.map_or(slug, Entry::short).to_owned()
}

/// Why it was answered, asked back or declined.
fn reason(verdict: &Verdict, thresholds: Thresholds) -> String {
    let first = verdict
        .candidates
        .first()
        .map_or(0.0, |candidate| candidate.score);
    let Thresholds { answer, clarify } = thresholds;
    match verdict.outcome {
        Outcome::Answer if verdict.exact => {
            "Answered: it is one of the entry's phrasings, word by word.".into()
        }
        Outcome::Answer => format!("Answered: {first:.2} is at least {answer:.2}."),
        Outcome::Clarify => format!(
            "Asked back: {first:.2} is below {answer:.2}, but the first {} together reach {clarify:.2}.",
            verdict.choices
        ),
        Outcome::Abstain if verdict.exact => {
            "Declined: it is one of the off-topic questions, word by word.".into()
        }
        Outcome::Abstain if verdict.candidates.is_empty() => {
            "Declined: nothing in the packs has anything in common with it.".into()
        }
        Outcome::Abstain => format!(
            "Declined: {first:.2} is below {answer:.2}, and what is close does not reach {clarify:.2} together."
        ),
    }
}
