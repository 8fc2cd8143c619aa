//! The knowledge: what a pack says, and how it is read from a TOML file.

mod content;
mod difference;
mod edit;
mod import;
mod load;
mod merge;
mod model;
mod selection;
mod store;

pub use content::{ContentHash, Contents};
pub use difference::difference;
pub use edit::{Change, EditError, Fields, edit, excerpt, fresh_id};
pub use import::{Format, ImportError, Imported, Note, Room, import};
pub use load::{Loaded, load, locate, parse};
pub use merge::{MergeConflict, merge};
pub use model::{
    Detail, Entry, EntryId, EntryIdError, Expect, Kind, Knowledge, Location, OffTopic, Pack,
    SLUG_MAX, Side, Source, is_slug,
};
pub use store::{Store, StoreError};
