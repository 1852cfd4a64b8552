//! The data of the page, put together.
//!
//! Takes what was decided and what the second reading brought back, gives the index, and the rest piece by piece when it
//! is asked for. Chooses nothing and counts nothing anew.

use super::quotes::{Quotes, WHOLE, first};
use super::rows;
use super::sample::Drawn;
use super::shown::{Choice, Cluster, Shown};
use super::slips::Slips;
use super::uses::{BlockKey, OnHost, Use};
use super::{Found, Job};
use crate::classify::SURE;
use crate::report::model::{Block, Label, Summary};
use crate::report::page::{
    BlockMore, ClusterMore, Host, Index, Member, Missing, More, OnOthers, PageBlock, PageCluster,
    Pair, SCHEMA, Sample, Samples, Settings, Single, Spot, Totals,
};
use crate::segment::{Segmenter, fold};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use xxhash_rust::xxh3::xxh3_64;

/// Characters of a text in the index.
const HEAD: usize = 400;
/// Characters of an example.
const EXAMPLE: usize = 600;
/// Hosts of a block by name.
const ON: usize = 20;
/// Hosts that no block of the page names.
const HOSTS: usize = 1000;
/// Rows of what belongs to no recurring block.
const SINGLES: usize = 20_000;

/// Everything that the page is made of.
pub(super) struct Desk<'a> {
    pub(super) job: &'a Job,
    pub(super) found: &'a Found,
    pub(super) segmenter: &'a Segmenter,
    pub(super) uses: &'a [(BlockKey, Use)],
    pub(super) singles: &'a [(Label, OnHost)],
    pub(super) clusters: &'a [Cluster],
    pub(super) choice: &'a Choice,
    pub(super) quotes: &'a Quotes,
    pub(super) pairs: Slips,
    /// Names of clusters, by number.
    pub(super) names: &'a [String],
}

/// The hosts of the page.
#[derive(Debug, Default)]
struct Hosts {
    all: Vec<u32>,
    places: FxHashMap<u32, usize>,
}

impl Hosts {
    fn place(&mut self, host: u32) -> usize {
        *self.places.entry(host).or_insert_with(|| {
            self.all.push(host);
            self.all.len() - 1
        })
    }
}

impl Desk<'_> {
    /// The index; `shown` are the lines of the blocks that the page shows, in its order.
    pub(super) fn index(&self, summary: &Summary, shown: &[Block]) -> Index {
        let mut hosts = Hosts::default();
        let mut missing = self.missing();
        let blocks = self.choice.blocks.iter().zip(shown);
        let blocks = blocks.map(|(i, row)| self.block(*i, row, &mut hosts)).collect();
        let singles = self.singles(&mut hosts, &mut missing);
        let clusters = self.choice.clusters.iter().map(|shown| self.cluster(shown)).collect();
        Index {
            schema: SCHEMA,
            run: run(summary),
            version: summary.version.clone(),
            command: summary.command.clone(),
            totals: totals(summary),
            settings: self.settings(),
            hosts: self.hosts(&hosts, summary),
            labels: Label::ALL.map(Label::name).to_vec(),
            blocks,
            singles,
            clusters,
            sample: self.sample(),
            decisions: self.decisions(),
            missing,
        }
    }

    fn decisions(&self) -> Vec<serde_json::Value> {
        self.found.met.iter().filter_map(|met| serde_json::to_value(met).ok()).collect()
    }

    fn missing(&self) -> Missing {
        Missing {
            blocks: (self.uses.len() - self.choice.blocks.len()) as u64,
            blocks_bytes: self.unshown().map(|(_, on)| on.bytes).sum(),
            clusters: (self.names.len() - self.choice.clusters.len()) as u64,
            pairs: self.choice.missing_pairs,
            contexts: 0,
        }
    }

    fn settings(&self) -> Settings {
        let (articles, write) = (&self.job.config.articles, &self.job.config.write);
        let name = |value: serde_json::Result<serde_json::Value>| match value {
            Ok(serde_json::Value::String(name)) => name,
            _ => String::new(),
        };
        Settings {
            near: articles.near,
            version: articles.version,
            contained: articles.contained,
            sure: two(SURE.into()),
            boilerplate: name(serde_json::to_value(write.boilerplate)),
            duplicates: name(serde_json::to_value(write.duplicates)),
        }
    }

    fn block(&self, number: u32, row: &Block, hosts: &mut Hosts) -> PageBlock {
        let (key, used) = &self.uses[number as usize];
        let spots = self.quotes.spots(number);
        let (text, slot) = self.text(*key, &spots);
        let head = first(&text, HEAD);
        let sum = used.sum();
        let (on, others) = on_hosts(used, hosts);
        PageBlock {
            id: row.block.clone(),
            label: row.label.name().to_owned(),
            slot,
            long: head.len() < text.len(),
            text: head.to_owned(),
            articles: row.articles,
            stories: row.stories,
            hosts: row.hosts,
            on,
            others,
            from: row.first_date.clone(),
            to: row.last_date.clone(),
            pos: row.position.clone(),
            fate: row.decision,
            removed: sum.removed,
            kept: sum.kept,
            bytes: sum.bytes,
            kept_bytes: sum.kept_bytes,
            p: two(used.confidence()),
            why: row.reason.clone(),
            decided: row.decided.map(|action| action.name().to_owned()),
        }
    }

    /// The text of a block with its slot shown, and whether it has one.
    fn text(&self, key: BlockKey, spots: &[Spot]) -> (String, bool) {
        let text = spots.first().map_or("", |spot| &spot.text);
        let template = rows::template(key, text, &self.found.survey, self.segmenter);
        template.map_or_else(|| (text.to_owned(), false), |template| (template, true))
    }

    /// What goes and is no block of the page, by host and label: what stands once, and blocks for which there was no
    /// room.
    fn singles(&self, hosts: &mut Hosts, missing: &mut Missing) -> Vec<Single> {
        let mut groups: FxHashMap<(u32, Label), OnHost> = FxHashMap::default();
        for (label, on) in self.singles.iter().copied().chain(self.unshown()) {
            let nothing = OnHost { host: on.host, ..OnHost::default() };
            groups.entry((on.host, label)).or_insert(nothing).add(&on);
        }
        let mut all: Vec<(Label, OnHost)> =
            groups.into_iter().map(|((_, label), on)| (label, on)).collect();
        all.sort_by_key(|(label, on)| (Reverse(on.bytes), on.host, *label));
        missing.blocks_bytes += all.iter().skip(SINGLES).map(|(_, on)| on.bytes).sum::<u64>();
        let row = |(label, on): (Label, OnHost)| {
            (hosts.place(on.host), label as usize, on.removed, on.bytes, on.doubtful)
        };
        all.into_iter().take(SINGLES).map(row).collect()
    }

    /// What goes with blocks that the page does not show.
    fn unshown(&self) -> impl Iterator<Item = (Label, OnHost)> {
        let mut shown = vec![false; self.uses.len()];
        self.choice.blocks.iter().for_each(|i| shown[*i as usize] = true);
        let others = self.uses.iter().zip(shown).filter(|(_, shown)| !shown);
        others.flat_map(|((_, used), _)| {
            let label = used.label();
            used.hosts.iter().filter(|on| on.removed > 0).map(move |on| (label, *on))
        })
    }

    /// Those that were named, and the largest of the others.
    fn hosts(&self, named: &Hosts, summary: &Summary) -> Vec<Host> {
        let rows: FxHashMap<&str, _> = summary.hosts.iter().map(|h| (h.host.as_str(), h)).collect();
        let name = |host: &u32| self.found.learned.listing.hosts[*host as usize].as_str();
        let named: Vec<&str> = named.all.iter().map(name).collect();
        let known: rustc_hash::FxHashSet<&str> = named.iter().copied().collect();
        let others = summary.hosts.iter().map(|h| h.host.as_str());
        let others = others.filter(|h| !known.contains(h)).take(HOSTS);
        let host = |name: &str| {
            let row = rows.get(name)?;
            let (articles, dropped, bytes) = (row.articles, row.dropped, row.bytes);
            let removed_bytes = row.removed_bytes;
            Some(Host { host: name.to_owned(), articles, dropped, bytes, removed_bytes })
        };
        named.iter().copied().chain(others).filter_map(host).collect()
    }

    fn cluster(&self, shown: &Shown) -> PageCluster {
        let listing = &self.found.learned.listing;
        let representative = self.quotes.member(shown.members[0]);
        let all = &self.clusters[shown.cluster].1;
        let dates = || all.iter().map(|i| listing.dates[*i as usize]).filter(|d| *d > 0);
        let mut hosts: Vec<u32> = all.iter().map(|i| listing.host_of[*i as usize]).collect();
        hosts.sort_unstable();
        hosts.dedup();
        PageCluster {
            id: self.names[shown.cluster].clone(),
            size: all.len(),
            kept: shown.kept,
            dropped: all.len() - shown.kept,
            title: representative.about.title.unwrap_or_default(),
            hosts: hosts.len(),
            from: dates().min().and_then(rows::date),
            to: dates().max().and_then(rows::date),
            lowest: two(shown.lowest),
            doubt: two(shown.doubt),
            chain: shown.chain,
            decided: shown.decided.map(|action| action.name().to_owned()),
        }
    }

    fn sample(&self) -> Samples {
        let drawn = &self.found.decisions.sample;
        let from = super::number(self.uses.len());
        let slips = (from..).zip(&drawn.removed);
        let removed = slips.map(|(slip, drawn)| self.sampled(slip, drawn)).collect();
        let slips = (from + super::number(drawn.removed.len())..).zip(&drawn.kept);
        let kept = slips.map(|(slip, drawn)| self.sampled(slip, drawn)).collect();
        Samples { removed, kept }
    }

    fn sampled(&self, slip: u32, drawn: &Drawn) -> Sample {
        let spot = self.quotes.spots(slip).into_iter().next().unwrap_or_default();
        let why = self.found.decisions.reasons.get(drawn.reason as usize);
        Sample {
            spot: cut(spot),
            label: drawn.label.map(|label| label.name().to_owned()),
            p: two(drawn.confidence.into()),
            block: drawn.key.map(BlockKey::name),
            why: why.cloned().unwrap_or_default(),
        }
    }
}

impl More for Desk<'_> {
    fn block(&self, number: usize) -> BlockMore {
        let slip = self.choice.blocks[number];
        let key = self.uses[slip as usize].0;
        let spots = self.quotes.spots(slip);
        let (text, _) = self.text(key, &spots);
        let long = first(&text, HEAD).len() < text.len();
        let same = if matches!(key, BlockKey::Exact(_)) { Vec::new() } else { self.same(&spots) };
        let examples = spots.into_iter().map(cut).collect();
        BlockMore { text: long.then_some(text), same, examples }
    }

    fn cluster(&self, number: usize) -> ClusterMore {
        let shown = &self.choice.clusters[number];
        let size = self.clusters[shown.cluster].1.len();
        let pairs: Vec<Pair> = self.pairs.of(super::number(number));
        let members: Vec<Member> = shown.members.iter().filter_map(|i| self.member(*i)).collect();
        ClusterMore { more: size - members.len(), members, pairs }
    }
}

impl Desk<'_> {
    /// Names of the equal blocks among the examples; one that was cut has none.
    fn same(&self, spots: &[Spot]) -> Vec<String> {
        let whole = spots.iter().filter(|s| first(&s.text, WHOLE - 1).len() == s.text.len());
        let name = |s: &Spot| BlockKey::Exact(fold(0, &self.segmenter.tokens(&s.text))).name();
        let mut same: Vec<String> = whole.map(name).collect();
        same.sort_unstable();
        same.dedup();
        same
    }

    fn member(&self, article: u32) -> Option<Member> {
        let row = {
            let found = self.found;
            rows::duplicate(article, (&found.kinship, &found.decisions), &found.learned, "")?
        };
        Some(Member {
            id: row.id,
            key: row.article,
            about: self.quotes.member(article).about,
            relation: row.relation,
            kept: row.kept,
            of: row.duplicate_of,
            jaccard: row.jaccard,
            containment: row.containment,
            recurring: row.recurring,
            representative: row.representative,
        })
    }
}

/// What is done on the hosts with most bytes, and on the others.
fn on_hosts(used: &Use, hosts: &mut Hosts) -> (Vec<crate::report::page::OnHost>, Option<OnOthers>) {
    let mut all = used.hosts.clone();
    all.sort_by_key(|h| (Reverse(h.bytes), Reverse(h.kept_bytes), h.host));
    let mut rest = OnHost::default();
    all.iter().skip(ON).for_each(|h| rest.add(h));
    let others = (all.len() > ON).then_some((
        rest.removed,
        rest.bytes,
        rest.doubtful,
        rest.kept,
        rest.kept_bytes,
    ));
    let on = all
        .iter()
        .take(ON)
        .map(|h| (hosts.place(h.host), h.removed, h.bytes, h.doubtful, h.kept, h.kept_bytes));
    (on.collect(), others)
}

fn totals(s: &Summary) -> Totals {
    let (r, t) = (&s.records, &s.text);
    Totals {
        read: r.read,
        cleaned: r.cleaned,
        dropped: r.dropped,
        rejected: r.rejected,
        changed: r.changed,
        emptied: r.emptied,
        bytes: t.bytes,
        removed_bytes: t.removed_bytes,
        blocks: t.blocks,
        removed_blocks: t.removed_blocks,
        clusters: s.duplicates.clusters,
    }
}

/// The same for the same data, however long it took.
fn run(summary: &Summary) -> String {
    let still = Summary {
        timings: std::collections::BTreeMap::new(),
        profile: std::collections::BTreeMap::new(),
        ..summary.clone()
    };
    format!("{:016x}", xxh3_64(&serde_json::to_vec(&still).unwrap_or_default()))
}

/// An example, cut to what is read at once.
fn cut(mut spot: Spot) -> Spot {
    let head = first(&spot.text, EXAMPLE).len();
    if head < spot.text.len() {
        spot.text.truncate(head);
        spot.text.push('…');
    }
    spot
}

/// Two decimals.
fn two(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}
