//! `/knowledge`: moderators change the knowledge. Nothing is published that they have not looked at.

mod commands;
mod exchange;
mod gate;
mod modals;
mod past;
mod suggestions;

use serenity::all::{GuildId, Member, User};

use super::Handle;
use crate::{
    advisor::Refusal,
    answer::{Composer, Reply},
};

pub(super) use commands::knowledge;
pub(super) use gate::{is_moderating, press};
pub(super) use modals::submit;

/// Who wants to change the knowledge, and where.
#[derive(Debug, Clone, Copy)]
struct Moderator<'a> {
    user: &'a User,
    server: u64,
}

/// Whether a person may change anything here; what Discord was told about permissions is not relied
/// on.
fn permit<'a>(
    handle: &Handle,
    user: &'a User,
    member: Option<&Member>,
    server: Option<GuildId>,
) -> Result<Moderator<'a>, Box<Reply>> {
    let roles: Vec<u64> = member
        .map(|member| member.roles.iter().map(|role| role.get()).collect())
        .unwrap_or_default();
    let server = server.map(GuildId::get);
    match handle.rights.check(user.id.get(), &roles, server) {
        Ok(()) => Ok(Moderator {
            user,
            server: server.unwrap_or_default(),
        }),
        Err(refusal) => {
            tracing::warn!(
                user = user.id.get(),
                server,
                "/knowledge refused: {refusal:?}"
            );
            let why = match refusal {
                Refusal::NobodyMay => {
                    "Whoever hosts me has named nobody who may: `[moderators]` in `config/chiefly.toml` is for that."
                }
                Refusal::NotAModerator => {
                    "Whoever hosts me has named others (`[moderators]` in `config/chiefly.toml`)."
                }
                Refusal::NotAnOwner => {
                    "This server owns no pack: whoever hosts me says which do (`owners` in `config/chiefly.toml`)."
                }
            };
            Err(Box::new(Composer::may_not(why)))
        }
    }
}
