//! `chiefly ask`.

use std::io::{self, BufRead, IsTerminal, Write};

use super::{Exit, args::Question, session::Session, terminal};
use crate::advisor::Snapshot;

pub(super) fn run(session: &Session, question: &Question) -> anyhow::Result<Exit> {
    converse(session, question, |snapshot, question, json, out| {
        let advice = snapshot.ask(question);
        if json {
            writeln!(out, "{}", snapshot.to_json(question, &advice))
        } else {
            writeln!(out, "{}", terminal::reply(&advice.reply))
        }
    })
}

/// Treats one question, or, when there is none, each line that is typed.
pub(super) fn converse(
    session: &Session,
    question: &Question,
    mut treat: impl FnMut(&Snapshot, &str, bool, &mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<Exit> {
    let Ok(advisor) = session.config().and_then(|config| session.advisor(&config)) else {
        return Ok(Exit::Problems);
    };
    let snapshot = advisor.whole();
    let mut out = anstream::stdout().lock();
    if !question.words.is_empty() {
        treat(
            &snapshot,
            &question.words.join(" "),
            question.json,
            &mut out,
        )?;
        return Ok(Exit::Fine);
    }
    let prompt = io::stdin().is_terminal();
    if prompt {
        anstream::eprintln!("Ask away; an empty line ends.");
    }
    let mut input = io::stdin().lock();
    loop {
        if prompt {
            anstream::eprint!("> ");
        }
        let mut line = Vec::new();
        // Bytes, so that a line that is no UTF-8 is a question like any other.
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(Exit::Fine);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\r', '\n']);
        if prompt && line.trim().is_empty() {
            return Ok(Exit::Fine);
        }
        treat(&snapshot, line, question.json, &mut out)?;
        out.flush()?;
    }
}
