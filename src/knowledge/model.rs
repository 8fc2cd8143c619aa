//! What a pack says once it has been read: plain data, no positions needed to understand it.

use std::{fmt, ops::Range, path::PathBuf, str::FromStr};

use serde::{Deserialize, Serialize};

/// The kinds of entries a pack can hold, in the order in which lists show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A profile of one role.
    Role,
    /// One row of the comparison between roles.
    Dimension,
    /// A question with its answer.
    Faq,
    /// Which role suits which kind of organisation.
    Situation,
    /// Anything else worth asking.
    Topic,
}

impl Kind {
    /// Every kind, in display order.
    pub const ALL: [Self; 5] = [
        Self::Role,
        Self::Dimension,
        Self::Faq,
        Self::Situation,
        Self::Topic,
    ];

    /// The kind as it is written in a pack and in an id, such as `faq`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Dimension => "dimension",
            Self::Faq => "faq",
            Self::Situation => "situation",
            Self::Topic => "topic",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The longest slug, in characters.
pub const SLUG_MAX: usize = 48;

/// Whether `text` can be the part of an id behind the colon: `[a-z0-9-]{1,48}`.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (1..=SLUG_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A full entry id: `kind:slug`, unique over all packs.
///
/// ```
/// use chiefly::knowledge::{EntryId, Kind};
///
/// let id: EntryId = "faq:one-person-both".parse()?;
/// assert_eq!(id.kind, Kind::Faq);
/// assert_eq!(id.to_string(), "faq:one-person-both");
/// # Ok::<(), chiefly::knowledge::EntryIdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// What the entry is.
    pub kind: Kind,
    /// Its name within the kind, `[a-z0-9-]{1,48}`.
    pub slug: String,
}

/// Why a text is no entry id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryIdError {
    /// There is no colon in it.
    #[error("an entry id has the form `kind:slug`")]
    NoColon,
    /// What stands before the colon is none of the five kinds.
    #[error("the kind is one of role, dimension, faq, situation, topic")]
    UnknownKind,
    /// What stands behind the colon is not `[a-z0-9-]{1,48}`.
    #[error("the slug is 1 to 48 of a-z, 0-9 and `-`")]
    BadSlug,
}

impl<'de> Deserialize<'de> for EntryId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl FromStr for EntryId {
    type Err = EntryIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, slug) = text.split_once(':').ok_or(EntryIdError::NoColon)?;
        let kind = Kind::ALL
            .into_iter()
            .find(|k| k.as_str() == kind)
            .ok_or(EntryIdError::UnknownKind)?;
        if !is_slug(slug) {
            return Err(EntryIdError::BadSlug);
        }
        Ok(Self {
            kind,
            slug: slug.to_owned(),
        })
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.slug)
    }
}

impl Serialize for EntryId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A place in one of the files that a [`Knowledge`] was loaded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file, as it was named when it was loaded.
    pub file: PathBuf,
    /// Bytes of the file's text.
    pub span: Range<usize>,
}

/// One thing that can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Unique over all packs.
    pub id: EntryId,
    /// A role's name, a FAQ's question, every other kind's title.
    pub title: String,
    /// Further ways in which people put the question.
    pub ask: Vec<String>,
    /// Words that point here without being a question.
    pub keywords: Vec<String>,
    /// The answer, in Discord's markdown.
    pub answer: String,
    /// Entries worth reading next.
    pub related: Vec<EntryId>,
    /// Near misses that this entry must not answer.
    pub reject: Vec<String>,
    /// Who looks after the entry.
    pub owner: Option<String>,
    /// Where its facts come from.
    pub source: Option<String>,
    /// The day by which somebody should read it again, `YYYY-MM-DD`.
    pub review_by: Option<String>,
    /// A picture to show with the answer: an `http(s)` address.
    pub image: Option<String>,
    /// Where to read on: an `http(s)` address.
    pub url: Option<String>,
    /// What only entries of this kind have.
    pub detail: Detail,
    /// Where the entry is defined: its table header.
    pub location: Location,
}

/// What only entries of one kind have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// A role: the entry's title is its full name.
    Role {
        /// The abbreviation that people use, such as `CTO`; the name when the pack gives none.
        short: String,
        /// Other names of the role.
        aliases: Vec<String>,
    },
    /// A row of the comparison.
    Dimension {
        /// What it means for each role, in the order of the file; a missing role is not covered.
        sides: Vec<Side>,
    },
    /// A question.
    Faq,
    /// An organisation's situation.
    Situation {
        /// The slug of the role that suits it.
        role: String,
    },
    /// Anything else.
    Topic,
}

/// One role's cell in a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The slug of the role.
    pub role: String,
    /// What the dimension means for it.
    pub text: String,
    /// Examples, each a sentence.
    pub examples: Vec<String>,
}

/// Where a pack's facts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Its author.
    pub author: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// A promise: this question is answered by this entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// The question.
    pub ask: String,
    /// The entry that answers it.
    pub entry: EntryId,
    /// Where the promise stands: its `ask` value.
    pub location: Location,
}

/// A question that nothing in the pack answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffTopic {
    /// The question.
    pub ask: String,
    /// Where it stands.
    pub location: Location,
}

/// One knowledge file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The file's name without its ending, such as `cto-cio`.
    pub name: String,
    /// The file it was read from.
    pub file: PathBuf,
    /// What it is about, in a few words; its name when the file gives no title.
    pub title: String,
    /// What it is about, in a sentence or two; may be empty.
    pub description: String,
    /// Where its facts come from.
    pub sources: Vec<Source>,
    /// Its entries, by kind and then in the order of the file.
    pub entries: Vec<Entry>,
    /// Groups of words that mean the same in this pack.
    pub synonyms: Vec<Vec<String>>,
    /// Questions that nothing here answers.
    pub off_topic: Vec<OffTopic>,
    /// Promises, replayed on every edit.
    pub expects: Vec<Expect>,
}

/// Everything the bot knows: all packs, in name order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// The packs.
    pub packs: Vec<Pack>,
}

impl Knowledge {
    /// All entries of all packs; an entry's position here is its index in the matcher.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.packs.iter().flat_map(|pack| &pack.entries)
    }

    /// The entry with this id.
    #[must_use]
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.entries().find(|entry| entry.id == *id)
    }

    /// The roles, in the order of the packs.
    pub fn roles(&self) -> impl Iterator<Item = &Entry> {
        self.entries().filter(|entry| entry.id.kind == Kind::Role)
    }

    /// The role with this slug.
    #[must_use]
    pub fn role(&self, slug: &str) -> Option<&Entry> {
        self.roles().find(|entry| entry.id.slug == slug)
    }
}

impl Entry {
    /// How a role is called in running text: its abbreviation; for other kinds the title.
    #[must_use]
    pub fn short(&self) -> &str {
        match &self.detail {
            Detail::Role { short, .. } => short,
            _ => &self.title,
        }
    }

    /// A dimension's cell for one role; `None` when it is not covered or this is no dimension.
    #[must_use]
    pub fn side(&self, role: &str) -> Option<&Side> {
        match &self.detail {
            Detail::Dimension { sides } => sides.iter().find(|side| side.role == role),
            _ => None,
        }
    }
}
