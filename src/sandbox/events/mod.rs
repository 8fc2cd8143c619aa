//! What happens in the world, told to both sides: the bot's sessions and the sandbox's listeners.

mod messages;

use serde_json::{Value, json};

use super::gateway::intents;
use super::gateway::session::Dispatch;
use super::snowflake::Id;
use super::state::State;
use super::world::channels::Channel;
use super::world::render::{self, extend};

impl State {
    fn bot_sees(&self, channel: Id) -> bool {
        let world = &self.world;
        world
            .channels
            .get(&channel)
            .is_some_and(|channel| world.sees(world.bot(), channel))
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
        let seen = self.world.channel_seen(channel);
        self.tell(
            "channel",
            json!({"channel": seen, "deleted": name.ends_with("DELETE")}),
        );
        let mut data = self.world.channel_json(channel);
        if name == "THREAD_DELETE" {
            data = json!({"id": channel.id, "guild_id": self.world.guild.id,
                "parent_id": channel.parent, "type": channel.kind});
        }
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

    /// Tells of a change of the guild, its roles or members. Listeners hear that there was one, and
    /// read the state anew.
    pub(crate) fn guild_event(&mut self, name: &'static str, intents: u64, fields: Value) {
        if self.world.bot_is_member() {
            let mut data = json!({"guild_id": self.world.guild.id});
            extend(&mut data, fields);
            self.dispatch(&guild_event(self.world.guild.id, name, intents, data));
        }
        self.tell("guild", json!({"changed": name}));
    }

    /// Tells the bot that it is no longer in the guild.
    pub(crate) fn guild_lost(&mut self) {
        let guild = self.world.guild.id;
        let data = json!({"id": guild});
        self.dispatch(&guild_event(guild, "GUILD_DELETE", intents::GUILDS, data));
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
