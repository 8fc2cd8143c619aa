//! Faults: what a bad day at Discord looks like, ordered through the control interface.

use serde_json::{Value, json};

use super::state::State;

/// Faults in force at once.
pub(crate) const ACTIVE_MAX: usize = 100;

/// What is to go wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// The gateway closes the connection with this code.
    Close(u16),
    /// The gateway asks to reconnect (op 7).
    Reconnect,
    /// The gateway calls the session invalid (op 9).
    InvalidSession { resumable: bool },
    /// Heartbeats are no longer acknowledged.
    StallHeartbeats,
    /// REST requests fail or take long.
    Rest(RestFault),
}

/// What is to go wrong with REST requests.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct RestFault {
    /// `POST /channels/{channel_id}/messages`, with or without the method; every request if absent.
    pub(crate) route: Option<String>,
    /// The status to answer with; without one, the request is only late.
    pub(crate) status: Option<u16>,
    /// The error code in the body.
    pub(crate) code: u64,
    /// Seconds, for 429.
    pub(crate) retry_after: f64,
    pub(crate) global: bool,
    pub(crate) delay_ms: u64,
}

impl Kind {
    fn name(&self) -> &'static str {
        match self {
            Kind::Close(_) => "close",
            Kind::Reconnect => "reconnect",
            Kind::InvalidSession { .. } => "invalid_session",
            Kind::StallHeartbeats => "stall_heartbeats",
            Kind::Rest(_) => "rest",
        }
    }

    /// How often it happens when nobody says: to a session once, to requests until it is ended.
    fn usual_count(&self) -> Option<u64> {
        match self {
            Kind::Close(_) | Kind::Reconnect | Kind::InvalidSession { .. } => Some(1),
            Kind::StallHeartbeats | Kind::Rest(_) => None,
        }
    }
}

#[derive(Debug)]
struct Fault {
    id: u64,
    kind: Kind,
    /// How often it still happens; `None`: until it is ended.
    left: Option<u64>,
    fired: u64,
}

impl Fault {
    fn describe(&self) -> Value {
        let mut told = json!({"id": self.id.to_string(), "kind": self.kind.name(), "fired": self.fired, "left": self.left});
        let details = match &self.kind {
            Kind::Close(code) => json!({"code": code}),
            Kind::InvalidSession { resumable } => json!({"resumable": resumable}),
            Kind::Rest(rest) => {
                json!({"route": rest.route, "status": rest.status, "code": rest.code,
                "retry_after": rest.retry_after, "delay_ms": rest.delay_ms})
            }
            Kind::Reconnect | Kind::StallHeartbeats => json!({}),
        };
        super::world::render::extend(&mut told, details);
        told
    }
}

/// The faults in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    active: Vec<Fault>,
    made: u64,
}

impl Faults {
    /// Whether there is no room for another.
    pub(crate) fn is_full(&self) -> bool {
        self.active.len() >= ACTIVE_MAX
    }

    /// All faults in force.
    pub(crate) fn list(&self) -> Vec<Value> {
        self.active.iter().map(Fault::describe).collect()
    }

    /// Every fault that `pick` wants happens once more; an exhausted one is dropped.
    fn fire<T>(&mut self, mut pick: impl FnMut(&Kind) -> Option<T>) -> Vec<(Value, T)> {
        let mut fired = Vec::new();
        for fault in &mut self.active {
            if let Some(effect) = pick(&fault.kind) {
                fault.fired += 1;
                fault.left = fault.left.map(|left| left.saturating_sub(1));
                fired.push((fault.describe(), effect));
            }
        }
        self.active.retain(|fault| fault.left != Some(0));
        fired
    }
}

impl State {
    /// Puts a fault in force. Faults of the gateway strike connected sessions at once, and wait for
    /// the next one if there is none.
    pub(crate) fn add_fault(&mut self, kind: Kind, count: Option<u64>) -> Value {
        self.faults.made += 1;
        let left = count.or(kind.usual_count());
        let fault = Fault {
            id: self.faults.made,
            kind,
            left,
            fired: 0,
        };
        let told = fault.describe();
        self.faults.active.push(fault);
        self.tell_fault("set", &told);
        for session in self.sessions.connected_ids() {
            self.strike(&session);
        }
        told
    }

    /// Ends all faults.
    pub(crate) fn end_faults(&mut self) {
        for fault in std::mem::take(&mut self.faults.active) {
            self.tell_fault("ended", &fault.describe());
        }
    }

    /// Lets the faults that `pick` wants happen, and tells of it.
    pub(crate) fn fire<T>(&mut self, pick: impl FnMut(&Kind) -> Option<T>) -> Vec<T> {
        let fired = self.faults.fire(pick);
        fired
            .into_iter()
            .map(|(told, effect)| {
                self.tell_fault("fired", &told);
                effect
            })
            .collect()
    }

    fn tell_fault(&self, state: &str, fault: &Value) {
        let mut told = fault.clone();
        super::world::render::extend(&mut told, json!({"state": state}));
        self.tell("fault", told);
    }
}

impl RestFault {
    /// Whether a request falls under this fault.
    pub(crate) fn hits(&self, method: &str, path: &str) -> bool {
        let Some(route) = self.route.as_deref().filter(|route| !route.is_empty()) else {
            return true;
        };
        let (wanted, pattern) = match route.split_once(' ') {
            Some((wanted, pattern)) => (Some(wanted), pattern.trim()),
            None => (None, route),
        };
        if wanted.is_some_and(|wanted| !wanted.eq_ignore_ascii_case(method)) {
            return false;
        }
        if !pattern.starts_with('/') {
            return path.contains(pattern);
        }
        let pattern = super::rest::call::strip_version(pattern);
        let (open, pattern) = match pattern.strip_suffix('*') {
            Some(start) => (true, start.trim_end_matches('/')),
            None => (false, pattern),
        };
        let mut have = path.split('/');
        for want in pattern.split('/') {
            match have.next() {
                Some(segment) if want == segment || want.starts_with('{') => {}
                _ => return false,
            }
        }
        open || have.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_names_requests_by_method_template_or_part() {
        let cases = [
            ("POST /channels/{channel_id}/messages", true),
            ("post /api/v10/channels/{channel_id}/messages", true),
            ("/channels/1/messages", true),
            ("/channels/*", true),
            ("messages", true),
            ("", true),
            ("GET /channels/{channel_id}/messages", false),
            ("/channels/{channel_id}", false),
            ("/channels/{channel_id}/messages/{message_id}", false),
            ("/channels/2/messages", false),
        ];
        for (route, expected) in cases {
            let fault = RestFault {
                route: Some(route.to_owned()),
                ..RestFault::default()
            };
            assert_eq!(
                fault.hits("POST", "/channels/1/messages"),
                expected,
                "{route}"
            );
        }
    }
}
