//! A REST request, read in whole.

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use serde_json::{Map, Value, json};

use super::error::ApiError;
use super::query::read_id;
use crate::sandbox::snowflake::Id;
use crate::sandbox::token;

/// A file of a multipart body.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    /// The name of the part: `files[0]`.
    pub(crate) part: String,
    pub(crate) filename: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Bytes,
}

/// A request.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// As the client sent it.
    pub(crate) full_path: String,
    /// Without `/api` and the version.
    pub(crate) path: String,
    pub(crate) raw_query: Option<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Value>,
    /// Why the body could not be read.
    pub(crate) unreadable: Option<ApiError>,
    pub(crate) files: Vec<Upload>,
    /// What the path has in the places of the template's names.
    pub(crate) params: Vec<(&'static str, String)>,
}

/// A path without `/api` and the version.
pub(crate) fn strip_version(path: &str) -> &str {
    let rest = path.strip_prefix("/api").unwrap_or(path);
    for version in ["/v9", "/v10"] {
        if let Some(bare) = rest
            .strip_prefix(version)
            .filter(|bare| bare.starts_with('/'))
        {
            return bare;
        }
    }
    rest
}

impl Call {
    /// Reads a request, its body included.
    pub(crate) async fn read(request: Request) -> Call {
        let (parts, body) = request.into_parts();
        let full_path = parts.uri.path().to_owned();
        let raw_query = parts.uri.query().map(str::to_owned);
        let query = raw_query.as_deref().map(read_query).unwrap_or_default();
        let mut call = Call {
            method: parts.method.clone(),
            path: strip_version(&full_path).to_owned(),
            full_path,
            raw_query,
            query,
            headers: parts.headers.clone(),
            body: None,
            unreadable: None,
            files: Vec::new(),
            params: Vec::new(),
        };
        if let Err(error) = call.read_body(Request::from_parts(parts, body)).await {
            call.unreadable = Some(error);
        }
        call
    }

    /// A header, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The bot token of the request.
    pub(crate) fn token(&self) -> Option<&str> {
        self.header(header::AUTHORIZATION.as_str())?
            .strip_prefix("Bot ")
            .map(str::trim)
    }

    /// The user that the token names.
    pub(crate) fn token_id(&self) -> Option<Id> {
        token::owner(self.token()?)
    }

    /// What the path has in this place.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(key, _)| *key == name)
            .map_or("", |(_, value)| value)
    }

    /// The id that the path has in this place.
    pub(crate) fn id(&self, name: &'static str) -> Result<Id, ApiError> {
        read_id(name, self.param(name))
    }

    /// The body; an empty object if there is none.
    pub(crate) fn body(&self) -> Value {
        self.body.clone().unwrap_or_else(|| json!({}))
    }

    /// The request as the log has it: without the bot's token.
    pub(crate) fn logged(&self) -> Value {
        let headers: Map<String, Value> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let text = if name == header::AUTHORIZATION {
                    mask(&String::from_utf8_lossy(value.as_bytes()))
                } else {
                    String::from_utf8_lossy(value.as_bytes()).into_owned()
                };
                (name.to_string(), json!(text))
            })
            .collect();
        let mut entry = json!({"method": self.method.as_str(), "path": self.full_path,
            "query": self.raw_query, "headers": headers, "body": self.body});
        if !self.files.is_empty() {
            entry["files"] = self
                .files
                .iter()
                .map(|file| {
                    json!({"name": file.part, "filename": file.filename,
                        "content_type": file.content_type, "size": file.bytes.len()})
                })
                .collect();
        }
        entry
    }
}

fn mask(authorization: &str) -> String {
    match authorization.split_once(' ') {
        Some((scheme, _)) => format!("{scheme} ***"),
        None => "***".to_owned(),
    }
}

/// The pairs of a query or a form. serenity's queries begin with `&`, so empty pairs are skipped.
pub(super) fn read_query(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (
                decode(&key.replace('+', " ")),
                decode(&value.replace('+', " ")),
            )
        })
        .collect()
}

/// Undoes percent-encoding; what is not valid stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = (byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(value) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(value);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_optional() {
        for path in [
            "/api/v10/gateway",
            "/api/v9/gateway",
            "/api/gateway",
            "/gateway",
        ] {
            assert_eq!(strip_version(path), "/gateway");
        }
        assert_eq!(strip_version("/api/v1/gateway"), "/v1/gateway");
    }

    #[test]
    fn percent_signs_are_undone_where_they_mean_something() {
        for (text, plain) in [
            ("%F0%9F%91%8D", "👍"),
            ("a%20b", "a b"),
            ("100%", "100%"),
            ("%zz%+", "%zz%+"),
        ] {
            assert_eq!(decode(text), plain);
        }
    }
}
