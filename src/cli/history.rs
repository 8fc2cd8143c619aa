//! `chiefly history`.

use std::io::Write;

use serde_json::{Value, json};

use super::{
    Exit,
    args::HistoryOptions,
    session::{Session, block_on},
};
use crate::journal::{Journal, Revision};

pub(super) fn run(session: &Session, options: &HistoryOptions) -> anyhow::Result<Exit> {
    let Ok(config) = session.config() else {
        return Ok(Exit::Problems);
    };
    let file = config.journal.path;
    if !file.exists() {
        // Looking makes no journal.
        anyhow::bail!(
            "there is no history yet: {} is not there. It begins when the bot runs",
            file.display()
        );
    }
    block_on(async {
        let journal = Journal::open(&file).await?;
        match &options.diff {
            Some(id) => {
                let revision = journal.revision(id).await?;
                let difference = journal.difference(&revision).await?;
                show_one(&revision, &difference, options.json)?;
            }
            None => show_all(&journal.history(options.limit).await?, options.json)?,
        }
        Ok(Exit::Fine)
    })?
}

fn show_all(revisions: &[Revision], json: bool) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    if json {
        let revisions = revisions.iter().map(to_json).collect();
        writeln!(out, "{:#}", Value::Array(revisions))?;
        return Ok(());
    }
    for revision in revisions {
        writeln!(out, "{}", line(revision))?;
    }
    Ok(())
}

fn show_one(revision: &Revision, difference: &str, json: bool) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    if json {
        let mut object = to_json(revision);
        if let Some(object) = object.as_object_mut() {
            object.insert("diff".to_owned(), difference.into());
        }
        writeln!(out, "{object:#}")?;
    } else {
        writeln!(out, "{}\n\n{difference}", line(revision))?;
    }
    Ok(())
}

/// Such as `3f2a90c41b7e  2026-11-24 10:03 UTC  ada (discord)  edit faq:key`.
fn line(revision: &Revision) -> String {
    format!(
        "{}  {}  {} ({})  {}",
        revision.id,
        revision.at.strftime("%Y-%m-%d %H:%M UTC"),
        revision.who,
        revision.origin,
        revision.summary
    )
}

fn to_json(revision: &Revision) -> Value {
    let files = revision.files.iter().map(|file| {
        json!({
            "file": file.file,
            "before": file.before.map(|hash| hash.to_string()),
            "after": file.after.map(|hash| hash.to_string()),
        })
    });
    json!({
        "id": revision.id,
        "parent": revision.parent,
        "at": revision.at.to_string(),
        "who": revision.who,
        "origin": revision.origin,
        "summary": revision.summary,
        "files": files.collect::<Vec<_>>(),
    })
}
