//! The data of a large page, made up: blocks and clusters by the ten thousand.
//!
//! Takes how many, gives an index and what is more of each entry, the same every time. Its text comes from the generator
//! of made-up news, so that it is as hard to pack as news is. Never counts anything: the numbers are only plausible.

use crate::corpus::{Corpus, Dice, Kind};
use copydesk::report::model::{Decision, Relation, Summary};
use copydesk::report::page::{
    About, BlockMore, ClusterMore, Host, Index, Member, More, OnHost, PageBlock, PageCluster, Pair,
    SCHEMA, Sample, Samples, Settings, Spot, Totals,
};
use copydesk::report::{Page, html};
use serde_json::{Value, json};
use std::fs::File;
use std::path::Path;

const LABELS: [&str; 7] = ["promo", "subscribe", "legal", "ui", "duphead", "about", "repeat"];
const PLACES: [&str; 5] = ["first", "start", "middle", "end", "last"];
const HOSTS: usize = 300;

/// What a large run might show.
pub(crate) struct Made {
    prose: Vec<String>,
    stamped: Vec<String>,
    titles: Vec<String>,
}

impl Made {
    /// The texts that all is made of.
    pub(crate) fn new() -> Self {
        let mut made = Self { prose: Vec::new(), stamped: Vec::new(), titles: Vec::new() };
        for article in Corpus::new(1).hosts(HOSTS).copies(0.0).made().take(6000) {
            let lines = article.text.lines().filter(|line| !line.trim().is_empty());
            for (kind, line) in article.lines.iter().zip(lines) {
                let pool = match kind {
                    Kind::Prose => &mut made.prose,
                    _ => &mut made.stamped,
                };
                pool.push(line.to_owned());
            }
            made.titles.push(article.title);
        }
        made
    }

    /// The index of this many blocks and clusters.
    pub(crate) fn index(&self, blocks: usize, clusters: usize) -> Index {
        let host = |n: usize| Host {
            host: format!("paper{n}.example"),
            articles: 400,
            dropped: 20,
            bytes: 2_000_000,
            removed_bytes: 180_000,
        };
        let blocks: Vec<PageBlock> = (0..blocks).map(|n| self.block(n)).collect();
        Index {
            schema: SCHEMA,
            run: "00000000000000aa".into(),
            version: "0.1.0".into(),
            command: "clean".into(),
            totals: totals(&blocks, clusters as u64),
            settings: settings(),
            hosts: (0..HOSTS).map(host).collect(),
            labels: LABELS.to_vec(),
            singles: (0..HOSTS).map(|n| (n, n % 7, 12, 900, 300)).collect(),
            clusters: (0..clusters).map(|n| self.cluster(n)).collect(),
            sample: Samples { removed: self.samples(false), kept: self.samples(true) },
            blocks,
            ..Index::default()
        }
    }

    fn block(&self, n: usize) -> PageBlock {
        let mut dice = Dice::new(n as u64);
        // As in a real report, most of the largest are sure and long, and a part is kept.
        let text = format!("{} {n}", dice.pick(&self.stamped));
        let kept = n % 9 == 8;
        let count = u32::try_from(2 + 20_000 / (n + 20)).unwrap_or(2);
        let p = if n.is_multiple_of(4) { 0.5 + dice.unit() * 0.4 } else { 0.9 + dice.unit() * 0.1 };
        let on = on(&mut dice, kept, count, text.len() as u64);
        let sum = |of: fn(&OnHost) -> u64| on.iter().map(of).sum::<u64>();
        PageBlock {
            id: format!("b{n:016x}"),
            label: LABELS[n % LABELS.len()].into(),
            text: text.chars().take(400).collect(),
            long: text.chars().count() > 400,
            articles: count,
            stories: count,
            hosts: u32::try_from(on.len()).unwrap_or(1),
            from: Some("2024-01-03".into()),
            to: Some("2025-11-20".into()),
            pos: PLACES[n % PLACES.len()].into(),
            fate: if kept { Decision::Keep } else { Decision::Remove },
            removed: on.iter().map(|cell| cell.1).sum(),
            kept: on.iter().map(|cell| cell.4).sum(),
            bytes: sum(|cell| cell.2),
            kept_bytes: sum(|cell| cell.5),
            p: (p * 100.0).round() / 100.0,
            why: "on 412 of 431 articles of its host, always among the last lines; names the host"
                .into(),
            on,
            ..PageBlock::default()
        }
    }

    fn cluster(&self, n: usize) -> PageCluster {
        let size = members(n);
        PageCluster {
            id: format!("c{n:016x}"),
            size,
            kept: 1 + size / 3,
            dropped: size - 1 - size / 3,
            title: self.titles[n % self.titles.len()].clone(),
            hosts: size.min(3),
            from: Some("2025-03-01".into()),
            to: Some("2025-03-09".into()),
            lowest: 0.8,
            doubt: 1.0 / f64::from(u32::try_from(n + 1).unwrap_or(1)),
            chain: n.is_multiple_of(50),
            ..PageCluster::default()
        }
    }

    fn samples(&self, kept: bool) -> Vec<Sample> {
        let sample = |n: usize| Sample {
            spot: self.spot(&mut Dice::new(n as u64), &self.stamped[n], kept),
            label: (!kept).then(|| "promo".into()),
            p: 0.8,
            block: Some(format!("b{n:016x}")),
            why: "asks to follow elsewhere".into(),
        };
        (0..100).map(sample).collect()
    }

    fn spot(&self, dice: &mut Dice, text: &str, kept: bool) -> Spot {
        let around = |line: &String| line.chars().take(120).collect();
        let (before, after) = (around(dice.pick(&self.prose)), around(dice.pick(&self.prose)));
        let (id, about) = self.article(dice);
        Spot { id, about, before, text: text.to_owned(), after, kept }
    }

    fn article(&self, dice: &mut Dice) -> (String, About) {
        let (host, number) = (dice.below(HOSTS), dice.below(1_000_000));
        let about = About {
            title: Some(dice.pick(&self.titles).clone()),
            host: Some(format!("paper{host}.example")),
            date: Some("2025-03-05".into()),
            url: Some(format!("https://paper{host}.example/2025/03/{number}.html")),
            lang: None,
        };
        (format!("{number:08x}"), about)
    }

    /// The rows of two articles, one of which was edited a little.
    fn rows(&self, dice: &mut Dice) -> Vec<Value> {
        let mut rows = Vec::new();
        for n in 0..6 {
            let text = dice.pick(&self.prose).as_str();
            rows.push(match n {
                1 => edited(text),
                3 => json!(["<", text]),
                4 => json!([">", text]),
                _ => json!(["=", text, text.split_whitespace().count()]),
            });
        }
        rows
    }
}

impl More for Made {
    fn block(&self, number: usize) -> BlockMore {
        let mut dice = Dice::new(number as u64 ^ 0xb10c);
        let block = Self::block(self, number);
        let kept = block.fate == Decision::Keep;
        let examples = (0..3).map(|_| self.spot(&mut dice, &block.text, kept)).collect();
        BlockMore { text: None, same: Vec::new(), examples }
    }

    fn cluster(&self, number: usize) -> ClusterMore {
        let mut dice = Dice::new(number as u64 ^ 0xc105);
        let member = |place: usize| {
            let (id, about) = self.article(&mut dice);
            Member {
                id,
                key: format!("a{number:014x}{place:02x}"),
                about,
                relation: Relation::Near,
                kept: place == 0,
                of: None,
                jaccard: 0.85,
                containment: 0.9,
                recurring: false,
                representative: place == 0,
            }
        };
        let members: Vec<Member> = (0..members(number)).map(member).collect();
        let pair = |b: usize| Pair { a: 0, b, rows: self.rows(&mut dice) };
        let pairs = (1..members.len()).map(pair).collect();
        ClusterMore { members, more: 0, pairs }
    }
}

/// Articles of a cluster: mostly two.
fn members(n: usize) -> usize {
    if n.is_multiple_of(5) { 2 + n % 7 } else { 2 }
}

fn on(dice: &mut Dice, kept: bool, count: u32, length: u64) -> Vec<OnHost> {
    let hosts = if dice.chance(0.1) { dice.between(2, 20) } else { 1 };
    let first = dice.rank(HOSTS);
    let each = (count / u32::try_from(hosts).unwrap_or(1)).max(1);
    let bytes = u64::from(each) * length;
    let doubtful = if dice.chance(0.3) { bytes / 2 } else { 0 };
    let cell = |n: usize| {
        let host = (first + n) % HOSTS;
        if kept { (host, 0, 0, 0, each, bytes) } else { (host, each, bytes, doubtful, 0, 0) }
    };
    (0..hosts).map(cell).collect()
}

/// Every ninth word is another one.
fn edited(text: &str) -> Value {
    let words: Vec<&str> = text.split_inclusive(' ').collect();
    let side = |other: &str| -> Vec<Value> {
        let word = |(n, word): (usize, &&str)| match n % 9 {
            8 => json!([format!("{other} "), 1]),
            _ => json!([word, 0]),
        };
        words.iter().enumerate().map(word).collect()
    };
    json!(["~", side("before"), side("after")])
}

fn totals(blocks: &[PageBlock], clusters: u64) -> Totals {
    let removed_bytes = blocks.iter().map(|b| b.bytes).sum::<u64>() + HOSTS as u64 * 900;
    Totals {
        read: 120_000,
        cleaned: 108_000,
        dropped: 12_000,
        changed: 90_000,
        bytes: removed_bytes * 12,
        removed_bytes,
        blocks: blocks.len() as u64,
        removed_blocks: blocks.iter().map(|b| u64::from(b.removed)).sum(),
        clusters,
        ..Totals::default()
    }
}

fn settings() -> Settings {
    Settings {
        near: 0.5,
        version: 0.3,
        contained: 0.9,
        sure: 0.9,
        boilerplate: "remove".into(),
        duplicates: "drop".into(),
    }
}

/// Writes the page of this many blocks and clusters, as a run would.
pub(crate) fn page(blocks: usize, clusters: usize, file: &Path) {
    let made = Made::new();
    let index = made.index(blocks, clusters);
    let summary = summary(&index);
    let page = Page { summary: &summary, index: &index, more: &made };
    html::render(&page, &mut File::create(file).unwrap()).unwrap();
}

/// What the summary of such a run says.
fn summary(index: &Index) -> Summary {
    let totals = &index.totals;
    let host = |host: &Host| {
        json!({
            "host": host.host, "articles": host.articles, "dropped": host.dropped, "blocks": 8000,
            "removed_blocks": 900, "bytes": host.bytes, "removed_bytes": host.removed_bytes,
        })
    };
    serde_json::from_value(json!({
        "schema": "copydesk/report/1", "version": index.version, "command": index.command, "config": {},
        "records": {
            "read": totals.read, "cleaned": totals.cleaned, "dropped": totals.dropped, "rejected": 0,
            "decoded": 0, "changed": totals.changed, "emptied": 0,
        },
        "text": {
            "bytes": totals.bytes, "removed_bytes": totals.removed_bytes, "blocks": 2_400_000,
            "removed_blocks": totals.removed_blocks, "removed_parts": 0,
        },
        "recurring": { "removed": index.blocks.len(), "mixed": 0, "kept": 0, "templates": 0 },
        "labels": { "promo": { "blocks": 9000, "bytes": 1_000_000, "articles": 8000 } },
        "duplicates": {
            "clusters": totals.clusters, "articles": totals.clusters * 3,
            "relations": { "near": totals.clusters * 2 }, "recurring": 0,
        },
        "hosts": index.hosts.iter().map(host).collect::<Vec<_>>(),
        "warnings": [], "timings": {},
    }))
    .unwrap()
}
