//! Chiefly answers questions about roles in Discord, from a TOML knowledge file.

pub mod knowledge;
pub mod sandbox;
