//! When a review is over.
//!
//! Takes the signals that ask a process to end, gives a future that waits for the first. Never ends the process.

use std::io;

/// The signals, listened to from the moment that this is made.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct Stop([tokio::signal::unix::Signal; 2]);

#[cfg(unix)]
impl Stop {
    /// Listens. Wants a runtime around it.
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]))
    }

    /// Waits for a signal.
    pub(super) async fn asked(&mut self) {
        let signals = &mut self.0;
        std::future::poll_fn(|context| {
            let came = signals.iter_mut().any(|signal| signal.poll_recv(context).is_ready());
            if came { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
#[derive(Debug)]
pub(super) struct Stop;

#[cfg(not(unix))]
impl Stop {
    /// Nothing is needed beforehand.
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for Ctrl-C; where nobody can listen for it, for ever.
    pub(super) async fn asked(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
