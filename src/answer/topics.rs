//! Everything that can be asked, by kind, in pages.

use super::{
    action::Deed,
    compose::Composer,
    draft::{Draft, turning},
    reply::{Choice, Menu, Reply, Tone},
};
use crate::knowledge::{Entry, Kind};

/// How many entries a page lists; a menu holds 25.
const PAGE: usize = 20;

impl Composer<'_> {
    /// A page of everything that can be asked, counted from 0; beyond the last one, the last.
    #[must_use]
    pub fn topics(&self, page: usize) -> Reply {
        let mut entries: Vec<&Entry> = self.knowledge.entries().collect();
        // Packs keep their order within a kind.
        entries.sort_by_key(|entry| entry.id.kind);
        let pages = entries.len().div_ceil(PAGE).max(1);
        let page = page.min(pages - 1);
        let shown: Vec<&Entry> = entries.into_iter().skip(page * PAGE).take(PAGE).collect();
        if shown.is_empty() {
            return self.nothing_to_list();
        }
        let mut draft = Draft {
            title: "What you can ask me".into(),
            text: self.listing(&shown),
            ..Draft::default()
        };
        if pages > 1 {
            draft.footer = format!("Page {} of {pages}", page + 1);
        }
        draft.buttons = turning(Some(&Deed::Topics { page }), None, page, pages);
        draft.menus.push(Menu {
            placeholder: "Show me…".into(),
            action: Deed::Choose.into(),
            choices: shown
                .iter()
                .map(|entry| Choice {
                    label: self.label(entry),
                    value: entry.id.to_string(),
                })
                .collect(),
        });
        draft.arrange(Tone::Notice)
    }

    fn listing(&self, entries: &[&Entry]) -> String {
        let mut lines = Vec::new();
        let mut last = None;
        for entry in entries {
            if last != Some(entry.id.kind) {
                last = Some(entry.id.kind);
                lines.push(format!("\n**{}**", heading(entry.id.kind)));
            }
            lines.push(format!("- {}", self.label(entry)));
        }
        lines.join("\n")
    }

    fn nothing_to_list(&self) -> Reply {
        let draft = Draft {
            title: "What you can ask me".into(),
            text: self.what_can_be_asked(),
            ..Draft::default()
        };
        draft.arrange(Tone::Notice)
    }
}

const fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "Roles",
        Kind::Dimension => "Side by side",
        Kind::Faq => "Common questions",
        Kind::Situation => "Which one suits",
        Kind::Topic => "Further topics",
    }
}
