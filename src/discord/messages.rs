//! Messages that are questions: those that name the bot, replies to it, and direct messages.

use std::time::Duration;

use serenity::all::{Context, Message, MessageId, MessageReference, MessageUpdateEvent, UserId};

use super::{
    Handle, address,
    memory::{Answered, EDITABLE},
    pace::Asking,
    question,
};
use crate::{
    advisor::{Pointed, Remark},
    answer::{Composer, Reply},
};

/// An answer that takes longer than this is announced.
const PATIENCE: Duration = Duration::from_millis(300);

/// What to say to a message.
struct Said {
    reply: Reply,
    /// The message that it replies to.
    to: MessageReference,
}

/// Answers a message if it is a question to the bot.
pub(super) async fn answer(
    ctx: &Context,
    handle: &Handle,
    bot: UserId,
    message: &Message,
) -> serenity::Result<()> {
    let moderates = handle.watch.is_moderator(message, handle.clock.now());
    if !moderates
        && address::asks(bot, message)
        && let Err(too_fast) = handle.pace.admit(message.into())
    {
        return too_fast.tell(ctx, message).await;
    }
    let (said, volunteered) = match say(handle, bot, message) {
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

/// What to say to a message; `None` when it is not for the bot.
fn say(handle: &Handle, bot: UserId, message: &Message) -> Option<Said> {
    let to = |message: &Message| MessageReference::from(message).fail_if_not_exists(false);
    if !address::asks(bot, message) {
        return None;
    }
    if address::is_withheld(bot, message) {
        return Some(Said {
            reply: Composer::unreadable(),
            to: to(message),
        });
    }
    let snapshot = handle.advisor.snapshot();
    let now = handle.clock.now();
    let before = address::before(bot, message, &snapshot).or_else(|| {
        handle
            .memory
            .before(message.channel_id, message.author.id, now)
    });
    let pointed = address::pointed(bot, message);
    let pointed_words = pointed.map(|pointed| question::plain(&pointed.content));
    let behind = question::behind(&message.content, bot.get());
    let words = question::plain(&message.content);
    let response = snapshot.respond(Remark {
        words: &words,
        behind: behind.as_deref(),
        pointed: pointed_words
            .as_deref()
            .map_or(Pointed::Nowhere, address::words),
        before: before.as_ref(),
    });
    // Written later; nothing here waits for it. Words that were put to others are not kept.
    if !response.to_pointed {
        handle.advisor.note(&words, &response.advice.verdict);
    }
    let reply = response.advice.reply;
    handle.memory.note(
        message.channel_id,
        message.author.id,
        snapshot.matter_of(&reply),
        now,
    );
    // The person whose question it is sees that it is answered; bots had better not hear of it.
    let answered = pointed.filter(|pointed| response.to_pointed && !pointed.author.bot);
    Some(Said {
        reply,
        to: to(answered.unwrap_or(message)),
    })
}

/// What to say unasked in a watched channel, or in place of what has been said there; `None` unless
/// the bot is sure and nobody else is meant.
async fn volunteer(
    ctx: &Context,
    handle: &Handle,
    bot: UserId,
    message: &Message,
    instead_of: Option<Answered>,
) -> Option<Said> {
    if !address::is_open(bot, message) {
        return None;
    }
    let now = handle.clock.now();
    let place = handle.watch.place(ctx, message, now).await?;
    let snapshot = handle.advisor.snapshot();
    let (channel, author) = (message.channel_id, message.author.id);
    let before = handle.memory.before(channel, author, now);
    let words = question::plain(&message.content);
    // The first message of a forum's post has the post's id.
    let is_post = message.id.get() == channel.get();
    let title = is_post.then_some(place.name.as_str());
    let advice = snapshot.volunteer(title, &words, before.as_ref())?;
    let entry = &advice.verdict.candidates.first()?.id;
    // Nobody asked, so nobody is told.
    if instead_of.is_none() && handle.pace.admit(message.into()).is_err() {
        return None;
    }
    if instead_of.is_none() && !handle.watch.is_new(channel, entry, now) {
        return None;
    }
    let matter = snapshot.matter_of(&advice.reply);
    handle.memory.note(channel, author, matter, now);
    Some(Said {
        reply: advice.reply,
        to: MessageReference::from(message).fail_if_not_exists(false),
    })
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
    let now = handle.clock.now();
    let Some(answered) = handle.memory.answer_to(update.id, now) else {
        return Ok(());
    };
    let (Some(author), Some(_)) = (&update.author, &update.content) else {
        return Ok(());
    };
    if now.saturating_duration_since(answered.since) > EDITABLE {
        return Ok(());
    }
    let asking = Asking {
        user: author.id,
        channel: update.channel_id,
        server: update.guild_id,
    };
    // The answer stays as it is; nobody waits for the change of one.
    if handle.pace.admit(asking).is_err() {
        return Ok(());
    }
    let mut message = Message::default();
    update.apply_to_message(&mut message);
    message.author = author.clone();
    message.guild_id = update.guild_id;
    let said = match say(handle, bot, &message) {
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
        None => retract(ctx, handle, update.id).await,
    }
}

/// Deletes the answer to a question that is gone.
pub(super) async fn retract(
    ctx: &Context,
    handle: &Handle,
    question: MessageId,
) -> serenity::Result<()> {
    let now = handle.clock.now();
    let Some(answered) = handle.memory.forget_answer(question, now) else {
        return Ok(());
    };
    handle.delivery.delete(ctx, answered).await
}
