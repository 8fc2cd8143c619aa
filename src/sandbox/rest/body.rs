//! Reading bodies: JSON, forms, and multipart with files.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use serde_json::{Map, Value, json};

use super::call::{Call, Upload, read_query};
use super::error::{self, ApiError};
use super::validate::Form;

impl Call {
    /// Reads the body, by its type.
    pub(super) async fn read_body(&mut self, request: Request) -> Result<(), ApiError> {
        let kind = self.header("content-type").unwrap_or_default().to_owned();
        let kind = kind
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if kind == "multipart/form-data" {
            return self.read_multipart(request).await;
        }
        let bytes = Bytes::from_request(request, &())
            .await
            .map_err(|_| error::too_large())?;
        if bytes.is_empty() {
            return Ok(());
        }
        match kind.as_str() {
            "application/json" => {
                let body = serde_json::from_slice(&bytes).map_err(|_| error::invalid_json());
                self.body = Some(
                    body.clone()
                        .unwrap_or_else(|_| json!(String::from_utf8_lossy(&bytes))),
                );
                body?;
            }
            "application/x-www-form-urlencoded" => {
                let pairs = read_query(&String::from_utf8_lossy(&bytes));
                // A form without files, as aiohttp sends it: the body is the one of a multipart form.
                let payload = pairs.iter().find(|(key, _)| key == "payload_json");
                self.body = Some(if let Some((_, payload)) = payload {
                    serde_json::from_str(payload).map_err(|_| error::invalid_json())?
                } else {
                    pairs
                        .into_iter()
                        .map(|(key, value)| (key, json!(value)))
                        .collect()
                });
            }
            _ => {
                self.body = Some(json!(String::from_utf8_lossy(&bytes)));
                let mut form = Form::default();
                form.error(
                    "CONTENT_TYPE_INVALID",
                    "Expected \"Content-Type\" header to be one of {'application/json', \
                     'application/x-www-form-urlencoded', 'multipart/form-data'}.",
                );
                return form.finish();
            }
        }
        Ok(())
    }

    async fn read_multipart(&mut self, request: Request) -> Result<(), ApiError> {
        let mut parts = Multipart::from_request(request, &())
            .await
            .map_err(|_| error::invalid_json())?;
        let mut fields = Map::new();
        while let Some(part) = parts.next_field().await.map_err(|_| error::too_large())? {
            let name = part.name().unwrap_or_default().to_owned();
            let filename = part.file_name().map(str::to_owned);
            let content_type = part.content_type().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| error::too_large())?;
            if name == "payload_json" {
                self.body =
                    Some(serde_json::from_slice(&bytes).map_err(|_| error::invalid_json())?);
            } else if let Some(filename) = filename {
                self.files.push(Upload {
                    part: name,
                    filename,
                    content_type,
                    bytes,
                });
            } else {
                fields.insert(name, json!(String::from_utf8_lossy(&bytes)));
            }
        }
        if self.body.is_none() && !fields.is_empty() {
            self.body = Some(Value::Object(fields));
        }
        Ok(())
    }
}
