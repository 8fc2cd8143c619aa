//! "Answer this": a right click on somebody's message.

use std::time::Duration;

use serenity::all::{
    ChannelId, ComponentInteraction, CreateInteractionResponse, Message, MessageId,
    MessageInteractionMetadata, MessageReference, UserId,
};

use super::{Context, Handle, components, memory::Answered, patience::patiently, question, render};
use crate::{
    answer::{Action, Audience, Composer, Deed, Reply, Verb},
    matching::Outcome,
};

/// Discord waits three seconds for a sign; when sending takes this long, it gets one.
const PATIENCE: Duration = Duration::from_secs(2);

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
    let snapshot = handle.snapshot(ctx.guild_id());
    let now = handle.clock.now();
    let advice = snapshot.ask(&words);
    let sure = advice.verdict.outcome == Outcome::Answer;
    handle.memory.note(
        ctx.channel_id(),
        asker,
        snapshot.before_of(&advice.reply),
        now,
    );
    if !sure {
        ctx.send(private(advice.reply)).await?;
        return Ok(());
    }
    let (discord, channel) = (ctx.serenity_context(), ctx.channel_id());
    let sending = send(discord, handle, channel, message.id, asker, &advice.reply);
    let mut sending = std::pin::pin!(sending);
    let sent = match tokio::time::timeout(PATIENCE, &mut sending).await {
        Ok(sent) => sent,
        Err(_late) => {
            ctx.defer_ephemeral().await?;
            let sent = sending.await;
            if !sent {
                // What comes first takes the place of the sign that the bot is at it.
                ctx.send(private(Composer::answered_below())).await?;
            }
            sent
        }
    };
    let last = if sent {
        private(Composer::answered_below())
    } else {
        // Where the bot may not write, the response to the click still shows.
        render::command_reply(&advice.reply, asker, Audience::Everyone)
    };
    patiently(|| ctx.send(last.clone())).await?;
    Ok(())
}

/// Answers a message by a reply to it: a response to a click cannot be one. Whether it could be sent.
async fn send(
    ctx: &serenity::all::Context,
    handle: &Handle,
    channel: ChannelId,
    question: MessageId,
    asker: UserId,
    reply: &Reply,
) -> bool {
    let to = MessageReference::from((channel, question)).fail_if_not_exists(false);
    let sent = handle.delivery.send(ctx, channel, asker, reply, to).await;
    let Ok(Some(answer)) = sent else {
        return false;
    };
    let now = handle.clock.now();
    let answered = Answered::new(&answer, false, now);
    handle.memory.note_answer(question, answered, now);
    true
}

/// Whether a press picks the answer to somebody's message, from what only the person who clicked on
/// that message sees.
pub(super) fn picks(press: &ComponentInteraction, action: &Action, reply: &Reply) -> bool {
    let picked = matches!(
        action.deed,
        Deed::Show {
            verb: Verb::Pick,
            ..
        }
    );
    // A reply about no entry says that it is gone.
    picked && reply.subject.is_some() && target(press).is_some() && components::is_private(press)
}

/// The message that was clicked on when the pressed one came to be.
fn target(press: &ComponentInteraction) -> Option<MessageId> {
    match press.message.interaction_metadata.as_deref()? {
        MessageInteractionMetadata::Command(command) => command.target_message_id,
        _ => None,
    }
}

/// Posts the picked answer as a reply to the message that was clicked on.
pub(super) async fn post(
    ctx: &serenity::all::Context,
    handle: &Handle,
    press: &ComponentInteraction,
    reply: &Reply,
) -> serenity::Result<()> {
    let Some(question) = target(press) else {
        return Ok(());
    };
    let asker = press.user.id;
    // Sending may take longer than Discord waits.
    let acknowledged = CreateInteractionResponse::Acknowledge;
    press.create_response(&ctx.http, acknowledged).await?;
    let sent = send(ctx, handle, press.channel_id, question, asker, reply).await;
    let done = render::edit_response(&Composer::answered_below(), asker, Audience::Asker);
    patiently(|| press.edit_response(&ctx.http, done.clone())).await?;
    if !sent {
        let message = render::follow_up(reply, asker);
        patiently(|| press.create_followup(&ctx.http, message.clone())).await?;
    }
    Ok(())
}
