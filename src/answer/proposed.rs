//! A change of the knowledge, looked at before it is published.

use super::{
    action::Deed,
    clip::clip,
    compose::Composer,
    moderating::{BLOCK, attach, block, discard, field, fits, told},
    reply::{Button, Reply},
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
/// As much of such a line is shown.
const LINE: usize = 200;
impl Proposed<'_> {
    /// Everything about it, if there is more than a message shows.
    fn whole(&self) -> Option<String> {
        let problems = self.problems.join("\n");
        let is_shown = self.outcomes.len() <= LINES_MAX
            && self.outcomes.iter().all(|line| fits(line, LINE))
            && fits(&problems, BLOCK)
            && fits(self.difference, BLOCK);
        if is_shown {
            return None;
        }
        let mut parts = vec![self.summary.to_owned()];
        let lists = [
            ("Problems", problems),
            ("What would change", self.outcomes.join("\n")),
            ("In the file", self.difference.to_owned()),
        ];
        let lists = lists.into_iter().filter(|(_, text)| !text.is_empty());
        parts.extend(lists.map(|(name, text)| format!("{name}\n\n{}", text.trim_end())));
        Some(parts.join("\n\n"))
    }
}

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
        let whole = proposed.whole();
        if whole.is_some() {
            text.push_str(" There is more of it than fits here; the file has it all.");
        }
        attach(
            told("Look before you publish", text, fields, buttons),
            "preview.txt",
            whole,
        )
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
}

/// A list of which the first lines are shown.
fn listed(lines: &[String]) -> String {
    let shown = lines.iter().take(LINES_MAX);
    let mut shown: Vec<String> = shown
        .map(|line| format!("- {}", clip(line, LINE)))
        .collect();
    if lines.len() > LINES_MAX {
        shown.push(format!("… and {} more", lines.len() - LINES_MAX));
    }
    shown.join("\n")
}
