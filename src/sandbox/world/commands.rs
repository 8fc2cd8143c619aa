//! Commands, from what a bot registers to what is stored.

use serde_json::{Map, Value, json};

use super::World;
use super::application::Command;
use crate::sandbox::rest::validate::as_integer;
use crate::sandbox::snowflake::Id;

/// The type of a command's body; a slash command if it does not say.
pub(crate) fn kind_of(body: &Value) -> u64 {
    body.get("type")
        .and_then(as_integer)
        .and_then(|kind| u64::try_from(kind).ok())
        .unwrap_or(1)
}

/// The name in a command's body.
pub(crate) fn name_of(body: &Value) -> &str {
    body.get("name").and_then(Value::as_str).unwrap_or_default()
}

impl World {
    /// Makes a command or changes the one of this type and name.
    pub(crate) fn upsert_command(&mut self, scope: Option<Id>, body: &Value) -> Id {
        let (kind, name) = (kind_of(body), name_of(body).to_owned());
        let old = self
            .commands_of(scope)
            .find(|one| one.kind == kind && one.name == name)
            .cloned();
        let id = old.as_ref().map_or_else(|| self.mint(), |old| old.id);
        let fields = fields_of(body, scope, &self.application.install_types());
        let version = match &old {
            Some(old) if old.fields == fields => old.version,
            _ => self.mint(),
        };
        self.commands.insert(
            id,
            Command {
                id,
                guild: scope,
                version,
                kind,
                name,
                fields,
            },
        );
        id
    }

    /// The rules set for a command, as an object.
    pub(crate) fn permissions_json(&self, command: Id) -> Value {
        json!({
            "id": command, "application_id": self.application.id, "guild_id": self.guild.id,
            "permissions": self.command_permissions.get(&command),
        })
    }
}

/// The stored fields of a command: the defaults, then what the body says.
///
/// `installs` are the kinds of install that a command supports when it does not say.
pub(crate) fn fields_of(body: &Value, scope: Option<Id>, installs: &[u64]) -> Map<String, Value> {
    let mut fields = Map::new();
    let said = |key: &str| body.get(key).filter(|value| !value.is_null()).cloned();
    let mut set = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    set(
        "name_localizations",
        said("name_localizations").unwrap_or_default(),
    );
    set(
        "description",
        said("description").unwrap_or_else(|| json!("")),
    );
    set(
        "description_localizations",
        said("description_localizations").unwrap_or_default(),
    );
    let bits = said("default_member_permissions")
        .as_ref()
        .and_then(as_integer);
    set(
        "default_member_permissions",
        bits.map_or(Value::Null, |bits| json!(bits.to_string())),
    );
    set("nsfw", said("nsfw").unwrap_or(json!(false)));
    if scope.is_none() {
        let contexts = said("contexts");
        let direct = contexts.as_ref().and_then(Value::as_array).map_or_else(
            || {
                said("dm_permission")
                    .and_then(|flag| flag.as_bool())
                    .unwrap_or(true)
            },
            |contexts| contexts.iter().any(|one| as_integer(one) == Some(1)),
        );
        set("dm_permission", json!(direct));
        set("contexts", contexts.unwrap_or_default());
        set(
            "integration_types",
            said("integration_types").unwrap_or_else(|| json!(installs)),
        );
    }
    if let Some(options) =
        said("options").filter(|list| list.as_array().is_some_and(|list| !list.is_empty()))
    {
        set("options", tidy(&options));
    }
    fields
}

/// Options without nulls and empty lists, and whole floats as integers.
fn tidy(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(tidy).collect(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| {
                !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
            })
            .map(|(key, value)| (key.clone(), tidy(value)))
            .collect(),
        Value::Number(number) if number.is_f64() => {
            as_integer(value).map_or_else(|| value.clone(), |whole| json!(whole))
        }
        other => other.clone(),
    }
}
