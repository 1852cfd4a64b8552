//! One outcome of a run and one explanation, for the tests of what is shown.
//!
//! Gives values with every part filled. Exists in tests only.

use crate::pipeline::{Evidence, ExplainedBlock, Explanation, Outcome};
use crate::report::DecisionCount;
use crate::report::model::{
    Block, Decision, Distributions, Duplicate, DuplicateCount, Label, LabelCount, Records,
    Recurring, Relation, SCHEMA, Summary, Text, Warning,
};
use std::collections::BTreeMap;

/// A run over 12,345 articles.
pub(crate) fn outcome() -> Outcome {
    Outcome { summary: summary(), top_blocks: blocks() }
}

/// The summary of that run; its numbers add up.
pub(crate) fn summary() -> Summary {
    let count = |blocks, bytes, articles| LabelCount { blocks, bytes, articles };
    let (exact, near) = ((Relation::Exact, 100), (Relation::Near, 150));
    let (contained, version) = ((Relation::Contained, 20), (Relation::Version, 170));
    Summary {
        schema: SCHEMA.to_owned(),
        version: "0.1.0".to_owned(),
        command: "clean".to_owned(),
        config: serde_json::json!({}),
        records: Records {
            read: 12_345,
            cleaned: 12_070,
            dropped: 270,
            rejected: 5,
            decoded: 12,
            changed: 8001,
            emptied: 3,
        },
        text: Text {
            bytes: 40 << 20,
            removed_bytes: 3 << 20,
            blocks: 400_000,
            removed_blocks: 31_000,
            removed_parts: 0,
        },
        recurring: Recurring::default(),
        labels: BTreeMap::from([
            (Label::Promo, count(20_000, 2 << 20, 7000)),
            (Label::Ui, count(11_000, 1 << 20, 6000)),
        ]),
        duplicates: DuplicateCount {
            clusters: 120,
            articles: 560,
            relations: BTreeMap::from([exact, near, contained, version]),
            recurring: 0,
            earlier: 0,
        },
        hosts: Vec::new(),
        distributions: Distributions::default(),
        decisions: DecisionCount::default(),
        warnings: (1..=7).map(warning).collect(),
        timings: BTreeMap::from([("read".to_owned(), 2.0), ("write".to_owned(), 1.5)]),
        profile: BTreeMap::new(),
    }
}

/// One of the warnings.
fn warning(number: usize) -> Warning {
    let message = format!(
        "host{number}.example.com: of 61 % of its articles more than half was removed; look at them"
    );
    Warning { kind: "much-removed".to_owned(), message, about: None }
}

/// The blocks that removed most.
fn blocks() -> Vec<Block> {
    let long = "Sign up for our newsletter and get the day's most important stories, every morning, for nothing";
    vec![
        block(Label::Promo, "READ: Mayor defends the plan", Some("READ: ⟨…⟩"), 2 << 20),
        block(Label::Subscribe, long, None, 900 << 10),
        block(
            Label::Ui,
            "点击这里阅读更多今日新闻，点击这里阅读更多今日新闻，点击这里阅读更多今日新闻，点击这里",
            None,
            80 << 10,
        ),
        block(Label::Legal, "© 2025 Example \u{1b}[31mInc.\nAll rights reserved.", None, 512),
    ]
}

/// One repeated block.
fn block(label: Label, text: &str, template: Option<&str>, bytes: u64) -> Block {
    Block {
        block: "b1".to_owned(),
        label,
        text: text.to_owned(),
        template: template.map(ToOwned::to_owned),
        articles: 412,
        stories: 400,
        hosts: 1,
        by_host: BTreeMap::from([("example.com".to_owned(), 412)]),
        first_date: None,
        last_date: None,
        position: "last".to_owned(),
        decision: Decision::Remove,
        removed: 412,
        bytes,
        confidence: 0.97,
        decided: None,
        reason: "on 412 of 431 articles of example.com, always last".to_owned(),
        examples: Vec::new(),
    }
}

/// An article of three blocks in a cluster of two.
pub(crate) fn explanation() -> Explanation {
    let prose = "The city council voted on Tuesday to close the old bridge for two years, over the protest of the shops.";
    let mut promo = explained("READ: Mayor defends the plan", Some(Label::Promo), 6.5);
    promo.removed = true;
    promo.reason = "a promo line with a slot, on 412 of 431 articles of example.com".to_owned();
    promo.block = Some("b1".to_owned());
    promo.evidence = vec![
        evidence("template READ: ⟨…⟩ on 412 articles", 4.5),
        evidence("the slot holds the headline of another article", 3.0),
        evidence("stands between prose", -1.0),
    ];
    let mut heading = explained("What happens next?", Some(Label::Repeat), -2.0);
    heading.reason = "a recurring heading, followed by prose".to_owned();
    heading.evidence = vec![evidence("prose follows", -2.0)];
    Explanation {
        id: "articles.jsonl:42".to_owned(),
        title: Some("Council closes bridge".to_owned()),
        host: Some("example.com".to_owned()),
        date: Some("2025-03-04".to_owned()),
        blocks: vec![explained(prose, None, 0.0), promo, heading],
        cluster: vec![duplicate("articles.jsonl:42", true), duplicate("articles.jsonl:77", false)],
    }
}

/// One block that stays, with nothing to say of it.
fn explained(text: &str, label: Option<Label>, score: f64) -> ExplainedBlock {
    ExplainedBlock {
        start: 0,
        end: text.len(),
        text: text.to_owned(),
        removed: false,
        label,
        score,
        reason: String::new(),
        block: None,
        evidence: Vec::new(),
        parts: Vec::new(),
    }
}

/// One line of a ledger.
fn evidence(what: &str, points: f64) -> Evidence {
    Evidence { what: what.to_owned(), points }
}

/// One article of the cluster.
fn duplicate(id: &str, representative: bool) -> Duplicate {
    Duplicate {
        id: id.to_owned(),
        cluster: "c9f3".to_owned(),
        representative,
        kept: representative,
        duplicate_of: (!representative).then(|| "articles.jsonl:42".to_owned()),
        relation: if representative { Relation::Exact } else { Relation::Near },
        jaccard: if representative { 1.0 } else { 0.913 },
        containment: if representative { 1.0 } else { 0.97 },
        recurring: false,
        article: String::new(),
        decided: false,
        earlier: None,
    }
}
