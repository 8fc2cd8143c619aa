//! "Answer this": a right click on somebody's message.

use serenity::all::{Message, MessageReference};

use super::{Context, memory::Answered, question, render};
use crate::{
    answer::{Audience, Composer},
    matching::Outcome,
};

/// Answers a message publicly when sure; otherwise only the person who clicked sees what comes of it.
#[poise::command(
    context_menu_command = "Answer this",
    install_context = "Guild|User",
    interaction_context = "Guild|BotDm|PrivateChannel"
)]
pub(super) async fn answer_this(ctx: Context<'_>, message: Message) -> Result<(), serenity::Error> {
    let handle = ctx.data();
    let asker = ctx.author().id;
    let words = question::plain(&message.content);
    let private = |reply| render::command_reply(&reply, asker, Audience::Asker);
    if words.is_empty() || message.author.id == ctx.framework().bot_id() {
        ctx.send(private(Composer::nothing_to_answer())).await?;
        return Ok(());
    }
    let snapshot = handle.advisor.snapshot();
    let now = handle.clock.now();
    let advice = snapshot.ask(&words);
    let sure = advice.verdict.outcome == Outcome::Answer;
    handle.memory.note(
        ctx.channel_id(),
        asker,
        snapshot.matter_of(&advice.reply),
        now,
    );
    if !sure {
        ctx.send(private(advice.reply)).await?;
        return Ok(());
    }
    // A response to a click cannot be a reply, a message can.
    let to = MessageReference::from(&message).fail_if_not_exists(false);
    let sent = handle
        .delivery
        .send(
            ctx.serenity_context(),
            ctx.channel_id(),
            asker,
            &advice.reply,
            to,
        )
        .await;
    match sent {
        Ok(Some(answer)) => {
            handle
                .memory
                .note_answer(message.id, Answered::new(&answer, false, now), now);
            ctx.send(private(Composer::answered_below())).await?;
        }
        // Where the bot may not write, the response to the click still shows.
        _ => {
            ctx.send(render::command_reply(
                &advice.reply,
                asker,
                Audience::Everyone,
            ))
            .await?;
        }
    }
    Ok(())
}
