//! What happens in the world, told to both sides: the bot's sessions and the sandbox's listeners.

use serde_json::{Value, json};

use super::gateway::intents;
use super::gateway::session::Dispatch;
use super::snowflake::Id;
use super::state::State;
use super::world::channels::Channel;
use super::world::messages::{Emoji, Message};
use super::world::render::{self, extend};

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

    fn bot_sees(&self, channel: Id) -> bool {
        let world = &self.world;
        world
            .channels
            .get(&channel)
            .is_some_and(|channel| world.sees(world.bot(), channel))
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
        self.dispatch_in(channel, name, data, POLLS);
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

    /// Tells that somebody is typing.
    pub(crate) fn typing(&mut self, channel: Id, user: Id) {
        let now = super::clock::now_ms() / 1000;
        let mut data = json!({"channel_id": channel, "user_id": user, "timestamp": now});
        if let Some(guild) = self.world.guild_of(channel) {
            extend(&mut data, json!({"guild_id": guild}));
            if let Some(member) = self.world.members.get(&user) {
                extend(
                    &mut data,
                    json!({"member": self.world.member_json(member, true)}),
                );
            }
        }
        self.dispatch_in(channel, "TYPING_START", data, TYPING);
        self.tell("typing", json!({"channel_id": channel, "user_id": user}));
    }

    /// Tells that a channel or thread was made, changed or removed.
    pub(crate) fn channel_event(&mut self, name: &'static str, channel: &Channel) {
        let mut data = self.world.channel_json(channel);
        self.tell(
            "channel",
            json!({"channel": data, "deleted": name.ends_with("DELETE")}),
        );
        if name.ends_with("CREATE") && channel.thread.is_some() {
            extend(&mut data, json!({"newly_created": true}));
        }
        if !channel.in_guild() {
            // Clients learn of a direct channel with its first message.
            return;
        }
        if self.world.sees(self.world.bot(), channel) {
            self.dispatch(&guild_event(
                self.world.guild.id,
                name,
                intents::GUILDS,
                data,
            ));
        }
    }

    /// Tells of a change of the guild's roles or members; these reach nobody but the bot.
    pub(crate) fn guild_event(&mut self, name: &'static str, intents: u64, fields: Value) {
        let mut data = json!({"guild_id": self.world.guild.id});
        extend(&mut data, fields);
        self.dispatch(&guild_event(self.world.guild.id, name, intents, data));
    }

    /// Tells that the pins of a channel have changed.
    pub(crate) fn pins_event(&mut self, channel: Id, now_ms: u64) {
        let mut data =
            json!({"channel_id": channel, "last_pin_timestamp": super::clock::iso(now_ms)});
        let guild = self.world.guild_of(channel);
        if let Some(guild) = guild {
            extend(&mut data, json!({"guild_id": guild}));
        }
        self.dispatch_in(
            channel,
            "CHANNEL_PINS_UPDATE",
            data,
            (intents::GUILDS, intents::DIRECT_MESSAGES),
        );
    }

    /// Tells that somebody joined or left a thread.
    pub(crate) fn thread_members_changed(
        &mut self,
        thread: Id,
        user: Id,
        joined: bool,
        now_ms: u64,
    ) {
        let count = self
            .world
            .channels
            .get(&thread)
            .and_then(|one| Some(one.thread.as_ref()?.members.len()));
        let mut fields = json!({"id": thread, "member_count": count.unwrap_or(0)});
        if joined {
            let member = json!({"id": thread, "user_id": user, "flags": 0,
                "join_timestamp": super::clock::iso(now_ms)});
            extend(&mut fields, json!({"added_members": [member]}));
        } else {
            extend(&mut fields, json!({"removed_member_ids": [user]}));
        }
        self.guild_event("THREAD_MEMBERS_UPDATE", intents::GUILDS, fields);
    }

    /// Tells that the list of commands has changed.
    pub(crate) fn commands_changed(&self) {
        let commands: Vec<Value> = self
            .world
            .commands
            .values()
            .map(|command| render::command(&self.world, command))
            .collect();
        self.tell("commands", json!({"commands": commands}));
    }

    /// Tells whether the bot is there.
    pub(crate) fn bot_changed(&self) {
        self.tell("bot", self.bot_status());
    }

    /// Sends an event about a channel, if the bot sees it, under the guild's or the direct intent.
    fn dispatch_in(&mut self, channel: Id, name: &'static str, data: Value, wanted: (u64, u64)) {
        if !self.bot_sees(channel) {
            return;
        }
        let guild = data.get("guild_id").and_then(Id::read);
        let intents = if guild.is_some() { wanted.0 } else { wanted.1 };
        self.dispatch(&Dispatch {
            name,
            intents,
            guild,
            data,
            veiled: None,
        });
    }
}

const POLLS: (u64, u64) = (intents::GUILD_POLLS, intents::DIRECT_POLLS);
const MESSAGES: (u64, u64) = (intents::GUILD_MESSAGES, intents::DIRECT_MESSAGES);
const REACTIONS: (u64, u64) = (intents::GUILD_REACTIONS, intents::DIRECT_REACTIONS);
const TYPING: (u64, u64) = (intents::GUILD_TYPING, intents::DIRECT_TYPING);

fn guild_event(guild: Id, name: &'static str, intents: u64, data: Value) -> Dispatch {
    Dispatch {
        name,
        intents,
        guild: Some(guild),
        data,
        veiled: None,
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
