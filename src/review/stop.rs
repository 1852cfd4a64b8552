//! When a process is asked to end.
//!
//! Takes the signals that ask for it, gives a future that waits for the next and says which it was. Never ends the process.

use std::io;
#[cfg(unix)]
use std::task::Poll;

/// The signals, listened to from the moment that this is made.
#[cfg(unix)]
#[derive(Debug)]
pub(crate) struct Stop([tokio::signal::unix::Signal; 2]);

#[cfg(unix)]
impl Stop {
    /// Listens. Wants a runtime around it.
    pub(crate) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]))
    }

    /// Waits for a signal; gives what people call it.
    pub(crate) async fn asked(&mut self) -> &'static str {
        let [interrupt, terminate] = &mut self.0;
        std::future::poll_fn(|context| {
            if interrupt.poll_recv(context).is_ready() {
                return Poll::Ready("Ctrl-C");
            }
            terminate.poll_recv(context).map(|_| "SIGTERM")
        })
        .await
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
#[derive(Debug)]
pub(crate) struct Stop;

#[cfg(not(unix))]
impl Stop {
    /// Nothing is needed beforehand.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for Ctrl-C; where nobody can listen for it, for ever.
    pub(crate) async fn asked(&mut self) -> &'static str {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        "Ctrl-C"
    }
}
