//! Sending into a channel, in the form that the bot's permissions allow.

use std::{sync::Mutex, time::Duration};

use serenity::all::{
    ChannelId, Context, CreateMessage, Http, Message, MessageId, MessageReference, UserId,
};

use super::{
    Clock,
    memory::{Answered, Recent, lock},
    patience::patiently,
    render,
};
use crate::answer::Reply;

/// How long it is kept in mind what a channel does not allow; a moderator may have changed it by then.
const KEPT: Duration = Duration::from_secs(10 * 60);
/// So many channels are kept in mind.
const CHANNELS_MAX: usize = 1024;

/// Discord's code for an action without the permission for it.
const MISSING_PERMISSIONS: isize = 50013;
/// Discord's code for a channel that the bot does not see.
const MISSING_ACCESS: isize = 50001;
/// Discord's code for a reply without the permission to read the history.
const NO_HISTORY: isize = 160_002;
/// Discord's code for a message that is not there.
const UNKNOWN_MESSAGE: isize = 10008;

/// How a message can be sent, the best way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// With embeds, as a reply.
    Embeds,
    /// As plain text, as a reply.
    Text,
    /// As plain text, on its own.
    Alone,
    /// Not at all.
    Never,
}

impl Way {
    /// What is left to try after Discord's refusal, if it was one for want of a permission.
    fn after(self, code: isize) -> Option<Self> {
        match (self, code) {
            (_, NO_HISTORY) => Some(Self::Alone),
            (Self::Embeds, MISSING_PERMISSIONS) => Some(Self::Text),
            (_, MISSING_ACCESS | MISSING_PERMISSIONS) => Some(Self::Never),
            _ => None,
        }
    }

    /// What the bot lacks where this way is the best one.
    const fn lacks(self) -> &'static str {
        match self {
            Self::Embeds => "nothing",
            Self::Text => "Embed Links",
            Self::Alone => "Read Message History",
            Self::Never => "View Channel, Send Messages or, in a thread, Send Messages in Threads",
        }
    }
}

/// Sends, and keeps in mind for minutes which channels refused what.
#[derive(Debug)]
pub(super) struct Delivery {
    ways: Mutex<Recent<ChannelId, Way>>,
    clock: Clock,
}

impl Delivery {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            ways: Mutex::new(Recent::new(CHANNELS_MAX, KEPT)),
            clock,
        }
    }

    /// Sends a reply to a person's message; `None` when the bot may not write there, which the log
    /// says once.
    pub(super) async fn send(
        &self,
        ctx: &Context,
        channel: ChannelId,
        asker: UserId,
        reply: &Reply,
        to: MessageReference,
    ) -> serenity::Result<Option<Message>> {
        self.deliver(&ctx.http, channel, |way| match way {
            Way::Embeds => render::message(reply, asker).reference_message(to.clone()),
            Way::Text => render::text_message(reply, asker).reference_message(to.clone()),
            Way::Alone | Way::Never => render::text_message(reply, asker),
        })
        .await
    }

    /// Sends what nobody in particular asked for; `brief` says the same in what fits into a message
    /// without embeds. `None` when the bot may not write there, which the log says once.
    pub(super) async fn announce(
        &self,
        http: &Http,
        channel: ChannelId,
        reply: &Reply,
        brief: &Reply,
    ) -> serenity::Result<Option<Message>> {
        self.deliver(http, channel, |way| match way {
            Way::Embeds => render::announcement(reply),
            _ => render::text_announcement(brief),
        })
        .await
    }

    /// Puts something else in place of what was announced; `false` when somebody has deleted it.
    pub(super) async fn announce_anew(
        &self,
        http: &Http,
        announced: (ChannelId, MessageId),
        reply: &Reply,
        brief: &Reply,
    ) -> serenity::Result<bool> {
        let (channel, message) = announced;
        let edit = || match self.known(channel) {
            Way::Embeds => render::announcement_edit(reply),
            _ => render::text_announcement_edit(brief),
        };
        match patiently(|| channel.edit_message(http, message, edit())).await {
            Err(error) if code(&error) == Some(UNKNOWN_MESSAGE) => Ok(false),
            edited => edited.map(|_| true),
        }
    }

    /// The best way that is not known to be refused.
    fn known(&self, channel: ChannelId) -> Way {
        let known = lock(&self.ways).get(&channel, self.clock.now()).copied();
        known.unwrap_or(Way::Embeds)
    }

    async fn deliver(
        &self,
        http: &Http,
        channel: ChannelId,
        compose: impl Fn(Way) -> CreateMessage,
    ) -> serenity::Result<Option<Message>> {
        let mut way = self.known(channel);
        loop {
            if way == Way::Never {
                self.keep(channel, way);
                tracing::debug!(channel = channel.get(), "an answer is held back");
                return Ok(None);
            }
            let error = match patiently(|| channel.send_message(http, compose(way))).await {
                Ok(sent) => {
                    self.keep(channel, way);
                    return Ok(Some(sent));
                }
                Err(error) => error,
            };
            way = match code(&error).and_then(|code| way.after(code)) {
                Some(next) if next != way => next,
                _ => return Err(error),
            };
        }
    }

    /// Keeps in mind which way worked, and tells the host when that is news.
    ///
    /// Several messages may find out at the same time; only the first of them tells.
    fn keep(&self, channel: ChannelId, way: Way) {
        let now = self.clock.now();
        let mut ways = lock(&self.ways);
        let known = ways.get(&channel, now).copied();
        if way == known.unwrap_or(Way::Embeds) {
            return;
        }
        ways.put(channel, way, now);
        drop(ways);
        tracing::warn!(
            channel = channel.get(),
            "the bot lacks a permission in this channel: {}",
            way.lacks()
        );
    }

    /// Changes an answer to a person; one that somebody else deleted needs no further care.
    pub(super) async fn edit(
        &self,
        ctx: &Context,
        answered: Answered,
        asker: UserId,
        reply: &Reply,
    ) -> serenity::Result<()> {
        let edit = || match self.known(answered.channel) {
            Way::Embeds => render::edit(reply, asker),
            _ => render::text_edit(reply, asker),
        };
        let (channel, answer) = (answered.channel, answered.answer);
        let edited = patiently(|| channel.edit_message(&ctx.http, answer, edit()));
        match edited.await {
            Err(error) if code(&error) != Some(UNKNOWN_MESSAGE) => Err(error),
            _ => Ok(()),
        }
    }

    /// Deletes an answer, if nobody else has.
    pub(super) async fn delete(&self, ctx: &Context, answered: Answered) -> serenity::Result<()> {
        let (channel, answer) = (answered.channel, answered.answer);
        let deleted = patiently(|| channel.delete_message(&ctx.http, answer));
        match deleted.await {
            Err(error) if code(&error) != Some(UNKNOWN_MESSAGE) => Err(error),
            _ => Ok(()),
        }
    }
}

/// Discord's own code of a refusal.
fn code(error: &serenity::Error) -> Option<isize> {
    use serenity::{Error, http::HttpError};
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(response)) => Some(response.error.code),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_leads_to_a_simpler_way_or_to_none() {
        for (way, code, next) in [
            (Way::Embeds, MISSING_PERMISSIONS, Some(Way::Text)),
            (Way::Text, MISSING_PERMISSIONS, Some(Way::Never)),
            (Way::Embeds, NO_HISTORY, Some(Way::Alone)),
            (Way::Alone, MISSING_PERMISSIONS, Some(Way::Never)),
            (Way::Embeds, MISSING_ACCESS, Some(Way::Never)),
            (Way::Embeds, 50035, None),
        ] {
            assert_eq!(way.after(code), next, "{way:?} {code}");
        }
    }
}
