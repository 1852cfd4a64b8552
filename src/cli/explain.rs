//! `copydesk explain`: why one article was cleaned as it was.
//!
//! Takes a finished OUT and the id of an article, gives its blocks with their reasons on stdout, as `ledger` lays them
//! out or as JSON. Never decides anything anew: the library answers.

use super::args::Explain;
use super::ending::Ending;
use super::ledger;
use super::terminal::Terminal;
use crate::pipeline;

/// Runs the verb.
pub(crate) fn run(args: &Explain, terminal: Terminal) -> anyhow::Result<Ending> {
    let explanation = pipeline::explain(&args.out, &args.article)?;
    let text = if args.json {
        let mut line = serde_json::to_string(&explanation)?;
        line.push('\n');
        line
    } else {
        ledger::render(&explanation, terminal.width())
    };
    terminal.data(&text)?;
    Ok(Ending::Done)
}
