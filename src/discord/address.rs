//! Whom a message is written to.

use serenity::all::{ActionRowComponent, ButtonKind, Message, MessageType, UserId};

use super::question;
use crate::advisor::{Before, Pointed, Snapshot};

/// How a person addresses the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// Not at all.
    Nobody,
    /// In a direct message.
    Direct,
    /// By name.
    Named,
    /// By a reply to one of its messages.
    Reply,
}

/// Whether a person wrote a message: no bot, no webhook, and not Discord itself.
pub(super) fn is_by_person(bot: UserId, message: &Message) -> bool {
    let written = matches!(
        message.kind,
        MessageType::Regular | MessageType::InlineReply
    );
    let by_program = message.author.bot || message.webhook_id.is_some();
    written && !by_program && message.author.id != bot
}

/// How a message addresses the bot. Other bots, webhooks and the bot itself never do.
pub(super) fn address(bot: UserId, message: &Message) -> Address {
    if !is_by_person(bot, message) {
        Address::Nobody
    } else if message.guild_id.is_none() {
        Address::Direct
    } else if question::names(&message.content, bot.get()) {
        Address::Named
    } else if replied(message).is_some_and(|to| to.author.id == bot) {
        Address::Reply
    } else {
        Address::Nobody
    }
}

/// Whether a message wants an answer of the bot. With the words withheld, somebody who does not ping
/// the bot may talk to others.
pub(super) fn asks(bot: UserId, message: &Message) -> bool {
    let readable = !message.content.is_empty() || message.guild_id.is_none();
    address(bot, message) != Address::Nobody && (readable || is_withheld(bot, message))
}

/// Whether a person says something to nobody in particular, in a server.
pub(super) fn is_open(bot: UserId, message: &Message) -> bool {
    is_by_person(bot, message)
        && message.guild_id.is_some()
        && message.kind == MessageType::Regular
        && message.mentions.is_empty()
        && !message.content.is_empty()
}

fn replied(message: &Message) -> Option<&Message> {
    let is_reply = message.kind == MessageType::InlineReply;
    message.referenced_message.as_deref().filter(|_| is_reply)
}

/// Whether the person made a point of addressing the bot, but Discord withholds the words.
pub(super) fn is_withheld(bot: UserId, message: &Message) -> bool {
    message.guild_id.is_some()
        && message.content.is_empty()
        && message.mentions.iter().any(|user| user.id == bot)
}

/// The message that another one points to: what it is a reply to, unless the bot wrote that.
pub(super) fn pointed(bot: UserId, message: &Message) -> Option<&Message> {
    replied(message).filter(|to| to.author.id != bot)
}

/// A message's words, if it has any that can be read.
pub(super) fn words(content: &str) -> Pointed<'_> {
    if content.trim().is_empty() {
        Pointed::Unreadable
    } else {
        Pointed::Words(content)
    }
}

/// What the bot said in the message that this one replies to.
pub(super) fn before(bot: UserId, message: &Message, snapshot: &Snapshot) -> Option<Before> {
    let to = replied(message).filter(|to| to.author.id == bot)?;
    let components = to.components.iter().flat_map(|row| &row.components);
    let custom_ids = components.filter_map(custom_id);
    let embed = to.embeds.first().and_then(|embed| embed.title.as_deref());
    let line = || to.content.lines().next().map(|line| line.trim_matches('*'));
    snapshot.before_of_message(custom_ids, embed.or_else(line))
}

fn custom_id(component: &ActionRowComponent) -> Option<&str> {
    match component {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } => Some(custom_id),
            _ => None,
        },
        ActionRowComponent::SelectMenu(menu) => menu.custom_id.as_deref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const BOT: u64 = 42;

    fn message(change: Value) -> Message {
        let mut message = json!({
            "id": "1", "channel_id": "2", "guild_id": "3", "content": "<@42> what is a CTO?",
            "author": {"id": "7", "username": "ada"}, "timestamp": "2026-01-01T00:00:00Z",
            "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
            "attachments": [], "embeds": [], "pinned": false, "type": 0,
        });
        let (Value::Object(fields), Value::Object(changes)) = (&mut message, change) else {
            unreachable!("both are objects");
        };
        fields.extend(changes);
        serde_json::from_value(message).unwrap()
    }

    fn reply_to(author: u64, content: &str) -> Message {
        let mut to = message(json!({"content": ""}));
        to.author.id = UserId::new(author);
        let mut reply = message(json!({"type": 19, "content": content}));
        reply.referenced_message = Some(Box::new(to));
        reply
    }

    #[test]
    fn only_people_who_address_the_bot_are_answered() {
        use Address::{Direct, Named, Nobody, Reply};
        for (case, message, expected) in vec![
            ("a mention", message(json!({})), Named),
            (
                "a mention by nickname",
                message(json!({"content": "and <@!42>?"})),
                Named,
            ),
            ("a reply that names it", message(json!({"type": 19})), Named),
            ("a reply to it", reply_to(42, "and the CIO?"), Reply),
            (
                "a reply to somebody else",
                reply_to(7, "and the CIO?"),
                Nobody,
            ),
            (
                "a reply to somebody else that names it",
                reply_to(7, "<@42> this?"),
                Named,
            ),
            (
                "a direct message",
                message(json!({"guild_id": null, "content": "what is a CTO?"})),
                Direct,
            ),
            (
                "nobody named",
                message(json!({"content": "what is a CTO?"})),
                Nobody,
            ),
            (
                "somebody else named",
                message(json!({"content": "<@421> what is a CTO?"})),
                Nobody,
            ),
            (
                "everybody named",
                message(json!({"content": "@everyone", "mention_everyone": true})),
                Nobody,
            ),
            (
                "another bot",
                message(json!({"author": {"id": "8", "username": "b", "bot": true}})),
                Nobody,
            ),
            (
                "the bot itself",
                message(json!({"author": {"id": "42", "username": "chiefly"}})),
                Nobody,
            ),
            ("a webhook", message(json!({"webhook_id": "9"})), Nobody),
            ("a pin notice", message(json!({"type": 6})), Nobody),
        ] {
            assert_eq!(address(UserId::new(BOT), &message), expected, "{case}");
        }
    }
}
