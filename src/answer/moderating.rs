//! What moderators are told while they change the knowledge.

use super::{
    action::Deed,
    clip::clip,
    compose::Composer,
    draft::Draft,
    reply::{Button, Choice, Field, Menu, Reply, Tone},
};

/// A change that is looked at before it is published.
#[derive(Debug, Clone, Copy)]
pub struct Proposed<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it does, in one line.
    pub summary: &'a str,
    /// The files that it changes.
    pub files: &'a [String],
    /// What it does to the file, as a unified diff.
    pub difference: &'a str,
    /// Every problem, with its place and its line.
    pub problems: &'a [String],
    /// Whether they keep it from being published.
    pub is_broken: bool,
    /// How many promises would be broken.
    pub promises_broken: usize,
    /// Every question whose outcome would differ, each in one line.
    pub outcomes: &'a [String],
    /// Whether the answer as members will see it is shown below.
    pub is_shown: bool,
    /// What could not be taken up of what was filled in.
    pub notes: &'a [String],
}

/// At most so many lines of a list are shown.
const LINES_MAX: usize = 10;
/// As much of a code block is shown in a field.
const BLOCK: usize = 900;
/// The same in a text.
const LONG_BLOCK: usize = 3_500;

impl Composer<'_> {
    /// What publishing would do, with buttons to publish it or to throw it away.
    #[must_use]
    pub fn proposed(proposed: &Proposed<'_>) -> Reply {
        let changed = match proposed.outcomes.len() {
            0 => "No question changes its answer.".to_owned(),
            1 => "**1 question would change its answer.**".to_owned(),
            more => format!("**{more} questions would change their answer.**"),
        };
        let files = proposed.files.join("`, `");
        let mut text = format!("{} in `{files}`. {changed}", proposed.summary);
        if proposed.is_shown {
            text.push_str(" Below is the answer as members will see it.");
        }
        if proposed.is_broken {
            text.push_str("\n\n**It cannot be published like this.** Nothing has been changed.");
        }
        let mut fields = Vec::new();
        if !proposed.notes.is_empty() {
            fields.push(field("Left out", &listed(proposed.notes)));
        }
        if !proposed.problems.is_empty() {
            let problems = block("", &proposed.problems.join("\n"), BLOCK);
            fields.push(field("Problems", &problems));
        }
        if !proposed.outcomes.is_empty() {
            fields.push(field("What would change", &listed(proposed.outcomes)));
        }
        fields.push(field(
            "In the file",
            &block("diff", proposed.difference, BLOCK),
        ));
        let id = proposed.id;
        let mut buttons = vec![discard(id)];
        if !proposed.is_broken {
            let publish = Deed::Publish {
                proposal: id.to_owned(),
                sure: proposed.promises_broken == 0,
            };
            buttons.insert(0, Button::new("Publish", publish));
        }
        told("Look before you publish", text, fields, buttons)
    }

    /// What came of a form, with a button to go on writing in it.
    #[must_use]
    pub fn written(mut reply: Reply, form: &str) -> Reply {
        let form = form.to_owned();
        let rewrite = Button::new("Back to the form", Deed::Rewrite { form });
        reply.buttons.push(rewrite);
        reply
    }

    /// Asks once more, because promises would be broken.
    #[must_use]
    pub fn sure_to_break(id: &str) -> Reply {
        let publish = Deed::Publish {
            proposal: id.to_owned(),
            sure: true,
        };
        told(
            "Break a promise?",
            "Questions that this pack promises to answer in a certain way (`[[expect]]`) would be answered differently. Publish it all the same?",
            Vec::new(),
            vec![
                Button::new("Yes, publish and break the promise", publish),
                discard(id),
            ],
        )
    }

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
        told(
            "Somebody else was quicker",
            format!(
                "`{file}` has changed since you looked, so nothing was published. You can look at your change again, on top of theirs."
            ),
            vec![field(
                "What they changed",
                &block("diff", difference, BLOCK),
            )],
            vec![Button::new("Look again", again), discard(id)],
        )
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
        let draft = Draft {
            title: format!("“{}”", clip(question.trim(), 200)),
            text: block("", explanation, LONG_BLOCK),
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
        told(title, text, Vec::new(), Vec::new())
    }

    /// What a revision did, as a unified diff, with a button to take it back if that can be done.
    #[must_use]
    pub fn revision(id: &str, summary: &str, difference: &str, can_be_undone: bool) -> Reply {
        let text = format!("{summary}\n{}", block("diff", difference, LONG_BLOCK));
        let buttons = can_be_undone.then(|| undo(id)).into_iter().collect();
        told(&format!("Revision {id}"), text, Vec::new(), buttons)
    }

    /// A revision cannot be taken back, because the same place was changed again: both changes.
    #[must_use]
    pub fn undo_conflict(file: &str, passages: &str) -> Reply {
        told(
            "Changed again since",
            format!(
                "What this revision changed in `{file}` was changed again later, and I do not guess which of both you want. Undo the later change first, or edit the entry by hand. Nothing has been changed."
            ),
            vec![field("In the same place", &block("", passages, BLOCK))],
            Vec::new(),
        )
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

fn discard(id: &str) -> Button {
    let proposal = id.to_owned();
    Button::new("Discard", Deed::Discard { proposal })
}

fn undo(revision: &str) -> Button {
    let revision = revision.to_owned();
    Button::new("Undo", Deed::Undo { revision })
}

fn field(name: &str, value: &str) -> Field {
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

/// A list of which the first lines are shown.
fn listed(lines: &[String]) -> String {
    let shown = lines.iter().take(LINES_MAX);
    let mut shown: Vec<String> = shown.map(|line| format!("- {}", clip(line, 88))).collect();
    if lines.len() > LINES_MAX {
        shown.push(format!("… and {} more", lines.len() - LINES_MAX));
    }
    shown.join("\n")
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
