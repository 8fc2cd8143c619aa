//! The one port and everything behind it.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::net::Ipv4Addr;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State as Extract};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::requests::RequestLog;
use super::snowflake::Id;
use super::state::{Handle, State};
use super::{Sandbox, SandboxError, SandboxOptions, assets, control, gateway, polls, rest, token};

/// The largest request (bytes): Discord's 25 MiB, and the multipart frame around it.
const REQUEST_MAX: usize = 26 * 1024 * 1024;

/// What every handler gets.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) handle: Handle,
    pub(crate) end: CancellationToken,
}

/// Binds the port and serves until told to end.
pub(crate) async fn start(options: SandboxOptions) -> Result<Sandbox, SandboxError> {
    let port = options.port;
    let file = match &options.record {
        Some(path) => Some(
            OpenOptions::new()
                .create(true)
                .append(true)
                .open(path)
                .map_err(|source| SandboxError::Record {
                    path: path.clone(),
                    source,
                })?,
        ),
        None => None,
    };
    let listen = |source: std::io::Error| match source.kind() {
        ErrorKind::AddrInUse => SandboxError::PortInUse { port },
        _ => SandboxError::Listen { port, source },
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let state = State::new(format!("http://{address}"), options, RequestLog::new(file));
    let token = token::for_bot(state.world.bot());
    let moderators = state.world.moderators();
    let end = CancellationToken::new();
    let shared = Shared {
        handle: Handle::new(state),
        end: end.clone(),
    };
    // Small frames go out at once: otherwise they wait for the client's acknowledgement, 40 ms.
    tokio::spawn(polls::end_in_time(shared.handle.clone(), end.clone()));
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection stays with Nagle's algorithm");
        }
    });
    let serving =
        axum::serve(listener, router(shared)).with_graceful_shutdown(end.clone().cancelled_owned());
    let task = tokio::spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!(%error, "the sandbox has stopped serving");
        }
    });
    Ok(Sandbox {
        address,
        token,
        moderators,
        _end_on_drop: end.clone().drop_guard(),
        end,
        task,
    })
}

fn router(shared: Shared) -> Router {
    Router::new()
        .route("/gateway", get(gateway::connect))
        .route("/gateway/", get(gateway::connect))
        .route("/api", any(rest::serve))
        .route("/api/{*path}", any(rest::serve))
        .route("/attachments/{channel}/{id}/{name}", get(attachment))
        .nest("/sandbox", control::router())
        .merge(assets::router())
        .layer(DefaultBodyLimit::max(REQUEST_MAX))
        .with_state(shared)
}

/// A file that was uploaded with a message.
async fn attachment(
    Extract(shared): Extract<Shared>,
    Path((_channel, id, _name)): Path<(String, String, String)>,
) -> Response {
    let state = shared.handle.lock();
    let file = id
        .parse::<Id>()
        .ok()
        .and_then(|id| state.world.files.get(&id));
    let Some(file) = file else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = file
        .content_type
        .clone()
        .unwrap_or_else(|| "application/octet-stream".to_owned());
    // Uploaded content is shown, never run.
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
    ];
    (headers, file.bytes.clone()).into_response()
}
