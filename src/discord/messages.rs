//! Messages that are questions: those that name the bot, and direct messages.

use serenity::all::{Context, Message, MessageReference, MessageType, UserId};

use super::{Handle, question, render};

/// Answers a message if it is a question to the bot.
pub(super) async fn answer(
    ctx: &Context,
    handle: &Handle,
    bot: UserId,
    message: &Message,
) -> serenity::Result<()> {
    if !is_for(bot, message) {
        return Ok(());
    }
    let question = question::plain(&message.content);
    let advice = handle.advisor.snapshot().ask(&question);
    let reference = MessageReference::from(message).fail_if_not_exists(false);
    let reply = render::message(&advice.reply, message.author.id).reference_message(reference);
    message.channel_id.send_message(&ctx.http, reply).await?;
    Ok(())
}

/// Whether a person addresses the bot; other bots, webhooks and the bot itself never do.
fn is_for(bot: UserId, message: &Message) -> bool {
    let by_person = !message.author.bot && message.webhook_id.is_none() && message.author.id != bot;
    let written = matches!(
        message.kind,
        MessageType::Regular | MessageType::InlineReply
    );
    let addressed = message.guild_id.is_none() || question::names(&message.content, bot.get());
    by_person && written && addressed
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

    #[test]
    fn only_people_who_address_the_bot_are_answered() {
        for (case, change, expected) in [
            ("a mention", json!({}), true),
            (
                "a mention by nickname",
                json!({"content": "and <@!42>?"}),
                true,
            ),
            ("a reply that names it", json!({"type": 19}), true),
            (
                "a direct message",
                json!({"guild_id": null, "content": "what is a CTO?"}),
                true,
            ),
            ("nobody named", json!({"content": "what is a CTO?"}), false),
            (
                "somebody else named",
                json!({"content": "<@421> what is a CTO?"}),
                false,
            ),
            (
                "everybody named",
                json!({"content": "@everyone", "mention_everyone": true}),
                false,
            ),
            (
                "another bot",
                json!({"author": {"id": "8", "username": "b", "bot": true}}),
                false,
            ),
            (
                "the bot itself",
                json!({"author": {"id": "42", "username": "chiefly"}}),
                false,
            ),
            ("a webhook", json!({"webhook_id": "9"}), false),
            ("a pin notice", json!({"type": 6}), false),
        ] {
            assert_eq!(
                is_for(UserId::new(BOT), &message(change)),
                expected,
                "{case}"
            );
        }
    }
}
