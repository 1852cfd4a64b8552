//! `copydesk filter`: a stage of a pipeline, from stdin to stdout.
//!
//! Takes the arguments, hands them to `corpus` with stdin as the one input. Never writes to stdout itself: the library
//! does.

use super::args::Filter;
use super::corpus::{self, Order};
use super::ending::Ending;
use super::terminal::Terminal;
use crate::pipeline::Command;
use std::path::PathBuf;

/// Runs the verb.
pub(crate) fn run(args: Filter, terminal: Terminal) -> anyhow::Result<Ending> {
    let inputs = vec![PathBuf::from("-")];
    // Without a desk only all of the input shows what is stamped.
    let stream = args.flags.desk.desk.is_some().then_some(args.stream);
    let order = Order { command: Command::Filter, inputs, out: args.report, stream };
    corpus::work(order, &args.flags, terminal)
}
