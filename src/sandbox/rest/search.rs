//! Searching the guild's messages, and what all searches share.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::channels::may;
use super::error::ApiError;
use super::guilds::inside;
use super::validate::Form;
use super::{Answer, Reply, Route, route};
use crate::sandbox::permissions::Permissions;
use crate::sandbox::snowflake::Id;
use crate::sandbox::state::State;
use crate::sandbox::world::World;
use crate::sandbox::world::messages::Message;

pub(super) const ROUTES: &[Route] = &[route(
    Method::GET,
    "/guilds/{guild_id}/messages/search",
    messages,
)];

/// How many results one may ask for at once, and how many one may skip.
const LIMIT: usize = 25;
const SKIP: usize = 9_975;

/// What both searches take.
pub(super) struct Window {
    pub(super) skip: usize,
    limit: usize,
    min: Option<Id>,
    max: Option<Id>,
    oldest_first: bool,
}

impl Window {
    pub(super) fn read(call: &Call) -> Result<Window, ApiError> {
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

    pub(super) fn holds(&self, id: Id) -> bool {
        self.min.is_none_or(|min| id > min) && self.max.is_none_or(|max| id < max)
    }

    /// The results of this page, of all of them in the order of their making.
    pub(super) fn page<T>(&self, mut found: Vec<T>) -> Vec<T> {
        if !self.oldest_first {
            found.reverse();
        }
        found.into_iter().skip(self.skip).take(self.limit).collect()
    }
}

/// Refuses a parameter, also a repeated one, that is none of these.
pub(super) fn one_of(call: &Call, name: &str, known: &[&str]) -> Result<(), ApiError> {
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
pub(super) fn has_words(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words.split_whitespace().all(|word| text.contains(word))
}

pub(super) fn flag(call: &Call, name: &str) -> Option<bool> {
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
    hosts: Vec<String>,
    providers: Vec<String>,
    extensions: Vec<String>,
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
        for key in ["link_hostname", "embed_provider", "attachment_extension"] {
            call.query_text(key, 0..=256)?;
        }
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
            hosts: texts("link_hostname"),
            providers: texts("embed_provider"),
            extensions: texts("attachment_extension"),
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
            && any(&self.hosts, |host| {
                message.content.contains(&format!("//{host}"))
            })
            && any(&self.providers, |name| {
                let mut embeds = message.embeds.iter();
                embeds.any(|embed| embed["provider"]["name"] == name)
            })
            && any(&self.extensions, |ending| {
                let mut files = message.attachments.iter();
                files.any(|file| file.filename.ends_with(&format!(".{ending}")))
            })
            && all(&self.kinds, |one| one == kind)
            && all(&self.parts, |part| has_part(message, part))
    }
}

/// Whether one of those named is so, if any is named.
fn any(wanted: &[String], is_so: impl Fn(&str) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(|one| is_so(one))
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
