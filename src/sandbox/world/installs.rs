//! How the application came to a place: by the guild, or by a user who takes it along.

use serde_json::{Map, Value, json};

use super::World;
use super::application::Command;
use super::channels::{Channel, kind};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;

/// Where an interaction happens, by its number in the API.
pub(crate) mod context {
    pub(crate) const GUILD: u64 = 0;
    pub(crate) const BOT_DIRECT: u64 = 1;
    pub(crate) const PRIVATE: u64 = 2;
}

/// How an application is installed, by its number in the API.
const BY_GUILD: u64 = 0;
const BY_USER: u64 = 1;

/// A server that the bot is not in. Everybody there may do the same.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) permissions: Permissions,
}

impl Command {
    /// Whether it may be used by this kind of install. The guild's own commands are for the guild.
    fn supports(&self, install: u64) -> bool {
        let types = self
            .fields
            .get("integration_types")
            .and_then(Value::as_array);
        types.map_or(install == BY_GUILD, |types| types.contains(&json!(install)))
    }

    /// Whether it is offered in this context.
    pub(crate) fn works_in(&self, place: u64) -> bool {
        match self.fields.get("contexts").and_then(Value::as_array) {
            Some(contexts) => contexts.contains(&json!(place)),
            None => {
                place == context::GUILD
                    || self.fields.get("dm_permission").and_then(Value::as_bool) != Some(false)
            }
        }
    }
}

impl World {
    /// The context of interactions in a channel.
    pub(crate) fn context_of(&self, channel: &Channel) -> u64 {
        if channel.in_guild() || channel.server.is_some() {
            context::GUILD
        } else if self.has_bot(channel) {
            context::BOT_DIRECT
        } else {
            context::PRIVATE
        }
    }

    /// Whether the bot is a member of the guild or the conversation that the channel is in.
    pub(crate) fn has_bot(&self, channel: &Channel) -> bool {
        (channel.in_guild() && self.bot_is_member()) || channel.recipients.contains(&self.bot())
    }

    /// The guild or server that a channel is in.
    pub(crate) fn server_of(&self, channel: &Channel) -> Option<Id> {
        match &channel.server {
            Some(server) => Some(server.id),
            None => channel.in_guild().then_some(self.guild.id),
        }
    }

    /// Who brought the application to where a user uses a command: `authorizing_integration_owners`.
    /// Empty if nobody did.
    pub(crate) fn owners(
        &self,
        user: Id,
        channel: &Channel,
        command: &Command,
    ) -> Map<String, Value> {
        let mut owners = Map::new();
        if self.has_bot(channel) && command.supports(BY_GUILD) {
            owners.extend(self.own_owners(channel));
        }
        if self.installs.contains(&user) && command.supports(BY_USER) {
            owners.insert(BY_USER.to_string(), json!(user));
        }
        owners
    }

    /// The same for what the bot sent by itself: the guild; 0 stands for it in direct messages.
    pub(crate) fn own_owners(&self, channel: &Channel) -> Map<String, Value> {
        let owner = if channel.in_guild() {
            self.guild.id
        } else {
            Id(0)
        };
        Map::from_iter([(BY_GUILD.to_string(), json!(owner))])
    }

    /// What the application may do where it is used.
    pub(crate) fn app_permissions(&self, channel: &Channel) -> Permissions {
        let private = Permissions::ATTACH_FILES
            .and(Permissions::EMBED_LINKS)
            .and(Permissions::MENTION_EVERYONE);
        match (self.context_of(channel), &channel.server) {
            (context::PRIVATE, _) => private,
            (context::BOT_DIRECT, _) => private.and(Permissions::USE_EXTERNAL_EMOJIS),
            (_, Some(server)) => server.permissions,
            _ => self.permissions_in(self.bot(), channel),
        }
    }

    /// Whether responses here are seen by nobody but the user: in servers without the application,
    /// where the user may not use what they brought along in public.
    pub(crate) fn is_hushed(&self, user: Id, channel: &Channel) -> bool {
        channel.server.is_some()
            && !self
                .permissions_in(user, channel)
                .has(Permissions::USE_EXTERNAL_APPS)
    }

    /// The member object of a user in the server of a channel.
    pub(crate) fn member_in(&self, channel: &Channel, user: Id) -> Option<Value> {
        if channel.server.is_some() {
            let stranger = super::seed::member(user, Vec::new());
            return channel
                .recipients
                .contains(&user)
                .then(|| self.member_json(&stranger, false));
        }
        let member = self.members.get(&user).filter(|_| channel.in_guild())?;
        Some(self.member_json(member, false))
    }

    /// Makes a conversation between users without the bot, or a channel of a server without it.
    pub(crate) fn add_place(
        &mut self,
        users: Vec<Id>,
        name: Option<&str>,
        server: Option<Server>,
    ) -> Id {
        let id = self.mint();
        let form = match (&server, users.len()) {
            (Some(_), _) => kind::TEXT,
            (None, ..=2) => kind::DIRECT,
            (None, _) => kind::GROUP,
        };
        let mut channel = Channel::new(id, form, name.unwrap_or_default());
        channel.recipients = users;
        channel.server = server;
        self.channels.insert(id, channel);
        id
    }
}
