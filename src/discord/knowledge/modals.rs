//! Forms in which entries are written.

use serenity::all::{
    ActionRowComponent, Context, CreateActionRow, CreateInputText, CreateInteractionResponse,
    CreateInteractionResponseMessage, CreateModal, InputTextStyle, ModalInteraction,
};

use super::{
    super::render,
    Handle, Moderator,
    gate::{own_packs, propose},
    permit,
};
use crate::{
    advisor::{Proposal, Snapshot},
    answer::{Composer, Form, Input},
    knowledge::{Change, EntryId, Kind, fresh_id},
};

/// What a form is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    Add(Kind),
    Edit(EntryId),
}

/// The form's text is `k1|add|faq` or `k1|edit|faq:key`.
const MARK: &str = "k1";

impl Purpose {
    fn parse(text: &str) -> Option<Self> {
        match *text.split('|').collect::<Vec<_>>().as_slice() {
            [MARK, "add", kind] => {
                let mut kinds = Kind::ALL.into_iter();
                kinds.find(|k| k.as_str() == kind).map(Self::Add)
            }
            [MARK, "edit", id] => id.parse().ok().map(Self::Edit),
            _ => None,
        }
    }

    fn to_text(&self) -> String {
        match self {
            Self::Add(kind) => format!("{MARK}|add|{}", kind.as_str()),
            Self::Edit(id) => format!("{MARK}|edit|{id}"),
        }
    }
}

pub(super) fn open(purpose: &Purpose, form: &Form) -> CreateInteractionResponse {
    let rows = form
        .inputs
        .iter()
        .map(|input| CreateActionRow::InputText(text_input(input)));
    let modal = CreateModal::new(purpose.to_text(), &form.title).components(rows.collect());
    CreateInteractionResponse::Modal(modal)
}

fn text_input(input: &Input) -> CreateInputText {
    let style = if input.is_long {
        InputTextStyle::Paragraph
    } else {
        InputTextStyle::Short
    };
    let text = CreateInputText::new(style, &input.label, &input.id)
        .placeholder(&input.placeholder)
        .required(input.required)
        .max_length(4_000);
    if input.value.is_empty() {
        text
    } else {
        text.value(&input.value)
    }
}

/// Takes what was filled in, and shows what it would do.
pub(in crate::discord) async fn submit(
    ctx: &Context,
    handle: &Handle,
    modal: &ModalInteraction,
) -> serenity::Result<()> {
    let permitted = permit(handle, &modal.user, modal.member.as_ref(), modal.guild_id);
    let moderator = match permitted {
        Ok(moderator) => moderator,
        Err(refused) => {
            let message = render::private_response(&refused, modal.user.id);
            let response = CreateInteractionResponse::Message(message);
            return modal.create_response(&ctx.http, response).await;
        }
    };
    let later = CreateInteractionResponseMessage::new().ephemeral(true);
    let later = CreateInteractionResponse::Defer(later);
    modal.create_response(&ctx.http, later).await?;
    let snapshot = handle.snapshot(modal.guild_id);
    let (reply, answer) = match proposal(handle, moderator, &snapshot, modal) {
        Some(proposal) => propose(handle, moderator, proposal).await,
        None => (Composer::cannot("the entry is no longer there", &[]), None),
    };
    let edit = render::revised_response(&reply, modal.user.id);
    modal.edit_response(&ctx.http, edit).await?;
    if let Some(answer) = answer {
        let message = render::private_follow_up(&answer, modal.user.id);
        modal.create_followup(&ctx.http, message).await?;
    }
    Ok(())
}

fn proposal(
    handle: &Handle,
    moderator: Moderator<'_>,
    snapshot: &Snapshot,
    modal: &ModalInteraction,
) -> Option<Proposal> {
    let inputs = modal.data.components.iter().flat_map(|row| &row.components);
    let values: Vec<(String, String)> = inputs
        .filter_map(|input| match input {
            ActionRowComponent::InputText(input) => Some((
                input.custom_id.clone(),
                input.value.clone().unwrap_or_default(),
            )),
            _ => None,
        })
        .collect();
    let knowledge = snapshot.knowledge();
    match Purpose::parse(&modal.data.custom_id)? {
        Purpose::Add(kind) => {
            let fields = Form::filled(kind, None, knowledge, &values);
            let title = fields.title.clone().unwrap_or_default();
            Some(Proposal::Change {
                file: own_packs(handle, moderator, snapshot).into_iter().next()?,
                change: Box::new(Change::Add {
                    entry: fresh_id(knowledge, kind, &title),
                    fields,
                }),
            })
        }
        Purpose::Edit(id) => {
            let entry = knowledge.entry(&id)?;
            Some(Proposal::Change {
                file: entry.location.file.clone(),
                change: Box::new(Change::Replace {
                    fields: Form::filled(id.kind, Some(entry), knowledge, &values),
                    entry: id,
                }),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_knows_what_it_is_for() {
        for purpose in [
            Purpose::Add(Kind::Faq),
            Purpose::Edit("role:cto".parse().unwrap()),
        ] {
            assert_eq!(Purpose::parse(&purpose.to_text()), Some(purpose));
        }
        for odd in [
            "",
            "k1",
            "k1|add|x",
            "k1|edit|x",
            "k2|add|faq",
            "k1|add|faq|",
        ] {
            assert_eq!(Purpose::parse(odd), None, "{odd}");
        }
    }
}
