//! The messages of all channels, and the files on them. Neither grows without end: the oldest go.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::World;
use super::messages::{Message, StoredFile};
use crate::sandbox::snowflake::Id;

/// Messages kept in one channel.
pub(crate) const CHANNEL_KEEPS: usize = 2_000;
/// Messages kept in all channels together.
pub(crate) const KEEPS: usize = 20_000;
/// All uploaded files together (bytes).
pub(crate) const FILES_KEEP: usize = 128 * 1024 * 1024;

/// Messages by id, so in the order of their making, and by channel.
#[derive(Debug, Default)]
pub(crate) struct History {
    by_id: BTreeMap<Id, Message>,
    by_channel: HashMap<Id, BTreeSet<Id>>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "called as the standard maps are"
)]
impl History {
    /// The message with this id.
    pub(crate) fn get(&self, id: &Id) -> Option<&Message> {
        self.by_id.get(id)
    }

    /// The message with this id, to be changed; it stays in its channel.
    pub(crate) fn get_mut(&mut self, id: &Id) -> Option<&mut Message> {
        self.by_id.get_mut(id)
    }

    /// Adds a message, or puts a changed one in its place. When its channel is full, or all of them
    /// together are, the oldest message there is forgotten and comes back.
    #[must_use = "the files of the forgotten message go with it"]
    pub(crate) fn insert(&mut self, message: Message) -> Option<Message> {
        let ids = self.by_channel.entry(message.channel).or_default();
        ids.insert(message.id);
        let full = ids.len() > CHANNEL_KEEPS;
        let oldest = if full { ids.first().copied() } else { None };
        self.by_id.insert(message.id, message);
        let oldest = match oldest {
            None if self.by_id.len() > KEEPS => *self.by_id.first_key_value()?.0,
            oldest => oldest?,
        };
        self.remove(&oldest)
    }

    /// Takes a message out.
    pub(crate) fn remove(&mut self, id: &Id) -> Option<Message> {
        let message = self.by_id.remove(id)?;
        if let Some(ids) = self.by_channel.get_mut(&message.channel) {
            ids.remove(id);
            if ids.is_empty() {
                self.by_channel.remove(&message.channel);
            }
        }
        Some(message)
    }

    /// The messages of a channel, oldest first.
    pub(crate) fn of(&self, channel: Id) -> impl DoubleEndedIterator<Item = &Message> {
        let ids = self.by_channel.get(&channel);
        ids.into_iter()
            .flatten()
            .filter_map(|id| self.by_id.get(id))
    }

    /// How many messages a channel has.
    pub(crate) fn count(&self, channel: Id) -> usize {
        self.by_channel.get(&channel).map_or(0, BTreeSet::len)
    }

    /// Takes all messages of a channel out.
    pub(crate) fn clear(&mut self, channel: Id) -> Vec<Message> {
        let ids = self.by_channel.remove(&channel).unwrap_or_default();
        ids.iter().filter_map(|id| self.by_id.remove(id)).collect()
    }
}

/// Uploaded files, oldest first out.
#[derive(Debug, Default)]
pub(crate) struct Files {
    by_id: HashMap<Id, StoredFile>,
    order: VecDeque<Id>,
    bytes: usize,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "called as the standard maps are"
)]
impl Files {
    /// The file with this id.
    pub(crate) fn get(&self, id: &Id) -> Option<&StoredFile> {
        self.by_id.get(id)
    }

    /// Keeps a file; the oldest ones make room.
    pub(crate) fn insert(&mut self, id: Id, file: StoredFile) {
        self.bytes += file.bytes.len();
        self.by_id.insert(id, file);
        self.order.push_back(id);
        while self.bytes > FILES_KEEP
            && let Some(oldest) = self.order.front().copied()
        {
            self.remove(&oldest);
        }
    }

    /// Forgets a file.
    pub(crate) fn remove(&mut self, id: &Id) {
        if let Some(file) = self.by_id.remove(id) {
            self.bytes -= file.bytes.len();
            self.order.retain(|one| one != id);
        }
    }
}

impl World {
    /// The messages of a channel, oldest first.
    pub(crate) fn messages_in(&self, channel: Id) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.of(channel)
    }

    /// Stores a new or changed message.
    pub(crate) fn keep(&mut self, message: Message) {
        if let Some(forgotten) = self.messages.insert(message) {
            self.drop_files(&forgotten);
        }
    }

    /// Forgets the files of a message that is gone.
    pub(crate) fn drop_files(&mut self, message: &Message) {
        for attachment in &message.attachments {
            self.files.remove(&attachment.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_channel_forgets_its_oldest_messages_and_no_other_channels() {
        let mut history = History::default();
        let (full, other) = (Id(1), Id(2));
        let early = Message::new(Id(10), other, Id(3));
        assert!(history.insert(early).is_none());
        for n in 0..CHANNEL_KEEPS {
            let message = Message::new(Id(100 + n as u64), full, Id(3));
            assert!(history.insert(message).is_none());
        }
        let changed = Message::new(Id(150), full, Id(3));
        assert!(history.insert(changed).is_none(), "a change takes no room");
        let forgotten = history.insert(Message::new(Id(1_000_000), full, Id(3)));
        assert_eq!(forgotten.unwrap().id, Id(100));
        assert_eq!(
            (history.count(full), history.count(other)),
            (CHANNEL_KEEPS, 1)
        );
        assert!(history.get(&Id(100)).is_none());
        assert_eq!(history.clear(full).len(), CHANNEL_KEEPS);
        assert_eq!(history.of(full).count(), 0);
    }

    #[test]
    fn many_channels_together_forget_the_oldest_message() {
        let mut history = History::default();
        for n in 0..KEEPS as u64 {
            let message = Message::new(Id(100 + n), Id(1 + n % 50), Id(3));
            assert!(history.insert(message).is_none());
        }
        for n in 0..3 {
            let late = Message::new(Id(1_000_000 + n), Id(90), Id(3));
            assert_eq!(history.insert(late).unwrap().id, Id(100 + n));
        }
        assert_eq!((history.by_id.len(), history.count(Id(90))), (KEEPS, 3));
        assert_eq!(history.count(Id(1)), KEEPS / 50 - 1);
    }

    #[test]
    fn files_make_room_for_later_ones() {
        let mut files = Files::default();
        let half = || StoredFile {
            content_type: None,
            bytes: vec![0; FILES_KEEP / 2].into(),
        };
        for id in 1..=3 {
            files.insert(Id(id), half());
        }
        assert!(files.get(&Id(1)).is_none());
        assert!(files.get(&Id(2)).is_some() && files.get(&Id(3)).is_some());
        files.remove(&Id(2));
        assert_eq!(files.bytes, FILES_KEEP / 2);
    }
}
