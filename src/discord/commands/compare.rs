//! `/compare`.

use super::{Context, say, suggest_dimensions, suggest_roles};
use crate::knowledge::Kind;

/// Compare two roles, at a glance or in one respect
#[poise::command(slash_command)]
pub(super) async fn compare(
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
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    let dimension = dimension.map(|typed| snapshot.find(Kind::Dimension, &typed));
    let [first, second] =
        [role_a, role_b].map(|typed| typed.map(|t| snapshot.find(Kind::Role, &t)));
    let reply =
        snapshot
            .composer()
            .compare(dimension.as_deref(), first.as_deref(), second.as_deref());
    say(ctx, &reply, false).await
}
