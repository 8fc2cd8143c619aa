//! Answers: from a verdict to a [`Reply`], plain data that any front end can show.
//!
//! Every reply is within Discord's limits by construction: [`Reply`]s are made by one function that
//! splits, and where splitting does not help cuts at a grapheme with "…" ([`limits`] has the numbers).

mod action;
mod bulletin;
mod carried;
mod clip;
mod compare;
mod compose;
mod controls;
mod draft;
mod examples;
mod form;
mod leads;
mod legacy;
pub mod limits;
mod moderating;
mod notices;
mod pace;
mod proposed;
mod quiz;
mod reply;
mod revision;
mod service;
mod subject;
mod topics;
mod unknown;
mod votes;
mod which;

pub use action::{Action, ActionError, Deed, Part, Place, Verb};
pub use bulletin::Room;
pub use clip::clip;
pub use compose::Composer;
pub use controls::Audience;
pub use draft::{Overflow, PAGES_MAX};
pub use form::{Filled, Form, FormTooLong, Input};
pub use pace::Busy;
pub use proposed::Proposed;
pub use quiz::{ROUNDS, Round};
pub use reply::{Attached, Button, Card, Choice, Field, Menu, Reply, Tone};
pub use revision::{Revision, RoleTag};
pub use service::{About, Link, Questions};
pub use subject::Subject;
pub use which::Suiting;

#[cfg(test)]
mod tests;
