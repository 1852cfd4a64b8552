//! Articles of a desk that tell a story of the crawl: an earlier copy, or an earlier state of the page.
//!
//! Takes the signed articles of the crawl and the desk, gives [`Guests`], numbered behind the articles of the crawl. They
//! are compared as articles of one crawl are (see `stories` and `crawls`), and never counted.

use super::count::Counts;
use super::past::Past;
use super::roll::Roll;
use super::sightings::{Notes, Sightings};
use super::stories::{self, Lead, Signatures, number};
use super::{Listing, crawls};
use crate::article::ArticleId;
use crate::cluster::Forest;
use crate::desk::{Record, Refs, Tally, mixed, tables};
use crate::shingle::Overlap;
use crate::spill::{Articles, Partitions};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Articles of the desk that one of the crawl is compared with, at most.
const TRIES: usize = 16;
/// Articles of the desk that are in memory at a time.
const PIECE: usize = 2048;

/// What finds the articles of a story again: keys with articles of the crawl.
pub(super) type Leads = Partitions<[u64; 2]>;

/// The articles of a desk that tell stories of the crawl on.
#[derive(Debug, Default)]
pub(super) struct Guests {
    /// By guest: host, date and story, the latter in the numbers of the desk.
    about: Vec<(u32, u32, u32)>,
    /// Articles of the crawl, each with a guest of its story.
    joins: Vec<(u32, u32)>,
}

/// The keys of all articles, for this crawl and for the desk.
pub(super) fn leads(signed: &Signatures, sightings: &Sightings) -> Leads {
    let table = Partitions::new(&sightings.scratch, sightings.scratch.share(16));
    let mut rows: Vec<[u64; 2]> = Vec::new();
    signed.each_lead(|article, lead| {
        rows.push([key(lead), u64::from(article)]);
        if rows.len() >= 1 << 14 {
            table.extend(&rows);
            rows.clear();
        }
    });
    table.extend(&rows);
    table
}

/// The key of a lead. They are told apart by the first bits of what is mixed.
fn key(lead: Lead) -> u64 {
    match lead {
        Lead::Name(name) => mixed(name ^ 1),
        Lead::Page(page) => mixed(page ^ 2),
        Lead::Band(band, key) => mixed((band as u64 + 3) << 32 | u64::from(key)),
    }
}

/// All that is asked while guests are looked for.
pub(super) struct Search<'a, A: ?Sized> {
    pub(super) articles: &'a A,
    pub(super) listing: &'a Listing,
    pub(super) rough: &'a Counts,
    pub(super) signed: &'a Signatures,
    pub(super) past: &'a Past<'a>,
    /// By number of a host here its key.
    pub(super) host_keys: &'a [u64],
}

impl<A: Articles + ?Sized> Search<'_, A> {
    /// Finds the guests, and takes note of what stands in them. O(leads + candidates).
    pub(super) fn guests(&self, leads: &Leads, sightings: &Sightings) -> Guests {
        let candidates = self.candidates(leads);
        let mut guests = Guests::default();
        let mut of_one = candidates.chunk_by(|a, b| a.0 == b.0).peekable();
        while of_one.peek().is_some() {
            let piece: Vec<&[(u32, u32)]> = of_one.by_ref().take(PIECE).collect();
            let numbers: Vec<u32> = piece.iter().map(|of_one| of_one[0].0).collect();
            let records = self.past.desk.records(&numbers);
            let records: Vec<Option<Record>> =
                records.par_iter().map(|bytes| Record::decode(bytes)).collect();
            let common = self.common(&records);
            let asked: Vec<(&Record, &[(u32, u32)])> =
                records.iter().zip(piece).filter_map(|(r, p)| Some((r.as_ref()?, p))).collect();
            let told: Vec<Vec<u32>> =
                asked.par_iter().map(|(record, with)| self.told(record, with, &common)).collect();
            for ((record, _), told) in asked.iter().zip(told).filter(|(_, told)| !told.is_empty()) {
                self.take(record, &told, &mut guests, sightings);
            }
        }
        guests
    }

    /// Articles of the desk with those of the crawl that share most leads with them, ascending.
    fn candidates(&self, leads: &Leads) -> Vec<(u32, u32)> {
        let mut met: Vec<(u32, u32)> = Vec::new();
        let look_up = |rows: &[[u64; 2]]| {
            let groups: Vec<&[[u64; 2]]> = rows.chunk_by(|a, b| a[0] == b[0]).collect();
            let keys: Vec<u64> = groups.iter().map(|group| group[0][0]).collect();
            let found: Vec<(u64, Refs)> = self.past.find(tables::STORIES, &keys);
            let mut met = Vec::new();
            for (key, refs) in &found {
                let group = groups.binary_search_by_key(key, |group| group[0][0]);
                for row in group.iter().flat_map(|i| groups[*i]) {
                    let article = u32::try_from(row[1]).unwrap_or(u32::MAX);
                    met.extend(refs.numbers().iter().map(|number| (article, *number)));
                }
            }
            met
        };
        leads.each(look_up, |more| met.extend(more));
        met.par_sort_unstable();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for of_article in met.chunk_by(|a, b| a.0 == b.0) {
            let mut shared: Vec<(usize, u32)> =
                of_article.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0].1)).collect();
            // The latest of equal ones: a page that grows is most like its last state.
            shared.sort_unstable_by(|a, b| b.cmp(a));
            pairs.extend(shared.iter().take(TRIES).map(|(_, number)| (*number, of_article[0].0)));
        }
        pairs.par_sort_unstable();
        pairs
    }

    /// In how many articles of their hosts the blocks of these articles stand.
    fn common(&self, records: &[Option<Record>]) -> FxHashMap<u64, Tally> {
        let all = records.iter().flatten().flat_map(|r| &r.article.blocks);
        let unknown = |key: &u64| self.rough.number(*key).is_none();
        let mut keys: Vec<u64> = all.map(|block| block.fingerprint).filter(unknown).collect();
        keys.par_sort_unstable();
        keys.dedup();
        self.past.find(tables::LINES, &keys).into_iter().collect()
    }

    /// The articles of the crawl of which a record is one story.
    fn told(
        &self,
        record: &Record,
        with: &[(u32, u32)],
        common: &FxHashMap<u64, Tally>,
    ) -> Vec<u32> {
        let host = self.past.host(record.about.host);
        let on_host = |fingerprint: u64| match common.get(&fingerprint) {
            Some(tally) => self.past.on_host(tally, host),
            None => stories::common(self.rough, fingerprint, host),
        };
        let own = stories::set(&mut record.article.clone(), on_host);
        let page =
            self.host_keys.get(host as usize).map_or(0, |key| crawls::page(&record.article, *key));
        let is_told = |article: &u32| {
            let here = self.listing.host_of[*article as usize];
            let rare = |fingerprint| stories::common(self.rough, fingerprint, here);
            let mut other = self.articles.get(ArticleId(*article));
            let set = stories::set(&mut other, rare);
            stories::close(&Overlap::of(&own, &set))
                || page != 0
                    && page == self.signed.page(*article)
                    && crawls::close(
                        &crawls::prose(&mut record.article.clone()),
                        &crawls::prose(&mut other),
                    )
        };
        with.iter().map(|pair| pair.1).filter(is_told).collect()
    }

    fn take(&self, record: &Record, told: &[u32], guests: &mut Guests, sightings: &Sightings) {
        let guest = number(self.listing.host_of.len() + guests.about.len());
        guests.joins.extend(told.iter().map(|article| (*article, guest)));
        let about = &record.about;
        guests.about.push((self.past.host(about.host), about.day, about.story));
        let mut notes = Notes::default();
        notes.add(0, &record.article);
        sightings.extend(guest, notes);
    }
}

impl Guests {
    /// The numbering with the guests: their hosts and dates, and the stories of all.
    pub(super) fn numbering(&self, listing: &Listing, story_of: &[u32]) -> (Listing, Vec<u32>) {
        let mut with = listing.clone();
        with.host_of.extend(self.about.iter().map(|about| about.0));
        with.dates.extend(self.about.iter().map(|about| about.1));
        if self.about.is_empty() {
            return (with, story_of.to_vec());
        }
        let n = story_of.len();
        let mut forest = Forest::new(n + self.about.len());
        story_of.iter().zip(0..).for_each(|(story, i)| forest.join(i, *story));
        self.joins.iter().for_each(|(article, guest)| forest.join(*article, *guest));
        let mut first: FxHashMap<u32, u32> = FxHashMap::default();
        for (guest, about) in (number(n)..).zip(&self.about) {
            forest.join(*first.entry(about.2).or_insert(guest), guest);
        }
        (with, (0..number(n + self.about.len())).map(|i| forest.root(i)).collect())
    }

    /// By story of the crawl the story of the desk that it tells on.
    pub(super) fn told(&self, roll: &Roll<'_>) -> FxHashMap<u32, u32> {
        let mut told: FxHashMap<u32, u32> = FxHashMap::default();
        for (guest, about) in self.numbered(roll) {
            let story = told.entry(roll.place(guest).1).or_insert(about.2);
            *story = about.2.min(*story);
        }
        told
    }

    /// By story of the desk that of the crawl.
    pub(super) fn stories(&self, roll: &Roll<'_>) -> FxHashMap<u32, u32> {
        self.numbered(roll).map(|(guest, about)| (about.2, roll.place(guest).1)).collect()
    }

    /// Host and story of what the desk had shown before.
    pub(super) fn shown(&self, roll: &Roll<'_>) -> FxHashSet<(u32, u32)> {
        self.numbered(roll).map(|(guest, _)| roll.place(guest)).collect()
    }

    fn numbered(&self, roll: &Roll<'_>) -> impl Iterator<Item = (u32, &(u32, u32, u32))> {
        let n = roll.story_of.len() - self.about.len();
        (number(n)..).zip(&self.about)
    }
}
