//! Messages, reactions and votes: made, changed, gone.

use serde_json::{Value, json};

use crate::sandbox::gateway::intents;
use crate::sandbox::gateway::session::Dispatch;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::messages::{Emoji, Message};
use crate::sandbox::world::render::extend;

const POLLS: (u64, u64) = (intents::GUILD_POLLS, intents::DIRECT_POLLS);
const MESSAGES: (u64, u64) = (intents::GUILD_MESSAGES, intents::DIRECT_MESSAGES);
const REACTIONS: (u64, u64) = (intents::GUILD_REACTIONS, intents::DIRECT_REACTIONS);

impl State {
    /// Tells of a new message.
    pub(crate) fn message_created(&mut self, id: Id) {
        self.tell_message("message_create", "MESSAGE_CREATE", id);
    }

    /// Tells of a changed message.
    pub(crate) fn message_updated(&mut self, id: Id) {
        self.tell_message("message_update", "MESSAGE_UPDATE", id);
    }

    fn tell_message(&mut self, feed: &'static str, name: &'static str, id: Id) {
        let Some(message) = self.world.messages.get(&id) else {
            return;
        };
        let bot = self.world.bot();
        let mut data = self.world.message_json(message, bot);
        let mut told = json!({"message": data});
        if let Some(audience) = message.audience {
            extend(&mut told, json!({"visible_to": audience}));
        }
        let ephemeral = message.audience.is_some();
        let guild = self.world.guild_of(message.channel).filter(|_| !ephemeral);
        if !self.bot_sees(message.channel) && !ephemeral {
            self.tell(feed, told);
            return;
        }
        self.add_guild_fields(&mut data, message, guild);
        let veiled = (!self.world.content_is_open(message)).then(|| veil(data.clone()));
        let wanted = if guild.is_some() {
            intents::GUILD_MESSAGES
        } else {
            intents::DIRECT_MESSAGES
        };
        self.dispatch(&Dispatch {
            name,
            intents: wanted,
            guild,
            data,
            veiled,
        });
        self.tell(feed, told);
    }

    /// What a message has on the gateway beyond what it has in REST.
    fn add_guild_fields(&self, data: &mut Value, message: &Message, guild: Option<Id>) {
        let kind = self
            .world
            .channels
            .get(&message.channel)
            .map_or(0, |channel| channel.kind);
        extend(data, json!({"channel_type": kind}));
        let Some(guild) = guild else { return };
        extend(data, json!({"guild_id": guild}));
        let member = |id: Id| Some(self.world.member_json(self.world.members.get(&id)?, false));
        if message.mask.is_none()
            && let Some(author) = member(message.author)
        {
            extend(data, json!({"member": author}));
        }
        if let Some(mentions) = data.get_mut("mentions").and_then(Value::as_array_mut) {
            for (mention, id) in mentions.iter_mut().zip(&message.mentions) {
                if let Some(member) = member(*id) {
                    extend(mention, json!({"member": member}));
                }
            }
        }
    }

    /// Tells that a message is gone.
    pub(crate) fn message_deleted(&mut self, message: &Message) {
        let told = json!({"id": message.id, "channel_id": message.channel});
        let guild = self
            .world
            .guild_of(message.channel)
            .filter(|_| message.audience.is_none());
        let mut data = told.clone();
        if let Some(guild) = guild {
            extend(&mut data, json!({"guild_id": guild}));
        }
        self.dispatch_in(message.channel, "MESSAGE_DELETE", data, MESSAGES);
        self.tell("message_delete", told);
    }

    /// Tells that many messages are gone at once.
    pub(crate) fn messages_deleted(&mut self, channel: Id, ids: &[Id]) {
        let guild = self.world.guild.id;
        let data = json!({"ids": ids, "channel_id": channel, "guild_id": guild});
        self.dispatch_in(channel, "MESSAGE_DELETE_BULK", data, MESSAGES);
        for id in ids {
            self.tell("message_delete", json!({"id": id, "channel_id": channel}));
        }
    }

    /// Tells that somebody reacted, or took a reaction back.
    pub(crate) fn reacted(&mut self, added: bool, message: Id, user: Id, emoji: &Emoji) {
        let Some(message) = self.world.messages.get(&message) else {
            return;
        };
        let (id, channel, author) = (message.id, message.channel, message.author);
        let emoji = json!({"id": emoji.id, "name": emoji.name});
        let mut data = json!({"user_id": user, "channel_id": channel, "message_id": id,
            "emoji": emoji, "burst": false, "type": 0});
        let told = json!({"added": added, "user_id": user, "channel_id": channel, "message_id": id, "emoji": emoji});
        if let Some(guild) = self.world.guild_of(channel) {
            extend(&mut data, json!({"guild_id": guild}));
            if added && let Some(member) = self.world.members.get(&user) {
                let member = self.world.member_json(member, true);
                extend(
                    &mut data,
                    json!({"member": member, "message_author_id": author}),
                );
            }
        }
        let name = if added {
            "MESSAGE_REACTION_ADD"
        } else {
            "MESSAGE_REACTION_REMOVE"
        };
        self.dispatch_in(channel, name, data, REACTIONS);
        self.tell("reaction", told);
    }

    /// Tells that somebody voted in a poll, or took a vote back.
    pub(crate) fn voted(&mut self, added: bool, message: Id, user: Id, answer: u64) {
        let Some(channel) = self.world.messages.get(&message).map(|one| one.channel) else {
            return;
        };
        let mut data = json!({"user_id": user, "channel_id": channel, "message_id": message,
            "answer_id": answer});
        if let Some(guild) = self.world.guild_of(channel) {
            extend(&mut data, json!({"guild_id": guild}));
        }
        let name = if added {
            "MESSAGE_POLL_VOTE_ADD"
        } else {
            "MESSAGE_POLL_VOTE_REMOVE"
        };
        let mut told = data.clone();
        self.dispatch_in(channel, name, data, POLLS);
        extend(&mut told, json!({"added": added}));
        self.tell("vote", told);
    }

    /// Tells that all reactions, or all with one emoji, are gone.
    pub(crate) fn reactions_cleared(&mut self, message: Id, emoji: Option<&Emoji>) {
        let Some(channel) = self
            .world
            .messages
            .get(&message)
            .map(|message| message.channel)
        else {
            return;
        };
        let mut data = json!({"channel_id": channel, "message_id": message});
        if let Some(guild) = self.world.guild_of(channel) {
            extend(&mut data, json!({"guild_id": guild}));
        }
        let name = if let Some(emoji) = emoji {
            extend(
                &mut data,
                json!({"emoji": {"id": emoji.id, "name": emoji.name}}),
            );
            "MESSAGE_REACTION_REMOVE_EMOJI"
        } else {
            "MESSAGE_REACTION_REMOVE_ALL"
        };
        self.dispatch_in(channel, name, data.clone(), REACTIONS);
        extend(&mut data, json!({"added": false}));
        self.tell("reaction", data);
    }
}

/// The message without what `MESSAGE_CONTENT` guards.
fn veil(mut message: Value) -> Value {
    extend(
        &mut message,
        json!({"content": "", "embeds": [], "attachments": [], "components": []}),
    );
    if let Some(fields) = message.as_object_mut() {
        fields.remove("poll");
        fields.remove("message_snapshots");
    }
    if let Some(original) = message
        .get_mut("referenced_message")
        .filter(|one| one.is_object())
        && original.pointer("/author/bot").is_none()
    {
        extend(
            original,
            json!({"content": "", "embeds": [], "attachments": [], "components": []}),
        );
    }
    message
}
