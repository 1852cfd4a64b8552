//! JSON objects, however they stand in a file, to records.
//!
//! Takes decompressed bytes of an array, of concatenated or pretty-printed objects, or of any mixture of them, gives the
//! span of every top-level object and of the garbage between. Never judges whether an object is valid inside.

use super::batch::Span;
use memchr::{memchr, memchr3};

/// Longest object that is waited for; beyond it, something was left open.
const LONGEST: usize = 1 << 30;

const OPEN: &str = "the object that begins here is never closed";
const BREAK: &str = "a string of the object that begins here holds a bare line break";
const GARBAGE: &str = "not JSON";

/// What the scanner is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between objects: brackets, commas, white space.
    Between,
    /// In the object that began at this offset.
    Object { start: usize, depth: usize, string: bool },
    /// In what cannot be read, since this offset.
    Garbage { start: usize, flaw: &'static str },
}

/// The splitter of one source: where it stands in the buffer.
#[derive(Debug)]
pub(super) struct Objects {
    state: State,
    /// Everything before was scanned.
    at: usize,
    number: u64,
    /// Blanks before the first brace of the object in hand, where it begins a line.
    indent: usize,
    /// An object was left open: from now on, one that begins a line ends the one before.
    wary: bool,
}

impl Objects {
    /// A splitter of a buffer whose content begins at `at`.
    pub(super) fn new(at: usize) -> Self {
        Self { state: State::Between, at, number: 1, indent: 0, wary: false }
    }

    /// The number that the next record gets.
    pub(super) fn next_number(&self) -> u64 {
        self.number
    }

    /// Appends the spans of all objects of `buffer` that were not given before; at the end, of what is left open too.
    pub(super) fn split(&mut self, buffer: &[u8], end: bool, spans: &mut Vec<Span>) {
        while self.step(buffer, end, spans) {}
    }

    /// The first `cut` bytes of the buffer are gone.
    pub(super) fn shift(&mut self, cut: usize) {
        self.at -= cut;
        match &mut self.state {
            State::Between => {}
            State::Object { start, .. } | State::Garbage { start, .. } => *start -= cut,
        }
    }

    /// Scans to the next change of state; `false` when more bytes are needed.
    fn step(&mut self, buffer: &[u8], end: bool, spans: &mut Vec<Span>) -> bool {
        match self.state {
            State::Between => self.between(buffer),
            State::Object { start, depth, string: true } => self.string(buffer, start, depth, end),
            State::Object { start, depth, string: false } => {
                self.object(buffer, (start, depth), end, spans)
            }
            State::Garbage { start, flaw } => self.garbage(buffer, (start, flaw), end, spans),
        }
    }

    fn between(&mut self, buffer: &[u8]) -> bool {
        let rest = &buffer[self.at..];
        let Some(skip) = rest.iter().position(|&b| !is_filling(b)) else {
            self.at = buffer.len();
            return false;
        };
        let start = self.at + skip;
        if buffer[start] == b'{' {
            self.indent = indent(buffer, start);
            self.state = State::Object { start, depth: 0, string: false };
            self.at = start;
        } else {
            self.state = State::Garbage { start, flaw: GARBAGE };
            self.at = start + 1;
        }
        true
    }

    fn object(
        &mut self,
        buffer: &[u8],
        object: (usize, usize),
        end: bool,
        spans: &mut Vec<Span>,
    ) -> bool {
        let (start, depth) = object;
        let Some(skip) = memchr3(b'"', b'{', b'}', &buffer[self.at..]) else {
            self.at = buffer.len();
            return self.give_up_if(end || buffer.len() - start > LONGEST, start);
        };
        let at = self.at + skip;
        self.at = at + 1;
        match buffer[at] {
            b'"' => self.state = State::Object { start, depth, string: true },
            b'{' if self.wary && depth > 0 && self.begins_anew(buffer, at) => {
                self.give_up(start, OPEN);
            }
            b'{' => self.state = State::Object { start, depth: depth + 1, string: false },
            _ if depth <= 1 => {
                spans.push(Span::new(start, self.at, self.number));
                self.number += 1;
                self.state = State::Between;
            }
            _ => self.state = State::Object { start, depth: depth - 1, string: false },
        }
        true
    }

    fn string(&mut self, buffer: &[u8], start: usize, depth: usize, end: bool) -> bool {
        let mut at = self.at;
        while let Some(skip) = memchr3(b'"', b'\\', b'\n', &buffer[at..]) {
            at += skip;
            match buffer[at] {
                b'"' => {
                    self.at = at + 1;
                    self.state = State::Object { start, depth, string: false };
                    return true;
                }
                b'\\' if at + 1 < buffer.len() => at += 2,
                b'\\' => break,
                _ => {
                    self.give_up(start, BREAK);
                    return true;
                }
            }
        }
        // A backslash at the very end is met again when what it escapes is there.
        self.at =
            if buffer.last() == Some(&b'\\') && at < buffer.len() { at } else { buffer.len() };
        self.give_up_if(end || buffer.len() - start > LONGEST, start)
    }

    /// Ends a stretch of garbage where an object begins: anywhere if it stood outside, else at the start of a line.
    fn garbage(
        &mut self,
        buffer: &[u8],
        garbage: (usize, &'static str),
        end: bool,
        spans: &mut Vec<Span>,
    ) -> bool {
        let (start, flaw) = garbage;
        while let Some(skip) = memchr(b'{', &buffer[self.at..]) {
            let at = self.at + skip;
            if !end && buffer[at + 1..].trim_ascii_start().is_empty() {
                self.at = at;
                return false;
            }
            self.at = at + 1;
            let begins =
                if flaw == GARBAGE { opens(&buffer[at..]) } else { self.begins_anew(buffer, at) };
            if begins {
                self.close_garbage(buffer, start..at, flaw, spans);
                self.at = at;
                return true;
            }
        }
        self.at = buffer.len();
        if end {
            self.close_garbage(buffer, start..buffer.len(), flaw, spans);
        }
        end
    }

    fn close_garbage(
        &mut self,
        buffer: &[u8],
        range: std::ops::Range<usize>,
        flaw: &'static str,
        spans: &mut Vec<Span>,
    ) {
        let kept =
            buffer[range.clone()].iter().rposition(|&b| !is_filling(b)).map_or(1, |at| at + 1);
        spans.push(Span::flawed(range.start..range.start + kept, self.number, flaw));
        self.number += 1;
        self.state = State::Between;
    }

    fn give_up_if(&mut self, hopeless: bool, start: usize) -> bool {
        if hopeless {
            self.wary = true;
            self.give_up(start, OPEN);
        }
        hopeless
    }

    fn give_up(&mut self, start: usize, flaw: &'static str) {
        self.state = State::Garbage { start, flaw };
        self.at = start + 1;
    }

    /// Whether the brace at `at` begins a line, no deeper than the object in hand began.
    fn begins_anew(&self, buffer: &[u8], at: usize) -> bool {
        let blanks = blanks_before(buffer, at);
        let begins_line = at > blanks && buffer[at - blanks - 1] == b'\n';
        begins_line && blanks <= self.indent
    }
}

/// Whether `byte` can stand between two objects.
fn is_filling(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'[' | b']' | b',')
}

/// Whether `bytes` begin like an object: a brace and, after blanks, a quote.
fn opens(bytes: &[u8]) -> bool {
    bytes[1..].trim_ascii_start().first().is_some_and(|&b| b == b'"' || b == b'}')
}

/// Blanks before `at`, if nothing but blanks and brackets stands before it in its line; else none.
fn indent(buffer: &[u8], at: usize) -> usize {
    let blanks = blanks_before(buffer, at);
    let begins_line = at == blanks || buffer[at - blanks - 1] == b'\n';
    if begins_line { blanks } else { 0 }
}

fn blanks_before(buffer: &[u8], at: usize) -> usize {
    buffer[..at].iter().rev().take_while(|&&b| b == b' ' || b == b'\t').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The spans of `text`, garbage marked with `!`, however the bytes arrive.
    fn check(text: &str, expected: &[&str]) {
        for piece in [1, 2, 3, 7, text.len().max(1)] {
            let bytes = text.as_bytes();
            let (mut objects, mut spans) = (Objects::new(0), Vec::new());
            for end in (piece..bytes.len()).step_by(piece) {
                objects.split(&bytes[..end], false, &mut spans);
            }
            objects.split(bytes, true, &mut spans);
            let found: Vec<String> = spans
                .iter()
                .map(|s| {
                    format!("{}{}", if s.flaw.is_some() { "!" } else { "" }, &text[s.start..s.end])
                })
                .collect();
            assert_eq!(found, expected, "in pieces of {piece}");
        }
    }

    #[test]
    fn arrays_and_sequences_of_objects() {
        check("[]", &[]);
        check(
            "[\n  {\"a\": 1},\n  {\"b\": {\"c\": 2}}\n]\n",
            &["{\"a\": 1}", "{\"b\": {\"c\": 2}}"],
        );
        check("{\"a\":1}{\"a\":2} {\"a\":3}", &["{\"a\":1}", "{\"a\":2}", "{\"a\":3}"]);
        check("[{\"a\":1},]{\"a\":2}]", &["{\"a\":1}", "{\"a\":2}"]);
    }

    #[test]
    fn braces_in_strings_do_not_count() {
        check(r#"{"a":"}{\"\\"}{"b":"\\\""}"#, &[r#"{"a":"}{\"\\"}"#, r#"{"b":"\\\""}"#]);
    }

    #[test]
    fn garbage_is_given_and_reading_goes_on() {
        check("xyz {\"a\":1}, null, {\"a\":2}", &["!xyz", "{\"a\":1}", "!null", "{\"a\":2}"]);
        check("[{\"a\":\"b\nc\"},\n{\"d\":1}]", &["!{\"a\":\"b\nc\"}", "{\"d\":1}"]);
        check("{\"a\":{\n{\"b\":1}\n{\"c\":1", &["!{\"a\":{", "{\"b\":1}", "!{\"c\":1"]);
        check("{\n  \"a\": [\n{\"b\": 1}\n]\n}", &["{\n  \"a\": [\n{\"b\": 1}\n]\n}"]);
    }
}
