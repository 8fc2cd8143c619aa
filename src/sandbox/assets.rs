//! The chat page and its files, embedded in the binary.

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use include_dir::{Dir, include_dir};

use super::server::Shared;

/// Everything in `page/`; a new file there needs nothing else.
static PAGE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/sandbox/page");

/// What the page may load: its own files, and pictures that messages show. No script but its own
/// runs, and no other page may frame it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    connect-src 'self'; img-src 'self' http: https: data:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// `/` is the page, `/page/…` its modules and styles.
pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/", get(async || serve("index.html")))
        .route(
            "/page/{*path}",
            get(async |Path(path): Path<String>| serve(&path)),
        )
}

fn serve(path: &str) -> Response {
    let file = PAGE
        .get_file(path)
        .and_then(|file| Some((content_type(path)?, file.contents())));
    let Some((kind, contents)) = file else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, contents).into_response()
}

/// The type of a file by its ending; files of other kinds are not served.
fn content_type(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    Some(match ending {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => return None,
    })
}
