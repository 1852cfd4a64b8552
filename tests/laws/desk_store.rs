//! A desk is a plain map, however often it is committed, merged, opened again or made smaller.

use crate::cases;
use copydesk::desk::tables::LINES as TABLE;
use copydesk::desk::{self, Count, Desk, Keeper, Origin, Rows, Tally, Terms};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A row: how often, where and when.
fn row(articles: u32, (host, day): (u32, u32)) -> Tally {
    Tally::new(vec![Count { host, day, articles, ..Count::default() }])
}

/// What is done to a desk.
#[derive(Debug, Clone)]
enum Step {
    /// A crawl: rows, and where its articles are from, as host and day.
    Add(BTreeMap<u64, u32>, Vec<(u32, u32)>),
    Commit,
    Compact,
    Reopen,
    Forget(u32, u32),
}

fn step() -> impl Strategy<Value = Step> {
    let keys = prop_oneof![0..40_u64, any::<u64>(), Just(u64::MAX)];
    let rows = prop::collection::btree_map(keys, 1..1000_u32, 0..60);
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
    /// By key, number of the host, and day.
    rows: BTreeMap<(u64, u32, u32), u32>,
    hosts: BTreeMap<String, u32>,
    articles: Vec<Option<(String, u32, Vec<u8>)>>,
}

impl Plain {
    fn forget(&mut self, day: u32, host: &str) {
        for article in &mut self.articles {
            article.take_if(|(h, d, _)| h == host || *d != 0 && *d < day);
        }
        let number = self.hosts.remove(host);
        self.rows.retain(|(_, h, d), _| Some(*h) != number && (*d == 0 || *d >= day));
    }

    /// A crawl; its rows stand where its first article is from.
    fn add(&mut self, keeper: &mut Keeper, rows: &BTreeMap<u64, u32>, origins: &[(u32, u32)]) {
        let mut draft = keeper.draft().unwrap();
        assert_eq!(draft.first_article() as usize, self.articles.len());
        let name = |host: u32| format!("{host}.example");
        let place = origins.first().map_or((u32::MAX, 0), |at| (draft.host(&name(at.0)), at.1));
        let half = u64::MAX / 2;
        for part in [rows.range(..half), rows.range(half..)] {
            let mut encoded = Rows::new();
            part.for_each(|(key, n)| encoded.push(*key, &row(*n, place)));
            draft.rows(TABLE, &encoded).unwrap();
        }
        for &(host, day) in origins {
            let record = vec![self.articles.len().to_le_bytes()[0]; 10 + 1000 * host as usize];
            let origin = Origin { host: draft.host(&name(host)), day };
            draft.record(origin, &record).unwrap();
            self.articles.push(Some((name(host), day, record)));
            self.hosts.insert(name(host), origin.host);
        }
        for (key, n) in rows {
            *self.rows.entry((*key, place.0, place.1)).or_default() += n;
        }
        keeper.add(draft).unwrap();
    }

    fn keys(&self) -> impl Iterator<Item = u64> {
        self.rows.keys().map(|(key, _, _)| *key)
    }

    fn check(&self, desk: &Desk) {
        let mut keys: Vec<u64> = (0..50).chain(self.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut found = BTreeMap::new();
        for (key, tally) in desk.find(TABLE, &keys) {
            found.extend(tally.counts().iter().map(|c| ((key, c.host, c.day), c.articles)));
        }
        assert_eq!(found, self.rows);
        assert!(self.keys().all(|key| desk.holds(TABLE, key)));
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

fn follow(dir: &Path, steps: &[Step]) -> Plain {
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
    drop(keeper);
    desk::verify(dir).unwrap();
    durable
}

/// The desk as JSON Lines.
fn exported(dir: &Path) -> Vec<u8> {
    let mut out = Vec::new();
    desk::export(dir, &mut out).unwrap();
    out
}

/// All files of a desk but the lock.
fn files(dir: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(dir).sort_by_file_name().into_iter().map(|e| e.unwrap());
    let files = files.filter(|e| e.file_type().is_file() && e.file_name() != "lock");
    files.map(walkdir::DirEntry::into_path).collect()
}

/// A desk of two volumes with decisions.
fn small(dir: &Path) -> Plain {
    let mut plain = Plain::default();
    let mut keeper = Keeper::open(dir, &Terms::new()).unwrap();
    for crawl in 1..3 {
        let rows = (1..400).map(|n| (u64::from(n * n * crawl), n)).collect();
        plain.add(&mut keeper, &rows, &[(1, 20_240_101), (2, 0), (1, 20_240_102)]);
        keeper.decide("{\"a\":1}\n".to_owned());
        keeper.commit().unwrap();
    }
    plain
}

#[test]
fn a_crawl_that_adds_nothing_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let plain = small(dir.path());
    let bytes = |dir: &Path| files(dir).iter().map(|f| fs::read(f).unwrap()).collect::<Vec<_>>();
    let before = bytes(dir.path());
    let mut keeper = Keeper::open(dir.path(), &Terms::new()).unwrap();
    let draft = keeper.draft().unwrap();
    keeper.add(draft).unwrap();
    keeper.commit().unwrap();
    assert_eq!(keeper.forget(20_240_101, &["nobody.example".to_owned()]).unwrap().articles, 0);
    plain.check(&keeper.desk());
    drop(keeper);
    assert_eq!(bytes(dir.path()), before);
}

#[test]
fn what_a_killed_writer_left_is_swept_away() {
    let dir = tempfile::tempdir().unwrap();
    let plain = small(dir.path());
    let before = files(dir.path());
    let left = [
        "volumes/000099.vol",
        "volumes/draft-0.part",
        "catalogue.json.part",
        "decisions-000077.jsonl",
    ];
    for name in left {
        fs::write(dir.path().join(name), "half").unwrap();
    }
    plain.check(&Desk::open(dir.path(), &Terms::new()).unwrap());
    assert_eq!(desk::inspect(dir.path()).unwrap().leftovers.len(), left.len());
    let keeper = Keeper::open(dir.path(), &Terms::new()).unwrap();
    assert_eq!(files(dir.path()), before);
    plain.check(&keeper.desk());
}

#[test]
fn one_writes_and_others_read() {
    let dir = tempfile::tempdir().unwrap();
    let plain = small(dir.path());
    let mut keeper = Keeper::open(dir.path(), &Terms::new()).unwrap();
    let refused = Keeper::open(dir.path(), &Terms::new()).unwrap_err().to_string();
    assert!(refused.contains("is being written by another process"), "{refused}");
    assert!(desk::inspect(dir.path()).unwrap().is_being_written);
    let reader = Desk::open(dir.path(), &Terms::new()).unwrap();
    keeper.compact().unwrap();
    keeper.forget(20_240_102, &[]).unwrap();
    // On Windows an open file keeps its name for a while; what it holds is the same.
    plain.check(&reader);
    drop(keeper);
    assert!(!desk::inspect(dir.path()).unwrap().is_being_written);
}

#[test]
fn terms_that_differ_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let terms = |pairs: &[(&str, &str)]| -> Terms {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    Keeper::open(dir.path(), &terms(&[("a", "1"), ("b", "2")])).unwrap();
    let told = Desk::open(dir.path(), &terms(&[("a", "3"), ("c", "4")])).unwrap_err().to_string();
    for part in
        ["with a = 1, this run has 3", "with b = 2, this run has none", "c = none, this run has 4"]
    {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn what_is_no_desk_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("mine.txt"), "").unwrap();
    let told = Keeper::open(dir.path(), &Terms::new()).unwrap_err().to_string();
    assert!(told.contains("mine.txt"), "{told}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    let told = Desk::open(dir.path(), &Terms::new()).unwrap_err().to_string();
    assert!(told.contains("is no desk"), "{told}");
}

#[test]
fn drafts_are_added_in_turn() {
    let dir = tempfile::tempdir().unwrap();
    let mut keeper = Keeper::open(dir.path(), &Terms::new()).unwrap();
    let (mut first, mut second) = (keeper.draft().unwrap(), keeper.draft().unwrap());
    for draft in [&mut first, &mut second] {
        draft.record(Origin::default(), b"a").unwrap();
    }
    keeper.add(first).unwrap();
    assert!(keeper.add(second).unwrap_err().to_string().contains("in turn"));
    let mut rows = Rows::new();
    rows.push(2, &row(1, (0, 0)));
    rows.push(1, &row(1, (0, 0)));
    let mut draft = keeper.draft().unwrap();
    assert!(draft.rows(TABLE, &rows).unwrap_err().to_string().contains("ascend"));
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn an_export_is_the_same_desk(steps in prop::collection::vec(step(), 1..12)) {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("from"), dir.path().join("to"));
        let plain = follow(&from, &steps);
        let lines = exported(&from);
        desk::import(&to, &lines[..]).unwrap();
        prop_assert_eq!(exported(&to), lines.clone());
        plain.check(&Desk::open(&to, &Terms::new()).unwrap());
        desk::verify(&to).unwrap();
        let cut = &lines[..lines.len() - 1 - lines.len() / 3];
        prop_assert!(desk::import(&dir.path().join("cut"), cut).is_err());
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn every_damage_is_found(place in any::<prop::sample::Index>(), bit in 0..9_u8) {
        let dir = tempfile::tempdir().unwrap();
        let plain = small(dir.path());
        let files = files(dir.path());
        let sizes = files.iter().flat_map(|f| (0..fs::metadata(f).unwrap().len()).map(move |at| (f, at)));
        let places: Vec<(&PathBuf, u64)> = sizes.collect();
        let (file, at) = places[place.index(places.len())];
        let mut bytes = fs::read(file).unwrap();
        let at = usize::try_from(at).unwrap();
        match bit {
            8 => bytes.truncate(at),
            bit => bytes[at] ^= 1 << bit,
        }
        fs::write(file, bytes).unwrap();
        prop_assert!(desk::verify(dir.path()).is_err(), "{}: {at}", file.display());
        if let Ok(desk) = Desk::open(dir.path(), &Terms::new()) {
            let mut keys: Vec<u64> = plain.keys().collect();
            keys.dedup();
            let found = desk.find(TABLE, &keys).len();
            let records = desk.records(&[0, 1, 2, 3, 4, 5]).concat().len();
            prop_assert!(desk.check().is_err() || found == keys.len() && records > 0);
        }
        if let Ok(mut keeper) = Keeper::open(dir.path(), &Terms::new()) {
            let _ = keeper.compact();
        }
    }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn a_desk_is_a_plain_map(steps in prop::collection::vec(step(), 1..40)) {
        let dir = tempfile::tempdir().unwrap();
        follow(dir.path(), &steps);
    }
}
