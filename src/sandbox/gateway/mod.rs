//! The gateway: one task for each connection.

mod frame;
mod handshake;
pub(crate) mod intents;
mod members;
pub(crate) mod session;
mod welcome;

use std::collections::VecDeque;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::{Duration, Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use self::frame::Transport;
use self::session::{Line, Outgoing};
use super::faults::Kind;
use super::server::Shared;
use super::state::{Handle, State};

/// The largest payload a client may send (bytes).
const PAYLOAD_MAX: usize = 4096;
/// Payloads a client may send in [`RATE_SPAN`].
const RATE_LIMIT: usize = 120;
const RATE_SPAN: Duration = Duration::from_secs(60);

/// The parameters of the gateway's address.
#[derive(Debug, Deserialize)]
pub(crate) struct Parameters {
    v: Option<String>,
    encoding: Option<String>,
    compress: Option<String>,
}

/// Upgrades to a websocket and serves it.
pub(crate) async fn connect(
    upgrade: WebSocketUpgrade,
    Query(parameters): Query<Parameters>,
    Extract(shared): Extract<Shared>,
) -> Response {
    if parameters
        .encoding
        .as_deref()
        .is_some_and(|encoding| encoding != "json")
    {
        return (
            StatusCode::BAD_REQUEST,
            "this gateway speaks encoding=json only",
        )
            .into_response();
    }
    let Some(transport) = Transport::named(parameters.compress.as_deref()) else {
        return (
            StatusCode::BAD_REQUEST,
            "compress is zlib-stream, zstd-stream or absent",
        )
            .into_response();
    };
    let version = matches!(parameters.v.as_deref(), None | Some("9" | "10"));
    upgrade.on_upgrade(move |socket| async move {
        Connection::new(shared.handle, transport)
            .serve(socket, version, shared.end)
            .await;
    })
}

/// One client's connection.
struct Connection {
    handle: Handle,
    number: u64,
    transport: Transport,
    outbox: Sender<Outgoing>,
    pending: Receiver<Outgoing>,
    /// Cancelled when the client reads too slowly.
    cut: CancellationToken,
    /// The session it speaks for, once identified or resumed.
    session: Option<String>,
    interval: Duration,
    last_beat: Instant,
    /// Whether the client was asked for a heartbeat since its last one.
    nudged: bool,
    /// When the client's latest payloads came.
    received: VecDeque<Instant>,
}

/// What a client's payload leads to, apart from what is sent.
type Verdict = Result<(), (u16, &'static str)>;

impl Connection {
    fn new(handle: Handle, transport: Transport) -> Connection {
        let (outbox, pending) = mpsc::channel(session::OUTBOX_LENGTH);
        let (number, interval) = {
            let mut state = handle.lock();
            (state.sessions.connect(), state.options.heartbeat_interval)
        };
        Connection {
            handle,
            number,
            transport,
            outbox,
            pending,
            cut: CancellationToken::new(),
            session: None,
            interval,
            last_beat: Instant::now(),
            nudged: false,
            received: VecDeque::new(),
        }
    }

    async fn serve(mut self, mut socket: WebSocket, version: bool, end: CancellationToken) {
        if !version {
            let _ = socket
                .send(frame::close(4012, "Invalid API version."))
                .await;
            return;
        }
        let interval = u64::try_from(self.interval.as_millis()).unwrap_or(u64::MAX);
        self.send(&json!({"op": 10, "t": null, "s": null, "d": {"heartbeat_interval": interval, "_trace": []}}));
        let over = self.run(&mut socket, &end).await;
        let Some(session) = self.session.take() else {
            return;
        };
        let mut state = self.handle.lock();
        state.sessions.leave(&session, self.number, over);
        state.bot_changed();
    }

    /// Serves until the connection ends; true if its session ends with it.
    async fn run(&mut self, socket: &mut WebSocket, end: &CancellationToken) -> bool {
        let cut = self.cut.clone();
        loop {
            let check = self.next_check();
            tokio::select! {
                biased;
                () = end.cancelled() => {
                    let _ = socket.send(frame::close(1001, "Going away.")).await;
                    return true;
                }
                () = cut.cancelled() => return false,
                Some(outgoing) = self.pending.recv() => match outgoing {
                    Outgoing::Text(text) => {
                        let message = self.transport.encode(text);
                        let sent = tokio::select! {
                            sent = socket.send(message) => sent.is_ok(),
                            // A send to a client that no longer reads does not end by itself.
                            () = cut.cancelled() => false,
                        };
                        if !sent {
                            return false;
                        }
                    }
                    Outgoing::Close(code, reason) => {
                        let _ = socket.send(frame::close(code, reason)).await;
                        return ends_session(code);
                    }
                },
                incoming = socket.recv() => {
                    let verdict = match incoming {
                        None | Some(Err(_)) => return false,
                        Some(Ok(Message::Close(frame))) => {
                            // Closing normally or going away gives the session up.
                            return frame.is_some_and(|frame| matches!(frame.code, 1000 | 1001));
                        }
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                        Some(Ok(Message::Text(text))) => self.receive(text.as_bytes()),
                        Some(Ok(Message::Binary(bytes))) => self.receive(&bytes),
                    };
                    if let Err((code, reason)) = verdict {
                        let _ = self.outbox.try_send(Outgoing::Close(code, reason));
                    }
                }
                () = sleep_until(check) => self.check_pulse(),
            }
        }
    }

    fn send(&self, payload: &Value) {
        // The receiver lives as long as this connection.
        // When it is full, the client does not read; then nothing helps it.
        let _ = self.outbox.try_send(Outgoing::Text(payload.to_string()));
    }

    fn next_check(&self) -> Instant {
        self.last_beat
            + if self.nudged {
                self.interval * 2
            } else {
                self.interval * 5 / 4
            }
    }

    /// Asks a silent client for a heartbeat; when that does not help, gives it up.
    fn check_pulse(&mut self) {
        if self.nudged {
            let _ = self
                .outbox
                .try_send(Outgoing::Close(4009, "Session timed out."));
            // Not again while the close is on its way.
            self.last_beat = Instant::now();
        } else {
            self.nudged = true;
            self.send(&json!({"op": 1, "t": null, "s": null, "d": null}));
        }
    }

    fn receive(&mut self, bytes: &[u8]) -> Verdict {
        if bytes.len() > PAYLOAD_MAX {
            return Err((4002, "Payload too large."));
        }
        let now = Instant::now();
        self.received
            .retain(|at| now.duration_since(*at) < RATE_SPAN);
        self.received.push_back(now);
        if self.received.len() > RATE_LIMIT {
            return Err((4008, "You are being rate limited."));
        }
        let payload: Value =
            serde_json::from_slice(bytes).map_err(|_| (4002, "Error while decoding payload."))?;
        let Some(op) = payload.get("op").and_then(Value::as_u64) else {
            return Err((4002, "Error while decoding payload."));
        };
        let data = payload.get("d").unwrap_or(&Value::Null);
        match op {
            1 => self.heartbeat(data),
            2 => self.identify(data),
            6 => self.resume(data),
            3 | 4 | 8 | 31 | 43 if !self.speaks(&self.handle.lock()) => {
                Err((4003, "Not authenticated."))
            }
            3 | 31 | 43 => Ok(()),
            4 => {
                self.move_voice(data);
                Ok(())
            }
            8 => self.request_members(data),
            _ => Err((4001, "Unknown opcode.")),
        }
    }

    fn heartbeat(&mut self, seq: &Value) -> Verdict {
        if !seq.is_null() && seq.as_u64().is_none() {
            return Err((4002, "Error while decoding payload."));
        }
        let stalls = self
            .handle
            .lock()
            .fire(|kind| (*kind == Kind::StallHeartbeats).then_some(()));
        self.last_beat = Instant::now();
        self.nudged = false;
        if stalls.is_empty() {
            self.send(&json!({"op": 11, "t": null, "s": null, "d": null}));
        }
        Ok(())
    }

    /// Whether this connection has a session.
    fn speaks(&self, state: &State) -> bool {
        self.session
            .as_deref()
            .is_some_and(|id| state.sessions.speaks(id, self.number))
    }

    fn line(&self) -> Line {
        Line {
            connection: self.number,
            cut: self.cut.clone(),
            outbox: self.outbox.clone(),
        }
    }
}

/// Whether closing with this code ends the session: all but those after which a client resumes.
fn ends_session(code: u16) -> bool {
    !matches!(code, 4000..=4003 | 4005 | 4008)
}
