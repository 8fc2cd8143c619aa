//! Rate limits: buckets for each route and its main resource, and one for everything.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use axum::http::HeaderMap;
use tokio::time::{Duration, Instant};

use super::call::Call;
use super::error::ApiError;
use super::number_header;
use crate::sandbox::clock;
use crate::sandbox::snowflake::Id;

/// Requests a second over all routes but those of interactions, when strict.
const GLOBAL_STRICT: u32 = 50;
const GLOBAL_GENEROUS: u32 = 20_000;
/// Buckets in use at once, after which the spent ones are swept out.
const BUCKETS_KEPT: usize = 4_096;
/// New names of commands a day in each scope.
const CREATES_A_DAY: usize = 200;

/// The state of all buckets.
#[derive(Debug)]
pub(crate) struct RateLimits {
    strict: bool,
    buckets: HashMap<(String, String), Bucket>,
    global: Bucket,
    creates: HashMap<Option<Id>, Vec<Instant>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    used: u32,
    reset: Instant,
}

impl Bucket {
    fn new() -> Bucket {
        Bucket {
            used: 0,
            reset: Instant::now(),
        }
    }

    /// Uses one of `limit` requests in `span`; true if there was one left.
    fn take(&mut self, limit: u32, span: Duration) -> bool {
        let now = Instant::now();
        if now >= self.reset {
            *self = Bucket {
                used: 0,
                reset: now + span,
            };
        }
        if self.used >= limit {
            return false;
        }
        self.used += 1;
        true
    }

    fn reset_after(&self) -> f64 {
        self.reset
            .saturating_duration_since(Instant::now())
            .as_secs_f64()
            .max(0.001)
    }
}

/// How many requests of a route in what time. Discord does not publish its numbers and tells
/// clients not to rely on them; the strict ones are of the usual size.
fn allowance(strict: bool, template: &str, deletes: bool) -> (u32, Duration) {
    if !strict {
        return (5_000, Duration::from_secs(1));
    }
    match template {
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me" => {
            (1, Duration::from_millis(300))
        }
        _ if template.starts_with("/channels/{channel_id}/messages/{message_id}") && deletes => {
            (5, Duration::from_secs(1))
        }
        _ if template.starts_with("/channels/{channel_id}")
            || template.starts_with("/webhooks/") =>
        {
            (5, Duration::from_secs(5))
        }
        _ => (10, Duration::from_secs(10)),
    }
}

impl RateLimits {
    /// Fresh buckets.
    pub(crate) fn new(strict: bool) -> RateLimits {
        RateLimits {
            strict,
            buckets: HashMap::new(),
            global: Bucket::new(),
            creates: HashMap::new(),
        }
    }

    /// Counts a request and writes the headers; 429 if there is none left.
    pub(crate) fn take(
        &mut self,
        template: &str,
        call: &Call,
        headers: &mut HeaderMap,
    ) -> Result<(), ApiError> {
        if template.starts_with("/interactions/") {
            // A callback can be made once. It has no bucket, and clients are told of none.
            return Ok(());
        }
        let exempt = template.starts_with("/webhooks/");
        let global = if self.strict {
            GLOBAL_STRICT
        } else {
            GLOBAL_GENEROUS
        };
        if !exempt && !self.global.take(global, Duration::from_secs(1)) {
            let wait = self.global.reset_after();
            refuse(headers, wait, "global");
            return Err(ApiError {
                global: true,
                ..limited(wait)
            });
        }
        let major = main_resource(template, call);
        let (limit, span) = allowance(self.strict, template, call.method == "DELETE");
        let name = bucket_name(call.method.as_str(), template);
        if self.buckets.len() >= BUCKETS_KEPT {
            let now = Instant::now();
            self.buckets.retain(|_, bucket| bucket.reset > now);
        }
        let bucket = self
            .buckets
            .entry((name.clone(), major))
            .or_insert_with(Bucket::new);
        let passed = bucket.take(limit, span);
        let wait = bucket.reset_after();
        let reset = unix_seconds() + wait;
        let mut set = |key: &'static str, value: String| headers.insert(key, number_header(&value));
        set("x-ratelimit-limit", limit.to_string());
        set(
            "x-ratelimit-remaining",
            limit.saturating_sub(bucket.used).to_string(),
        );
        set("x-ratelimit-reset", format!("{reset:.3}"));
        set("x-ratelimit-reset-after", format!("{wait:.3}"));
        set("x-ratelimit-bucket", name);
        if passed {
            return Ok(());
        }
        refuse(headers, wait, "user");
        Err(limited(wait))
    }

    /// Counts new commands of a scope; false if that is too many for a day.
    pub(crate) fn create_commands(&mut self, guild: Option<Id>, count: usize) -> bool {
        let day = Duration::from_secs(24 * 60 * 60);
        let made = self.creates.entry(guild).or_default();
        made.retain(|at| at.elapsed() < day);
        if made.len() + count > CREATES_A_DAY {
            return false;
        }
        made.extend(std::iter::repeat_n(Instant::now(), count));
        true
    }
}

/// Now, in seconds since 1970.
#[allow(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 fit exactly into an f64"
)]
fn unix_seconds() -> f64 {
    clock::now_ms() as f64 / 1000.0
}

fn limited(wait: f64) -> ApiError {
    let mut error = ApiError::new(429, 0, "You are being rate limited.");
    error.retry_after = Some((wait * 1000.0).ceil() / 1000.0);
    error
}

/// Headers that tell of an empty bucket.
pub(crate) fn exhaust(headers: &mut HeaderMap, retry_after: f64) {
    for (name, value) in [
        ("x-ratelimit-remaining", "0".to_owned()),
        (
            "x-ratelimit-reset",
            format!("{:.3}", unix_seconds() + retry_after),
        ),
        ("x-ratelimit-reset-after", format!("{retry_after:.3}")),
    ] {
        if headers.contains_key(name) {
            headers.insert(name, number_header(&value));
        }
    }
}

/// The headers of a 429.
pub(crate) fn refuse(headers: &mut HeaderMap, retry_after: f64, scope: &'static str) {
    headers.insert(
        "retry-after",
        number_header(&format!("{:.0}", retry_after.ceil())),
    );
    headers.insert(
        "x-ratelimit-scope",
        axum::http::HeaderValue::from_static(scope),
    );
    if scope == "global" {
        headers.insert(
            "x-ratelimit-global",
            axum::http::HeaderValue::from_static("true"),
        );
    }
}

/// The channel, guild or webhook (with its token) that a bucket is for.
fn main_resource(template: &str, call: &Call) -> String {
    if template.starts_with("/webhooks/{webhook_id}/{webhook_token}") {
        return format!(
            "{}/{}",
            call.param("webhook_id"),
            call.param("webhook_token")
        );
    }
    let starts = [
        ("/channels/", "channel_id"),
        ("/guilds/", "guild_id"),
        ("/webhooks/", "webhook_id"),
    ];
    let name = starts.iter().find(|(start, _)| template.starts_with(start));
    name.map(|(_, name)| call.param(name).to_owned())
        .unwrap_or_default()
}

fn bucket_name(method: &str, template: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (method, template).hash(&mut hasher);
    let first = hasher.finish();
    first.hash(&mut hasher);
    format!("{first:016x}{:016x}", hasher.finish())
}

/// A path with its ids taken out, to name its route.
pub(crate) fn shape(path: &str) -> String {
    let hide = |segment: &str| {
        if segment.parse::<Id>().is_ok() || segment.len() > 32 {
            "{id}".to_owned()
        } else {
            segment.to_owned()
        }
    };
    path.split('/').map(hide).collect::<Vec<_>>().join("/")
}
