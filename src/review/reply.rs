//! What is sent back, and the headers that every reply has.
//!
//! Takes a status, a kind of content and a body, gives a reply that no other page can read, frame or guess the type of,
//! and that no cache keeps.

use super::body::Body;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::{Response, StatusCode};

/// A reply.
pub(super) type Reply = Response<Body>;

const TEXT: &str = "text/plain; charset=utf-8";
/// JSON.
pub(super) const JSON: &str = "application/json";
/// JSON Lines.
pub(super) const LINES: &str = "application/jsonl";
const PAGE: &str = "text/html; charset=utf-8";

/// What the page may do, whatever it says of itself: its own policy, which names the one script, holds as well. A page
/// from an OUT that somebody else sends still reaches nothing but this address.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// What everything else may do.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// The headers of every reply.
const ALWAYS: [(HeaderName, &str); 6] = [
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// A reply of this kind.
pub(super) fn reply(status: StatusCode, kind: &'static str, body: Body) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let policy = if kind == PAGE { PAGE_POLICY } else { DATA_POLICY };
    let headers = ALWAYS.into_iter();
    for (name, value) in headers.chain([(CONTENT_TYPE, kind), (CONTENT_SECURITY_POLICY, policy)]) {
        reply.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    reply
}

/// A reply in words.
pub(super) fn words(status: StatusCode, words: &str) -> Reply {
    reply(status, TEXT, Body::of(format!("{words}\n")))
}

/// All went well and there is nothing to say.
pub(super) fn done() -> Reply {
    reply(StatusCode::NO_CONTENT, TEXT, Body::default())
}

/// There is no such thing here.
pub(super) fn missing() -> Reply {
    words(StatusCode::NOT_FOUND, "not found")
}

/// What is there can only be asked for like this.
pub(super) fn only(methods: &'static str) -> Reply {
    let mut reply = words(StatusCode::METHOD_NOT_ALLOWED, methods);
    reply.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
    reply
}

/// The page has a slash behind its token; what it asks for stands beside it.
pub(super) fn slash(path: &str) -> Reply {
    let mut reply = words(StatusCode::PERMANENT_REDIRECT, "with a slash");
    if let Ok(place) = HeaderValue::from_str(&format!("{path}/")) {
        reply.headers_mut().insert(LOCATION, place);
    }
    reply
}

/// The kind of a file, by its name.
pub(super) fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => PAGE,
        Some("json") => JSON,
        Some("jsonl") => LINES,
        Some("csv") => "text/csv; charset=utf-8",
        Some("md") => "text/markdown; charset=utf-8",
        _ => "application/octet-stream",
    }
}
