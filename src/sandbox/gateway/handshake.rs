//! Identify, resume, and the few requests a client makes over the gateway.

use serde_json::{Value, json};
use tokio::time::Duration;

use super::intents;
use super::session::{DAY, Outgoing, STARTS_A_DAY};
use super::{Connection, Verdict};
use crate::sandbox::clock::iso;
use crate::sandbox::faults::Kind;
use crate::sandbox::rest::stages::STORED as STAGES;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;
use crate::sandbox::world::render::extend;

/// Identifies are counted over this span against `max_concurrency`.
const IDENTIFY_SPAN: Duration = Duration::from_secs(5);

impl Connection {
    pub(super) fn identify(&mut self, data: &Value) -> Verdict {
        let handle = self.handle.clone();
        let mut state = handle.lock();
        if self.speaks(&state) {
            return Err((4005, "Already authenticated."));
        }
        let token = data.get("token").and_then(Value::as_str);
        let token = token.ok_or((4002, "Error while decoding payload."))?;
        let token = state.authentic(token)?.to_owned();
        if !data.get("properties").is_some_and(Value::is_object) {
            return Err((4002, "Error while decoding payload."));
        }
        let wanted = data
            .get("intents")
            .and_then(Value::as_u64)
            .ok_or((4013, "Invalid intent(s)."))?;
        let shard = read_shard(data.get("shard"))?;
        if shard.1 < state.options.required_shards {
            return Err((4011, "Sharding required."));
        }
        match intents::refusal(wanted, state.world.application.flags) {
            Some(4013) => return Err((4013, "Invalid intent(s).")),
            Some(_) => return Err((4014, "Disallowed intent(s).")),
            None => {}
        }
        if state.sessions.starts_within(IDENTIFY_SPAN) >= state.options.max_concurrency() {
            self.invalidate(false);
            return Ok(());
        }
        if state.sessions.starts_within(DAY) >= STARTS_A_DAY {
            state.sessions.revoked.push(token);
            return Err((4004, "Authentication failed."));
        }
        let packed = data
            .get("compress")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        self.transport.identify(packed);
        let session = state.sessions.start(&token, wanted, shard, self.line());
        self.session = Some(session.clone());
        state.welcome(&session, wanted, shard);
        state.bot_changed();
        state.strike(&session);
        Ok(())
    }

    pub(super) fn resume(&mut self, data: &Value) -> Verdict {
        let handle = self.handle.clone();
        let mut state = handle.lock();
        if self.speaks(&state) {
            return Err((4005, "Already authenticated."));
        }
        let text = |key: &str| data.get(key).and_then(Value::as_str);
        let (Some(token), Some(id)) = (text("token"), text("session_id")) else {
            return Err((4002, "Error while decoding payload."));
        };
        let token = state.authentic(token)?;
        let seq = data
            .get("seq")
            .and_then(Value::as_u64)
            .ok_or((4007, "Invalid seq."))?;
        let Some(session) = state.sessions.get(id) else {
            self.invalidate(false);
            return Ok(());
        };
        if session.token != token {
            return Err((4004, "Authentication failed."));
        }
        if seq > session.seq() {
            return Err((4007, "Invalid seq."));
        }
        if !state.sessions.resume(id, seq, self.line()) {
            self.invalidate(false);
            return Ok(());
        }
        self.session = Some(id.to_owned());
        state.bot_changed();
        state.strike(id);
        Ok(())
    }

    fn invalidate(&self, resumable: bool) {
        self.send(&json!({"op": 9, "t": null, "s": null, "d": resumable}));
    }

    /// There is no voice here: the client learns that it is in no channel.
    pub(super) fn move_voice(&self, data: &Value) {
        let Some(session) = &self.session else { return };
        let mut state = self.handle.lock();
        let (guild, bot) = (state.world.guild.id, state.world.bot());
        if data.get("guild_id").and_then(Id::read) == Some(guild) {
            let data = json!({"guild_id": guild, "channel_id": null, "user_id": bot,
                "session_id": session, "deaf": false, "mute": false, "self_deaf": false,
                "self_mute": false, "self_video": false, "suppress": false,
                "request_to_speak_timestamp": null});
            state.dispatch_to(session, "VOICE_STATE_UPDATE", &data);
        }
    }

    pub(super) fn request_members(&self, data: &Value) -> Verdict {
        let Some(session) = &self.session else {
            return Ok(());
        };
        let mut state = self.handle.lock();
        let guild = state.world.guild.id;
        if data.get("guild_id").and_then(Id::read) != Some(guild) {
            return Ok(());
        }
        let query = data.get("query").and_then(Value::as_str);
        let ids: Option<Vec<Id>> = data.get("user_ids").map(|ids| match ids {
            Value::Array(ids) => ids.iter().filter_map(Id::read).collect(),
            one => Id::read(one).into_iter().collect(),
        });
        let may_list = state
            .sessions
            .get(session)
            .is_some_and(|session| session.intents & intents::GUILD_MEMBERS != 0);
        if query == Some("") && ids.is_none() && !may_list {
            return Err((4014, "Disallowed intent(s)."));
        }
        let limit = data
            .get("limit")
            .and_then(Value::as_u64)
            .filter(|limit| *limit > 0);
        let world = &state.world;
        let members = world.members.values().filter(|member| match (&ids, query) {
            (Some(ids), _) => ids.contains(&member.user),
            (None, Some(start)) => world.users.get(&member.user).is_some_and(|user| {
                user.username
                    .to_lowercase()
                    .starts_with(&start.to_lowercase())
            }),
            (None, None) => false,
        });
        let limit = limit
            .and_then(|limit| usize::try_from(limit).ok())
            .unwrap_or(usize::MAX);
        let members: Vec<Value> = members
            .take(limit)
            .map(|member| world.member_json(member, true))
            .collect();
        let mut chunk =
            json!({"guild_id": guild, "members": members, "chunk_index": 0, "chunk_count": 1});
        let missing: Vec<Id> = ids
            .iter()
            .flatten()
            .filter(|id| !world.members.contains_key(id))
            .copied()
            .collect();
        if let Some(chunk) = chunk.as_object_mut() {
            if !missing.is_empty() {
                chunk.insert("not_found".into(), json!(missing));
            }
            if data.get("presences") == Some(&json!(true)) {
                chunk.insert("presences".into(), json!([]));
            }
            if let Some(nonce) = data.get("nonce").and_then(Value::as_str) {
                chunk.insert("nonce".into(), json!(nonce));
            }
        }
        state.dispatch_to(session, "GUILD_MEMBERS_CHUNK", &chunk);
        Ok(())
    }
}

fn read_shard(shard: Option<&Value>) -> Result<(u64, u64), (u16, &'static str)> {
    let Some(shard) = shard.filter(|shard| !shard.is_null()) else {
        return Ok((0, 1));
    };
    let numbers: Option<Vec<u64>> = shard
        .as_array()
        .map(|pair| pair.iter().filter_map(Value::as_u64).collect());
    match numbers.as_deref() {
        Some(&[shard, shards]) if shard < shards => Ok((shard, shards)),
        _ => Err((4010, "Invalid shard.")),
    }
}

impl State {
    /// The bare token, if it works.
    fn authentic<'a>(&self, token: &'a str) -> Result<&'a str, (u16, &'static str)> {
        let bare = token.strip_prefix("Bot ").unwrap_or(token);
        let works =
            token::owner(bare).is_some() && !self.sessions.revoked.iter().any(|one| one == bare);
        if works {
            Ok(bare)
        } else {
            Err((4004, "Authentication failed."))
        }
    }

    /// READY, then the guild if it is on this shard.
    fn welcome(&mut self, session: &str, intents: u64, shard: (u64, u64)) {
        let world = &self.world;
        let here = world.guild.id.shard(shard.1) == shard.0;
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

    /// Carries out the faults that wait for a session: closes, reconnects, invalidations.
    pub(crate) fn strike(&mut self, session: &str) {
        let blows = self.fire(|kind| match kind {
            Kind::Close(_) | Kind::Reconnect | Kind::InvalidSession { .. } => Some(kind.clone()),
            Kind::StallHeartbeats | Kind::Rest(_) => None,
        });
        for blow in blows {
            let Some(struck) = self.sessions.get(session) else {
                return;
            };
            match blow {
                Kind::Close(code) => struck.send(Outgoing::Close(code, "A fault, as ordered.")),
                Kind::Reconnect => struck.send(control_frame(7, &Value::Null)),
                Kind::InvalidSession { resumable } => {
                    struck.send(control_frame(9, &json!(resumable)));
                    if resumable {
                        self.sessions.detach(session);
                    } else {
                        self.sessions.end(session);
                    }
                    self.bot_changed();
                }
                Kind::StallHeartbeats | Kind::Rest(_) => {}
            }
        }
    }
}

/// A frame that is not an event.
fn control_frame(op: u64, data: &Value) -> Outgoing {
    Outgoing::Text(json!({"op": op, "t": null, "s": null, "d": data}).to_string())
}
