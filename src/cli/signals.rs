//! Ctrl-C and SIGTERM, for verbs that work for long.
//!
//! Takes what is to be done at the first of them, gives a thread that waits for it. A second one ends the process at once.

use super::lines;
use super::terminal::Terminal;
use crate::error::{Error, Result};
use crate::review::Stop;
use std::process;

/// The exit code of work that did not come to its end.
const UNFINISHED: i32 = 1;

/// Does `act` with the name of the first signal that asks the process to end.
///
/// # Errors
/// [`Error::Io`] if nobody can listen for signals.
pub(crate) fn listen(act: impl FnOnce(&'static str) + Send + 'static) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(Error::io("signals"))?;
    let mut stop = runtime.block_on(async { Stop::listen() }).map_err(Error::io("signals"))?;
    std::thread::spawn(move || {
        act(runtime.block_on(stop.asked()));
        runtime.block_on(stop.asked());
        process::exit(UNFINISHED);
    });
    Ok(())
}

/// Ends the process at the first signal, for work of which half is worth nothing: what lies on disk then is as after a
/// kill, unfinished and known as such. With `json` the last line is for programs.
///
/// # Errors
/// As [`listen`].
pub(crate) fn end_at_once(left: &'static str, json: bool, terminal: Terminal) -> Result<()> {
    listen(move |signal| {
        let cause = format!("stopped by {signal}; {left}");
        terminal.complain(&format!("copydesk: {cause}"));
        if json {
            terminal.say(&lines::failed("stopped", &cause));
        }
        process::exit(UNFINISHED);
    })
}
