//! The command line: what is typed, what is done, what is shown, how it ends.
//!
//! Takes the words of the command line, gives an exit code. `args`, `flags` and `values` say what can be typed, `layer`
//! makes settings of it, one file a verb does the work through the library, `progress` and `table` show how it goes and
//! went, `ending` says how it ended. Never reads or cleans an article itself.

mod args;
mod flags;
mod help;
mod layer;
mod shelves;
mod sidebyside;
mod size;
mod values;

mod clean;
mod columns;
mod completions;
mod corpus;
mod desk;
mod explain;
mod filter;
mod learn;
mod man;
mod restore;
mod review;
mod scan;
mod stream;

mod dump;
mod fold;
mod ledger;
mod named;
mod recall;

mod bars;
mod lines;
mod progress;
mod table;

mod ending;
mod signals;
mod terminal;

#[cfg(test)]
mod fixture;

use args::{Cli, Verb};
use clap::Parser;
use ending::Ending;
use std::panic;
use std::process::ExitCode;
use terminal::Terminal;

/// Runs the program on its arguments.
#[must_use]
pub fn run() -> ExitCode {
    let result = panic::catch_unwind(attempt);
    // What went wrong was told by the panic hook.
    result.unwrap_or(ExitCode::FAILURE)
}

/// Runs the program; a defect panics.
fn attempt() -> ExitCode {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        panic::set_hook(Box::new(|defect| own_up(&defect.to_string())));
    }
    let result = match Cli::try_parse() {
        Ok(cli) => dispatch(cli.verb, Terminal::new(cli.quiet)),
        Err(usage) => Err(usage.into()),
    };
    if let Err(error) = &result {
        ending::tell(error, Terminal::new(false));
    }
    ending::code(&result).into()
}

/// Says that a defect was met, on one line.
fn own_up(defect: &str) {
    Terminal::new(false).complain(&format!(
        "copydesk: internal: {}; this is a defect of copydesk, please report it",
        defect.replace('\n', " ")
    ));
}

/// Does what the verb says.
fn dispatch(verb: Verb, terminal: Terminal) -> anyhow::Result<Ending> {
    match verb {
        Verb::Clean(args) => clean::run(args, terminal),
        Verb::Scan(args) => scan::run(args, terminal),
        Verb::Filter(args) => filter::run(args, terminal),
        Verb::Learn(args) => learn::run(args, terminal),
        Verb::Desk(args) => desk::run(args.task, terminal),
        Verb::Review(args) => review::run(&args, terminal),
        Verb::Explain(args) => explain::run(&args, terminal),
        Verb::Restore(args) => restore::run(&args, terminal),
        Verb::Completions(args) => completions::run(&args, terminal),
        Verb::Man(args) => man::run(&args, terminal),
    }
}
