//! The blocks of the page, one entry each, for reading without a script.
//!
//! Takes the data of the page, gives finished strings for the templates. Cuts what is long and says so; never reorders
//! entries, never counts.

use super::scraped::{Shown, anchor, language, line};
use super::words::{bytes, count, counted, similarity};
use crate::report::model::{Decision, Label, POSITIONS};
use crate::report::page::{About, BlockMore, Index, More, PageBlock, Spot};

/// The file with all blocks, beside the page.
const BLOCKS: &str = "blocks.jsonl";

/// A recurring block or template.
#[derive(Debug)]
pub(super) struct BlockEntry {
    /// Name for links into the page.
    pub(super) anchor: String,
    /// Its name in `blocks.jsonl`.
    pub(super) name: String,
    /// Its place in the list.
    pub(super) rank: String,
    /// What a block that goes is taken for, and what that means.
    pub(super) label: Option<(&'static str, &'static str)>,
    /// Sign and words of what is done, and its class.
    pub(super) fate: Fate,
    /// What a person decided, in words.
    pub(super) decided: Option<String>,
    /// Its text, with slots if it is a template.
    pub(super) text: Shown,
    /// Why it goes or stays.
    pub(super) reason: String,
    /// Names and values.
    pub(super) facts: Vec<(&'static str, String)>,
    /// Where it stands, 0 (first) to 4 (last).
    pub(super) place: Option<usize>,
    /// Where it stands, in words.
    pub(super) position: String,
    /// Hosts and what is done on each.
    pub(super) hosts: Vec<(String, String)>,
    /// How many hosts more there are.
    pub(super) more_hosts: Option<String>,
    /// Places where it stands.
    pub(super) examples: Vec<ExampleEntry>,
}

/// What is done with a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fate {
    /// Class in the style sheet.
    pub(super) class: &'static str,
    /// A sign that tells the fates apart without colour.
    pub(super) sign: &'static str,
    /// In words.
    pub(super) words: &'static str,
}

/// A place in an article.
#[derive(Debug)]
pub(super) struct ExampleEntry {
    /// Headline, host, date and id, as far as they are known.
    pub(super) byline: Vec<String>,
    /// Its language, where it is known.
    pub(super) language: Option<String>,
    pub(super) before: String,
    pub(super) text: String,
    pub(super) after: String,
    pub(super) fate: Fate,
}

/// The first entries of the list of blocks.
pub(super) fn blocks(index: &Index, more: &dyn More, most: usize) -> Vec<BlockEntry> {
    let first = index.blocks.iter().take(most).enumerate();
    first.map(|(i, b)| block(i, b, &more.block(i), index)).collect()
}

fn block(i: usize, b: &PageBlock, more: &BlockMore, index: &Index) -> BlockEntry {
    let (place, position) = position(&b.pos);
    let text = more.text.as_ref().unwrap_or(&b.text);
    let known = Label::ALL.into_iter().find(|label| label.name() == b.label);
    BlockEntry {
        anchor: anchor(&b.id),
        name: line(&b.id, 64),
        rank: count(i as u64 + 1),
        label: known.filter(|_| b.fate != Decision::Keep).map(|l| (l.name(), meaning(l))),
        fate: fate(b.fate),
        decided: b.decided.as_ref().map(|action| line(action, 40)),
        text: if b.slot { Shown::template(text, BLOCKS) } else { Shown::plain(text, BLOCKS) },
        reason: line(&b.why, 600),
        facts: facts(b),
        place,
        position,
        hosts: b.on.iter().map(|on| host(on, index)).collect(),
        more_hosts: more_hosts(b),
        examples: more.examples.iter().map(example).collect(),
    }
}

fn fate(decision: Decision) -> Fate {
    match decision {
        Decision::Remove => Fate { class: "out", sign: "−", words: "removed" },
        Decision::Mixed => Fate { class: "mixed", sign: "±", words: "removed in places" },
        Decision::Keep => Fate { class: "stet", sign: "=", words: "kept" },
    }
}

/// What a label means, for people.
pub(super) fn meaning(label: Label) -> &'static str {
    match label {
        Label::Promo => "leads to other articles",
        Label::Subscribe => "asks for a subscription, a gift, a comment, a follow",
        Label::Legal => "copyright, terms, disclaimers",
        Label::Ui => "buttons, advertisement marks, navigation",
        Label::Duphead => "the article’s own headline once more",
        Label::About => "standing text about the outlet, column or series",
        Label::Repeat => "stamped text of no other kind",
    }
}

fn facts(b: &PageBlock) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Articles", count(b.articles.into())),
        ("Stories", count(b.stories.into())),
        ("Hosts", count(b.hosts.into())),
    ];
    if let Some(dates) = dates(b.from.as_deref(), b.to.as_deref()) {
        facts.push(("Dates", dates));
    }
    let times = |n: u32, size| format!("{}, {}", counted(n.into(), "time", "times"), bytes(size));
    if b.removed > 0 {
        facts.push(("Removed", times(b.removed, b.bytes)));
    }
    if b.kept > 0 {
        facts.push(("Kept", times(b.kept, b.kept_bytes)));
    }
    facts.push(("Boilerplate", format!("{} likely", similarity(b.p))));
    facts
}

/// From when to when.
pub(super) fn dates(first: Option<&str>, last: Option<&str>) -> Option<String> {
    match (first.or(last)?, last.or(first)?) {
        (one, same) if one == same => Some(line(one, 40)),
        (from, to) => Some(format!("{} – {}", line(from, 40), line(to, 40))),
    }
}

/// Where a block stands as a number and in words.
fn position(name: &str) -> (Option<usize>, String) {
    match POSITIONS.iter().position(|place| *place == name) {
        Some(i) => (Some(i), in_words(i).into()),
        None => (None, line(name, 40)),
    }
}

/// A place in an article in words.
pub(super) fn in_words(place: usize) -> &'static str {
    const WORDS: [&str; POSITIONS.len()] =
        ["first block", "near the start", "in the middle", "near the end", "last block"];
    WORDS.get(place).copied().unwrap_or_default()
}

fn host(
    (host, removed, bytes_out, _, kept, _): &crate::report::page::OnHost,
    index: &Index,
) -> (String, String) {
    let name = index.hosts.get(*host).map_or("", |h| h.host.as_str());
    let mut done = Vec::new();
    if *removed > 0 {
        done.push(format!("{} removed, {}", count((*removed).into()), bytes(*bytes_out)));
    }
    if *kept > 0 {
        done.push(format!("{} kept", count((*kept).into())));
    }
    (named(name), done.join(", "))
}

/// The name of a host, for people.
pub(super) fn named(host: &str) -> String {
    if host.is_empty() { "(no host named)".into() } else { line(host, 120) }
}

fn more_hosts(b: &PageBlock) -> Option<String> {
    let rest = u64::from(b.hosts).saturating_sub(b.on.len() as u64);
    (rest > 0).then(|| counted(rest, "more host", "more hosts"))
}

fn example(spot: &Spot) -> ExampleEntry {
    ExampleEntry {
        byline: byline(&spot.about, &spot.id),
        language: language(spot.about.lang.as_deref()),
        before: line(&spot.before, 200),
        text: line(&spot.text, 400),
        after: line(&spot.after, 200),
        fate: fate(if spot.kept { Decision::Keep } else { Decision::Remove }),
    }
}

fn byline(about: &About, id: &str) -> Vec<String> {
    let known = [(&about.title, 200), (&about.host, 120), (&about.date, 40)];
    let known = known.iter().filter_map(|(text, most)| Some(line(text.as_deref()?, *most)));
    known.chain([line(id, 200)]).collect()
}
