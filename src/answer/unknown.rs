//! What is said when there is nothing to answer with: what can be asked instead.

use super::{
    compose::{Composer, join},
    draft::Draft,
    reply::{Reply, Tone},
};
use crate::knowledge::{Kind, Pack};

/// How many examples of what can be asked are given.
const EXAMPLES_MAX: usize = 3;

impl Composer<'_> {
    pub(super) fn dont_know(&self) -> Reply {
        let draft = Draft {
            title: "I don't know that one".into(),
            text: format!("I'd rather say so than guess. {}", self.what_can_be_asked()),
            ..Draft::default()
        };
        draft.arrange(Tone::Abstain)
    }

    pub(super) fn nothing_asked(&self) -> Reply {
        let draft = Draft {
            title: "Ask me something".into(),
            text: self.what_can_be_asked(),
            ..Draft::default()
        };
        draft.arrange(Tone::Abstain)
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
        let each = (EXAMPLES_MAX / packs.len()).max(1);
        for pack in packs.iter().take(EXAMPLES_MAX) {
            for question in example_questions(pack).take(each) {
                text.push_str("\n- ");
                text.push_str(question);
            }
        }
        text
    }
}

/// Questions that a pack answers, of several kinds: its FAQ first.
fn example_questions(pack: &Pack) -> impl Iterator<Item = &str> {
    let faqs = pack
        .entries
        .iter()
        .filter(|entry| entry.id.kind == Kind::Faq);
    let others = pack
        .entries
        .iter()
        .filter(|entry| entry.id.kind != Kind::Faq);
    faqs.map(|entry| entry.title.as_str())
        .chain(others.filter_map(|entry| entry.ask.first().map(String::as_str)))
}
