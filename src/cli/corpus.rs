//! What `clean`, `scan` and `filter` share: settings, the run, what is said of it.
//!
//! Takes an [`Order`] and the flags, calls the library once, gives the ending. Never looks into an article.

use super::ending::{self, Ending};
use super::flags::CorpusFlags;
use super::layer::Settings;
use super::stream::{self, StreamFlags};
use super::terminal::Terminal;
use super::values::ProgressChoice;
use super::{dump, lines, progress, signals, table};
use crate::Error;
use crate::pipeline::{self, Command, Job, Outcome};
use std::io::{IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};

/// What is to be done with which files.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Order {
    /// What is done.
    pub(crate) command: Command,
    /// Files, folders or `-`.
    pub(crate) inputs: Vec<PathBuf>,
    /// The output folder.
    pub(crate) out: Option<PathBuf>,
    /// How the input is cut into batches; else it is one corpus.
    pub(crate) stream: Option<StreamFlags>,
}

/// What is said of a run that was stopped.
const UNFINISHED: &str =
    "nothing was finished; an output folder without manifest.json is not whole";

/// Carries the order out.
pub(crate) fn work(
    order: Order,
    flags: &CorpusFlags,
    terminal: Terminal,
) -> anyhow::Result<Ending> {
    let done = attempt(order, flags, terminal);
    match flags.run.engine.progress {
        ProgressChoice::Json => ending::told(done, terminal),
        _ => done,
    }
}

fn attempt(order: Order, flags: &CorpusFlags, terminal: Terminal) -> anyhow::Result<Ending> {
    let settings = flags.to_settings()?;
    if flags.settings.file.dump_config {
        terminal.data(&dump::render(&settings.config)?)?;
        return Ok(Ending::Done);
    }
    refuse_keyboard(&order.inputs)?;
    let (stream, job) = (order.stream.clone(), job(order, settings, flags));
    let choice = choice(job.command, flags.run.engine.progress);
    let listener = progress::listener(choice, terminal);
    let (outcome, ended, word) = if let Some(stream) = &stream {
        stream::work(&job, stream, listener.as_ref(), terminal)?
    } else {
        signals::end_at_once(UNFINISHED, choice == ProgressChoice::Json, terminal)?;
        (pipeline::clean(&job, listener.as_ref())?, None, "input")
    };
    drop(listener);
    conclude(&job, &outcome, (choice, word), terminal);
    Ok(ended.unwrap_or_else(|| ending(&outcome, flags.run.strict)))
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
pub(crate) fn refuse_keyboard(inputs: &[PathBuf]) -> crate::Result<()> {
    if inputs.iter().any(|i| i == Path::new("-")) && stdin().is_terminal() {
        let cause = "stdin: is a terminal; give it records, as in `copydesk filter < crawl.jsonl`";
        return Err(Error::Config(cause.to_owned()));
    }
    Ok(())
}

/// Says what was done: as a line of JSON, or as a table.
fn conclude(
    job: &Job,
    outcome: &Outcome,
    (choice, ended): (ProgressChoice, &str),
    terminal: Terminal,
) {
    if terminal.is_quiet() {
        return;
    }
    let text = match choice {
        ProgressChoice::Json => lines::summary(&outcome.summary, ended),
        _ => table::render(job, outcome),
    };
    terminal.say(&text);
}

/// How a run that came to its end ended.
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
