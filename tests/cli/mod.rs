//! The command line, as scripts and people use it.

mod ask;
mod check;
mod disk;
mod eval;
mod history;
mod import;
mod journal;
mod scene;
