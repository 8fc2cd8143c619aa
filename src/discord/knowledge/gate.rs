//! The gate: looking at a change, and publishing it.

use std::path::{Path, PathBuf};

use serenity::all::{ComponentInteraction, Context, CreateInteractionResponse};

use super::{
    super::{patience::patiently, render},
    Handle, Moderator,
    modals::reopened,
    past::taking_back,
    permit,
};
use crate::{
    advisor::{
        OutcomeChange, Preview, Proposal, ProposalError, PublishError, QuestionSource, Snapshot,
        UndoError,
    },
    answer::{Action, Composer, Deed, Proposed, Reply},
    knowledge::{Change, EntryId},
    matching::Outcome,
};

/// What a moderator is shown: the word about it, and the answer as members will see it.
pub(super) type Shown = (Reply, Option<Reply>);

/// Whether a button or menu is about changing the knowledge.
pub(in crate::discord) const fn is_moderating(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::Publish { .. }
            | Deed::Discard { .. }
            | Deed::Again { .. }
            | Deed::Rewrite { .. }
            | Deed::Undo { .. }
            | Deed::Belongs { .. }
            | Deed::Silence { .. }
    )
}

/// Looks at a proposal, if the pack may be changed here.
pub(super) async fn propose(
    handle: &Handle,
    moderator: Moderator<'_>,
    proposal: Proposal,
) -> Shown {
    propose_noting(handle, moderator, proposal, &[]).await
}

/// The same, with notes about what could not be taken up of what was filled in.
pub(super) async fn propose_noting(
    handle: &Handle,
    moderator: Moderator<'_>,
    proposal: Proposal,
    notes: &[String],
) -> Shown {
    let may = |file: &Path| handle.rights.owns(moderator.server, file);
    let now = handle.clock.timestamp();
    let server = Some(moderator.server);
    match handle.advisor.propose(proposal, may, server, now).await {
        Ok(preview) => shown(preview, notes),
        Err(error) => (failed("", &error), None),
    }
}

fn shown(preview: Preview, notes: &[String]) -> Shown {
    let files: Vec<String> = preview.files.iter().map(|file| file_name(file)).collect();
    let outcomes: Vec<String> = preview.outcomes.iter().map(line).collect();
    let reply = Composer::proposed(&Proposed {
        id: &preview.id,
        summary: &preview.summary,
        files: &files,
        difference: &preview.difference,
        problems: &preview.problems,
        is_broken: preview.is_broken,
        promises_broken: preview.promises_broken,
        outcomes: &outcomes,
        is_shown: preview.shown.is_some(),
        notes,
    });
    // Its buttons would show what is in service, not what is proposed.
    let answer = preview.shown.map(|answer| Reply {
        buttons: Vec::new(),
        menus: Vec::new(),
        controls: Vec::new(),
        subject: None,
        ..answer
    });
    (reply, answer)
}

fn line(change: &OutcomeChange) -> String {
    let source = match change.source {
        QuestionSource::Expect => "promised",
        QuestionSource::OffTopic => "off topic",
        QuestionSource::Asked => "asked lately",
    };
    let OutcomeChange {
        question,
        before,
        after,
        ..
    } = change;
    format!("“{question}” ({source}): {before} → {after}")
}

/// What to say when a proposal cannot be looked at or published.
pub(super) fn failed(id: &str, error: &ProposalError) -> Reply {
    match error {
        ProposalError::Gone => Composer::proposal_gone(),
        ProposalError::Publish(PublishError::Changed { file, difference }) => {
            let file = file_name(file);
            Composer::changed_meanwhile(id, &file, difference)
        }
        ProposalError::Publish(PublishError::Broken(rejected)) => {
            Composer::cannot(&error.to_string(), &rejected.rendered())
        }
        ProposalError::Publish(PublishError::Store(_)) | ProposalError::Journal(_) => {
            tracing::error!("a change of the knowledge failed: {error}");
            Composer::cannot(&error.to_string(), &[])
        }
        ProposalError::Undo(UndoError::Conflict { file, passages }) => {
            Composer::undo_conflict(&file_name(file), passages)
        }
        _ => Composer::cannot(&error.to_string(), &[]),
    }
}

/// Answers a press of a moderator.
pub(in crate::discord) async fn press(
    ctx: &Context,
    handle: &Handle,
    press: &ComponentInteraction,
    action: &Action,
    chosen: Option<&str>,
) -> serenity::Result<()> {
    let permitted = permit(handle, &press.user, press.member.as_ref(), press.guild_id);
    let moderator = match permitted {
        Ok(moderator) => moderator,
        Err(refused) => {
            let message = render::private_response(&refused, press.user.id);
            let response = CreateInteractionResponse::Message(message);
            return press.create_response(&ctx.http, response).await;
        }
    };
    if let Deed::Rewrite { form } = &action.deed {
        let response = match reopened(handle, moderator, form).await {
            Ok(form) => form,
            Err(reply) => {
                CreateInteractionResponse::Message(render::private_response(&reply, press.user.id))
            }
        };
        return press.create_response(&ctx.http, response).await;
    }
    // Building an index may take longer than Discord waits.
    let later = CreateInteractionResponse::Acknowledge;
    press.create_response(&ctx.http, later).await?;
    let (reply, answer) = carry_out(handle, moderator, &action.deed, chosen).await;
    let edit = render::revised_response(&reply, press.user.id);
    patiently(|| press.edit_response(&ctx.http, edit.clone())).await?;
    if let Some(answer) = answer {
        let message = render::private_follow_up(&answer, press.user.id);
        patiently(|| press.create_followup(&ctx.http, message.clone())).await?;
    }
    Ok(())
}

async fn carry_out(
    handle: &Handle,
    moderator: Moderator<'_>,
    deed: &Deed,
    chosen: Option<&str>,
) -> Shown {
    let (advisor, now) = (&handle.advisor, handle.clock.timestamp());
    match deed {
        Deed::Publish {
            proposal,
            sure: false,
        } => (Composer::sure_to_break(proposal), None),
        Deed::Publish { proposal, .. } => {
            let may = |file: &Path| handle.rights.owns(moderator.server, file);
            let who = &moderator.user.name;
            match advisor.accept(proposal, may, who, now).await {
                Ok(revision) => {
                    tracing::info!(revision = revision.as_str(), "published from Discord");
                    (Composer::published(revision.as_str()), None)
                }
                Err(error) => (failed(proposal, &error), None),
            }
        }
        Deed::Discard { proposal } => match advisor.discard(proposal).await {
            Ok(true) => (Composer::discarded(), None),
            Ok(false) => (Composer::proposal_gone(), None),
            Err(error) => (failed(proposal, &error), None),
        },
        Deed::Again { proposal } => match advisor.proposal(proposal, now).await {
            Ok(wanted) => propose(handle, moderator, wanted).await,
            Err(error) => (failed(proposal, &error), None),
        },
        Deed::Undo { revision } => propose(handle, moderator, taking_back(revision)).await,
        Deed::Belongs { question } | Deed::Silence { question } => {
            let ask = match advisor.proposal(question, now).await {
                Ok(Proposal::Question { text }) => text,
                Ok(_) => return (Composer::proposal_gone(), None),
                Err(error) => return (failed(question, &error), None),
            };
            let snapshot = advisor.snapshot(Some(moderator.server));
            let taught = match (deed, chosen.map(str::parse::<EntryId>)) {
                (Deed::Belongs { .. }, Some(Ok(entry))) => {
                    of_entry(&snapshot, &entry, |entry| Change::Phrase { entry, ask })
                }
                (Deed::Belongs { .. }, _) => None,
                _ => silence(handle, moderator, &snapshot, ask),
            };
            match taught {
                Some(proposal) => propose(handle, moderator, proposal).await,
                None => (Composer::cannot("there is no such entry", &[]), None),
            }
        }
        _ => (Composer::outdated_button(), None),
    }
}

/// A change of an entry, in the file that holds it.
pub(super) fn of_entry(
    snapshot: &Snapshot,
    id: &EntryId,
    change: impl FnOnce(EntryId) -> Change,
) -> Option<Proposal> {
    let entry = snapshot.knowledge().entry(id)?;
    Some(Proposal::Change {
        file: entry.location.file.clone(),
        change: Box::new(change(id.clone())),
    })
}

/// Takes the entry out that answers a question, or else declares the question off topic.
fn silence(
    handle: &Handle,
    moderator: Moderator<'_>,
    snapshot: &Snapshot,
    ask: String,
) -> Option<Proposal> {
    let verdict = snapshot.matcher().ask(&ask);
    let first = verdict.candidates.first();
    if let Some(first) = first.filter(|_| verdict.outcome == Outcome::Answer) {
        return of_entry(snapshot, &first.id, |entry| Change::Reject { entry, ask });
    }
    Some(Proposal::Change {
        file: own_packs(handle, moderator, snapshot).into_iter().next()?,
        change: Box::new(Change::OffTopic { ask }),
    })
}

/// The packs that may be changed here.
pub(super) fn own_packs(
    handle: &Handle,
    moderator: Moderator<'_>,
    snapshot: &Snapshot,
) -> Vec<PathBuf> {
    let packs = snapshot.knowledge().packs.iter().map(|pack| &pack.file);
    let own = packs.filter(|file| handle.rights.owns(moderator.server, file));
    own.cloned().collect()
}

pub(super) fn file_name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
