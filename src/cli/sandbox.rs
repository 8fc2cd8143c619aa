//! `chiefly sandbox`: a local Discord, with the bot in it.

use std::{io::Write, sync::Arc};

use jiff::Timestamp;

use super::{
    Exit, args,
    session::{Session, block_on, bot, interrupted, start_logging},
};
use crate::{
    advisor::{Advisor, Rights},
    config::Config,
    discord,
    sandbox::{Sandbox, SandboxOptions},
};

pub(super) fn run(session: &Session, options: args::SandboxOptions) -> anyhow::Result<Exit> {
    let Ok(config) = session.config() else {
        return Ok(Exit::Problems);
    };
    start_logging(config.log.level);
    let no_bot = options.no_bot;
    let options = SandboxOptions {
        port: options.port,
        record: options.record,
        ..SandboxOptions::default()
    };
    block_on(async {
        let advisor = if no_bot {
            None
        } else {
            match session.serving(&config).await? {
                Ok(advisor) => Some(advisor),
                Err(_reported) => return Ok(Exit::Problems),
            }
        };
        serve(options, advisor.map(Arc::new), &config).await
    })?
}

async fn serve(
    options: SandboxOptions,
    advisor: Option<Arc<Advisor>>,
    config: &Config,
) -> anyhow::Result<Exit> {
    let sandbox = Sandbox::start(options).await?;
    {
        let mut out = anstream::stdout().lock();
        writeln!(out, "{}", sandbox.url())?;
        out.flush()?;
    }
    if let Some(advisor) = advisor {
        anstream::eprintln!("Open that address in a browser and ask; Ctrl+C ends.");
        let mut options = bot(config, sandbox.token(), Some(sandbox.url()));
        options.rights = in_sandbox(options.rights, &advisor, &sandbox);
        let _watching = advisor.watch(Timestamp::now);
        discord::run(options, Arc::clone(&advisor), interrupted()).await?;
        advisor.flush().await;
    } else {
        anstream::eprintln!(
            "A Discord without a bot. Point one here with CHIEFLY_API_BASE={} and DISCORD_TOKEN={}",
            sandbox.url(),
            sandbox.token()
        );
        interrupted().await;
    }
    sandbox.stop().await;
    Ok(Exit::Fine)
}

/// Where the configuration names nobody, the sandbox's own moderators may change every pack there.
fn in_sandbox(rights: Rights, advisor: &Advisor, sandbox: &Sandbox) -> Rights {
    if !rights.roles.is_empty() || !rights.users.is_empty() {
        return rights;
    }
    let (server, role) = sandbox.moderators();
    let snapshot = advisor.whole();
    let packs = snapshot.knowledge().packs.iter();
    let names = packs.filter_map(|pack| pack.file.file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    Rights {
        roles: vec![role],
        users: Vec::new(),
        owners: names.map(|name| (name, vec![server])).collect(),
    }
}
