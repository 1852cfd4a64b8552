//! The pictures of the page, each with the same numbers as a table.
//!
//! Takes the summary, gives shapes and finished strings for the template. Draws what was counted, and counts nothing.

mod draw;
mod spread;

use super::entries::{in_words, meaning, named};
use super::words::{bytes, count, percent};
use crate::report::model::{FateCount, HostRow, POSITIONS, Summary};
pub(super) use draw::Shape;
use draw::{Bar, bars};

/// Hosts that are drawn by name.
const HOSTS: usize = 12;

/// One picture.
#[derive(Debug, Default)]
pub(super) struct Chart {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What is drawn, in a sentence.
    pub(super) caption: String,
    pub(super) height: u64,
    pub(super) shapes: Vec<Shape>,
    /// The table: heads of columns, rows; the first cell of a row is its head.
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
}

/// All pictures of which there is something to show.
pub(super) fn charts(s: &Summary) -> Vec<Chart> {
    let all = [
        labels(s),
        hosts(s),
        positions(s),
        spread::confidence(s),
        spread::sizes(s),
        spread::similarity(s),
    ];
    all.into_iter().filter(|chart| !chart.rows.is_empty()).collect()
}

fn labels(s: &Summary) -> Chart {
    let all: u64 = s.labels.values().map(|c| c.bytes).sum();
    let found: Vec<_> = s.labels.iter().filter(|(_, c)| c.blocks > 0).collect();
    let drawn = found.iter().map(|(label, c)| {
        Bar::new(
            label.name().into(),
            format!("{} · {}", bytes(c.bytes), percent(c.bytes, all)),
            c.bytes,
            0,
        )
    });
    let (height, shapes) = bars(&drawn.collect::<Vec<_>>());
    let row = |(label, c): &(&crate::report::model::Label, &crate::report::model::LabelCount)| {
        let name = format!("{}: {}", label.name(), meaning(**label));
        vec![name, count(c.blocks), count(c.articles), bytes(c.bytes), percent(c.bytes, all)]
    };
    Chart {
        id: "labels",
        title: "Removed, by label",
        caption: "Text that was removed, by what it is.".into(),
        height,
        shapes,
        columns: vec!["Label", "Blocks", "Articles", "Text", "Share"],
        rows: found.iter().map(row).collect(),
    }
}

fn hosts(s: &Summary) -> Chart {
    let mut all: Vec<&HostRow> = s.hosts.iter().filter(|h| h.removed_bytes > 0).collect();
    all.sort_by(|a, b| b.removed_bytes.cmp(&a.removed_bytes).then(a.host.cmp(&b.host)));
    let rest: Vec<&HostRow> = all.iter().skip(HOSTS).copied().collect();
    let mut rows: Vec<(String, u64, u64)> =
        all.iter().take(HOSTS).map(|h| (named(&h.host), h.removed_bytes, h.bytes)).collect();
    if !rest.is_empty() {
        let sum = |of: fn(&HostRow) -> u64| rest.iter().map(|h| of(h)).sum();
        let name = format!("{} others", count(rest.len() as u64));
        rows.push((name, sum(|h| h.removed_bytes), sum(|h| h.bytes)));
    }
    let told = |out: u64, all: u64| format!("{} · {} of its text", bytes(out), percent(out, all));
    let drawn =
        rows.iter().map(|(name, out, all)| Bar::new(name.clone(), told(*out, *all), *out, 0));
    let (height, shapes) = bars(&drawn.collect::<Vec<_>>());
    Chart {
        id: "hosts",
        title: "Removed, by host",
        caption: "Text that was removed, by host; the hosts with most.".into(),
        height,
        shapes,
        columns: vec!["Host", "Text removed", "Text", "Share of its text"],
        rows: rows
            .into_iter()
            .map(|(name, out, all)| vec![name, bytes(out), bytes(all), percent(out, all)])
            .collect(),
    }
}

fn positions(s: &Summary) -> Chart {
    let of = |name: &str| s.distributions.positions.get(name).copied().unwrap_or_default();
    let places: Vec<(usize, FateCount)> =
        POSITIONS.iter().map(|name| of(name)).enumerate().collect();
    let found = places.iter().any(|(_, n)| n.removed + n.kept > 0);
    let drawn = places.iter().map(|(i, n)| {
        let all = n.removed + n.kept;
        let told =
            format!("{} of {} removed · {}", count(n.removed), count(all), percent(n.removed, all));
        Bar::new(in_words(*i).into(), told, n.removed, n.kept)
    });
    let (height, shapes) = bars(&drawn.collect::<Vec<_>>());
    let row = |(i, n): &(usize, FateCount)| {
        let share = percent(n.removed, n.removed + n.kept);
        vec![in_words(*i).into(), count(n.removed), count(n.kept), share]
    };
    Chart {
        id: "positions",
        title: "Where removed blocks stand",
        caption: "Blocks by their place in the article: filled what was removed, outlined what was kept. “Near the start” is the first quarter, “near the end” the last.".into(),
        height,
        shapes,
        columns: vec!["Place", "Removed", "Kept", "Share removed"],
        rows: if found { places.iter().map(row).collect() } else { Vec::new() },
    }
}
