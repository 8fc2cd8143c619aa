//! `/ask`.

use serenity::all::{AutocompleteChoice, CreateAutocompleteResponse};

use super::{super::question, Context, say};
use crate::answer::limits;

/// Ask a question about the roles, in your own words
#[poise::command(slash_command)]
pub(super) async fn ask(
    ctx: Context<'_>,
    #[description = "Your question, typos welcome"]
    #[autocomplete = "suggest"]
    question: String,
    #[description = "Only you see the answer"] private: Option<bool>,
) -> Result<(), serenity::Error> {
    let (handle, channel, user) = (ctx.data(), ctx.channel_id(), ctx.author().id);
    let snapshot = handle.snapshot(ctx.guild_id());
    let now = handle.clock.now();
    let before = handle.memory.before(channel, user, now);
    let question = question::plain(&question);
    let advice = snapshot.ask_after(&question, before.as_ref());
    say(ctx, &advice.reply, private.unwrap_or(false)).await?;
    handle.advisor.note(&question, &advice.verdict);
    Ok(())
}

#[expect(clippy::unused_async, reason = "poise awaits it")]
async fn suggest(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let suggestions = ctx
        .data()
        .snapshot(ctx.guild_id())
        .suggest(typed, limits::SUGGESTIONS);
    let choices = suggestions.into_iter().map(|suggestion| {
        AutocompleteChoice::new(suggestion.question.clone(), suggestion.question)
    });
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}
