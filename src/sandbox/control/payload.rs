//! What a user fills in, checked the way Discord's own client checks it before it sends anything.

use serde_json::{Map, Value, json};

use super::{ControlError, text};
use crate::sandbox::rest::validate::as_integer;
use crate::sandbox::snowflake::Id;
use crate::sandbox::world::World;
use crate::sandbox::world::channels::Channel;
use crate::sandbox::world::messages::Message;
use crate::sandbox::world::render;

/// Whether a command is sent, or still being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filling {
    Complete,
    Typing,
}

/// The objects behind ids that a user chose.
#[derive(Debug)]
pub(super) struct Resolved {
    /// Who chose, and where.
    user: Id,
    place: Channel,
    users: Map<String, Value>,
    members: Map<String, Value>,
    roles: Map<String, Value>,
    channels: Map<String, Value>,
    messages: Map<String, Value>,
    attachments: Map<String, Value>,
    /// What the user uploaded and may name.
    uploads: Map<String, Value>,
}

impl Resolved {
    /// Nothing chosen yet by this user here, and these files to choose from.
    pub(super) fn new(user: Id, place: &Channel, uploads: Map<String, Value>) -> Resolved {
        Resolved {
            user,
            place: place.clone(),
            users: Map::new(),
            members: Map::new(),
            roles: Map::new(),
            channels: Map::new(),
            messages: Map::new(),
            attachments: Map::new(),
            uploads,
        }
    }

    /// The `resolved` field; none if nothing was chosen.
    pub(super) fn json(self) -> Option<Value> {
        let parts = [
            ("users", self.users),
            ("members", self.members),
            ("roles", self.roles),
            ("channels", self.channels),
            ("messages", self.messages),
            ("attachments", self.attachments),
        ];
        let parts: Map<String, Value> = parts
            .into_iter()
            .filter(|(_, part)| !part.is_empty())
            .map(|(name, part)| (name.to_owned(), Value::Object(part)))
            .collect();
        (!parts.is_empty()).then_some(Value::Object(parts))
    }

    pub(super) fn add_user(&mut self, world: &World, user: Id) {
        self.users.insert(user.to_string(), world.user_json(user));
        if let Some(mut object) = world.member_in(&self.place, user) {
            object["permissions"] = json!(world.permissions_in(user, &self.place).to_string());
            self.members.insert(user.to_string(), object);
        }
    }

    pub(super) fn add_message(&mut self, world: &World, message: &Message) {
        self.messages.insert(
            message.id.to_string(),
            world.message_json(message, world.bot()),
        );
    }

    /// Adds what an id stands for: 6 user, 7 channel, 8 role, 9 user or role, 11 file.
    pub(super) fn add(
        &mut self,
        world: &World,
        kind: i64,
        value: &Value,
    ) -> Result<Id, ControlError> {
        let unknown =
            || ControlError::bad(format!("{value} is no id of the kind that is asked for"));
        let id = Id::read(value).ok_or_else(unknown)?;
        if matches!(kind, 6 | 9) && world.users.contains_key(&id) {
            self.add_user(world, id);
        } else if matches!(kind, 8 | 9) && world.roles.contains_key(&id) {
            let role = world.roles.get(&id).map(render::role);
            self.roles.insert(id.to_string(), role.unwrap_or_default());
        } else if kind == 7 && world.channels.contains_key(&id) {
            let chosen = world.channels.get(&id).unwrap_or(&self.place);
            let mut channel = world.channel_json(chosen);
            channel["permissions"] = json!(world.permissions_in(self.user, chosen).to_string());
            self.channels.insert(id.to_string(), channel);
        } else if kind == 11
            && let Some(file) = self.uploads.get(&id.to_string())
        {
            self.attachments.insert(id.to_string(), file.clone());
        } else {
            return Err(unknown());
        }
        Ok(id)
    }
}

/// The options of a command as the interaction carries them.
pub(super) fn options(
    world: &World,
    wanted: &[Value],
    given: &[Value],
    filling: Filling,
    resolved: &mut Resolved,
) -> Result<Vec<Value>, ControlError> {
    let mut filled = Vec::new();
    for one in given {
        let name = text(one, "name")?;
        let option = wanted.iter().find(|option| option["name"] == name);
        let option = option
            .ok_or_else(|| ControlError::bad(format!("the command has no option \"{name}\"")))?;
        let kind = option["type"].as_i64().unwrap_or(3);
        if kind <= 2 {
            let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
            let inner = options(
                world,
                &list(&option["options"]),
                &list(&one["options"]),
                filling,
                resolved,
            )?;
            filled.push(json!({"name": name, "type": kind, "options": inner}));
            continue;
        }
        let focused = filling == Filling::Typing && one["focused"] == json!(true);
        if focused {
            if option["autocomplete"] != json!(true) {
                return Err(ControlError::bad(format!(
                    "the option \"{name}\" has no autocomplete"
                )));
            }
            // What is being typed is always text, whatever the option's type.
            let typed = one["value"]
                .as_str()
                .map_or_else(|| one["value"].to_string(), str::to_owned);
            filled.push(json!({"name": name, "type": kind, "value": typed, "focused": true}));
            continue;
        }
        let value = value(world, option, &one["value"], resolved)?;
        filled.push(json!({"name": name, "type": kind, "value": value}));
    }
    if wanted
        .iter()
        .any(|option| matches!(option["type"].as_i64(), Some(1 | 2)))
        && filled.len() != 1
    {
        return Err(ControlError::bad(
            "choose one subcommand: options: [{\"name\": …, \"options\": […]}]",
        ));
    }
    let missing = wanted.iter().find(|option| {
        option["required"] == json!(true) && !given.iter().any(|one| one["name"] == option["name"])
    });
    match missing {
        Some(option) if filling == Filling::Complete => Err(ControlError::bad(format!(
            "the option {} is required",
            option["name"]
        ))),
        _ => Ok(filled),
    }
}

/// The value of one option, in its type and within its bounds.
fn value(
    world: &World,
    option: &Value,
    given: &Value,
    resolved: &mut Resolved,
) -> Result<Value, ControlError> {
    let name = &option["name"];
    let wrong = |wanted: &str| ControlError::bad(format!("the option {name} takes {wanted}"));
    let bound = |key: &str| option[key].as_f64();
    let value = match option["type"].as_i64() {
        Some(3) => {
            let typed = given.as_str().ok_or_else(|| wrong("text"))?;
            let length = typed.chars().count();
            let limit = |key: &str| {
                option[key]
                    .as_u64()
                    .and_then(|limit| usize::try_from(limit).ok())
            };
            let (min, max) = (
                limit("min_length").unwrap_or(0),
                limit("max_length").unwrap_or(6000),
            );
            if typed.is_empty() || !(min..=max).contains(&length) {
                return Err(wrong(&format!("{} to {max} characters", min.max(1))));
            }
            json!(typed)
        }
        Some(4) => json!(as_integer(given).ok_or_else(|| wrong("a whole number"))?),
        Some(5) => json!(given.as_bool().ok_or_else(|| wrong("true or false"))?),
        Some(10) => json!(given.as_f64().ok_or_else(|| wrong("a number"))?),
        Some(kind @ (6..=9 | 11)) => json!(resolved.add(world, kind, given)?),
        _ => return Err(wrong("a kind of value that the sandbox cannot fill in")),
    };
    if let Some(number) = value.as_f64()
        && (bound("min_value").is_some_and(|min| number < min)
            || bound("max_value").is_some_and(|max| number > max))
    {
        return Err(wrong("a number within its bounds"));
    }
    let choices = option["choices"]
        .as_array()
        .filter(|choices| !choices.is_empty());
    if choices.is_some_and(|choices| !choices.iter().any(|choice| choice["value"] == value)) {
        return Err(wrong("one of its choices"));
    }
    Ok(value)
}

/// The type of the focused option, wherever it is.
pub(super) fn focused(options: &Value) -> Option<i64> {
    options.as_array()?.iter().find_map(|option| {
        if option["focused"] == json!(true) {
            option["type"].as_i64()
        } else {
            focused(&option["options"])
        }
    })
}
