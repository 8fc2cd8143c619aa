//! What a user is about to do, checked against what the bot offers.

use serde_json::{Map, Value, json};

use super::payload::{self, Filling, Resolved};
use super::{ControlError, submitted, text};
use crate::sandbox::snowflake::Id;
use crate::sandbox::world::World;
use crate::sandbox::world::application::Command;
use crate::sandbox::world::channels::Channel;
use crate::sandbox::world::interactions::Kind;
use crate::sandbox::world::render::extend;

/// What the user does, checked, before it has an id.
#[derive(Debug)]
pub(super) struct Intent {
    pub(super) kind: Kind,
    pub(super) user: Id,
    pub(super) channel: Channel,
    pub(super) data: Value,
    pub(super) command: Option<(u64, String)>,
    pub(super) source: Option<Id>,
    pub(super) focused_type: i64,
    /// Who brought the application here, by kind of install.
    pub(super) owners: Map<String, Value>,
    /// The interaction that opened the modal.
    pub(super) trigger: Option<Value>,
}

/// Reads and checks what a body says the user does.
/// `files` are the uploads in it, by id.
pub(super) fn read(
    world: &World,
    body: &Value,
    files: Map<String, Value>,
) -> Result<Intent, ControlError> {
    let (user, channel) = world.place(body)?;
    let resolved = Resolved::new(user, &channel, files);
    if world.users.get(&user).is_some_and(|user| user.bot) {
        return Err(ControlError::bad("bots start no interactions"));
    }
    match text(body, "type")? {
        "command" => command(world, body, user, channel, Filling::Complete, resolved),
        "autocomplete" => command(world, body, user, channel, Filling::Typing, resolved),
        "context" => context(world, body, user, channel, resolved),
        "component" => component(world, body, user, channel, resolved),
        "modal" => modal(world, body, user, channel, resolved),
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
            // What this user has no way to reach is not there.
            && !world.owners(user, channel, command).is_empty()
    };
    let found = world
        .commands
        .values()
        .filter(here)
        .max_by_key(|command| command.guild.is_some());
    let command =
        found.ok_or_else(|| ControlError::new(404, missing(world, user, channel, name)))?;
    if !command.works_in(world.context_of(channel)) {
        return Err(ControlError::new(
            403,
            format!("the command \"{name}\" does not work in this kind of channel"),
        ));
    }
    if !world.may_use(user, channel, command) {
        return Err(ControlError::new(
            403,
            format!("this user may not use the command \"{name}\" here"),
        ));
    }
    Ok(command)
}

fn missing(world: &World, user: Id, channel: &Channel, name: &str) -> String {
    if world.has_bot(channel) || world.installs.contains(&user) {
        return format!("the bot has no command \"{name}\" here");
    }
    format!(
        "the bot is not here, and this user has not installed it: PATCH users/{user} with {{\"installed\": true}} makes \"{name}\" available"
    )
}

fn command(
    world: &World,
    body: &Value,
    user: Id,
    channel: Channel,
    filling: Filling,
    mut resolved: Resolved,
) -> Result<Intent, ControlError> {
    let command = find_command(world, user, &channel, text(body, "name")?, &[1])?;
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
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
    let owners = world.owners(user, &channel, command);
    Ok(Intent {
        owners,
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
    mut resolved: Resolved,
) -> Result<Intent, ControlError> {
    let name = text(body, "name")?;
    let target = text(body, "target")?;
    let command = find_command(world, user, &channel, name, &[2, 3])?;
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
    let owners = world.owners(user, &channel, command);
    let command = Some((command.kind, command.name.clone()));
    Ok(Intent {
        owners,
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
    mut resolved: Resolved,
) -> Result<Intent, ControlError> {
    let message = world.find_message(text(body, "message")?, user)?;
    if message.channel != channel.id {
        return Err(ControlError::bad("that message is in another channel"));
    }
    let custom_id = text(body, "custom_id")?;
    let found = submitted::find_component(&message.components, custom_id);
    let component = found.ok_or_else(|| {
        ControlError::new(
            404,
            format!("the message has no component with the custom_id \"{custom_id}\""),
        )
    })?;
    if component["disabled"] == json!(true) {
        return Err(ControlError::bad("that component is disabled"));
    }
    let mut data =
        json!({"id": component["id"], "component_type": component["type"], "custom_id": custom_id});
    if component["type"] != json!(2) {
        let values = body
            .get("values")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let values = submitted::values(world, component, &values, &mut resolved)?;
        extend(&mut data, json!({"values": values}));
        if let Some(resolved) = resolved.json() {
            extend(&mut data, json!({"resolved": resolved}));
        }
    }
    let source = Some(message.id);
    let made = message.interaction.as_ref();
    let owners = owners_in(made).unwrap_or_else(|| world.own_owners(&channel));
    Ok(Intent {
        owners,
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

fn modal(
    world: &World,
    body: &Value,
    user: Id,
    channel: Channel,
    mut resolved: Resolved,
) -> Result<Intent, ControlError> {
    let custom_id = text(body, "custom_id")?;
    let shown = world.interactions.values().rev().find(|one| {
        one.user == user
            && one
                .modal
                .as_ref()
                .is_some_and(|modal| modal["custom_id"] == custom_id)
    });
    let shown = shown.ok_or_else(|| {
        ControlError::new(
            404,
            format!("no modal with the custom_id \"{custom_id}\" was shown to this user"),
        )
    })?;
    let fields = body.get("fields").cloned().unwrap_or_else(|| json!({}));
    let modal = shown.modal.clone().unwrap_or_default();
    let components = submitted::filled(world, &modal, &fields, &mut resolved)?;
    let mut data = json!({"custom_id": custom_id, "components": components});
    if let Some(resolved) = resolved.json() {
        extend(&mut data, json!({"resolved": resolved}));
    }
    let owners = owners_in(Some(&shown.metadata)).unwrap_or_default();
    Ok(Intent {
        owners,
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

/// Who brought the application, by the metadata of the interaction that this one goes back to.
fn owners_in(metadata: Option<&Value>) -> Option<Map<String, Value>> {
    metadata?
        .get("authorizing_integration_owners")?
        .as_object()
        .cloned()
}
