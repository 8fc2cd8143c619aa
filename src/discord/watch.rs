//! Channels in which the bot answers what nobody asked it: seldom, and only when it is sure.

use std::{
    collections::HashSet,
    sync::Mutex,
    time::{Duration, Instant},
};

use serenity::all::{ChannelId, ChannelType, Context, Member, Message, RoleId, UserId};

use super::memory::{Recent, lock};
use crate::knowledge::EntryId;

/// A moderator who wrote this long ago is still at it.
const MODERATOR: Duration = Duration::from_secs(60);
/// How long it is kept in mind where a thread belongs.
const PLACE: Duration = Duration::from_secs(10 * 60);
/// So much of each is kept in mind at most.
const KEPT_MAX: usize = 4096;

/// Which channels the bot watches, and how it behaves there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watched {
    /// Ids of channels and forums; their threads and posts are watched with them.
    pub channels: Vec<u64>,
    /// In a channel, the same entry is not volunteered again for this long.
    pub quiet: Duration,
    /// Ids of the roles whose members are left to answer by themselves.
    pub moderator_roles: Vec<u64>,
}

/// What a channel is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// A thread, or a post of a forum.
    is_thread: bool,
    watched: bool,
    pub(super) name: String,
}

/// What happens in the watched channels.
#[derive(Debug)]
pub(super) struct Watch {
    channels: HashSet<u64>,
    moderator_roles: HashSet<u64>,
    places: Mutex<Recent<ChannelId, Place>>,
    said: Mutex<Recent<(ChannelId, EntryId), ()>>,
    /// Where a moderator wrote lately, and to whom.
    moderated: Mutex<Recent<(ChannelId, Option<UserId>), ()>>,
}

impl Watch {
    pub(super) fn new(watched: &Watched) -> Self {
        Self {
            channels: watched.channels.iter().copied().collect(),
            moderator_roles: watched.moderator_roles.iter().copied().collect(),
            places: Mutex::new(Recent::new(KEPT_MAX, PLACE)),
            said: Mutex::new(Recent::new(KEPT_MAX, watched.quiet)),
            moderated: Mutex::new(Recent::new(KEPT_MAX, MODERATOR)),
        }
    }

    /// Whether somebody who uses the bot is a moderator, by role or by what they may do.
    pub(super) fn moderates(&self, member: Option<&Member>) -> bool {
        member.is_some_and(|member| {
            let may = member.permissions.unwrap_or_default();
            may.manage_messages() || self.has_role(&member.roles)
        })
    }

    fn has_role(&self, roles: &[RoleId]) -> bool {
        let mut roles = roles.iter();
        roles.any(|role| self.moderator_roles.contains(&role.get()))
    }

    /// Notes that a moderator writes; whether this is one.
    pub(super) fn is_moderator(&self, message: &Message, now: Instant) -> bool {
        let member = message.member.as_ref();
        let is_one = member.is_some_and(|member| self.has_role(&member.roles));
        if is_one {
            let replied = message.referenced_message.as_ref();
            let to = replied.map(|to| to.author.id);
            let mentioned = message.mentions.iter().map(|user| Some(user.id));
            let mut moderated = lock(&self.moderated);
            for at in mentioned.chain([None, to]) {
                moderated.put((message.channel_id, at), (), now);
            }
        }
        is_one
    }

    /// Where a message was written, if that is watched and nobody else is expected to answer.
    pub(super) async fn place(
        &self,
        ctx: &Context,
        message: &Message,
        now: Instant,
    ) -> Option<Place> {
        if self.channels.is_empty() {
            return None;
        }
        let known = lock(&self.places).get(&message.channel_id, now).cloned();
        let place = match known {
            Some(place) => place,
            None => self.look_up(ctx, message.channel_id, now).await?,
        };
        let moderated = lock(&self.moderated);
        let busy = |at| moderated.get(&(message.channel_id, at), now).is_some();
        // In a channel, moderators also talk of other things than what a person asks.
        let answering = (place.is_thread && busy(None)) || busy(Some(message.author.id));
        (place.watched && !answering).then_some(place)
    }

    async fn look_up(&self, ctx: &Context, id: ChannelId, now: Instant) -> Option<Place> {
        let channel = match ctx.http.get_channel(id).await {
            Ok(channel) => channel.guild()?,
            Err(error) => {
                tracing::warn!(
                    channel = id.get(),
                    "a channel could not be looked up: {error}"
                );
                return None;
            }
        };
        let is_thread = matches!(
            channel.kind,
            ChannelType::PublicThread | ChannelType::PrivateThread | ChannelType::NewsThread
        );
        let parent = channel.parent_id.filter(|_| is_thread);
        let watched = [Some(id), parent].into_iter().flatten();
        let place = Place {
            is_thread,
            watched: watched
                .into_iter()
                .any(|id| self.channels.contains(&id.get())),
            name: channel.name,
        };
        lock(&self.places).put(id, place.clone(), now);
        Some(place)
    }

    /// Whether an entry has not been volunteered in a channel for a while; from now on it has.
    pub(super) fn is_new(&self, channel: ChannelId, entry: &EntryId, now: Instant) -> bool {
        let mut said = lock(&self.said);
        let key = (channel, entry.clone());
        let new = said.get(&key, now).is_none();
        if new {
            said.put(key, (), now);
        }
        new
    }
}
