//! `/quiz`.

use super::{Context, say};

/// Play five rounds of "who does this?"
#[poise::command(slash_command)]
pub(super) async fn quiz(ctx: Context<'_>) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    // Discord gives no number twice, so no two games begin alike.
    let seed = match ctx {
        Context::Application(command) => command.interaction.id.get(),
        Context::Prefix(command) => command.msg.id.get(),
    };
    let reply = snapshot.composer().quiz(seed);
    say(ctx, &reply, false).await
}
