//! End-to-end tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails here"
)]

mod browser;
mod cli;
mod discord;
mod durability;
mod layers;
mod mounts;
mod pack;
mod readme;
mod sandbox;
mod which;
