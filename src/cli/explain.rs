//! `copydesk explain`: why one article was cleaned as it was, or two are linked or not.
//!
//! Takes a finished OUT and the id of an article, gives its blocks with their reasons on stdout, as `ledger` lays them
//! out or as JSON; of two articles both, as `sidebyside` does; for all articles as JSON Lines; of a block or cluster its
//! lines in the report, as `named` does. Never decides anything anew: the library answers.

use super::args::Explain;
use super::ending::Ending;
use super::ledger;
use super::named;
use super::sidebyside;
use super::terminal::Terminal;
use crate::Error;
use crate::decisions::parse_name;
use crate::{pipeline, report};
use serde::Serialize;
use serde_json::json;

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

/// One article; a block or cluster where no article has the name.
fn one(args: &Explain, name: &str, terminal: Terminal) -> anyhow::Result<String> {
    match pipeline::explain(&args.out, name) {
        Ok(told) => {
            Ok(if args.json { line(&told)? } else { ledger::render(&told, terminal.width()) })
        }
        // Without a manifest nothing in OUT is to be believed.
        Err(error @ Error::Output { .. }) => Err(error.into()),
        Err(error) => named(args, name, terminal)?.ok_or_else(|| error.into()),
    }
}

/// A block or cluster, if it is in the report.
fn named(args: &Explain, name: &str, terminal: Terminal) -> anyhow::Result<Option<String>> {
    if parse_name(name, "bnmt").is_some() {
        let Some(block) = report::find_block(&args.out, name)? else { return Ok(None) };
        let render = || named::block(&block, terminal.width());
        return Ok(Some(if args.json { line(&block)? } else { render() }));
    }
    if !name.starts_with('c') {
        return Ok(None);
    }
    let articles = report::find_cluster(&args.out, name)?;
    Ok(match () {
        () if articles.is_empty() => None,
        () if args.json => Some(line(&json!({ "cluster": name, "articles": articles }))?),
        () => Some(named::cluster(&articles, terminal.width())),
    })
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
