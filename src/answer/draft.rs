//! Fitting what is to be said into messages: pages, none of which is over a limit.

use super::{
    action::Deed,
    clip::{clip, close_fence, split},
    limits,
    reply::{Button, Card, Field, Menu, Reply, Tone},
    subject::Subject,
};

/// An answer has at most so many pages.
pub const PAGES_MAX: usize = 20;
/// Room in a footer for `Page 19 of 20 · `.
const PAGE_MARK: usize = 18;

/// What a reply is to say, of any length.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) fields: Vec<Field>,
    pub(super) footer: String,
    pub(super) image: Option<String>,
    pub(super) url: Option<String>,
    pub(super) buttons: Vec<Button>,
    pub(super) menus: Vec<Menu>,
    pub(super) subject: Option<Subject>,
    /// What shows another page of it, if something does.
    pub(super) paged: Option<Deed>,
}

/// What of a draft no paging can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overflow {
    /// The title has more than 256 characters: this many.
    Title(usize),
    /// The source has too many characters to stand under an answer: this many.
    Source(usize),
    /// It takes more than [`PAGES_MAX`] pages: this many.
    Pages(usize),
}

/// Pages that are being filled.
struct Pages {
    blank: Card,
    done: Vec<Card>,
    current: Card,
    /// Code points of each page beside title and footer.
    room: usize,
    left: usize,
}

impl Pages {
    fn turn(&mut self) {
        let full = std::mem::replace(&mut self.current, self.blank.clone());
        self.done.push(full);
        self.left = self.room;
    }

    fn put_text(&mut self, text: String) {
        if !self.current.text.is_empty() {
            self.turn();
        }
        self.left = self.left.saturating_sub(text.chars().count());
        self.current.text = text;
    }

    fn put_field(&mut self, field: Field) {
        let taken = field.name.chars().count() + field.value.chars().count();
        if taken > self.left || self.current.fields.len() == limits::FIELDS {
            self.turn();
        }
        self.left = self.left.saturating_sub(taken);
        self.current.fields.push(field);
    }
}

impl Draft {
    /// The reply, at its first page.
    pub(super) fn arrange(self, tone: Tone) -> Reply {
        self.arrange_page(tone, 0)
    }

    /// The reply at a page, counted from 0; beyond the last one, the last.
    pub(super) fn arrange_page(self, tone: Tone, page: usize) -> Reply {
        let mut cards = self.pages();
        cards.truncate(PAGES_MAX);
        let count = cards.len();
        let page = page.min(count.saturating_sub(1));
        if count > 1 {
            for (at, card) in cards.iter_mut().enumerate() {
                let mark = format!("Page {} of {count}", at + 1);
                card.footer = if card.footer.is_empty() {
                    mark
                } else {
                    format!("{mark} · {}", card.footer)
                };
            }
        }
        let further = cards.split_off((page + 1).min(count));
        let shown = cards.pop().unwrap_or_default();
        let menus: Vec<Menu> = self.menus.into_iter().filter_map(Menu::fit).collect();
        let pages = turning(self.paged.as_ref(), self.subject.as_ref(), page, count);
        // Further rows are for the pages, and for what can be done with the reply.
        let taken = menus.len() + 1 + usize::from(!pages.is_empty());
        let mut buttons: Vec<Button> = self.buttons.into_iter().filter_map(Button::fit).collect();
        let mut seen = Vec::new();
        buttons.retain(|button| {
            let new = !seen.contains(&button.action);
            seen.push(button.action.clone());
            new
        });
        buttons.truncate(limits::ROWS.saturating_sub(taken) * limits::ROW_BUTTONS);
        Reply {
            tone,
            cards: vec![shown],
            further,
            buttons,
            menus,
            pages,
            controls: Vec::new(),
            subject: self.subject,
            attached: None,
            joined: false,
        }
    }

    /// What of the draft cannot be shown at all, if anything.
    pub(super) fn overflow(&self) -> Option<Overflow> {
        let title = self.title.trim().chars().count();
        if title > limits::TITLE {
            return Some(Overflow::Title(title));
        }
        let footer = self.footer.trim().chars().count();
        if footer > limits::FOOTER - PAGE_MARK {
            return Some(Overflow::Source(footer));
        }
        let pages = self.pages().len();
        (pages > PAGES_MAX).then_some(Overflow::Pages(pages))
    }

    /// Everything, in as many cards as it takes, each within the limits of a message.
    fn pages(&self) -> Vec<Card> {
        let blank = Card {
            title: clip(self.title.trim(), limits::TITLE),
            footer: clip(self.footer.trim(), limits::FOOTER - PAGE_MARK),
            url: self.url.clone(),
            ..Card::default()
        };
        let taken = blank.title.chars().count() + blank.footer.chars().count() + PAGE_MARK;
        let room = limits::EMBEDS_TOTAL.saturating_sub(taken);
        let mut pages = Pages {
            current: Card {
                image: self.image.clone(),
                ..blank.clone()
            },
            blank,
            done: Vec::new(),
            room,
            left: room,
        };
        let most = limits::DESCRIPTION.min(room);
        for text in split(&self.text, most) {
            pages.put_text(close_fence(text, most));
        }
        for field in &self.fields {
            for part in field.parts() {
                pages.put_field(part);
            }
        }
        pages.turn();
        for page in &mut pages.done {
            if page.title.is_empty() && page.text.is_empty() && page.fields.is_empty() {
                "…".clone_into(&mut page.text);
            }
        }
        pages.done
    }
}

/// The buttons that turn to the pages beside this one; without a way to turn, one that shows the
/// entry, which has pages of its own.
pub(super) fn turning(
    paged: Option<&Deed>,
    subject: Option<&Subject>,
    page: usize,
    count: usize,
) -> Vec<Button> {
    if count < 2 {
        return Vec::new();
    }
    let Some(deed) = paged else {
        return subject.map(Button::whole).into_iter().collect();
    };
    let beside = [page.checked_sub(1), Some(page + 1)];
    let beside = beside.into_iter().flatten().filter(|page| *page < count);
    beside
        .map(|page| Button::page(page, count, deed.at_page(page)))
        .collect()
}

impl Field {
    /// The field within its limits: a long value goes on in further ones.
    fn parts(&self) -> impl Iterator<Item = Self> {
        let name = self.name.trim();
        let parts = split(&self.value, limits::FIELD_VALUE);
        let parts: Vec<Self> = parts
            .into_iter()
            .enumerate()
            .map(|(part, value)| Self {
                name: if part == 0 {
                    clip(name, limits::FIELD_NAME)
                } else {
                    format!("{} (continued)", clip(name, limits::FIELD_NAME - 12))
                },
                value: close_fence(value, limits::FIELD_VALUE),
                inline: self.inline,
            })
            .collect();
        parts
            .into_iter()
            .filter(|field| !field.name.is_empty() && !field.value.is_empty())
    }
}
