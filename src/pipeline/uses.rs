//! What is done with every recurring block, gathered over the corpus.
//!
//! Takes the uses of blocks article by article in order, gives one [`Use`] a block. Keeps no text: where the examples
//! stand is enough to fetch it in the second reading. Of a block and a host 40 bytes stay in memory.

use super::cuts::Cut;
use crate::classify::SURE;
use crate::decisions::{Action, Name};
use crate::report::model::{Label, POSITIONS};
use crate::survey::Listing;
use rustc_hash::FxHashMap;

/// A line of `blocks.jsonl`: which table of the survey it comes from, and its key there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum BlockKey {
    /// Equal word for word.
    Exact(u64),
    /// Nearly equal.
    Near(u64),
    /// Equal but for figures.
    Masked(u64),
    /// A lead or tail with a slot.
    Template(u64),
}

impl BlockKey {
    /// The line with this name.
    pub(super) fn of((kind, key): Name) -> Self {
        match kind {
            'n' => Self::Near(key),
            'm' => Self::Masked(key),
            't' => Self::Template(key),
            _ => Self::Exact(key),
        }
    }

    /// The name in the report: a letter and 16 hexadecimal digits, the same in every run.
    pub(super) fn name(self) -> String {
        match self {
            Self::Exact(key) => format!("b{key:016x}"),
            Self::Near(key) => format!("n{key:016x}"),
            Self::Masked(key) => format!("m{key:016x}"),
            Self::Template(key) => format!("t{key:016x}"),
        }
    }
}

/// One place where a recurring block stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sighting {
    pub(super) key: BlockKey,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Bytes that go with it, the separators among them, or that stay.
    pub(super) bytes: u32,
    /// An index of [`POSITIONS`].
    pub(super) position: u8,
    /// What it was cut as, if it was.
    pub(super) label: Option<Label>,
    /// How likely it is boilerplate, 0 to 1.
    pub(super) confidence: f32,
    /// Number of the reason.
    pub(super) reason: u32,
    /// What a person decided of it.
    pub(super) decided: Option<Action>,
}

/// Where an example stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) article: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kept: bool,
}

/// Examples that are kept of each block.
const EXAMPLES: usize = 3;
/// Confidence is added up in whole parts of this size, so that the order of reading does not count.
const PARTS: f32 = 10_000.0;

/// What is done with a block, or with several, on one host.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct OnHost {
    pub(super) host: u32,
    /// Times it goes and stays.
    pub(super) removed: u32,
    pub(super) kept: u32,
    /// Bytes that go.
    pub(super) bytes: u64,
    /// Of these, those that are not sure to be boilerplate.
    pub(super) doubtful: u64,
    /// Bytes that stay.
    pub(super) kept_bytes: u64,
}

impl OnHost {
    /// Adds bytes that go.
    fn remove(&mut self, bytes: u32, confidence: f32) {
        self.removed += 1;
        self.bytes += u64::from(bytes);
        self.doubtful += if confidence < SURE { u64::from(bytes) } else { 0 };
    }

    fn keep(&mut self, bytes: u32) {
        self.kept += 1;
        self.kept_bytes += u64::from(bytes);
    }

    /// Adds what is done elsewhere.
    pub(super) fn add(&mut self, other: &Self) {
        self.removed += other.removed;
        self.kept += other.kept;
        self.bytes += other.bytes;
        self.doubtful += other.doubtful;
        self.kept_bytes += other.kept_bytes;
    }

    /// Times it stands there.
    pub(super) fn times(&self) -> u32 {
        self.removed + self.kept
    }
}

/// All uses of one block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Use {
    positions: [u32; POSITIONS.len()],
    labels: [u32; Label::ALL.len()],
    /// Number of the reason.
    pub(super) reason: u32,
    /// Examples, of unlike places where there are some.
    pub(super) spots: Vec<Spot>,
    /// What is done on each host, by its number.
    pub(super) hosts: Vec<OnHost>,
    /// The confidence of all places, in [`PARTS`].
    confidence: u64,
    /// Places that stay and that go of which a person decided, and what was decided of the first.
    decided: [(u32, Option<Action>); 2],
}

impl Use {
    fn add(&mut self, article: u32, s: &Sighting, listing: &Listing) {
        let first_cut = s.label.is_some() && self.labels == [0; Label::ALL.len()];
        if self.spots.is_empty() || first_cut {
            self.reason = s.reason;
        }
        self.confidence += parts(s.confidence);
        if let Some(action) = s.decided {
            let decided = &mut self.decided[usize::from(s.label.is_some())];
            *decided = (decided.0 + 1, decided.1.or(Some(action)));
        }
        self.positions[usize::from(s.position)] += 1;
        let on_host = self.on(listing.host_of[article as usize]);
        match s.label {
            Some(label) => {
                on_host.remove(s.bytes, s.confidence);
                self.labels[label as usize] += 1;
            }
            None => on_host.keep(s.bytes),
        }
        let spot = Spot { article, start: s.start, end: s.end, kept: s.label.is_none() };
        self.show(spot, listing);
    }

    fn on(&mut self, host: u32) -> &mut OnHost {
        let at = self.hosts.partition_point(|h| h.host < host);
        if self.hosts.get(at).is_none_or(|h| h.host != host) {
            if self.hosts.is_empty() {
                // Most blocks stand on one host.
                self.hosts.reserve_exact(1);
            }
            self.hosts.insert(at, OnHost { host, ..OnHost::default() });
        }
        &mut self.hosts[at]
    }

    /// Takes an example, if there is room, or in place of one that tells less. The first one stays.
    fn show(&mut self, spot: Spot, listing: &Listing) {
        if self.spots.len() < EXAMPLES {
            return self.spots.push(spot);
        }
        let tells = |of: &Spot, others: &[Spot]| {
            let host = |s: &Spot| listing.host_of[s.article as usize];
            let month = |s: &Spot| listing.dates[s.article as usize] / 100;
            let new = |same: &dyn Fn(&Spot) -> bool| !others.iter().any(same);
            (
                new(&|s| s.kept == of.kept),
                new(&|s| host(s) == host(of)),
                new(&|s| month(s) == month(of)),
            )
        };
        let Some((last, others)) = self.spots.split_last() else { return };
        if tells(&spot, others) > tells(last, others) {
            self.spots[EXAMPLES - 1] = spot;
        }
    }

    /// What is done with it everywhere.
    pub(super) fn sum(&self) -> OnHost {
        let mut sum = OnHost::default();
        self.hosts.iter().for_each(|h| sum.add(h));
        sum
    }

    /// From how many hosts it goes, everywhere or in places.
    pub(super) fn hosts_that_lose(&self) -> u32 {
        super::number(self.hosts.iter().filter(|on| on.removed > 0).count())
    }

    /// What was decided of it: of all places that go, or of all if none goes.
    pub(super) fn decided(&self) -> Option<Action> {
        let (sum, [stays, goes]) = (self.sum(), self.decided);
        let (places, (decided, action)) =
            if sum.removed > 0 { (sum.removed, goes) } else { (sum.kept, stays) };
        action.filter(|_| decided == places)
    }

    /// How likely it is boilerplate, 0 to 1: the mean of all places.
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more")]
    pub(super) fn confidence(&self) -> f64 {
        let times: u32 = self.positions.iter().sum();
        self.confidence as f64 / f64::from(PARTS) / f64::from(times.max(1))
    }

    /// The label it was cut as most often; [`Label::Repeat`] where it never was.
    pub(super) fn label(&self) -> Label {
        let most = (0..Label::ALL.len()).rev().max_by_key(|i| self.labels[*i]).unwrap_or(0);
        if self.labels[most] == 0 { Label::Repeat } else { Label::ALL[most] }
    }

    /// Where it mostly stands, in words.
    pub(super) fn position(&self) -> &'static str {
        let most = (0..POSITIONS.len()).rev().max_by_key(|i| self.positions[*i]).unwrap_or(2);
        POSITIONS[most]
    }
}

/// A share of 0 to 1 in [`PARTS`].
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most PARTS")]
fn parts(share: f32) -> u64 {
    (share.clamp(0.0, 1.0) * PARTS).round() as u64
}

/// The uses of all recurring blocks, and what goes beside them.
#[derive(Debug, Clone, Default)]
pub(super) struct Uses {
    all: FxHashMap<BlockKey, Use>,
    singles: FxHashMap<(u32, Label), OnHost>,
}

impl Uses {
    /// Adds what was seen in one article, and the cuts that belong to no recurring block.
    pub(super) fn add(
        &mut self,
        article: u32,
        sightings: &[Sighting],
        cuts: &[Cut],
        listing: &Listing,
    ) {
        for s in sightings {
            self.all.entry(s.key).or_default().add(article, s, listing);
        }
        let host = listing.host_of[article as usize];
        for cut in cuts.iter().filter(|cut| cut.key.is_none()) {
            let single = self.singles.entry((host, cut.label)).or_default();
            single.host = host;
            single.remove(cut.end - cut.start, cut.confidence);
        }
    }

    /// What goes and belongs to no recurring block, by host and label.
    pub(super) fn singles(&self) -> Vec<(Label, OnHost)> {
        let mut all: Vec<_> = self.singles.iter().map(|((_, label), on)| (*label, *on)).collect();
        all.sort_unstable_by_key(|(label, on)| (on.host, *label));
        all
    }

    /// All blocks: what removes most bytes first, then what stands most often, then by key.
    pub(super) fn ranked(self) -> Vec<(BlockKey, Use)> {
        let mut all: Vec<(BlockKey, Use)> = self.all.into_iter().collect();
        all.sort_by_cached_key(|(key, u)| {
            let sum = u.sum();
            (std::cmp::Reverse(sum.bytes), std::cmp::Reverse(sum.times()), *key)
        });
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sighting(label: Option<Label>, confidence: f32) -> Sighting {
        let key = BlockKey::Exact(1);
        let (start, end, bytes, position, reason, decided) = (0, 9, 10, 4, 0, None);
        Sighting { key, start, end, bytes, position, label, confidence, reason, decided }
    }

    #[test]
    fn what_goes_and_stays_is_told_by_host() {
        let listing = Listing {
            hosts: vec!["a".into(), "b".into()],
            host_of: vec![0, 1, 0, 0, 1],
            dates: vec![0; 5],
        };
        let mut uses = Uses::default();
        let cut = Some(Label::Promo);
        for (article, (label, p)) in
            (0..).zip([(cut, 0.95), (cut, 0.6), (cut, 0.7), (cut, 0.99), (None, 0.3)])
        {
            uses.add(article, &[sighting(label, p)], &[], &listing);
        }
        let (_, of_block) = uses.ranked().remove(0);
        let a = OnHost { host: 0, removed: 3, kept: 0, bytes: 30, doubtful: 10, kept_bytes: 0 };
        let b = OnHost { host: 1, removed: 1, kept: 1, bytes: 10, doubtful: 10, kept_bytes: 10 };
        assert_eq!(of_block.hosts, [a, b]);
        assert_eq!(of_block.sum().times(), 5);
        assert!((of_block.confidence() - 0.708).abs() < 1e-9);
        let shown: Vec<u32> = of_block.spots.iter().map(|s| s.article).collect();
        assert_eq!(shown, [0, 1, 4], "one that is kept tells more than one more that goes");
    }
}
