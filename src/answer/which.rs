//! Which role suits an organisation.

use super::{
    action::{Deed, Verb},
    compose::{Composer, full_name, join},
    draft::Draft,
    limits,
    reply::{Field, Reply, Tone},
    subject::Subject,
};
use crate::knowledge::{Entry, Kind};

/// How many situations are offered when none can be told.
const KNOWN_MAX: usize = 10;

/// A role that suits an organisation.
#[derive(Debug, Clone)]
pub struct Suiting<'a> {
    /// The role.
    pub role: &'a Entry,
    /// The situations that call for it.
    pub situations: Vec<&'a Entry>,
    /// The words of the description that speak for it, the strongest first.
    pub words: Vec<String>,
}

impl Composer<'_> {
    /// Which of the roles suit, best first, and why; none when the description does not tell.
    #[must_use]
    pub fn which(&self, suiting: &[Suiting<'_>]) -> Reply {
        match suiting {
            [] => self.cannot_tell(),
            [only] => self.one_suits(only),
            [first, second, ..] => self.both_suit([first, second]),
        }
    }

    fn one_suits(&self, suiting: &Suiting<'_>) -> Reply {
        let role = suiting.role;
        let mut text = because(suiting);
        if let Some(situation) = suiting.situations.first() {
            text.push_str("\n\n");
            text.push_str(&situation.answer);
        }
        // The role itself, the other one's situation, and what to read next: one row.
        let mut buttons = self.buttons(Verb::Open, &[role], Some(&role.id.slug));
        if let Some(situation) = suiting.situations.first() {
            let leads = self.leads(situation, Some(&role.id.slug)).into_iter();
            buttons.extend(leads.filter(|lead| {
                let leads_to = |deed: &Deed| matches!(deed, Deed::Show { subject, .. } if subject.entry == role.id);
                !leads_to(&lead.action.deed)
            }));
        }
        buttons.truncate(limits::ROW_BUTTONS);
        let subject = suiting.situations.first().copied().unwrap_or(role);
        let draft = Draft {
            title: format!("What suits you: {}", full_name(&role.title, role.short())),
            text,
            footer: "Drawn from your words alone. Describe more, and I can tell better.".into(),
            buttons,
            subject: Some(Subject::of(subject, Some(&role.id.slug))),
            ..Draft::default()
        };
        draft.arrange(Tone::Answer)
    }

    fn both_suit(&self, suiting: [&Suiting<'_>; 2]) -> Reply {
        let names = suiting.map(|suiting| suiting.role.short());
        let next: Vec<&Entry> = suiting
            .iter()
            .filter_map(|suiting| suiting.situations.first().copied())
            .collect();
        let draft = Draft {
            title: format!("Both would suit you: {}", join(&names)),
            text: "Your description speaks for each of them. Large organisations often have both; with room for one, take the one whose work presses more.".into(),
            fields: suiting
                .map(|suiting| Field {
                    name: full_name(&suiting.role.title, suiting.role.short()),
                    value: because(suiting),
                    inline: false,
                })
                .into(),
            footer: "Drawn from your words alone.".into(),
            buttons: self.buttons(Verb::Open, &next, None),
            ..Draft::default()
        };
        draft.arrange(Tone::Answer)
    }

    fn cannot_tell(&self) -> Reply {
        let known: Vec<&Entry> = self
            .knowledge
            .entries()
            .filter(|entry| entry.id.kind == Kind::Situation)
            .take(KNOWN_MAX)
            .collect();
        let text = if known.is_empty() {
            "Nobody has taught me yet which role suits whom.".to_owned()
        } else {
            let lines: Vec<String> = known.iter().map(|e| format!("- {}", e.title)).collect();
            format!(
                "Tell me what you make, for whom, and how large you are. These are the situations I know:\n{}",
                lines.join("\n")
            )
        };
        let draft = Draft {
            title: "I cannot tell from that".into(),
            text,
            buttons: self.buttons(Verb::Open, &known, None),
            ..Draft::default()
        };
        draft.arrange(Tone::Abstain)
    }
}

/// The words that the answer rests on.
fn because(suiting: &Suiting<'_>) -> String {
    let words: Vec<String> = suiting
        .words
        .iter()
        .map(|word| format!("**{word}**"))
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    format!(
        "You mention {}: that is where a {} is at home.",
        join(&words),
        suiting.role.short()
    )
}
