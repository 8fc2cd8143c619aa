//! Composing replies: what is said for each kind of entry, and when there is no answer.

use super::{
    action::{Deed, Part, Verb},
    clip::clip,
    draft::{Draft, Overflow},
    reply::{Field, Reply, Tone},
    revision::{Revision, RoleTag},
    subject::Subject,
};
use crate::{
    knowledge::{Detail, Entry, EntryId, Kind, Knowledge, Pack},
    matching::{Outcome, Verdict},
};

/// How much of a member's name is shown.
const NAME_MAX: usize = 64;
/// What an answer begins with whose entry was edited after its button was made.
const CHANGED: &str = "*This answer has changed since you asked.*\n\n";

/// Composes replies from one state of the knowledge.
#[derive(Debug)]
pub struct Composer<'a> {
    pub(super) knowledge: &'a Knowledge,
}

impl<'a> Composer<'a> {
    /// A composer over the knowledge.
    #[must_use]
    pub const fn new(knowledge: &'a Knowledge) -> Self {
        Self { knowledge }
    }

    /// The reply to a question that was matched; both answers when the message asked two things.
    #[must_use]
    pub fn reply(&self, verdict: &Verdict) -> Reply {
        let reply = self.reply_to_one(verdict);
        let second = verdict.second.as_deref();
        match second.and_then(|second| Some((second, self.answered(second)?))) {
            Some((second, entry)) => {
                let role = second.reading.role();
                let instead = self.buttons(Verb::Open, &[entry], role);
                reply.followed_by(self.reply_to_one(second), instead)
            }
            None => reply,
        }
    }

    /// The entry that a verdict answers with.
    fn answered(&self, verdict: &Verdict) -> Option<&'a Entry> {
        let first = verdict.candidates.first()?;
        let outright = verdict.outcome == Outcome::Answer;
        self.knowledge.entry(&first.id).filter(|_| outright)
    }

    fn reply_to_one(&self, verdict: &Verdict) -> Reply {
        let role = verdict.reading.role();
        let entry = |at: usize| {
            let candidate = verdict.candidates.get(at)?;
            self.knowledge.entry(&candidate.id)
        };
        match (verdict.outcome, entry(0)) {
            (Outcome::Answer, Some(entry)) => self.entry(entry, role),
            (Outcome::Clarify, Some(_)) => {
                let choices: Vec<&Entry> = (0..verdict.choices).filter_map(entry).collect();
                self.did_you_mean(&choices, role)
            }
            _ if verdict.reading.tokens.is_empty() => self.nothing_asked(),
            _ => self.dont_know(role),
        }
    }

    /// An entry's answer; a dimension shows the asked role first.
    #[must_use]
    pub fn entry(&self, entry: &Entry, role: Option<&str>) -> Reply {
        self.draft(entry, role).arrange(Tone::Answer)
    }

    /// An entry as a button names it, if it is still there; says so when it has changed since the
    /// button was made.
    #[must_use]
    pub fn subject(&self, subject: &Subject) -> Option<Reply> {
        Some(self.draft_of(subject)?.arrange(Tone::Answer))
    }

    /// A page of an entry, counted from 0, if it is still there.
    #[must_use]
    pub fn page(&self, part: Part, subject: &Subject, page: usize) -> Option<Reply> {
        let draft = match part {
            Part::Answer => self.draft_of(subject)?,
            Part::Examples => {
                let entry = self.knowledge.entry(&subject.entry)?;
                let role = subject.role.as_ref().and_then(|tag| self.tagged(tag));
                self.examples_draft(entry, role.map(|role| role.id.slug.as_str()))?
            }
        };
        Some(draft.arrange_page(Tone::Answer, page))
    }

    /// The same for everybody in a channel, with the name of who shared it.
    #[must_use]
    pub fn shared(&self, subject: &Subject, by: &str) -> Option<Reply> {
        let mut draft = self.draft_of(subject)?;
        if !draft.footer.is_empty() {
            draft.footer.push_str(" · ");
        }
        // A footer shows no markdown and pings nobody, whatever the name.
        draft.footer.push_str("Shared by ");
        draft.footer.push_str(&clip(by, NAME_MAX));
        Some(draft.arrange(Tone::Answer))
    }

    fn draft_of(&self, subject: &Subject) -> Option<Draft> {
        let entry = self.knowledge.entry(&subject.entry)?;
        let role = subject.role.as_ref().and_then(|tag| self.tagged(tag));
        let mut draft = self.draft(entry, role.map(|role| role.id.slug.as_str()));
        if subject
            .revision
            .is_some_and(|then| then != Revision::of(entry))
        {
            draft.text.insert_str(0, CHANGED);
        }
        Some(draft)
    }

    /// The role that a button names, if it is still there.
    #[must_use]
    pub fn tagged(&self, tag: &RoleTag) -> Option<&'a Entry> {
        let mut roles = self.knowledge.roles();
        roles.find(|role| RoleTag::of(&role.id.slug) == *tag)
    }

    /// What of an entry cannot be shown even in pages, if anything.
    #[must_use]
    pub fn overflow(&self, entry: &Entry) -> Option<Overflow> {
        self.draft(entry, None).overflow()
    }

    pub(super) fn draft(&self, entry: &Entry, role: Option<&str>) -> Draft {
        let subject = Subject::of(entry, role);
        let mut draft = Draft {
            title: entry.title.clone(),
            text: entry.answer.clone(),
            image: entry.image.clone(),
            url: entry.url.clone(),
            buttons: self.leads(entry, role),
            paged: Some(Deed::Page {
                part: Part::Answer,
                subject: subject.clone(),
                page: 0,
            }),
            subject: Some(subject),
            ..Draft::default()
        };
        match &entry.detail {
            Detail::Role { short, .. } => draft.title = full_name(&entry.title, short),
            Detail::Dimension { .. } => {
                draft.fields = self.sides(entry, role);
                let names: Vec<&str> = draft
                    .fields
                    .iter()
                    .map(|field| field.name.as_str())
                    .collect();
                draft.title = match role.and_then(|slug| self.knowledge.role(slug)) {
                    Some(role) => format!("{}: {}", entry.title, role.short()),
                    None => format!("{}: {}", entry.title, join(&names)),
                };
            }
            Detail::Situation { role } => {
                if let Some(role) = self.knowledge.role(role) {
                    draft.fields.push(Field {
                        name: "The role that suits".into(),
                        value: full_name(&role.title, role.short()),
                        inline: false,
                    });
                }
            }
            Detail::Faq | Detail::Topic => {}
        }
        if let Some(source) = &entry.source {
            draft.footer = format!("Source: {source}");
        }
        draft
    }

    /// A dimension's cells, a field a role of its pack, the asked one first.
    fn sides(&self, entry: &Entry, asked: Option<&str>) -> Vec<Field> {
        let mut roles: Vec<&Entry> = self.roles_beside(entry).collect();
        roles.sort_by_key(|role| Some(role.id.slug.as_str()) != asked);
        roles
            .into_iter()
            .map(|role| Field {
                name: role.short().to_owned(),
                value: cell(entry, role),
                inline: true,
            })
            .collect()
    }

    /// The roles of the entry's pack, and others that it names.
    pub(super) fn roles_beside(&self, entry: &Entry) -> impl Iterator<Item = &'a Entry> {
        let pack = self.pack_of(&entry.id).map(|pack| pack.name.clone());
        self.knowledge.packs.iter().flat_map(move |other| {
            let same = Some(&other.name) == pack.as_ref();
            let entry = entry.clone();
            other.entries.iter().filter(move |role| {
                role.id.kind == Kind::Role && (same || entry.side(&role.id.slug).is_some())
            })
        })
    }

    fn pack_of(&self, id: &EntryId) -> Option<&'a Pack> {
        let mut packs = self.knowledge.packs.iter();
        packs.find(|pack| pack.entries.iter().any(|entry| entry.id == *id))
    }

    /// How an entry is called in a list.
    #[must_use]
    pub fn label(&self, entry: &Entry) -> String {
        match &entry.detail {
            Detail::Role { short, .. } => full_name(&entry.title, short),
            Detail::Dimension { .. } => {
                let roles: Vec<&str> = self.roles_beside(entry).map(Entry::short).collect();
                format!("{}: {}", entry.title, join(&roles))
            }
            _ => entry.title.clone(),
        }
    }

    fn did_you_mean(&self, choices: &[&Entry], role: Option<&str>) -> Reply {
        let lines = choices
            .iter()
            .map(|entry| format!("- {}", self.label(entry)));
        let draft = Draft {
            title: "Did you mean one of these?".into(),
            text: lines.collect::<Vec<_>>().join("\n"),
            footer: "Press a button, or ask again in other words.".into(),
            buttons: self.buttons(Verb::Pick, choices, role),
            ..Draft::default()
        };
        draft.arrange(Tone::Clarify)
    }
}

/// What a dimension says of a role, with its examples.
pub(super) fn cell(dimension: &Entry, role: &Entry) -> String {
    let Some(side) = dimension.side(&role.id.slug) else {
        return "*not covered*".to_owned();
    };
    let examples = side.examples.iter().map(|example| format!("- {example}"));
    let lines: Vec<String> = std::iter::once(side.text.clone()).chain(examples).collect();
    lines.join("\n")
}

/// `Chief Technology Officer (CTO)`; the name alone when there is no abbreviation.
pub(super) fn full_name(name: &str, short: &str) -> String {
    if name == short {
        name.to_owned()
    } else {
        format!("{name} ({short})")
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn join(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
