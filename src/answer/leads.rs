//! What leads on from an answer: the other role's side, and what is worth reading next.

use super::{
    action::{Deed, Place, Verb},
    compose::Composer,
    limits,
    reply::Button,
    revision::RoleTag,
    subject::Subject,
};
use crate::knowledge::{Detail, Entry};

/// How many other roles an answer offers.
const OTHERS_MAX: usize = 2;

impl Composer<'_> {
    /// The other role's side, then what is worth reading next: one row.
    pub(super) fn leads(&self, entry: &Entry, asked: Option<&str>) -> Vec<Button> {
        let mut buttons = Vec::new();
        let mut shown = Vec::new();
        for (role, other) in self.other_sides(entry, asked) {
            let verb = Verb::Turn;
            let subject = Subject::of(other, Some(&role.id.slug));
            buttons.push(Button::new(and_the(role), Deed::Show { verb, subject }));
            shown.push(&other.id);
        }
        // What stands there as the other side is not offered twice.
        let related = entry.related.iter().filter(|id| !shown.contains(id));
        let related: Vec<&Entry> = related
            .filter_map(|id| self.knowledge.entry(id))
            .take(limits::ROW_BUTTONS - buttons.len())
            .collect();
        buttons.extend(self.buttons(Verb::Open, &related, asked));
        buttons
    }

    /// The other roles, each with the entry that says of it what this one says of its own; none when
    /// the entry is about no single role.
    fn other_sides<'e>(
        &'e self,
        entry: &'e Entry,
        asked: Option<&str>,
    ) -> Vec<(&'e Entry, &'e Entry)> {
        let own = match &entry.detail {
            Detail::Role { .. } => Some(entry.id.slug.as_str()),
            Detail::Dimension { .. } => asked.filter(|slug| self.knowledge.role(slug).is_some()),
            Detail::Situation { role } => Some(role.as_str()),
            Detail::Faq | Detail::Topic => None,
        };
        let Some(own) = own else { return Vec::new() };
        let others = self.roles_beside(entry).filter(|role| role.id.slug != own);
        let sides = others.filter_map(|other| match &entry.detail {
            Detail::Role { .. } => Some((other, other)),
            Detail::Situation { .. } => {
                let mut entries = self.knowledge.entries();
                let situation = entries.find(|entry| {
                    matches!(&entry.detail, Detail::Situation { role } if *role == other.id.slug)
                });
                Some((other, situation?))
            }
            _ => entry.side(&other.id.slug).map(|_| (other, entry)),
        });
        sides.take(OTHERS_MAX).collect()
    }

    /// The other roles' sides of a dimension beside a profile, or their profiles.
    pub(super) fn other_profiles(&self, role: &Entry, dimension: Option<&Entry>) -> Vec<Button> {
        let others = self.roles_beside(role).filter(|other| other.id != role.id);
        let buttons = others.take(OTHERS_MAX).map(|other| {
            let deed = Deed::Side {
                role: RoleTag::of(&other.id.slug),
                at: Some(Place {
                    dimension: dimension.map(|dimension| dimension.id.slug.clone()),
                    page: 0,
                }),
            };
            Button::new(and_the(other), deed)
        });
        buttons.collect()
    }

    /// A button for each entry.
    pub(super) fn buttons(
        &self,
        verb: Verb,
        entries: &[&Entry],
        role: Option<&str>,
    ) -> Vec<Button> {
        entries
            .iter()
            .map(|entry| {
                let subject = Subject::of(entry, role);
                Button::new(self.label(entry), Deed::Show { verb, subject })
            })
            .collect()
    }
}

fn and_the(role: &Entry) -> String {
    format!("And the {}?", role.short())
}
