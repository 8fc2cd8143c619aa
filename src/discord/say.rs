//! What to say to a message.

use std::time::Duration;

use serenity::all::{Context, GetMessages, Message, MessageReference, MessageType, UserId};

use super::{
    Handle,
    address::{self, Address},
    memory::Answered,
    question,
};
use crate::{
    advisor::{Pointed, Remark, is_question},
    answer::{Composer, Reply},
    matching::Outcome,
};

/// A question stands directly before the call for the bot for this long.
const PRECEDING: Duration = Duration::from_secs(5 * 60);

/// What to say to a message.
pub(super) struct Said {
    pub(super) reply: Reply,
    /// The message that it replies to.
    pub(super) to: MessageReference,
}

/// What to say to a message, which may call the bot to the one before it; `None` when it is not for
/// the bot.
pub(super) fn say(
    handle: &Handle,
    bot: UserId,
    message: &Message,
    preceding: Option<&Message>,
) -> Option<Said> {
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
    let snapshot = handle.snapshot(message.guild_id);
    let now = handle.clock.now();
    let before = address::before(bot, message, &snapshot).or_else(|| {
        handle
            .memory
            .before(message.channel_id, message.author.id, now)
    });
    let pointed = address::pointed(bot, message).or(preceding);
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
    // A reply to the bot may as well be a word to the others.
    if !response.wanted && address::address(bot, message) == Address::Reply {
        return None;
    }
    // Written later; nothing here waits for it. Words that were put to others are not kept.
    if !response.to_pointed {
        handle.advisor.note(&words, &response.advice.verdict);
    }
    let reply = response.advice.reply;
    handle.memory.note(
        message.channel_id,
        message.author.id,
        snapshot.before_of(&reply),
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
pub(super) async fn volunteer(
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
    let snapshot = handle.snapshot(message.guild_id);
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
    let said = snapshot.before_of(&advice.reply);
    handle.memory.note(channel, author, said, now);
    Some(Said {
        reply: advice.reply,
        to: MessageReference::from(message).fail_if_not_exists(false),
    })
}

/// The message directly before one that only calls the bot: somebody's question to which the bot is
/// sure of the answer, and which it has not answered.
pub(super) async fn preceding(
    ctx: &Context,
    handle: &Handle,
    bot: UserId,
    message: &Message,
) -> Option<Message> {
    let only_calls = question::plain(&message.content).is_empty()
        && message.kind == MessageType::Regular
        && address::address(bot, message) == Address::Named;
    if !only_calls {
        return None;
    }
    let wanted = GetMessages::new().before(message.id).limit(1);
    let found = message.channel_id.messages(&ctx.http, wanted).await;
    let before = found
        .inspect_err(|error| tracing::debug!("the message before could not be read: {error}"))
        .ok()?
        .pop()?;
    let age = message.timestamp.unix_timestamp() - before.timestamp.unix_timestamp();
    let fresh = u64::try_from(age).is_ok_and(|age| age <= PRECEDING.as_secs());
    let answered = handle.memory.answer_to(before.id, handle.clock.now());
    if !fresh || answered.is_some() || !address::is_by_person(bot, &before) {
        return None;
    }
    let words = question::plain(&before.content);
    let sure = || {
        handle
            .snapshot(message.guild_id)
            .ask(&words)
            .verdict
            .outcome
            == Outcome::Answer
    };
    (is_question(&words) && sure()).then_some(before)
}
