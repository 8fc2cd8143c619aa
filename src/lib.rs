//! Chiefly answers questions about roles in Discord, from a TOML knowledge file.

pub mod advisor;
pub mod answer;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod discord;
mod document;
pub mod journal;
pub mod knowledge;
pub mod matching;
pub mod sandbox;
pub mod text;
