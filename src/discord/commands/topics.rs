//! `/topics`.

use super::{Context, say};

/// See everything that can be asked
#[poise::command(slash_command)]
pub(super) async fn topics(ctx: Context<'_>) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    say(ctx, &snapshot.composer().topics(0), true).await
}
