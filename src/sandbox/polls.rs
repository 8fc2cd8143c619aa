//! The end of polls: when their time is over, or before.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::{Duration, sleep};
use tokio_util::sync::CancellationToken;

use super::clock;
use super::snowflake::Id;
use super::state::{Handle, State};
use super::world::messages::{Message, Reference, kind};

/// Polls watched, after which those whose messages are gone are swept out.
const SWEPT_AT: usize = 4_096;

/// When the polls that run end (Unix milliseconds).
#[derive(Debug, Default)]
pub(crate) struct OpenPolls {
    ends: BTreeSet<(u64, Id)>,
    changed: Arc<Notify>,
}

/// Ends each poll when its time is over, until the sandbox ends.
pub(super) async fn end_in_time(handle: Handle, end: CancellationToken) {
    let changed = handle.lock().open_polls.changed.clone();
    loop {
        let next = handle.lock().end_due_polls();
        let due = async {
            match next {
                Some(wait) => sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = end.cancelled() => return,
            () = changed.notified() => {}
            () = due => {}
        }
    }
}

impl State {
    /// Has the message's poll end in time, if it is one.
    pub(crate) fn watch_poll(&mut self, message: &Message) {
        let expiry = message
            .poll
            .as_ref()
            .and_then(|poll| poll["expiry"].as_str());
        if let Some(end) = expiry.and_then(clock::parse_iso) {
            if self.open_polls.ends.len() >= SWEPT_AT {
                let messages = &self.world.messages;
                let ends = &mut self.open_polls.ends;
                ends.retain(|(_, id)| messages.get(id).is_some());
            }
            self.open_polls.ends.insert((end, message.id));
            self.open_polls.changed.notify_one();
        }
    }

    /// Ends the polls whose time is over; how long until the next one.
    fn end_due_polls(&mut self) -> Option<Duration> {
        loop {
            let (end, message) = *self.open_polls.ends.first()?;
            let now = clock::now_ms();
            if end > now {
                return Some(Duration::from_millis(end - now));
            }
            self.open_polls.ends.pop_first();
            self.end_poll(message, None);
        }
    }

    /// Ends a poll, if it still runs: its results are final, and a message tells how it went out. With
    /// `early` (Unix milliseconds) it ends then, and not at its own time.
    pub(crate) fn end_poll(&mut self, id: Id, early: Option<u64>) -> bool {
        let Some(message) = self.world.messages.get_mut(&id) else {
            return false;
        };
        let Some(poll) = &mut message.poll else {
            return false;
        };
        if poll["results"]["is_finalized"] == json!(true) {
            return false;
        }
        if let Some(now) = early {
            poll["expiry"] = json!(clock::iso(now));
        }
        poll["results"]["is_finalized"] = json!(true);
        let poll = poll.clone();
        let message = message.clone();
        self.open_polls.ends.retain(|(_, one)| *one != id);
        self.message_updated(id);
        if message.audience.is_none() {
            self.tell_result(&message, &poll);
        }
        true
    }

    /// Says in the poll's channel how it went out.
    fn tell_result(&mut self, message: &Message, poll: &Value) {
        let mut told = Message::new(self.world.mint(), message.channel, message.author);
        told.mask.clone_from(&message.mask);
        told.kind = kind::POLL_RESULT;
        told.reply_to = Some(Reference {
            channel: message.channel,
            message: Some(message.id),
        });
        told.embeds = vec![result(poll, &message.votes)];
        self.post(told);
    }
}

/// The embed of a result: the question, the votes, and the answer that won, if one did.
fn result(poll: &Value, votes: &[(u64, Id)]) -> Value {
    let count = |answer: &Value| {
        let id = answer["answer_id"].as_u64();
        votes.iter().filter(|(one, _)| Some(*one) == id).count()
    };
    let answers = poll["answers"].as_array().map_or(&[][..], Vec::as_slice);
    let most = answers.iter().map(count).max().unwrap_or(0);
    let mut best = answers.iter().filter(|one| count(one) == most);
    let winner = best.next().filter(|_| most > 0 && best.next().is_none());
    let mut fields = vec![
        ("poll_question_text", poll["question"]["text"].clone()),
        ("victor_answer_votes", json!(most.to_string())),
        ("total_votes", json!(votes.len().to_string())),
    ];
    if let Some(winner) = winner {
        let media = &winner["poll_media"];
        fields.push(("victor_answer_id", json!(winner["answer_id"].to_string())));
        fields.push(("victor_answer_text", media["text"].clone()));
        fields.push(("victor_answer_emoji_id", media["emoji"]["id"].clone()));
        fields.push(("victor_answer_emoji_name", media["emoji"]["name"].clone()));
    }
    let shown = fields.into_iter().filter(|(_, value)| !value.is_null());
    let shown: Vec<Value> = shown
        .map(|(name, value)| json!({"name": name, "value": value, "inline": false}))
        .collect();
    json!({"type": "poll_result", "fields": shown})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::SandboxOptions;
    use crate::sandbox::requests::RequestLog;

    #[test]
    fn polls_that_are_gone_are_not_watched_for_ever() {
        let log = RequestLog::new(None);
        let mut state = State::new("http://127.0.0.1:1".into(), SandboxOptions::default(), log);
        let bot = state.world.bot();
        let mut poll = Message::new(Id(1), Id(1), bot);
        poll.poll = Some(json!({"expiry": "2100-01-01T00:00:00Z", "results": {}}));
        state.world.keep(poll.clone());
        state.watch_poll(&poll);
        for id in 2..=10_000 {
            poll.id = Id(id);
            state.watch_poll(&poll);
        }
        let ends = &state.open_polls.ends;
        assert!(ends.len() <= SWEPT_AT);
        assert_eq!(ends.first().map(|(_, id)| *id), Some(Id(1)));
    }
}
