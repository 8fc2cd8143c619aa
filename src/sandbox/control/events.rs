//! The stream of what happens.

use std::convert::Infallible;

use axum::extract::State as Extract;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, future};
use tokio_stream::wrappers::BroadcastStream;

use crate::sandbox::server::Shared;

/// Server-sent events until the client leaves or the sandbox ends.
pub(super) async fn stream(
    Extract(shared): Extract<Shared>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let listener = shared.handle.lock().listen();
    let events = BroadcastStream::new(listener).filter_map(|event| {
        // A listener that fell behind misses events, and reads the state anew.
        let event = event.map_or_else(
            |_| Event::default().event("missed").data("{}"),
            |event| {
                Event::default()
                    .event(event.name)
                    .data(event.data.to_string())
            },
        );
        future::ready(Some(Ok(event)))
    });
    let end = shared.end.clone();
    // The first bytes tell the client that from here on it misses nothing.
    let hello =
        futures_util::stream::once(future::ready(Ok(Event::default().comment("listening"))));
    Sse::new(hello.chain(events).take_until(end.cancelled_owned())).keep_alive(KeepAlive::default())
}
