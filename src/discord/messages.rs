//! Messages that are questions: those that name the bot, and direct messages.

use serenity::all::{Context, Message, MessageReference, MessageType, UserId};

use super::{Handle, question, render};

/// Answers a message if it is a question to the bot.
pub(super) async fn answer(
    ctx: &Context,
    handle: &Handle,
    bot: UserId,
    message: &Message,
) -> serenity::Result<()> {
    if !is_for(bot, message) {
        return Ok(());
    }
    let question = question::plain(&message.content);
    let advice = handle.advisor.snapshot().ask(&question);
    let reference = MessageReference::from(message).fail_if_not_exists(false);
    let reply = render::message(&advice.reply).reference_message(reference);
    message.channel_id.send_message(&ctx.http, reply).await?;
    Ok(())
}

/// Whether a person addresses the bot; other bots, webhooks and the bot itself never do.
fn is_for(bot: UserId, message: &Message) -> bool {
    let by_person = !message.author.bot && message.webhook_id.is_none() && message.author.id != bot;
    let written = matches!(
        message.kind,
        MessageType::Regular | MessageType::InlineReply
    );
    let addressed = message.guild_id.is_none() || question::names(&message.content, bot.get());
    by_person && written && addressed
}
