//! The line to a browser: a process that takes and gives JSON over a pipe, one message after the other.
//!
//! Takes methods of the debugging protocol, gives their results, and keeps events until somebody asks. Never uses the
//! network: the pipe is the browser's only ear, and it ends when the pipe does.

use serde_json::{Value, json};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longest wait for an answer. Machines that build and test at the same time are slow to start a browser.
const PATIENCE: Duration = Duration::from_secs(120);
/// The browser reads the protocol from descriptor 3 and writes it to 4.
const START: &str = r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null"#;

/// Something that happened, told without having been asked.
pub(crate) struct Event {
    /// The page that it happened in.
    pub(crate) session: String,
    /// What happened: `Page.loadEventFired` …
    pub(crate) method: String,
    /// The rest.
    pub(crate) params: Value,
}

/// A running browser.
pub(crate) struct Wire {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    last: u64,
    /// Everything told so far.
    pub(crate) events: Vec<Event>,
}

impl Wire {
    /// Starts a program with these words and the pipe.
    pub(crate) fn start(program: &OsStr, words: &[String]) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", START, "sh"])
            .arg(program)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take(), listen(child.stdout.take().unwrap()));
        Self { child, to, from, last: 0, events: Vec::new() }
    }

    /// Calls a method, of a page if a session is named.
    ///
    /// # Errors
    /// What the browser says, or that it has gone.
    pub(crate) fn call(
        &mut self,
        session: Option<&str>,
        method: &str,
        params: &Value,
    ) -> Result<Value, String> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let sent = self.to.as_mut().ok_or("closed")?.write_all(&bytes);
        sent.map_err(|e| format!("{method}: {e}"))?;
        let until = Instant::now() + PATIENCE;
        while let Some(mut answer) = self.next(until) {
            if answer["id"] == self.last {
                return match answer.get("error") {
                    Some(error) => Err(format!("{method}: {error}")),
                    None => Ok(answer["result"].take()),
                };
            }
        }
        Err(format!("{method}: no answer"))
    }

    /// Notes events until one satisfies `wanted` or the time is over; gives its number.
    pub(crate) fn wait(&mut self, from: usize, wanted: impl Fn(&Event) -> bool) -> Option<usize> {
        let until = Instant::now() + PATIENCE;
        loop {
            let found = self.events.iter().skip(from).position(&wanted);
            if found.is_some() {
                return found.map(|n| n + from);
            }
            self.next(until)?;
        }
    }

    /// The next message, noted if it is an event.
    fn next(&mut self, until: Instant) -> Option<Value> {
        let left = until.saturating_duration_since(Instant::now());
        let mut message = self.from.recv_timeout(left).ok()?;
        if let Some(method) = message["method"].as_str() {
            let method = method.to_owned();
            let session = message["sessionId"].as_str().unwrap_or_default().to_owned();
            self.events.push(Event { session, method, params: message["params"].take() });
        }
        Some(message)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.to = None;
        let until = Instant::now() + Duration::from_secs(10);
        while Instant::now() < until {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Messages end with a zero byte.
fn listen(stdout: ChildStdout) -> Receiver<Value> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut stdout = BufReader::new(stdout);
        loop {
            let mut bytes = Vec::new();
            if !matches!(stdout.read_until(0, &mut bytes), Ok(1..)) || bytes.pop() != Some(0) {
                return;
            }
            let Ok(message) = serde_json::from_slice(&bytes) else { return };
            if send.send(message).is_err() {
                return;
            }
        }
    });
    receive
}
