//! The time, which can be moved ahead to see what happens in five minutes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// A clock; its clones show the same time.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    ahead_ms: Arc<AtomicU64>,
}

impl Clock {
    /// The time.
    #[must_use]
    pub fn now(&self) -> Instant {
        Instant::now() + Duration::from_millis(self.ahead_ms.load(Ordering::Relaxed))
    }

    /// What the clocks of people will show, in seconds of Unix time, once this long has passed.
    pub(super) fn unix_after(&self, wait: Duration) -> u64 {
        let ahead = Duration::from_millis(self.ahead_ms.load(Ordering::Relaxed));
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let then = now.unwrap_or_default() + ahead + wait;
        then.as_secs() + u64::from(then.subsec_nanos() > 0)
    }

    /// The time as the journal writes it.
    pub(super) fn timestamp(&self) -> jiff::Timestamp {
        let ahead = self.ahead_ms.load(Ordering::Relaxed);
        let ahead = i64::try_from(ahead).unwrap_or(i64::MAX);
        let now = jiff::Timestamp::now();
        now.checked_add(jiff::SignedDuration::from_millis(ahead))
            .unwrap_or(now)
    }

    /// Moves the time ahead.
    pub fn advance(&self, by: Duration) {
        let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.ahead_ms.fetch_add(by, Ordering::Relaxed);
    }
}

impl governor::clock::Clock for Clock {
    type Instant = Instant;

    fn now(&self) -> Instant {
        Self::now(self)
    }
}
