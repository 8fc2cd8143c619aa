//! What the bot says about itself: `/help`, `/about`, `/privacy`.

use super::{Context, say};
use crate::{answer::About, journal::RevisionId};

/// Learn how to ask
#[poise::command(slash_command)]
pub(super) async fn help(ctx: Context<'_>) -> Result<(), serenity::Error> {
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    say(ctx, &snapshot.composer().help(), true).await
}

/// See which version runs here and what it knows
#[poise::command(slash_command)]
pub(super) async fn about(ctx: Context<'_>) -> Result<(), serenity::Error> {
    let advisor = &ctx.data().advisor;
    let revision = advisor.revision().await;
    let about = About {
        version: env!("CARGO_PKG_VERSION"),
        revision: revision.as_ref().map(RevisionId::as_str),
        application: Some(application(ctx)),
        links: &ctx.data().links,
    };
    say(
        ctx,
        &ctx.data().snapshot(ctx.guild_id()).composer().about(&about),
        true,
    )
    .await
}

fn application(ctx: Context<'_>) -> u64 {
    match ctx {
        Context::Application(ctx) => ctx.interaction.application_id.get(),
        // Bots of before 2016 alone have another id than their application.
        Context::Prefix(ctx) => ctx.framework.bot_id().get(),
    }
}

/// Read what is kept of what you write
#[poise::command(slash_command)]
pub(super) async fn privacy(ctx: Context<'_>) -> Result<(), serenity::Error> {
    let advisor = &ctx.data().advisor;
    let reply = ctx
        .data()
        .snapshot(ctx.guild_id())
        .composer()
        .privacy(advisor.questions());
    say(ctx, &reply, true).await
}
