//! `/role`.

use super::{Context, say, suggest_roles};
use crate::knowledge::Kind;

/// Meet one of the roles
#[poise::command(slash_command)]
pub(super) async fn role(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "suggest_roles"]
    role: String,
) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    let role = snapshot.find(Kind::Role, &role);
    say(ctx, &snapshot.composer().role(&role, None), false).await
}
