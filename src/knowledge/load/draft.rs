//! A pack as it was read: with a place for everything, before anything is compared with anything
//! else.

use std::{ops::Range, path::PathBuf};

use crate::document::{Document, Named, Table, Text, quoted};

use super::{
    super::{EntryId, Kind, SLUG_MAX, Source, is_slug},
    shapes,
};

/// One pack.
pub(super) struct Draft {
    pub(super) file: PathBuf,
    pub(super) title: Option<Text>,
    pub(super) description: Option<Text>,
    pub(super) sources: Vec<Source>,
    /// By kind, then in the order of the file.
    pub(super) entries: Vec<EntryDraft>,
    pub(super) synonyms: Vec<Vec<String>>,
    pub(super) off_topic: Vec<Text>,
    pub(super) expects: Vec<ExpectDraft>,
}

/// One entry; what is missing or malformed has been reported and is absent here.
pub(super) struct EntryDraft {
    pub(super) kind: Kind,
    pub(super) header: Range<usize>,
    pub(super) id: Option<IdDraft>,
    pub(super) title: Option<Text>,
    pub(super) short: Option<Text>,
    pub(super) aliases: Vec<Text>,
    pub(super) ask: Vec<Text>,
    pub(super) keywords: Vec<Text>,
    pub(super) answer: Option<Text>,
    pub(super) related: Vec<Text>,
    pub(super) reject: Vec<Text>,
    pub(super) owner: Option<Text>,
    pub(super) source: Option<Text>,
    pub(super) review_by: Option<Text>,
    pub(super) image: Option<Text>,
    pub(super) url: Option<Text>,
    /// The role of a situation.
    pub(super) role: Option<Text>,
    /// The cells of a dimension.
    pub(super) sides: Vec<SideDraft>,
}

/// An entry's id; one that is out of form is replaced by the nearest good one.
pub(super) struct IdDraft {
    pub(super) id: EntryId,
    pub(super) span: Range<usize>,
    /// Whether it stands in the file as it stands here.
    pub(super) is_written: bool,
}

/// A role's cell in a dimension.
pub(super) struct SideDraft {
    pub(super) role: Text,
    pub(super) text: Option<Text>,
    pub(super) examples: Vec<Text>,
}

/// A promise.
pub(super) struct ExpectDraft {
    pub(super) ask: Text,
    pub(super) entry: Text,
}

impl EntryDraft {
    /// How messages call the entry.
    pub(super) fn called(&self) -> String {
        match (&self.id, &self.title) {
            (Some(id), _) => format!("`{}`", id.id),
            (None, Some(title)) => quoted(&title.value),
            (None, None) => format!("a `[[{}]]` without an id", self.kind),
        }
    }

    /// The texts that count as questions which this entry answers.
    pub(super) fn phrasings(&self) -> impl Iterator<Item = &Text> {
        self.title.iter().chain(&self.ask)
    }
}

impl Draft {
    /// Reads a pack; `None` when it is of a schema that this version does not know.
    pub(super) fn read(document: &Document<'_>) -> Option<Self> {
        let mut top = document.root(&shapes::PACK);
        let schema = top.need_integer("schema", 1);
        if let Some((schema, span)) = schema
            && schema != 1
        {
            document.report(
                document
                    .error("unsupported-schema", span, "this schema is not known")
                    .help("this version of chiefly reads `schema = 1`"),
            );
            return None;
        }
        let draft = Self {
            file: document.file().to_owned(),
            title: top.text("title"),
            description: top.text("description"),
            sources: top
                .tables("source", &shapes::SOURCE)
                .into_iter()
                .filter_map(read_source)
                .collect(),
            entries: Kind::ALL
                .into_iter()
                .flat_map(|kind| {
                    let tables = top.tables(kind.as_str(), shapes::of(kind));
                    tables.into_iter().map(move |table| read_entry(kind, table))
                })
                .collect(),
            synonyms: top
                .tables("synonym", &shapes::SYNONYM)
                .into_iter()
                .filter_map(read_synonym)
                .collect(),
            off_topic: top
                .tables("off_topic", &shapes::OFF_TOPIC)
                .into_iter()
                .flat_map(read_off_topic)
                .collect(),
            expects: top
                .tables("expect", &shapes::EXPECT)
                .into_iter()
                .filter_map(read_expect)
                .collect(),
        };
        top.finish();
        Some(draft)
    }
}

fn read_source(mut table: Table<'_>) -> Option<Source> {
    let title = table.need_text("title");
    let author = table.text("author");
    let url = table.address("url");
    table.finish();
    Some(Source {
        title: title?.value,
        author: author.map(|text| text.value),
        url: url.map(|text| text.value),
    })
}

fn read_entry(kind: Kind, mut table: Table<'_>) -> EntryDraft {
    let (mut short, mut aliases, mut role, mut sides) = (None, Vec::new(), None, Vec::new());
    match kind {
        Kind::Role => {
            short = table.text("short");
            aliases = table.texts("aliases");
        }
        Kind::Dimension => sides = read_sides(&mut table),
        Kind::Situation => role = table.need_text("role"),
        Kind::Faq | Kind::Topic => {}
    }
    let entry = EntryDraft {
        kind,
        header: table.header(),
        id: read_id(kind, &mut table),
        title: table.need_text(shapes::title_key(kind)),
        short,
        aliases,
        ask: table.texts("ask"),
        keywords: table.texts("keywords"),
        answer: table.need_text("answer"),
        related: table.texts("related"),
        reject: table.texts("reject"),
        owner: table.text("owner"),
        source: table.text("source"),
        review_by: table.date("review_by"),
        image: table.address("image"),
        url: table.address("url"),
        role,
        sides,
    };
    table.finish();
    entry
}

fn read_id(kind: Kind, table: &mut Table<'_>) -> Option<IdDraft> {
    let Text { value, span } = table.need_text("id")?;
    if is_slug(&value) {
        let id = EntryId { kind, slug: value };
        return Some(IdDraft {
            id,
            span,
            is_written: true,
        });
    }
    let bare = value
        .split_once(':')
        .filter(|(prefix, _)| Kind::ALL.iter().any(|kind| kind.as_str() == *prefix));
    let slug = slug_from(bare.map_or(value.as_str(), |(_, slug)| slug));
    let help = match (&slug, bare) {
        (Some(slug), Some(_)) => format!("write `{slug}`: the kind is known from `[[{kind}]]`"),
        (Some(slug), None) => format!("write `{slug}`, for instance"),
        (None, _) => "write a short name such as `budget-size`".to_owned(),
    };
    let document = table.document();
    let message = format!(
        "{} is no id: it takes 1 to {SLUG_MAX} of a-z, 0-9 and `-`",
        quoted(&value)
    );
    document.report(document.error("bad-id", span.clone(), message).help(help));
    let id = EntryId { kind, slug: slug? };
    Some(IdDraft {
        id,
        span,
        is_written: false,
    })
}

/// The nearest good id to a text; `None` when there is nothing in it to make one of.
pub(in crate::knowledge) fn slug_from(text: &str) -> Option<String> {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

    let mut slug = String::new();
    let text = text.replace('ß', "ss");
    for c in text.nfkd().filter(|&c| !is_combining_mark(c) && c != '\'') {
        if slug.len() == SLUG_MAX {
            break;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    (!slug.is_empty()).then_some(slug)
}

fn read_sides(table: &mut Table<'_>) -> Vec<SideDraft> {
    let mut sides = Vec::new();
    for Named { name, mut table } in table.named_tables("roles", &shapes::SIDE) {
        sides.push(SideDraft {
            role: name,
            text: table.need_text("text"),
            examples: table.texts("examples"),
        });
        table.finish();
    }
    sides
}

fn read_synonym(mut table: Table<'_>) -> Option<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    let given = table.need_texts("words");
    for word in &given {
        if !words
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&word.value))
        {
            words.push(word.value.clone());
        }
    }
    let enough = words.len() >= 2;
    if let Some((count, span)) = table.list("words")
        && !enough
        && count == given.len()
    {
        let document = table.document();
        document.report(
            document
                .error(
                    "empty-list",
                    span,
                    "a group of synonyms needs at least two different words",
                )
                .help("write `words = [\"boss\", \"leader\"]`, or take the group out"),
        );
    }
    table.finish();
    enough.then_some(words)
}

fn read_off_topic(mut table: Table<'_>) -> Vec<Text> {
    let ask = table.need_texts("ask");
    if let Some((0, span)) = table.list("ask") {
        let document = table.document();
        document.report(
            document
                .error("empty-list", span, "`ask` is an empty list")
                .help("write `ask = [\"what does a CFO earn\"]`, or take the table out"),
        );
    }
    table.finish();
    ask
}

fn read_expect(mut table: Table<'_>) -> Option<ExpectDraft> {
    let ask = table.need_text("ask");
    let entry = table.need_text("entry");
    table.finish();
    Some(ExpectDraft {
        ask: ask?,
        entry: entry?,
    })
}
