//! `[moderators]` and `[pack."…"]`: who may change the knowledge, and which servers see what.

use std::{ops::Range, path::Path};

use super::reading::{read_id, read_ids};
use crate::document::{Document, Shape, Table, quoted};

/// Who may change the knowledge in Discord.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModeratorsConfig {
    /// Whoever has one of these roles may.
    pub roles: Vec<u64>,
    /// These people may.
    pub users: Vec<u64>,
    /// The channel that is told when the files on disk cannot be used.
    pub channel: Option<u64>,
}

/// What is decided about one pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackConfig {
    /// The file's name, such as `cto-cio.toml`.
    pub file: String,
    /// Where its table stands in the file, in bytes.
    pub span: Range<usize>,
    /// The servers in which moderators may change it.
    pub owners: Vec<u64>,
    /// The servers that see it, besides its owners; `None` shows it everywhere.
    pub servers: Option<Vec<u64>>,
}

pub(super) static MODERATORS: Shape = Shape {
    name: "[moderators]",
    keys: &["roles", "users", "channel"],
    hint: super::reading::hint,
};

pub(super) static PACK: Shape = Shape {
    name: "[pack.\"cto-cio.toml\"]",
    keys: &["owners", "servers"],
    hint: super::reading::hint,
};

pub(super) fn read(table: &Table<'_>, moderators: &mut ModeratorsConfig) {
    moderators.roles = read_ids(table, "roles", "a role");
    moderators.users = read_ids(table, "users", "a person");
    if let Some(text) = table.text("channel") {
        moderators.channel = read_id(table, &text, "a channel");
    }
}

/// The servers that see a pack: an empty list could mean all of them, or none.
fn read_servers(table: &Table<'_>) -> Option<Vec<u64>> {
    if !table.has("servers") {
        return None;
    }
    let servers = table.texts("servers");
    if servers.is_empty() {
        let document = table.document();
        let message = "`servers` names no server";
        document.report(document.error("no-server", table.header(), message).help(
            "leave `servers` out to show the pack in every server; to show it nowhere, take its file out of the folder",
        ));
    }
    let ids = servers.iter();
    Some(
        ids.filter_map(|id| read_id(table, id, "a server"))
            .collect(),
    )
}

pub(super) fn read_packs(document: &Document<'_>, top: &mut Table<'_>) -> Vec<PackConfig> {
    if !top.has("pack") {
        return Vec::new();
    }
    let mut packs = Vec::new();
    for named in top.named_tables("pack", &PACK) {
        let file = named.name.value;
        if Path::new(&file)
            .extension()
            .is_none_or(|ending| ending != "toml")
            || file.contains(['/', '\\'])
        {
            let message = format!("{} is no name of a pack's file", quoted(&file));
            let problem = document.error("bad-file", named.name.span.clone(), message);
            document.report(problem.help(
                "write the file's name without its folder, such as `[pack.\"cto-cio.toml\"]`",
            ));
        }
        packs.push(PackConfig {
            file,
            span: named.name.span,
            owners: read_ids(&named.table, "owners", "a server"),
            servers: read_servers(&named.table),
        });
        named.table.finish();
    }
    packs
}
