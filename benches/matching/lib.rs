//! What the benches of matching share: packs and questions that are the same every time, and what
//! else one could use to find a phrasing.
#![allow(
    clippy::missing_panics_doc,
    reason = "a benchmark that cannot go on fails here"
)]

mod packs;
mod questions;
mod rivals;

pub use packs::{Pack, packs, phrasings};
pub use questions::{Kind, kinds};
pub use rivals::{Osa, RapidFuzz, Rival, Tantivy};
