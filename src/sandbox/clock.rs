//! Wall-clock time in the forms the API uses.

use jiff::Timestamp;

/// Now, in Unix milliseconds.
pub(crate) fn now_ms() -> u64 {
    u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0)
}

/// Unix milliseconds as Discord writes them: `2026-01-05T09:00:00.123000+00:00`.
pub(crate) fn iso(ms: u64) -> String {
    let stamp = i64::try_from(ms)
        .ok()
        .and_then(|ms| Timestamp::from_millisecond(ms).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH);
    stamp.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

/// Whether this is an ISO 8601 date, with or without a time and an offset.
pub(crate) fn is_iso(text: &str) -> bool {
    text.parse::<Timestamp>().is_ok()
        || text.parse::<jiff::civil::DateTime>().is_ok()
        || text.parse::<jiff::civil::Date>().is_ok()
}

/// An ISO 8601 timestamp in Unix milliseconds.
pub(crate) fn parse_iso(text: &str) -> Option<u64> {
    let stamp: Timestamp = text.parse().ok()?;
    u64::try_from(stamp.as_millisecond()).ok()
}
