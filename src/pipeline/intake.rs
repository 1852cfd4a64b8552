//! What a stream brings, while the work on what came before goes on.
//!
//! Takes a reader, gives lots of whole lines in order: full ones, and what there is when input pauses. A thread of its own
//! reads, at most a few lots ahead; then it waits, and so does whoever writes into the pipe.

use super::stop::Stop;
use crate::error::Result;
use crate::read::{Came, Cutter, Inlet, Lot, Most};
use std::collections::VecDeque;
use std::io::Read;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Full lots that may wait.
const AHEAD: usize = 2;
/// How often a waiting work asks whether it is to stop.
const BLINK: Duration = Duration::from_millis(50);
/// Time without input in which other things can be done.
const IDLE: Duration = Duration::from_secs(2);

/// What comes next.
pub(super) enum Next {
    /// Whole lines.
    Lot(Lot),
    /// Nothing for a while.
    Idle,
    /// Nothing any more.
    End,
}

/// A stream that is being read.
#[derive(Debug)]
pub(super) struct Intake(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    turned: Condvar,
}

#[derive(Debug)]
struct State {
    cutter: Cutter,
    ready: VecDeque<Lot>,
    /// Since when whole lines wait that are no full lot.
    since: Option<Instant>,
    /// There was nothing more to read when last seen.
    paused: bool,
    ended: bool,
    failure: Option<crate::Error>,
    /// Nobody wants more.
    closed: bool,
}

impl Intake {
    /// Begins to read. The thread is not waited for at the end: it may be waiting itself, for input that never comes.
    pub(super) fn start(from: Box<dyn Read + Send>, most: Most) -> Self {
        let state = State {
            cutter: Cutter::new(most),
            ready: VecDeque::new(),
            since: None,
            paused: false,
            ended: false,
            failure: None,
            closed: false,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), turned: Condvar::new() });
        let filling = Arc::clone(&shared);
        std::thread::spawn(move || {
            let filled = filling.fill(from);
            let mut state = filling.lock();
            let rest = state.cutter.cut();
            state.ready.extend(rest);
            state.ended = true;
            state.failure = filled.err();
            filling.turned.notify_all();
        });
        Self(shared)
    }

    /// Waits for the next lot: a full one, or what there is after `delay`. Ends with the input, and when the work is to stop.
    ///
    /// # Errors
    /// [`crate::Error::Io`] of the input, after all lots that came before.
    pub(super) fn next(&self, delay: Option<Duration>, stop: &Stop) -> Result<Next> {
        let begun = Instant::now();
        let mut state = self.0.lock();
        while !stop.is_asked() {
            if let Some(lot) = state.ready.pop_front() {
                self.0.turned.notify_all();
                return Ok(Next::Lot(lot));
            }
            if state.ended {
                return state.failure.take().map_or(Ok(Next::End), Err);
            }
            let wait = state.patience(delay);
            if wait.is_zero() {
                state.since = None;
                return Ok(state.cutter.cut().map_or(Next::Idle, Next::Lot));
            }
            if begun.elapsed() > IDLE {
                return Ok(Next::Idle);
            }
            let waited = self.0.turned.wait_timeout(state, wait.min(BLINK));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(Next::End)
    }
}

impl Drop for Intake {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.turned.notify_all();
    }
}

impl State {
    /// How long whole lines may still wait for others.
    fn patience(&self, delay: Option<Duration>) -> Duration {
        match (self.since, delay) {
            (Some(since), Some(delay)) if self.paused => delay.saturating_sub(since.elapsed()),
            _ => BLINK,
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        let full = self.cutter.add(bytes);
        if !full.is_empty() || !self.cutter.has_lines() {
            self.since = None;
        }
        if self.cutter.has_lines() {
            self.since.get_or_insert_with(Instant::now);
        }
        self.ready.extend(full);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fill(&self, from: Box<dyn Read + Send>) -> Result<()> {
        let mut inlet = Inlet::open(from)?;
        let mut buffer = Vec::new();
        loop {
            self.lock().paused = true;
            buffer.clear();
            let came = inlet.read(&mut buffer)?;
            let mut state = self.wait_for_room();
            if state.closed {
                return Ok(());
            }
            state.take(&buffer);
            self.turned.notify_all();
            let broken = match came {
                Came::More => continue,
                Came::End => None,
                Came::Broken(reason) => Some(reason),
            };
            let rest = state.cutter.end(broken);
            state.ready.extend(rest);
            return Ok(());
        }
    }

    fn wait_for_room(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        state.paused = false;
        while state.ready.len() >= AHEAD && !state.closed {
            state = self.turned.wait(state).unwrap_or_else(PoisonError::into_inner);
            // What waits for a full lot did so because of the work, not because of the input.
            state.since = state.since.map(|_| Instant::now());
        }
        state
    }
}
