//! Permission bits, and how roles and channel overwrites combine into them.

use super::snowflake::Id;

/// What somebody may do: one bit each, as the API documentation numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Permissions(pub(crate) u64);

macro_rules! bits {
    ($($name:ident = $bit:literal;)*) => {
        #[allow(dead_code, reason = "the list is the documentation's, not only what is checked here")]
        impl Permissions {
            $(pub(crate) const $name: Permissions = Permissions(1 << $bit);)*
            /// Every bit that the documentation names.
            pub(crate) const ALL: Permissions = Permissions(0 $(| (1 << $bit))*);
        }
    };
}

bits! {
    CREATE_INSTANT_INVITE = 0; KICK_MEMBERS = 1; BAN_MEMBERS = 2; ADMINISTRATOR = 3;
    MANAGE_CHANNELS = 4; MANAGE_GUILD = 5; ADD_REACTIONS = 6; VIEW_AUDIT_LOG = 7;
    PRIORITY_SPEAKER = 8; STREAM = 9; VIEW_CHANNEL = 10; SEND_MESSAGES = 11;
    SEND_TTS_MESSAGES = 12; MANAGE_MESSAGES = 13; EMBED_LINKS = 14; ATTACH_FILES = 15;
    READ_MESSAGE_HISTORY = 16; MENTION_EVERYONE = 17; USE_EXTERNAL_EMOJIS = 18;
    VIEW_GUILD_INSIGHTS = 19; CONNECT = 20; SPEAK = 21; MUTE_MEMBERS = 22; DEAFEN_MEMBERS = 23;
    MOVE_MEMBERS = 24; USE_VAD = 25; CHANGE_NICKNAME = 26; MANAGE_NICKNAMES = 27;
    MANAGE_ROLES = 28; MANAGE_WEBHOOKS = 29; MANAGE_GUILD_EXPRESSIONS = 30;
    USE_APPLICATION_COMMANDS = 31; REQUEST_TO_SPEAK = 32; MANAGE_EVENTS = 33; MANAGE_THREADS = 34;
    CREATE_PUBLIC_THREADS = 35; CREATE_PRIVATE_THREADS = 36; USE_EXTERNAL_STICKERS = 37;
    SEND_MESSAGES_IN_THREADS = 38; USE_EMBEDDED_ACTIVITIES = 39; MODERATE_MEMBERS = 40;
    VIEW_CREATOR_MONETIZATION_ANALYTICS = 41; USE_SOUNDBOARD = 42; CREATE_GUILD_EXPRESSIONS = 43;
    CREATE_EVENTS = 44; USE_EXTERNAL_SOUNDS = 45; SEND_VOICE_MESSAGES = 46; SEND_POLLS = 49;
    USE_EXTERNAL_APPS = 50; PIN_MESSAGES = 51; BYPASS_SLOWMODE = 52;
}

impl Permissions {
    /// Whether all bits of `other` are here.
    pub(crate) const fn has(self, other: Permissions) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both together.
    pub(crate) const fn and(self, other: Permissions) -> Permissions {
        Permissions(self.0 | other.0)
    }

    /// These without `other`.
    pub(crate) const fn without(self, other: Permissions) -> Permissions {
        Permissions(self.0 & !other.0)
    }
}

impl std::fmt::Display for Permissions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Whom an overwrite of a channel is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A role; @everyone has the guild's id.
    Role(Id),
    /// One member.
    Member(Id),
}

/// An exception from the guild's permissions, in one channel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overwrite {
    pub(crate) target: Target,
    pub(crate) allow: Permissions,
    pub(crate) deny: Permissions,
}

/// What a member may do in the guild: @everyone and the roles together; administrators everything.
pub(crate) fn base(roles: impl IntoIterator<Item = Permissions>) -> Permissions {
    let sum = roles.into_iter().fold(Permissions(0), Permissions::and);
    if sum.has(Permissions::ADMINISTRATOR) {
        Permissions::ALL
    } else {
        sum
    }
}

/// What a member may do in a channel, by the documented order: @everyone, all roles at once, then
/// the member; in each, what is denied before what is allowed.
pub(crate) fn in_channel(
    base: Permissions,
    overwrites: &[Overwrite],
    everyone: Id,
    roles: &[Id],
    member: Id,
) -> Permissions {
    if base.has(Permissions::ADMINISTRATOR) {
        return Permissions::ALL;
    }
    let apply = |start: Permissions, wanted: &dyn Fn(Target) -> bool| {
        let (allow, deny) = overwrites
            .iter()
            .filter(|overwrite| wanted(overwrite.target))
            .fold((Permissions(0), Permissions(0)), |(allow, deny), one| {
                (allow.and(one.allow), deny.and(one.deny))
            });
        start.without(deny).and(allow)
    };
    let after_everyone = apply(base, &|target| target == Target::Role(everyone));
    let after_roles = apply(
        after_everyone,
        &|target| matches!(target, Target::Role(role) if role != everyone && roles.contains(&role)),
    );
    let all = apply(after_roles, &|target| target == Target::Member(member));
    implied(all)
}

/// Without seeing a channel, or without sending, the rest is lost too.
fn implied(all: Permissions) -> Permissions {
    if !all.has(Permissions::VIEW_CHANNEL) {
        return Permissions(0);
    }
    if all.has(Permissions::SEND_MESSAGES) {
        return all;
    }
    all.without(
        Permissions::MENTION_EVERYONE
            .and(Permissions::SEND_TTS_MESSAGES)
            .and(Permissions::ATTACH_FILES)
            .and(Permissions::EMBED_LINKS),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYONE: Id = Id(1);
    const ROLE: Id = Id(2);
    const MEMBER: Id = Id(3);

    fn overwrite(target: Target, allow: Permissions, deny: Permissions) -> Overwrite {
        Overwrite {
            target,
            allow,
            deny,
        }
    }

    #[test]
    fn a_member_overwrite_beats_a_role_which_beats_everyone() {
        let none = Permissions(0);
        let see = Permissions::VIEW_CHANNEL;
        let send = Permissions::SEND_MESSAGES;
        let start = see.and(send);
        let closed = overwrite(Target::Role(EVERYONE), none, send);
        let opened = overwrite(Target::Role(ROLE), send, none);
        let shut = overwrite(Target::Member(MEMBER), none, send);
        let cases: [(&[Overwrite], bool); 4] = [
            (&[], true),
            (&[closed], false),
            (&[opened, closed], true),
            (&[shut, opened, closed], false),
        ];
        for (overwrites, may_send) in cases {
            let result = in_channel(start, overwrites, EVERYONE, &[ROLE], MEMBER);
            assert_eq!(result.has(send), may_send, "{overwrites:?}");
        }
    }

    #[test]
    fn who_cannot_see_a_channel_can_do_nothing_there() {
        let hidden = overwrite(
            Target::Role(EVERYONE),
            Permissions(0),
            Permissions::VIEW_CHANNEL,
        );
        let start = Permissions::ALL.without(Permissions::ADMINISTRATOR);
        assert_eq!(
            in_channel(start, &[hidden], EVERYONE, &[], MEMBER),
            Permissions(0)
        );
        assert_eq!(
            in_channel(Permissions::ALL, &[hidden], EVERYONE, &[], MEMBER),
            Permissions::ALL
        );
    }
}
