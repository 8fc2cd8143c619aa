//! `/which`.

use super::{super::question, Context, say};

/// Find the role that suits your organisation
#[poise::command(slash_command)]
pub(super) async fn which(
    ctx: Context<'_>,
    #[description = "Your organisation in your own words: what you make, for whom, how large"]
    situation: String,
) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    let reply = snapshot.which(&question::plain(&situation));
    say(ctx, &reply, false).await
}
