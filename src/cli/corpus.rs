//! What `clean`, `scan` and `filter` share: settings, the run, what is said of it.
//!
//! Takes an [`Order`] and the flags, calls the library once, gives the ending. Never looks into an article.

use super::ending::Ending;
use super::flags::CorpusFlags;
use super::layer::Settings;
use super::terminal::Terminal;
use super::values::ProgressChoice;
use super::{dump, lines, progress, table};
use crate::Error;
use crate::pipeline::{self, Command, Job, Outcome};
use std::io::{IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};

/// What is to be done with which files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    /// What is done.
    pub(crate) command: Command,
    /// Files, folders or `-`.
    pub(crate) inputs: Vec<PathBuf>,
    /// The output folder.
    pub(crate) out: Option<PathBuf>,
}

/// Carries the order out.
pub(crate) fn work(
    order: Order,
    flags: &CorpusFlags,
    terminal: Terminal,
) -> anyhow::Result<Ending> {
    let settings = flags.to_settings()?;
    if flags.settings.dump_config {
        terminal.data(&dump::render(&settings.config)?)?;
        return Ok(Ending::Done);
    }
    refuse_keyboard(&order.inputs)?;
    let job = job(order, settings, flags);
    let choice = choice(job.command, flags.run.engine.progress);
    let listener = progress::listener(choice, terminal);
    let outcome = pipeline::clean(&job, listener.as_ref())?;
    drop(listener);
    conclude(&job, &outcome, choice, terminal);
    Ok(ending(&outcome, flags.run.strict))
}

/// The library's job.
fn job(order: Order, settings: Settings, flags: &CorpusFlags) -> Job {
    Job {
        inputs: order.inputs,
        out: order.out,
        command: order.command,
        desk: flags.desk.desk.clone(),
        config: settings.config,
        rules: settings.said.rules,
        book: settings.said.book,
        clashes: settings.said.clashes,
        run: settings.run,
        dry_run: flags.run.dry_run,
        force: flags.run.force,
    }
}

/// How progress is shown: no bars across articles that go to the same terminal.
fn choice(command: Command, chosen: ProgressChoice) -> ProgressChoice {
    let shared = command == Command::Filter && stdout().is_terminal();
    if shared && chosen == ProgressChoice::Auto { ProgressChoice::None } else { chosen }
}

/// Refuses to wait for records that nobody types.
fn refuse_keyboard(inputs: &[PathBuf]) -> crate::Result<()> {
    if inputs.iter().any(|i| i == Path::new("-")) && stdin().is_terminal() {
        let cause = "stdin: is a terminal; give it records, as in `copydesk filter < crawl.jsonl`";
        return Err(Error::Config(cause.to_owned()));
    }
    Ok(())
}

/// Says what was done: as a line of JSON, or as a table.
fn conclude(job: &Job, outcome: &Outcome, choice: ProgressChoice, terminal: Terminal) {
    if terminal.is_quiet() {
        return;
    }
    let text = match choice {
        ProgressChoice::Json => lines::summary(&outcome.summary),
        _ => table::render(job, outcome),
    };
    terminal.say(&text);
}

/// How the run ended.
fn ending(outcome: &Outcome, strict: bool) -> Ending {
    if strict && outcome.summary.records.rejected > 0 { Ending::Rejected } else { Ending::Done }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fixture;

    #[test]
    fn rejected_records_matter_only_when_strict() {
        let mut outcome = fixture::outcome();
        assert!(outcome.summary.records.rejected > 0);
        assert_eq!(ending(&outcome, true), Ending::Rejected);
        assert_eq!(ending(&outcome, false), Ending::Done);
        outcome.summary.records.rejected = 0;
        assert_eq!(ending(&outcome, true), Ending::Done);
    }
}
