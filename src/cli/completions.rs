//! `copydesk completions`: what a shell needs to complete verbs and flags.
//!
//! Takes the shell, gives its script on stdout. Never installs it.

use super::args::{Cli, Completions};
use super::ending::Ending;
use super::terminal::Terminal;
use clap::CommandFactory;

/// Runs the verb.
pub(crate) fn run(args: &Completions, terminal: Terminal) -> anyhow::Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "copydesk", &mut script);
    terminal.data(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Done)
}
