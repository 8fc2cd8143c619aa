//! From a [`Reply`] to what Discord takes.

use poise::CreateReply;
use serenity::all::{
    ButtonStyle, CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateButton,
    CreateEmbed, CreateEmbedFooter, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, CreateMessage, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption, EditInteractionResponse, EditMessage, UserId,
};

use crate::answer::{Audience, Button, Card, Menu, Reply, Tone, clip, limits};

/// Nobody is pinged, whatever the text says.
pub(super) fn no_mentions() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
        .empty_users()
        .empty_roles()
        .replied_user(false)
}

fn embeds(reply: &Reply) -> Vec<CreateEmbed> {
    reply
        .cards
        .iter()
        .map(|card| embed(card, reply.tone))
        .collect()
}

fn embed(card: &Card, tone: Tone) -> CreateEmbed {
    let mut embed = CreateEmbed::new().colour(colour(tone));
    if !card.title.is_empty() {
        embed = embed.title(&card.title);
        if let Some(url) = &card.url {
            embed = embed.url(url);
        }
    }
    if !card.text.is_empty() {
        embed = embed.description(&card.text);
    }
    for field in &card.fields {
        embed = embed.field(&field.name, &field.value, field.inline);
    }
    if let Some(image) = &card.image {
        embed = embed.image(image);
    }
    if !card.footer.is_empty() {
        embed = embed.footer(CreateEmbedFooter::new(&card.footer));
    }
    embed
}

/// A second sign beside the title's words.
const fn colour(tone: Tone) -> u32 {
    match tone {
        Tone::Answer => 0x3b_82_f6,
        Tone::Clarify => 0xf5_9e_0b,
        Tone::Abstain | Tone::Notice => 0x94_a3_b8,
    }
}

fn components(reply: &Reply) -> Vec<CreateActionRow> {
    let menus = reply
        .menus
        .iter()
        .map(|menu| CreateActionRow::SelectMenu(select(menu)));
    let rows = reply.buttons.chunks(limits::ROW_BUTTONS);
    let rows = rows.chain([reply.pages.as_slice(), reply.controls.as_slice()]);
    let rows = rows.filter(|row| !row.is_empty());
    let rows = rows.map(|row| CreateActionRow::Buttons(row.iter().map(button).collect()));
    menus.chain(rows).collect()
}

fn button(button: &Button) -> CreateButton {
    CreateButton::new(button.action.to_string())
        .label(&button.label)
        .style(ButtonStyle::Secondary)
}

fn select(menu: &Menu) -> CreateSelectMenu {
    let options = menu.choices.iter();
    let options = options.map(|choice| CreateSelectMenuOption::new(&choice.label, &choice.value));
    let kind = CreateSelectMenuKind::String {
        options: options.collect(),
    };
    CreateSelectMenu::new(menu.action.to_string(), kind).placeholder(&menu.placeholder)
}

/// A message of its own that everybody sees, in answer to a person.
pub(super) fn message(reply: &Reply, asker: UserId) -> CreateMessage {
    let reply = reply.clone().addressed(asker.get(), Audience::Everyone);
    CreateMessage::new()
        .embeds(embeds(&reply))
        .components(components(&reply))
        .allowed_mentions(no_mentions())
}

/// The same without embeds, for where they are not allowed.
pub(super) fn text_message(reply: &Reply, asker: UserId) -> CreateMessage {
    let reply = reply
        .clone()
        .in_text()
        .addressed(asker.get(), Audience::Everyone);
    CreateMessage::new()
        .content(clip(&reply.to_text(), limits::CONTENT))
        .components(components(&reply))
        .allowed_mentions(no_mentions())
}

/// What a message without embeds is changed into.
pub(super) fn text_edit(reply: &Reply, asker: UserId) -> EditMessage {
    let reply = reply
        .clone()
        .in_text()
        .addressed(asker.get(), Audience::Everyone);
    EditMessage::new()
        .content(clip(&reply.to_text(), limits::CONTENT))
        .components(components(&reply))
        .allowed_mentions(no_mentions())
}

/// What a message of the bot is changed into, in answer to a person.
pub(super) fn edit(reply: &Reply, asker: UserId) -> EditMessage {
    let reply = reply.clone().addressed(asker.get(), Audience::Everyone);
    EditMessage::new()
        .embeds(embeds(&reply))
        .components(components(&reply))
        .allowed_mentions(no_mentions())
}

/// A message to nobody in particular.
pub(super) fn announcement(reply: &Reply) -> CreateMessage {
    CreateMessage::new()
        .embeds(embeds(reply))
        .allowed_mentions(no_mentions())
}

/// The same without embeds.
pub(super) fn text_announcement(reply: &Reply) -> CreateMessage {
    CreateMessage::new()
        .content(clip(&reply.to_text(), limits::CONTENT))
        .allowed_mentions(no_mentions())
}

/// What such a message is changed into.
pub(super) fn announcement_edit(reply: &Reply) -> EditMessage {
    EditMessage::new()
        .embeds(embeds(reply))
        .allowed_mentions(no_mentions())
}

/// What such a message without embeds is changed into.
pub(super) fn text_announcement_edit(reply: &Reply) -> EditMessage {
    EditMessage::new()
        .content(clip(&reply.to_text(), limits::CONTENT))
        .allowed_mentions(no_mentions())
}

fn attached(reply: &Reply) -> Option<CreateAttachment> {
    let attached = reply.attached.as_ref()?;
    let bytes = attached.text.as_bytes();
    Some(CreateAttachment::bytes(bytes, &attached.name))
}

/// The response to an interaction of a person.
pub(super) fn response(
    reply: &Reply,
    asker: UserId,
    audience: Audience,
) -> CreateInteractionResponseMessage {
    let reply = reply.clone().addressed(asker.get(), audience);
    CreateInteractionResponseMessage::new()
        .embeds(embeds(&reply))
        .components(components(&reply))
        .ephemeral(audience == Audience::Asker)
        .allowed_mentions(no_mentions())
}

/// The reply to a command of a person.
pub(super) fn command_reply(reply: &Reply, asker: UserId, audience: Audience) -> CreateReply {
    let reply = reply.clone().addressed(asker.get(), audience);
    let files = attached(&reply).into_iter();
    let start = files.fold(CreateReply::default(), CreateReply::attachment);
    embeds(&reply)
        .into_iter()
        .fold(start, CreateReply::embed)
        .components(components(&reply))
        .ephemeral(audience == Audience::Asker)
        .allowed_mentions(no_mentions())
}

/// What the response to an interaction of a person is changed into.
pub(super) fn edit_response(
    reply: &Reply,
    asker: UserId,
    audience: Audience,
) -> EditInteractionResponse {
    let reply = reply.clone().addressed(asker.get(), audience);
    EditInteractionResponse::new()
        .embeds(embeds(&reply))
        .components(components(&reply))
        .allowed_mentions(no_mentions())
}

/// A further response to an interaction of a person, which everybody sees.
pub(super) fn follow_up(reply: &Reply, asker: UserId) -> CreateInteractionResponseFollowup {
    let reply = reply.clone().addressed(asker.get(), Audience::Everyone);
    CreateInteractionResponseFollowup::new()
        .embeds(embeds(&reply))
        .components(components(&reply))
        .allowed_mentions(no_mentions())
}

/// A response that only the person sees.
pub(super) fn private_response(reply: &Reply, asker: UserId) -> CreateInteractionResponseMessage {
    response(reply, asker, Audience::Asker)
}

/// What takes the place of a response that only the person sees.
pub(super) fn revised_response(reply: &Reply, asker: UserId) -> EditInteractionResponse {
    let reply = reply.clone().addressed(asker.get(), Audience::Asker);
    // Whatever was attached before belongs to what stood there before.
    let cleared = EditInteractionResponse::new().clear_attachments();
    attached(&reply)
        .into_iter()
        .fold(cleared, EditInteractionResponse::new_attachment)
        .embeds(embeds(&reply))
        .components(components(&reply))
        .allowed_mentions(no_mentions())
}

/// A further response that only the person sees.
pub(super) fn private_follow_up(reply: &Reply, asker: UserId) -> CreateInteractionResponseFollowup {
    let reply = reply.clone().addressed(asker.get(), Audience::Asker);
    CreateInteractionResponseFollowup::new()
        .embeds(embeds(&reply))
        .components(components(&reply))
        .ephemeral(true)
        .allowed_mentions(no_mentions())
}
