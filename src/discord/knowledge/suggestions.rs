//! What is suggested while a moderator types.

use serenity::all::{AutocompleteChoice, CreateAutocompleteResponse, GuildId};

use super::{
    super::Context,
    Moderator,
    gate::{file_name, own_packs},
};
use crate::{
    answer::{Composer, Reply, limits},
    knowledge::Kind,
};

pub(super) fn no_entry(typed: &str) -> Reply {
    let reason = format!(
        "there is no entry `{}`; pick one from the list",
        typed.replace('`', "'")
    );
    Composer::cannot(&reason, &[])
}

pub(super) async fn suggest_entries(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    let entries = snapshot.suggest_ids(typed, limits::SUGGESTIONS);
    let entries = entries.into_iter();
    choices(entries.map(|entry| (entry.label, entry.slug)))
}

pub(super) async fn suggest_kinds(_: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let kinds = Kind::ALL.into_iter().map(Kind::as_str);
    let kinds = kinds.filter(|kind| kind.starts_with(typed.trim()));
    choices(kinds.map(|kind| (kind.to_owned(), kind.to_owned())))
}

pub(super) async fn suggest_packs(ctx: Context<'_>, _typed: &str) -> CreateAutocompleteResponse {
    let snapshot = ctx.data().snapshot(ctx.guild_id());
    let server = ctx.guild_id().map_or(0, GuildId::get);
    let moderator = Moderator {
        user: ctx.author(),
        server,
    };
    let packs = own_packs(ctx.data(), moderator, &snapshot);
    choices(packs.iter().map(|file| (file_name(file), file_name(file))))
}

pub(super) fn choices(
    suggestions: impl Iterator<Item = (String, String)>,
) -> CreateAutocompleteResponse {
    let shown = suggestions.take(limits::SUGGESTIONS);
    let shown = shown.map(|(name, value)| AutocompleteChoice::new(name, value));
    CreateAutocompleteResponse::new().set_choices(shown.collect())
}
