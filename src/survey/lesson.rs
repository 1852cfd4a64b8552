//! What a crawl adds to a desk: the counts of its own articles, by key, host and day.
//!
//! Takes the tables of the survey, gives rows to a [`Draft`]. What the desk counted before is not counted again, nor a
//! story in which an article that is not counted has shown the key. A failure is remembered and told at the end: the
//! middle cannot fail.

use super::Listing;
use super::count::{FOOT, HEAD, Occurrence, PARTS, article, has_inner};
use super::roll::Roll;
use super::seen::Seen;
use super::stories::number;
use crate::desk::{Count, Draft, Packed, Refs, Row, Rows, Table, Tally};
use crate::error::{Error, Result};
use crate::spill::Partitions;
use rustc_hash::{FxHashMap, FxHashSet};

/// A draft that is being filled.
#[derive(Debug)]
pub struct Lesson {
    draft: Draft,
    /// The desk's number of each host of the crawl.
    hosts: Vec<u32>,
    /// By article of the crawl its number in the desk; none of what the desk knew.
    numbers: Vec<Option<u32>>,
    /// By article of the crawl the number of an article of its story.
    stories: Vec<u32>,
    failure: Option<Error>,
}

impl Lesson {
    /// Fills a draft from a crawl with these hosts.
    #[must_use]
    pub fn new(mut draft: Draft, listing: &Listing) -> Self {
        let hosts = listing.hosts.iter().map(|host| draft.host(host)).collect();
        Self { draft, hosts, numbers: Vec::new(), stories: Vec::new(), failure: None }
    }

    /// The number that the desk gives to a host of the crawl.
    #[must_use]
    pub fn host(&self, host: u32) -> u32 {
        self.hosts.get(host as usize).copied().unwrap_or(u32::MAX)
    }

    /// The number that an article of the crawl gets; `None` if the desk knew it before.
    #[must_use]
    pub fn number(&self, article: u32) -> Option<u32> {
        self.numbers.get(article as usize).copied().flatten()
    }

    /// The number of an article of its story.
    #[must_use]
    pub fn story(&self, article: u32) -> u32 {
        self.stories.get(article as usize).copied().unwrap_or_default()
    }

    /// Numbers the articles that are new. `told` are stories of the crawl that the desk has begun.
    pub(super) fn number_all(&mut self, roll: &Roll<'_>, told: &FxHashMap<u32, u32>) {
        let mut next = self.draft.first_article();
        let own = (0..number(roll.story_of.len())).take_while(|a| roll.is_own(*a));
        let mut first: FxHashMap<u32, u32> = told.clone();
        for article in own {
            let counts = roll.counts(article);
            self.numbers.push(counts.then_some(next));
            self.stories.push(*first.entry(roll.place(article).1).or_insert(next));
            next += u32::from(counts);
        }
    }

    /// Adds what finds articles again: rows of a key and, in the low half, an article of the crawl.
    pub fn refs(&mut self, into: Table<Refs>, table: &Partitions<[u64; 2]>) {
        let numbers = std::mem::take(&mut self.numbers);
        let refs = |rows: &[[u64; 2]]| {
            let mut made = Rows::new();
            for same in rows.chunk_by(|a, b| a[0] == b[0]) {
                let number = |row: &[u64; 2]| {
                    let article = usize::try_from(row[1] & u64::from(u32::MAX)).ok()?;
                    numbers.get(article).copied().flatten()
                };
                let mut new: Vec<u32> = same.iter().filter_map(number).collect();
                new.sort_unstable();
                new.dedup();
                if !new.is_empty() {
                    made.push(same[0][0], &Refs::new(new));
                }
            }
            made
        };
        table.each(refs, |rows| self.rows(into, &rows));
        self.numbers = numbers;
    }

    /// Adds rows, tables in the order of their numbers, rows in that of their keys.
    pub fn rows<R: Row>(&mut self, table: Table<R>, rows: &Rows<R>) {
        let added = self.draft.rows(table, rows);
        self.keep(added);
    }

    /// Adds the records of the next articles.
    pub fn records(&mut self, packed: &Packed) {
        let added = self.draft.records(packed);
        self.keep(added);
    }

    fn keep(&mut self, result: Result<()>) {
        if let Err(error) = result {
            self.failure.get_or_insert(error);
        }
    }

    /// The filled draft.
    ///
    /// # Errors
    /// The first failure, such as a full disk.
    pub fn finish(self) -> Result<Draft> {
        self.failure.map_or(Ok(self.draft), Err)
    }

    /// Adds the counts of all keys of a table, of those occurrences that are `wanted`.
    pub(super) fn tallies(
        &mut self,
        (into, table): (Table<Tally>, &Partitions<Occurrence>),
        roll: &Roll<'_>,
        wanted: impl Fn(&Occurrence) -> bool + Sync,
    ) {
        let hosts = std::mem::take(&mut self.hosts);
        let tally = |rows: &[Occurrence]| {
            let mut made = Rows::new();
            let mut counter = Counter { roll, hosts: &hosts, seen: Seen::default() };
            let mut group: Vec<Occurrence> = Vec::new();
            for all in rows.chunk_by(|a, b| a[0] == b[0]) {
                group.clear();
                group.extend(all.iter().filter(|o| wanted(o)));
                counter.tally(&group).into_iter().for_each(|tally| made.push(all[0][0], &tally));
            }
            made
        };
        table.each(tally, |rows| self.rows(into, &rows));
        self.hosts = hosts;
    }

    /// The counts of one key; `None` where no article counts.
    pub(super) fn tally(&self, group: &[Occurrence], roll: &Roll<'_>) -> Option<Tally> {
        Counter { roll, hosts: &self.hosts, seen: Seen::default() }.tally(group)
    }
}

struct Counter<'a> {
    roll: &'a Roll<'a>,
    hosts: &'a [u32],
    seen: Seen,
}

impl Counter<'_> {
    fn tally(&mut self, group: &[Occurrence]) -> Option<Tally> {
        self.seen.see(group, self.roll);
        if self.seen.counted.is_empty() {
            return None;
        }
        let counted = group.iter().filter(|o| self.roll.counts(article(o)));
        let mut counts: Vec<Count> = counted.map(|o| self.occurrence(o)).collect();
        let (mut last, mut told) = (None, FxHashSet::default());
        for &(host, story, a) in &self.seen.counted {
            let mut count = Count { articles: 1, ..self.place(a) };
            if last.replace((host, story)) != Some((host, story)) {
                count.local = u32::from(!self.seen.has_shown(host, story));
                count.stories = u32::from(!self.seen.has_told(story) && told.insert(story));
            }
            counts.push(count);
        }
        Some(Tally::new(counts))
    }

    fn place(&self, article: u32) -> Count {
        let (host, _) = self.roll.place(article);
        let host = self.hosts.get(host as usize).copied().unwrap_or(u32::MAX);
        Count { host, day: self.roll.day(article), ..Count::default() }
    }

    fn occurrence(&self, o: &Occurrence) -> Count {
        let is = |part: u8| u32::from(o[1] & PARTS == u64::from(part));
        Count {
            occurrences: 1,
            head: is(HEAD),
            foot: is(FOOT),
            inner: u32::from(has_inner(o)),
            ..self.place(article(o))
        }
    }
}
