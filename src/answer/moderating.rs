//! What moderators are told while they change the knowledge.

use super::{
    action::Deed,
    clip::clip,
    compose::Composer,
    draft::Draft,
    reply::{Attached, Button, Choice, Field, Menu, Reply, Tone},
};

/// As much of a code block is shown in a field.
pub(super) const BLOCK: usize = 900;
/// The same in a text.
const LONG_BLOCK: usize = 3_500;

impl Composer<'_> {
    /// The change is made.
    #[must_use]
    pub fn published(revision: &str) -> Reply {
        told(
            "Published",
            format!("Members get the new answers from now on. This is revision `{revision}`."),
            Vec::new(),
            vec![undo(revision)],
        )
    }

    /// The proposal is thrown away.
    #[must_use]
    pub fn discarded() -> Reply {
        let text = "Everything is as it was.";
        told("Discarded", text, Vec::new(), Vec::new())
    }

    /// The proposal is no longer there.
    #[must_use]
    pub fn proposal_gone() -> Reply {
        told(
            "This proposal is no longer there",
            "It was published or discarded, or is older than a day. Please begin again.",
            Vec::new(),
            Vec::new(),
        )
    }

    /// The file has changed since the moderator looked.
    #[must_use]
    pub fn changed_meanwhile(id: &str, file: &str, difference: &str) -> Reply {
        let again = Deed::Again {
            proposal: id.to_owned(),
        };
        let reply = told(
            "Somebody else was quicker",
            format!(
                "`{file}` has changed since you looked, so nothing was published. You can look at your change again, on top of theirs."
            ),
            vec![field(
                "What they changed",
                &block("diff", difference, BLOCK),
            )],
            vec![Button::new("Look again", again), discard(id)],
        );
        attach(reply, "difference.diff", beyond(difference, BLOCK))
    }

    /// Something a moderator asked for cannot be done, and why.
    #[must_use]
    pub fn cannot(reason: &str, details: &[String]) -> Reply {
        let mut fields = Vec::new();
        if !details.is_empty() {
            let details = block("", &details.join("\n"), BLOCK);
            fields.push(field("What is wrong", &details));
        }
        let text = format!("{}. Nothing has been changed.", capitalised(reason));
        told("That cannot be done", text, fields, Vec::new())
    }

    /// The person may not change anything here, and what would have to be different.
    #[must_use]
    pub fn may_not(why: &str) -> Reply {
        let title = "You may not change the knowledge here";
        told(title, why, Vec::new(), Vec::new())
    }

    /// Why a question is answered as it is, and ways to make it different; `nearest` are ids with
    /// titles.
    #[must_use]
    pub fn tried(
        id: &str,
        question: &str,
        explanation: &str,
        nearest: &[(String, String)],
    ) -> Reply {
        let question_id = || id.to_owned();
        let choices = nearest.iter().map(|(id, title)| Choice {
            label: format!("{title} · {id}"),
            value: id.clone(),
        });
        let belongs = Deed::Belongs {
            question: question_id(),
        };
        let silence = Deed::Silence {
            question: question_id(),
        };
        let text = format!(
            "{}\nIf it belongs to an entry that is not in the list, `/knowledge phrase` teaches it.",
            block("", explanation, LONG_BLOCK)
        );
        let draft = Draft {
            title: format!("“{}”", clip(question.trim(), 200)),
            text,
            menus: vec![Menu {
                placeholder: "Should have been…".into(),
                action: belongs.into(),
                choices: choices.collect(),
            }],
            buttons: vec![Button::new("Should not answer", silence)],
            ..Draft::default()
        };
        draft.arrange(Tone::Notice)
    }

    /// A list or a report for moderators.
    #[must_use]
    pub fn report(title: &str, text: &str, parts: &[(&str, String)]) -> Reply {
        let parts = parts.iter();
        let fields = parts.map(|(name, value)| field(name, value)).collect();
        told(title, text, fields, Vec::new())
    }

    /// Problems for moderators, each with its place and its line.
    #[must_use]
    pub fn problems(problems: &[String], is_broken: bool) -> Reply {
        let shown = || block("", &problems.join("\n"), LONG_BLOCK);
        let text = if problems.is_empty() {
            "All is well: every promise holds.".to_owned()
        } else if is_broken {
            format!(
                "**The files cannot be used as they are**; what was in service before goes on.\n{}",
                shown()
            )
        } else {
            shown()
        };
        let title = "What is wrong with the knowledge";
        let reply = told(title, text, Vec::new(), Vec::new());
        attach(
            reply,
            "problems.txt",
            beyond(&problems.join("\n"), LONG_BLOCK),
        )
    }

    /// What a revision did, as a unified diff, with a button to take it back if that can be done.
    #[must_use]
    pub fn revision(id: &str, summary: &str, difference: &str, can_be_undone: bool) -> Reply {
        let text = format!("{summary}\n{}", block("diff", difference, LONG_BLOCK));
        let buttons = can_be_undone.then(|| undo(id)).into_iter().collect();
        let reply = told(&format!("Revision {id}"), text, Vec::new(), buttons);
        attach(reply, "difference.diff", beyond(difference, LONG_BLOCK))
    }

    /// A revision cannot be taken back, because the same place was changed again: both changes.
    #[must_use]
    pub fn undo_conflict(file: &str, passages: &str) -> Reply {
        let reply = told(
            "Changed again since",
            format!(
                "What this revision changed in `{file}` was changed again later, and I do not guess which of both you want. Undo the later change first, or edit the entry by hand. Nothing has been changed."
            ),
            vec![field("In the same place", &block("", passages, BLOCK))],
            Vec::new(),
        );
        attach(reply, "conflict.txt", beyond(passages, BLOCK))
    }
}

pub(super) fn told(
    title: &str,
    text: impl Into<String>,
    fields: Vec<Field>,
    buttons: Vec<Button>,
) -> Reply {
    let draft = Draft {
        title: title.to_owned(),
        text: text.into(),
        fields,
        buttons,
        ..Draft::default()
    };
    draft.arrange(Tone::Notice)
}

pub(super) fn discard(id: &str) -> Button {
    let proposal = id.to_owned();
    Button::new("Discard", Deed::Discard { proposal })
}

fn undo(revision: &str) -> Button {
    let revision = revision.to_owned();
    Button::new("Undo", Deed::Undo { revision })
}

pub(super) fn field(name: &str, value: &str) -> Field {
    let value = if value.trim().is_empty() {
        "–"
    } else {
        value
    };
    Field {
        name: name.to_owned(),
        value: value.to_owned(),
        inline: false,
    }
}

pub(super) fn fits(text: &str, max: usize) -> bool {
    text.chars().count() <= max
}

/// The text, if it is longer than what is shown of it.
fn beyond(text: &str, max: usize) -> Option<String> {
    (!fits(text, max)).then(|| text.to_owned())
}

pub(super) fn attach(mut reply: Reply, name: &str, text: Option<String>) -> Reply {
    reply.attached = text.map(|text| Attached {
        name: name.to_owned(),
        text,
    });
    reply
}

/// A code block of at most so many characters, which nothing in the text can end.
pub(super) fn block(language: &str, text: &str, max: usize) -> String {
    format!("```{language}\n{}\n```", clip(inert(text).trim_end(), max))
}

/// The text without what would end a code block.
pub(super) fn inert(text: &str) -> String {
    text.replace("``", "`\u{200b}`")
}

/// The text as a sentence begins; the path of a file stays as it is.
fn capitalised(text: &str) -> String {
    let word = text.split_whitespace().next().unwrap_or_default();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !word.contains(['/', '.', '\\']) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
