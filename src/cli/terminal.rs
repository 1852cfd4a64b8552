//! The one way to the terminal: data to stdout, everything else to stderr.
//!
//! Takes texts, gives bytes on the two streams, with styles taken off where they are not wanted (no terminal,
//! `NO_COLOR`, `TERM=dumb`). Passes errors of stdout up, a broken pipe among them; what cannot be said on stderr is lost.
//! Never lets control characters of foreign text through: see [`tame`].

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

/// The two streams, and how much is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// Whether messages are left out.
    quiet: bool,
}

impl Terminal {
    /// A terminal that says everything, or with `quiet` nothing but errors.
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// Whether nothing but errors is said.
    pub(crate) fn is_quiet(self) -> bool {
        self.quiet
    }

    /// Writes data to stdout.
    #[expect(clippy::unused_self, reason = "the streams are reached through a Terminal only")]
    pub(crate) fn data(self, text: &str) -> io::Result<()> {
        let mut stdout = anstream::stdout().lock();
        stdout.write_all(text.as_bytes())?;
        stdout.flush()
    }

    /// Writes a message to stderr, unless quiet.
    pub(crate) fn say(self, text: &str) {
        if !self.quiet {
            to_stderr(text);
        }
    }

    /// Writes an error to stderr, always.
    #[expect(clippy::unused_self, reason = "the streams are reached through a Terminal only")]
    pub(crate) fn complain(self, text: &str) {
        to_stderr(text);
    }

    /// Whether bars can be drawn on stderr.
    pub(crate) fn draws(self) -> bool {
        !self.quiet && io::stderr().is_terminal() && !console::is_dumb()
    }

    /// Columns of stdout, if it is a terminal.
    #[expect(clippy::unused_self, reason = "the streams are reached through a Terminal only")]
    pub(crate) fn width(self) -> Option<usize> {
        let stdout = console::Term::stdout();
        stdout.is_term().then(|| usize::from(stdout.size().1))
    }
}

/// One line or more on stderr. A stderr that is closed must not end the work.
fn to_stderr(text: &str) {
    let mut stderr = anstream::stderr().lock();
    let ended = if text.ends_with('\n') { "" } else { "\n" };
    let _ = write!(stderr, "{text}{ended}");
}

/// Foreign text made safe to show: control characters and those that turn the direction of writing become `�`, line
/// breaks and tabs a space.
pub(crate) fn tame(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_wild) { text.chars().map(tamed).collect() } else { Cow::Borrowed(text) }
}

/// Whether a terminal would obey the character rather than show it.
fn is_wild(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// What stands for the character.
fn tamed(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        c if is_wild(c) => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_cannot_drive_the_terminal() {
        assert_eq!(
            tame("a\u{1b}[31mb\u{9b}c\u{202e}d\ne\tf"),
            "a\u{fffd}[31mb\u{fffd}c\u{fffd}d e f"
        );
        assert!(matches!(tame("плоский text 文字"), Cow::Borrowed(_)));
    }
}
