//! What is answered to a request.
//!
//! Takes a request, gives the page, a file of the report, the decisions, or two articles side by side. Files go by the
//! list of names that a report has; nothing that a request says becomes part of a path.

use super::body::{Body, Broken, collect};
use super::door::{Away, Door};
use super::keeper::{Change, Keeper, Refusal};
use super::reply::{JSON, LINES, Reply, done, kind, missing, only, reply, slash, words};
use crate::error::Error;
use crate::pipeline::{explain_pair, side_by_side};
use crate::report::files::{FOLDER, NAMES, PAGE};
use hyper::body::Incoming;
use hyper::{Method, Request, StatusCode};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Bytes of a request that decides.
const MOST: usize = 8 << 20;
/// Longest that a client may take for them.
const PATIENCE: Duration = Duration::from_secs(60);

/// Everything that an answer is made of.
#[derive(Debug)]
pub(super) struct Desk {
    /// The folder of the run, without links.
    out: PathBuf,
    /// Where decisions are kept.
    pub(super) keeper: Keeper,
    /// Who may come in.
    pub(super) door: Door,
    /// Held while two articles are compared: each comparison reads the input again.
    comparing: Mutex<()>,
}

impl Desk {
    /// A desk for the run in `out`, a path without links.
    pub(super) fn new(out: PathBuf, keeper: Keeper, door: Door) -> Self {
        Self { out, keeper, door, comparing: Mutex::new(()) }
    }
}

/// The answer to a request.
pub(super) async fn answer(desk: Arc<Desk>, request: Request<Incoming>) -> Reply {
    let (head, body) = request.into_parts();
    let name = match desk.door.admit(&head) {
        Ok(Some(name)) => name,
        Ok(None) => return slash(head.uri.path()),
        Err(Away::Foreign(why)) => return words(StatusCode::FORBIDDEN, why),
        Err(Away::Unknown) => return missing(),
    };
    let Some(place) = Place::named(name) else { return missing() };
    match (place, &head.method) {
        (Place::Decisions, &Method::POST) => decide(desk, body).await,
        (Place::Decisions, &Method::GET | &Method::HEAD) => apart(move || decisions(&desk)).await,
        (Place::Decisions, _) => only("GET, HEAD, POST"),
        (Place::File(name), &Method::GET | &Method::HEAD) => file(desk, name).await,
        (Place::Pair, &Method::GET | &Method::HEAD) => {
            compare(desk, head.uri.query().unwrap_or_default()).await
        }
        _ => only("GET, HEAD"),
    }
}

/// What can be asked for.
enum Place {
    /// A file of the report, the page among them.
    File(&'static str),
    Decisions,
    Pair,
}

impl Place {
    /// What stands under this name below the token.
    fn named(name: &str) -> Option<Self> {
        match name {
            "" => Some(Self::File(PAGE)),
            "decisions" => Some(Self::Decisions),
            "pair" => Some(Self::Pair),
            _ => NAMES.into_iter().find(|known| *known == name).map(Self::File),
        }
    }
}

/// Runs what takes its time where nobody waits for it.
async fn apart(work: impl FnOnce() -> Reply + Send + 'static) -> Reply {
    let failed = |_| words(StatusCode::INTERNAL_SERVER_ERROR, "copydesk met a defect of its own");
    spawn_blocking(work).await.unwrap_or_else(failed)
}

/// A file of the report.
async fn file(desk: Arc<Desk>, name: &'static str) -> Reply {
    apart(move || match open(&desk.out, name) {
        Ok((file, length)) => {
            reply(StatusCode::OK, kind(name), Body::File(tokio::fs::File::from_std(file), length))
        }
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => missing(),
        Err(cause) => words(StatusCode::INTERNAL_SERVER_ERROR, &format!("{name}: {cause}")),
    })
    .await
}

/// A file of the report in `out`, and its length: nothing that a link leads to from there, and no pipe or device.
fn open(out: &Path, name: &str) -> io::Result<(fs::File, u64)> {
    let path = fs::canonicalize(out.join(FOLDER).join(name))?;
    if !path.starts_with(out) || !path.metadata()?.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let file = fs::File::open(path)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

/// The decisions by now.
fn decisions(desk: &Desk) -> Reply {
    match desk.keeper.shown() {
        Ok(lines) => reply(StatusCode::OK, LINES, Body::of(lines)),
        Err(refusal) => refused(&refusal),
    }
}

/// Takes decisions, and answers when they are on disk.
async fn decide(desk: Arc<Desk>, body: Incoming) -> Reply {
    let bytes = match timeout(PATIENCE, collect(body, MOST)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(Broken::Long)) => {
            return words(StatusCode::PAYLOAD_TOO_LARGE, "more than 8 MB at once");
        }
        Ok(Err(Broken::Off)) | Err(_) => {
            return words(StatusCode::REQUEST_TIMEOUT, "the request did not come to its end");
        }
    };
    apart(move || {
        let changes: Result<Vec<Change>, _> = serde_json::from_slice(&bytes);
        let saved = changes
            .map_err(|e| Refusal::Senseless(e.to_string()))
            .and_then(|changes| desk.keeper.change(changes));
        saved.map_or_else(|refusal| refused(&refusal), |()| done())
    })
    .await
}

/// Why decisions were not taken, or cannot be shown.
fn refused(refusal: &Refusal) -> Reply {
    let (status, why) = match refusal {
        Refusal::Senseless(why) => (StatusCode::BAD_REQUEST, why),
        Refusal::Decided(why) => (StatusCode::CONFLICT, why),
        Refusal::Failed(why) => (StatusCode::INTERNAL_SERVER_ERROR, why),
    };
    words(status, why)
}

/// Two articles side by side, one request at a time.
async fn compare(desk: Arc<Desk>, query: &str) -> Reply {
    let value = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let (Some(a), Some(b)) = (value("a"), value("b")) else {
        return words(StatusCode::BAD_REQUEST, "wants a and b, the ids of two articles");
    };
    let turn = desk.comparing.lock().await;
    let out = desk.out.clone();
    let reply = apart(move || match explain_pair(&out, &a, &b) {
        Ok(pair) => {
            let told = serde_json::json!({ "rows": side_by_side(&pair.rows) });
            reply(StatusCode::OK, JSON, Body::of(told.to_string()))
        }
        Err(error @ Error::Input { .. }) => words(StatusCode::NOT_FOUND, &error.to_string()),
        Err(error) => words(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    })
    .await;
    drop(turn);
    reply
}
