//! Who may use which command where.

use serde_json::{Value, json};

use super::World;
use super::application::Command;
use super::channels::Channel;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;

impl World {
    /// Whether the user's permissions let them use the command in a channel: in the guild by the
    /// rules set for the command, and without any by its `default_member_permissions`.
    pub(crate) fn may_use(&self, user: Id, channel: &Channel, command: &Command) -> bool {
        let held = self.permissions_in(user, channel);
        if held.has(Permissions::ADMINISTRATOR) {
            return true;
        }
        if !held.has(Permissions::USE_APPLICATION_COMMANDS) {
            return false;
        }
        if !channel.in_guild() {
            return true;
        }
        let set = self
            .command_permissions
            .get(&command.id)
            .map_or(&[][..], |rules| rules);
        let rule = |kind: u64, id: Id| {
            let found = set
                .iter()
                .find(|rule| rule["type"] == json!(kind) && Id::read(&rule["id"]) == Some(id));
            found.and_then(|rule| rule["permission"].as_bool())
        };
        let all_channels = Id(self.guild.id.0 - 1);
        if rule(3, channel.id).or_else(|| rule(3, all_channels)) == Some(false) {
            return false;
        }
        let roles = self
            .members
            .get(&user)
            .map_or(&[][..], |member| &member.roles);
        let by_role: Vec<bool> = roles.iter().filter_map(|role| rule(1, *role)).collect();
        let decided = rule(2, user)
            .or_else(|| (!by_role.is_empty()).then(|| by_role.contains(&true)))
            .or_else(|| rule(1, self.guild.id));
        decided.unwrap_or_else(|| {
            let needed = command
                .fields
                .get("default_member_permissions")
                .and_then(Value::as_str);
            match needed.and_then(|bits| bits.parse().ok()) {
                None => true,
                Some(0) => false,
                Some(bits) => held.has(Permissions(bits)),
            }
        })
    }
}
