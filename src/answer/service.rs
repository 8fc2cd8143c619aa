//! What the bot says about itself.

use super::{
    action::Deed,
    clip::clip,
    compose::Composer,
    draft::Draft,
    limits,
    reply::{Button, Field, Reply, Tone},
    revision::Revision,
};
use crate::knowledge::{Kind, Source};

/// Titles of links are cut after so many code points.
const LINK_TITLE_MAX: usize = 80;

/// Where people find out more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is called.
    pub title: String,
    /// Its address on the web.
    pub url: String,
}

/// What `/about` shows beside the knowledge.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// The program's version, such as `0.1.0`.
    pub version: &'static str,
    /// The revision of the knowledge that is the latest in its history, if there is one.
    pub revision: Option<&'a str>,
    /// The application's id at Discord, with which it can be added elsewhere.
    pub application: Option<u64>,
    /// What the host links to; those that find no room are left out.
    pub links: &'a [Link],
}

/// Whether the texts of questions are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Questions {
    /// For a while.
    Kept,
    /// Nothing is.
    Forgotten,
}

impl Composer<'_> {
    /// How to ask.
    #[must_use]
    pub fn help(&self) -> Reply {
        let draft = Draft {
            title: "How to ask me".into(),
            text: self.what_can_be_asked(),
            fields: vec![
                field(
                    "In your own words",
                    "`/ask`, a mention of me anywhere, or a direct message. Typos are fine; I ask back when it is close, and say so when I don't know.",
                ),
                field(
                    "Going on",
                    "Reply to an answer, or ask on within two minutes: \"and the other one?\", \"examples?\", \"the first one\". Edit your question, and my answer follows.",
                ),
                field(
                    "For somebody else",
                    "Right-click their message, then Apps, **Answer this**; or reply to it and mention me.",
                ),
                field(
                    "Side by side",
                    "`/compare` shows two roles at a glance, or in one respect; `/role` tells about one of them.",
                ),
                field(
                    "For your organisation",
                    "`/which`, with a description in your own words, tells which role suits you and why.",
                ),
                field("For fun", "`/quiz`: who does this? Five rounds."),
                field("Just looking", "`/topics` lists everything I can answer."),
                field("About me", "`/about` and `/privacy`."),
            ],
            ..Draft::default()
        };
        draft.arrange(Tone::Notice)
    }

    /// What runs here, and what it knows.
    #[must_use]
    pub fn about(&self, about: &About<'_>) -> Reply {
        let packs = self.knowledge.packs.iter().map(|pack| {
            let of_kind = Kind::ALL.into_iter().filter_map(|kind| {
                let count = pack.entries.iter().filter(|e| e.id.kind == kind).count();
                (count > 0).then(|| counted(kind, count))
            });
            let counts: Vec<String> = of_kind.collect();
            let phrasings: usize = pack.entries.iter().map(|entry| entry.ask.len()).sum();
            let mut text = format!(
                "{}\n{}; {phrasings} phrasings\nRevision `{}`",
                pack.description,
                counts.join(", "),
                Revision::of_pack(pack),
            );
            let sources: Vec<String> = pack.sources.iter().map(cited).collect();
            if !sources.is_empty() {
                text.push_str("\nFacts from: ");
                text.push_str(&sources.join("; "));
            }
            field(&pack.title, text.trim())
        });
        let links = links(about);
        let links = (!links.is_empty()).then(|| field("Links", &links));
        let draft = Draft {
            title: format!("Chiefly {}", about.version),
            text: "I answer questions from a knowledge file that moderators keep. I compare words and their spelling; no language model is involved, and I make nothing up.".into(),
            fields: packs.chain(links).collect(),
            footer: about
                .revision
                .map(|id| format!("Latest change of the knowledge: {id}"))
                .unwrap_or_default(),
            ..Draft::default()
        };
        draft.arrange(Tone::Notice)
    }

    /// What is kept of what people write.
    #[must_use]
    pub fn privacy(&self, questions: Questions) -> Reply {
        let kept = match questions {
            Questions::Kept => {
                "I keep the question for 30 days, so that moderators see what a change of the knowledge would answer differently; but not who asked, nor where. Then it is deleted. As I do not know which were yours, I cannot delete them sooner."
            }
            Questions::Forgotten => "I store nothing of it: not the question, not who asked.",
        };
        let draft = Draft {
            title: "Your privacy".into(),
            text: "My answers are ordinary messages; a private answer is seen by you alone.".into(),
            fields: vec![
                field(
                    "What I read",
                    "Only what is addressed to me: commands, messages that mention me or reply to me, what somebody has me answer by a right click, and direct messages. Where moderators want me to help unasked, I read along, and answer only questions.",
                ),
                field("What I keep of it", kept),
                field(
                    "What I keep in mind",
                    "So that you can go on with \"and the other one?\", for two minutes what I told you about; and for an hour which message of mine answers yours: delete yours, and mine goes, too. So that nobody floods a channel, for some minutes how often you ask.",
                ),
                field(
                    "Votes",
                    "Whether you find an answer helpful is kept for a year with a mark in place of you, so that your vote counts once and you can change it. Moderators see the numbers alone. The button below deletes all of yours.",
                ),
                field(
                    "When you moderate",
                    "Who changes what I know stands in its history by name, for as long as there is one. Whoever hosts me can delete it.",
                ),
            ],
            buttons: vec![Button::new("Forget my votes", Deed::ForgetVotes)],
            ..Draft::default()
        };
        draft.arrange(Tone::Notice)
    }
}

/// A source with its author, linked where it has an address.
fn cited(source: &Source) -> String {
    let title = match &source.url {
        Some(url) => linked(&source.title, url),
        None => source.title.clone(),
    };
    match &source.author {
        Some(author) => format!("{title}, {author}"),
        None => title,
    }
}

/// Brackets in the title or the address would end the link early.
fn linked(title: &str, url: &str) -> String {
    let title = title.replace('[', "(").replace(']', ")");
    let url = url.replace('(', "%28").replace(')', "%29");
    format!("[{title}]({url})")
}

/// A line for each link, as many as find room.
fn links(about: &About<'_>) -> String {
    let invitation = about.application.map(|id| {
        let url = format!("https://discord.com/oauth2/authorize?client_id={id}");
        linked("Add me to a server, or to your account", &url)
    });
    let others = about.links.iter();
    let others = others.map(|link| linked(&clip(&link.title, LINK_TITLE_MAX), &link.url));
    let mut lines = String::new();
    for line in invitation.into_iter().chain(others) {
        let room = limits::FIELD_VALUE.saturating_sub(lines.chars().count());
        if line.chars().count() < room {
            lines.push_str(&line);
            lines.push('\n');
        }
    }
    lines.trim_end().to_owned()
}

/// `1 role`, `10 dimensions`.
fn counted(kind: Kind, count: usize) -> String {
    let (one, many) = match kind {
        Kind::Role => ("role", "roles"),
        Kind::Dimension => ("dimension", "dimensions"),
        Kind::Faq => ("common question", "common questions"),
        Kind::Situation => ("situation", "situations"),
        Kind::Topic => ("further topic", "further topics"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

fn field(name: &str, value: &str) -> Field {
    Field {
        name: name.to_owned(),
        value: value.to_owned(),
        inline: false,
    }
}
