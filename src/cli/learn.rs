//! `copydesk learn`: a crawl, and decisions, added to a desk.
//!
//! Takes the arguments, calls the library once, says what was learnt. Never writes to anything but the desk.

use super::args::Learn;
use super::corpus::refuse_keyboard;
use super::ending::{self, Ending};
use super::layer::Settings;
use super::terminal::{Terminal, tame};
use super::values::ProgressChoice;
use super::{dump, lines, progress, signals};
use crate::desk::Keeper;
use crate::pipeline::{self, Command, Job, Learnt};
use indicatif::HumanCount;
use std::path::{Path, PathBuf};

/// What is said of a run that was stopped.
const UNFINISHED: &str = "the desk knows all of this crawl, or is as it was";

/// Runs the verb.
pub(crate) fn run(args: Learn, terminal: Terminal) -> anyhow::Result<Ending> {
    match args.engine.progress {
        ProgressChoice::Json => ending::told(attempt(args, terminal), terminal),
        _ => attempt(args, terminal),
    }
}

fn attempt(args: Learn, terminal: Terminal) -> anyhow::Result<Ending> {
    let settings = args.to_settings()?;
    if args.settings.dump_config {
        terminal.data(&dump::render(&settings.config)?)?;
        return Ok(Ending::Done);
    }
    refuse_keyboard(&args.inputs)?;
    signals::end_at_once(UNFINISHED, args.engine.progress == ProgressChoice::Json, terminal)?;
    let desk = args.desk.clone().unwrap_or_default();
    let mut keeper = Keeper::open(&desk, &pipeline::terms(&settings.config))?;
    let listener = progress::listener(args.engine.progress, terminal);
    let learnt = pipeline::learn(&job(args.inputs, settings), &mut keeper, listener.as_ref())?;
    drop(listener);
    conclude(&learnt, &desk, args.engine.progress, terminal);
    let odd = args.strict && learnt.rejected > 0;
    Ok(if odd { Ending::Rejected } else { Ending::Done })
}

/// The library's job.
fn job(inputs: Vec<PathBuf>, settings: Settings) -> Job {
    Job {
        inputs,
        out: None,
        command: Command::Scan,
        desk: None,
        config: settings.config,
        rules: settings.said.rules,
        book: settings.said.book,
        clashes: settings.said.clashes,
        run: settings.run,
        dry_run: false,
        force: false,
    }
}

/// Says what was learnt: as a line of JSON, or in words.
fn conclude(learnt: &Learnt, desk: &Path, choice: ProgressChoice, terminal: Terminal) {
    let text = match choice {
        ProgressChoice::Json => lines::learnt(learnt),
        _ => told(learnt, desk),
    };
    terminal.say(&text);
}

/// What was learnt, in words.
fn told(learnt: &Learnt, desk: &Path) -> String {
    let [read, learned, known, rejected] =
        [learnt.read, learnt.learned, learnt.known, learnt.rejected].map(HumanCount);
    let [articles, decisions] = [learnt.articles, learnt.decisions].map(HumanCount);
    let seconds = learnt.timings.get("total").copied().unwrap_or_default();
    format!(
        "articles  {read} read = {learned} learnt + {known} known before + {rejected} rejected\n\
         desk      {}: {articles} articles, {decisions} decisions\n\
         {seconds:.1} s",
        tame(&desk.display().to_string())
    )
}
