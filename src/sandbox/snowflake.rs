//! Ids that carry their own time, as Discord's do.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use serde_json::Value;

/// The first millisecond of 2015, where Discord's time begins (Unix milliseconds).
pub(crate) const EPOCH_MS: u64 = 1_420_070_400_000;

/// A snowflake: 42 bits of milliseconds since [`EPOCH_MS`], then a counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id(pub(crate) u64);

impl Id {
    /// The id in a JSON value; Discord reads both strings and integers.
    pub(crate) fn read(value: &Value) -> Option<Id> {
        match value {
            Value::String(text) => text.parse().ok(),
            Value::Number(number) => number.as_u64().map(Id),
            _ => None,
        }
    }

    /// When it was made, in Unix milliseconds.
    pub(crate) fn millis(self) -> u64 {
        (self.0 >> 22) + EPOCH_MS
    }

    /// The shard that serves the guild with this id.
    pub(crate) fn shard(self, shards: u64) -> u64 {
        (self.0 >> 22) % shards.max(1)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Id {
    type Err = ();

    fn from_str(text: &str) -> Result<Id, ()> {
        // `u64::from_str` also takes a leading plus, which no id has.
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(());
        }
        text.parse().map(Id).map_err(|_| ())
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Hands out ids that only ever grow, even when the clock does not.
#[derive(Debug, Default)]
pub(crate) struct Mint {
    last: u64,
}

impl Mint {
    /// The next id, made at `now_ms` (Unix milliseconds).
    pub(crate) fn next(&mut self, now_ms: u64) -> Id {
        let fresh = now_ms.saturating_sub(EPOCH_MS) << 22;
        self.last = fresh.max(self.last + 1);
        Id(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_and_carry_their_time() {
        let mut mint = Mint::default();
        let first = mint.next(EPOCH_MS + 5_000);
        let second = mint.next(EPOCH_MS + 5_000);
        let late = mint.next(EPOCH_MS + 4_000);
        assert!(first < second && second < late);
        assert_eq!(first.millis(), EPOCH_MS + 5_000);
    }

    #[test]
    fn an_id_is_digits_only() {
        for text in ["", "+1", "-1", "1.0", "general", "99999999999999999999"] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
        assert_eq!("42".parse(), Ok(Id(42)));
    }
}
