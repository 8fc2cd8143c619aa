//! How much memory matching takes, and how often a question asks for some: `cargo bench --bench
//! memory` in this folder. (Apart from the times, for counting takes time.)
#![allow(missing_docs, reason = "a benchmark")]

use std::{alloc::System, hint::black_box};

use chiefly::matching::{Matcher, Settings};
use peers::{kinds, packs, phrasings};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!(
        "\n{:<32} {:>9} {:>10} {:>11} {:>12} {:>12}",
        "pack", "phrasings", "index", "a phrasing", "allocations", "bytes"
    );
    for pack in packs() {
        let knowledge = pack.read();
        let phrasings = phrasings(&knowledge);
        let region = Region::new(ALLOCATOR);
        let matcher = Matcher::new(&knowledge, Settings::default());
        let change = region.change();
        let held = change
            .bytes_allocated
            .saturating_sub(change.bytes_deallocated);
        let plain = kinds(&phrasings).into_iter().find(|kind| kind.plain);
        let questions = plain.map(|kind| kind.questions).unwrap_or_default();
        let ask_all = || {
            for question in &questions {
                black_box(matcher.ask(question));
            }
        };
        ask_all();
        let region = Region::new(ALLOCATOR);
        ask_all();
        let change = region.change();
        let each = |all: usize| all / questions.len().max(1);
        println!(
            "{:<32} {:>9} {:>7} KB {:>9} B {:>12} {:>12}",
            pack.name,
            phrasings.len(),
            held / 1000,
            held / phrasings.len().max(1),
            each(change.allocations + change.reallocations),
            each(change.bytes_allocated),
        );
    }
    println!("\n(allocations and bytes: of a plain question, most of it the reply's own data)");
}
