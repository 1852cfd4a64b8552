//! `copydesk scan`: the report only.
//!
//! Takes the arguments, hands them to `corpus`. Never differs from `clean` but in the command.

use super::args::Corpus;
use super::corpus::{self, Order};
use super::ending::Ending;
use super::terminal::Terminal;
use crate::pipeline::Command;

/// Runs the verb.
pub(crate) fn run(args: Corpus, terminal: Terminal) -> anyhow::Result<Ending> {
    let Corpus { inputs, out, annotations, mut flags } = args;
    flags.decide.annotations = annotations.map(Into::into);
    corpus::work(Order { command: Command::Scan, inputs, out, stream: None }, &flags, terminal)
}
