//! `[limits]`: how often the bot may be asked.

use crate::document::{Shape, Table};

/// How often the bot may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitsConfig {
    /// By one person, anywhere.
    pub person: Rate,
    /// In one channel or thread.
    pub channel: Rate,
    /// In one server.
    pub server: Rate,
}

/// So many in a row, and then so many a minute; if one is 0, there is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// So many in a row; 0 to 10,000.
    pub in_a_row: u32,
    /// So many more a minute; 0 to 10,000.
    pub per_minute: u32,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        let rate = |in_a_row, per_minute| Rate {
            in_a_row,
            per_minute,
        };
        Self {
            person: rate(20, 30),
            channel: rate(40, 60),
            server: rate(80, 120),
        }
    }
}

pub(super) static LIMITS: Shape = Shape {
    name: "[limits]",
    keys: &[
        "person_in_a_row",
        "person_per_minute",
        "channel_in_a_row",
        "channel_per_minute",
        "server_in_a_row",
        "server_per_minute",
    ],
    hint: super::reading::hint,
};

pub(super) fn read(table: &Table<'_>, limits: &mut LimitsConfig) {
    const MAX: i64 = 10_000;
    let LimitsConfig {
        person,
        channel,
        server,
    } = limits;
    for (key, number) in LIMITS.keys.iter().copied().zip([
        &mut person.in_a_row,
        &mut person.per_minute,
        &mut channel.in_a_row,
        &mut channel.per_minute,
        &mut server.in_a_row,
        &mut server.per_minute,
    ]) {
        let Some((written, span)) = table.integer(key, i64::from(*number)) else {
            continue;
        };
        match u32::try_from(written) {
            Ok(fine) if written <= MAX => *number = fine,
            _ => {
                let document = table.document();
                let message = format!("`{key}` is from 0 to 10000; 0 is without limit");
                let help = format!("write `{key} = {number}`");
                document.report(document.error("out-of-range", span, message).help(help));
            }
        }
    }
}
