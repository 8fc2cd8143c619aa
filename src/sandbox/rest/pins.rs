//! Pinned messages, by the present routes and the old ones.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::{may, visible};
use super::error::{self, ApiError};
use super::messages::{known, shown};
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::channels::Channel;
use crate::sandbox::world::messages::{Message, Reference, kind};

/// Pins of one channel.
const PINS_MAX: usize = 250;

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/channels/{channel_id}/messages/pins", list),
    route(
        Method::PUT,
        "/channels/{channel_id}/messages/pins/{message_id}",
        pin,
    ),
    route(
        Method::DELETE,
        "/channels/{channel_id}/messages/pins/{message_id}",
        unpin,
    ),
    route(Method::GET, "/channels/{channel_id}/pins", list_old),
    route(Method::PUT, "/channels/{channel_id}/pins/{message_id}", pin),
    route(
        Method::DELETE,
        "/channels/{channel_id}/pins/{message_id}",
        unpin,
    ),
];

/// The pinned messages with the time of pinning, the latest pin first.
fn pinned(state: &State, channel: Id) -> Vec<(u64, Id)> {
    let pins = state
        .world
        .messages_in(channel)
        .filter_map(|one| Some((one.pinned_ms?, one.id)));
    let mut pins: Vec<(u64, Id)> = pins.collect();
    pins.sort_unstable_by(|a, b| b.cmp(a));
    pins
}

fn list(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let limit = call.query_number("limit", 50, 50)?;
    let before = call.query_time("before")?;
    let mut pins = pinned(state, channel.id);
    pins.retain(|(at, _)| before.is_none_or(|before| *at < before));
    let items: Vec<Value> = pins
        .iter()
        .take(limit)
        .map(|(at, id)| json!({"pinned_at": clock::iso(*at), "message": shown(state, *id)}))
        .collect();
    Ok(Reply::ok(
        json!({"items": items, "has_more": pins.len() > limit}),
    ))
}

fn list_old(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let pins = pinned(state, channel.id);
    Ok(Reply::ok(
        pins.iter()
            .take(50)
            .map(|(_, id)| shown(state, *id))
            .collect(),
    ))
}

/// The channel and message of the path, where the bot may pin.
fn target(state: &State, call: &Call) -> Result<(Channel, Id), ApiError> {
    let channel = visible(state, call)?;
    let id = call.id("message_id")?;
    if state
        .world
        .messages
        .get(&id)
        .is_some_and(|one| one.channel != channel.id)
    {
        return Err(error::pin_elsewhere());
    }
    let message = known(state, channel.id, id)?;
    if matches!(
        message.kind,
        kind::PIN_NOTICE | kind::THREAD_NOTICE | kind::THREAD_STARTER
    ) {
        return Err(error::system_message());
    }
    // The right to pin was split off from the right to manage messages.
    may(state, &channel, Permissions::PIN_MESSAGES)?;
    Ok((channel, id))
}

fn pin(state: &mut State, call: &Call) -> Answer {
    let (channel, id) = target(state, call)?;
    state.pin(channel.id, id, state.world.bot())?;
    Ok(Reply::empty())
}

fn unpin(state: &mut State, call: &Call) -> Answer {
    let (channel, id) = target(state, call)?;
    state.unpin(channel.id, id);
    Ok(Reply::empty())
}

impl State {
    /// Pins a message, and says in the channel who did.
    pub(crate) fn pin(&mut self, channel: Id, id: Id, by: Id) -> Result<(), ApiError> {
        if pinned(self, channel).len() >= PINS_MAX {
            return Err(error::too_many_pins());
        }
        let now = clock::now_ms();
        let message = self.world.messages.get_mut(&id);
        if message.is_none_or(|one| one.pinned_ms.replace(now).is_some()) {
            return Ok(());
        }
        self.message_updated(id);
        self.pins_changed(channel, now);
        let mut notice = Message::new(self.world.mint(), channel, by);
        notice.kind = kind::PIN_NOTICE;
        notice.reply_to = Some(Reference {
            channel,
            message: Some(id),
        });
        self.post(notice);
        Ok(())
    }

    /// Unpins a message.
    pub(crate) fn unpin(&mut self, channel: Id, id: Id) {
        let message = self.world.messages.get_mut(&id);
        if message.is_some_and(|one| one.pinned_ms.take().is_some()) {
            self.message_updated(id);
            self.pins_changed(channel, clock::now_ms());
        }
    }

    fn pins_changed(&mut self, channel: Id, now_ms: u64) {
        if let Some(channel) = self.world.channels.get_mut(&channel) {
            channel.last_pin_ms = Some(now_ms);
        }
        self.pins_event(channel, now_ms);
    }
}
