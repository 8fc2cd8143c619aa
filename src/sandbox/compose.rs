//! From a checked body to what is stored: the text and the parts of a message.

use std::collections::HashMap;

use serde_json::Value;

use super::clock;
use super::rest::call::Upload;
use super::rest::validate;
use super::shown;
use super::snowflake::Id;
use super::state::State;
use super::world::channels::Thread;
use super::world::mentions::Policy;
use super::world::messages::{Attachment, Message, StoredFile, flag, kind};

/// Whose rules decide what a message may mention.
#[derive(Debug, Clone)]
pub(crate) struct Voice {
    /// What counts without `allowed_mentions`.
    pub(crate) default: Policy,
    /// Whether the author may mention everyone and any role.
    pub(crate) may_ping: bool,
}

impl State {
    /// Writes the parts of `body` into a message: all of them for a new one (`edit` false), the
    /// present ones for an old one.
    pub(crate) fn write(
        &mut self,
        message: &mut Message,
        body: &Value,
        files: &[Upload],
        voice: &Voice,
        edit: bool,
    ) {
        let field = |key: &str| body.get(key);
        let list = |key: &str| {
            field(key)
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default()
        };
        let uploaded = self.store(message, body, files);
        if !edit || field("attachments").is_some() {
            let kept: Vec<Id> = list("attachments")
                .iter()
                .filter_map(|one| Id::read(one.get("id")?))
                .collect();
            message.attachments.retain(|one| kept.contains(&one.id));
        }
        message.attachments.extend(uploaded);
        if !edit || field("content").is_some() {
            let text = field("content").and_then(Value::as_str).unwrap_or_default();
            text.trim().clone_into(&mut message.content);
        }
        if !edit || field("embeds").is_some() {
            message.embeds = list("embeds").iter().map(shown::embed).collect();
        }
        if !edit || field("components").is_some() {
            let mut next = 1;
            message.components = list("components")
                .iter()
                .map(|one| shown::component(one, &mut next))
                .collect();
        }
        self.link_attachments(message);
        if let Some(flags) = field("flags")
            .and_then(validate::as_integer)
            .and_then(|flags| u64::try_from(flags).ok())
        {
            let settable = if edit {
                flag::SUPPRESS_EMBEDS
            } else {
                !flag::LOADING
            };
            message.flags = (message.flags & !settable) | (flags & settable);
            message.flags |= flags & flag::COMPONENTS_V2;
        }
        if !edit {
            message.tts = field("tts").and_then(Value::as_bool).unwrap_or(false);
            message.nonce = field("nonce").filter(|nonce| !nonce.is_null()).cloned();
        }
        // A deferred response may still become a poll.
        if !edit || message.flagged(flag::LOADING) {
            let poll = field("poll").filter(|poll| !poll.is_null());
            message.poll =
                poll.map(|poll| shown::poll(poll, clock::now_ms(), self.options.poll_hour));
            self.watch_poll(message);
        }
        let policy = Policy::read(body, voice.default.clone());
        self.name_mentions(message, &policy, voice.may_ping);
    }

    /// Works out whom the text mentions, and the author of the message replied to.
    fn name_mentions(&self, message: &mut Message, policy: &Policy, may_ping: bool) {
        let text = if message.flagged(flag::COMPONENTS_V2) {
            shown::displayed_text(&message.components)
        } else {
            message.content.clone()
        };
        let found = self.world.mentions_in(&text, policy, may_ping);
        message.mentions = found.users;
        message.mention_roles = found.roles;
        message.mention_everyone = found.everyone;
        if message.kind != kind::REPLY || message.application || !policy.replied_user {
            return;
        }
        let original = message
            .reply_to
            .and_then(|to| self.world.messages.get(&to.message?));
        if let Some(original) = original.filter(|original| original.mask.is_none())
            && !message.mentions.contains(&original.author)
        {
            message.mentions.push(original.author);
        }
    }

    /// Keeps the uploaded files and says what they are.
    fn store(&mut self, message: &Message, body: &Value, files: &[Upload]) -> Vec<Attachment> {
        let mut said: HashMap<i64, &Value> = HashMap::new();
        for one in body
            .get("attachments")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if let Some(id) = one.get("id").and_then(validate::as_integer) {
                said.insert(id, one);
            }
        }
        files
            .iter()
            .map(|file| {
                let about =
                    validate::number(&file.part).and_then(|number| said.get(&number).copied());
                let text = |key: &str| {
                    about
                        .and_then(|about| about.get(key))
                        .and_then(Value::as_str)
                };
                let mut kept = self.keep_file(file, text("filename"));
                kept.description = text("description").map(str::to_owned);
                kept.ephemeral = message.flagged(flag::EPHEMERAL) || message.audience.is_some();
                kept
            })
            .collect()
    }

    /// Keeps a file, under another name if there is one, and says what it is.
    pub(crate) fn keep_file(&mut self, file: &Upload, renamed: Option<&str>) -> Attachment {
        let id = self.world.mint();
        let stored = StoredFile {
            content_type: file.content_type.clone(),
            bytes: file.bytes.clone(),
        };
        self.world.files.insert(id, stored);
        let filename = renamed
            .filter(|name| !name.is_empty())
            .unwrap_or(&file.filename);
        let extent = imagesize::blob_size(&file.bytes).ok();
        Attachment {
            id,
            filename: filename.replace([' ', '/', '\\'], "_"),
            description: None,
            content_type: file.content_type.clone(),
            size: file.bytes.len(),
            extent: extent.map(|extent| (extent.width, extent.height)),
            ephemeral: false,
        }
    }

    /// Replaces `attachment://name` by the address of the file. A file shown in an embed is no
    /// longer listed as an attachment.
    fn link_attachments(&self, message: &mut Message) {
        let urls: Vec<(String, String, Id)> = message
            .attachments
            .iter()
            .map(|one| {
                let name = super::world::render::encode(&one.filename);
                let url = format!(
                    "{}/attachments/{}/{}/{name}",
                    self.world.url, message.channel, one.id
                );
                (format!("attachment://{}", one.filename), url, one.id)
            })
            .collect();
        let mut used = Vec::new();
        for part in message.embeds.iter_mut().chain(&mut message.components) {
            shown::replace_urls(part, &urls, &mut used);
        }
        for embed in &mut message.embeds {
            shown::measure(embed, &message.attachments, &urls);
        }
        for part in &mut message.components {
            shown::unfurl(part, &message.attachments, &urls, message.id);
        }
        message.attachments.retain(|one| !used.contains(&one.id));
    }

    /// Adds a finished message to the world and tells everybody.
    pub(crate) fn post(&mut self, message: Message) -> Id {
        let (id, channel) = (message.id, message.channel);
        let ephemeral = message.audience.is_some();
        let author = message.author;
        self.wake_thread(channel);
        self.world.keep(message);
        if let Some(channel) = self.world.channels.get_mut(&channel).filter(|_| !ephemeral) {
            channel.last_message = Some(id);
            let starts = channel.id == id;
            if let Some(thread) = &mut channel.thread {
                count_in_thread(thread, author, id, starts);
            }
        }
        self.message_created(id);
        id
    }
}

/// Counts a message in its thread, unless it is the one that the thread `starts` with.
fn count_in_thread(thread: &mut Thread, author: Id, message: Id, starts: bool) {
    thread.join(author, message.millis());
    if !starts {
        thread.sent += 1;
    }
}
