//! `filter` beside a desk: a stream, for as long as it comes.
//!
//! Takes the flags of the stream, hands stdin and stdout to the library, gives the ending. A first signal ends the stream
//! after the batch in hand, a second one at once.

use super::ending::Ending;
use super::signals;
use super::terminal::Terminal;
use crate::pipeline::{self, End, Job, Outcome, Stop};
use crate::progress::Progress;
use clap::Args;
use indicatif::HumanCount;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How a stream is cut into batches, and what is kept of it.
#[derive(Debug, Clone, PartialEq, Args)]
#[command(next_help_heading = "The stream")]
pub(crate) struct StreamFlags {
    /// Add what passes through to the desk
    ///
    /// Batch by batch: later ones are cleaned with what earlier ones showed, and copies of them are found. The desk is made
    /// if missing; no other process may write to it meanwhile.
    #[arg(long, requires = "desk")]
    pub(crate) learn: bool,
    /// Lines of a batch: more find more of what is new today, fewer come out sooner
    #[arg(long, value_name = "N", requires = "desk", default_value_t = 2000)]
    pub(crate) batch: usize,
    /// Seconds that a line may wait for its batch to be full; 0 for ever
    ///
    /// A batch ends too when it holds 16 MiB. With 0 the same input gives the same bytes, however slowly it comes.
    #[arg(long, value_name = "SECONDS", requires = "desk", default_value_t = 1.0, value_parser = seconds)]
    pub(crate) delay: f64,
}

/// A number of seconds that is none or more.
fn seconds(word: &str) -> Result<f64, String> {
    let number = word.parse().ok().filter(|n: &f64| (0.0..=86_400.0).contains(n));
    number.ok_or_else(|| "expected seconds, from 0 to 86400".to_owned())
}

/// Cleans stdin to stdout; gives what became of it, how it ended, and the word for that.
pub(crate) fn work(
    job: &Job,
    flags: &StreamFlags,
    listener: &dyn Progress,
    terminal: Terminal,
) -> crate::Result<(Outcome, Option<Ending>, &'static str)> {
    let (stop, name) = (Stop::default(), Arc::new(OnceLock::new()));
    let (asked, told) = (stop.clone(), Arc::clone(&name));
    signals::listen(move |signal| {
        // The name is set once, for there is one first signal.
        let _ = told.set(signal);
        asked.ask();
    })?;
    let stream = pipeline::Stream {
        input: Box::new(std::io::stdin()),
        output: &mut std::io::stdout(),
        batch: flags.batch,
        delay: (flags.delay > 0.0).then(|| Duration::from_secs_f64(flags.delay)),
        learn: flags.learn,
        stop,
    };
    let (outcome, end) = pipeline::filter(job, stream, listener)?;
    let articles = HumanCount(outcome.summary.records.read);
    let (ending, word) = match end {
        End::Input => (None, "input"),
        End::Stopped => (Some(Ending::Stopped), "stopped"),
        End::Unread => (Some(Ending::Done), "unread"),
    };
    match end {
        End::Input => {}
        End::Unread => {
            terminal
                .say(&format!("copydesk: nobody reads stdout any more, after {articles} records"));
        }
        End::Stopped => {
            let signal = name.get().copied().unwrap_or("a signal");
            terminal.complain(&format!("copydesk: stopped by {signal} after {articles} records"));
        }
    }
    Ok((outcome, ending, word))
}
