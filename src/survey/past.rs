//! What a desk knows of a crawl, as the survey asks for it.
//!
//! Takes a [`Desk`] and the crawl's own numbers of hosts and articles, gives tallies in these numbers. Never changes the
//! desk.

use super::Listing;
use super::stories::number;
use crate::desk::{Desk, Row, Table, Tally};
use rustc_hash::FxHashMap;

/// A desk, seen from one crawl.
#[derive(Debug)]
pub struct Past<'a> {
    /// The desk.
    pub desk: &'a Desk,
    /// By article of the crawl: whether the desk has counted it.
    pub known: &'a [bool],
    /// The crawl's number of each host of the desk that it has too.
    hosts: FxHashMap<u32, u32>,
    /// Hosts of the crawl.
    own: u32,
}

impl<'a> Past<'a> {
    /// A desk seen from a crawl with these hosts, of which it knows some articles.
    #[must_use]
    pub fn new(desk: &'a Desk, known: &'a [bool], listing: &Listing) -> Self {
        let numbered = listing.hosts.iter().zip(0_u32..);
        let hosts = numbered.filter_map(|(host, n)| Some((desk.host(host)?, n))).collect();
        Self { desk, known, hosts, own: number(listing.hosts.len()) }
    }

    /// The crawl's number of a host of the desk; one that it has not gets a number behind all others.
    pub(super) fn host(&self, of_desk: u32) -> u32 {
        let stranger = || self.own.saturating_add(of_desk);
        self.hosts.get(&of_desk).copied().unwrap_or_else(stranger)
    }

    /// Whether a host of the crawl, and not one of the desk alone.
    pub(super) fn is_own(&self, host: u32) -> bool {
        host < self.own
    }

    /// What stands under these keys, which ascend, each once.
    pub(super) fn find<R: Row>(&self, table: Table<R>, keys: &[u64]) -> Vec<(u64, R)> {
        let may_be: Vec<u64> =
            keys.iter().copied().filter(|key| self.desk.holds(table, *key)).collect();
        if may_be.is_empty() { Vec::new() } else { self.desk.find(table, &may_be) }
    }

    /// The counts of a key on one host of the crawl.
    pub(super) fn on_host(&self, tally: &Tally, host: u32) -> u32 {
        let own = tally.counts().iter().filter(|c| self.host(c.host) == host);
        own.fold(0, |sum, c| sum.saturating_add(c.articles))
    }
}

/// Goes through ascending rows along with ascending keys.
pub(super) struct Along<'a, R>(&'a [(u64, R)]);

impl<'a, R> Along<'a, R> {
    pub(super) fn new(rows: &'a [(u64, R)]) -> Self {
        Self(rows)
    }

    /// The row of a key, none lower than any asked before.
    pub(super) fn at(&mut self, key: u64) -> Option<&'a R> {
        let before = self.0.iter().take_while(|row| row.0 < key).count();
        self.0 = &self.0[before..];
        self.0.first().filter(|row| row.0 == key).map(|row| &row.1)
    }
}
