//! Counting keys: in how many articles, stories and on how many hosts each stands.
//!
//! Takes tables of [`Occurrence`]s, and what a desk has counted before, gives [`Counts`]. Never knows what a key means.

use super::past::Along;
use super::roll::Roll;
use super::seen::Seen;
use super::stories::number;
use crate::desk::{Table, Tally};
use crate::spill::Partitions;
use serde::{Deserialize, Serialize};

/// A key, and who shows it where: see [`occurrence`].
pub(super) type Occurrence = [u64; 2];

/// A key in an article, and in which part of the article: [`HEAD`], [`BODY`] or [`FOOT`], with [`INNER`] and [`ALONE`]
/// added. Occurrences of a key sort by article.
pub(super) fn occurrence(key: u64, article: u32, part: u8) -> Occurrence {
    [key, u64::from(article) << PLACE | u64::from(part)]
}

/// Bits of an occurrence below its article.
pub(super) const PLACE: u32 = 8;

/// The article of an occurrence.
pub(super) fn article(o: &Occurrence) -> u32 {
    u32::try_from(o[1] >> PLACE).unwrap_or(u32::MAX)
}

/// Whether it stands between two blocks of prose.
pub(super) fn has_inner(o: &Occurrence) -> bool {
    o[1] & u64::from(INNER) > 0
}

/// Elsewhere.
pub(super) const BODY: u8 = 0;
/// Among the first three blocks.
pub(super) const HEAD: u8 = 1;
/// Among the last three blocks.
pub(super) const FOOT: u8 = 2;

/// Between two blocks of prose: added to the part.
pub(super) const INNER: u8 = 4;
/// A sentence that is a line: added to the part.
pub(super) const ALONE: u8 = 8;
/// What tells the parts apart.
pub(super) const PARTS: u64 = 3;

/// The part of an article of `n` blocks that block `i` stands in.
pub(super) fn part(i: usize, n: usize) -> u8 {
    match i {
        _ if i + 3 >= n && 2 * i >= n => FOOT,
        0..3 => HEAD,
        _ => BODY,
    }
}

/// Where one key stands in the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stand {
    /// Articles with it.
    pub articles: u32,
    /// Stories with it: copies of one article count once.
    pub stories: u32,
    /// Hosts with it.
    pub hosts: u32,
    /// Times it stands anywhere.
    pub occurrences: u32,
    /// Times it stands among the first three blocks.
    pub head: u32,
    /// Times it stands among the last three blocks.
    pub foot: u32,
    /// Times it stands between two blocks of prose.
    pub inner: u32,
    /// Earliest date as YYYYMMDD, 0 if unknown.
    pub first_date: u32,
    /// Latest date.
    pub last_date: u32,
    /// First article with it.
    pub first: u32,
}

/// Where one key stands on one host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Local {
    /// Articles of the host with it.
    pub articles: u32,
    /// Stories of the host with it.
    pub stories: u32,
}

/// Counts of keys, which are hashes. Keys are numbered from 0 in ascending order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    keys: Vec<u64>,
    stands: Vec<Stand>,
    /// For each number where its hosts end in `hosts`.
    ends: Vec<u32>,
    /// The hosts of each key, ascending.
    hosts: Vec<(u32, Local)>,
    /// By the first bits of a key: where the numbers of the keys with these begin.
    index: Vec<u32>,
}

/// Articles of a key's occurrences that count, up to `enough`.
pub(super) fn articles(group: &[Occurrence], roll: &Roll<'_>, enough: usize) -> u32 {
    let each = group.chunk_by(|a, b| article(a) == article(b));
    number(each.filter(|of_one| roll.counts(article(&of_one[0]))).take(enough).count())
}

impl Counts {
    /// Counts the keys of the crawl that stand in two articles or more, those of the desk among them. O(rows log rows).
    pub(super) fn of(
        table: &Partitions<Occurrence>,
        roll: &Roll<'_>,
        earlier: impl Fn(&[u64]) -> Vec<(u64, Tally)> + Sync,
    ) -> Self {
        Self::with(table, roll, |groups| {
            let keys: Vec<u64> = groups.iter().map(|group| group[0][0]).collect();
            let past = earlier(&keys);
            let mut past = Along::new(&past);
            let with_past = |group: &&[Occurrence]| past.at(group[0][0]).cloned();
            let tallies: Vec<Option<Tally>> = groups.iter().map(with_past).collect();
            let repeats = |(group, past): &(&&[Occurrence], Option<Tally>)| {
                past.as_ref().map_or(0, Tally::articles) + articles(group, roll, 2) >= 2
            };
            groups.iter().zip(tallies).filter(repeats).map(|(g, past)| (*g, past)).collect()
        })
    }

    /// Counts the keys that `choose` takes of many, each with what the desk has of it.
    pub(super) fn with(
        table: &Partitions<Occurrence>,
        roll: &Roll<'_>,
        choose: impl for<'g> Fn(&[&'g [Occurrence]]) -> Vec<(&'g [Occurrence], Option<Tally>)> + Sync,
    ) -> Self {
        let counted = |rows: &[Occurrence]| {
            let mut part = Self::default();
            let mut seen = Seen::default();
            let own = |group: &&[Occurrence]| roll.is_own(article(&group[0]));
            let groups: Vec<&[Occurrence]> =
                rows.chunk_by(|a, b| a[0] == b[0]).filter(own).collect();
            for (group, past) in choose(&groups) {
                part.add(group, past.as_ref(), roll, &mut seen);
            }
            part
        };
        let mut counts = Self::default();
        table.each(counted, |part| counts.append(part));
        counts.index = index(&counts.keys);
        counts
    }

    /// Puts keys behind these that are all higher.
    fn append(&mut self, part: Self) {
        let before = number(self.hosts.len());
        self.keys.extend(part.keys);
        self.stands.extend(part.stands);
        self.ends.extend(part.ends.into_iter().map(|end| before + end));
        self.hosts.extend(part.hosts);
    }

    fn add(
        &mut self,
        group: &[Occurrence],
        past: Option<&Tally>,
        roll: &Roll<'_>,
        seen: &mut Seen,
    ) {
        seen.see(group, roll);
        let start = self.hosts.len();
        let mut stand = self.by_host(seen);
        let counted = || group.iter().filter(|o| roll.counts(article(o)));
        let count =
            |test: &dyn Fn(&Occurrence) -> bool| number(counted().filter(|o| test(o)).count());
        stand.occurrences = count(&|_| true);
        stand.head = count(&|o| o[1] & PARTS == u64::from(HEAD));
        stand.foot = count(&|o| o[1] & PARTS == u64::from(FOOT));
        stand.inner = count(&has_inner);
        stand.first = article(&group[0]);
        let dates = seen.counted.iter().map(|s| roll.day(s.2)).filter(|d| *d > 0);
        stand.first_date = dates.clone().min().unwrap_or(0);
        stand.last_date = dates.max().unwrap_or(0);
        stand.stories = seen.stories();
        if let Some(past) = past {
            self.add_past(past, start, &mut stand, roll);
        }
        self.keys.push(group[0][0]);
        self.stands.push(stand);
        self.ends.push(number(self.hosts.len()));
    }

    fn by_host(&mut self, seen: &Seen) -> Stand {
        let mut stand = Stand::default();
        for of_host in seen.counted.chunk_by(|a, b| a.0 == b.0) {
            let articles = number(of_host.len());
            let mut stories = of_host.chunk_by(|a, b| a.1 == b.1);
            let stories = stories.by_ref().filter(|s| !seen.has_shown(s[0].0, s[0].1)).count();
            self.hosts.push((of_host[0].0, Local { articles, stories: number(stories) }));
            stand.articles += articles;
            stand.hosts += 1;
        }
        stand
    }

    /// Adds what the desk has of the key whose hosts begin at `start`.
    fn add_past(&mut self, past: &Tally, start: usize, stand: &mut Stand, roll: &Roll<'_>) {
        for of_host in past.by_host() {
            let host = roll.past.map_or(0, |past| past.host(of_host[0].host));
            let mut local = Local::default();
            for c in of_host {
                local.articles += c.articles;
                local.stories += c.local;
                stand.articles += c.articles;
                stand.stories += c.stories;
                stand.occurrences += c.occurrences;
                stand.head += c.head;
                stand.foot += c.foot;
                stand.inner += c.inner;
                let known = stand.first_date > 0 && c.day > 0;
                stand.first_date =
                    if known { stand.first_date.min(c.day) } else { stand.first_date.max(c.day) };
                stand.last_date = stand.last_date.max(c.day);
            }
            let known = self.hosts[start..].iter_mut().find(|(known, _)| *known == host);
            if let Some((_, sum)) = known {
                sum.articles += local.articles;
                sum.stories += local.stories;
                continue;
            }
            stand.hosts += 1;
            if roll.past.is_some_and(|past| past.is_own(host)) {
                self.hosts.push((host, local));
            }
        }
        // What was forgotten may have been a story's first.
        stand.stories = stand.stories.max(1);
        self.hosts[start..].sort_unstable_by_key(|host| host.0);
        for (_, local) in &mut self.hosts[start..] {
            local.stories = local.stories.max(1);
        }
    }

    /// The number of a key, if it was counted. O(1).
    #[must_use]
    pub fn number(&self, key: u64) -> Option<u32> {
        let place = place(key, self.index.len().saturating_sub(1));
        let (start, end) = (*self.index.get(place)?, *self.index.get(place + 1)?);
        (start..end).find(|n| self.keys[*n as usize] == key)
    }

    /// The counts behind a number.
    #[must_use]
    pub fn stand(&self, number: u32) -> &Stand {
        &self.stands[number as usize]
    }

    /// The key behind a number.
    #[must_use]
    pub fn key(&self, number: u32) -> u64 {
        self.keys[number as usize]
    }

    /// All keys, in the order of their numbers.
    pub fn keys(&self) -> impl Iterator<Item = u64> {
        self.keys.iter().copied()
    }

    /// The counts of a key on one host; zero where it does not stand. O(log hosts).
    #[must_use]
    pub fn on_host(&self, number: u32, host: u32) -> Local {
        let end = |n: u32| self.ends[n as usize] as usize;
        let start = number.checked_sub(1).map_or(0, end);
        let hosts = &self.hosts[start..end(number)];
        hosts.binary_search_by_key(&host, |h| h.0).map_or(Local::default(), |i| hosts[i].1)
    }

    /// Number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stands.len()
    }

    /// Whether nothing repeats.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stands.is_empty()
    }
}

/// What the desk has of the keys of these groups.
pub(super) fn known(
    groups: &[&[Occurrence]],
    roll: &Roll<'_>,
    table: Table<Tally>,
) -> Vec<(u64, Tally)> {
    roll.past.map_or_else(Vec::new, |past| {
        let keys: Vec<u64> = groups.iter().map(|group| group[0][0]).collect();
        past.find(table, &keys)
    })
}

/// Which of so many places of an index a key has, by its first bits.
fn place(key: u64, places: usize) -> usize {
    let bits = places.checked_ilog2().unwrap_or(0);
    key.checked_shr(u64::BITS - bits).map_or(0, |place| usize::try_from(place).unwrap_or(0))
}

/// The index of ascending keys: where each of 2ⁿ places begins, and where the last one ends.
fn index(keys: &[u64]) -> Vec<u32> {
    let places = keys.len().next_power_of_two();
    let mut index = vec![0; places + 1];
    for key in keys {
        index[place(*key, places) + 1] += 1;
    }
    let mut sum = 0;
    for entry in &mut index {
        sum += *entry;
        *entry = sum;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spill::Scratch;
    use crate::survey::Listing;

    #[test]
    fn copies_of_one_story_count_once() {
        let listing = Listing {
            hosts: vec!["a".into(), "b".into()],
            host_of: vec![0, 0, 1, 1],
            dates: vec![20_250_103, 0, 20_250_101, 0],
        };
        let rows = [(5, 0, 1), (5, 1, 0), (5, 1, 2), (5, 2, 2), (9, 3, 0), (9, 3, 0)];
        let scratch = Scratch::new(&std::env::temp_dir(), None);
        let table = Partitions::new(&scratch, usize::MAX);
        table.extend(&rows.map(|(key, article, part)| occurrence(key, article, part)));
        let roll = Roll { listing: &listing, story_of: &[0, 1, 0, 3], past: None };
        let counts = Counts::of(&table, &roll, |_| Vec::new());
        assert_eq!(counts.len(), 1);
        let number = counts.number(5).unwrap();
        let stand = counts.stand(number);
        assert_eq!((stand.articles, stand.stories, stand.hosts, stand.occurrences), (3, 2, 2, 4));
        assert_eq!((stand.first_date, stand.last_date), (20_250_101, 20_250_103));
        assert_eq!((stand.head, stand.foot), (1, 2));
        assert_eq!(counts.on_host(number, 0), Local { articles: 2, stories: 2 });
        assert!(counts.number(9).is_none());
    }
}
