//! The world at the start. Its ids are the same in every run, so that settings and bookmarks that
//! name a channel stay true.

use std::collections::BTreeMap;

use serde_json::json;

use super::World;
use super::application::{self, Application};
use super::channels::{Channel, kind};
use super::guild::{Guild, Member, Role, User};
use super::history::{Files, History};
use super::interactions::Interactions;
use crate::sandbox::permissions::{Overwrite, Permissions, Target};
use crate::sandbox::snowflake::{Id, Mint};

/// 2026-01-05T09:00:00Z: when everything here was made (Unix milliseconds).
const BORN_MS: u64 = 1_767_603_600_000;

pub(crate) const EVERYONE: Permissions = Permissions(
    Permissions::CREATE_INSTANT_INVITE.0
        | Permissions::ADD_REACTIONS.0
        | Permissions::VIEW_CHANNEL.0
        | Permissions::SEND_MESSAGES.0
        | Permissions::EMBED_LINKS.0
        | Permissions::ATTACH_FILES.0
        | Permissions::READ_MESSAGE_HISTORY.0
        | Permissions::USE_EXTERNAL_EMOJIS.0
        | Permissions::CONNECT.0
        | Permissions::SPEAK.0
        | Permissions::CHANGE_NICKNAME.0
        | Permissions::USE_APPLICATION_COMMANDS.0
        | Permissions::CREATE_PUBLIC_THREADS.0
        | Permissions::SEND_MESSAGES_IN_THREADS.0
        | Permissions::SEND_POLLS.0
        | Permissions::USE_EXTERNAL_APPS.0,
);

const MODERATORS: Permissions = Permissions(
    Permissions::MANAGE_MESSAGES.0
        | Permissions::MANAGE_GUILD.0
        | Permissions::MANAGE_THREADS.0
        | Permissions::PIN_MESSAGES.0
        | Permissions::MODERATE_MEMBERS.0
        | Permissions::VIEW_AUDIT_LOG.0
        | Permissions::MENTION_EVERYONE.0,
);

const BOT: Permissions = Permissions(
    EVERYONE.0
        | Permissions::MANAGE_MESSAGES.0
        | Permissions::PIN_MESSAGES.0
        | Permissions::MANAGE_THREADS.0
        | Permissions::CREATE_PRIVATE_THREADS.0
        | Permissions::MANAGE_WEBHOOKS.0
        | Permissions::MANAGE_CHANNELS.0
        | Permissions::MANAGE_ROLES.0
        | Permissions::MANAGE_GUILD.0
        | Permissions::KICK_MEMBERS.0
        | Permissions::BAN_MEMBERS.0
        | Permissions::MODERATE_MEMBERS.0
        | Permissions::MANAGE_NICKNAMES.0
        | Permissions::VIEW_AUDIT_LOG.0
        | Permissions::CREATE_GUILD_EXPRESSIONS.0
        | Permissions::MANAGE_GUILD_EXPRESSIONS.0
        | Permissions::CREATE_EVENTS.0
        | Permissions::MANAGE_EVENTS.0
        | Permissions::MUTE_MEMBERS.0
        | Permissions::MOVE_MEMBERS.0,
);

impl World {
    /// The guild as it is before anybody has said anything.
    pub(crate) fn new(url: String, bot_name: &str) -> World {
        let mut seed = Mint::default();
        let mut id = |minute: u64| seed.next(BORN_MS + minute * 60_000);

        let guild = id(0);
        let [margaret, grace, ada, linus] = [id(1), id(2), id(3), id(4)];
        let (bot, moderators, bot_role) = (id(5), id(6), id(7));
        let names = [
            "general",
            "ask-chiefly",
            "random",
            "help",
            "announcements",
            "moderators",
        ];
        let rooms = names.map(|name| (id(10), name));

        let mut channels: BTreeMap<Id, Channel> = rooms
            .into_iter()
            .zip(0..)
            .map(|((id, name), position)| (id, room(id, name, position, guild, moderators)))
            .collect();
        for person in [margaret, grace, ada, linus] {
            let direct = id(20);
            let mut channel = Channel::new(direct, kind::DIRECT, "");
            channel.recipients = vec![person, bot];
            channels.insert(direct, channel);
        }
        let robot = id(30);

        let users = [
            (margaret, "margaret", "Margaret"),
            (grace, "grace", "Grace"),
            (ada, "ada", "Ada"),
            (linus, "linus", "Linus"),
            (bot, bot_name, bot_name),
            (robot, "robot", "Robot"),
        ];
        let members = [
            (margaret, vec![moderators]),
            (grace, vec![moderators]),
            (ada, vec![]),
            (linus, vec![]),
            (bot, vec![bot_role]),
            (robot, vec![]),
        ];
        let roles = [
            role(guild, "@everyone", EVERYONE, 0, None),
            role(moderators, "Moderators", MODERATORS, 1, None),
            role(bot_role, bot_name, BOT, 2, Some(bot)),
        ];

        World {
            mint: Mint::default(),
            url,
            application: Application {
                id: bot,
                bot,
                flags: application::flag::EDITABLE | application::flag::COMMAND_BADGE,
                verify_key: format!("{:064x}", u128::from(bot.0)),
                edited: serde_json::Map::new(),
                linked: Vec::new(),
            },
            guild: Guild {
                id: guild,
                name: "The Sandbox".to_owned(),
                owner: margaret,
                edited: serde_json::Map::new(),
                aside: serde_json::Map::new(),
            },
            users: users
                .into_iter()
                .map(|(id, name, display)| (id, user(id, name, display, id == bot || id == robot)))
                .collect(),
            members: members
                .into_iter()
                .map(|(id, roles)| (id, member(id, roles)))
                .collect(),
            roles: roles.into_iter().map(|role| (role.id, role)).collect(),
            channels,
            installs: std::collections::BTreeSet::new(),
            closed_to_bot: std::collections::HashSet::new(),
            messages: History::default(),
            files: Files::default(),
            commands: BTreeMap::new(),
            command_permissions: BTreeMap::new(),
            bans: BTreeMap::new(),
            invites: BTreeMap::new(),
            webhooks: BTreeMap::new(),
            interactions: Interactions::default(),
            audit: std::collections::VecDeque::new(),
            stored: BTreeMap::new(),
        }
    }
}

fn user(id: Id, username: &str, display: &str, bot: bool) -> User {
    User {
        id,
        username: username.to_owned(),
        display: display.to_owned(),
        bot,
    }
}

pub(super) fn member(user: Id, roles: Vec<Id>) -> Member {
    Member {
        user,
        nick: None,
        roles,
        joined_ms: BORN_MS,
        timeout_until: None,
    }
}

fn role(id: Id, name: &str, permissions: Permissions, position: i64, bot: Option<Id>) -> Role {
    let hoist = position == 1;
    let color = if hoist { 0x2e_cc_71 } else { 0 };
    Role {
        id,
        name: name.to_owned(),
        permissions,
        position,
        color,
        hoist,
        mentionable: false,
        bot,
    }
}

fn room(id: Id, name: &str, position: u64, everyone: Id, moderators: Id) -> Channel {
    let form = match name {
        "help" => kind::FORUM,
        "announcements" => kind::ANNOUNCEMENT,
        _ => kind::TEXT,
    };
    let mut channel = Channel::new(id, form, name);
    channel.position = position;
    let closed = match name {
        "announcements" => {
            Some(Permissions::SEND_MESSAGES.and(Permissions::SEND_MESSAGES_IN_THREADS))
        }
        "moderators" => Some(Permissions::VIEW_CHANNEL),
        _ => None,
    };
    if let Some(closed) = closed {
        let rule = |target, allow, deny| Overwrite {
            target,
            allow,
            deny,
        };
        channel.overwrites = vec![
            rule(Target::Role(everyone), Permissions(0), closed),
            rule(Target::Role(moderators), closed, Permissions(0)),
        ];
    }
    let tag = |n: u64, name: &str| json!({"id": Id(id.0 + n), "name": name, "moderated": false, "emoji_id": null, "emoji_name": null});
    match name {
        "general" => channel.topic = Some("Whatever comes up".to_owned()),
        "ask-chiefly" => channel.topic = Some("Questions to the bot".to_owned()),
        "help" => {
            channel.topic = Some("One post for each question".to_owned());
            channel.tags = vec![tag(1_000, "question"), tag(1_001, "answered")];
        }
        _ => {}
    }
    channel
}
