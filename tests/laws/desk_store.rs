//! A desk is a plain map, however often it is committed, merged, opened again or made smaller.

use crate::cases;
use copydesk::desk::tables::{TIMES as TABLE, Times as Sum};
use copydesk::desk::{Desk, Keeper, Origin, Rows, Terms};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// The row of a count, and back.
fn row(n: u64) -> Sum {
    Sum(n)
}

fn count(row: Sum) -> u64 {
    row.0
}

/// What is done to a desk.
#[derive(Debug, Clone)]
enum Step {
    /// A crawl: rows, and where its articles are from, as host and day.
    Add(BTreeMap<u64, u64>, Vec<(u32, u32)>),
    Commit,
    Compact,
    Reopen,
    Forget(u32, u32),
}

fn step() -> impl Strategy<Value = Step> {
    let keys = prop_oneof![0..40_u64, any::<u64>(), Just(u64::MAX)];
    let rows = prop::collection::btree_map(keys, 1..1000_u64, 0..60);
    let origins =
        prop::collection::vec((0..6_u32, prop_oneof![Just(0), 20_240_101..20_240_110_u32]), 0..12);
    prop_oneof![
        6 => (rows, origins).prop_map(|(rows, origins)| Step::Add(rows, origins)),
        3 => Just(Step::Commit),
        1 => Just(Step::Compact),
        1 => Just(Step::Reopen),
        1 => (20_240_101..20_240_105_u32, 0..6_u32).prop_map(|(day, host)| Step::Forget(day, host)),
    ]
}

/// What the desk should be: rows, and articles with host, day and record.
#[derive(Debug, Clone, Default)]
struct Plain {
    rows: BTreeMap<u64, u64>,
    articles: Vec<Option<(String, u32, Vec<u8>)>>,
}

impl Plain {
    fn forget(&mut self, day: u32, host: &str) {
        for article in &mut self.articles {
            article.take_if(|(h, d, _)| h == host || *d != 0 && *d < day);
        }
    }

    fn add(&mut self, keeper: &mut Keeper, rows: &BTreeMap<u64, u64>, origins: &[(u32, u32)]) {
        let mut draft = keeper.draft().unwrap();
        assert_eq!(draft.first_article() as usize, self.articles.len());
        let half = u64::MAX / 2;
        for part in [rows.range(..half), rows.range(half..)] {
            let mut encoded = Rows::new();
            part.for_each(|(key, n)| encoded.push(*key, &row(*n)));
            draft.rows(TABLE, &encoded).unwrap();
        }
        for (host, day) in origins {
            let name = format!("{host}.example");
            let record = vec![self.articles.len().to_le_bytes()[0]; 10 + 1000 * *host as usize];
            let origin = Origin { host: draft.host(&name), day: *day };
            draft.record(origin, &record).unwrap();
            self.articles.push(Some((name, *day, record)));
        }
        for (key, n) in rows {
            *self.rows.entry(*key).or_default() += n;
        }
        keeper.add(draft).unwrap();
    }

    fn check(&self, desk: &Desk) {
        let mut keys: Vec<u64> = (0..50).chain(self.rows.keys().copied()).collect();
        keys.sort_unstable();
        keys.dedup();
        let found: BTreeMap<u64, u64> =
            desk.find(TABLE, &keys).into_iter().map(|(key, row)| (key, count(row))).collect();
        assert_eq!(found, self.rows);
        assert!(self.rows.keys().all(|key| desk.holds(TABLE, *key)));
        assert_eq!(desk.articles() as usize, self.articles.len());
        let numbers: Vec<u32> = (0..desk.articles()).collect();
        let (records, origins) = (desk.records(&numbers), desk.origins(&numbers));
        for ((article, record), origin) in self.articles.iter().zip(records).zip(origins) {
            let there = article.clone().unwrap_or_default();
            assert_eq!(record, there.2);
            let host = origin.map(|from| desk.hosts()[from.host as usize].clone());
            assert_eq!(host.unwrap_or_default(), there.0);
            assert_eq!(origin.map_or(0, |from| from.day), there.1);
        }
        desk.check().unwrap();
    }
}

fn follow(dir: &Path, steps: &[Step]) {
    let terms = Terms::new();
    let (mut plain, mut durable) = (Plain::default(), Plain::default());
    let mut keeper = Keeper::open(dir, &terms).unwrap();
    for step in steps {
        match step {
            Step::Add(rows, origins) => plain.add(&mut keeper, rows, origins),
            Step::Commit => keeper.commit().unwrap(),
            Step::Compact => keeper.compact().unwrap(),
            Step::Forget(day, host) => {
                let host = format!("{host}.example");
                keeper.forget(*day, std::slice::from_ref(&host)).unwrap();
                plain.forget(*day, &host);
            }
            Step::Reopen => {
                drop(keeper);
                keeper = Keeper::open(dir, &terms).unwrap();
                plain = durable.clone();
            }
        }
        if !matches!(step, Step::Add(..)) {
            durable = plain.clone();
        }
        plain.check(&keeper.desk());
        durable.check(&Desk::open(dir, &terms).unwrap());
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn a_desk_is_a_plain_map(steps in prop::collection::vec(step(), 1..40)) {
        let dir = tempfile::tempdir().unwrap();
        follow(dir.path(), &steps);
    }
}
