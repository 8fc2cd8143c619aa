//! The members that a client asks for.

use serde_json::{Value, json};

use super::intents;
use super::{Connection, Verdict};
use crate::sandbox::snowflake::Id;

impl Connection {
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
