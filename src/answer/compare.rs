//! Roles side by side, and one role's side of every dimension.

use super::{
    action::Deed,
    compose::{Composer, cell, full_name, join},
    limits,
    reply::{Choice, Draft, Field, Menu, Reply, Tone},
    revision::RoleTag,
    subject::Subject,
};
use crate::knowledge::{Entry, Kind};

/// The menu's value for everything at a glance; no dimension has it for a slug. With a number behind
/// it, it is that part of everything, counted from 0.
const AT_A_GLANCE: &str = "*";
/// When one menu does not hold all dimensions, so many of them come at once, with what leads to the
/// others.
const PART: usize = limits::CHOICES - 3;
/// Leads to the next ones.
const MORE: &str = "Show more of them";
/// Leads to the ones before.
const BEFORE: &str = "Show the ones before";

impl Composer<'_> {
    /// Two roles compared in one dimension, or, without one that there is, at a glance in all; by
    /// slug. Without two roles to compare, says so.
    #[must_use]
    pub fn compare(
        &self,
        dimension: Option<&str>,
        first: Option<&str>,
        second: Option<&str>,
    ) -> Reply {
        let Some([first, second]) = self.two_roles(first, second) else {
            return self.cannot_compare();
        };
        let chosen = dimension.and_then(|slug| self.dimension(slug));
        let names = join(&[first.short(), second.short()]);
        let mut draft = match chosen {
            Some(dimension) => Draft {
                title: format!("{}: {names}", dimension.title),
                text: dimension.answer.clone(),
                fields: [first, second].map(|role| column(dimension, role)).into(),
                subject: Some(Subject::of(dimension, None)),
                ..Draft::default()
            },
            None => Draft {
                title: format!("{names} at a glance"),
                fields: self
                    .part(dimension)
                    .0
                    .into_iter()
                    .map(|dimension| row(dimension, [first, second]))
                    .collect(),
                ..Draft::default()
            },
        };
        if draft.fields.is_empty() {
            return self.cannot_compare();
        }
        let deed = Deed::Compare {
            first: RoleTag::of(&first.id.slug),
            second: RoleTag::of(&second.id.slug),
        };
        draft.menus.push(self.dimension_menu(
            "Compare them in…",
            "Everything at a glance",
            deed,
            dimension,
        ));
        draft.arrange(Tone::Answer).0
    }

    /// A role's profile with a menu of its sides, or, with a dimension, that side; by slug.
    #[must_use]
    pub fn role(&self, role: &str, dimension: Option<&str>) -> Reply {
        let Some(role) = self.knowledge.role(role) else {
            return self.no_such_role();
        };
        let chosen = dimension;
        let dimension = chosen.and_then(|slug| self.dimension(slug));
        let mut draft = match dimension {
            Some(dimension) => Draft {
                title: format!("{}: {}", dimension.title, role.short()),
                text: cell(dimension, role),
                subject: Some(Subject::of(dimension, Some(&role.id.slug))),
                ..Draft::default()
            },
            None => self.draft(role, Some(&role.id.slug)),
        };
        // Turned to another role, the menu stays.
        let mut buttons = self.other_profiles(role, dimension);
        draft.buttons.retain(|button| !button.turns());
        buttons.append(&mut draft.buttons);
        draft.buttons = buttons;
        let deed = Deed::Side {
            role: RoleTag::of(&role.id.slug),
            dimension: None,
        };
        let placeholder = format!("The {}'s side of…", role.short());
        draft
            .menus
            .push(self.dimension_menu(&placeholder, "The whole profile", deed, chosen));
        draft.arrange(Tone::Answer).0
    }

    fn dimensions(&self) -> impl Iterator<Item = &Entry> {
        let entries = self.knowledge.entries();
        entries.filter(|entry| entry.id.kind == Kind::Dimension)
    }

    /// The roles to compare: those named, else the first ones of the packs.
    fn two_roles(&self, first: Option<&str>, second: Option<&str>) -> Option<[&Entry; 2]> {
        let named = |slug: Option<&str>| slug.map(|slug| self.knowledge.role(slug));
        let other = |than: Option<&Entry>| {
            let mut roles = self.knowledge.roles();
            roles.find(|role| than.is_none_or(|than| role.id != than.id))
        };
        let second_named = named(second);
        let first = match named(first) {
            Some(role) => role?,
            None => other(second_named.flatten())?,
        };
        let second = match second_named {
            Some(role) => role?,
            None => other(Some(first))?,
        };
        (first.id != second.id).then_some([first, second])
    }

    fn dimension(&self, slug: &str) -> Option<&Entry> {
        self.dimensions().find(|entry| entry.id.slug == slug)
    }

    /// The dimensions as menus hold them, and which of these parts holds what is chosen.
    fn part(&self, chosen: Option<&str>) -> (Vec<&Entry>, usize, usize) {
        let all: Vec<&Entry> = self.dimensions().collect();
        let size = if all.len() < limits::CHOICES {
            all.len().max(1)
        } else {
            PART
        };
        let parts = all.len().div_ceil(size);
        let named = chosen.and_then(|chosen| chosen.strip_prefix(AT_A_GLANCE)?.parse().ok());
        let held = || all.iter().position(|d| chosen == Some(d.id.slug.as_str()));
        let part = named.or_else(|| held().map(|at| at / size)).unwrap_or(0);
        let part = part.min(parts.saturating_sub(1));
        let dimensions = all.into_iter().skip(part * size).take(size);
        (dimensions.collect(), part, parts)
    }

    fn dimension_menu(
        &self,
        placeholder: &str,
        all: &str,
        deed: Deed,
        chosen: Option<&str>,
    ) -> Menu {
        let (dimensions, part, parts) = self.part(chosen);
        let choice = |label: &str, value: String| Choice {
            label: label.to_owned(),
            value,
        };
        let mut choices = vec![choice(all, AT_A_GLANCE.into())];
        choices.extend(dimensions.into_iter().map(|dimension| Choice {
            label: dimension.title.clone(),
            value: dimension.id.slug.clone(),
        }));
        if part > 0 {
            choices.push(choice(BEFORE, format!("{AT_A_GLANCE}{}", part - 1)));
        }
        if part + 1 < parts {
            choices.push(choice(MORE, format!("{AT_A_GLANCE}{}", part + 1)));
        }
        Menu {
            placeholder: placeholder.to_owned(),
            action: deed.into(),
            choices,
        }
    }

    fn cannot_compare(&self) -> Reply {
        let roles: Vec<&str> = self.knowledge.roles().map(Entry::short).collect();
        let draft = Draft {
            title: "I cannot compare these".into(),
            text: if roles.len() < 2 {
                "There are no two roles to compare yet.".into()
            } else {
                format!("Name two different ones of {}.", join(&roles))
            },
            ..Draft::default()
        };
        draft.arrange(Tone::Abstain).0
    }

    fn no_such_role(&self) -> Reply {
        let roles: Vec<String> = self
            .knowledge
            .roles()
            .map(|role| full_name(&role.title, role.short()))
            .collect();
        let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
        let draft = Draft {
            title: "I don't know that role".into(),
            text: format!("I can tell you about {}.", join(&roles)),
            ..Draft::default()
        };
        draft.arrange(Tone::Abstain).0
    }
}

/// A role's cell, to stand beside another.
fn column(dimension: &Entry, role: &Entry) -> Field {
    Field {
        name: role.short().to_owned(),
        value: cell(dimension, role),
        inline: true,
    }
}

/// A dimension's cells one below the other, without examples.
fn row(dimension: &Entry, roles: [&Entry; 2]) -> Field {
    let lines = roles.map(|role| {
        let side = dimension.side(&role.id.slug);
        let text = side.map_or("*not covered*", |side| side.text.as_str());
        format!("**{}:** {text}", role.short())
    });
    Field {
        name: dimension.title.clone(),
        value: lines.join("\n"),
        inline: false,
    }
}
