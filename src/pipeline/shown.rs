//! Which blocks and clusters the page shows, and in which order.
//!
//! Takes what is done with them, gives numbers of blocks and clusters, what is most worth a look first. Knows no texts.

use super::kinship::Kinship;
use super::quotes::{Quote, Wanted};
use super::sample::Sample;
use super::uses::{BlockKey, Use};
use crate::config::ArticlesConfig;
use crate::copies::{Bonds, Place};
use crate::decisions::Action;
use crate::report::model::Relation;
use std::cmp::Reverse;

/// Blocks that the page shows at most, and clusters.
const MOST: usize = 10_000;
/// Articles of a cluster that the page shows at most.
const MEMBERS: usize = 25;
/// Pairs of a cluster that are shown side by side at most.
const PAIRS: usize = 6;
/// The articles that are shown side by side are this part of the corpus, so that they cost next to nothing; but these
/// bytes of text at least and at most, and of one article these.
const SHARE: u64 = 100;
const TEXTS: std::ops::RangeInclusive<u64> = (2 << 20)..=(32 << 20);
const TEXT: u32 = 64 << 10;
/// What stays weighs less than what goes: nothing is lost with it.
const KEPT: f64 = 0.25;
/// Doubt that even the surest removal leaves.
const LEAST: f64 = 0.02;
/// Nearer than this to a threshold a similarity is doubtful.
const NEAR: f64 = 0.2;
/// What is decided goes behind everything else.
type Rank = (bool, f64);

/// A cluster as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// Its number.
    pub(super) cluster: usize,
    pub(super) doubt: f64,
    /// Whether an article goes for one that it is like, without being like the representative.
    pub(super) chain: bool,
    /// The lowest similarity of an article that goes; where none goes, the highest of one that stays.
    pub(super) lowest: f64,
    /// Articles that stay.
    pub(super) kept: usize,
    /// Articles that are shown, the representative first.
    pub(super) members: Vec<u32>,
    /// Places of two members that are shown side by side.
    pub(super) pairs: Vec<(usize, usize)>,
    /// What a person decided of it.
    pub(super) decided: Option<Action>,
    /// Pairs that would be.
    wished: Vec<(usize, usize)>,
}

/// Everything that is shown.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// Numbers of blocks.
    pub(super) blocks: Vec<u32>,
    pub(super) clusters: Vec<Shown>,
    /// Pairs that are not shown for want of room.
    pub(super) missing_pairs: u64,
}

/// A cluster: its representative and its members.
pub(super) type Cluster = (u32, Vec<u32>);

/// Chooses of everything.
pub(super) fn choose(
    uses: &[(BlockKey, Use)],
    clusters: &[Cluster],
    doubt: &Doubt<'_>,
    bytes: &[u32],
) -> Choice {
    let mut shown: Vec<Shown> =
        clusters.iter().enumerate().map(|(i, (_, members))| doubt.of_cluster(i, members)).collect();
    shown.sort_by(|a, b| {
        let size = |s: &Shown| Reverse(clusters[s.cluster].1.len());
        a.decided
            .is_some()
            .cmp(&b.decided.is_some())
            .then(b.doubt.total_cmp(&a.doubt))
            .then(size(a).cmp(&size(b)))
            .then(a.cluster.cmp(&b.cluster))
    });
    shown.truncate(MOST);
    for one in &mut shown {
        doubt.choose_members(one, &clusters[one.cluster].1);
    }
    let missing_pairs = choose_pairs(&mut shown, bytes);
    Choice { blocks: blocks(uses), clusters: shown, missing_pairs }
}

/// The blocks that are shown: impact times doubt.
fn blocks(uses: &[(BlockKey, Use)]) -> Vec<u32> {
    let mut ranked: Vec<(Rank, u32)> = (0..).zip(uses).map(|(i, (_, u))| (rank(u), i)).collect();
    ranked.sort_by(|((done, x), i), ((done2, y), j)| {
        done.cmp(done2).then(y.total_cmp(x)).then(i.cmp(j))
    });
    ranked.into_iter().take(MOST).map(|(_, i)| i).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a rank needs no more")]
fn rank(used: &Use) -> Rank {
    let (sum, p) = (used.sum(), used.confidence());
    let impact = sum.bytes as f64 + KEPT * sum.kept_bytes as f64;
    (is_done(used.decided()), impact * (4.0 * p * (1.0 - p)).max(LEAST))
}

/// Whether a decision leaves nothing to decide.
fn is_done(decided: Option<Action>) -> bool {
    decided.is_some_and(|action| action != Action::Unsure)
}

/// How near to a threshold articles are.
pub(super) struct Doubt<'a> {
    pub(super) kinship: &'a Kinship,
    pub(super) bonds: &'a Bonds,
    pub(super) config: &'a ArticlesConfig,
}

impl Doubt<'_> {
    fn place(&self, article: u32) -> Option<Place> {
        self.kinship.places[article as usize]
    }

    fn of_cluster(&self, cluster: usize, members: &[u32]) -> Shown {
        let mut shown = Shown {
            cluster,
            doubt: 0.0,
            chain: false,
            lowest: 1.0,
            kept: 0,
            members: Vec::new(),
            pairs: Vec::new(),
            decided: members.iter().find_map(|i| self.bonds.action(*i)),
            wished: Vec::new(),
        };
        let (mut lowest, mut highest) = (None::<f64>, None::<f64>);
        for (i, place) in members.iter().filter_map(|i| Some((*i, self.place(*i)?))) {
            shown.kept += usize::from(place.duplicate_of.is_none());
            if place.representative == i {
                continue;
            }
            shown.doubt = shown.doubt.max(self.of(&place));
            shown.chain |= self.is_chain(&place);
            let j = place.overlap.jaccard();
            match place.duplicate_of {
                Some(_) => lowest = Some(lowest.map_or(j, |l| l.min(j))),
                None => highest = Some(highest.map_or(j, |h| h.max(j))),
            }
        }
        shown.lowest = lowest.or(highest).unwrap_or(1.0);
        shown
    }

    /// The doubt about one article, 0 to 1: 1 right at a threshold.
    fn of(&self, place: &Place) -> f64 {
        let (j, c) = (place.overlap.jaccard(), place.overlap.containment());
        let away = match place.relation {
            Relation::Exact => 1.0,
            Relation::Near => (j - self.config.near).abs(),
            Relation::Contained => (c - self.config.contained).abs(),
            Relation::Version => {
                let out = (j - self.config.version).abs();
                (j - self.config.near).abs().min((c - self.config.contained).abs()).min(out)
            }
        };
        (1.0 - away / NEAR).max(0.0)
    }

    fn is_chain(&self, place: &Place) -> bool {
        let (j, c) = (place.overlap.jaccard(), place.overlap.containment());
        let like = j >= self.config.near || c >= self.config.contained;
        place.duplicate_of.is_some_and(|of| of != place.representative) && !like
    }

    /// The representative and the most doubtful others; of these, those that are not copies word for word are to be
    /// seen beside what they copy, or beside the representative.
    fn choose_members(&self, shown: &mut Shown, members: &[u32]) {
        let doubt = |i: &u32| self.place(*i).map_or(0.0, |place| self.of(&place));
        let mut others: Vec<(f64, u32)> = members[1..].iter().map(|i| (doubt(i), *i)).collect();
        others.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let others = others.into_iter().take(MEMBERS - 1).map(|(_, i)| i);
        shown.members = std::iter::once(members[0]).chain(others).collect();
        for (b, i) in shown.members.iter().enumerate().skip(1) {
            let Some(place) = self.place(*i).filter(|p| p.relation != Relation::Exact) else {
                continue;
            };
            let of = place.duplicate_of;
            let a = of.and_then(|of| shown.members.iter().position(|m| *m == of)).unwrap_or(0);
            shown.wished.push((a, b));
        }
    }
}

/// Chooses pairs: the first of every cluster, then the second ones, as far as their texts go.
fn choose_pairs(shown: &mut [Shown], bytes: &[u32]) -> u64 {
    let all: u64 = bytes.iter().map(|b| u64::from(*b)).sum();
    let (mut room, mut missing) = ((all / SHARE).clamp(*TEXTS.start(), *TEXTS.end()), 0);
    for round in 0..PAIRS {
        for one in shown.iter_mut() {
            let Some((a, b)) = one.wished.get(round).copied() else { continue };
            let of = |i: usize| bytes[one.members[i] as usize];
            let both = u64::from(of(a)) + u64::from(of(b));
            if of(a).max(of(b)) <= TEXT && both <= room {
                room -= both;
                one.pairs.push((a, b));
            }
        }
    }
    for one in shown {
        missing += (one.wished.len() - one.pairs.len()) as u64;
        one.wished = Vec::new();
    }
    missing
}

impl Choice {
    /// What the second reading must bring back: an example of every block by its number, then the sample.
    pub(super) fn wanted(&self, uses: &[(BlockKey, Use)], sample: &Sample) -> Wanted {
        let mut wanted = Wanted::default();
        let mut shown = vec![false; uses.len()];
        self.blocks.iter().for_each(|i| shown[*i as usize] = true);
        for (slip, (_, used)) in (0_u32..).zip(uses) {
            let shown = shown[slip as usize];
            let quotes = used.spots.iter().map(|s| Quote {
                article: s.article,
                slip,
                start: s.start,
                end: s.end,
                kept: s.kept,
                shown,
            });
            wanted.quotes.extend(quotes);
        }
        for (slip, drawn) in (super::number(uses.len())..).zip(sample.all()) {
            let (start, end, kept) = (drawn.start, drawn.end, drawn.label.is_none());
            wanted.quotes.push(Quote {
                article: drawn.article,
                slip,
                start,
                end,
                kept,
                shown: true,
            });
        }
        wanted.quotes.sort_by_key(|q| q.article);
        for one in &self.clusters {
            for (i, article) in one.members.iter().enumerate() {
                let text = one.pairs.iter().any(|(a, b)| *a == i || *b == i);
                wanted.members.insert(*article, text);
            }
        }
        wanted
    }
}
