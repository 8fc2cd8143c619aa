//! The log of what the bot asked for over REST.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;

use serde_json::{Value, json};

use super::clock;

/// Requests kept in memory, and how much of them (bytes of JSON).
const KEPT: usize = 10_000;
const KEPT_BYTES: usize = 16 * 1024 * 1024;

/// The latest requests, and the file they are appended to.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    /// The number and the JSON of each, oldest first.
    entries: VecDeque<(u64, String)>,
    bytes: usize,
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
        let text = entry.to_string();
        if let Some(file) = &mut self.file
            && let Err(error) = writeln!(file, "{text}")
        {
            tracing::warn!(%error, "requests are no longer recorded: the file cannot be written");
            self.file = None;
        }
        self.bytes += text.len();
        self.entries.push_back((self.count, text));
        while self.entries.len() > KEPT || self.bytes > KEPT_BYTES {
            let Some((_, oldest)) = self.entries.pop_front() else {
                break;
            };
            self.bytes -= oldest.len();
        }
        entry
    }

    /// The requests after number `n`, as a JSON array.
    pub(crate) fn after(&self, n: u64) -> String {
        let later = self.entries.iter().filter(|(number, _)| *number > n);
        let list: Vec<&str> = later.map(|(_, text)| text.as_str()).collect();
        format!("[{}]", list.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_forgets_the_oldest_by_number_and_by_size() {
        let mut log = RequestLog::default();
        for _ in 0..KEPT + 5 {
            log.add(json!({"path": "/x"}));
        }
        let numbers = |log: &RequestLog| {
            let list: Vec<Value> = serde_json::from_str(&log.after(0)).unwrap();
            (list.len(), list[0]["n"].as_u64().unwrap())
        };
        assert_eq!(numbers(&log), (KEPT, 6));
        for _ in 0..20 {
            log.add(json!({"body": "x".repeat(KEPT_BYTES / 10)}));
        }
        let (left, first) = numbers(&log);
        assert!(left < 10 && log.bytes <= KEPT_BYTES);
        assert_eq!(first, log.count - left as u64 + 1);
    }
}
