//! Buttons and menus.

use serenity::all::{
    ComponentInteraction, ComponentInteractionDataKind, Context, CreateInteractionResponse,
    InteractionContext, MessageFlags,
};

use super::{Handle, answer_this, asker, knowledge, patience::patiently, render, votes};
use crate::{
    advisor::Snapshot,
    answer::{Action, Audience, Composer, Deed, Reply, Subject},
};

/// Answers a press. What replaces its message does so for the person who asked; for everybody
/// else, and for what is merely read next, the answer is shown to them alone, and from there on in
/// place.
pub(super) async fn press(
    ctx: &Context,
    handle: &Handle,
    press: &ComponentInteraction,
) -> serenity::Result<()> {
    let Ok(action) = press.data.custom_id.parse::<Action>() else {
        return show_beside(ctx, press, &Composer::outdated_button()).await;
    };
    let chosen = match &press.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().map(String::as_str),
        _ => None,
    };
    if knowledge::is_moderating(&action.deed) {
        return knowledge::press(ctx, handle, press, &action, chosen).await;
    }
    let snapshot = handle.snapshot(press.guild_id);
    if matches!(action.deed, Deed::Guess { .. } | Deed::Play { .. })
        && !asker::may_change(press, &action)
    {
        return show_beside(ctx, press, &Composer::not_your_game()).await;
    }
    if !matches!(action.deed, Deed::Delete { .. } | Deed::ForgetVotes)
        && !handle.watch.moderates(press.member.as_ref())
        && let Err(too_fast) = handle.pace.admit(press.into())
    {
        if too_fast.told {
            return press
                .create_response(&ctx.http, CreateInteractionResponse::Acknowledge)
                .await;
        }
        return show_beside(ctx, press, &too_fast.reply(None)).await;
    }
    let shown = snapshot.act(&action, chosen);
    let said = shown.as_ref().and_then(|reply| snapshot.before_of(reply));
    let (channel, now) = (press.channel_id, handle.clock.now());
    handle.memory.note(channel, press.user.id, said, now);
    match shown {
        Some(reply) if answer_this::picks(press, &action, &reply) => {
            answer_this::post(ctx, handle, press, &reply).await
        }
        Some(reply) if is_private(press) => show_here(ctx, press, &reply, Audience::Asker).await,
        Some(reply) if action.replaces() && asker::may_change(press, &action) => {
            show_here(ctx, press, &reply, Audience::Everyone).await
        }
        Some(reply) => show_beside(ctx, press, &reply).await,
        None => match action.deed {
            Deed::Share { subject } => share(ctx, press, &snapshot, &subject).await,
            Deed::Delete { .. } => delete(ctx, press, &action).await,
            Deed::Vote { subject, helpful } => {
                let voter = press.user.id.get();
                let reply = votes::vote(&handle.advisor, &snapshot, voter, &subject, helpful).await;
                show_alone(ctx, press, &reply).await
            }
            Deed::ForgetVotes => {
                let reply = votes::forget(&handle.advisor, press.user.id.get()).await;
                show_alone(ctx, press, &reply).await
            }
            _ => show_beside(ctx, press, &Composer::outdated_button()).await,
        },
    }
}

/// Posts the entry of an answer that only the asker sees, for everybody in the channel.
async fn share(
    ctx: &Context,
    press: &ComponentInteraction,
    snapshot: &Snapshot,
    subject: &Subject,
) -> serenity::Result<()> {
    let member = press.member.as_ref();
    let name = member.map_or_else(
        || press.user.display_name().to_owned(),
        |member| member.display_name().to_owned(),
    );
    let Some(shared) = snapshot.composer().shared(subject, &name) else {
        // It is gone: say so, and offer what comes near.
        return show_here(ctx, press, &snapshot.open(subject), Audience::Asker).await;
    };
    show_here(ctx, press, &Composer::was_shared(), Audience::Asker).await?;
    let message = render::follow_up(&shared, press.user.id);
    patiently(|| press.create_followup(&ctx.http, message.clone())).await?;
    Ok(())
}

/// Deletes the message that the button stands on, for those who may.
async fn delete(
    ctx: &Context,
    press: &ComponentInteraction,
    action: &Action,
) -> serenity::Result<()> {
    if !asker::may_delete(press, action) {
        return show_beside(ctx, press, &Composer::not_yours_to_delete()).await;
    }
    let acknowledged = CreateInteractionResponse::Acknowledge;
    press.create_response(&ctx.http, acknowledged).await?;
    // By the interaction, which needs no permission and works where the bot is no member.
    patiently(|| press.delete_response(&ctx.http)).await
}

/// Shows a reply in place of the message; the person who pressed is the one it is for.
async fn show_here(
    ctx: &Context,
    press: &ComponentInteraction,
    reply: &Reply,
    audience: Audience,
) -> serenity::Result<()> {
    let message = render::response(reply, press.user.id, audience);
    let response = CreateInteractionResponse::UpdateMessage(message);
    patiently(|| press.create_response(&ctx.http, response.clone())).await
}

/// Shows a reply to the person who pressed. A direct message is private anyway.
async fn show_beside(
    ctx: &Context,
    press: &ComponentInteraction,
    reply: &Reply,
) -> serenity::Result<()> {
    let audience = if in_direct_message(press) {
        Audience::Everyone
    } else {
        Audience::Asker
    };
    show_to(ctx, press, reply, audience).await
}

/// Shows a word that is for the person who pressed, and worth keeping nowhere.
async fn show_alone(
    ctx: &Context,
    press: &ComponentInteraction,
    reply: &Reply,
) -> serenity::Result<()> {
    show_to(ctx, press, reply, Audience::Asker).await
}

async fn show_to(
    ctx: &Context,
    press: &ComponentInteraction,
    reply: &Reply,
    audience: Audience,
) -> serenity::Result<()> {
    let message = render::response(reply, press.user.id, audience);
    let response = CreateInteractionResponse::Message(message);
    patiently(|| press.create_response(&ctx.http, response.clone())).await
}

/// Whether only the bot and the person who pressed can read along.
fn in_direct_message(press: &ComponentInteraction) -> bool {
    match press.context {
        Some(context) => context == InteractionContext::BotDm,
        None => press.guild_id.is_none(),
    }
}

pub(super) fn is_private(press: &ComponentInteraction) -> bool {
    let flags = press.message.flags.unwrap_or_default();
    flags.contains(MessageFlags::EPHEMERAL)
}
