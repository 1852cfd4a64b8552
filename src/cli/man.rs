//! `copydesk man`: the manual, as roff.
//!
//! Takes the verb whose page is wanted, gives the page on stdout. Never opens a pager.

use super::args::{Cli, Man};
use super::ending::Ending;
use super::terminal::Terminal;
use crate::Error;
use clap::{Command, CommandFactory};

/// Runs the verb.
pub(crate) fn run(args: &Man, terminal: Terminal) -> anyhow::Result<Ending> {
    let page = page(args.verb.as_deref())?;
    let mut roff = Vec::new();
    let source = concat!("copydesk ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(page).source(source).manual("copydesk").render(&mut roff)?;
    terminal.data(&String::from_utf8_lossy(&roff))?;
    Ok(Ending::Done)
}

/// The command that a page is about: the program, or one of its verbs.
fn page(verb: Option<&str>) -> crate::Result<Command> {
    let mut program = Cli::command();
    program.build();
    let Some(verb) = verb else { return Ok(program) };
    // `desk-info` is the page of `desk info`.
    verb.split('-')
        .try_fold(&program, |command, word| command.find_subcommand(word))
        .cloned()
        .ok_or_else(|| Error::Config(format!("man: there is no verb {verb}")))
}
