//! Answers that the bot gave before it was started anew: Discord knows what they reply to.

use std::time::Duration;

use serenity::all::{ChannelId, Context, GetMessages, Message, MessageId, UserId};

use super::{
    Handle,
    memory::{ANSWERED, Answered},
};

/// How many messages behind a question are looked through for its answer.
const BEHIND: u8 = 50;

/// Calls to mind which messages answer questions of a channel, where that was forgotten with the
/// start of the bot. Asks Discord only about questions that are older than that, and not too old.
///
/// Where the bot may not read the history its answers are no replies, and cannot be found again.
pub(super) async fn recall(
    ctx: &Context,
    handle: &Handle,
    bot: UserId,
    channel: ChannelId,
    questions: &[MessageId],
) {
    let now = handle.clock.now();
    let age = |question: MessageId| {
        let written = u64::try_from(question.created_at().unix_timestamp()).unwrap_or_default();
        let past = handle
            .clock
            .unix_after(Duration::ZERO)
            .saturating_sub(written);
        (written <= handle.started).then_some(Duration::from_secs(past))
    };
    let forgotten = questions.iter().filter(|question| {
        age(**question).is_some_and(|age| age <= ANSWERED)
            && handle.memory.answer_to(**question, now).is_none()
    });
    let Some(first) = forgotten.min() else {
        return;
    };
    let behind = GetMessages::new().after(*first).limit(BEHIND);
    let found = match channel.messages(&ctx.http, behind).await {
        Ok(found) => found,
        Err(error) => {
            tracing::debug!("an earlier answer could not be looked for: {error}");
            return;
        }
    };
    let of_bot = |answer: &&Message| answer.author.id == bot;
    for answer in found.iter().filter(of_bot) {
        let replied = answer.message_reference.as_ref();
        let Some(question) = replied.and_then(|to| to.message_id) else {
            continue;
        };
        if questions.contains(&question)
            && handle.memory.answer_to(question, now).is_none()
            && let Some(age) = age(question)
        {
            let since = now.checked_sub(age).unwrap_or(now);
            // Whether it had been asked for is not known; then it is rather taken back.
            let answered = Answered::new(answer, true, since);
            handle.memory.note_answer(question, answered, now);
        }
    }
}
