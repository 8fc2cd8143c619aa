//! Who a message mentions: what its text says, narrowed by `allowed_mentions`.

use serde_json::Value;

use super::World;
use crate::sandbox::snowflake::Id;

/// Which mentions of a text count.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    users: Allowed,
    roles: Allowed,
    everyone: bool,
    /// Whether the author of the message replied to is mentioned.
    pub(crate) replied_user: bool,
}

#[derive(Debug, Clone)]
enum Allowed {
    All,
    Only(Vec<Id>),
}

impl Allowed {
    fn lets(&self, id: Id) -> bool {
        match self {
            Allowed::All => true,
            Allowed::Only(ids) => ids.contains(&id),
        }
    }
}

/// What a text mentions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    pub(crate) users: Vec<Id>,
    pub(crate) roles: Vec<Id>,
    pub(crate) everyone: bool,
}

impl Policy {
    /// Everything counts: a person's message, or a bot's without `allowed_mentions`.
    pub(crate) fn all() -> Policy {
        Policy {
            users: Allowed::All,
            roles: Allowed::All,
            everyone: true,
            replied_user: true,
        }
    }

    /// Only users: what responses to interactions and webhooks have without `allowed_mentions`.
    pub(crate) fn users_only() -> Policy {
        Policy {
            users: Allowed::All,
            roles: Allowed::Only(vec![]),
            everyone: false,
            replied_user: true,
        }
    }

    /// Reads `allowed_mentions`; without one, `default`.
    pub(crate) fn read(body: &Value, default: Policy) -> Policy {
        let Some(rules) = body.get("allowed_mentions").and_then(Value::as_object) else {
            return default;
        };
        let list = |key: &str| {
            rules
                .get(key)
                .and_then(Value::as_array)
                .map_or(&[][..], |list| list)
        };
        let parsed = |what: &str| list("parse").iter().any(|one| one == what);
        let allowed = |what: &str| {
            if parsed(what) {
                Allowed::All
            } else {
                Allowed::Only(list(what).iter().filter_map(Id::read).collect())
            }
        };
        Policy {
            users: allowed("users"),
            roles: allowed("roles"),
            everyone: parsed("everyone"),
            replied_user: rules
                .get("replied_user")
                .and_then(Value::as_bool)
                .unwrap_or(false),
        }
    }
}

impl World {
    /// The mentions of `text` that `policy` lets through and that name something existing.
    /// `may_ping` says whether the author may mention everyone and any role.
    pub(crate) fn mentions_in(&self, text: &str, policy: &Policy, may_ping: bool) -> Mentions {
        let mut found = Mentions::default();
        for (is_role, id) in tags(text) {
            if is_role {
                let role = self
                    .roles
                    .get(&id)
                    .filter(|role| may_ping || role.mentionable);
                if role.is_some() && policy.roles.lets(id) && !found.roles.contains(&id) {
                    found.roles.push(id);
                }
            } else if self.users.contains_key(&id)
                && policy.users.lets(id)
                && !found.users.contains(&id)
            {
                found.users.push(id);
            }
        }
        let called = text.contains("@everyone") || text.contains("@here");
        found.everyone = called && may_ping && policy.everyone;
        found
    }
}

/// Every `<@id>`, `<@!id>` (user) and `<@&id>` (role: true) in a text.
fn tags(text: &str) -> impl Iterator<Item = (bool, Id)> {
    text.match_indices("<@").filter_map(|(at, _)| {
        let rest = text.get(at + 2..)?;
        let (inside, _) = rest.split_once('>')?;
        match inside.strip_prefix('&') {
            Some(role) => Some((true, role.parse().ok()?)),
            None => Some((
                false,
                inside.strip_prefix('!').unwrap_or(inside).parse().ok()?,
            )),
        }
    })
}

/// Whether the text itself names this user.
pub(crate) fn names(text: &str, user: Id) -> bool {
    tags(text).any(|(is_role, id)| !is_role && id == user)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn allowed_mentions_narrow_what_the_text_says() {
        let world = World::new(String::new(), "Bot");
        let find = |name: &str| {
            world
                .users
                .values()
                .find(|user| user.username == name)
                .unwrap()
                .id
        };
        let (ada, linus) = (find("ada"), find("linus"));
        let role = world
            .roles
            .values()
            .find(|role| role.name == "Moderators")
            .unwrap()
            .id;
        let text = format!("<@{ada}> <@!{linus}> <@&{role}> @everyone <@1> <@{ada}> <@");
        let cases = [
            (json!({}), vec![ada, linus], vec![role], true),
            (
                json!({"allowed_mentions": {"parse": []}}),
                vec![],
                vec![],
                false,
            ),
            (
                json!({"allowed_mentions": {"parse": ["users"]}}),
                vec![ada, linus],
                vec![],
                false,
            ),
            (
                json!({"allowed_mentions": {"users": [linus], "parse": ["everyone"]}}),
                vec![linus],
                vec![],
                true,
            ),
            (
                json!({"allowed_mentions": {"roles": [role.to_string()]}}),
                vec![],
                vec![role],
                false,
            ),
        ];
        for (body, users, roles, everyone) in cases {
            let policy = Policy::read(&body, Policy::all());
            let expected = Mentions {
                users,
                roles,
                everyone,
            };
            assert_eq!(world.mentions_in(&text, &policy, true), expected, "{body}");
        }
        let unprivileged = world.mentions_in(&text, &Policy::all(), false);
        assert_eq!((unprivileged.roles, unprivileged.everyone), (vec![], false));
    }
}
