//! Taking the knowledge out as files, and bringing it in.

use std::path::Path;

use poise::CreateReply;
use serenity::all::{Attachment, CreateAttachment};

use super::{
    super::{Context, render},
    commands::{Answered, moderator, tell},
    gate::{file_name, own_packs, propose},
    suggestions::{no_entry, suggest_entries, suggest_packs},
};
use crate::{
    advisor::Proposal,
    answer::Composer,
    knowledge::{Format, excerpt},
};

/// A file that is imported may have this many bytes.
const IMPORT_MAX: u32 = 1 << 20;

/// A pack as a file, or one entry of it
#[poise::command(slash_command)]
pub(super) async fn export(
    ctx: Context<'_>,
    #[description = "The pack's file; the first of this server when left out"]
    #[autocomplete = "suggest_packs"]
    pack: Option<String>,
    #[description = "Only this entry"]
    #[autocomplete = "suggest_entries"]
    entry: Option<String>,
) -> Answered {
    let Some(moderator) = moderator(ctx).await? else {
        return Ok(());
    };
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    let packs = own_packs(ctx.data(), moderator, &snapshot);
    let entry = match entry {
        None => None,
        Some(typed) => match snapshot
            .named(&typed)
            .and_then(|id| snapshot.knowledge().entry(&id))
        {
            Some(entry) => Some(entry),
            None => return tell(ctx, (no_entry(&typed), None)).await,
        },
    };
    let file = packs.into_iter().find(|file| match entry {
        Some(entry) => entry.location.file == *file,
        None => pack.as_ref().is_none_or(|pack| *pack == file_name(file)),
    });
    let Some(file) = file else {
        let reply = Composer::cannot("there is no such pack in this server", &[]);
        return tell(ctx, (reply, None)).await;
    };
    let read = tokio::fs::read(&file).await;
    let exported = read
        .map_err(|error| error.to_string())
        .and_then(|bytes| match entry {
            None => Ok((bytes, file_name(&file))),
            Some(entry) => match excerpt(&String::from_utf8_lossy(&bytes), &entry.id) {
                Ok(text) => Ok((
                    text.into_bytes(),
                    format!("{}-{}.toml", entry.id.kind, entry.id.slug),
                )),
                Err(error) => Err(error.to_string()),
            },
        });
    match exported {
        Ok((bytes, name)) => {
            let attachment = CreateAttachment::bytes(bytes, name);
            let reply = CreateReply::default()
                .attachment(attachment)
                .ephemeral(true);
            ctx.send(reply.allowed_mentions(render::no_mentions()))
                .await?;
            Ok(())
        }
        Err(error) => {
            let reason = format!("`{}` cannot be exported: {error}", file_name(&file));
            tell(ctx, (Composer::cannot(&reason, &[]), None)).await
        }
    }
}

/// Put a whole pack in place of one, from a file
#[poise::command(slash_command)]
pub(super) async fn import(
    ctx: Context<'_>,
    #[description = "A TOML file with the name of a pack of this server"] file: Attachment,
) -> Answered {
    let Some(moderator) = moderator(ctx).await? else {
        return Ok(());
    };
    ctx.defer_ephemeral().await?;
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    let packs = own_packs(ctx.data(), moderator, &snapshot);
    let pack = packs
        .into_iter()
        .find(|pack| file_name(pack) == file.filename);
    let refused = |reason: &str| (Composer::cannot(reason, &[]), None);
    let shown = match pack {
        None if is_of_another_bot(&file.filename) => refused(
            "this is no pack. If it holds another bot's answers, ask whoever hosts me to make a pack of it with `chiefly import`; if it is a pack, give it the name of one of this server, such as `cto-cio.toml`",
        ),
        None => refused(
            "the file must have the name of a pack of this server, such as `cto-cio.toml`; `/knowledge export` gives you one",
        ),
        Some(_) if file.size > IMPORT_MAX => refused("the file is larger than a mebibyte"),
        Some(pack) => match file.download().await.map(String::from_utf8) {
            Ok(Ok(text)) => {
                let proposal = Proposal::Import { file: pack, text };
                propose(ctx.data(), moderator, proposal).await
            }
            Ok(Err(_)) => refused("the file is no text in UTF-8"),
            Err(error) => {
                tracing::warn!("an attachment could not be fetched: {error}");
                refused("Discord did not hand out the file; please try again")
            }
        },
    };
    tell(ctx, shown).await
}

/// Whether a file is of a kind that `chiefly import` makes a pack of.
fn is_of_another_bot(name: &str) -> bool {
    let format = Format::of(Path::new(name));
    format.is_some_and(|format| format != Format::Tags) || name == "tags.toml"
}
