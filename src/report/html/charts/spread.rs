//! How confidence, sizes and similarity are spread.
//!
//! Takes the distributions of the summary, gives pictures with the thresholds marked.

use super::Chart;
use super::draw::{Bar, bars, histogram};
use crate::classify::SURE;
use crate::report::html::words::{count, counted};
use crate::report::model::{BINS, Summary};
use serde_json::Value;

/// How likely what was removed is boilerplate.
pub(super) fn confidence(s: &Summary) -> Chart {
    let bins: Vec<(u64, u64)> = s.distributions.confidence.iter().map(|n| (*n, 0)).collect();
    let (height, shapes) = histogram(&bins, &[(SURE.into(), "sure from here".into())]);
    Chart {
        id: "confidence",
        title: "How sure the removals are",
        caption: "Removals by how likely they are boilerplate. From 90\u{a0}% on they count as sure; the others are worth a look.".into(),
        height,
        shapes,
        columns: vec!["Likely boilerplate", "Removals"],
        rows: filled(&bins, |(n, _)| vec![count(n)]),
    }
}

/// How large clusters are.
pub(super) fn sizes(s: &Summary) -> Chart {
    let mut groups: Vec<(u64, u64, u64)> = Vec::new();
    for (size, n) in &s.distributions.cluster_sizes {
        // 2, 3, 4, then twice as many each time.
        let (from, to) = if *size <= 4 { (*size, *size) } else { octave(*size) };
        match groups.last_mut() {
            Some(last) if last.0 == from => last.2 += n,
            _ => groups.push((from, to, *n)),
        }
    }
    let named = |from, to| {
        if from == to { count(from) } else { format!("{}–{}", count(from), count(to)) }
    };
    let bar = |(from, to, n): &(u64, u64, u64)| {
        Bar::new(
            format!("{} articles", named(*from, *to)),
            counted(*n, "cluster", "clusters"),
            *n,
            0,
        )
    };
    let (height, shapes) = bars(&groups.iter().map(bar).collect::<Vec<_>>());
    Chart {
        id: "sizes",
        title: "How large clusters are",
        caption: "Clusters of near-duplicates by the number of their articles.".into(),
        height,
        shapes,
        columns: vec!["Articles", "Clusters"],
        rows: groups.iter().map(|(from, to, n)| vec![named(*from, *to), count(*n)]).collect(),
    }
}

/// The powers of two around a size of 5 or more: 5–8, 9–16 …
fn octave(size: u64) -> (u64, u64) {
    let to = size.next_power_of_two();
    (to / 2 + 1, to)
}

/// How alike the articles of clusters are.
pub(super) fn similarity(s: &Summary) -> Chart {
    let bins: Vec<(u64, u64)> =
        s.distributions.similarity.iter().map(|n| (n.dropped, n.kept)).collect();
    let threshold = |key: &str, words: &str| {
        let share = s.config.pointer(key).and_then(Value::as_f64)?;
        Some((share, format!("{words} from {:.0}\u{a0}%", share * 100.0)))
    };
    let marks =
        [threshold("/articles/version", "version"), threshold("/articles/near", "near copy")];
    let marks: Vec<_> = marks.into_iter().flatten().collect();
    let (height, shapes) = histogram(&bins, &marks);
    Chart {
        id: "similarity",
        title: "How alike the articles of clusters are",
        caption: "Articles by their Jaccard similarity to the representative: filled those that were dropped, outlined those that were kept. Short pieces of longer articles are dropped at any similarity.".into(),
        height,
        shapes,
        columns: vec!["Jaccard", "Dropped", "Kept"],
        rows: filled(&bins, |(dropped, kept)| vec![count(dropped), count(kept)]),
    }
}

/// Rows of the bins that hold something.
fn filled(bins: &[(u64, u64)], cells: fn((u64, u64)) -> Vec<String>) -> Vec<Vec<String>> {
    let found = bins.iter().enumerate().filter(|(_, bin)| **bin != (0, 0));
    let row = |(i, bin): (usize, &(u64, u64))| {
        let (from, to) = (i * 100 / BINS, (i + 1) * 100 / BINS);
        [vec![format!("{from}–{to}\u{a0}%")], cells(*bin)].concat()
    };
    found.map(row).collect()
}
