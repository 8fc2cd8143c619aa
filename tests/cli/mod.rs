//! The command line, as scripts and people use it.

mod ask;
mod check;
mod eval;
mod history;
mod import;
mod journal;
mod scene;
