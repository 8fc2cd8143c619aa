//! Two things at a time, while knowledge is loaded.

use std::{panic::resume_unwind, thread};

/// What two functions return, of which the first has a thread of its own. It makes no difference to
/// what comes out: neither knows of the other.
pub(super) fn in_parallel<A: Send, B>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (
            one.join().unwrap_or_else(|panic| resume_unwind(panic)),
            other,
        )
    })
}
