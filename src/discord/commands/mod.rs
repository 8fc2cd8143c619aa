//! Slash commands, a file each.

mod ask;
mod compare;
mod quiz;
mod role;
mod service;
mod topics;
mod which;

use poise::{Command, CommandInteractionType};
use serenity::all::{
    AutocompleteChoice, CreateAutocompleteResponse, InstallationContext, InteractionContext,
};

use super::{
    Context, Handle, answer_this::answer_this, knowledge::knowledge, pace::Asking,
    patience::patiently, render,
};
use crate::{
    answer::{Audience, Reply, limits},
    knowledge::Kind,
};

/// All commands: for servers and for people who bring the application along, wherever they write.
pub(super) fn all() -> Vec<Command<Handle, serenity::Error>> {
    let mut commands = vec![
        ask::ask(),
        compare::compare(),
        role::role(),
        which::which(),
        topics::topics(),
        quiz::quiz(),
        service::help(),
        service::about(),
        service::privacy(),
        answer_this(),
    ];
    for command in &mut commands {
        command.install_context = Some(vec![InstallationContext::Guild, InstallationContext::User]);
        command.interaction_context = Some(vec![
            InteractionContext::Guild,
            InteractionContext::BotDm,
            InteractionContext::PrivateChannel,
        ]);
    }
    commands.push(knowledge());
    commands
}

/// Whether a command may be carried out now; if not, says so to the person who used it.
pub(super) async fn admit(ctx: Context<'_>) -> Result<bool, serenity::Error> {
    let poise::Context::Application(command) = ctx else {
        return Ok(true);
    };
    // Suggestions while somebody types are no questions.
    let typing = command.interaction_type == CommandInteractionType::Autocomplete;
    let handle = ctx.data();
    let member = command.interaction.member.as_deref();
    if typing || handle.watch.moderates(member) {
        return Ok(true);
    }
    let asking = Asking {
        user: ctx.author().id,
        channel: ctx.channel_id(),
        server: ctx.guild_id(),
    };
    match handle.pace.admit(asking) {
        Ok(()) => Ok(true),
        // Discord shows a command as failed that nothing is said to, so this is said every time.
        Err(too_fast) => {
            say(ctx, &too_fast.reply(None), true).await?;
            Ok(false)
        }
    }
}

/// Says it, and keeps in mind what it is about: the next question may leave that out.
async fn say(ctx: Context<'_>, reply: &Reply, private: bool) -> Result<(), serenity::Error> {
    let handle = ctx.data();
    let said = handle.snapshot(ctx.guild_id()).before_of(reply);
    let (channel, user) = (ctx.channel_id(), ctx.author().id);
    handle.memory.note(channel, user, said, handle.clock.now());
    let audience = if private {
        Audience::Asker
    } else {
        Audience::Everyone
    };
    let reply = render::command_reply(reply, ctx.author().id, audience);
    patiently(|| ctx.send(reply.clone())).await?;
    Ok(())
}

async fn suggest_dimensions(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    suggest_entries(ctx, Kind::Dimension, typed)
}

async fn suggest_roles(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    suggest_entries(ctx, Kind::Role, typed)
}

fn suggest_entries(ctx: Context<'_>, kind: Kind, typed: &str) -> CreateAutocompleteResponse {
    let entries =
        ctx.data()
            .snapshot(ctx.guild_id())
            .suggest_entries(kind, typed, limits::SUGGESTIONS);
    let choices = entries
        .into_iter()
        .map(|entry| AutocompleteChoice::new(entry.label, entry.slug));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}
