//! `chiefly check`.

use std::{io::Write, path::Path};

use serde_json::Value;

use super::{
    Exit,
    args::CheckOptions,
    session::{Session, is_broken, settings, unknown_packs},
};
use crate::{
    advisor,
    config::{self, PackConfig},
    diagnostic::{Diagnostic, Sources, render},
    document::nearest,
    knowledge::Knowledge,
};

pub(super) fn run(session: Session, options: &CheckOptions) -> anyhow::Result<Exit> {
    let paths = if options.paths.is_empty() {
        session.knowledge
    } else {
        options.paths.clone()
    };
    let mut loaded = config::load(session.config.as_deref());
    let checked = advisor::check(&paths, settings(&loaded.config));
    // Of packs that are checked by themselves it says nothing that the others are not there.
    if let (Some(snapshot), true) = (&checked.snapshot, options.paths.is_empty()) {
        let file = session.config.as_deref();
        let file = file.unwrap_or(Path::new(config::DEFAULT_FILE));
        let unknown = unknown_packs(&loaded.config, snapshot.knowledge());
        let problems = unknown.map(|pack| unknown_pack(file, pack, snapshot.knowledge()));
        loaded.diagnostics.extend(problems);
    }
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

/// A table of the configuration without its pack: what it says holds for nothing.
fn unknown_pack(file: &Path, pack: &PackConfig, knowledge: &Knowledge) -> Diagnostic {
    let names = knowledge.packs.iter();
    let names = names.filter_map(|pack| pack.file.file_name()?.to_str());
    let help = match nearest(&pack.file, names.clone()) {
        Some(name) => format!("did you mean `[pack.\"{name}\"]`?"),
        None => format!(
            "the packs are: `{}`",
            names.collect::<Vec<_>>().join("`, `")
        ),
    };
    let message = format!("there is no pack `{}`", pack.file);
    Diagnostic::error("unknown-pack", message)
        .at(file, pack.span.clone(), "")
        .help(help)
}

fn to_json<'a>(
    diagnostics: &'a [Diagnostic],
    sources: &'a Sources,
) -> impl Iterator<Item = Value> + 'a {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.to_json(sources))
}
