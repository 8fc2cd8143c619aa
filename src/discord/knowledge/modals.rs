//! Forms in which entries are written.

use serenity::all::{
    ActionRowComponent, Context, CreateActionRow, CreateInputText, CreateInteractionResponse,
    CreateInteractionResponseMessage, CreateModal, InputTextStyle, ModalInteraction,
};

use super::{
    super::{patience::patiently, render},
    Handle, Moderator,
    gate::{Shown, failed, file_name, own_packs, propose_noting},
    permit,
};
use crate::{
    advisor::{Proposal, Snapshot},
    answer::{Composer, Filled, Form, Input, Reply},
    knowledge::{Change, EntryId, Kind, fresh_id},
};

/// What a form is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A new entry, in the pack of this file; in the server's first one when none is named.
    Add(Kind, Option<String>),
    Edit(EntryId),
}

/// The form's text is `k1|add|faq`, `k1|add|faq|cto-cio.toml` or `k1|edit|faq:key`.
const MARK: &str = "k1";

impl Purpose {
    fn parse(text: &str) -> Option<Self> {
        match *text.split('|').collect::<Vec<_>>().as_slice() {
            [MARK, "add", kind] => Some(Self::Add(kind_named(kind)?, None)),
            [MARK, "add", kind, pack] if !pack.is_empty() => {
                Some(Self::Add(kind_named(kind)?, Some(pack.to_owned())))
            }
            [MARK, "edit", id] => id.parse().ok().map(Self::Edit),
            _ => None,
        }
    }

    fn to_text(&self) -> String {
        match self {
            Self::Add(kind, None) => format!("{MARK}|add|{kind}"),
            Self::Add(kind, Some(pack)) => format!("{MARK}|add|{kind}|{pack}"),
            Self::Edit(id) => format!("{MARK}|edit|{id}"),
        }
    }
}

pub(super) fn kind_named(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.as_str() == name)
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
    // A form that was opened from a message changes that message.
    let later = if modal.message.is_some() {
        CreateInteractionResponse::Acknowledge
    } else {
        let later = CreateInteractionResponseMessage::new().ephemeral(true);
        CreateInteractionResponse::Defer(later)
    };
    modal.create_response(&ctx.http, later).await?;
    let (reply, answer) = look(handle, moderator, modal).await;
    let edit = render::revised_response(&reply, modal.user.id);
    patiently(|| modal.edit_response(&ctx.http, edit.clone())).await?;
    if let Some(answer) = answer {
        let message = render::private_follow_up(&answer, modal.user.id);
        patiently(|| modal.create_followup(&ctx.http, message.clone())).await?;
    }
    Ok(())
}

/// Shows what a form would do, and keeps what was written in it whatever comes of it.
async fn look(handle: &Handle, moderator: Moderator<'_>, modal: &ModalInteraction) -> Shown {
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
    let snapshot = handle.snapshot(modal.guild_id);
    let purpose = &modal.data.custom_id;
    let (reply, answer) = match proposal(handle, moderator, &snapshot, purpose, &values) {
        Some((proposal, notes)) => propose_noting(handle, moderator, proposal, &notes).await,
        None => (Composer::cannot("the entry is no longer there", &[]), None),
    };
    let form = Proposal::Form {
        purpose: purpose.clone(),
        values,
    };
    let now = handle.clock.timestamp();
    match handle.advisor.remember(form, now).await {
        Ok(form) => (Composer::written(reply, &form), answer),
        Err(error) => {
            tracing::error!("what was written in a form is not kept: {error}");
            (reply, answer)
        }
    }
}

/// A form again, with what was written in it.
pub(super) async fn reopened(
    handle: &Handle,
    moderator: Moderator<'_>,
    id: &str,
) -> Result<CreateInteractionResponse, Reply> {
    let now = handle.clock.timestamp();
    let kept = handle.advisor.proposal(id, now).await;
    let Proposal::Form { purpose, values } = kept.map_err(|error| failed(id, &error))? else {
        return Err(Composer::proposal_gone());
    };
    let snapshot = handle.advisor.snapshot(Some(moderator.server));
    let knowledge = snapshot.knowledge();
    let purpose = Purpose::parse(&purpose).ok_or_else(Composer::proposal_gone)?;
    let form = match &purpose {
        Purpose::Add(kind, _) => Form::add(*kind, knowledge),
        Purpose::Edit(id) => {
            let gone = || Composer::cannot("the entry is no longer there", &[]);
            let entry = knowledge.entry(id).ok_or_else(gone)?;
            let form = Form::edit(entry, knowledge);
            form.map_err(|error| Composer::cannot(&error.to_string(), &[]))?
        }
    };
    Ok(open(&purpose, &form.with(&values)))
}

fn proposal(
    handle: &Handle,
    moderator: Moderator<'_>,
    snapshot: &Snapshot,
    purpose: &str,
    values: &[(String, String)],
) -> Option<(Proposal, Vec<String>)> {
    let knowledge = snapshot.knowledge();
    match Purpose::parse(purpose)? {
        Purpose::Add(kind, pack) => {
            let Filled { fields, notes } = Form::filled(kind, None, knowledge, values);
            let title = fields.title.clone().unwrap_or_default();
            let mut packs = own_packs(handle, moderator, snapshot).into_iter();
            let file = packs.find(|file| pack.as_ref().is_none_or(|p| *p == file_name(file)))?;
            // What the server does not see has ids as well.
            let entry = fresh_id(handle.advisor.whole().knowledge(), kind, &title);
            let change = Box::new(Change::Add { entry, fields });
            Some((Proposal::Change { file, change }, notes))
        }
        Purpose::Edit(id) => {
            let entry = knowledge.entry(&id)?;
            let Filled { fields, notes } = Form::filled(id.kind, Some(entry), knowledge, values);
            let file = entry.location.file.clone();
            let change = Box::new(Change::Replace { entry: id, fields });
            Some((Proposal::Change { file, change }, notes))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_knows_what_it_is_for() {
        for purpose in [
            Purpose::Add(Kind::Faq, None),
            Purpose::Add(Kind::Topic, Some("cto-cio.toml".into())),
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
            "k1|add|faq|a|b",
        ] {
            assert_eq!(Purpose::parse(odd), None, "{odd}");
        }
    }
}
