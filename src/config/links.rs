//! `[[link]]`: where the bot sends people that want to know more about it.

use crate::document::{Shape, Table};

/// A link that `/about` shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkConfig {
    /// What the link is called.
    pub title: String,
    /// An address on the web.
    pub url: String,
}

pub(super) static LINK: Shape = Shape {
    name: "[[link]]",
    keys: &["title", "url"],
    hint: super::reading::hint,
};

pub(super) fn read(top: &Table<'_>) -> Vec<LinkConfig> {
    let links = top.tables("link", &LINK).into_iter();
    let read = links.filter_map(|mut table| {
        let (title, url) = (table.need_text("title"), table.need_address("url"));
        table.finish();
        Some(LinkConfig {
            title: title?.value,
            url: url?.value,
        })
    });
    read.collect()
}
