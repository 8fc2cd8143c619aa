//! Buttons and menus.

use serenity::all::{
    ComponentInteraction, ComponentInteractionDataKind, Context, CreateInteractionResponse,
    CreateInteractionResponseMessage, MessageFlags,
};

use super::{Handle, asker, render};
use crate::answer::{Action, Composer, Reply};

/// Answers a press. What replaces its message does so for the person who asked; for everybody
/// else, and for what is merely read next, the answer is shown to them alone, and from there on in
/// place.
pub(super) async fn press(
    ctx: &Context,
    handle: &Handle,
    press: &ComponentInteraction,
) -> serenity::Result<()> {
    let Ok(action) = press.data.custom_id.parse::<Action>() else {
        return respond(ctx, press, &Composer::outdated_button(), false).await;
    };
    let chosen = match &press.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().map(String::as_str),
        _ => None,
    };
    let reply = handle.advisor.snapshot().act(&action, chosen);
    let in_place = is_private(press) || (action.replaces() && asker::may_change(press));
    respond(ctx, press, &reply, in_place).await
}

async fn respond(
    ctx: &Context,
    press: &ComponentInteraction,
    reply: &Reply,
    in_place: bool,
) -> serenity::Result<()> {
    let message = render::response(reply);
    let response = if in_place {
        CreateInteractionResponse::UpdateMessage(message)
    } else {
        CreateInteractionResponse::Message(unless_direct(message, press))
    };
    press.create_response(&ctx.http, response).await
}

fn is_private(press: &ComponentInteraction) -> bool {
    let flags = press.message.flags.unwrap_or_default();
    flags.contains(MessageFlags::EPHEMERAL)
}

/// In a server, only the person who pressed sees the message; a direct message is private anyway.
fn unless_direct(
    message: CreateInteractionResponseMessage,
    press: &ComponentInteraction,
) -> CreateInteractionResponseMessage {
    message.ephemeral(press.guild_id.is_some())
}
