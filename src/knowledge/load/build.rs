//! From drafts to the model: what is complete, and names nothing that is not there.

use std::{collections::HashSet, path::Path};

use super::{
    super::{Detail, Entry, EntryId, Expect, Kind, Knowledge, Location, OffTopic, Pack, Side},
    draft::{Draft, EntryDraft, SideDraft},
};
use crate::document::Text;

/// Leaves out what lacks something that it needs, ids that are taken, and references to what is
/// left out.
pub(super) fn build(drafts: Vec<Draft>) -> Knowledge {
    let mut taken = HashSet::new();
    let packs = drafts
        .into_iter()
        .map(|draft| build_pack(draft, &mut taken))
        .collect();
    let mut knowledge = Knowledge { packs };
    knowledge.prune();
    knowledge
}

fn build_pack(draft: Draft, taken: &mut HashSet<EntryId>) -> Pack {
    let file = draft.file;
    let name = file
        .file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut entries = Vec::with_capacity(draft.entries.len());
    for entry in draft.entries {
        if let Some(entry) = build_entry(entry, &file)
            && taken.insert(entry.id.clone())
        {
            entries.push(entry);
        }
    }
    Pack {
        title: value(draft.title).unwrap_or_else(|| name.clone()),
        description: value(draft.description).unwrap_or_default(),
        sources: draft.sources,
        entries,
        synonyms: draft.synonyms,
        off_topic: draft
            .off_topic
            .into_iter()
            .map(|ask| OffTopic {
                location: location(&file, &ask),
                ask: ask.value,
            })
            .collect(),
        expects: draft
            .expects
            .into_iter()
            .filter_map(|expect| {
                Some(Expect {
                    entry: expect.entry.value.parse().ok()?,
                    location: location(&file, &expect.ask),
                    ask: expect.ask.value,
                })
            })
            .collect(),
        name,
        file,
    }
}

fn build_entry(draft: EntryDraft, file: &Path) -> Option<Entry> {
    let title = draft.title?.value;
    let detail = match draft.kind {
        Kind::Role => Detail::Role {
            short: value(draft.short).unwrap_or_else(|| title.clone()),
            aliases: values(draft.aliases),
        },
        Kind::Dimension => Detail::Dimension {
            sides: draft.sides.into_iter().filter_map(build_side).collect(),
        },
        Kind::Faq => Detail::Faq,
        Kind::Situation => Detail::Situation {
            role: value(draft.role)?,
        },
        Kind::Topic => Detail::Topic,
    };
    Some(Entry {
        id: draft.id?.id,
        title,
        ask: values(draft.ask),
        keywords: values(draft.keywords),
        answer: draft.answer?.value,
        related: draft
            .related
            .iter()
            .filter_map(|related| related.value.parse().ok())
            .collect(),
        reject: values(draft.reject),
        owner: value(draft.owner),
        source: value(draft.source),
        review_by: value(draft.review_by),
        image: value(draft.image),
        url: value(draft.url),
        detail,
        location: Location {
            file: file.to_owned(),
            span: draft.header,
        },
    })
}

fn build_side(draft: SideDraft) -> Option<Side> {
    Some(Side {
        role: draft.role.value,
        text: draft.text?.value,
        examples: values(draft.examples),
    })
}

fn location(file: &Path, text: &Text) -> Location {
    Location {
        file: file.to_owned(),
        span: text.span.clone(),
    }
}

fn value(text: Option<Text>) -> Option<String> {
    text.map(|text| text.value)
}

fn values(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}
