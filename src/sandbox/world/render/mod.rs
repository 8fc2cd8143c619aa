//! The API's JSON objects, made from what is stored.

mod channel;

use serde_json::{Map, Value, json};

use super::World;
use super::application::Command;
use super::guild::{Member, Role, User};
use super::messages::{Attachment, Message, Webhook, flag, kind as message_kind};
use crate::sandbox::clock::iso;
use crate::sandbox::snowflake::Id;

/// Adds fields to an object.
pub(crate) fn extend(object: &mut Value, fields: Value) {
    if let (Value::Object(object), Value::Object(fields)) = (object, fields) {
        object.extend(fields);
    }
}

/// A User object.
pub(crate) fn user(user: &User) -> Value {
    let mut object = json!({
        "id": user.id, "username": user.username, "discriminator": "0",
        "global_name": if user.bot { Value::Null } else { json!(user.display) },
        "avatar": null, "banner": null, "accent_color": null, "avatar_decoration_data": null,
        "collectibles": null, "primary_guild": null, "public_flags": 0, "flags": 0,
    });
    if user.bot {
        extend(&mut object, json!({"bot": true}));
    }
    object
}

/// A Role object.
pub(crate) fn role(role: &Role) -> Value {
    let mut object = json!({
        "id": role.id, "name": role.name, "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": null, "tertiary_color": null},
        "hoist": role.hoist, "icon": null, "unicode_emoji": null, "position": role.position,
        "permissions": role.permissions.to_string(), "managed": role.bot.is_some(),
        "mentionable": role.mentionable, "flags": 0,
    });
    if let Some(bot) = role.bot {
        extend(&mut object, json!({"tags": {"bot_id": bot}}));
    }
    object
}

/// A Webhook object; the token goes only to who may use it.
pub(crate) fn webhook(world: &World, webhook: &Webhook, with_token: bool) -> Value {
    let application = webhook.by_application.then_some(world.application.id);
    let mut object = json!({
        "id": webhook.id, "type": 1, "channel_id": webhook.channel, "guild_id": world.guild.id,
        "name": webhook.name, "avatar": null, "application_id": application,
        "user": world.user_json(webhook.creator),
    });
    if let Some(source) = webhook.follows {
        let name = world.channels.get(&source).map(|source| &source.name);
        extend(
            &mut object,
            json!({"type": 2, "source_guild": {"id": world.guild.id, "name": world.guild.name, "icon": null},
                "source_channel": {"id": source, "name": name}}),
        );
    } else if with_token {
        let url = format!(
            "{}/api/webhooks/{}/{}",
            world.url, webhook.id, webhook.token
        );
        extend(&mut object, json!({"token": webhook.token, "url": url}));
    }
    object
}

/// An `ApplicationCommand` object; localisations only where they are asked for.
pub(crate) fn command(world: &World, command: &Command) -> Value {
    let mut object = json!({
        "id": command.id, "application_id": world.application.id, "version": command.version,
        "type": command.kind, "name": command.name,
    });
    if let Some(guild) = command.guild {
        extend(&mut object, json!({"guild_id": guild}));
    }
    extend(&mut object, Value::Object(command.fields.clone()));
    object
}

impl World {
    /// The User object with this id; somebody unknown is shown as Discord shows deleted accounts.
    pub(crate) fn user_json(&self, id: Id) -> Value {
        match self.users.get(&id) {
            Some(known) => user(known),
            None => json!({"id": id, "username": "deleted_user", "discriminator": "0",
                "global_name": null, "avatar": null, "public_flags": 0}),
        }
    }

    /// A `GuildMember` object, with its user or (as messages have it) without.
    pub(crate) fn member_json(&self, member: &Member, with_user: bool) -> Value {
        let mut object = json!({
            "nick": member.nick, "avatar": null, "banner": null, "roles": member.roles,
            "joined_at": iso(member.joined_ms), "premium_since": null, "deaf": false, "mute": false,
            "flags": 0, "pending": false, "communication_disabled_until": member.timeout_until,
            "avatar_decoration_data": null, "collectibles": null,
        });
        if with_user {
            extend(&mut object, json!({"user": self.user_json(member.user)}));
        }
        object
    }

    /// Everything of one kind that the bot made.
    pub(crate) fn stored_of(&self, kind: &str) -> Vec<Value> {
        let all = self.stored.iter();
        all.filter(|((name, _), _)| *name == kind)
            .map(|(_, object)| object.clone())
            .collect()
    }

    /// The Guild object, without what only `GUILD_CREATE` has.
    pub(crate) fn guild_json(&self) -> Value {
        let guild = &self.guild;
        let mut object = json!({
            "id": guild.id, "name": guild.name, "icon": null, "splash": null,
            "discovery_splash": null, "banner": null, "description": null, "owner_id": guild.owner,
            "region": "deprecated", "home_header": null, "afk_channel_id": null, "afk_timeout": 300, "widget_enabled": false,
            "widget_channel_id": null, "verification_level": 0, "default_message_notifications": 1,
            "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0, "nsfw": false,
            "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
            "rules_channel_id": null, "public_updates_channel_id": null,
            "safety_alerts_channel_id": null, "max_presences": null, "max_members": 500_000,
            "max_video_channel_users": 25, "max_stage_video_channel_users": 50,
            "vanity_url_code": null, "premium_tier": 0, "premium_subscription_count": 0,
            "premium_progress_bar_enabled": false, "preferred_locale": "en-US",
            "incidents_data": null, "features": [], "emojis": self.stored_of("emoji"),
            "stickers": self.stored_of("sticker"),
            "roles": self.roles.values().map(role).collect::<Vec<_>>(),
        });
        extend(&mut object, Value::Object(guild.edited.clone()));
        object
    }

    /// An Attachment object.
    pub(crate) fn attachment_json(&self, channel: Id, attachment: &Attachment) -> Value {
        let path = format!(
            "attachments/{channel}/{}/{}",
            attachment.id,
            encode(&attachment.filename)
        );
        let url = format!("{}/{path}", self.url);
        let mut object = json!({
            "id": attachment.id, "filename": attachment.filename, "size": attachment.size,
            "url": url, "proxy_url": url,
        });
        if let Some(kind) = &attachment.content_type {
            extend(&mut object, json!({"content_type": kind}));
        }
        if let Some((width, height)) = attachment.extent {
            extend(&mut object, json!({"width": width, "height": height}));
        }
        if let Some(description) = &attachment.description {
            extend(&mut object, json!({"description": description}));
        }
        if attachment.ephemeral {
            extend(&mut object, json!({"ephemeral": true}));
        }
        object
    }

    /// A Message object as `viewer` gets it: only `me` of the reactions depends on who looks.
    pub(crate) fn message_json(&self, message: &Message, viewer: Id) -> Value {
        let mut object = self.plain_message(message, viewer);
        let Some(reference) = message.reply_to else {
            return object;
        };
        if matches!(
            message.kind,
            message_kind::REPLY | message_kind::THREAD_STARTER
        ) {
            let original = reference.message.and_then(|id| self.messages.get(&id));
            let original = original.map(|original| self.plain_message(original, viewer));
            extend(&mut object, json!({"referenced_message": original}));
        }
        object
    }

    fn plain_message(&self, message: &Message, viewer: Id) -> Value {
        let mut author = self.user_json(message.author);
        if let Some(mask) = &message.mask {
            author = json!({"id": mask.webhook, "username": mask.name, "discriminator": "0000",
                "global_name": null, "avatar": mask.avatar, "primary_guild": null, "bot": true, "public_flags": 0, "flags": 0});
        }
        let attachments: Vec<Value> = message
            .attachments
            .iter()
            .map(|one| self.attachment_json(message.channel, one))
            .collect();
        let shown = if message.flagged(flag::SUPPRESS_EMBEDS) {
            &[][..]
        } else {
            &message.embeds
        };
        let mut object = json!({
            "id": message.id, "channel_id": message.channel, "type": message.kind, "author": author,
            "content": message.content, "timestamp": iso(message.id.millis()),
            "edited_timestamp": message.edited_ms.map(iso), "tts": message.tts,
            "mention_everyone": message.mention_everyone,
            "mentions": message.mentions.iter().map(|id| self.user_json(*id)).collect::<Vec<_>>(),
            "mention_roles": message.mention_roles, "attachments": attachments, "embeds": shown,
            "components": message.components, "pinned": message.pinned_ms.is_some(), "flags": message.flags,
        });
        extend(
            &mut object,
            Value::Object(self.rare_fields(message, viewer)),
        );
        object
    }

    /// The fields that only some messages have.
    fn rare_fields(&self, message: &Message, viewer: Id) -> Map<String, Value> {
        let mut fields = Map::new();
        let mut set = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        if let Some(nonce) = &message.nonce {
            set("nonce", nonce.clone());
        }
        if !message.stickers.is_empty() {
            set("sticker_items", json!(message.stickers));
        }
        if let Some(poll) = &message.poll {
            set("poll", polled(poll, &message.votes, viewer));
        }
        if let Some(mask) = &message.mask {
            set("webhook_id", json!(mask.webhook));
        }
        if message.application {
            set("webhook_id", json!(self.application.id));
        }
        if message.application || (message.author == self.bot() && message.mask.is_none()) {
            set("application_id", json!(self.application.id));
        }
        if let Some(metadata) = &message.interaction {
            set("interaction_metadata", metadata.clone());
        }
        if let Some(reference) = message.reply_to {
            let kind = u8::from(message.snapshot.is_some());
            let mut target = json!({"type": kind, "channel_id": reference.channel});
            if let Some(id) = reference.message {
                extend(&mut target, json!({"message_id": id}));
            }
            if let Some(guild) = self.guild_of(reference.channel) {
                extend(&mut target, json!({"guild_id": guild}));
            }
            set("message_reference", target);
        }
        if let Some(snapshot) = &message.snapshot {
            set("message_snapshots", json!([snapshot]));
        }
        if message.flagged(flag::HAS_THREAD)
            && let Some(thread) = self.channels.get(&message.id)
        {
            set("thread", self.channel_json(thread));
        }
        if !message.reactions.is_empty() {
            let reactions = message.reactions.iter().map(|reaction| {
                json!({
                    "emoji": {"id": reaction.emoji.id, "name": reaction.emoji.name},
                    "count": reaction.users.len(), "me": reaction.users.contains(&viewer),
                    "count_details": {"burst": 0, "normal": reaction.users.len()},
                    "me_burst": false, "burst_colors": [],
                })
            });
            set("reactions", reactions.collect());
        }
        fields
    }
}

/// A poll with its votes counted.
fn polled(poll: &Value, votes: &[(u64, Id)], viewer: Id) -> Value {
    let mut poll = poll.clone();
    let mut counts: Vec<Value> = Vec::new();
    for answer in poll["answers"].as_array().into_iter().flatten() {
        let id = answer["answer_id"].as_u64().unwrap_or(0);
        let chosen = || votes.iter().filter(|(one, _)| *one == id);
        let mine = chosen().any(|(_, user)| *user == viewer);
        if chosen().count() > 0 {
            counts.push(json!({"id": id, "count": chosen().count(), "me_voted": mine}));
        }
    }
    poll["results"]["answer_counts"] = json!(counts);
    poll
}

/// Percent-encodes what may not stand in a path segment.
pub(crate) fn encode(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
