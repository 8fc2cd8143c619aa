//! Tells cargo that a new migration is a change: the macro that embeds them sees only those it knew.

fn main() {
    println!("cargo:rerun-if-changed=src/journal/migrations");
}
