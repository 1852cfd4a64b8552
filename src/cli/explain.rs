//! `copydesk explain`: why one article was cleaned as it was, or two are linked or not.
//!
//! Takes a finished OUT and the id of an article, gives its blocks with their reasons on stdout, as `ledger` lays them
//! out or as JSON; of two articles both, as `sidebyside` does; for all articles as JSON Lines. Never decides anything
//! anew: the library answers.

use super::args::Explain;
use super::ending::Ending;
use super::ledger;
use super::sidebyside;
use super::terminal::Terminal;
use crate::pipeline;
use serde::Serialize;

/// Runs the verb.
pub(crate) fn run(args: &Explain, terminal: Terminal) -> anyhow::Result<Ending> {
    let Some(article) = &args.article else {
        pipeline::explain_all(&args.out, |e| anyhow::Ok(terminal.data(&line(e)?)?))?;
        return Ok(Ending::Done);
    };
    let text = match &args.other {
        Some(other) => both(args, article, other, terminal)?,
        None => one(args, article, terminal)?,
    };
    terminal.data(&text)?;
    Ok(Ending::Done)
}

/// One article.
fn one(args: &Explain, article: &str, terminal: Terminal) -> anyhow::Result<String> {
    let told = pipeline::explain(&args.out, article)?;
    Ok(if args.json { line(&told)? } else { ledger::render(&told, terminal.width()) })
}

/// Two articles side by side.
fn both(args: &Explain, a: &str, b: &str, terminal: Terminal) -> anyhow::Result<String> {
    let told = pipeline::explain_pair(&args.out, a, b)?;
    Ok(if args.json { line(&told)? } else { sidebyside::render(&told, terminal.width()) })
}

/// One JSON object on a line.
fn line(explanation: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string(explanation).map(|json| json + "\n")
}
