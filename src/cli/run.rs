//! `chiefly run`.

use std::{env, sync::Arc};

use anyhow::bail;
use jiff::Timestamp;

use super::{
    Exit,
    session::{Session, block_on, bot, interrupted, start_logging},
};
use crate::discord;

pub(super) fn run(session: &Session) -> anyhow::Result<Exit> {
    let Ok(config) = session.config() else {
        return Ok(Exit::Problems);
    };
    let token = env::var("DISCORD_TOKEN").unwrap_or_default();
    let token = token.trim().trim_start_matches("Bot ").to_owned();
    if token.is_empty() {
        bail!(
            "there is no token. Put DISCORD_TOKEN=… into the environment or into a file named .env, or try the bot without one: chiefly sandbox"
        );
    }
    start_logging(config.log.level);
    let api_base = env::var("CHIEFLY_API_BASE")
        .ok()
        .filter(|base| !base.trim().is_empty())
        .or(config.discord.api_base.clone());
    let options = bot(&config, token, api_base);
    block_on(async {
        let Ok(advisor) = session.serving(&config).await? else {
            return Ok(Exit::Problems);
        };
        let advisor = Arc::new(advisor);
        let _watching = advisor.watch(Timestamp::now);
        discord::run(options, Arc::clone(&advisor), interrupted()).await?;
        advisor.flush().await;
        Ok(Exit::Fine)
    })?
}
