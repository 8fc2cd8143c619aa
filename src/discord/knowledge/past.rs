//! What was changed, and taking it back.

use std::path::Path;

use jiff::Timestamp;
use serenity::all::{CreateAutocompleteResponse, GuildId};

use super::{
    super::{Context, Handle},
    commands::{Answered, moderator, tell},
    gate::{Shown, propose},
    suggestions::choices,
};
use crate::{
    advisor::{Proposal, UndoError},
    answer::{Composer, Reply, clip, limits},
    journal::{JournalError, Revision},
};

/// So many revisions are listed.
const LISTED: usize = 15;
/// So many are looked through for those of a server.
const LOOKED_THROUGH: u32 = 500;

/// Who changed what and when; of one revision, every line
#[poise::command(slash_command)]
pub(super) async fn history(
    ctx: Context<'_>,
    #[description = "The revision, or the beginning of its name"]
    #[autocomplete = "suggest_revisions"]
    revision: Option<String>,
) -> Answered {
    let Some(moderator) = moderator(ctx).await? else {
        return Ok(());
    };
    ctx.defer_ephemeral().await?;
    let told = match revision {
        Some(id) => one(ctx.data(), moderator.server, id.trim()).await,
        None => all(ctx.data(), moderator.server).await,
    };
    let reply = told.unwrap_or_else(|error| Composer::cannot(&error.to_string(), &[]));
    tell(ctx, (reply, None)).await
}

/// Take a change back, whenever it was made
#[poise::command(slash_command)]
pub(super) async fn undo(
    ctx: Context<'_>,
    #[description = "The revision, or the beginning of its name"]
    #[autocomplete = "suggest_revisions"]
    revision: String,
) -> Answered {
    let Some(moderator) = moderator(ctx).await? else {
        return Ok(());
    };
    ctx.defer_ephemeral().await?;
    let shown: Shown = propose(ctx.data(), moderator, taking_back(&revision)).await;
    tell(ctx, shown).await
}

/// The proposal to take back a revision.
pub(super) fn taking_back(revision: &str) -> Proposal {
    Proposal::Undo {
        revision: revision.trim().to_owned(),
    }
}

async fn all(handle: &Handle, server: u64) -> Result<Reply, UndoError> {
    let revisions = own(handle, server).await?;
    let lines = revisions.iter().take(LISTED).map(|revision| {
        let at = revision.at.as_second();
        let (id, who) = (&revision.id, &revision.who);
        format!("`{id}` <t:{at}:R> **{who}**: {}", revision.summary)
    });
    let lines: Vec<String> = lines.collect();
    let text = if lines.is_empty() {
        "Nothing yet.".to_owned()
    } else {
        lines.join("\n")
    };
    Ok(Composer::report("What was changed", &text, &[]))
}

/// What a revision did to the packs of a server.
async fn one(handle: &Handle, server: u64, id: &str) -> Result<Reply, UndoError> {
    let journal = handle.advisor.journal().ok_or(UndoError::NoJournal)?;
    let mut revision = journal.revision(id).await?;
    let count = revision.files.len();
    revision
        .files
        .retain(|file| handle.rights.owns(server, Path::new(&file.file)));
    if revision.files.is_empty() {
        return Err(JournalError::UnknownRevision(id.to_owned()).into());
    }
    let difference = journal.difference(&revision).await?;
    let is_all = revision.files.len() == count && revision.parent.is_some();
    let id = revision.id.as_str();
    Ok(Composer::revision(
        id,
        &revision.summary,
        &difference,
        is_all,
    ))
}

/// The revisions that changed a pack of a server, the newest first.
async fn own(handle: &Handle, server: u64) -> Result<Vec<Revision>, UndoError> {
    let journal = handle.advisor.journal().ok_or(UndoError::NoJournal)?;
    let mut revisions = journal.history(LOOKED_THROUGH).await?;
    revisions.retain(|revision| {
        let mut files = revision.files.iter();
        files.any(|file| handle.rights.owns(server, Path::new(&file.file)))
    });
    Ok(revisions)
}

async fn suggest_revisions(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let handle = ctx.data();
    let poise::Context::Application(app) = ctx else {
        return choices(std::iter::empty());
    };
    let roles = app
        .interaction
        .member
        .iter()
        .flat_map(|member| &member.roles);
    let roles: Vec<u64> = roles.map(|role| role.get()).collect();
    let server = ctx.guild_id().map(GuildId::get);
    let may = handle.rights.check(ctx.author().id.get(), &roles, server);
    let (Ok(()), Some(server)) = (may, server) else {
        return choices(std::iter::empty());
    };
    let revisions = own(handle, server).await.unwrap_or_default();
    let now = handle.clock.timestamp();
    let typed = typed.trim().to_lowercase();
    let labelled = revisions.iter().map(|r| (label(r, now), r.id.to_string()));
    let wanted = labelled.filter(|(label, _)| label.to_lowercase().contains(&typed));
    choices(wanted.map(|(label, id)| (clip(&label, limits::SUGGESTION), id)))
}

/// A revision in one line: when, who, what, and its name.
fn label(revision: &Revision, now: Timestamp) -> String {
    let minutes = now.duration_since(revision.at).as_mins().max(0);
    let ago = match minutes {
        0 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..2880 => format!("{} h ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1440),
    };
    let Revision {
        id, who, summary, ..
    } = revision;
    format!("{id} · {ago} · {who}: {summary}")
}
