//! One report made by hand, with texts that mean harm.
//!
//! Takes nothing, gives a summary, blocks and clusters that fit each other as far as a page shows. Never read from a run.

use copydesk::report::DecisionCount;
use copydesk::report::model::{
    Block, Decision, Distributions, Duplicate, DuplicateCount, Example, HostRow, Label, LabelCount,
    Records, Recurring, Relation, Removal, SCHEMA, StageProfile, Summary, Text, Warning,
};
use copydesk::report::page::About;
use serde_json::json;

/// Texts that break out of pages which let them.
pub(crate) const HOSTILE: [&str; 9] = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "</style><!--",
    "&lt;b&gt; &#60;b&#62; &",
    "javascript:alert(1)",
    "{{ summary }} {% raw %} {# gone #}",
    "photo\u{202e}gpj.exe\0\u{1b}[31m",
];

/// How the page shows a text: what hides or reorders is made visible.
pub(crate) fn seen(text: &str) -> String {
    let show = |c: char| match c as u32 {
        0x09 | 0x0a => c.to_string(),
        n @ 0..0x20 => char::from_u32(0x2400 + n).unwrap().to_string(),
        n @ (0x7f..=0x9f | 0x202a..=0x202e | 0x2066..=0x2069) => format!("[U+{n:04X}]"),
        _ => c.to_string(),
    };
    text.chars().map(show).collect()
}

/// The summary of the fixture.
pub(crate) fn summary() -> Summary {
    let learning = StageProfile {
        seconds: 2.5,
        bytes_per_second: 26_004_938,
        articles_per_second: 4_938,
        blocks_per_second: 84_182,
        peak_memory: Some(271_581_184),
    };
    Summary {
        schema: SCHEMA.into(),
        version: "0.1.0".into(),
        command: "clean".into(),
        config: config(),
        records: Records {
            read: 12_345,
            cleaned: 11_900,
            dropped: 400,
            rejected: 45,
            decoded: 12,
            changed: 9_812,
            emptied: 3,
        },
        text: Text {
            bytes: 65_012_345,
            removed_bytes: 4_812_345,
            blocks: 210_455,
            removed_blocks: 38_221,
            removed_parts: 0,
        },
        recurring: Recurring { removed: 980, mixed: 20, kept: 234, templates: 120 },
        labels: labels(),
        duplicates: DuplicateCount {
            clusters: 310,
            articles: 740,
            relations: [
                (Relation::Exact, 210),
                (Relation::Near, 150),
                (Relation::Contained, 40),
                (Relation::Version, 30),
            ]
            .into(),
            recurring: 12,
            earlier: 0,
        },
        hosts: hosts(),
        distributions: Distributions::default(),
        decisions: DecisionCount::default(),
        warnings: warnings(),
        timings: [("learn".into(), 2.5), ("write".into(), 1.25)].into(),
        profile: [("learn".into(), learning)].into(),
    }
}

/// The summary of a run that found nothing.
pub(crate) fn nothing() -> Summary {
    Summary {
        command: "scan".into(),
        records: Records::default(),
        text: Text::default(),
        recurring: Recurring::default(),
        labels: [].into(),
        duplicates: DuplicateCount::default(),
        hosts: Vec::new(),
        warnings: Vec::new(),
        config: json!({}),
        ..summary()
    }
}

fn config() -> serde_json::Value {
    json!({
        "read": { "text-field": null },
        "blocks": { "shingle": 2, "num-perm": 64, "threshold": 0.7 },
        "articles": { "shingle": 4, "near": 0.8, "version": 0.35, "keep": "longest" },
        "write": { "boilerplate": "remove", "duplicates": "drop" },
        "rules": ["<b>my</b> rule"],
    })
}

fn labels() -> std::collections::BTreeMap<Label, LabelCount> {
    let counts = [
        (Label::Promo, 21_904, 3_010_222, 8_402),
        (Label::Subscribe, 6_120, 901_333, 5_900),
        (Label::Legal, 4_411, 522_001, 4_402),
        (Label::Ui, 3_800, 61_040, 2_215),
        (Label::Duphead, 1_204, 98_120, 1_204),
        (Label::About, 780, 219_600, 780),
        (Label::Repeat, 2, 29, 2),
    ];
    let row = |(label, blocks, bytes, articles)| (label, LabelCount { blocks, bytes, articles });
    counts.map(row).into()
}

fn host(host: &str, articles: u64, bytes: u64, removed_bytes: u64) -> HostRow {
    let (blocks, removed_blocks) = (articles * 17, removed_bytes / 120);
    let dropped = articles / 30;
    HostRow { host: host.into(), articles, dropped, blocks, removed_blocks, bytes, removed_bytes }
}

fn hosts() -> Vec<HostRow> {
    let mut hosts = vec![
        host("tagblatt.example", 4_310, 22_400_000, 1_020_400),
        host("harbour-post.example", 2_204, 12_800_000, 1_911_222),
        host("<img src=x onerror=alert(1)>.example", 804, 3_300_000, 1_188_000),
        host("أخبار.example", 612, 2_900_000, 141_000),
        host("", 211, 901_000, 0),
        host(
            "a-very-long-name-of-a-host-that-will-not-fit.news.regional.example",
            12,
            55_000,
            54_990,
        ),
    ];
    hosts.extend(
        (1..=34_u64).map(|i| host(&format!("paper{i:02}.example"), 100 - i, 400_000, i * 700)),
    );
    hosts
}

fn warnings() -> Vec<Warning> {
    let warning = |kind: &str, message: &str| Warning {
        kind: kind.into(),
        message: message.into(),
        about: None,
    };
    vec![
        warning(
            "host-loses-much",
            "a-very-long-name-of-a-host-that-will-not-fit.news.regional.example loses 99.9 % of its text: look at its blocks before you use the cleaned corpus.",
        ),
        warning(
            "articles-emptied",
            "Nothing was left of 3 articles; they are in the cleaned corpus with an empty text.",
        ),
        warning("records-rejected", "45 records could not be read; rejects.jsonl says why."),
    ]
}

fn block(label: Label, text: &str, template: Option<&str>, reason: &str) -> Block {
    Block {
        block: format!("b{:08x}", text.len() * 2_654_435 + reason.len()),
        label,
        text: text.into(),
        template: template.map(Into::into),
        articles: 412,
        stories: 398,
        hosts: 1,
        by_host: [("harbour-post.example".into(), 412)].into(),
        first_date: Some("2021-03-04".into()),
        last_date: Some("2024-11-30".into()),
        position: "last".into(),
        decision: Decision::Remove,
        removed: 412,
        bytes: 48_120,
        confidence: 0.97,
        decided: None,
        reason: reason.into(),
        examples: vec![Example { id: "2024/a.jsonl.gz:17".into(), text: text.into() }],
    }
}

/// Removed blocks and templates: what removes most first.
pub(crate) fn blocks() -> Vec<Block> {
    let mut long = block(
        Label::Legal,
        &"All rights reserved, in every country and every language. ".repeat(173)[..10_000],
        None,
        "on 310 of 310 articles of harbour-post.example, always last, never on another host",
    );
    (long.examples, long.bytes) = (Vec::new(), 3_100_000);
    let read_also = block(
        Label::Promo,
        "Read also: Council votes to close the old ferry pier",
        Some("Read also: ⟨…⟩"),
        "the same line with 402 different endings on 412 of 431 articles of harbour-post.example, mostly followed by another such line",
    );
    let mut hostile = block(
        Label::Subscribe,
        HOSTILE[0],
        Some("</p>⟨…⟩<img src=x onerror=alert(1)>"),
        HOSTILE[2],
    );
    (hostile.block, hostile.examples[0].id) = (HOSTILE[1].into(), HOSTILE[3].into());
    hostile.by_host = [(HOSTILE[4].into(), 3), ("tagblatt.example".into(), 409)].into();
    (hostile.hosts, hostile.position, hostile.decision) = (25, "end".into(), Decision::Mixed);
    let mut arabic = block(
        Label::Subscribe,
        "اشترك في نشرتنا الإخبارية اليومية لتصلك آخر الأخبار",
        None,
        "on 140 of 612 articles of أخبار.example, near the start, asks for a subscription",
    );
    (arabic.position, arabic.first_date) = ("start".into(), None);
    let reversed =
        block(Label::Ui, HOSTILE[8], None, "three words or fewer, on 19 hosts, between paragraphs");
    vec![long, read_also, hostile, arabic, reversed]
}

/// Recurring blocks that stay.
pub(crate) fn kept() -> Vec<Block> {
    let mut quote = block(
        Label::Repeat,
        "“We have not been told when the ferry will run again,” the harbour master said.",
        None,
        "stands in 1 story only: it is part of the article, not of the page",
    );
    (quote.decision, quote.stories, quote.hosts) = (Decision::Keep, 1, 7);
    (quote.removed, quote.bytes, quote.position) = (0, 0, "middle".into());
    quote.by_host = (1..=7).map(|i| (format!("paper{i:02}.example"), 8 - i)).collect();
    vec![quote]
}

/// Line breaks and all.
pub(crate) fn removals() -> Vec<Removal> {
    vec![
        Removal {
            id: "2024/a.jsonl.gz:17".into(),
            start: 1_204,
            end: 1_256,
            label: Label::Promo,
            reason: "the same line with 402 different endings on 412 of 431 articles of harbour-post.example".into(),
            block: Some("b082f4a1".into()),
            decided: true,
            text: "Read also: Council votes to close the old ferry pier".into(),
        },
        Removal {
            id: HOSTILE[2].into(),
            start: 0,
            end: 34,
            label: Label::Duphead,
            reason: "says what the headline says".into(),
            block: None,
            decided: false,
            text: format!("{}\n\u{2028}\u{202e}\0\t\"\\", HOSTILE[0]),
        },
    ]
}

/// A cluster as the page shows it.
#[derive(Clone)]
pub(crate) struct ClusterView {
    pub(crate) cluster: String,
    pub(crate) articles: usize,
    pub(crate) members: Vec<MemberView>,
}

/// An article of a cluster.
#[derive(Clone)]
pub(crate) struct MemberView {
    pub(crate) row: Duplicate,
    pub(crate) about: About,
}

fn member(id: &str, relation: Relation, jaccard: f64, containment: f64) -> MemberView {
    MemberView {
        row: Duplicate {
            id: id.into(),
            cluster: "c7f3a90e1".into(),
            representative: false,
            kept: relation == Relation::Version,
            duplicate_of: (relation != Relation::Version).then(|| "2024/a.jsonl.gz:3".into()),
            relation,
            jaccard,
            containment,
            recurring: false,
            article: "a00000000000000ff".into(),
            decided: false,
            earlier: None,
        },
        about: About {
            title: Some("Old ferry pier to close after council vote".into()),
            host: Some("tagblatt.example".into()),
            date: Some("2024-05-02".into()),
            url: Some("https://tagblatt.example/2024/05/02/pier".into()),
            lang: Some("en".into()),
        },
    }
}

/// Two clusters: an everyday one and a hostile one.
pub(crate) fn clusters() -> Vec<ClusterView> {
    let mut head = member("2024/a.jsonl.gz:3", Relation::Exact, 1.0, 1.0);
    (head.row.representative, head.row.kept, head.row.duplicate_of) = (true, true, None);
    head.about.title = Some("Council votes to close the old ferry pier".into());
    let mut far = member("2024/b.jsonl.gz:88", Relation::Contained, 0.412_5, 0.968);
    (far.row.duplicate_of, far.about.url) = (Some("2024/b.jsonl.gz:12".into()), None);
    let mut next = member("2024/d.jsonl.gz:7", Relation::Version, 0.610_3, 0.758);
    next.row.recurring = true;
    let members = vec![
        member("2024/b.jsonl.gz:12", Relation::Version, 0.551_2, 0.702_9),
        next,
        head.clone(),
        member("2024/c.txt", Relation::Exact, 1.0, 1.0),
        member("2024/d.jsonl.gz:9001", Relation::Near, 0.999_99, 0.999_99),
        far,
    ];
    let mut villain = member(HOSTILE[3], Relation::Near, 0.83, 0.91);
    (villain.about.title, villain.about.host) = (Some(HOSTILE[0].into()), Some(HOSTILE[1].into()));
    (villain.about.url, villain.about.date) = (Some("javascript:alert(1)".into()), None);
    villain.about.lang = Some("\" onload=alert(1)".into());
    head.about.title = None;
    vec![
        ClusterView { cluster: "c7f3a90e1".into(), articles: 6, members },
        ClusterView { cluster: HOSTILE[4].into(), articles: 41, members: vec![head, villain] },
    ]
}
