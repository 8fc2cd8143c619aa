//! What happens on Discord, and what fails while it is dealt with.

use std::sync::atomic::{AtomicU32, Ordering};

use poise::FrameworkError;
use serenity::all::{FullEvent, Interaction};

use super::{Handle, components, knowledge, messages, render};
use crate::answer::{Audience, Composer};

/// Passes an event on to what deals with it.
pub(super) async fn handle(
    framework: poise::FrameworkContext<'_, Handle, serenity::Error>,
    event: &FullEvent,
) -> Result<(), serenity::Error> {
    let (ctx, data) = (framework.serenity_context, framework.user_data);
    let _under_way = data.under_way.read().await;
    match event {
        FullEvent::Message { new_message } => {
            messages::answer(ctx, data, framework.bot_id(), new_message).await
        }
        FullEvent::MessageUpdate { event, .. } => {
            messages::edit(ctx, data, framework.bot_id(), event).await
        }
        FullEvent::MessageDelete {
            channel_id,
            deleted_message_id,
            ..
        } => {
            let deleted = [*deleted_message_id];
            messages::retract(ctx, data, framework.bot_id(), *channel_id, &deleted).await
        }
        FullEvent::MessageDeleteBulk {
            channel_id,
            multiple_deleted_messages_ids: deleted,
            ..
        } => messages::retract(ctx, data, framework.bot_id(), *channel_id, deleted).await,
        FullEvent::InteractionCreate {
            interaction: Interaction::Component(press),
        } => components::press(ctx, data, press).await,
        FullEvent::InteractionCreate {
            interaction: Interaction::Modal(modal),
        } => knowledge::submit(ctx, data, modal).await,
        _ => Ok(()),
    }
}

/// Logs an internal fault with an id, and tells the person who met it no more than that.
pub(super) async fn report(error: FrameworkError<'_, Handle, serenity::Error>) {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let id = format!("{:04x}", LAST.fetch_add(1, Ordering::Relaxed) + 1);
    // It has been told.
    if let FrameworkError::CommandCheckFailed { error: None, .. } = &error {
        return;
    }
    // Poise's own wording leaves the cause out, and may repeat what a member typed.
    match &error {
        FrameworkError::Command { error, ctx, .. } => {
            tracing::error!(id, command = %ctx.command().name, "a command failed: {error}");
        }
        FrameworkError::EventHandler { error, event, .. } => {
            tracing::error!(
                id,
                event = event.snake_case_name(),
                "an event failed: {error}"
            );
        }
        FrameworkError::ArgumentParse { ctx, .. } => {
            tracing::error!(id, command = %ctx.command().name, "an argument is not understood");
        }
        other => tracing::error!(id, "{other}"),
    }
    if let Some(ctx) = error.ctx() {
        let reply = Composer::fault(&id);
        let reply = render::command_reply(&reply, ctx.author().id, Audience::Asker);
        let sent = ctx.send(reply).await;
        if let Err(error) = sent {
            tracing::debug!(id, "the apology could not be sent: {error}");
        }
    }
}
