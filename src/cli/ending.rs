//! How the program ends: what is printed of an error, and which exit code it has.
//!
//! Takes the result of a verb, gives text and code. Never ends the process itself.

use super::lines;
use super::terminal::{Terminal, tame};
use crate::Error;
use std::io;

/// How a verb came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All is done.
    Done,
    /// All is done, but records were rejected, and `--strict` was given.
    Rejected,
    /// Some is done, and all that was said of it holds; the rest was not to be.
    Stopped,
    /// It failed, which was told already; this is the code.
    Told(u8),
}

/// The exit code of a result: the one place where codes are made.
pub(crate) fn code(result: &anyhow::Result<Ending>) -> u8 {
    match result {
        Ok(Ending::Done) => 0,
        Ok(Ending::Rejected) => 3,
        Ok(Ending::Stopped) => 1,
        Ok(Ending::Told(code)) => *code,
        Err(error) => match Cause::of(error) {
            Cause::Asked | Cause::BrokenPipe => 0,
            Cause::Usage => 2,
            Cause::Failure => 1,
        },
    }
}

/// Tells an error with a last line for programs; anything else passes.
pub(crate) fn told(result: anyhow::Result<Ending>, terminal: Terminal) -> anyhow::Result<Ending> {
    let Err(error) = &result else { return result };
    let code = code(&result);
    tell(error, terminal);
    let ended = if code == 0 { "unread" } else { "failed" };
    terminal.say(&lines::failed(ended, &chain(error)));
    Ok(Ending::Told(code))
}

/// Prints what there is to say of an error.
pub(crate) fn tell(error: &anyhow::Error, terminal: Terminal) {
    match (Cause::of(error), error.downcast_ref::<clap::Error>()) {
        (Cause::BrokenPipe, _) => {}
        (Cause::Asked, Some(help)) => {
            // Help into a pipe that was closed is as good as read.
            let _ = terminal.data(&help.render().ansi().to_string());
        }
        (_, Some(usage)) => {
            let text = usage.render().to_string().replacen("error: ", "copydesk: ", 1);
            let lines: Vec<_> = text.trim_end().lines().map(tame).collect();
            terminal.complain(&lines.join("\n"));
        }
        (_, None) => terminal.complain(&format!("copydesk: {}", tame(&chain(error)))),
    }
}

/// Why a verb gave an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// Help or version: an error to clap only.
    Asked,
    /// The reader of stdout has seen enough.
    BrokenPipe,
    /// Wrong usage or configuration.
    Usage,
    /// Anything else.
    Failure,
}

impl Cause {
    /// The cause of an error.
    fn of(error: &anyhow::Error) -> Self {
        if let Some(usage) = error.downcast_ref::<clap::Error>() {
            return if usage.use_stderr() { Self::Usage } else { Self::Asked };
        }
        if error.chain().any(is_broken_pipe) {
            return Self::BrokenPipe;
        }
        match error.downcast_ref::<Error>() {
            Some(Error::Config(_)) => Self::Usage,
            _ => Self::Failure,
        }
    }
}

/// Whether one link of the chain is a broken pipe.
fn is_broken_pipe(link: &(dyn std::error::Error + 'static)) -> bool {
    link.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

/// The error and its causes on one line; a cause that the line ends with already is not said twice.
fn chain(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for link in error.chain().map(ToString::to_string) {
        if !line.ends_with(&link) {
            let joint = if line.is_empty() { "" } else { ": " };
            line = format!("{line}{joint}{link}");
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use anyhow::Context;
    use clap::Parser;

    /// The code of an error.
    fn code_of(error: impl Into<anyhow::Error>) -> u8 {
        code(&Err(error.into()))
    }

    /// The code of what clap makes of these words.
    fn code_of_words(words: &[&str]) -> u8 {
        code_of(Cli::try_parse_from(words).unwrap_err())
    }

    #[test]
    fn endings_have_their_codes() {
        assert_eq!(code(&Ok(Ending::Done)), 0);
        assert_eq!(code(&Ok(Ending::Rejected)), 3);
        assert_eq!(code(&Ok(Ending::Stopped)), 1);
        assert_eq!(code(&Ok(Ending::Told(2))), 2);
    }

    #[test]
    fn configuration_and_usage_are_2_and_the_rest_is_1() {
        assert_eq!(code_of(Error::Config("x".to_owned())), 2);
        assert_eq!(code_of(anyhow::Error::from(Error::Config("x".to_owned())).context("y")), 2);
        assert_eq!(code_of_words(&["copydesk", "clean", "--no-such-flag"]), 2);
        assert_eq!(code_of_words(&["copydesk"]), 2);
        assert_eq!(code_of_words(&["copydesk", "--help"]), 0);
        assert_eq!(code_of_words(&["copydesk", "--version"]), 0);
        assert_eq!(code_of(Error::input("a", "b")), 1);
        assert_eq!(code_of(Error::output("a", "is not empty")), 1);
        assert_eq!(code_of(Error::Broken("x".to_owned())), 1);
    }

    #[test]
    fn a_broken_pipe_is_success() {
        let pipe = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert_eq!(code_of(pipe()), 0);
        assert_eq!(code_of(Error::io("stdout")(pipe())), 0);
        assert_eq!(code_of(Error::io("x")(io::ErrorKind::NotFound.into())), 1);
    }

    #[test]
    fn causes_are_told_once() {
        let io = io::Error::other("no such file");
        let error = Err::<(), _>(Error::io("a.jsonl")(io)).context("reading").unwrap_err();
        assert_eq!(chain(&error), "reading: a.jsonl: no such file");
    }
}
