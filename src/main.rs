//! The `chiefly` binary.

fn main() {}
