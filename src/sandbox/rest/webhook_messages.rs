//! What incoming webhooks post, and what becomes of it.

use super::call::Call;
use super::error::{self, ApiError};
use super::messages::{change, shown};
use super::sending::check;
use super::validate::{Form, MessageKind, Shape};
use super::{Answer, Reply};
use crate::sandbox::compose::Voice;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::kind;
use crate::sandbox::world::mentions::Policy;
use crate::sandbox::world::messages::{Mask, Message, Webhook, flag};

fn voice() -> Voice {
    Voice {
        default: Policy::users_only(),
        may_ping: true,
    }
}

/// Posts as a webhook; the message comes back only if the client waits for it.
pub(super) fn execute(state: &mut State, call: &Call, webhook: &Webhook) -> Answer {
    let body = call.body();
    check(call, &body, MessageKind::Webhook, false)?;
    let mut form = Form::default();
    let text = |form: &mut Form, key: &str, max| {
        form.object(&body)
            .and_then(|body| form.text(body, key, 0..=max))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    if let Some(object) = body.as_object() {
        form.fields(object, &[("applied_tags", Shape::Ids(5))]);
        if object.get("username").is_some_and(|name| name == "") {
            form.required("username");
        }
    }
    let name = text(&mut form, "username", 80);
    let avatar = text(&mut form, "avatar_url", 2048);
    let post = text(&mut form, "thread_name", 100);
    form.finish()?;
    let home = state.world.channels.get(&webhook.channel).cloned();
    let home = home.ok_or_else(error::unknown_channel)?;
    let thread = call.query_id("thread_id")?;
    let mut first = None;
    let place = match (thread, post) {
        (Some(_), Some(_)) => return Err(error::forum_takes_one()),
        (None, None) if home.kind == kind::FORUM => return Err(error::forum_needs_thread()),
        (None, Some(_)) if home.kind != kind::FORUM => {
            return Err(error::threads_in_forums_only());
        }
        (None, Some(name)) => {
            let thread = state.open_thread(&home, webhook.creator, &name, None, false)?;
            // The first message of a post has the post's id.
            first = Some(thread.id);
            thread.id
        }
        (Some(thread), None) => {
            let inside = state
                .world
                .channels
                .get(&thread)
                .filter(|one| one.parent == Some(webhook.channel));
            inside.ok_or_else(error::unknown_channel)?.id
        }
        (None, None) => webhook.channel,
    };
    let place = state
        .world
        .channels
        .get(&place)
        .ok_or_else(error::unknown_channel)?;
    if !place.holds_messages() {
        return Err(error::no_messages_here());
    }
    let place = place.id;
    let id = first.unwrap_or_else(|| state.world.mint());
    let mut message = Message::new(id, place, webhook.creator);
    message.mask = Some(Mask {
        webhook: webhook.id,
        name: name.unwrap_or_else(|| webhook.name.clone()),
        avatar,
    });
    state.write(&mut message, &body, &call.files, &voice(), false);
    state.post(message);
    Ok(if call.query_flag("wait") {
        Reply::ok(shown(state, id))
    } else {
        Reply::empty()
    })
}

fn own_message(state: &State, call: &Call, webhook: &Webhook) -> Result<Message, ApiError> {
    let message = state.world.messages.get(&call.id("message_id")?);
    let own = message.filter(|one| {
        one.mask
            .as_ref()
            .is_some_and(|mask| mask.webhook == webhook.id)
    });
    own.cloned().ok_or_else(error::unknown_message)
}

/// A message that the webhook sent.
pub(super) fn message(state: &mut State, call: &Call, webhook: &Webhook) -> Answer {
    let message = own_message(state, call, webhook)?;
    Ok(Reply::ok(shown(state, message.id)))
}

/// Edits a message that the webhook sent.
pub(super) fn edit_message(state: &mut State, call: &Call, webhook: &Webhook) -> Answer {
    let message = own_message(state, call, webhook)?;
    let body = call.body();
    check(
        call,
        &body,
        MessageKind::Edit,
        message.flagged(flag::COMPONENTS_V2),
    )?;
    change(state, call, message, &body, &voice()).map(Reply::ok)
}

/// Deletes a message that the webhook sent.
pub(super) fn delete_message(state: &mut State, call: &Call, webhook: &Webhook) -> Answer {
    let message = own_message(state, call, webhook)?;
    state.remove(message.id);
    Ok(Reply::empty())
}
