//! The command line: parse, call, print.
//!
//! Data goes to stdout, everything else to stderr. The exit status is 0 when all is well, 1 when
//! the input has problems, 2 for wrong usage or when the bot cannot start.

mod args;
mod ask;
mod check;
mod comparison;
mod eval;
mod explain;
mod history;
mod import;
mod run;
mod sandbox;
mod session;
mod terminal;
mod undo;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use session::Session;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Fine,
    /// The input has problems; they have been reported.
    Problems,
}

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    // A variable that is set wins over the file; no file is fine.
    let env_file = dotenvy::dotenv();
    let args = Args::parse();
    if let Err(dotenvy::Error::LineParse(line, at)) = env_file {
        anstream::eprintln!(
            "warning: .env is not understood at character {at} of `{line}`, and is left aside"
        );
    }
    match dispatch(args) {
        Ok(Exit::Fine) => ExitCode::SUCCESS,
        Ok(Exit::Problems) => ExitCode::from(1),
        // Whoever reads our output may stop reading.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn dispatch(args: Args) -> anyhow::Result<Exit> {
    let session = Session {
        config: args.config,
        knowledge: args.knowledge,
    };
    match args.command {
        Command::Run => run::run(&session),
        Command::Sandbox(options) => sandbox::run(&session, options),
        Command::Ask(question) => ask::run(&session, &question),
        Command::Explain(question) => explain::run(&session, &question),
        Command::Check(options) => check::run(session, &options),
        Command::Eval(options) => eval::run(&session, &options),
        Command::History(options) => history::run(&session, &options),
        Command::Undo(options) => undo::run(&session, &options),
        Command::Import(options) => import::run(&session, &options),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
