//! Wall-clock time in the forms the API uses.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

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
    text.parse::<Timestamp>().is_ok() || text.parse::<DateTime>().is_ok()
}

/// An ISO 8601 date, with or without a time and an offset, in Unix milliseconds. Without an offset it is
/// taken for UTC.
pub(crate) fn parse_iso(text: &str) -> Option<u64> {
    let zoneless = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
    let stamp = text.parse::<Timestamp>().ok();
    let stamp = stamp.or_else(|| Some(zoneless()?.timestamp()))?;
    u64::try_from(stamp.as_millisecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_with_and_without_time_and_offset() {
        let nine = parse_iso("2027-01-05T09:00:00Z");
        for text in [
            "2027-01-05T10:00:00+01:00",
            "2027-01-05T09:00:00",
            "2027-01-05 09:00:00.000",
        ] {
            assert_eq!(parse_iso(text), nine, "{text}");
        }
        assert_eq!(parse_iso("2027-01-05"), parse_iso("2027-01-05T00:00:00Z"));
        for text in ["", "2027", "tomorrow", "2027-13-05T09:00:00Z"] {
            assert_eq!((parse_iso(text), is_iso(text)), (None, false), "{text}");
        }
    }
}
