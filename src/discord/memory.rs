//! What is remembered of a conversation, for minutes: no words, only numbers, and never much.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use serenity::all::{ChannelId, Message, MessageId, UserId};
use tokio::sync::OwnedMutexGuard;

use crate::advisor::Before;

/// How long a question may lean on the person's answer before it.
pub(super) const CONVERSATION: Duration = Duration::from_secs(2 * 60);
/// How long an answer follows the edits of its question.
pub(super) const EDITABLE: Duration = Duration::from_secs(5 * 60);
/// How long an answer goes when its question does.
pub(super) const ANSWERED: Duration = Duration::from_secs(60 * 60);
/// At most this many of each are remembered, the latest.
const REMEMBERED_MAX: usize = 4096;

/// The latest things, up to a number and an age.
#[derive(Debug)]
pub(super) struct Recent<K, V> {
    max: usize,
    age: Duration,
    values: HashMap<K, (Instant, V)>,
    /// Oldest first; a key may stand here again, with a later time.
    order: VecDeque<(Instant, K)>,
}

impl<K: Clone + Eq + Hash, V> Recent<K, V> {
    pub(super) fn new(max: usize, age: Duration) -> Self {
        Self {
            max,
            age,
            values: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    /// Remembers a value in place of an older one.
    pub(super) fn put(&mut self, key: K, value: V, now: Instant) {
        self.values.insert(key.clone(), (now, value));
        self.order.push_back((now, key));
        self.forget(now);
    }

    /// The value, unless it is too old.
    pub(super) fn get(&self, key: &K, now: Instant) -> Option<&V> {
        let (since, value) = self.values.get(key)?;
        (now.saturating_duration_since(*since) <= self.age).then_some(value)
    }

    pub(super) fn take(&mut self, key: &K, now: Instant) -> Option<V> {
        self.forget(now);
        self.values.remove(key).map(|(_, value)| value)
    }

    fn forget(&mut self, now: Instant) {
        while let Some((since, key)) = self.order.front().cloned() {
            let old = now.saturating_duration_since(since) > self.age;
            if !old && self.order.len() <= self.max {
                break;
            }
            self.order.pop_front();
            if self
                .values
                .get(&key)
                .is_some_and(|(latest, _)| *latest == since)
            {
                self.values.remove(&key);
            }
        }
    }
}

/// An answer that follows its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answered {
    pub(super) channel: ChannelId,
    pub(super) answer: MessageId,
    /// When the question was written or first seen.
    pub(super) since: Instant,
    /// Whether nobody had addressed the bot: then it rather takes the answer back than say that it
    /// does not know.
    pub(super) volunteered: bool,
}

impl Answered {
    pub(super) fn new(answer: &Message, volunteered: bool, since: Instant) -> Self {
        Self {
            channel: answer.channel_id,
            answer: answer.id,
            since,
            volunteered,
        }
    }
}

/// What is remembered.
#[derive(Debug)]
pub(super) struct Memory {
    conversations: Mutex<Recent<(ChannelId, UserId), Before>>,
    answered: Mutex<Recent<MessageId, Answered>>,
    turns: Mutex<Recent<MessageId, Arc<Turn>>>,
}

/// Whoever holds it deals with a question; the others wait.
type Turn = tokio::sync::Mutex<()>;

impl Default for Memory {
    fn default() -> Self {
        Self {
            conversations: Mutex::new(Recent::new(REMEMBERED_MAX, CONVERSATION)),
            answered: Mutex::new(Recent::new(REMEMBERED_MAX, ANSWERED)),
            turns: Mutex::new(Recent::new(REMEMBERED_MAX, CONVERSATION)),
        }
    }
}

/// Nothing that holds one of these locks can panic halfway.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memory {
    /// Waits until nobody else deals with a question: an edit while it is being answered has to find
    /// the answer, and so has its deletion.
    pub(super) async fn turn(&self, question: MessageId, now: Instant) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = lock(&self.turns);
            let known = turns.get(&question, now).map(Arc::clone);
            let turn = known.unwrap_or_default();
            turns.put(question, Arc::clone(&turn), now);
            turn
        };
        turn.lock_owned().await
    }

    /// What the bot said to a person in a channel last.
    pub(super) fn before(&self, channel: ChannelId, user: UserId, now: Instant) -> Option<Before> {
        lock(&self.conversations)
            .get(&(channel, user), now)
            .cloned()
    }

    /// Notes what is said to a person; what nothing can lean on leaves what was said before.
    pub(super) fn note(
        &self,
        channel: ChannelId,
        user: UserId,
        said: Option<Before>,
        now: Instant,
    ) {
        if let Some(mut said) = said {
            let mut conversations = lock(&self.conversations);
            let key = (channel, user);
            // Who is asked back may go on from the answer before that as well.
            if said.matter.is_none() {
                let known = conversations.get(&key, now);
                said.matter = known.and_then(|known| known.matter.clone());
            }
            conversations.put(key, said, now);
        }
    }

    /// Notes which message answers a question.
    pub(super) fn note_answer(&self, question: MessageId, answered: Answered, now: Instant) {
        lock(&self.answered).put(question, answered, now);
    }

    /// The answer to a question.
    pub(super) fn answer_to(&self, question: MessageId, now: Instant) -> Option<Answered> {
        lock(&self.answered).get(&question, now).copied()
    }

    /// The answer to a question, which is forgotten with that.
    pub(super) fn forget_answer(&self, question: MessageId, now: Instant) -> Option<Answered> {
        lock(&self.answered).take(&question, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_is_remembered_and_not_for_long() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut recent = Recent::new(3, Duration::from_secs(10));
        for number in 0..5u64 {
            recent.put(number, number, at(number));
        }
        assert_eq!(recent.values.len(), 3);
        assert_eq!(recent.get(&1, at(5)), None, "too many");
        assert_eq!(recent.get(&4, at(14)), Some(&4));
        assert_eq!(recent.get(&4, at(15)), None, "too old");
        recent.put(2, 20, at(6));
        recent.put(2, 21, at(7));
        assert_eq!(recent.get(&2, at(8)), Some(&21), "the latest holds");
        assert_eq!(recent.take(&2, at(8)), Some(21));
        assert_eq!(recent.get(&2, at(8)), None);
        recent.put(9, 9, at(60));
        assert_eq!(
            (recent.values.len(), recent.order.len()),
            (1, 1),
            "nothing is left behind"
        );
    }
}
