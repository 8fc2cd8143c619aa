//! Discord: translates what arrives into calls of the [`Advisor`], and replies into messages.
//!
//! Nothing is decided here and nothing is remembered.

mod asker;
mod commands;
mod components;
mod messages;
mod question;
mod render;
mod start;

use std::sync::Arc;

use crate::advisor::Advisor;

pub use start::{BotOptions, StartError, run};

/// What every handler has at hand.
#[derive(Debug)]
pub(crate) struct Handle {
    advisor: Arc<Advisor>,
}

type Context<'a> = poise::Context<'a, Handle, serenity::Error>;
