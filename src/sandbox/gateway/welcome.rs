//! What a client is told once it has identified: READY, then the guild.

use serde_json::{Value, json};

use super::intents;
use crate::sandbox::clock::iso;
use crate::sandbox::rest::stages::STORED as STAGES;
use crate::sandbox::state::State;
use crate::sandbox::world::render::extend;

impl State {
    /// READY, then the guild if it is on this shard.
    pub(super) fn welcome(&mut self, session: &str, intents: u64, shard: (u64, u64)) {
        let world = &self.world;
        let here = world.guild.id.shard(shard.1) == shard.0 && world.bot_is_member();
        let guilds: Vec<Value> = here
            .then(|| json!({"id": world.guild.id, "unavailable": true}))
            .into_iter()
            .collect();
        let mut user = world.user_json(world.bot());
        extend(
            &mut user,
            json!({"verified": true, "mfa_enabled": true, "email": null}),
        );
        let ready = json!({
            "v": 10, "user": user, "guilds": guilds, "session_id": session, "session_type": "normal",
            "resume_gateway_url": self.gateway_url(), "shard": [shard.0, shard.1],
            "application": {"id": world.application.id, "flags": world.application.flags},
            "private_channels": [], "presences": [], "relationships": [], "user_settings": {},
            "geo_ordered_rtc_regions": [], "guild_join_requests": [], "_trace": [],
        });
        let guild = (here && intents & intents::GUILDS != 0).then(|| self.guild_create(intents));
        self.dispatch_to(session, "READY", &ready);
        if let Some(guild) = guild {
            self.dispatch_to(session, "GUILD_CREATE", &guild);
        }
    }

    /// Tells every session that the bot is in the guild.
    pub(crate) fn guild_joined(&mut self) {
        let shard = |(number, count): (u64, u64)| self.world.guild.id.shard(count) == number;
        let sessions = self.sessions.all();
        let told: Vec<(String, u64)> = sessions
            .filter(|one| one.intents & intents::GUILDS != 0 && shard(one.shard))
            .map(|one| (one.id.clone(), one.intents))
            .collect();
        for (session, intents) in told {
            let guild = self.guild_create(intents);
            self.dispatch_to(&session, "GUILD_CREATE", &guild);
        }
        self.tell("guild", json!({"changed": "GUILD_CREATE"}));
    }

    /// Where clients connect; without a query, since clients append their own.
    pub(crate) fn gateway_url(&self) -> String {
        format!("{}/gateway", self.world.url.replacen("http://", "ws://", 1))
    }

    /// The guild as `GUILD_CREATE` has it. Without the presences intent it lists only the bot.
    fn guild_create(&self, intents: u64) -> Value {
        let world = &self.world;
        let everybody = intents & intents::GUILD_PRESENCES != 0;
        let members: Vec<Value> = world
            .members
            .values()
            .filter(|member| everybody || member.user == world.bot())
            .map(|member| world.member_json(member, true))
            .collect();
        let visible = || {
            world
                .channels
                .values()
                .filter(|one| one.in_guild() && world.sees(world.bot(), one))
        };
        let channels: Vec<Value> = visible()
            .filter(|one| one.thread.is_none())
            .map(|one| world.channel_json(one))
            .collect();
        let threads: Vec<Value> = visible()
            .filter(|one| one.thread.as_ref().is_some_and(|thread| !thread.archived))
            .map(|one| world.channel_json(one))
            .collect();
        let joined = world
            .members
            .get(&world.bot())
            .map_or(0, |bot| bot.joined_ms);
        let mut guild = world.guild_json();
        extend(
            &mut guild,
            json!({
                "joined_at": iso(joined), "large": false, "unavailable": false,
                "member_count": world.members.len(), "members": members, "channels": channels,
                "threads": threads, "presences": [], "voice_states": [], "stage_instances": world.stored_of(STAGES),
                "guild_scheduled_events": world.stored_of("event"),
                "soundboard_sounds": world.stored_of("sound"),
            }),
        );
        guild
    }
}
