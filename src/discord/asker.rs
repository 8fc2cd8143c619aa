//! Who a message of the bot was for.

use serenity::all::{ComponentInteraction, Message, MessageInteractionMetadata, UserId};

/// The person whose question a message of the bot answers, as far as the message tells.
fn asker(message: &Message) -> Option<UserId> {
    let of_command = message
        .interaction_metadata
        .as_deref()
        .and_then(|metadata| match metadata {
            MessageInteractionMetadata::Command(command) => Some(command.user.id),
            MessageInteractionMetadata::Component(component) => Some(component.user.id),
            _ => None,
        });
    of_command.or_else(|| {
        let question = message.referenced_message.as_deref()?;
        Some(question.author.id)
    })
}

/// Whether the person who pressed a button may change the message it stands on: the asker, and
/// anybody in a direct message.
pub(super) fn may_change(press: &ComponentInteraction) -> bool {
    press.guild_id.is_none() || asker(&press.message) == Some(press.user.id)
}
