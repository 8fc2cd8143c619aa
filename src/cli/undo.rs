//! `chiefly undo`.

use std::{io::Write, sync::Arc};

use jiff::Timestamp;

use super::{
    Exit,
    args::UndoOptions,
    session::{Session, block_on, report, settings, with_journal},
};
use crate::{
    advisor::{Advisor, PublishError, UndoError},
    journal::Origin,
};

/// How the history names whoever uses the command line.
const WHO: &str = "the command line";

pub(super) fn run(session: &Session, options: &UndoOptions) -> anyhow::Result<Exit> {
    let Ok(config) = session.config() else {
        return Ok(Exit::Problems);
    };
    // What is on the disk may be what has to be undone.
    let advisor = Advisor::open(&session.knowledge, settings(&config));
    block_on(async {
        let advisor = Arc::new(with_journal(advisor, &config.journal).await?);
        undo(&advisor, options).await
    })?
}

async fn undo(advisor: &Arc<Advisor>, options: &UndoOptions) -> anyhow::Result<Exit> {
    let draft = match &options.revision {
        Some(revision) => advisor.undo(revision).await,
        None => advisor.restore().await,
    };
    let draft = match draft {
        Ok(draft) => draft,
        Err(UndoError::Nothing) => {
            anstream::eprintln!("Nothing is left to undo.");
            return Ok(Exit::Fine);
        }
        Err(UndoError::Conflict { file, passages }) => {
            write!(anstream::stdout(), "{passages}")?;
            anstream::eprintln!(
                "{} has been changed again in the same place. Edit it yourself, or undo the later change first.",
                file.display()
            );
            return Ok(Exit::Problems);
        }
        Err(error) => return Err(error.into()),
    };
    write!(anstream::stdout(), "{}", advisor.difference(&draft))?;
    if !options.yes {
        anstream::eprintln!("Nothing is changed yet. With --yes, this is done.");
        return Ok(Exit::Fine);
    }
    match advisor
        .publish(&draft, WHO, Origin::Cli, Timestamp::now())
        .await
    {
        Ok(id) => {
            anstream::eprintln!("Done, as revision {id}.");
            Ok(Exit::Fine)
        }
        Err(PublishError::Broken(rejected)) => {
            report(&rejected.diagnostics, &rejected.sources);
            anstream::eprintln!("The knowledge would have problems, so nothing is changed.");
            Ok(Exit::Problems)
        }
        Err(error) => Err(error.into()),
    }
}
