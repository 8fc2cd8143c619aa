//! What is said when there is nothing to answer with: what can be asked instead.

use super::{
    action::Verb,
    compose::{Composer, join},
    draft::Draft,
    reply::{Button, Reply, Tone},
};
use crate::knowledge::{Entry, Kind, Pack};

/// How many examples of what can be asked are given.
const EXAMPLES_MAX: usize = 3;

impl<'a> Composer<'a> {
    /// "I don't know", with what can be asked; the role that was named comes first.
    pub(super) fn dont_know(&self, role: Option<&str>) -> Reply {
        let named = role.and_then(|slug| self.knowledge.role(slug));
        let draft = Draft {
            title: "I don't know that one".into(),
            text: format!("I'd rather say so than guess. {}", self.what_can_be_asked()),
            buttons: self.starting_points(named),
            ..Draft::default()
        };
        draft.arrange(Tone::Abstain)
    }

    pub(super) fn nothing_asked(&self) -> Reply {
        let draft = Draft {
            title: "Ask me something".into(),
            text: self.what_can_be_asked(),
            buttons: self.starting_points(None),
            ..Draft::default()
        };
        draft.arrange(Tone::Abstain)
    }

    /// Buttons for what the text gives as examples, in its order.
    fn starting_points(&self, named: Option<&'a Entry>) -> Vec<Button> {
        let mut shown: Vec<&Entry> = named.into_iter().collect();
        for (entry, _) in self.examples_of_what_can_be_asked() {
            if shown.iter().all(|other| other.id != entry.id) {
                shown.push(entry);
            }
        }
        self.buttons(Verb::Pick, &shown, None)
    }

    pub(super) fn what_can_be_asked(&self) -> String {
        let packs = &self.knowledge.packs;
        let titles: Vec<&str> = packs.iter().map(|pack| pack.title.as_str()).collect();
        if titles.is_empty() {
            return "Nobody has taught me anything yet.".into();
        }
        let mut text = format!(
            "I can answer questions about **{}**, such as:",
            join(&titles)
        );
        for (_, question) in self.examples_of_what_can_be_asked() {
            text.push_str("\n- ");
            text.push_str(question);
        }
        text
    }

    fn examples_of_what_can_be_asked(&self) -> impl Iterator<Item = (&'a Entry, &'a str)> {
        let packs = &self.knowledge.packs;
        let each = (EXAMPLES_MAX / packs.len().max(1)).max(1);
        let packs = packs.iter().take(EXAMPLES_MAX);
        packs.flat_map(move |pack| example_questions(pack).take(each))
    }
}

/// Questions that a pack answers, of several kinds: its FAQ first.
fn example_questions(pack: &Pack) -> impl Iterator<Item = (&Entry, &str)> {
    let of_faq = |entry: &&Entry| entry.id.kind == Kind::Faq;
    let faqs = pack.entries.iter().filter(of_faq);
    let others = pack.entries.iter().filter(move |entry| !of_faq(entry));
    faqs.map(|entry| (entry, entry.title.as_str()))
        .chain(others.filter_map(|entry| Some((entry, entry.ask.first()?.as_str()))))
}
