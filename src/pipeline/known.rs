//! Which articles of a crawl a desk has met before.
//!
//! Takes the articles as they were read, gives [`Acquaintance`]. An article is told by its content: host, date and all of
//! its words. So a crawl that is learned twice counts once, whatever its files are called.

use super::learn::Learned;
use crate::desk::{Desk, Record, Refs, mixed, tables};
use rustc_hash::FxHashSet;

/// Articles in memory at a time.
const PIECE: usize = 2048;

/// What a desk has met of a crawl.
#[derive(Debug, Default)]
pub(super) struct Acquaintance {
    /// By article, whether the desk has it.
    pub(super) known: Vec<bool>,
    /// Numbers in the desk of articles that stand in the crawl under the same id: no copies, but the article itself.
    pub(super) twins: FxHashSet<u32>,
    /// Articles of the crawl that the desk has under the same id and that were kept.
    pub(super) kept: FxHashSet<u32>,
}

/// The number by which a desk tells an article.
pub(super) fn identity(learned: &Learned, article: u32) -> u64 {
    let (name, date) = (learned.names[article as usize], learned.listing.dates[article as usize]);
    mixed(name ^ mixed(u64::from(date)))
}

impl Acquaintance {
    /// What the desk has of these articles. O(articles) look-ups; those it has are read.
    pub(super) fn new(learned: &Learned, desk: &Desk) -> Self {
        let mut all = Self { known: vec![false; learned.ids.len()], ..Self::default() };
        let mut asked: Vec<(u64, u32)> =
            (0..super::number(learned.ids.len())).map(|i| (identity(learned, i), i)).collect();
        asked.sort_unstable();
        let mut keys: Vec<u64> = asked.iter().map(|asked| asked.0).collect();
        keys.dedup();
        let found: Vec<(u64, Refs)> = desk.find(tables::IDENTITIES, &keys);
        let mut met: Vec<(u32, u32)> = Vec::new();
        for (key, refs) in &found {
            let start = asked.partition_point(|asked| asked.0 < *key);
            for (_, article) in asked[start..].iter().take_while(|asked| asked.0 == *key) {
                all.known[*article as usize] = true;
                met.extend(refs.numbers().iter().map(|number| (*number, *article)));
            }
        }
        met.sort_unstable();
        for piece in met.chunks(PIECE) {
            all.meet(piece, learned, desk);
        }
        all
    }

    /// Looks at articles of the desk, each with one of the crawl.
    fn meet(&mut self, met: &[(u32, u32)], learned: &Learned, desk: &Desk) {
        let mut numbers: Vec<u32> = met.iter().map(|met| met.0).collect();
        numbers.dedup();
        let records = desk.records(&numbers);
        for (number, article) in met {
            let record =
                numbers.binary_search(number).ok().and_then(|at| Record::decode(&records[at]));
            let Some(about) = record.map(|r| r.about) else { continue };
            if about.id == learned.ids.get(*article) {
                self.twins.insert(*number);
                if about.copy_of.is_none() {
                    self.kept.insert(*article);
                }
            }
        }
    }
}
