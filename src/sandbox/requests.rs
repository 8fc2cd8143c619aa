//! The log of what the bot asked for over REST.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;

use serde_json::{Value, json};

use super::clock;

/// Requests kept in memory.
const KEPT: usize = 10_000;

/// The latest requests, and the file they are appended to.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<Value>,
    count: u64,
    file: Option<File>,
}

impl RequestLog {
    /// A log that also appends to `file`, one JSON object a line.
    pub(crate) fn new(file: Option<File>) -> RequestLog {
        RequestLog {
            file,
            ..RequestLog::default()
        }
    }

    /// Adds a request and returns it as logged, with its number and time.
    pub(crate) fn add(&mut self, request: Value) -> Value {
        self.count += 1;
        let mut entry = json!({"n": self.count});
        super::world::render::extend(&mut entry, request);
        super::world::render::extend(&mut entry, json!({"at": clock::iso(clock::now_ms())}));
        if let Some(file) = &mut self.file
            && let Err(error) = writeln!(file, "{entry}")
        {
            tracing::warn!(%error, "requests are no longer recorded: the file cannot be written");
            self.file = None;
        }
        self.entries.push_back(entry.clone());
        if self.entries.len() > KEPT {
            self.entries.pop_front();
        }
        entry
    }

    /// The requests after number `n`.
    pub(crate) fn after(&self, n: u64) -> Vec<&Value> {
        let later = |entry: &&Value| {
            entry
                .get("n")
                .and_then(Value::as_u64)
                .is_some_and(|m| m > n)
        };
        self.entries.iter().filter(later).collect()
    }
}
