//! Starting interactions, and waiting for the bot's response.

use axum::Json;
use axum::extract::State as Extract;
use serde_json::{Map, Value, json};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

use super::intent::{Intent, read};
use super::{Body, ControlError, uploads};
use crate::sandbox::gateway::session::Dispatch;
use crate::sandbox::server::Shared;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;
use crate::sandbox::world::World;
use crate::sandbox::world::interactions::{Answered, Interaction, Kind};
use crate::sandbox::world::messages::Message;
use crate::sandbox::world::render::extend;

/// Follow-ups to one interaction where only a user brought the application.
const GUEST_FOLLOW_UPS: usize = 5;

/// Starts an interaction and answers with the bot's response, or that there was none.
pub(super) async fn start(
    Extract(shared): Extract<Shared>,
    Body(mut body): Body,
) -> Result<Json<Value>, ControlError> {
    let (id, user, answer, deadline) = {
        let mut state = shared.handle.lock();
        let channel = state.world.place(&body)?.1.id;
        let mut files = Map::new();
        for key in ["options", "fields"] {
            if let Some(given) = body.get_mut(key) {
                uploads::keep(&mut state, channel, given, &mut files)?;
            }
        }
        let intent = read(&state.world, &body, files)?;
        let user = intent.user;
        let (id, answer) = state.begin(intent);
        (id, user, answer, state.options.deadlines.response)
    };
    let answered = timeout(deadline, answer).await;
    let state = shared.handle.lock();
    let Ok(Ok(Answered {
        kind,
        data,
        message,
        took,
    })) = answered
    else {
        state.tell("interaction", json!({"id": id, "state": "failed"}));
        return Ok(Json(
            json!({"interaction": id, "failed": "did not respond"}),
        ));
    };
    let message = message.and_then(|id| state.world.messages.get(&id));
    let message = message.map(|message| state.world.message_json(message, user));
    Ok(Json(
        json!({"interaction": id, "response": {"type": kind, "data": data}, "message": message,
            "micros": u64::try_from(took.as_micros()).unwrap_or(u64::MAX)}),
    ))
}

impl State {
    /// Sends the interaction to the bot. The receiver gets the response.
    fn begin(&mut self, intent: Intent) -> (Id, oneshot::Receiver<Answered>) {
        let id = self.world.mint();
        let token = token::secret(120);
        let metadata = self.world.metadata(id, &intent);
        let event = self.world.interaction_json(id, &token, &intent);
        let guest = !self.world.has_bot(&intent.channel);
        let (answered, answer) = oneshot::channel();
        let interaction = Interaction {
            id,
            token,
            kind: intent.kind,
            command: intent.command,
            user: intent.user,
            channel: intent.channel.id,
            started: Instant::now(),
            source: intent.source,
            response: None,
            original: None,
            focused_type: intent.focused_type,
            modal: None,
            hushed: self.world.is_hushed(intent.user, &intent.channel),
            follow_ups: guest.then_some(GUEST_FOLLOW_UPS),
            metadata,
            answered: Some(answered),
        };
        let lifetime = self.options.deadlines.token;
        self.world.interactions.insert(interaction, lifetime);
        self.tell("interaction", json!({"id": id, "state": "pending"}));
        self.dispatch(&Dispatch {
            name: "INTERACTION_CREATE",
            intents: 0,
            guild: self.world.server_of(&intent.channel),
            data: event,
            veiled: None,
        });
        (id, answer)
    }
}

impl World {
    /// The metadata that messages of this interaction carry.
    fn metadata(&self, id: Id, intent: &Intent) -> Value {
        let mut metadata = json!({"id": id, "type": intent.kind.code(), "user": self.user_json(intent.user),
            "authorizing_integration_owners": intent.owners});
        if let Some((kind, name)) = &intent.command {
            extend(&mut metadata, json!({"name": name, "command_type": kind}));
            match (kind, intent.data.get("target_id").and_then(Id::read)) {
                (2, Some(user)) => {
                    extend(&mut metadata, json!({"target_user": self.user_json(user)}));
                }
                (3, Some(id)) => extend(&mut metadata, json!({"target_message_id": id})),
                _ => {}
            }
        }
        match (intent.kind, intent.source, &intent.trigger) {
            (Kind::Component, Some(source), _) => {
                extend(&mut metadata, json!({"interacted_message_id": source}));
            }
            (_, _, Some(trigger)) => extend(
                &mut metadata,
                json!({"triggering_interaction_metadata": trigger}),
            ),
            _ => {}
        }
        metadata
    }

    /// The Interaction object.
    fn interaction_json(&self, id: Id, token: &str, intent: &Intent) -> Value {
        let channel = &intent.channel;
        let guild = self.server_of(channel);
        let mut about = self.channel_json(channel);
        if guild.is_some() {
            let permissions = self.permissions_in(intent.user, channel);
            extend(&mut about, json!({"permissions": permissions.to_string()}));
        }
        let mut event = json!({
            "id": id, "application_id": self.application.id, "type": intent.kind.code(), "token": token,
            "version": 1, "channel_id": channel.id, "channel": about, "data": intent.data,
            "locale": "en-US", "app_permissions": self.app_permissions(channel).to_string(),
            "entitlements": [], "entitlement_sku_ids": [], "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": intent.owners,
            "context": self.context_of(channel),
        });
        if let Some(guild) = guild {
            extend(
                &mut event,
                json!({"guild_id": guild, "guild_locale": "en-US",
                "guild": {"id": guild, "locale": "en-US", "features": []}}),
            );
            if let Some(mut member) = self.member_in(channel, intent.user) {
                let permissions = self.permissions_in(intent.user, channel);
                extend(
                    &mut member,
                    json!({"user": self.user_json(intent.user), "permissions": permissions.to_string()}),
                );
                extend(&mut event, json!({"member": member}));
            }
        } else {
            extend(&mut event, json!({"user": self.user_json(intent.user)}));
        }
        let source: Option<&Message> = intent.source.and_then(|source| self.messages.get(&source));
        if let Some(source) = source {
            extend(
                &mut event,
                json!({"message": self.message_json(source, self.bot())}),
            );
        }
        event
    }
}
