//! A reply as plain data.

use serde::{Serialize, Serializer};

use super::{
    action::{Action, Deed, Verb},
    clip::clip,
    limits,
    subject::Subject,
};

/// What a reply is, for its colour and its wording; never told by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// An answer.
    Answer,
    /// A question back.
    Clarify,
    /// "I don't know".
    Abstain,
    /// A word about how things work.
    Notice,
}

/// A reply within Discord's limits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    /// What it is.
    pub tone: Tone,
    /// Its embeds, at least one.
    pub cards: Vec<Card>,
    /// The pages behind the one that is shown, for where nothing can be turned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Card>,
    /// The buttons that lead on; with the menus and the pages, they fill at most four rows.
    pub buttons: Vec<Button>,
    /// Its menus, each a row of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub menus: Vec<Menu>,
    /// The buttons that turn to other pages of it, at most two: a row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Button>,
    /// The buttons that do something with the reply itself, at most five: the last row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<Button>,
    /// What it shows only in part, as a whole.
    #[serde(skip)]
    pub attached: Option<Attached>,
    /// The entry that it shows.
    #[serde(skip)]
    pub subject: Option<Subject>,
    /// Whether it answers two questions at once, of which the subject is the first one's.
    #[serde(skip)]
    pub joined: bool,
}

/// A text beside a reply, as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The file's name.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// One embed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Card {
    /// At most 256 characters; may be empty.
    pub title: String,
    /// At most 4096 characters of Discord's markdown; may be empty.
    pub text: String,
    /// At most 25.
    pub fields: Vec<Field>,
    /// At most 2048 characters; may be empty.
    pub footer: String,
    /// A picture's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Where the title leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A part of an embed with a heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Its heading, 1 to 256 characters.
    pub name: String,
    /// Its text, 1 to 1024 characters.
    pub value: String,
    /// Whether it may stand beside others.
    pub inline: bool,
}

/// Something to press.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Button {
    /// What it says, 1 to 80 characters.
    pub label: String,
    /// What it does.
    #[serde(serialize_with = "as_text")]
    pub action: Action,
}

/// A choice among entries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Menu {
    /// What it says before anything is chosen, at most 150 characters.
    pub placeholder: String,
    /// What choosing does.
    #[serde(serialize_with = "as_text")]
    pub action: Action,
    /// What can be chosen, 1 to 25.
    pub choices: Vec<Choice>,
}

/// Something to choose in a menu.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// What it says, 1 to 100 characters.
    pub label: String,
    /// What the action gets, at most 100 characters.
    pub value: String,
}

fn as_text<S: Serializer>(action: &Action, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(action)
}

impl Button {
    pub(super) fn new(label: impl Into<String>, deed: Deed) -> Self {
        Self {
            label: label.into(),
            action: deed.into(),
        }
    }

    /// Whether it turns an answer to another role.
    pub(super) const fn turns(&self) -> bool {
        matches!(
            self.action.deed,
            Deed::Show {
                verb: Verb::Turn,
                ..
            }
        )
    }

    /// Turns to a page, counted from 0.
    pub(super) fn page(page: usize, of: usize, deed: Deed) -> Self {
        Self::new(format!("Page {} of {of}", page + 1), deed)
    }

    /// Shows an entry of which there is more than fits.
    pub(super) fn whole(subject: &Subject) -> Self {
        let (verb, subject) = (Verb::Open, subject.clone());
        Self::new("Read all of it", Deed::Show { verb, subject })
    }

    pub(super) fn fit(self) -> Option<Self> {
        let label = clip(self.label.trim(), limits::BUTTON_LABEL);
        (!label.is_empty()).then_some(Self { label, ..self })
    }
}

impl Menu {
    /// The menu within its limits; `None` when nothing is left to choose.
    pub(super) fn fit(mut self) -> Option<Self> {
        self.placeholder = clip(self.placeholder.trim(), limits::PLACEHOLDER);
        self.choices = self
            .choices
            .into_iter()
            .filter_map(|choice| {
                let label = clip(choice.label.trim(), limits::CHOICE_LABEL);
                (!label.is_empty()).then_some(Choice { label, ..choice })
            })
            .take(limits::CHOICES)
            .collect();
        (!self.choices.is_empty()).then_some(self)
    }
}

impl Reply {
    /// This reply with another one after it. When both do not fit one message, buttons stand in for
    /// the other.
    pub(super) fn followed_by(mut self, other: Self, instead: Vec<Button>) -> Self {
        let whole = self.further.is_empty() && other.further.is_empty();
        let fits = whole && self.text_len() + other.text_len() <= limits::EMBEDS_TOTAL;
        let further = if fits {
            self.cards.extend(other.cards);
            self.joined = true;
            // Which of the two would be turned to the other role, the button could not say.
            self.buttons.retain(|button| !button.turns());
            let further = other.buttons.into_iter();
            further.filter(|button| !button.turns()).collect()
        } else {
            self.buttons.splice(0..0, instead);
            Vec::new()
        };
        for button in further {
            if self
                .buttons
                .iter()
                .all(|known| known.action != button.action)
            {
                self.buttons.push(button);
            }
        }
        // A row is for the pages, and one for what can be done with the reply.
        let rows = limits::ROWS.saturating_sub(self.menus.len() + 2);
        self.buttons.truncate(rows * limits::ROW_BUTTONS);
        self
    }

    /// The reply for a message without embeds, of which the text may have to be cut: then a button
    /// shows all of it.
    #[must_use]
    pub fn in_text(mut self) -> Self {
        if self.to_text().chars().count() > limits::CONTENT
            && let Some(subject) = &self.subject
        {
            self.pages = vec![Button::whole(subject)];
        }
        self
    }

    /// The reply as plain text that reads well without an embed: Discord's markdown, of any length.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut parts = Vec::new();
        for card in &self.cards {
            if !card.title.is_empty() {
                parts.push(format!("**{}**", card.title));
            }
            if !card.text.is_empty() {
                parts.push(card.text.clone());
            }
            for field in &card.fields {
                parts.push(format!("**{}**\n{}", field.name, field.value));
            }
            if !card.footer.is_empty() {
                parts.push(format!("-# {}", card.footer));
            }
        }
        parts.join("\n\n")
    }

    /// How many code points of text its embeds have; at most 6000.
    #[must_use]
    pub fn text_len(&self) -> usize {
        let len = |text: &str| text.chars().count();
        let field = |f: &Field| len(&f.name) + len(&f.value);
        let card = |c: &Card| {
            let fields: usize = c.fields.iter().map(field).sum();
            len(&c.title) + len(&c.text) + len(&c.footer) + fields
        };
        self.cards.iter().map(card).sum()
    }
}
