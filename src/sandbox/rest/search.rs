//! Searching the guild's messages, and a channel's threads.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::{may, visible};
use super::error::ApiError;
use super::guilds::inside;
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::World;
use crate::sandbox::world::channels::Channel;
use crate::sandbox::world::messages::Message;

pub(super) const ROUTES: &[Route] = &[
    route(Method::GET, "/guilds/{guild_id}/messages/search", messages),
    route(
        Method::GET,
        "/channels/{channel_id}/threads/search",
        threads,
    ),
];

/// How many results one may ask for at once, and how many one may skip.
const LIMIT: usize = 25;
const SKIP: usize = 9_975;

/// What both searches take.
struct Window {
    skip: usize,
    limit: usize,
    min: Option<Id>,
    max: Option<Id>,
    oldest_first: bool,
}

impl Window {
    fn read(call: &Call) -> Result<Window, ApiError> {
        call.query_between("slop", 2, 0..=100)?;
        one_of(call, "sort_order", &["asc", "desc"])?;
        Ok(Window {
            skip: call.query_between("offset", 0, 0..=SKIP)?,
            limit: call.query_number("limit", LIMIT, LIMIT)?,
            min: call.query_id("min_id")?,
            max: call.query_id("max_id")?,
            oldest_first: call.query("sort_order") == Some("asc"),
        })
    }

    fn holds(&self, id: Id) -> bool {
        self.min.is_none_or(|min| id > min) && self.max.is_none_or(|max| id < max)
    }

    /// The results of this page, of all of them in the order of their making.
    fn page<T>(&self, mut found: Vec<T>) -> Vec<T> {
        if !self.oldest_first {
            found.reverse();
        }
        found.into_iter().skip(self.skip).take(self.limit).collect()
    }
}

/// Refuses a parameter, also a repeated one, that is none of these.
fn one_of(call: &Call, name: &str, known: &[&str]) -> Result<(), ApiError> {
    let mut form = Form::default();
    form.at(name, |form| {
        for (index, value) in call.query_all(name).enumerate() {
            if !known.contains(&value) {
                let text = format!("Value must be one of {{{}}}.", known.join(", "));
                form.error_at(index, "BASE_TYPE_CHOICES", text);
            }
        }
    });
    form.finish()
}

/// Whether a text has all the words.
fn has_words(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words.split_whitespace().all(|word| text.contains(word))
}

fn flag(call: &Call, name: &str) -> Option<bool> {
    call.query(name).map(|_| call.query_flag(name))
}

/// What messages are asked for, beyond their words.
struct Wanted {
    authors: Vec<Id>,
    mentions: Vec<Id>,
    channels: Vec<Id>,
    replied_to: Vec<Id>,
    pinned: Option<bool>,
    everyone: Option<bool>,
    kinds: Vec<String>,
    parts: Vec<String>,
}

/// Kinds of authors, and parts of messages; with a minus, those without.
const AUTHORS: [&str; 6] = ["user", "bot", "webhook", "-user", "-bot", "-webhook"];
const PARTS: [&str; 18] = [
    "link",
    "embed",
    "file",
    "image",
    "video",
    "sound",
    "sticker",
    "poll",
    "snapshot",
    "-link",
    "-embed",
    "-file",
    "-image",
    "-video",
    "-sound",
    "-sticker",
    "-poll",
    "-snapshot",
];

impl Wanted {
    fn read(call: &Call) -> Result<Wanted, ApiError> {
        one_of(call, "author_type", &AUTHORS)?;
        one_of(call, "has", &PARTS)?;
        one_of(call, "sort_by", &["relevance", "timestamp"])?;
        let texts = |name| call.query_all(name).map(str::to_owned).collect();
        Ok(Wanted {
            authors: call.query_ids("author_id", 100)?,
            mentions: call.query_ids("mentions", 100)?,
            channels: call.query_ids("channel_id", 500)?,
            replied_to: call.query_ids("replied_to_message_id", 100)?,
            pinned: flag(call, "pinned"),
            everyone: flag(call, "mention_everyone"),
            kinds: texts("author_type"),
            parts: texts("has"),
        })
    }

    fn fits(&self, world: &World, message: &Message) -> bool {
        let among = |wanted: &[Id], id: Id| wanted.is_empty() || wanted.contains(&id);
        let replied_to = message.reply_to.and_then(|to| to.message);
        let kind = match &message.mask {
            Some(_) => "webhook",
            None if world.users.get(&message.author).is_some_and(|one| one.bot) => "bot",
            None => "user",
        };
        among(&self.authors, message.author)
            && among(&self.channels, message.channel)
            && (self.mentions.is_empty()
                || message.mentions.iter().any(|id| self.mentions.contains(id)))
            && (self.replied_to.is_empty()
                || replied_to.is_some_and(|id| self.replied_to.contains(&id)))
            && self
                .pinned
                .is_none_or(|pinned| pinned == message.pinned_ms.is_some())
            && self
                .everyone
                .is_none_or(|everyone| everyone == message.mention_everyone)
            && all(&self.kinds, |one| one == kind)
            && all(&self.parts, |part| has_part(message, part))
    }
}

/// Whether everything named is so, and what has a minus is not.
fn all(wanted: &[String], is_so: impl Fn(&str) -> bool) -> bool {
    wanted.iter().all(|one| match one.strip_prefix('-') {
        Some(not) => !is_so(not),
        None => is_so(one),
    })
}

fn has_part(message: &Message, part: &str) -> bool {
    let file = |kind: &str| {
        let mut kinds = message
            .attachments
            .iter()
            .map(|one| one.content_type.as_deref());
        kinds.any(|one| one.is_some_and(|one| one.starts_with(kind)))
    };
    match part {
        "link" => ["https://", "http://"]
            .iter()
            .any(|scheme| message.content.contains(scheme)),
        "embed" => !message.embeds.is_empty(),
        "file" => !message.attachments.is_empty(),
        "image" => file("image/"),
        "video" => file("video/"),
        "sound" => file("audio/"),
        "sticker" => !message.stickers.is_empty(),
        "poll" => message.poll.is_some(),
        _ => message.snapshot.is_some(),
    }
}

fn messages(state: &mut State, call: &Call) -> Answer {
    inside(state, call)?;
    let window = Window::read(call)?;
    let wanted = Wanted::read(call)?;
    let words = call.query_text("content", 0..=1024)?.to_lowercase();
    let world = &state.world;
    let rooms = world.channels.values().filter(|one| {
        one.in_guild()
            && world.sees(world.bot(), one)
            && may(state, one, Permissions::READ_MESSAGE_HISTORY).is_ok()
    });
    let mut found: Vec<&Message> = rooms
        .flat_map(|room| world.messages_in(room.id))
        .filter(|one| one.audience.is_none() && window.holds(one.id))
        .filter(|one| has_words(&one.content, &words) && wanted.fits(world, one))
        .collect();
    found.sort_unstable_by_key(|one| one.id);
    let total = found.len();
    let shown = window.page(found).into_iter().map(|one| {
        let mut object = world.message_json(one, world.bot());
        if let Some(fields) = object.as_object_mut() {
            fields.remove("reactions");
        }
        object["hit"] = json!(true);
        json!([object])
    });
    let shown: Vec<Value> = shown.collect();
    Ok(Reply::ok(
        json!({"messages": shown, "total_results": total, "doing_deep_historical_index": false}),
    ))
}

fn threads(state: &mut State, call: &Call) -> Answer {
    const ORDERS: [&str; 4] = [
        "relevance",
        "creation_time",
        "last_message_time",
        "archive_time",
    ];
    let channel = visible(state, call)?;
    let window = Window::read(call)?;
    one_of(call, "tag_setting", &["match_all", "match_some"])?;
    one_of(call, "sort_by", &ORDERS)?;
    let tags = call.query_ids("tag", 20)?;
    let words = call.query_text("name", 0..=100)?.to_lowercase();
    may(state, &channel, Permissions::READ_MESSAGE_HISTORY)?;
    let (archived, every) = (
        flag(call, "archived"),
        call.query("tag_setting") == Some("match_all"),
    );
    let world = &state.world;
    let fits = |one: &&Channel| {
        let Some(thread) = one
            .thread
            .as_ref()
            .filter(|_| one.parent == Some(channel.id))
        else {
            return false;
        };
        let has = |tag: &Id| thread.tags.contains(tag);
        window.holds(one.id)
            && world.sees(world.bot(), one)
            && archived.is_none_or(|archived| archived == thread.archived)
            && has_words(&one.name, &words)
            && (tags.is_empty()
                || if every {
                    tags.iter().all(has)
                } else {
                    tags.iter().any(has)
                })
    };
    let mut found: Vec<&Channel> = world.channels.values().filter(fits).collect();
    match call.query("sort_by") {
        Some("creation_time") => found.sort_by_key(|one| one.id),
        Some("archive_time") => {
            found.sort_by_key(|one| one.thread.as_ref().map(|thread| thread.archive_ms));
        }
        _ => found.sort_by_key(|one| one.last_message.unwrap_or(one.id)),
    }
    let total = found.len();
    let page = window.page(found);
    let has_more = window.skip + page.len() < total;
    let first = page.iter().filter_map(|one| world.messages.get(&one.id));
    let first: Vec<Value> = first
        .map(|one| world.message_json(one, world.bot()))
        .collect();
    let threads: Vec<Value> = page.iter().map(|one| world.channel_json(one)).collect();
    let members = threads.iter().filter_map(|one| one.get("member").cloned());
    let members: Vec<Value> = members.collect();
    Ok(Reply::ok(
        json!({"threads": threads, "members": members, "has_more": has_more,
        "total_results": total, "first_messages": first}),
    ))
}
