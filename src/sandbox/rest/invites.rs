//! Invites: made, looked at, revoked. Nobody comes by them.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::{may, visible};
use super::error::{self, ApiError};
use super::guilds::{allowed, inside};
use super::validate::{Fields, Form, Shape};
use super::{Answer, Reply, Route, route};
use crate::sandbox::clock;
use crate::sandbox::gateway::intents;
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::token;
use crate::sandbox::world::guild::Invite;
use crate::sandbox::world::render::extend;

/// Invites a guild may have.
const GUILD_MAX: usize = 1000;
/// How long an invite lasts when nobody says (seconds).
const LASTS_S: i64 = 86_400;

pub(super) const ROUTES: &[Route] = &[
    route(Method::POST, "/channels/{channel_id}/invites", create),
    route(Method::GET, "/channels/{channel_id}/invites", of_channel),
    route(Method::GET, "/guilds/{guild_id}/invites", of_guild),
    route(Method::GET, "/invites/{invite_code}", get),
    route(Method::DELETE, "/invites/{invite_code}", revoke),
];

const TARGET: Fields = &[
    ("target_type", Shape::OneOf(&[1, 2])),
    ("target_user_id", Shape::Id),
    ("target_application_id", Shape::Id),
    ("role_ids", Shape::Ids(10)),
];

impl Invite {
    fn lasts(&self) -> bool {
        self.max_age_s == 0 || clock::now_ms() < self.created_ms + self.max_age_s * 1000
    }
}

fn shown(state: &State, invite: &Invite, metadata: bool) -> Value {
    let world = &state.world;
    let guild = &world.guild;
    let channel = world.channels.get(&invite.channel);
    let expires =
        (invite.max_age_s > 0).then(|| clock::iso(invite.created_ms + invite.max_age_s * 1000));
    let mut object = json!({
        "type": 0, "code": invite.code, "inviter": world.user_json(invite.inviter),
        "guild_id": guild.id, "expires_at": expires, "flags": 0,
        "guild": {"id": guild.id, "name": guild.name, "splash": null, "banner": null,
            "description": null, "icon": null, "features": [], "verification_level": 0,
            "vanity_url_code": null, "nsfw_level": 0, "nsfw": false, "premium_subscription_count": 0,
            "premium_tier": 0},
        "channel": {"id": invite.channel, "type": channel.map_or(0, |one| one.kind),
            "name": channel.map(|one| &one.name)},
    });
    if metadata {
        extend(
            &mut object,
            json!({"uses": 0, "max_uses": invite.max_uses, "max_age": invite.max_age_s,
                "temporary": invite.temporary, "created_at": clock::iso(invite.created_ms)}),
        );
    }
    object
}

fn create(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    let body = call.body();
    let mut form = Form::default();
    let (mut age, mut uses, mut temporary) = (LASTS_S, 0, false);
    if let Some(object) = form.object(&body) {
        age = form
            .integer(object, "max_age", 0..=604_800)
            .unwrap_or(LASTS_S);
        uses = form.integer(object, "max_uses", 0..=100).unwrap_or(0);
        temporary = form.flag(object, "temporary").unwrap_or(false);
        form.flag(object, "unique");
        form.fields(object, TARGET);
    }
    form.finish()?;
    if !channel.in_guild() || channel.thread.is_some() {
        return Err(error::wrong_channel_type());
    }
    may(state, &channel, Permissions::CREATE_INSTANT_INVITE)?;
    state.world.invites.retain(|_, one| one.lasts());
    if state.world.invites.len() >= GUILD_MAX {
        return Err(error::too_many_invites());
    }
    let invite = Invite {
        code: token::secret(8),
        channel: channel.id,
        inviter: state.world.bot(),
        created_ms: clock::now_ms(),
        max_age_s: u64::try_from(age).unwrap_or(0),
        max_uses: u64::try_from(uses).unwrap_or(0),
        temporary,
    };
    let object = shown(state, &invite, true);
    let told = json!({"channel_id": invite.channel, "code": invite.code,
        "created_at": object["created_at"], "inviter": object["inviter"],
        "max_age": invite.max_age_s, "max_uses": invite.max_uses, "temporary": temporary,
        "uses": 0, "expires_at": object["expires_at"]});
    state.world.invites.insert(invite.code.clone(), invite);
    state.guild_event("INVITE_CREATE", intents::GUILD_INVITES, told);
    Ok(Reply::ok(object))
}

fn listed(state: &State, channel: Option<Id>) -> Reply {
    let invites = state.world.invites.values();
    let wanted =
        invites.filter(|one| one.lasts() && channel.is_none_or(|channel| one.channel == channel));
    Reply::ok(wanted.map(|one| shown(state, one, true)).collect())
}

fn of_channel(state: &mut State, call: &Call) -> Answer {
    let channel = visible(state, call)?;
    may(state, &channel, Permissions::MANAGE_CHANNELS)?;
    Ok(listed(state, Some(channel.id)))
}

fn of_guild(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    allowed(state, Permissions::MANAGE_GUILD)?;
    Ok(listed(state, None))
}

fn found<'a>(state: &'a State, call: &Call) -> Result<&'a Invite, ApiError> {
    let invite = state.world.invites.get(call.param("invite_code"));
    invite
        .filter(|one| one.lasts())
        .ok_or_else(error::unknown_invite)
}

fn get(state: &mut State, call: &Call) -> Answer {
    let invite = found(state, call)?;
    let mut object = shown(state, invite, false);
    if call.query_flag("with_counts") {
        let members = state.world.members.len();
        extend(
            &mut object,
            json!({"approximate_member_count": members, "approximate_presence_count": members}),
        );
    }
    Ok(Reply::ok(object))
}

fn revoke(state: &mut State, call: &Call) -> Answer {
    let invite = found(state, call)?;
    let channel = state.world.channels.get(&invite.channel);
    let channel = channel.ok_or_else(error::unknown_channel)?;
    if may(state, channel, Permissions::MANAGE_CHANNELS).is_err() {
        allowed(state, Permissions::MANAGE_GUILD)?;
    }
    let (code, channel) = (invite.code.clone(), channel.id);
    let object = shown(state, invite, false);
    state.world.invites.remove(&code);
    let told = json!({"channel_id": channel, "code": code});
    state.guild_event("INVITE_DELETE", intents::GUILD_INVITES, told);
    Ok(Reply::ok(object))
}
