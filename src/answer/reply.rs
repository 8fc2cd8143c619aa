//! A reply as plain data.

use serde::{Serialize, Serializer};

use super::{
    action::{Action, Deed, Verb},
    clip::{clip, close_fence, split},
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
    /// The buttons that lead on; with the menus, they fill at most four rows.
    pub buttons: Vec<Button>,
    /// Its menus, each a row of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub menus: Vec<Menu>,
    /// The buttons that do something with the reply itself, at most five: the last row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<Button>,
    /// The entry that it shows.
    #[serde(skip)]
    pub subject: Option<Subject>,
    /// Whether it answers two questions at once, of which the subject is the first one's.
    #[serde(skip)]
    pub joined: bool,
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
}

/// Room for text that is left in a message.
struct Budget {
    left: usize,
    cut: bool,
}

impl Budget {
    /// The text as far as it fits, trimmed as Discord trims.
    fn take(&mut self, text: &str, max: usize) -> String {
        let text = text.trim();
        let taken = clip(text, max.min(self.left));
        self.cut |= taken.len() < text.len();
        self.left -= taken.chars().count();
        taken
    }

    /// The same for markdown, of which no code block is left open.
    fn take_markdown(&mut self, text: &str, max: usize) -> String {
        let room = max.min(self.left);
        let taken = self.take(text, max);
        let before = taken.chars().count();
        let closed = close_fence(taken, room);
        self.left = (self.left + before).saturating_sub(closed.chars().count());
        closed
    }
}

impl Draft {
    /// Fits the draft into a message, and tells whether anything had to be cut.
    pub(super) fn arrange(self, tone: Tone) -> (Reply, bool) {
        let mut budget = Budget {
            left: limits::EMBEDS_TOTAL,
            cut: false,
        };
        let mut first = Card {
            title: budget.take(&self.title, limits::TITLE),
            footer: budget.take(&self.footer, limits::FOOTER),
            image: self.image,
            url: self.url,
            ..Card::default()
        };
        // A footer may not crowd out what was asked for.
        let mut texts = split(&self.text, limits::DESCRIPTION).into_iter();
        first.text = budget.take_markdown(&texts.next().unwrap_or_default(), limits::DESCRIPTION);
        let mut cards = vec![first];
        for text in texts.take(limits::EMBEDS - 1) {
            if budget.left == 0 {
                budget.cut = true;
                break;
            }
            cards.push(Card {
                text: budget.take_markdown(&text, limits::DESCRIPTION),
                ..Card::default()
            });
        }
        let fields = place_fields(self.fields, &mut budget);
        if let Some(last) = cards.last_mut() {
            last.fields = fields;
        }
        // The footer belongs under everything.
        if cards.len() > 1 {
            let footer = cards
                .first_mut()
                .map(|card| std::mem::take(&mut card.footer));
            if let (Some(last), Some(footer)) = (cards.last_mut(), footer) {
                last.footer = footer;
            }
        }
        if let [only] = cards.as_mut_slice()
            && only.title.is_empty()
            && only.text.is_empty()
            && only.fields.is_empty()
        {
            "…".clone_into(&mut only.text);
        }
        let menus: Vec<Menu> = self.menus.into_iter().filter_map(Menu::fit).collect();
        // The last row is for what can be done with the reply.
        let rows = (limits::ROWS - 1).saturating_sub(menus.len());
        let mut buttons: Vec<Button> = self.buttons.into_iter().filter_map(Button::fit).collect();
        let mut seen = Vec::new();
        buttons.retain(|button| {
            let new = !seen.contains(&button.action);
            seen.push(button.action.clone());
            new
        });
        buttons.truncate(rows * limits::ROW_BUTTONS);
        let reply = Reply {
            tone,
            cards,
            buttons,
            menus,
            controls: Vec::new(),
            subject: self.subject,
            joined: false,
        };
        (reply, budget.cut)
    }
}

/// Fields within their limits: a long value goes on in further fields.
fn place_fields(fields: Vec<Field>, budget: &mut Budget) -> Vec<Field> {
    let mut placed: Vec<Field> = Vec::new();
    for field in fields {
        for (part, value) in split(&field.value, limits::FIELD_VALUE).iter().enumerate() {
            let name = if part == 0 {
                field.name.clone()
            } else {
                format!("{} (continued)", clip(&field.name, limits::FIELD_NAME - 12))
            };
            // A heading without a text is worse than none.
            if placed.len() == limits::FIELDS || budget.left < 2 + name.chars().count().min(64) {
                budget.cut = true;
                return placed;
            }
            let name = budget.take(&name, limits::FIELD_NAME.min(budget.left - 1));
            let value = budget.take_markdown(value, limits::FIELD_VALUE);
            if !name.is_empty() && !value.is_empty() {
                placed.push(Field {
                    name,
                    value,
                    inline: field.inline,
                });
            }
        }
    }
    placed
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

    fn fit(self) -> Option<Self> {
        let label = clip(self.label.trim(), limits::BUTTON_LABEL);
        (!label.is_empty()).then_some(Self { label, ..self })
    }
}

impl Menu {
    /// The menu within its limits; `None` when nothing is left to choose.
    fn fit(mut self) -> Option<Self> {
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
        let cards = self.cards.len() + other.cards.len();
        let fits =
            self.text_len() + other.text_len() <= limits::EMBEDS_TOTAL && cards <= limits::EMBEDS;
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
        let rows = limits::ROWS.saturating_sub(self.menus.len());
        self.buttons.truncate(rows * limits::ROW_BUTTONS);
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
