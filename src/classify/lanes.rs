//! Trees, eight at a time.
//!
//! Takes the branches of trees, gives the points of their leaves without walking them (after `QuickScorer`, Lucchese et
//! al., *`QuickScorer`: a fast algorithm to rank documents with additive ensembles of regression trees*, 2015): what is
//! seen of a kind leaves some leaves of every tree, as a set of bits; the leaf that all kinds leave is the tree's. A kind
//! that was not looked at rules nothing out. Then several leaves may stay, and the greatest counts.

use super::evidence::Kind;
use super::forest::Bins;

/// Trees in a lane.
pub(super) const TREES: usize = 8;
/// Most leaves of a tree.
pub(super) const LEAVES: usize = 16;

/// A set of leaves for each of eight trees. Leaves count upwards by their points.
type Leaves = [u16; TREES];

/// One question on the way to a leaf, and its answer: whether the bin of a kind is below a limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    pub(super) kind: Kind,
    pub(super) below: i8,
    pub(super) yes: bool,
}

/// A leaf: the way to it, and its points.
pub(super) type Leaf = (Vec<Turn>, f32);

/// Eight trees.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Lane {
    /// The kinds that are asked for, each with the first of its rows: one for its absence, and one for each bin.
    asked: Vec<(Kind, usize)>,
    /// The leaves that a bin of a kind leaves.
    rows: Vec<Leaves>,
    /// All leaves there are.
    all: Leaves,
    points: [[f32; LEAVES]; TREES],
}

impl Lane {
    /// The lane of up to eight trees, each by its leaves, of which it has [`LEAVES`] at most.
    pub(super) fn new(trees: &mut [Vec<Leaf>]) -> Self {
        let mut lane = Self::default();
        for (i, leaves) in trees.iter_mut().enumerate().take(TREES) {
            leaves.sort_by(|a, b| a.1.total_cmp(&b.1));
            for (bit, (_, points)) in leaves.iter().enumerate() {
                lane.points[i][bit] = *points;
                lane.all[i] |= 1 << bit;
            }
        }
        for kind in Kind::ALL {
            let turns = || trees.iter().flatten().flat_map(|(way, _)| way);
            if turns().any(|turn| turn.kind == *kind) {
                lane.asked.push((*kind, lane.rows.len()));
                let bins = i8::try_from(kind.bins().len()).unwrap_or(i8::MAX);
                lane.rows.extend((-1..bins).map(|bin| left(trees, *kind, bin)));
            }
        }
        lane
    }

    /// The points of every tree in order, or the most it can give where kinds are hidden. O(kinds asked for).
    #[inline]
    pub(super) fn points(&self, bins: &Bins) -> impl Iterator<Item = f32> {
        let mut left = self.all;
        for (kind, first) in &self.asked {
            let row = bins.row(*kind).and_then(|row| self.rows.get(first + row));
            for (left, leaves) in left.iter_mut().zip(row.unwrap_or(&self.all)) {
                *left &= leaves;
            }
        }
        let greatest = |(left, points): (u16, &[f32; LEAVES])| {
            points[left.checked_ilog2().unwrap_or(0) as usize % LEAVES]
        };
        left.into_iter().zip(&self.points).map(greatest)
    }
}

/// The leaves of each tree that stay if this bin is seen of a kind.
fn left(trees: &[Vec<Leaf>], kind: Kind, bin: i8) -> Leaves {
    let mut left = Leaves::default();
    for (left, leaves) in left.iter_mut().zip(trees) {
        for (bit, (way, _)) in leaves.iter().enumerate() {
            let leads = |turn: &Turn| turn.kind != kind || (bin < turn.below) == turn.yes;
            *left |= u16::from(way.iter().all(leads)) << bit;
        }
    }
    left
}
