//! Slash commands.

use serenity::all::{AutocompleteChoice, CreateAutocompleteResponse};

use super::{Context, Handle, question, render};
use crate::answer::limits;

/// All commands.
pub(super) fn all() -> Vec<poise::Command<Handle, serenity::Error>> {
    vec![ask()]
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
    let advice = ctx
        .data()
        .advisor
        .snapshot()
        .ask(&question::plain(&question));
    let reply = render::command_reply(&advice.reply, private.unwrap_or(false));
    ctx.send(reply).await?;
    Ok(())
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
