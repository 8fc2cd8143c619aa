//! The examples of an entry, without the rest.

use super::{
    action::{Deed, Part},
    compose::{Composer, full_name},
    draft::Draft,
    reply::{Field, Reply, Tone},
    subject::Subject,
};
use crate::knowledge::{Detail, Entry, Kind};

impl Composer<'_> {
    /// Examples of a dimension, of one role's or of all sides; of a role, one for each dimension.
    /// `None` when there are none.
    #[must_use]
    pub fn examples(&self, entry: &Entry, role: Option<&str>) -> Option<Reply> {
        Some(self.examples_draft(entry, role)?.arrange(Tone::Answer))
    }

    pub(super) fn examples_draft(&self, entry: &Entry, role: Option<&str>) -> Option<Draft> {
        let (subject, fields) = match &entry.detail {
            Detail::Dimension { sides } => {
                let asked = role.and_then(|slug| self.knowledge.role(slug));
                let shown = sides
                    .iter()
                    .filter(|side| asked.is_none_or(|role| role.id.slug == side.role));
                let fields = shown.filter_map(|side| {
                    let role = self.knowledge.role(&side.role)?;
                    field(role.short(), &side.examples)
                });
                let subject = match asked {
                    Some(role) => format!("{}: {}", entry.title, role.short()),
                    None => self.label(entry),
                };
                (subject, fields.collect::<Vec<_>>())
            }
            Detail::Role { short, .. } => {
                let entries = self.knowledge.entries();
                let dimensions = entries.filter(|other| other.id.kind == Kind::Dimension);
                let fields = dimensions.filter_map(|dimension| {
                    let side = dimension.side(&entry.id.slug)?;
                    field(&dimension.title, side.examples.get(..1)?)
                });
                (full_name(&entry.title, short), fields.collect())
            }
            _ => return None,
        };
        if fields.is_empty() {
            return None;
        }
        let about = Subject::of(entry, role);
        Some(Draft {
            title: format!("Examples: {subject}"),
            fields,
            paged: Some(Deed::Page {
                part: Part::Examples,
                subject: about.clone(),
                page: 0,
            }),
            subject: Some(about),
            buttons: self.leads(entry, role),
            ..Draft::default()
        })
    }
}

fn field(name: &str, examples: &[String]) -> Option<Field> {
    let lines: Vec<String> = examples.iter().map(|one| format!("- {one}")).collect();
    (!lines.is_empty()).then(|| Field {
        name: name.to_owned(),
        value: lines.join("\n"),
        inline: false,
    })
}
