//! Slash commands.

use serenity::all::{AutocompleteChoice, CreateAutocompleteResponse};

use super::{Context, Handle, answer_this::answer_this, question, render};
use crate::{
    answer::{About, Audience, Reply, limits},
    knowledge::Kind,
};

/// All commands.
pub(super) fn all() -> Vec<poise::Command<Handle, serenity::Error>> {
    vec![
        ask(),
        compare(),
        role(),
        topics(),
        help(),
        about(),
        privacy(),
        answer_this(),
    ]
}

/// Ask a question about the roles, in your own words
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
async fn ask(
    ctx: Context<'_>,
    #[description = "Your question, typos welcome"]
    #[autocomplete = "suggest"]
    question: String,
    #[description = "Only you see the answer"] private: Option<bool>,
) -> Result<(), serenity::Error> {
    let (handle, channel, user) = (ctx.data(), ctx.channel_id(), ctx.author().id);
    let snapshot = handle.advisor.snapshot();
    let now = handle.clock.now();
    let before = handle.memory.before(channel, user, now);
    let advice = snapshot.ask_after(&question::plain(&question), before.as_ref());
    let matter = snapshot.matter_of(&advice.reply);
    handle.memory.note(channel, user, matter, now);
    say(ctx, &advice.reply, private.unwrap_or(false)).await
}

#[expect(clippy::unused_async, reason = "poise awaits it")]
async fn suggest(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let suggestions = ctx
        .data()
        .advisor
        .snapshot()
        .suggest(typed, limits::SUGGESTIONS);
    let choices = suggestions.into_iter().map(|suggestion| {
        AutocompleteChoice::new(suggestion.question.clone(), suggestion.question)
    });
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}

/// Compare two roles, at a glance or in one respect
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
async fn compare(
    ctx: Context<'_>,
    #[description = "In which respect; everything at a glance without it"]
    #[autocomplete = "suggest_dimensions"]
    dimension: Option<String>,
    #[description = "The first role"]
    #[autocomplete = "suggest_roles"]
    role_a: Option<String>,
    #[description = "The second role"]
    #[autocomplete = "suggest_roles"]
    role_b: Option<String>,
) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().advisor.snapshot();
    let dimension = dimension.map(|typed| snapshot.find(Kind::Dimension, &typed));
    let [first, second] =
        [role_a, role_b].map(|typed| typed.map(|t| snapshot.find(Kind::Role, &t)));
    let reply =
        snapshot
            .composer()
            .compare(dimension.as_deref(), first.as_deref(), second.as_deref());
    say(ctx, &reply, false).await
}

/// Meet one of the roles
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
async fn role(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "suggest_roles"]
    role: String,
) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().advisor.snapshot();
    let role = snapshot.find(Kind::Role, &role);
    say(ctx, &snapshot.composer().role(&role, None), false).await
}

/// See everything that can be asked
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
async fn topics(ctx: Context<'_>) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().advisor.snapshot();
    say(ctx, &snapshot.composer().topics(0), true).await
}

/// Learn how to ask
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
async fn help(ctx: Context<'_>) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().advisor.snapshot();
    say(ctx, &snapshot.composer().help(), true).await
}

/// See which version runs here and what it knows
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
async fn about(ctx: Context<'_>) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().advisor.snapshot();
    let about = About {
        version: env!("CARGO_PKG_VERSION"),
    };
    say(ctx, &snapshot.composer().about(about), true).await
}

/// Read what is kept of what you write
#[poise::command(
    slash_command,
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
async fn privacy(ctx: Context<'_>) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().advisor.snapshot();
    say(ctx, &snapshot.composer().privacy(), true).await
}

async fn say(ctx: Context<'_>, reply: &Reply, private: bool) -> Result<(), serenity::Error> {
    let audience = if private {
        Audience::Asker
    } else {
        Audience::Everyone
    };
    let reply = render::command_reply(reply, ctx.author().id, audience);
    ctx.send(reply).await?;
    Ok(())
}

#[expect(clippy::unused_async, reason = "poise awaits it")]
async fn suggest_dimensions(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    suggest_entries(ctx, Kind::Dimension, typed)
}

#[expect(clippy::unused_async, reason = "poise awaits it")]
async fn suggest_roles(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    suggest_entries(ctx, Kind::Role, typed)
}

fn suggest_entries(ctx: Context<'_>, kind: Kind, typed: &str) -> CreateAutocompleteResponse {
    let entries = ctx
        .data()
        .advisor
        .snapshot()
        .suggest_entries(kind, typed, limits::SUGGESTIONS);
    let choices = entries
        .into_iter()
        .map(|entry| AutocompleteChoice::new(entry.label, entry.slug));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}
