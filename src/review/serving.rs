//! Connections: taken, counted, and left to answer.
//!
//! Takes the listener and the desk, gives nothing; goes on whatever a connection does. A client that is slow with its
//! head or body is left after a while, and one more than [`CONNECTIONS`] waits until another has gone.

use super::answer::{Desk, answer};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections at a time; well below what a process may hold open.
const CONNECTIONS: usize = 256;
/// Longest that a client may take for the head of a request.
const HEAD: Duration = Duration::from_secs(10);
/// Bytes of a head.
const HEAD_BYTES: usize = 1 << 16;
/// How long to wait when the system has no connection to give, such as for want of open files.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves until the runtime ends.
pub(super) async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        // The semaphore is never closed, so there always is a place in the end.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(attend(stream, Arc::clone(&desk), place))),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Answers one connection until it closes.
async fn attend(stream: TcpStream, desk: Arc<Desk>, place: OwnedSemaphorePermit) {
    let service = service_fn(|request| {
        let desk = Arc::clone(&desk);
        async move { Ok::<_, Infallible>(answer(desk, request).await) }
    });
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES);
    // Who breaks off has no one to tell it to.
    let _ = protocol.serve_connection(TokioIo::new(stream), service).await;
    drop(place);
}
