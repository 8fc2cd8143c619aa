//! `chiefly check`.

use std::io::Write;

use serde_json::Value;

use super::{
    Exit,
    args::CheckOptions,
    session::{Session, is_broken, settings},
};
use crate::{
    advisor, config,
    diagnostic::{Diagnostic, Sources, render},
};

pub(super) fn run(session: Session, options: &CheckOptions) -> anyhow::Result<Exit> {
    let paths = if options.paths.is_empty() {
        session.knowledge
    } else {
        options.paths.clone()
    };
    let loaded = config::load(session.config.as_deref());
    let checked = advisor::check(&paths, settings(&loaded.config));
    let found = [
        (&loaded.diagnostics, &loaded.sources),
        (&checked.diagnostics, &checked.sources),
    ];
    let mut out = anstream::stdout().lock();
    if options.json {
        let all = found
            .iter()
            .flat_map(|(diagnostics, sources)| to_json(diagnostics, sources));
        writeln!(out, "{:#}", Value::Array(all.collect()))?;
    } else {
        for (diagnostics, sources) in found {
            for diagnostic in diagnostics {
                writeln!(out, "{}", render(diagnostic, sources, true))?;
            }
        }
    }
    let total = loaded.diagnostics.len() + checked.diagnostics.len();
    match (&checked.snapshot, total) {
        (Some(snapshot), 0) => {
            let packs = &snapshot.knowledge().packs;
            anstream::eprintln!(
                "All is well: {} entries, {} phrasings, {} questions to decline, {} promises kept.",
                snapshot.knowledge().entries().count(),
                snapshot
                    .knowledge()
                    .entries()
                    .map(|entry| entry.ask.len())
                    .sum::<usize>(),
                packs.iter().map(|pack| pack.off_topic.len()).sum::<usize>(),
                packs.iter().map(|pack| pack.expects.len()).sum::<usize>(),
            );
        }
        (_, 1) => anstream::eprintln!("1 problem."),
        _ => anstream::eprintln!("{total} problems."),
    }
    let broken = found.iter().any(|(diagnostics, _)| is_broken(diagnostics));
    Ok(if broken { Exit::Problems } else { Exit::Fine })
}

fn to_json<'a>(
    diagnostics: &'a [Diagnostic],
    sources: &'a Sources,
) -> impl Iterator<Item = Value> + 'a {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.to_json(sources))
}
