//! `chiefly explain`: why a question is answered as it is, in words.

use serde_json::json;

use super::{Exit, args::Question, ask::converse, session::Session, terminal::clean};
use crate::{advisor::Snapshot, matching::Verdict};

pub(super) fn run(session: &Session, question: &Question) -> anyhow::Result<Exit> {
    converse(session, question, |snapshot, question, json, out| {
        let verdict = snapshot.matcher().ask(question);
        if json {
            writeln!(out, "{}", to_json(snapshot, question, &verdict))
        } else {
            writeln!(out, "{}", clean(&snapshot.explain(&verdict)))
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
        "mentions": reading.mentions.iter().map(|mention| json!({
            "role": mention.role, "start": mention.start, "end": mention.end,
        })).collect::<Vec<_>>(),
        "matter": {"start": reading.matter.start, "end": reading.matter.end},
        "in_scope": verdict.in_scope,
        "unknown": verdict.unknown,
        "stranger": verdict.stranger,
        "off_topic": verdict.off_topic.as_ref().map(|(ask, cosine)| json!({"ask": ask, "cosine": cosine})),
        "exact": verdict.exact,
        "candidates": candidates.collect::<Vec<_>>(),
        "thresholds": snapshot.matcher().thresholds(),
    })
}
