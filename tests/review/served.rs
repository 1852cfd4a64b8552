//! A review that is being served, and a client of a few lines.
//!
//! Takes words for the command line and requests, gives answers. Sends exactly the bytes that a test wants sent.

use crate::desk::{Desk, prose, record};
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Longest that an answer may take before it counts as none.
const PATIENCE: Duration = Duration::from_secs(60);

/// A place with a finished OUT: a few articles, a copy, a stamped line.
pub(crate) fn desk() -> Desk {
    let line = |id: &str, n: u64, date: &str| {
        let text = format!("{}\n\nSubscribe to our newsletter for free", prose(n));
        record(&[("id", id), ("host", "a.example"), ("date", date), ("text", &text)])
    };
    let many: String = (0..20).map(|n| line(&format!("s{n}"), n, "2025-01-01")).collect();
    let copy = record(&[
        ("id", "the copy"),
        ("host", "b.example"),
        ("date", "2025-01-02"),
        ("text", &prose(1)),
    ]);
    let desk = Desk::with(&[("a.jsonl", (many + &copy).as_bytes())]);
    desk.run("clean in -o out --quiet").code(0);
    desk
}

/// A change that decides about a line.
pub(crate) fn keep(text: &str) -> Value {
    json!({ "key": format!("text:{text}"), "decision": { "text": text, "action": "keep" } })
}

/// The running program. Killed when it goes.
pub(crate) struct Served {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub(crate) host: String,
    /// `/TOKEN/`.
    pub(crate) root: String,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Served {
    /// Starts `copydesk review out` with these words more, and waits for its address.
    pub(crate) fn start(desk: &Desk, words: &str) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        program.args(["review", "out"]).args(words.split_whitespace());
        Self::of(program.current_dir(desk.path("")))
    }

    /// Starts a program that becomes a review.
    pub(crate) fn of(program: &mut Command) -> Self {
        program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = program.env_remove("RUST_BACKTRACE").spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let (host, token) = line.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let (host, root) = (host.to_owned(), format!("/{}", token.trim_end()));
        Self { child, host, root }
    }

    /// A connection to it.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends these bytes, gives the answer; an error where there is none.
    pub(crate) fn send(&self, bytes: &[u8]) -> io::Result<Answer> {
        let mut stream = self.connect();
        // Who is refused early may find the other end closed; the answer is there all the same.
        let sent = stream.write_all(bytes);
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer);
        if answer.is_empty() {
            sent.and(read.map(drop))?;
        }
        let text = String::from_utf8_lossy(&answer);
        let (head, body) =
            text.split_once("\r\n\r\n").ok_or_else(|| io::Error::other("no answer"))?;
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Ok(Answer { status, head: head.to_owned(), body: body.to_owned() })
    }

    /// A request with the right host, and these header lines more.
    pub(crate) fn ask(&self, method: &str, path: &str, more: &[&str], body: &str) -> Answer {
        let more: String = more.iter().flat_map(|line| [line, "\r\n"]).collect();
        let (host, length) = (&self.host, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{more}Content-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        );
        self.send(head.as_bytes()).unwrap()
    }

    /// What stands below the token.
    pub(crate) fn get(&self, name: &str) -> Answer {
        self.ask("GET", &format!("{}{name}", self.root), &[], "")
    }

    /// Decides.
    pub(crate) fn post(&self, changes: &[Value]) -> Answer {
        let body = json!(changes).to_string();
        self.ask("POST", &format!("{}decisions", self.root), &[], &body)
    }

    /// Asks it to end; gives its code and all that it said on stderr.
    pub(crate) fn end(&mut self, signal: &str) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        Command::new("kill").args([signal, &id]).status().unwrap();
        let code = self.child.wait().unwrap().code();
        let mut said = String::new();
        self.child.stderr.as_mut().unwrap().read_to_string(&mut said).unwrap();
        (code, said)
    }

    /// Waits until it says this on stderr.
    pub(crate) fn told(&mut self, what: &str) {
        let mut said = Vec::new();
        while !String::from_utf8_lossy(&said).contains(what) {
            let mut byte = [0];
            self.child.stderr.as_mut().unwrap().read_exact(&mut byte).unwrap();
            said.extend(byte);
        }
    }

    /// Ends it at once, whatever it does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
