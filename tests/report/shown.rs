//! The rows of the fixture as data of the page.
//!
//! Takes blocks and clusters as the report files have them, gives the index and what is unpacked later.

use super::fixture::{ClusterView, HOSTILE, MemberView};
use copydesk::report::model::{Block, Example, Label, Summary};
use copydesk::report::page::{
    About, BlockMore, ClusterMore, Host, Index, Member, More, PageBlock, PageCluster, Pair, SCHEMA,
    Sample, Spot,
};
use serde_json::json;

/// What is unpacked later.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Held {
    pub(crate) blocks: Vec<BlockMore>,
    pub(crate) clusters: Vec<ClusterMore>,
}

impl More for Held {
    fn block(&self, number: usize) -> BlockMore {
        self.blocks[number].clone()
    }

    fn cluster(&self, number: usize) -> ClusterMore {
        self.clusters[number].clone()
    }
}

/// The data of a page that shows all of these.
pub(crate) fn data(summary: &Summary, blocks: &[Block], clusters: &[ClusterView]) -> (Index, Held) {
    let mut index = Index {
        schema: SCHEMA,
        run: "00c0ffee00c0ffee".into(),
        version: summary.version.clone(),
        command: summary.command.clone(),
        labels: Label::ALL.map(Label::name).to_vec(),
        ..Index::default()
    };
    for b in blocks {
        let shown = block(b, &mut index.hosts);
        index.blocks.push(shown);
    }
    index.clusters = clusters.iter().map(cluster).collect();
    let held = Held {
        blocks: blocks.iter().map(of_block).collect(),
        clusters: clusters.iter().map(of_cluster).collect(),
    };
    (index, held)
}

fn block(b: &Block, hosts: &mut Vec<Host>) -> PageBlock {
    let text = b.template.as_ref().unwrap_or(&b.text);
    let head: String = text.chars().take(400).collect();
    let on = b.by_host.iter().map(|(host, n)| {
        hosts.push(Host { host: host.clone(), ..Host::default() });
        (hosts.len() - 1, *n, u64::from(*n) * 52, 0, 0, 0)
    });
    PageBlock {
        id: b.block.clone(),
        label: b.label.name().into(),
        long: head.len() < text.len(),
        text: head,
        slot: b.template.is_some(),
        articles: b.articles,
        stories: b.stories,
        hosts: b.hosts,
        on: on.collect(),
        others: None,
        from: b.first_date.clone(),
        to: b.last_date.clone(),
        pos: b.position.clone(),
        fate: b.decision,
        removed: b.removed,
        kept: b.articles - b.removed,
        bytes: b.bytes,
        kept_bytes: 0,
        p: b.confidence,
        why: b.reason.clone(),
        decided: None,
    }
}

fn of_block(b: &Block) -> BlockMore {
    let text = b.template.as_ref().unwrap_or(&b.text);
    let long = text.chars().count() > 400;
    let text = long.then(|| text.chars().take(4000).collect());
    let example = |e: &Example| spot(&e.id, &e.text);
    BlockMore { text, same: Vec::new(), examples: b.examples.iter().map(example).collect() }
}

fn spot(id: &str, text: &str) -> Spot {
    let about = About { date: Some("2024-05-02".into()), ..About::default() };
    let (before, after) = (format!("{}\n", HOSTILE[0]), format!("\n{}", HOSTILE[8]));
    Spot { id: id.into(), about, before, text: text.into(), after, kept: false }
}

fn cluster(c: &ClusterView) -> PageCluster {
    let kept = c.members.iter().filter(|m| m.row.kept).count();
    PageCluster {
        id: c.cluster.clone(),
        size: c.articles,
        kept,
        dropped: c.articles - kept,
        title: c.members[0].about.title.clone().unwrap_or_default(),
        hosts: 2,
        lowest: 0.41,
        doubt: 0.9,
        chain: true,
        ..PageCluster::default()
    }
}

fn of_cluster(c: &ClusterView) -> ClusterMore {
    let rows = vec![
        json!(["=", HOSTILE[0], 7]),
        json!(["~", [["The pier ", 0], [HOSTILE[8], 1]], [["The pier closes", 0]]]),
        json!(["<", "Only here."]),
        json!([">", "Only there."]),
    ];
    let members: Vec<Member> = c.members.iter().map(member).collect();
    let more = c.articles - members.len();
    ClusterMore { members, more, pairs: vec![Pair { a: 0, b: 1, rows }] }
}

fn member(m: &MemberView) -> Member {
    let row = m.row.clone();
    Member {
        id: row.id,
        key: String::new(),
        about: m.about.clone(),
        relation: row.relation,
        kept: row.kept,
        of: row.duplicate_of,
        jaccard: row.jaccard,
        containment: row.containment,
        recurring: row.recurring,
        representative: row.representative,
    }
}

/// A sample of one place.
pub(crate) fn sample(text: &str) -> Sample {
    Sample { spot: spot("2024/a.jsonl.gz:17", text), p: 0.97, ..Sample::default() }
}
