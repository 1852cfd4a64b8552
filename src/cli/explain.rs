//! `copydesk explain`: why one article was cleaned as it was.
//!
//! Takes a finished OUT and the id of an article, gives its blocks with their reasons on stdout, as `ledger` lays them
//! out or as JSON; for all articles as JSON Lines. Never decides anything anew: the library answers.

use super::args::Explain;
use super::ending::Ending;
use super::ledger;
use super::terminal::Terminal;
use crate::pipeline::{self, Explanation};

/// Runs the verb.
pub(crate) fn run(args: &Explain, terminal: Terminal) -> anyhow::Result<Ending> {
    let Some(article) = &args.article else {
        pipeline::explain_all(&args.out, |e| anyhow::Ok(terminal.data(&line(e)?)?))?;
        return Ok(Ending::Done);
    };
    let explanation = pipeline::explain(&args.out, article)?;
    let text = if args.json {
        line(&explanation)?
    } else {
        ledger::render(&explanation, terminal.width())
    };
    terminal.data(&text)?;
    Ok(Ending::Done)
}

/// One JSON object on a line.
fn line(explanation: &Explanation) -> serde_json::Result<String> {
    serde_json::to_string(explanation).map(|json| json + "\n")
}
