//! Roles side by side, and one role's side of every dimension.

use super::{
    action::{Deed, Place},
    compose::{Composer, cell, full_name, join},
    draft::{Draft, turning},
    limits,
    reply::{Choice, Field, Menu, Reply, Tone},
    revision::RoleTag,
    subject::Subject,
};
use crate::knowledge::{Entry, Kind};

/// The menu's value for everything at a glance; no dimension has it for a slug.
const AT_A_GLANCE: &str = "*";
/// Begins the menu's value for other dimensions, before the number of the first one.
const FURTHER: char = '>';
/// Leads to the next ones.
const MORE: &str = "Show more of them";
/// Leads to the ones before.
const BEFORE: &str = "Show the ones before";
/// How much text of a comparison stands on a page: the rest is for the title.
const GLANCE: usize = limits::EMBEDS_TOTAL - 512;

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
        let dimension = dimension.map(str::to_owned);
        self.compare_at(&Place { dimension, page: 0 }, first, second)
    }

    /// The same at a page.
    #[must_use]
    pub fn compare_at(&self, at: &Place, first: Option<&str>, second: Option<&str>) -> Reply {
        let Some(roles @ [first, second]) = self.two_roles(first, second) else {
            return self.cannot_compare();
        };
        let names = join(&[first.short(), second.short()]);
        let deed = |at: Option<Place>| Deed::Compare {
            first: RoleTag::of(&first.id.slug),
            second: RoleTag::of(&second.id.slug),
            at,
        };
        let menu = |from: usize| {
            self.dimension_menu(
                "Compare them in…",
                "Everything at a glance",
                deed(None),
                from,
            )
        };
        let chosen = at
            .dimension
            .as_deref()
            .and_then(|slug| self.dimension(slug));
        if let Some((at_menu, dimension)) = chosen {
            let draft = Draft {
                title: format!("{}: {names}", dimension.title),
                text: dimension.answer.clone(),
                fields: roles.map(|role| column(dimension, role)).into(),
                subject: Some(Subject::of(dimension, None)),
                buttons: self.leads(dimension, None),
                paged: Some(deed(Some(at.clone()))),
                menus: vec![menu(at_menu)],
                ..Draft::default()
            };
            return draft.arrange_page(Tone::Answer, at.page);
        }
        let rows = self.dimensions().map(|dimension| row(dimension, roles));
        let pages = glance_pages(rows, self.menu_size());
        let page = match at.dimension.as_deref().and_then(further) {
            Some(from) => pages.iter().rposition(|(first, _)| *first <= from),
            None => Some(at.page),
        };
        let page = page.unwrap_or_default().min(pages.len().saturating_sub(1));
        let count = pages.len();
        let Some((from, fields)) = pages.into_iter().nth(page) else {
            return self.cannot_compare();
        };
        let mut draft = Draft {
            title: format!("{names} at a glance"),
            fields,
            menus: vec![menu(from)],
            buttons: turning(Some(&deed(None)), None, page, count),
            ..Draft::default()
        };
        if count > 1 {
            draft.footer = format!("Page {} of {count}", page + 1);
        }
        draft.arrange(Tone::Answer)
    }

    /// A role's profile with a menu of its sides, or, with a dimension, that side; by slug.
    #[must_use]
    pub fn role(&self, role: &str, dimension: Option<&str>) -> Reply {
        let dimension = dimension.map(str::to_owned);
        self.role_at(role, &Place { dimension, page: 0 })
    }

    /// The same at a page.
    #[must_use]
    pub fn role_at(&self, role: &str, at: &Place) -> Reply {
        let Some(role) = self.knowledge.role(role) else {
            return self.no_such_role();
        };
        let chosen = at
            .dimension
            .as_deref()
            .and_then(|slug| self.dimension(slug));
        let mut draft = match chosen {
            Some((_, dimension)) => Draft {
                title: format!("{}: {}", dimension.title, role.short()),
                text: cell(dimension, role),
                subject: Some(Subject::of(dimension, Some(&role.id.slug))),
                ..Draft::default()
            },
            None => self.draft(role, Some(&role.id.slug)),
        };
        let deed = |at: Option<Place>| Deed::Side {
            role: RoleTag::of(&role.id.slug),
            at,
        };
        draft.paged = Some(deed(Some(Place {
            dimension: chosen.map(|(_, dimension)| dimension.id.slug.clone()),
            page: 0,
        })));
        // Turned to another role, the menu stays.
        let mut buttons = self.other_profiles(role, chosen.map(|(_, dimension)| dimension));
        draft.buttons.retain(|button| !button.turns());
        buttons.append(&mut draft.buttons);
        draft.buttons = buttons;
        let from = match chosen {
            Some((at_menu, _)) => at_menu,
            None => at
                .dimension
                .as_deref()
                .and_then(further)
                .unwrap_or_default(),
        };
        let placeholder = format!("The {}'s side of…", role.short());
        let menu = self.dimension_menu(&placeholder, "The whole profile", deed(None), from);
        draft.menus.push(menu);
        draft.arrange_page(Tone::Answer, at.page)
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

    /// A dimension by slug, and the first one of the menu that offers it.
    fn dimension(&self, slug: &str) -> Option<(usize, &Entry)> {
        let mut dimensions = self.dimensions().enumerate();
        let (at, dimension) = dimensions.find(|(_, entry)| entry.id.slug == slug)?;
        let size = self.menu_size();
        Some((at / size * size, dimension))
    }

    /// How many dimensions a menu offers: everything is a choice as well, and where one menu does
    /// not hold them all, two more lead back and on.
    fn menu_size(&self) -> usize {
        if self.dimensions().count() < limits::CHOICES {
            limits::CHOICES - 1
        } else {
            limits::CHOICES - 3
        }
    }

    /// A menu of everything at once and of dimensions, counted from one of them; it leads to the
    /// others when there are any.
    fn dimension_menu(&self, placeholder: &str, all: &str, deed: Deed, from: usize) -> Menu {
        let choice = |label: &str, value: String| Choice {
            label: label.to_owned(),
            value,
        };
        let size = self.menu_size();
        let mut choices = vec![choice(all, AT_A_GLANCE.into())];
        let shown = self.dimensions().skip(from).take(size);
        choices.extend(shown.map(|entry| choice(&entry.title, entry.id.slug.clone())));
        if from > 0 {
            let before = from.saturating_sub(size);
            choices.push(choice(BEFORE, format!("{FURTHER}{before}")));
        }
        if self.dimensions().nth(from + size).is_some() {
            choices.push(choice(MORE, format!("{FURTHER}{}", from + size)));
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
        draft.arrange(Tone::Abstain)
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
        draft.arrange(Tone::Abstain)
    }
}

/// The number of the first dimension that a menu's choice of further ones leads to.
fn further(value: &str) -> Option<usize> {
    value.strip_prefix(FURTHER)?.parse().ok()
}

/// Rows in pages, each with the number of its first row: as many as a menu offers, and as fit.
fn glance_pages(rows: impl Iterator<Item = Field>, size: usize) -> Vec<(usize, Vec<Field>)> {
    let mut pages: Vec<(usize, Vec<Field>)> = Vec::new();
    let mut left = 0;
    for (number, row) in rows.enumerate() {
        let taken = row.name.chars().count() + row.value.chars().count();
        match pages.last_mut() {
            Some((_, page)) if page.len() < size && taken <= left => {
                page.push(row);
                left -= taken;
            }
            _ => {
                pages.push((number, vec![row]));
                left = GLANCE.saturating_sub(taken);
            }
        }
    }
    pages
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
