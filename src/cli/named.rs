//! A block or a cluster as people read it: what it is, where it stands, what is done with it and why.
//!
//! Takes its lines of the report and the width of the terminal, gives styled text, laid out as `ledger` lays out an
//! article. Decides nothing.

use super::ledger::{ASIDE, NAME, PLAIN, Page, REMOVED, copy};
use crate::report::model::{Block, Decision, Duplicate};
use indicatif::{HumanBytes, HumanCount};

/// A block or template.
pub(crate) fn block(block: &Block, width: Option<usize>) -> String {
    let mut page = Page::new(width);
    let text = block.template.as_ref().unwrap_or(&block.text);
    page.line(NAME, &format!("{}  {}", block.block, kind(block)));
    page.line(PLAIN, "");
    match block.decision {
        Decision::Keep => page.line(PLAIN, &format!("  {text}")),
        _ => page.line(REMOVED, &format!("− {text}")),
    }
    for sentence in [fate(block), decided(block), place(block), hosts(block)] {
        page.sentence(ASIDE, "    ", &sentence);
    }
    page.line(PLAIN, "");
    for example in &block.examples {
        page.line(PLAIN, &format!("  {}: {}", example.id, example.text));
    }
    page.done()
}

/// A cluster: its articles.
pub(crate) fn cluster(articles: &[Duplicate], width: Option<usize>) -> String {
    let mut page = Page::new(width);
    let name = articles.first().map_or("", |article| &article.cluster);
    page.line(NAME, &format!("cluster {name}: {} articles", articles.len()));
    let decided = articles.iter().any(|article| article.decided);
    page.sentence(ASIDE, "    ", if decided { "decided by a person" } else { "not decided yet" });
    page.line(PLAIN, "");
    for article in articles {
        page.sentence(PLAIN, "  ", &format!("{}: {}", article.id, copy(article)));
    }
    page.done()
}

/// What its name says of it.
fn kind(block: &Block) -> &'static str {
    match block.block.chars().next() {
        Some('n') => "lines that are nearly equal",
        Some('m') => "lines that are equal but for figures",
        Some('t') => "template: one wording, many fillings",
        _ => "lines that are equal",
    }
}

/// What is done with it, and why.
fn fate(block: &Block) -> String {
    let (times, bytes) = (HumanCount(block.removed.into()), HumanBytes(block.bytes));
    let label = block.label.name();
    let done = match block.decision {
        Decision::Remove => format!("removed as {label}, {times} times, {bytes}"),
        Decision::Mixed => format!("removed in places as {label}, {times} times, {bytes}"),
        Decision::Keep => "kept".to_owned(),
    };
    format!("{done}; boilerplate with a likelihood of {:.2}: {}", block.confidence, block.reason)
}

fn decided(block: &Block) -> String {
    match block.decided {
        Some(action) => format!("decided by a person: {}", action.name()),
        None => "not decided yet".to_owned(),
    }
}

/// Where and when it stands.
fn place(block: &Block) -> String {
    let count = |n: u32, one: &str, many: &str| {
        format!("{} {}", HumanCount(n.into()), if n == 1 { one } else { many })
    };
    let dates = match (&block.first_date, &block.last_date) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(date), _) | (_, Some(date)) => format!(", {date}"),
        (None, None) => String::new(),
    };
    format!(
        "in {}, {}, on {}{dates}; mostly {}",
        count(block.articles, "article", "articles"),
        count(block.stories, "story", "stories"),
        count(block.hosts, "host", "hosts"),
        block.position
    )
}

/// The hosts that have most of it.
fn hosts(block: &Block) -> String {
    let mut hosts: Vec<_> = block.by_host.iter().collect();
    hosts.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let name = |host: &str| if host.is_empty() { "(no host named)" } else { host }.to_owned();
    let named: Vec<_> = hosts.iter().map(|(host, n)| format!("{} ×{n}", name(host))).collect();
    let named = named.join(", ");
    let more = (block.hosts as usize).saturating_sub(hosts.len());
    if more == 0 { named } else { format!("{named}, and {more} more hosts") }
}
