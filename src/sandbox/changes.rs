//! Changes of the guild that both the bot and the people in it can make.

use serde_json::{Value, json};

use super::clock;
use super::gateway::intents;
use super::gateway::session::Outgoing;
use super::permissions::Overwrite;
use super::rest::error::{self, ApiError};
use super::snowflake::Id;
use super::state::State;
use super::world::channels::{Channel, Thread, kind};
use super::world::guild::Member;
use super::world::messages::{Emoji, Message, Reaction, Reference, flag, kind as message_kind};

/// Different emoji under one message.
pub(crate) const REACTIONS_MAX: usize = 20;
/// Threads that may be open at once.
const ACTIVE_THREADS_MAX: usize = 1_000;
/// Threads kept in the archives.
const ARCHIVED_THREADS_KEPT: usize = 1_000;
/// The auto-archive time of a thread when nobody says (minutes).
const ARCHIVE_MINUTES: u64 = 4320;

impl State {
    /// Opens a thread: on its own, from a message, or as the post of a forum.
    pub(crate) fn open_thread(
        &mut self,
        parent: &Channel,
        owner: Id,
        name: &str,
        starter: Option<Id>,
        private: bool,
    ) -> Result<Channel, ApiError> {
        if !parent.in_guild() || parent.thread.is_some() {
            return Err(error::wrong_channel_type());
        }
        if starter.is_some_and(|id| self.world.channels.contains_key(&id)) {
            return Err(error::thread_exists());
        }
        if self.world.threads(false).count() >= ACTIVE_THREADS_MAX {
            return Err(error::too_many_threads());
        }
        self.forget_old_threads();
        let id = starter.unwrap_or_else(|| self.world.mint());
        let now = clock::now_ms();
        let form = if private {
            kind::PRIVATE_THREAD
        } else {
            kind::PUBLIC_THREAD
        };
        let mut thread = Channel::new(id, form, name.trim());
        thread.parent = Some(parent.id);
        thread.thread = Some(Thread {
            owner,
            private,
            archived: false,
            locked: false,
            invitable: true,
            auto_archive_minutes: ARCHIVE_MINUTES,
            archive_ms: now,
            created_ms: now,
            members: vec![(owner, now)],
            tags: Vec::new(),
            sent: 0,
        });
        self.world.channels.insert(id, thread.clone());
        self.channel_event("THREAD_CREATE", &thread);
        if let Some(message) = starter.and_then(|id| self.world.messages.get_mut(&id)) {
            message.flags |= flag::HAS_THREAD;
            self.message_updated(id);
            self.open_with_starter(&thread, owner);
        } else if parent.kind != kind::FORUM && !private {
            self.announce_thread(parent, &thread, owner);
        }
        Ok(thread)
    }

    /// Makes room in the archives: the threads that have been there longest go, with all they hold.
    fn forget_old_threads(&mut self) {
        while self.world.threads(true).count() >= ARCHIVED_THREADS_KEPT {
            let archived = self.world.threads(true);
            let oldest =
                archived.min_by_key(|one| one.thread.as_ref().map(|thread| thread.archive_ms));
            let Some(oldest) = oldest.cloned() else {
                return;
            };
            self.channel_event("THREAD_DELETE", &oldest);
            self.drop_channels(&[oldest.id]);
        }
    }

    /// Takes channels out of the world, with all they hold.
    pub(crate) fn drop_channels(&mut self, ids: &[Id]) {
        self.world.channels.retain(|id, _| !ids.contains(id));
        for id in ids {
            for message in self.world.messages.clear(*id) {
                self.world.drop_files(&message);
            }
        }
        let webhooks = &mut self.world.webhooks;
        webhooks.retain(|_, webhook| !ids.contains(&webhook.channel));
    }

    /// The first message of a thread made from a message points back to it.
    fn open_with_starter(&mut self, thread: &Channel, owner: Id) {
        let Some(parent) = thread.parent else { return };
        let id = self.world.mint();
        let mut message = Message::new(id, thread.id, owner);
        message.kind = message_kind::THREAD_STARTER;
        message.reply_to = Some(Reference {
            channel: parent,
            message: Some(thread.id),
        });
        self.world.keep(message);
        self.message_created(id);
    }

    /// The parent channel says that there is a new thread.
    fn announce_thread(&mut self, parent: &Channel, thread: &Channel, owner: Id) {
        let id = self.world.mint();
        let mut message = Message::new(id, parent.id, owner);
        message.kind = message_kind::THREAD_NOTICE;
        message.content.clone_from(&thread.name);
        message.reply_to = Some(Reference {
            channel: thread.id,
            message: None,
        });
        self.post(message);
    }

    /// Wakes an archived thread: somebody writes in it.
    pub(crate) fn wake_thread(&mut self, channel: Id) {
        let stored = self.world.channels.get_mut(&channel);
        let asleep = stored.filter(|one| one.thread.as_ref().is_some_and(|thread| thread.archived));
        let Some(channel) = asleep else { return };
        if let Some(thread) = &mut channel.thread {
            thread.archived = false;
            thread.archive_ms = clock::now_ms();
        }
        let channel = channel.clone();
        self.channel_event("THREAD_UPDATE", &channel);
    }

    /// Sets one overwrite of a channel.
    pub(crate) fn set_overwrite(&mut self, channel: Id, overwrite: Overwrite) {
        let Some(channel) = self.world.channels.get_mut(&channel) else {
            return;
        };
        channel
            .overwrites
            .retain(|one| one.target != overwrite.target);
        channel.overwrites.push(overwrite);
        let channel = channel.clone();
        self.channel_event("CHANNEL_UPDATE", &channel);
    }

    /// Tells that a member has changed.
    pub(crate) fn member_changed(&mut self, user: Id) {
        if let Some(member) = self.world.members.get(&user) {
            let member = self.world.member_json(member, true);
            self.guild_event("GUILD_MEMBER_UPDATE", intents::GUILD_MEMBERS, member);
        }
    }

    /// Lets a user into the guild and tells of it; nothing happens to who is in it.
    pub(crate) fn add_member(&mut self, user: Id) {
        if self.world.members.contains_key(&user) {
            return;
        }
        // A bot comes with the role that is its own.
        let roles = self.world.roles.values();
        let own = roles.filter(|role| role.bot == Some(user));
        let member = Member {
            user,
            nick: None,
            roles: own.map(|role| role.id).collect(),
            joined_ms: clock::now_ms(),
            timeout_until: None,
        };
        let object = self.world.member_json(&member, true);
        self.world.members.insert(user, member);
        if user == self.world.bot() {
            return self.guild_joined();
        }
        self.guild_event("GUILD_MEMBER_ADD", intents::GUILD_MEMBERS, object);
    }

    /// Tells that a role was made or changed.
    pub(crate) fn role_event(&mut self, name: &'static str, role: &Value) {
        self.guild_event(name, intents::GUILDS, json!({"role": role}));
    }

    /// Makes a token stop working, and ends the sessions it has.
    pub(crate) fn revoke(&mut self, token: &str) {
        let bare = token.strip_prefix("Bot ").unwrap_or(token);
        self.sessions.revoke(bare.to_owned());
        for session in self
            .sessions
            .connected()
            .filter(|session| session.token == bare)
        {
            session.send(Outgoing::Close(4004, "Authentication failed."));
        }
    }

    /// Adds a user's reaction; false if the message has too many different ones.
    pub(crate) fn react(&mut self, message: Id, user: Id, emoji: &Emoji) -> bool {
        let Some(stored) = self.world.messages.get_mut(&message) else {
            return true;
        };
        if let Some(reaction) = stored.reactions.iter_mut().find(|one| one.emoji == *emoji) {
            if reaction.users.contains(&user) {
                return true;
            }
            reaction.users.push(user);
        } else {
            if stored.reactions.len() >= REACTIONS_MAX {
                return false;
            }
            stored.reactions.push(Reaction {
                emoji: emoji.clone(),
                users: vec![user],
            });
        }
        self.reacted(true, message, user, emoji);
        true
    }

    /// Takes a user's reaction back; false if there was none.
    pub(crate) fn unreact(&mut self, message: Id, user: Id, emoji: &Emoji) -> bool {
        let Some(stored) = self.world.messages.get_mut(&message) else {
            return false;
        };
        let Some(reaction) = stored.reactions.iter_mut().find(|one| one.emoji == *emoji) else {
            return false;
        };
        let Some(at) = reaction.users.iter().position(|one| *one == user) else {
            return false;
        };
        reaction.users.remove(at);
        stored.reactions.retain(|one| !one.users.is_empty());
        self.reacted(false, message, user, emoji);
        true
    }
}
