//! Channels and threads as the API shows them.

use serde_json::{Map, Value, json};

use super::extend;
use crate::sandbox::clock::iso;
use crate::sandbox::permissions::Target;
use crate::sandbox::world::World;
use crate::sandbox::world::channels::{Channel, Thread, kind};
use crate::sandbox::world::messages::kind as message_kind;

impl World {
    /// A Channel object, whichever kind it is.
    pub(crate) fn channel_json(&self, channel: &Channel) -> Value {
        if !channel.in_guild() {
            let others = channel.recipients.iter().filter(|id| **id != self.bot());
            let others: Vec<Value> = others.map(|id| self.user_json(*id)).collect();
            let mut object = json!({"id": channel.id, "type": channel.kind,
                "last_message_id": channel.last_message, "flags": 0});
            let rest = match (&channel.server, channel.kind) {
                (Some(server), _) => json!({"guild_id": server.id, "name": channel.name,
                    "parent_id": null, "position": 0, "nsfw": false, "topic": null,
                    "rate_limit_per_user": 0, "permission_overwrites": []}),
                (None, kind::GROUP) => json!({"recipients": others, "name": some(&channel.name),
                    "icon": null, "owner_id": channel.recipients.first()}),
                (None, _) => json!({"recipients": others}),
            };
            extend(&mut object, rest);
            return object;
        }
        let mut object = json!({
            "id": channel.id, "type": channel.kind, "guild_id": self.guild.id, "name": channel.name,
            "parent_id": channel.parent, "last_message_id": channel.last_message, "flags": 0,
            "rate_limit_per_user": channel.slowmode_s,
            "last_pin_timestamp": channel.last_pin_ms.map(iso),
        });
        if let Some(thread) = &channel.thread {
            extend(&mut object, self.thread_fields(channel, thread));
            return object;
        }
        let overwrites: Vec<Value> = channel
            .overwrites
            .iter()
            .map(|rule| {
                let (kind, id) = match rule.target {
                    Target::Role(id) => (0, id),
                    Target::Member(id) => (1, id),
                };
                json!({"id": id, "type": kind, "allow": rule.allow.to_string(), "deny": rule.deny.to_string()})
            })
            .collect();
        extend(
            &mut object,
            json!({"position": channel.position, "permission_overwrites": overwrites,
                "topic": channel.topic, "nsfw": channel.nsfw}),
        );
        if matches!(channel.kind, kind::VOICE | kind::STAGE) {
            extend(
                &mut object,
                json!({"bitrate": 64_000, "user_limit": 0, "rtc_region": null}),
            );
        }
        if channel.kind == kind::FORUM {
            extend(
                &mut object,
                json!({"available_tags": channel.tags, "default_reaction_emoji": null,
                    "default_sort_order": null, "default_forum_layout": 0}),
            );
        }
        extend(&mut object, Value::Object(channel.kept.clone()));
        object
    }

    /// A channel as the control interface shows it: with the server it is in if that is not the
    /// guild, and what each user who sees it may do there (`seen_by`, permissions by user id).
    pub(crate) fn channel_seen(&self, channel: &Channel) -> Value {
        let mut object = self.channel_json(channel);
        if let Some(server) = &channel.server {
            extend(
                &mut object,
                json!({"server": {"id": server.id, "name": server.name}}),
            );
        }
        let people = self.users.values().filter(|user| !user.bot);
        let seen_by: Map<String, Value> = people
            .filter(|user| self.sees(user.id, channel))
            .map(|user| {
                let permissions = self.permissions_in(user.id, channel);
                (user.id.to_string(), json!(permissions.to_string()))
            })
            .collect();
        extend(&mut object, json!({"seen_by": seen_by}));
        object
    }

    fn thread_fields(&self, channel: &Channel, thread: &Thread) -> Value {
        // The initial message does not count: a post's own, or the one that points to it.
        let first = self.messages_in(channel.id).next();
        let initial = first.is_some_and(|first| {
            first.id == channel.id || first.kind == message_kind::THREAD_STARTER
        });
        let count = self.messages.count(channel.id) - usize::from(initial);
        let mut metadata = json!({
            "archived": thread.archived, "auto_archive_duration": thread.auto_archive_minutes,
            "archive_timestamp": iso(thread.archive_ms), "locked": thread.locked,
            "create_timestamp": iso(thread.created_ms),
        });
        if thread.private {
            extend(&mut metadata, json!({"invitable": thread.invitable}));
        }
        let mut fields = json!({
            "owner_id": thread.owner, "thread_metadata": metadata, "message_count": count,
            "member_count": thread.members.len().min(50), "total_message_sent": thread.sent,
        });
        if !thread.tags.is_empty() {
            extend(&mut fields, json!({"applied_tags": thread.tags}));
        }
        if let Some((_, joined)) = thread.members.iter().find(|(id, _)| *id == self.bot()) {
            extend(
                &mut fields,
                json!({"member": {"id": channel.id, "user_id": self.bot(),
                "join_timestamp": iso(*joined), "flags": 0}}),
            );
        }
        fields
    }
}

/// A text, if there is any.
fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
