//! Trying again where Discord is busy.

use std::time::Duration;

use serenity::{Error, http::HttpError};
use tokio::time::sleep;

/// How long to wait before each further try. Discord's buckets fill up again within five seconds, but
/// others may be waiting for the same.
const WAITS: [Duration; 5] = [
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
];

/// Makes a request again when the server was asked too often or is out of order for a moment.
///
/// Serenity itself waits as long as Discord's rate limits say, but only for Discord's own address;
/// and it gives up at the first server error.
pub(super) async fn patiently<T, F>(mut request: impl FnMut() -> F) -> serenity::Result<T>
where
    F: Future<Output = serenity::Result<T>>,
{
    for wait in WAITS {
        match request().await {
            Err(error) if is_busy(&error) => {
                tracing::debug!("trying again in {wait:?}: {error}");
                sleep(wait).await;
            }
            done => return done,
        }
    }
    request().await
}

/// Whether the same request may succeed a little later.
pub(super) fn is_busy(error: &Error) -> bool {
    let Error::Http(HttpError::UnsuccessfulRequest(response)) = error else {
        return false;
    };
    let status = response.status_code;
    status.is_server_error() || status.as_u16() == 429
}
