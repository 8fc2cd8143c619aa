//! What exists in the sandbox: one guild, its people, channels, messages, and one application.
//!
//! Plain data and the rules of who may see and do what. Nothing here knows about connections.

mod access;
pub(crate) mod application;
pub(crate) mod channels;
pub(crate) mod commands;
pub(crate) mod guild;
pub(crate) mod history;
pub(crate) mod installs;
pub(crate) mod interactions;
pub(crate) mod mentions;
pub(crate) mod messages;
pub(crate) mod render;
pub(crate) mod seed;

use std::collections::BTreeMap;

use application::{Application, Command};
use channels::Channel;
use guild::{Guild, Member, Role, User};
use history::{Files, History};
use interactions::Interactions;

use super::clock;
use super::permissions::{self, Permissions};
use super::snowflake::{Id, Mint};

/// Everything that exists.
#[derive(Debug)]
pub(crate) struct World {
    mint: Mint,
    /// `http://127.0.0.1:PORT`, for the addresses of attachments.
    pub(crate) url: String,
    pub(crate) application: Application,
    pub(crate) guild: Guild,
    pub(crate) users: BTreeMap<Id, User>,
    pub(crate) members: BTreeMap<Id, Member>,
    pub(crate) roles: BTreeMap<Id, Role>,
    pub(crate) channels: BTreeMap<Id, Channel>,
    /// Users who installed the application for themselves.
    pub(crate) installs: std::collections::BTreeSet<Id>,
    /// Users who take no direct messages from the bot.
    pub(crate) closed_to_bot: std::collections::HashSet<Id>,
    pub(crate) messages: History,
    pub(crate) files: Files,
    pub(crate) commands: BTreeMap<Id, Command>,
    /// Role, user and channel rules of each command, as they were put.
    pub(crate) command_permissions: BTreeMap<Id, Vec<serde_json::Value>>,
    /// Who is banned, and why.
    pub(crate) bans: BTreeMap<Id, Option<String>>,
    /// By their codes.
    pub(crate) invites: BTreeMap<String, guild::Invite>,
    pub(crate) webhooks: BTreeMap<Id, messages::Webhook>,
    pub(crate) interactions: Interactions,
    /// The audit log, oldest entry first.
    pub(crate) audit: std::collections::VecDeque<serde_json::Value>,
    /// Emojis, events and rules that the bot made, by kind.
    pub(crate) stored: BTreeMap<(&'static str, Id), serde_json::Value>,
}

impl World {
    /// A fresh id, made now.
    pub(crate) fn mint(&mut self) -> Id {
        self.mint.next(clock::now_ms())
    }

    /// The bot's user id.
    pub(crate) fn bot(&self) -> Id {
        self.application.bot
    }

    /// Whether the bot is in the guild.
    pub(crate) fn bot_is_member(&self) -> bool {
        self.members.contains_key(&self.bot())
    }

    /// What a user may do in the whole guild; nothing for somebody who is not in it.
    pub(crate) fn guild_permissions(&self, user: Id) -> Permissions {
        let Some(member) = self.members.get(&user) else {
            return Permissions(0);
        };
        if self.guild.owner == user {
            return Permissions::ALL;
        }
        let held = std::iter::once(self.guild.id).chain(member.roles.iter().copied());
        let held =
            permissions::base(held.filter_map(|role| Some(self.roles.get(&role)?.permissions)));
        member.narrowed(held)
    }

    /// Whether nothing is forbidden to this user.
    pub(crate) fn is_administrator(&self, user: Id) -> bool {
        self.guild_permissions(user).has(Permissions::ADMINISTRATOR)
    }

    /// What a user may do in a channel. A thread follows its parent.
    pub(crate) fn permissions_in(&self, user: Id, channel: &Channel) -> Permissions {
        if !channel.in_guild() {
            return match &channel.server {
                _ if !channel.recipients.contains(&user) => Permissions(0),
                Some(server) => server.permissions,
                None => Permissions::DIRECT,
            };
        }
        let Some(member) = self.members.get(&user) else {
            return Permissions(0);
        };
        let base = self.guild_permissions(user);
        let ruling = match (&channel.thread, channel.parent) {
            (Some(_), Some(parent)) => self.channels.get(&parent).unwrap_or(channel),
            _ => channel,
        };
        let all =
            permissions::in_channel(base, &ruling.overwrites, self.guild.id, &member.roles, user);
        member.narrowed(all)
    }

    /// Whether the user may see this channel.
    pub(crate) fn sees(&self, user: Id, channel: &Channel) -> bool {
        let permissions = self.permissions_in(user, channel);
        let private = channel.thread.as_ref().is_some_and(|thread| thread.private);
        permissions.has(Permissions::VIEW_CHANNEL)
            && (!private
                || permissions.has(Permissions::MANAGE_THREADS)
                || channel
                    .thread
                    .as_ref()
                    .is_some_and(|thread| thread.has(user)))
    }

    /// The numbers of the guild and of the role that its moderators have.
    pub(crate) fn moderators(&self) -> (u64, u64) {
        let mut roles = self.roles.values();
        let role = roles.find(|role| role.name == "Moderators");
        (self.guild.id.0, role.map_or(0, |role| role.id.0))
    }

    /// A user's place in the role order: the highest position among the roles held.
    pub(crate) fn rank(&self, user: Id) -> i64 {
        if self.guild.owner == user {
            return i64::MAX;
        }
        let roles = self
            .members
            .get(&user)
            .map_or(&[][..], |member| &member.roles);
        roles
            .iter()
            .filter_map(|role| Some(self.roles.get(role)?.position))
            .max()
            .unwrap_or(0)
    }
}

impl Permissions {
    /// What both sides may do in a direct message.
    pub(crate) const DIRECT: Permissions = Permissions(
        Permissions::VIEW_CHANNEL.0
            | Permissions::SEND_MESSAGES.0
            | Permissions::EMBED_LINKS.0
            | Permissions::ATTACH_FILES.0
            | Permissions::READ_MESSAGE_HISTORY.0
            | Permissions::ADD_REACTIONS.0
            | Permissions::MENTION_EVERYONE.0
            | Permissions::USE_EXTERNAL_EMOJIS.0
            | Permissions::USE_EXTERNAL_STICKERS.0
            | Permissions::USE_APPLICATION_COMMANDS.0
            | Permissions::SEND_VOICE_MESSAGES.0
            | Permissions::SEND_POLLS.0
            | Permissions::USE_EXTERNAL_APPS.0
            | Permissions::PIN_MESSAGES.0,
    );
}
