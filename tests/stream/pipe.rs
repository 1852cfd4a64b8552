//! The program with pipes that a test holds in its hands.

use crate::desk::Desk;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A run that goes on.
pub(crate) struct Pipe {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Option<BufReader<ChildStdout>>,
}

/// Lines in an output.
pub(crate) fn lines(output: &[u8]) -> usize {
    output.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")).count()
}

impl Pipe {
    /// Starts the program with these words.
    pub(crate) fn open(desk: &Desk, words: &str) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        program.args(words.split_whitespace()).arg("--quiet").current_dir(desk.path(""));
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take().map(BufReader::new));
        Self { child, stdin, stdout }
    }

    /// Gives it some input; `false` if it takes no more.
    pub(crate) fn send(&mut self, text: &str) -> bool {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(text.as_bytes()).and_then(|()| stdin.flush()).is_ok()
    }

    /// Waits for the next line of its output.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.as_mut().unwrap().read_line(&mut line).unwrap();
        line
    }

    /// Wants no more of its output.
    pub(crate) fn close(&mut self) {
        self.stdout = None;
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Reads its output to the end while the input stays open.
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        self.stdout.as_mut().unwrap().read_to_end(&mut rest).unwrap();
        rest
    }

    /// Ends its input and waits; gives its code and what it said.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        self.stdin = None;
        let output = self.child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    }
}
