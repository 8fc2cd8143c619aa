//! Who a message of the bot was for, and who may do what with it.

use serenity::all::{
    ComponentInteraction, Message, MessageInteractionMetadata, Permissions, UserId,
};

use crate::answer::Action;

/// The person whose question a message of the bot answers, as far as the message tells; its buttons
/// know better, but those of older versions do not.
fn of_message(message: &Message) -> Option<UserId> {
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

/// The person whose question the pressed message answers.
pub(super) fn of(press: &ComponentInteraction, action: &Action) -> Option<UserId> {
    let named = action.asker.filter(|id| *id != 0 && *id != u64::MAX);
    named
        .map(UserId::new)
        .or_else(|| of_message(&press.message))
}

/// Whether the person who pressed a button may change the message it stands on: the asker.
pub(super) fn may_change(press: &ComponentInteraction, action: &Action) -> bool {
    of(press, action) == Some(press.user.id)
}

/// Whether that person may delete it: the asker, and whoever may delete any message there.
pub(super) fn may_delete(press: &ComponentInteraction, action: &Action) -> bool {
    let member = press.member.as_ref();
    let permissions = member.and_then(|member| member.permissions);
    may_change(press, action) || permissions.is_some_and(Permissions::manage_messages)
}
