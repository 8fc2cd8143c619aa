//! Identify, resume, and the few requests a client makes over the gateway.

use serde_json::{Value, json};
use tokio::time::Duration;

use super::intents;
use super::session::{DAY, Outgoing, STARTS_A_DAY};
use super::{Connection, Verdict};
use crate::sandbox::faults::Kind;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;

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
            state.sessions.revoke(token);
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
