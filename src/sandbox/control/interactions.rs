//! Starting interactions, and waiting for the bot's response.

use axum::Json;
use axum::extract::State as Extract;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

use super::payload::{self, Filling, Resolved};
use super::{Body, ControlError, text};
use crate::sandbox::gateway::session::Dispatch;
use crate::sandbox::server::Shared;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;
use crate::sandbox::world::World;
use crate::sandbox::world::application::Command;
use crate::sandbox::world::channels::Channel;
use crate::sandbox::world::interactions::{Answered, Interaction, Kind};
use crate::sandbox::world::messages::Message;
use crate::sandbox::world::render::extend;

/// What the user does, checked, before it has an id.
#[derive(Debug)]
struct Intent {
    kind: Kind,
    user: Id,
    channel: Channel,
    data: Value,
    command: Option<(u64, String)>,
    source: Option<Id>,
    focused_type: i64,
    /// The interaction that opened the modal.
    trigger: Option<Value>,
}

/// Starts an interaction and answers with the bot's response, or that there was none.
pub(super) async fn start(
    Extract(shared): Extract<Shared>,
    Body(body): Body,
) -> Result<Json<Value>, ControlError> {
    let (id, user, answer, deadline) = {
        let mut state = shared.handle.lock();
        let intent = read(&state.world, &body)?;
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
        json!({"interaction": id, "response": {"type": kind, "data": data}, "message": message}),
    ))
}

fn read(world: &World, body: &Value) -> Result<Intent, ControlError> {
    let (user, channel) = world.place(body)?;
    match text(body, "type")? {
        "command" => command(world, body, user, channel, Filling::Complete),
        "autocomplete" => command(world, body, user, channel, Filling::Typing),
        "context" => context(world, body, user, channel),
        "component" => component(world, body, user, channel),
        "modal" => modal(world, body, user, channel),
        other => Err(ControlError::bad(format!(
            "no interaction \"{other}\"; there are command, autocomplete, component, modal, context"
        ))),
    }
}

/// The command of this name that the user may use here. The guild's own goes before a global one.
fn find_command<'a>(
    world: &'a World,
    user: Id,
    channel: &Channel,
    name: &str,
    kinds: &[u64],
) -> Result<&'a Command, ControlError> {
    let here = |command: &&Command| {
        kinds.contains(&command.kind)
            && command.name == name
            && (command.guild.is_none() || channel.in_guild())
    };
    let found = world
        .commands
        .values()
        .filter(here)
        .max_by_key(|command| command.guild.is_some());
    let command = found
        .ok_or_else(|| ControlError::new(404, format!("the bot has no command \"{name}\" here")))?;
    if !command.works_in(channel) {
        return Err(ControlError::new(
            403,
            format!("the command \"{name}\" does not work in this kind of channel"),
        ));
    }
    if channel.in_guild() && !world.may_use(user, channel, command) {
        return Err(ControlError::new(
            403,
            format!("this user may not use the command \"{name}\" here"),
        ));
    }
    Ok(command)
}

fn command(
    world: &World,
    body: &Value,
    user: Id,
    channel: Channel,
    filling: Filling,
) -> Result<Intent, ControlError> {
    let command = find_command(world, user, &channel, text(body, "name")?, &[1])?;
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let mut resolved = Resolved::default();
    let given = list(body.get("options"));
    let options = payload::options(
        world,
        &list(command.fields.get("options")),
        &given,
        filling,
        &mut resolved,
    )?;
    let mut data = json!({"id": command.id, "name": command.name, "type": 1, "options": options});
    if let Some(guild) = command.guild {
        extend(&mut data, json!({"guild_id": guild}));
    }
    if let Some(resolved) = resolved.json() {
        extend(&mut data, json!({"resolved": resolved}));
    }
    let focused_type = payload::focused(&data["options"]);
    let kind = if filling == Filling::Typing {
        Kind::Autocomplete
    } else {
        Kind::Command
    };
    if kind == Kind::Autocomplete && focused_type.is_none() {
        return Err(ControlError::bad("one option needs \"focused\": true"));
    }
    Ok(Intent {
        kind,
        user,
        channel,
        data,
        command: Some((1, command.name.clone())),
        source: None,
        focused_type: focused_type.unwrap_or(3),
        trigger: None,
    })
}

fn context(
    world: &World,
    body: &Value,
    user: Id,
    channel: Channel,
) -> Result<Intent, ControlError> {
    let name = text(body, "name")?;
    let target = text(body, "target")?;
    let command = find_command(world, user, &channel, name, &[2, 3])?;
    let mut resolved = Resolved::default();
    let target = if command.kind == 2 {
        let target = world.find_user(target)?;
        resolved.add_user(world, target);
        target
    } else {
        let target = world.find_message(target, user)?;
        resolved.add_message(world, target);
        target.id
    };
    let mut data =
        json!({"id": command.id, "name": name, "type": command.kind, "target_id": target});
    if let Some(guild) = command.guild {
        extend(&mut data, json!({"guild_id": guild}));
    }
    extend(&mut data, json!({"resolved": resolved.json()}));
    let command = Some((command.kind, command.name.clone()));
    Ok(Intent {
        kind: Kind::Command,
        user,
        channel,
        data,
        command,
        source: None,
        focused_type: 3,
        trigger: None,
    })
}

fn component(
    world: &World,
    body: &Value,
    user: Id,
    channel: Channel,
) -> Result<Intent, ControlError> {
    let message = world.find_message(text(body, "message")?, user)?;
    if message.channel != channel.id {
        return Err(ControlError::bad("that message is in another channel"));
    }
    let custom_id = text(body, "custom_id")?;
    let found = payload::find_component(&message.components, custom_id);
    let component = found.ok_or_else(|| {
        ControlError::new(
            404,
            format!("the message has no component with the custom_id \"{custom_id}\""),
        )
    })?;
    if component["disabled"] == json!(true) {
        return Err(ControlError::bad("that component is disabled"));
    }
    let mut resolved = Resolved::default();
    let mut data =
        json!({"id": component["id"], "component_type": component["type"], "custom_id": custom_id});
    if component["type"] != json!(2) {
        let values = body
            .get("values")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let values = payload::values(world, component, &values, &mut resolved)?;
        extend(&mut data, json!({"values": values}));
        if let Some(resolved) = resolved.json() {
            extend(&mut data, json!({"resolved": resolved}));
        }
    }
    let source = Some(message.id);
    Ok(Intent {
        kind: Kind::Component,
        user,
        channel,
        data,
        command: None,
        source,
        focused_type: 3,
        trigger: None,
    })
}

fn modal(world: &World, body: &Value, user: Id, channel: Channel) -> Result<Intent, ControlError> {
    let custom_id = text(body, "custom_id")?;
    let shown = world
        .interactions
        .values()
        .filter(|one| {
            one.user == user
                && one
                    .modal
                    .as_ref()
                    .is_some_and(|modal| modal["custom_id"] == custom_id)
        })
        .max_by_key(|one| one.id);
    let shown = shown.ok_or_else(|| {
        ControlError::new(
            404,
            format!("no modal with the custom_id \"{custom_id}\" was shown to this user"),
        )
    })?;
    let mut resolved = Resolved::default();
    let fields = body.get("fields").cloned().unwrap_or_else(|| json!({}));
    let modal = shown.modal.clone().unwrap_or_default();
    let components = payload::filled(world, &modal, &fields, &mut resolved)?;
    let mut data = json!({"custom_id": custom_id, "components": components});
    if let Some(resolved) = resolved.json() {
        extend(&mut data, json!({"resolved": resolved}));
    }
    Ok(Intent {
        kind: Kind::Modal,
        user,
        channel,
        data,
        command: None,
        source: shown.source,
        focused_type: 3,
        trigger: Some(shown.metadata.clone()),
    })
}

impl State {
    /// Sends the interaction to the bot. The receiver gets the response.
    fn begin(&mut self, intent: Intent) -> (Id, oneshot::Receiver<Answered>) {
        let id = self.world.mint();
        let token = token::secret(120);
        let metadata = self.world.metadata(id, &intent);
        let event = self.world.interaction_json(id, &token, &intent);
        let (answered, answer) = oneshot::channel();
        let interaction = Interaction {
            id,
            token: token.clone(),
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
            metadata,
            answered: Some(answered),
        };
        self.world.interactions.insert(id, interaction);
        self.world.interaction_tokens.insert(token, id);
        self.tell("interaction", json!({"id": id, "state": "pending"}));
        self.dispatch(&Dispatch {
            name: "INTERACTION_CREATE",
            intents: 0,
            direct: !intent.channel.in_guild(),
            data: event,
            veiled: None,
        });
        (id, answer)
    }
}

impl World {
    /// Who installed the application that is used here: the guild, or nobody for direct messages.
    fn owners(&self, channel: &Channel) -> Value {
        if channel.in_guild() {
            json!({"0": self.guild.id})
        } else {
            json!({"0": "0"})
        }
    }

    /// The metadata that messages of this interaction carry.
    fn metadata(&self, id: Id, intent: &Intent) -> Value {
        let mut metadata = json!({"id": id, "type": intent.kind.code(), "user": self.user_json(intent.user),
            "authorizing_integration_owners": self.owners(&intent.channel)});
        if let Some((kind, name)) = &intent.command {
            extend(&mut metadata, json!({"name": name, "command_type": kind}));
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
        let guild = channel.in_guild();
        let mut about = self.channel_json(channel);
        if guild {
            let permissions = self.permissions_in(intent.user, channel);
            extend(&mut about, json!({"permissions": permissions.to_string()}));
        }
        let mut event = json!({
            "id": id, "application_id": self.application.id, "type": intent.kind.code(), "token": token,
            "version": 1, "channel_id": channel.id, "channel": about, "data": intent.data,
            "locale": "en-US", "app_permissions": self.permissions_in(self.bot(), channel).to_string(),
            "entitlements": [], "entitlement_sku_ids": [], "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": self.owners(channel),
            "context": i32::from(!guild),
        });
        if guild {
            extend(
                &mut event,
                json!({"guild_id": self.guild.id, "guild_locale": "en-US",
                "guild": {"id": self.guild.id, "locale": "en-US", "features": []}}),
            );
            if let Some(member) = self.members.get(&intent.user) {
                let mut member = self.member_json(member, true);
                let permissions = self.permissions_in(intent.user, channel);
                extend(&mut member, json!({"permissions": permissions.to_string()}));
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
