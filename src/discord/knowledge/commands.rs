//! The commands.

use std::{path::Path, sync::Arc};

use poise::CreateReply;
use serenity::all::{
    Attachment, AutocompleteChoice, CreateAttachment, CreateAutocompleteResponse, GuildId,
};

use super::{
    super::{Context, render},
    Moderator,
    gate::{Shown, of_entry, own_packs, propose},
    modals::{Purpose, open},
    permit,
};
use crate::{
    advisor::{Proposal, Snapshot},
    answer::{Audience, Composer, Form, Reply, limits},
    knowledge::{Change, EntryId, Format, Kind, excerpt},
};

type Answered = Result<(), serenity::Error>;

/// A file that is imported may have this many bytes.
const IMPORT_MAX: u32 = 1 << 20;
/// So many revisions are listed.
const HISTORY: u32 = 15;

/// Change what I know, look at it before it is published, and undo it
#[poise::command(
    slash_command,
    subcommands(
        "status", "check", "history", "export", "add", "edit", "phrase", "remove", "import",
        "attempt"
    ),
    subcommand_required,
    default_member_permissions = "MANAGE_MESSAGES",
    install_context = "Guild",
    interaction_context = "Guild"
)]
#[expect(clippy::unused_async, reason = "poise awaits it")]
pub(in crate::discord) async fn knowledge(_: Context<'_>) -> Answered {
    Ok(())
}

/// What I know and in which state it is
#[poise::command(slash_command)]
async fn status(ctx: Context<'_>) -> Answered {
    let Some(_) = moderator(ctx).await? else {
        return Ok(());
    };
    ctx.defer_ephemeral().await?;
    let advisor = Arc::clone(&ctx.data().advisor);
    let snapshot = advisor.snapshot();
    let packs = snapshot.knowledge().packs.iter().map(|pack| {
        let phrasings: usize = pack.entries.iter().map(|entry| entry.ask.len()).sum();
        format!(
            "- `{}`: {} entries, {phrasings} phrasings, {} promises",
            file_name(&pack.file),
            pack.entries.len(),
            pack.expects.len()
        )
    });
    let packs: Vec<String> = packs.collect();
    let revision = advisor.revision().await;
    let revision = revision.map_or("none yet".to_owned(), |id| format!("`{id}`"));
    let found = tokio::task::spawn_blocking({
        let advisor = Arc::clone(&advisor);
        move || advisor.problems()
    });
    let problems = match found.await {
        Ok(Ok((problems, false))) => format!("{} in the files", problems.len()),
        Ok(Ok((problems, true))) => format!(
            "{} in the files, which cannot be used as they are: `/knowledge check` shows them",
            problems.len()
        ),
        Ok(Err(error)) => error.to_string(),
        Err(_stopped) => "not known".to_owned(),
    };
    let votes = advisor.votes().await.unwrap_or_default();
    let votes: Vec<String> = votes
        .iter()
        .take(10)
        .map(|v| format!("- {}: 👍 {} 👎 {}", v.title, v.helpful, v.unhelpful))
        .collect();
    let reply = Composer::report(
        "What I know",
        &packs.join("\n"),
        &[
            ("Latest revision", revision),
            ("Problems", problems),
            ("Votes", votes.join("\n")),
        ],
    );
    tell(ctx, (reply, None)).await
}

/// Every problem of the files, with its place and its line
#[poise::command(slash_command)]
async fn check(ctx: Context<'_>) -> Answered {
    let Some(_) = moderator(ctx).await? else {
        return Ok(());
    };
    ctx.defer_ephemeral().await?;
    let advisor = Arc::clone(&ctx.data().advisor);
    let found = tokio::task::spawn_blocking(move || advisor.problems()).await;
    let reply = match found {
        Ok(Ok((problems, is_broken))) => Composer::problems(&problems, is_broken),
        Ok(Err(error)) => Composer::cannot(&error.to_string(), &[]),
        Err(_stopped) => Composer::cannot("chiefly is being stopped", &[]),
    };
    tell(ctx, (reply, None)).await
}

/// Who changed what and when; of one revision, every line
#[poise::command(slash_command)]
async fn history(
    ctx: Context<'_>,
    #[description = "The revision, or the beginning of its name"] revision: Option<String>,
) -> Answered {
    let Some(_) = moderator(ctx).await? else {
        return Ok(());
    };
    ctx.defer_ephemeral().await?;
    let advisor = &ctx.data().advisor;
    let Some(journal) = advisor.journal() else {
        return tell(ctx, (Composer::cannot("there is no journal", &[]), None)).await;
    };
    let reply = match revision {
        Some(id) => match advisor.revised(&id).await {
            Ok((revision, difference)) => {
                Composer::revision(revision.id.as_str(), &revision.summary, &difference)
            }
            Err(error) => Composer::cannot(&error.to_string(), &[]),
        },
        None => match journal.history(HISTORY).await {
            Ok(revisions) => {
                let lines = revisions.iter().map(|revision| {
                    let at = revision.at.as_second();
                    let (id, who) = (&revision.id, &revision.who);
                    format!("`{id}` <t:{at}:R> **{who}**: {}", revision.summary)
                });
                let lines: Vec<String> = lines.collect();
                Composer::report("What was changed", &lines.join("\n"), &[])
            }
            Err(error) => Composer::cannot(&error.to_string(), &[]),
        },
    };
    tell(ctx, (reply, None)).await
}

/// A pack as a file, or one entry of it
#[poise::command(slash_command)]
async fn export(
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
    let snapshot = ctx.data().advisor.snapshot();
    let packs = own_packs(ctx.data(), moderator, &snapshot);
    let entry = match entry {
        None => None,
        Some(typed) => match find(&snapshot, &typed).and_then(|id| snapshot.knowledge().entry(&id))
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

/// Write a new entry
#[poise::command(slash_command)]
async fn add(
    ctx: Context<'_>,
    #[description = "What it is"]
    #[autocomplete = "suggest_kinds"]
    kind: String,
) -> Answered {
    let Some(_) = moderator(ctx).await? else {
        return Ok(());
    };
    let Some(kind) = Kind::ALL.into_iter().find(|known| known.as_str() == kind) else {
        let reply = Composer::cannot("there is no such kind; pick one from the list", &[]);
        return tell(ctx, (reply, None)).await;
    };
    let form = Form::add(kind, ctx.data().advisor.snapshot().knowledge());
    show_form(ctx, &Purpose::Add(kind), &form).await
}

/// Correct an entry
#[poise::command(slash_command)]
async fn edit(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "suggest_entries"]
    entry: String,
) -> Answered {
    let Some(_) = moderator(ctx).await? else {
        return Ok(());
    };
    let snapshot = ctx.data().advisor.snapshot();
    let Some(id) = find(&snapshot, &entry) else {
        return tell(ctx, (no_entry(&entry), None)).await;
    };
    let Some(known) = snapshot.knowledge().entry(&id) else {
        return tell(ctx, (no_entry(&entry), None)).await;
    };
    match Form::edit(known, snapshot.knowledge()) {
        Ok(form) => show_form(ctx, &Purpose::Edit(id), &form).await,
        Err(too_long) => {
            let reply = Composer::cannot(&too_long.to_string(), &[]);
            tell(ctx, (reply, None)).await
        }
    }
}

/// Add a way in which people ask
#[poise::command(slash_command)]
async fn phrase(
    ctx: Context<'_>,
    #[description = "Which entry answers it"]
    #[autocomplete = "suggest_entries"]
    entry: String,
    #[description = "How people put it"]
    #[max_length = 500]
    ask: String,
) -> Answered {
    change_entry(ctx, &entry, |entry| Change::Phrase { entry, ask }).await
}

/// Take an entry out
#[poise::command(slash_command)]
async fn remove(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "suggest_entries"]
    entry: String,
) -> Answered {
    change_entry(ctx, &entry, |entry| Change::Remove { entry }).await
}

/// Put a whole pack in place of one, from a file
#[poise::command(slash_command)]
async fn import(
    ctx: Context<'_>,
    #[description = "A TOML file with the name of a pack of this server"] file: Attachment,
) -> Answered {
    let Some(moderator) = moderator(ctx).await? else {
        return Ok(());
    };
    ctx.defer_ephemeral().await?;
    let snapshot = ctx.data().advisor.snapshot();
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

/// Try a question: why it is answered as it is, and how to make it different
#[poise::command(slash_command, rename = "try")]
async fn attempt(
    ctx: Context<'_>,
    #[description = "The question"]
    #[max_length = 1000]
    question: String,
) -> Answered {
    let Some(_) = moderator(ctx).await? else {
        return Ok(());
    };
    let handle = ctx.data();
    let snapshot = handle.advisor.snapshot();
    let verdict = snapshot.matcher().ask(&question);
    let explanation = snapshot.explain(&verdict);
    let mut nearest: Vec<EntryId> = verdict.candidates.into_iter().map(|c| c.id).collect();
    let others = snapshot.knowledge().entries().map(|entry| entry.id.clone());
    let others: Vec<EntryId> = others.filter(|id| !nearest.contains(id)).collect();
    nearest.extend(others);
    nearest.truncate(limits::CHOICES);
    let titled = nearest
        .iter()
        .map(|id| (id.to_string(), snapshot.title(id)));
    let titled: Vec<(String, String)> = titled.collect();
    let now = handle.clock.timestamp();
    let reply = match handle.advisor.remember(&question, now).await {
        Ok(id) => Composer::tried(&id, &question, &explanation, &titled),
        Err(error) => Composer::cannot(&error.to_string(), &[]),
    };
    tell(ctx, (reply, None)).await
}

async fn change_entry(
    ctx: Context<'_>,
    typed: &str,
    change: impl FnOnce(EntryId) -> Change,
) -> Answered {
    let Some(moderator) = moderator(ctx).await? else {
        return Ok(());
    };
    ctx.defer_ephemeral().await?;
    let snapshot = ctx.data().advisor.snapshot();
    let proposal = find(&snapshot, typed).and_then(|id| of_entry(&snapshot, &id, change));
    let shown = match proposal {
        Some(proposal) => propose(ctx.data(), moderator, proposal).await,
        None => (no_entry(typed), None),
    };
    tell(ctx, shown).await
}

/// The person, if they may change anything here; otherwise they have been told why not.
async fn moderator(ctx: Context<'_>) -> Result<Option<Moderator<'_>>, serenity::Error> {
    let member = match ctx {
        poise::Context::Application(app) => app.interaction.member.as_deref(),
        poise::Context::Prefix(_) => None,
    };
    match permit(ctx.data(), ctx.author(), member, ctx.guild_id()) {
        Ok(moderator) => Ok(Some(moderator)),
        Err(refused) => {
            tell(ctx, (*refused, None)).await?;
            Ok(None)
        }
    }
}

/// Shows something to the moderator alone.
async fn tell(ctx: Context<'_>, (reply, answer): Shown) -> Answered {
    for reply in std::iter::once(&reply).chain(&answer) {
        let reply = render::command_reply(reply, ctx.author().id, Audience::Asker);
        ctx.send(reply).await?;
    }
    Ok(())
}

async fn show_form(ctx: Context<'_>, purpose: &Purpose, form: &Form) -> Answered {
    if let poise::Context::Application(app) = ctx {
        let response = open(purpose, form);
        app.interaction
            .create_response(ctx.http(), response)
            .await?;
    }
    Ok(())
}

/// The entry that a person means: a suggestion's value, or the beginning of its name.
fn find(snapshot: &Snapshot, typed: &str) -> Option<EntryId> {
    let known = |id: &EntryId| snapshot.knowledge().entry(id).is_some();
    let id = typed.split_whitespace().next().unwrap_or_default();
    let id = id.trim_end_matches(':').parse().ok();
    id.filter(known)
}

fn no_entry(typed: &str) -> Reply {
    let reason = format!(
        "there is no entry `{}`; pick one from the list",
        typed.replace('`', "'")
    );
    Composer::cannot(&reason, &[])
}

/// Whether a file is of a kind that `chiefly import` makes a pack of.
fn is_of_another_bot(name: &str) -> bool {
    let format = Format::of(Path::new(name));
    format.is_some_and(|format| format != Format::Tags) || name == "tags.toml"
}

fn file_name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

#[expect(clippy::unused_async, reason = "poise awaits it")]
async fn suggest_entries(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let snapshot = ctx.data().advisor.snapshot();
    let entries = snapshot.suggest_ids(typed, limits::SUGGESTIONS);
    let entries = entries.into_iter();
    choices(entries.map(|entry| (entry.label, entry.slug)))
}

#[expect(clippy::unused_async, reason = "poise awaits it")]
async fn suggest_kinds(_: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let kinds = Kind::ALL.into_iter().map(Kind::as_str);
    let kinds = kinds.filter(|kind| kind.starts_with(typed.trim()));
    choices(kinds.map(|kind| (kind.to_owned(), kind.to_owned())))
}

#[expect(clippy::unused_async, reason = "poise awaits it")]
async fn suggest_packs(ctx: Context<'_>, _typed: &str) -> CreateAutocompleteResponse {
    let snapshot = ctx.data().advisor.snapshot();
    let server = ctx.guild_id().map_or(0, GuildId::get);
    let moderator = Moderator {
        user: ctx.author(),
        server,
    };
    let packs = own_packs(ctx.data(), moderator, &snapshot);
    choices(packs.iter().map(|file| (file_name(file), file_name(file))))
}

fn choices(suggestions: impl Iterator<Item = (String, String)>) -> CreateAutocompleteResponse {
    let shown = suggestions.take(limits::SUGGESTIONS);
    let shown = shown.map(|(name, value)| AutocompleteChoice::new(name, value));
    CreateAutocompleteResponse::new().set_choices(shown.collect())
}
