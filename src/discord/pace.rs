//! How fast people may ask: a bucket of tokens for each person, channel and server.

use std::{
    hash::Hash,
    num::NonZeroU32,
    sync::Mutex,
    time::{Duration, Instant},
};

use governor::{
    Quota, RateLimiter,
    middleware::NoOpMiddleware,
    state::{InMemoryState, NotKeyed},
};
use serenity::all::{
    ChannelId, ComponentInteraction, Context, GuildId, Message, ReactionType, UserId,
};

use super::{
    Clock,
    memory::{Recent, lock},
    render,
};
use crate::answer::{Busy, Composer, Reply};

/// At most this many buckets of each kind are kept, the latest used.
const BUCKETS_MAX: usize = 4096;
/// What a person sees on their own message who cannot be told in private.
const TOO_FAST: char = '⏳';

/// How often the bot may be asked; `None` is without limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// By one person, anywhere.
    pub person: Option<Allowance>,
    /// In one channel or thread.
    pub channel: Option<Allowance>,
    /// In one server.
    pub server: Option<Allowance>,
}

/// How often something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// So many times in a row.
    pub in_a_row: NonZeroU32,
    /// So many more a minute, evenly.
    pub per_minute: NonZeroU32,
}

impl Allowance {
    fn quota(self) -> Quota {
        Quota::per_minute(self.per_minute).allow_burst(self.in_a_row)
    }

    /// After so long without use, a bucket is as good as a new one.
    fn refill(self) -> Duration {
        Duration::from_secs(60) * self.in_a_row.get() / self.per_minute.get()
    }
}

/// Who asks, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asking {
    pub(super) user: UserId,
    pub(super) channel: ChannelId,
    pub(super) server: Option<GuildId>,
}

impl From<&Message> for Asking {
    fn from(message: &Message) -> Self {
        Self {
            user: message.author.id,
            channel: message.channel_id,
            server: message.guild_id,
        }
    }
}

impl From<&ComponentInteraction> for Asking {
    fn from(press: &ComponentInteraction) -> Self {
        Self {
            user: press.user.id,
            channel: press.channel_id,
            server: press.guild_id,
        }
    }
}

/// Somebody has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooFast {
    /// For whose sake.
    pub(super) busy: Busy,
    /// Until when, in seconds of Unix time.
    pub(super) until: u64,
    /// Whether the person has been told, and not been able to ask since.
    pub(super) told: bool,
}

type Bucket = RateLimiter<NotKeyed, InMemoryState, Clock, NoOpMiddleware<Instant>>;

/// The buckets of one kind.
#[derive(Debug)]
struct Buckets<K> {
    allowance: Allowance,
    buckets: Mutex<Recent<K, Bucket>>,
}

impl<K: Clone + Eq + Hash> Buckets<K> {
    fn new(allowance: Allowance) -> Self {
        Self {
            allowance,
            buckets: Mutex::new(Recent::new(BUCKETS_MAX, allowance.refill())),
        }
    }

    /// Takes a token, or tells how long there will be none.
    fn take(&self, key: K, clock: &Clock) -> Result<(), Duration> {
        let now = clock.now();
        let mut buckets = lock(&self.buckets);
        let known = buckets.take(&key, now);
        let quota = self.allowance.quota();
        let bucket = known.unwrap_or_else(|| Bucket::direct_with_clock(quota, clock.clone()));
        let taken = bucket.check();
        // Put back as the latest used.
        buckets.put(key, bucket, now);
        taken.map_err(|until| until.wait_time_from(now))
    }
}

/// Keeps count of how often the bot is asked.
#[derive(Debug)]
pub(super) struct Pace {
    people: Option<Buckets<UserId>>,
    channels: Option<Buckets<ChannelId>>,
    servers: Option<Buckets<GuildId>>,
    /// Who has been told to wait, and until when.
    told: Mutex<Recent<UserId, Instant>>,
    clock: Clock,
}

impl Pace {
    pub(super) fn new(limits: Limits, clock: Clock) -> Self {
        let all = [limits.person, limits.channel, limits.server];
        let longest = all.into_iter().flatten().map(Allowance::refill).max();
        Self {
            people: limits.person.map(Buckets::new),
            channels: limits.channel.map(Buckets::new),
            servers: limits.server.map(Buckets::new),
            told: Mutex::new(Recent::new(BUCKETS_MAX, longest.unwrap_or_default())),
            clock,
        }
    }

    /// Counts a question; refuses it when there have been too many. The person comes first: who asks
    /// too fast takes nothing from the others' share.
    pub(super) fn admit(&self, asking: Asking) -> Result<(), TooFast> {
        let Asking {
            user,
            channel,
            server,
        } = asking;
        let clock = &self.clock;
        let person = self.people.as_ref().map(|all| all.take(user, clock));
        let person = person
            .and_then(Result::err)
            .map(|wait| (Busy::Person, wait));
        let refused = person
            .or_else(|| {
                let wait = self.channels.as_ref()?.take(channel, clock).err()?;
                Some((Busy::Channel, wait))
            })
            .or_else(|| {
                let wait = self.servers.as_ref()?.take(server?, clock).err()?;
                Some((Busy::Server, wait))
            });
        let Some((busy, wait)) = refused else {
            return Ok(());
        };
        let now = clock.now();
        let mut known = lock(&self.told);
        let told = known.get(&user, now).is_some_and(|until| now < *until);
        if !told {
            known.put(user, now + wait, now);
        }
        Err(TooFast {
            busy,
            until: clock.unix_after(wait),
            told,
        })
    }
}

impl TooFast {
    /// What to say to the person; in a direct message, which place is meant.
    pub(super) fn reply(self, place: Option<ChannelId>) -> Reply {
        Composer::slow_down(self.busy, self.until, place.map(ChannelId::get))
    }

    /// Tells the author of a message once, and so that nobody else has to read it: by a direct
    /// message, or else, when those are closed, by a sign on the message.
    pub(super) async fn tell(self, ctx: &Context, message: &Message) -> serenity::Result<()> {
        if self.told {
            return Ok(());
        }
        let author = message.author.id;
        if message.guild_id.is_none() {
            let notice = render::message(&self.reply(None), author);
            message.channel_id.send_message(&ctx.http, notice).await?;
            return Ok(());
        }
        let notice = render::message(&self.reply(Some(message.channel_id)), author);
        let direct = async {
            let channel = author.create_dm_channel(&ctx.http).await?;
            channel.id.send_message(&ctx.http, notice).await
        };
        if let Err(error) = direct.await {
            tracing::debug!("a person could not be told by a direct message: {error}");
            let sign = ReactionType::Unicode(TOO_FAST.into());
            if let Err(error) = message.react(&ctx.http, sign).await {
                tracing::debug!("nor by a reaction: {error}");
            }
        }
        Ok(())
    }
}
