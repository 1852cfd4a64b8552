//! The rows of the report: recurring blocks and clusters.
//!
//! Takes what was decided and what the second reading brought back, gives rows as in the contract. Decides nothing.

use super::Found;
use super::decide::Decisions;
use super::kinship::Kinship;
use super::learn::Learned;
use super::quotes::{EXAMPLE, shortened};
use super::shown::Cluster;
use super::uses::{BlockKey, Use};
use crate::report::model::{Block, Decision, Duplicate, Example, Relation};
use crate::report::page::Spot;
use crate::segment::Segmenter;
use crate::survey::{Side, Stand, Survey};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Hosts that a row names.
const HOSTS: usize = 20;
/// What stands for the slot of a template.
const SLOT: &str = "⟨…⟩";

/// All clusters, each by its representative with its members; largest first, then by first member.
pub(super) fn clusters(kinship: &Kinship) -> Vec<Cluster> {
    let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (i, place) in (0_u32..).zip(&kinship.places) {
        if let Some(place) = place {
            members.entry(place.representative).or_default().push(i);
        }
    }
    let mut clusters: Vec<Cluster> = members.into_iter().collect();
    clusters.sort_unstable_by_key(|(representative, members)| {
        (std::cmp::Reverse(members.len()), members[0], *representative)
    });
    for (representative, members) in &mut clusters {
        members.sort_by_key(|m| (m != representative, *m));
    }
    clusters
}

/// The lines of `duplicates.jsonl`, cluster by cluster.
pub(super) fn duplicates<'a>(
    found: &'a Found,
    clusters: &'a [Cluster],
    names: &'a [String],
) -> impl Iterator<Item = Duplicate> {
    let by = (&found.kinship, &found.decisions);
    let row = move |i: &u32, name: &str| duplicate(*i, by, &found.learned, name);
    let of_one = move |((_, members), name): (&'a Cluster, &'a String)| {
        members.iter().filter_map(move |i| row(i, name))
    };
    clusters.iter().zip(names).flat_map(of_one)
}

/// The line of `duplicates.jsonl` about one article.
pub(super) fn duplicate(
    article: u32,
    (kinship, decisions): (&Kinship, &Decisions),
    learned: &Learned,
    cluster: &str,
) -> Option<Duplicate> {
    let place = kinship.places[article as usize]?;
    let representative = place.representative == article;
    let id = |i: u32| kinship.id(i, learned).to_owned();
    Some(Duplicate {
        id: id(article),
        cluster: cluster.to_owned(),
        representative,
        kept: place.duplicate_of.is_none(),
        duplicate_of: place.duplicate_of.map(id),
        relation: if representative { Relation::Exact } else { place.relation },
        jaccard: round(place.overlap.jaccard()),
        containment: round(place.overlap.containment()),
        recurring: place.recurring,
        article: format!("a{:016x}", learned.names[article as usize]),
        decided: decisions.bonds.action(article).is_some(),
        earlier: kinship.guest(place.representative).map(|guest| guest.about.id.clone()),
    })
}

/// Four decimals: what a person reads, and no noise in the files.
pub(super) fn round(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

/// The names of clusters: each its representative's content, and a number where a window parts equal contents.
pub(super) fn cluster_names(
    clusters: &[Cluster],
    kinship: &Kinship,
    decisions: &Decisions,
) -> Vec<String> {
    let mut times: FxHashMap<u64, u32> = FxHashMap::default();
    let name = |(representative, _): &Cluster| {
        let fingerprint = kinship.content(*representative, decisions).fingerprint;
        let time = times.entry(fingerprint).or_default();
        *time += 1;
        match *time {
            1 => format!("c{fingerprint:016x}"),
            time => format!("c{fingerprint:016x}-{time}"),
        }
    };
    clusters.iter().map(name).collect()
}

/// The line of `blocks.jsonl` about one recurring block.
pub(super) fn block(
    (key, used): &(BlockKey, Use),
    spots: Vec<Spot>,
    survey: &Survey,
    reasons: &[String],
    segmenter: &Segmenter,
) -> Block {
    let example = |s: Spot| Example { text: shortened(&s.text, EXAMPLE).to_owned(), id: s.id };
    let examples: Vec<Example> = spots.into_iter().map(example).collect();
    let text = examples.first().map(|e| e.text.clone()).unwrap_or_default();
    let stand = stand(*key, survey);
    let sum = used.sum();
    let decision = match (sum.removed, sum.kept) {
        (0, _) => Decision::Keep,
        (_, 0) => Decision::Remove,
        _ => Decision::Mixed,
    };
    Block {
        block: key.name(),
        label: used.label(),
        template: template(*key, &text, survey, segmenter),
        text,
        articles: stand.articles,
        stories: stand.stories,
        hosts: stand.hosts,
        by_host: by_host(used, survey),
        first_date: date(stand.first_date),
        last_date: date(stand.last_date),
        position: used.position().to_owned(),
        decision,
        removed: sum.removed,
        bytes: sum.bytes,
        confidence: round(used.confidence()),
        decided: used.decided(),
        reason: reasons.get(used.reason as usize).cloned().unwrap_or_default(),
        examples,
    }
}

fn stand(key: BlockKey, survey: &Survey) -> Stand {
    let of = |counts: &crate::survey::Counts, key| counts.number(key).map(|n| *counts.stand(n));
    match key {
        BlockKey::Exact(key) => {
            // The sentences count lines too.
            of(&survey.sentences, key).or_else(|| of(&survey.exact, key)).unwrap_or_default()
        }
        BlockKey::Near(key) => of(&survey.near, key).unwrap_or_default(),
        BlockKey::Masked(key) => of(&survey.masked, key).unwrap_or_default(),
        BlockKey::Template(key) => {
            survey.templates.by_key(key).map_or_else(Stand::default, |t| Stand {
                articles: t.articles,
                stories: t.stories,
                hosts: t.hosts,
                occurrences: t.lines,
                ..Stand::default()
            })
        }
    }
}

fn by_host(used: &Use, survey: &Survey) -> BTreeMap<String, u32> {
    let mut hosts: Vec<(u32, &str)> =
        used.hosts.iter().map(|h| (h.times(), survey.host_name(h.host))).collect();
    hosts.sort_unstable_by_key(|(n, host)| (std::cmp::Reverse(*n), *host));
    hosts.into_iter().take(HOSTS).map(|(n, host)| (host.to_owned(), n)).collect()
}

/// `YYYY-MM-DD` of a date as a number.
pub(super) fn date(number: u32) -> Option<String> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    (number > 0).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The text of a block with its slots shown.
pub(super) fn template(
    key: BlockKey,
    text: &str,
    survey: &Survey,
    segmenter: &Segmenter,
) -> Option<String> {
    match key {
        BlockKey::Exact(_) | BlockKey::Near(_) => None,
        BlockKey::Masked(_) => Some(figures(text)),
        BlockKey::Template(key) => {
            let t = survey.templates.by_key(key)?;
            let spans = segmenter.spans(text);
            let (depth, other) = (usize::from(t.depth), usize::from(t.other));
            let (head, tail) = if t.side == Side::Lead { (depth, other) } else { (other, depth) };
            let slot_start = spans.get(head)?.start;
            let slot_end = spans.get(spans.len().checked_sub(tail + 1)?)?.end;
            let whole = slot_start < slot_end;
            whole.then(|| format!("{}{SLOT}{}", &text[..slot_start], &text[slot_end..]))
        }
    }
}

/// Every figure as a slot.
fn figures(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        if !c.is_numeric() {
            out.push(c);
        } else if !inside {
            out.push_str(SLOT);
        }
        inside = c.is_numeric();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_become_slots() {
        assert_eq!(figures("Slideshow (12 images)"), "Slideshow (⟨…⟩ images)");
    }

    #[test]
    fn dates_are_written_out() {
        assert_eq!(date(20_250_307).as_deref(), Some("2025-03-07"));
        assert_eq!(date(0), None);
    }
}
