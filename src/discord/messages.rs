//! Messages that are questions: those that name the bot, replies to it, and direct messages.

use std::time::Duration;

use serenity::all::{ChannelId, Context, Message, MessageId, MessageUpdateEvent, UserId};

use super::{
    Handle, address, earlier,
    memory::{Answered, EDITABLE},
    say::{preceding, say, volunteer},
};

/// An answer that takes longer than this is announced.
const PATIENCE: Duration = Duration::from_millis(300);

/// Answers a message if it is a question to the bot.
pub(super) async fn answer(
    ctx: &Context,
    handle: &Handle,
    bot: UserId,
    message: &Message,
) -> serenity::Result<()> {
    let now = handle.clock.now();
    let moderates = handle.watch.is_moderator(message, now);
    if !address::is_by_person(bot, message) {
        return Ok(());
    }
    let _turn = handle.memory.turn(message.id, now).await;
    // Discord may tell of a message twice, or of its edit first.
    if handle.memory.answer_to(message.id, now).is_some() {
        return Ok(());
    }
    give(ctx, handle, bot, message, moderates).await
}

/// Gives the answer to a message that has none, if it is a question to the bot.
async fn give(
    ctx: &Context,
    handle: &Handle,
    bot: UserId,
    message: &Message,
    moderates: bool,
) -> serenity::Result<()> {
    if !moderates
        && address::asks(bot, message)
        && let Err(too_fast) = handle.pace.admit(message.into())
    {
        return too_fast.tell(ctx, message).await;
    }
    let preceding = preceding(ctx, handle, bot, message).await;
    let (said, volunteered) = match say(handle, bot, message, preceding.as_ref()) {
        Some(said) => (said, false),
        None if moderates => return Ok(()),
        None => match volunteer(ctx, handle, bot, message, None).await {
            Some(said) => (said, true),
            None => return Ok(()),
        },
    };
    let (channel, asker) = (message.channel_id, message.author.id);
    let sending = handle
        .delivery
        .send(ctx, channel, asker, &said.reply, said.to);
    if let Some(answer) = announced(ctx, message, sending).await? {
        let now = handle.clock.now();
        let answered = Answered::new(&answer, volunteered, now);
        handle.memory.note_answer(message.id, answered, now);
    }
    Ok(())
}

/// Shows the bot as typing while something takes long.
async fn announced<T>(
    ctx: &Context,
    message: &Message,
    sending: impl Future<Output = serenity::Result<T>>,
) -> serenity::Result<T> {
    let mut sending = std::pin::pin!(sending);
    if let Ok(sent) = tokio::time::timeout(PATIENCE, &mut sending).await {
        return sent;
    }
    let typing = message.channel_id.broadcast_typing(&ctx.http);
    let (typed, sent) = tokio::join!(typing, sending);
    if let Err(error) = typed {
        tracing::debug!("typing could not be shown: {error}");
    }
    sent
}

/// Brings an answer in line with its question, which has been edited.
pub(super) async fn edit(
    ctx: &Context,
    handle: &Handle,
    bot: UserId,
    update: &MessageUpdateEvent,
) -> serenity::Result<()> {
    // Discord also tells of previews that it adds by itself.
    if update.edited_timestamp.is_none() {
        return Ok(());
    }
    let (Some(author), Some(_)) = (&update.author, &update.content) else {
        return Ok(());
    };
    let mut message = Message::default();
    update.apply_to_message(&mut message);
    message.id = update.id;
    message.channel_id = update.channel_id;
    message.author = author.clone();
    message.guild_id = update.guild_id;
    let now = handle.clock.now();
    let _turn = handle.memory.turn(update.id, now).await;
    let fresh = is_fresh(handle, update.id);
    if fresh {
        earlier::recall(ctx, handle, bot, update.channel_id, &[update.id]).await;
    }
    let Some(answered) = handle.memory.answer_to(update.id, now) else {
        // Perhaps it has become a question to the bot only now.
        return if fresh && address::asks(bot, &message) {
            let moderates = handle.watch.is_moderator(&message, now);
            give(ctx, handle, bot, &message, moderates).await
        } else {
            Ok(())
        };
    };
    if now.saturating_duration_since(answered.since) > EDITABLE {
        return Ok(());
    }
    // The answer stays as it is; nobody waits for the change of one.
    if handle.pace.admit((&message).into()).is_err() {
        return Ok(());
    }
    let preceding = preceding(ctx, handle, bot, &message).await;
    let said = match say(handle, bot, &message, preceding.as_ref()) {
        None if answered.volunteered => volunteer(ctx, handle, bot, &message, Some(answered)).await,
        said => said,
    };
    match said {
        Some(said) => {
            let delivery = &handle.delivery;
            delivery
                .edit(ctx, answered, message.author.id, &said.reply)
                .await
        }
        // Nothing is asked any more.
        None => take_back(ctx, handle, update.id).await,
    }
}

/// Whether a message was written so lately that an edit of it is answered.
fn is_fresh(handle: &Handle, id: MessageId) -> bool {
    let written = u64::try_from(id.created_at().unix_timestamp()).unwrap_or_default();
    let now = handle.clock.unix_after(Duration::ZERO);
    now.saturating_sub(written) <= EDITABLE.as_secs()
}

/// Deletes the answers to questions that are gone.
pub(super) async fn retract(
    ctx: &Context,
    handle: &Handle,
    bot: UserId,
    channel: ChannelId,
    questions: &[MessageId],
) -> serenity::Result<()> {
    earlier::recall(ctx, handle, bot, channel, questions).await;
    for question in questions {
        let _turn = handle.memory.turn(*question, handle.clock.now()).await;
        take_back(ctx, handle, *question).await?;
    }
    Ok(())
}

async fn take_back(ctx: &Context, handle: &Handle, question: MessageId) -> serenity::Result<()> {
    let now = handle.clock.now();
    let Some(answered) = handle.memory.forget_answer(question, now) else {
        return Ok(());
    };
    handle.delivery.delete(ctx, answered).await
}
