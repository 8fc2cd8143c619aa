//! The commands.

use std::sync::Arc;

use serenity::all::GuildId;

use super::{
    super::{Context, patience::patiently, render},
    Moderator,
    exchange::{export, import},
    gate::{Shown, file_name, of_entry, own_packs, propose},
    modals::{Purpose, kind_named, open},
    past::{history, undo},
    permit,
    suggestions::{no_entry, suggest_entries, suggest_kinds, suggest_packs},
};
use crate::{
    advisor::{Advisor, Proposal, Reload},
    answer::{Audience, Composer, Form, limits},
    knowledge::{Change, EntryId},
};

pub(super) type Answered = Result<(), serenity::Error>;

/// Change what I know, look at it before it is published, and undo it
#[poise::command(
    slash_command,
    subcommands(
        "status", "check", "history", "export", "add", "edit", "phrase", "remove", "undo",
        "import", "attempt"
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
    let server = ctx.guild_id().map(GuildId::get);
    let snapshot = ctx.data().snapshot(ctx.guild_id());
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
        move || advisor.problems(server)
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
    let votes = advisor.votes(server).await.unwrap_or_default();
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
            ("Last change on disk", last_reload(&advisor, server)),
            ("Problems", problems),
            ("Votes", votes.join("\n")),
        ],
    );
    tell(ctx, (reply, None)).await
}

/// When the files were changed on disk last, and what came of it as far as a server may know.
fn last_reload(advisor: &Advisor, server: Option<u64>) -> String {
    let Some(report) = advisor.last_reload() else {
        return "none since I started".to_owned();
    };
    let snapshot = advisor.snapshot(server);
    let outcome = match &report.outcome {
        Reload::Changed { changes, .. } => {
            let seen = |id: &&EntryId| snapshot.knowledge().entry(id).is_some();
            let (added, changed) = (
                changes.added.iter().filter(seen).count(),
                changes.changed.iter().filter(seen).count(),
            );
            format!("taken up: {added} new, {changed} changed")
        }
        Reload::Broken(_) => "could not be used, so what I knew before stays".to_owned(),
        Reload::Fixed => "fixed what could not be used".to_owned(),
    };
    format!("<t:{}:R>, {outcome}", report.at.as_second())
}

/// Every problem of the files, with its place and its line
#[poise::command(slash_command)]
async fn check(ctx: Context<'_>) -> Answered {
    let Some(_) = moderator(ctx).await? else {
        return Ok(());
    };
    ctx.defer_ephemeral().await?;
    let advisor = Arc::clone(&ctx.data().advisor);
    let server = ctx.guild_id().map(GuildId::get);
    let found = tokio::task::spawn_blocking(move || advisor.problems(server)).await;
    let reply = match found {
        Ok(Ok((problems, is_broken))) => Composer::problems(&problems, is_broken),
        Ok(Err(error)) => Composer::cannot(&error.to_string(), &[]),
        Err(_stopped) => Composer::cannot("chiefly is being stopped", &[]),
    };
    tell(ctx, (reply, None)).await
}

/// Write a new entry
#[poise::command(slash_command)]
async fn add(
    ctx: Context<'_>,
    #[description = "What it is"]
    #[autocomplete = "suggest_kinds"]
    kind: String,
    #[description = "The pack's file; the first of this server when left out"]
    #[autocomplete = "suggest_packs"]
    #[max_length = 60]
    pack: Option<String>,
) -> Answered {
    let Some(moderator) = moderator(ctx).await? else {
        return Ok(());
    };
    let Some(kind) = kind_named(&kind) else {
        let reply = Composer::cannot("there is no such kind; pick one from the list", &[]);
        return tell(ctx, (reply, None)).await;
    };
    let own = own_packs(ctx.data(), moderator, &ctx.data().snapshot(ctx.guild_id()));
    if pack
        .as_ref()
        .is_some_and(|pack| own.iter().all(|file| file_name(file) != *pack))
    {
        let reply = Composer::cannot("there is no such pack in this server", &[]);
        return tell(ctx, (reply, None)).await;
    }
    let form = Form::add(kind, ctx.data().snapshot(ctx.guild_id()).knowledge());
    show_form(ctx, &Purpose::Add(kind, pack), &form).await
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
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    let Some(id) = snapshot.named(&entry) else {
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
    let snapshot = handle.snapshot(ctx.guild_id());
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
    let tried = Proposal::Question {
        text: question.clone(),
    };
    let reply = match handle.advisor.remember(tried, now).await {
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
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    let proposal = snapshot
        .named(typed)
        .and_then(|id| of_entry(&snapshot, &id, change));
    let shown = match proposal {
        Some(proposal) => propose(ctx.data(), moderator, proposal).await,
        None => (no_entry(typed), None),
    };
    tell(ctx, shown).await
}

/// The person, if they may change anything here; otherwise they have been told why not.
pub(super) async fn moderator(ctx: Context<'_>) -> Result<Option<Moderator<'_>>, serenity::Error> {
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
pub(super) async fn tell(ctx: Context<'_>, (reply, answer): Shown) -> Answered {
    for reply in std::iter::once(&reply).chain(&answer) {
        let reply = render::command_reply(reply, ctx.author().id, Audience::Asker);
        patiently(|| ctx.send(reply.clone())).await?;
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
