//! What a user says, checked as Discord's client does.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{ControlError, text};
use crate::sandbox::clock;
use crate::sandbox::compose::Voice;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::rest::call::Upload;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;
use crate::sandbox::world::channels::Channel;
use crate::sandbox::world::mentions::Policy;
use crate::sandbox::world::messages::{Mask, Message, Reference, Webhook, kind};

/// The longest message of a person without Nitro, in code points.
pub(super) const CONTENT_MAX: usize = 2000;

/// A user's message, not yet posted.
pub(super) fn speak(
    state: &mut State,
    user: Id,
    channel: &Channel,
    body: &Value,
) -> Result<Message, ControlError> {
    if !channel.holds_messages() {
        return Err(ControlError::bad(
            "a forum takes posts: POST /sandbox/threads with a name and content",
        ));
    }
    let permissions = state.world.permissions_in(user, channel);
    let send = if channel.thread.is_some() {
        Permissions::SEND_MESSAGES_IN_THREADS
    } else {
        Permissions::SEND_MESSAGES
    };
    if !permissions.has(send) {
        return Err(ControlError::new(
            403,
            format!("this user may not write in #{}", channel.name),
        ));
    }
    if let Some(wait) = slowed(state, user, channel, permissions) {
        return Err(ControlError::new(
            429,
            format!("slowmode is on: this user may write again in {wait} s"),
        ));
    }
    let files = attachments(body)?;
    let content = body
        .get("content")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if content.trim().is_empty() && files.is_empty() {
        return Err(ControlError::bad(
            "an empty message cannot be sent: give \"content\"",
        ));
    }
    if content.chars().count() > CONTENT_MAX {
        return Err(ControlError::bad(format!(
            "\"content\" has more than {CONTENT_MAX} characters"
        )));
    }
    let id = state.world.mint();
    let mut message = Message::new(id, channel.id, user);
    if let Some(target) = body.get("reply_to").filter(|one| !one.is_null()) {
        let target = Id::read(target)
            .map(|id| id.to_string())
            .unwrap_or_default();
        let target = state.world.find_message(&target, user)?;
        if target.channel != channel.id {
            return Err(ControlError::bad("\"reply_to\" is in another channel"));
        }
        message.kind = kind::REPLY;
        message.reply_to = Some(Reference {
            channel: channel.id,
            message: Some(target.id),
        });
    }
    if body.get("webhook").and_then(Value::as_bool) == Some(true) {
        message.mask = Some(masked(state, user, channel.id));
    }
    let may_ping = permissions.has(Permissions::MENTION_EVERYONE);
    let said = json!({"content": content, "allowed_mentions": body.get("allowed_mentions")});
    state.write(
        &mut message,
        &said,
        &files,
        &Voice {
            default: Policy::all(),
            may_ping,
        },
        false,
    );
    Ok(message)
}

/// How long slowmode still keeps a user from writing (seconds). Bots and moderators are exempt.
fn slowed(state: &State, user: Id, channel: &Channel, held: Permissions) -> Option<u64> {
    let exempt = [
        Permissions::MANAGE_MESSAGES,
        Permissions::MANAGE_CHANNELS,
        Permissions::BYPASS_SLOWMODE,
    ];
    let is_bot = state.world.users.get(&user).is_some_and(|user| user.bot);
    if channel.slowmode_s == 0 || is_bot || exempt.into_iter().any(|one| held.has(one)) {
        return None;
    }
    let own = |one: &&Message| one.author == user && one.mask.is_none();
    let last = state.world.messages_in(channel.id).rev().find(own)?;
    let free = last.id.millis() + channel.slowmode_s * 1000;
    let wait = free.saturating_sub(clock::now_ms()).div_ceil(1000);
    (wait > 0).then_some(wait)
}

/// A webhook of the channel under the user's name, made if need be.
fn masked(state: &mut State, user: Id, channel: Id) -> Mask {
    let name = state
        .world
        .users
        .get(&user)
        .map(|user| user.display.clone())
        .unwrap_or_default();
    let known = state
        .world
        .webhooks
        .values()
        .find(|one| one.channel == channel && one.creator == user && !one.by_application)
        .map(|one| one.id);
    let webhook = known.unwrap_or_else(|| {
        let id = state.world.mint();
        let webhook = Webhook {
            id,
            channel,
            name: name.clone(),
            token: token::secret(68),
            creator: user,
            by_application: false,
            follows: None,
        };
        state.world.webhooks.insert(id, webhook);
        id
    });
    Mask {
        webhook,
        name,
        avatar: None,
    }
}

/// Files as `{filename, data (base64), content_type?}`.
fn attachments(body: &Value) -> Result<Vec<Upload>, ControlError> {
    let list = body.get("attachments").and_then(Value::as_array);
    list.into_iter().flatten().enumerate().map(upload).collect()
}

/// Reads one file.
pub(super) fn upload((number, one): (usize, &Value)) -> Result<Upload, ControlError> {
    let data = STANDARD.decode(text(one, "data")?);
    let bytes = data.map_err(|_| ControlError::bad("a file's \"data\" is not base64"))?;
    Ok(Upload {
        part: format!("files[{number}]"),
        filename: text(one, "filename")?.to_owned(),
        content_type: one
            .get("content_type")
            .and_then(Value::as_str)
            .map(str::to_owned),
        bytes: bytes.into(),
    })
}
