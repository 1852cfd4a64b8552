//! `copydesk desk`: a desk looked after.
//!
//! Takes the task, calls the library, says what was done. What a desk was made with is its own to say, so no task asks for
//! settings; and none makes a desk but `import`.

use super::args::DeskTask;
use super::ending::Ending;
use super::shelves;
use super::terminal::{Terminal, tame};
use crate::desk::{self, Keeper};
use crate::error::{Error, Result};
use indicatif::{HumanBytes, HumanCount};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// Runs the verb.
pub(crate) fn run(task: DeskTask, terminal: Terminal) -> anyhow::Result<Ending> {
    match task {
        DeskTask::Info { desk, json } => info(&desk, json, terminal)?,
        DeskTask::Compact { desk } => compact(&desk, terminal)?,
        DeskTask::Forget { desk, before, host } => forget(&desk, before, &host, terminal)?,
        DeskTask::Export { desk } => export(&desk)?,
        DeskTask::Import { desk } => import(&desk, terminal)?,
        DeskTask::Verify { desk } => verify(&desk, terminal)?,
    }
    Ok(Ending::Done)
}

fn info(desk: &Path, json: bool, terminal: Terminal) -> anyhow::Result<()> {
    let found = desk::inspect(desk)?;
    let text = if json {
        format!("{}\n", serde_json::to_string(&found)?)
    } else {
        shelves::render(desk, &found)
    };
    Ok(terminal.data(&text)?)
}

fn compact(desk: &Path, terminal: Terminal) -> Result<()> {
    let mut keeper = keeper(desk)?;
    let before = size(&keeper);
    keeper.compact()?;
    let ((volumes, bytes), now) = (before, size(&keeper));
    say(
        terminal,
        desk,
        &format!(
            "{volumes} volumes with {} are {} with {}",
            HumanBytes(bytes),
            now.0,
            HumanBytes(now.1)
        ),
    );
    Ok(())
}

fn forget(desk: &Path, before: Option<u32>, hosts: &[String], terminal: Terminal) -> Result<()> {
    let mut keeper = keeper(desk)?;
    let gone = keeper.forget(before.unwrap_or(0), hosts)?;
    let told = match gone.articles {
        0 => "nothing of that is known, and nothing was forgotten".to_owned(),
        n => format!(
            "{} articles are forgotten, {} are free",
            HumanCount(n.into()),
            HumanBytes(gone.bytes)
        ),
    };
    say(terminal, desk, &told);
    Ok(())
}

fn export(desk: &Path) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    desk::export(desk, &mut out)?;
    out.flush().map_err(Error::io("<stdout>"))
}

fn import(desk: &Path, terminal: Terminal) -> Result<()> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        let cause = "stdin: is a terminal; give it an export, as in `copydesk desk import desk < desk.jsonl`";
        return Err(Error::Config(cause.to_owned()));
    }
    desk::import(desk, stdin.lock())?;
    say(terminal, desk, "holds what was exported");
    Ok(())
}

fn verify(desk: &Path, terminal: Terminal) -> Result<()> {
    let sound = desk::verify(desk)?;
    say(
        terminal,
        desk,
        &format!(
            "is whole: {} articles, {} rows",
            HumanCount(sound.articles),
            HumanCount(sound.rows)
        ),
    );
    Ok(())
}

/// The one writer of a desk that is there, with what it was made with.
fn keeper(desk: &Path) -> Result<Keeper> {
    Keeper::open(desk, &desk::inspect(desk)?.terms)
}

/// Volumes, and their bytes.
fn size(keeper: &Keeper) -> (usize, u64) {
    let desk = keeper.desk();
    let volumes = &desk.about().volumes;
    (volumes.len(), volumes.iter().map(|v| v.bytes).sum())
}

fn say(terminal: Terminal, desk: &Path, told: &str) {
    terminal.say(&format!("copydesk: {}: {told}", tame(&desk.display().to_string())));
}
