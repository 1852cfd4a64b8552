//! What evidence is worth together: boosted decision trees, and the ledger of what they said.
//!
//! Takes the evidence of a block, gives points and what each kind of evidence moved them by. One point is a factor of e
//! in the odds that a careful editor would cut the block: the trees' points add up to the logarithm of the odds
//! (Friedman, *Greedy function approximation: a gradient boosting machine*, 2001). They were fitted to labelled articles,
//! see `benches/scorecard`; where more evidence must mean more points (cues, repetition), they were held to it.

use super::evidence::{Evidence, Kind};
use super::lanes::{LEAVES, Lane, Leaf, TREES, Turn};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Trees after which a block that is clearly the story's own is looked at no further, and its points by then.
const GLANCE: usize = 16;
const CLEAR: f32 = -3.0;
/// Trees between later looks, and points beyond which no tree will turn the scale.
const LOOK: usize = 40;
const SURE: f32 = 4.5;
/// Stands for a kind that was not seen, and for one that was not looked at.
const ABSENT: i8 = -1;
const HIDDEN: i8 = -2;

/// The file as it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Where every block starts.
    bias: f32,
    /// A tree a line, branches after their question: `core<5 <if so> <if not>`; a number is a leaf's points. Bins count
    /// from 0 in the order of `evidence.rs`; a kind that is not seen is below all.
    trees: Vec<String>,
    /// Points of what is too rare in labelled articles to be learnt, by kind, one a bin; added to those of the trees.
    #[serde(default)]
    rare: BTreeMap<String, Vec<f32>>,
}

/// A question, or a leaf.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    /// The kind that is asked for; none at a leaf.
    kind: Option<Kind>,
    /// The answer is yes below this bin.
    below: i8,
    /// Where the branch for "no" begins; the one for "yes" is next.
    no: u16,
    /// Points of a leaf; of a question the points expected here.
    points: f32,
}

/// Many small trees whose points add up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Forest {
    bias: f32,
    nodes: Vec<Node>,
    roots: Vec<u16>,
    rare: Vec<(Kind, Vec<f32>)>,
    /// The same trees once more, to be summed up without a walk.
    lanes: Vec<Lane>,
}

/// The bins of one block, by kind.
pub(super) struct Bins([i8; Kind::ALL.len()]);

impl Bins {
    fn of(evidence: &[Evidence]) -> Self {
        let mut bins = [ABSENT; Kind::ALL.len()];
        for e in evidence {
            bins[e.kind as usize] = i8::try_from(e.bin).unwrap_or(i8::MAX);
        }
        Self(bins)
    }

    /// As if these kinds had not been looked at.
    fn without(mut self, hidden: &[Kind]) -> Self {
        for kind in hidden {
            self.0[*kind as usize] = HIDDEN;
        }
        self
    }

    /// 0 for a kind that is absent, else its bin counted from 1; none if it was not looked at.
    #[inline]
    pub(super) fn row(&self, kind: Kind) -> Option<usize> {
        usize::try_from(self.0[kind as usize] + 1).ok()
    }

    fn answers(&self, kind: Kind, below: i8) -> bool {
        self.0[kind as usize] < below
    }
}

impl Forest {
    /// The trees for articles as extractors give them: the story, and what slipped in.
    ///
    /// # Errors
    /// [`Error::Config`] if the file is broken (a test proves that it is not).
    pub fn of_articles() -> Result<Self> {
        Self::from_toml(include_str!("articles.toml"))
    }

    /// The trees for whole pages: the story somewhere in the navigation.
    ///
    /// # Errors
    /// As [`Forest::of_articles`].
    pub fn of_pages() -> Result<Self> {
        Self::from_toml(include_str!("pages.toml"))
    }

    /// Trees from TOML: `bias`, and `trees` of a line each.
    ///
    /// # Errors
    /// [`Error::Config`] for unknown kinds of evidence and for trees that do not end.
    pub fn from_toml(text: &str) -> Result<Self> {
        let file: File = toml::from_str(text).map_err(|e| Error::Config(format!("trees: {e}")))?;
        let mut forest = Self { bias: file.bias, ..Self::default() };
        for (name, points) in file.rare {
            let kind = Kind::named(&name).filter(|kind| kind.bins().len() == points.len());
            let kind = kind.ok_or_else(|| Error::Config(format!("trees: {name:?}")))?;
            forest.rare.push((kind, points));
        }
        for tree in &file.trees {
            let root = forest.next()?;
            forest.roots.push(root);
            let mut words = tree.split_ascii_whitespace();
            forest.grow(&mut words)?;
            if let Some(word) = words.next() {
                return Err(Error::Config(format!("trees: {word:?} after the end of a tree")));
            }
        }
        forest.lanes = forest.lanes()?;
        Ok(forest)
    }

    fn lanes(&self) -> Result<Vec<Lane>> {
        let leaves = |root: &u16| {
            let mut leaves = Vec::new();
            self.leaves(usize::from(*root), &mut Vec::new(), &mut leaves);
            let fits = leaves.len() <= LEAVES;
            fits.then_some(leaves).ok_or_else(|| Error::Config("trees: one is too large".into()))
        };
        let mut trees = self.roots.iter().map(leaves).collect::<Result<Vec<_>>>()?;
        Ok(trees.chunks_mut(TREES).map(Lane::new).collect())
    }

    /// The leaves below a node, each with the way that leads to it.
    fn leaves(&self, at: usize, way: &mut Vec<Turn>, leaves: &mut Vec<Leaf>) {
        let node = self.nodes[at];
        let Some(kind) = node.kind else { return leaves.push((way.clone(), node.points)) };
        for (yes, next) in [(true, at + 1), (false, usize::from(node.no))] {
            way.push(Turn { kind, below: node.below, yes });
            self.leaves(next, way, leaves);
            way.pop();
        }
    }

    fn next(&self) -> Result<u16> {
        u16::try_from(self.nodes.len()).map_err(|_| Error::Config("trees: too many".into()))
    }

    /// Adds what the next words describe; gives its expected points.
    fn grow<'a>(&mut self, words: &mut impl Iterator<Item = &'a str>) -> Result<()> {
        let word =
            words.next().ok_or_else(|| Error::Config("trees: a branch is missing".into()))?;
        let at = self.nodes.len();
        let Some((question, points)) = word.split_once('=') else {
            let points = number(word)?;
            self.nodes.push(Node { kind: None, below: 0, no: 0, points });
            return Ok(());
        };
        let (name, below) = question.split_once('<').unwrap_or((question, ""));
        let kind = Kind::named(name);
        let kind = kind.ok_or_else(|| Error::Config(format!("trees: no evidence {name:?}")))?;
        let below = below.parse().map_err(|_| Error::Config(format!("trees: {word:?}")))?;
        self.nodes.push(Node { kind: Some(kind), below, no: 0, points: number(points)? });
        self.grow(words)?;
        self.nodes[at].no = self.next()?;
        self.grow(words)
    }

    /// The points of a block; fewer trees are asked of one that clearly stays or goes. O(trees).
    #[must_use]
    pub fn points(&self, evidence: &[Evidence]) -> f32 {
        let bins = Bins::of(evidence);
        let mut sum = self.start(&bins);
        for (i, lane) in self.lanes.iter().enumerate() {
            if is_settled(i * TREES, sum) {
                break;
            }
            sum = lane.points(&bins).fold(sum, |sum, points| sum + points);
        }
        sum
    }

    /// The most points that a block can have, whatever is seen of the `hidden` kinds, if it clearly is the story's own.
    #[must_use]
    pub fn glance(&self, evidence: &[Evidence], hidden: &[Kind]) -> Option<f32> {
        if self.rare.iter().any(|(kind, _)| hidden.contains(kind)) {
            return None;
        }
        let bins = Bins::of(evidence).without(hidden);
        let first = self.lanes.get(..GLANCE / TREES)?;
        let points = first.iter().flat_map(|lane| lane.points(&bins));
        // Sums in the same order as all points are: then rounding turns no scale.
        let most = points.fold(self.start(&bins), |sum, points| sum + points);
        is_settled(GLANCE, most).then_some(most)
    }

    fn start(&self, bins: &Bins) -> f32 {
        self.bias + self.rare(bins).map(|(_, points)| points).sum::<f32>()
    }

    /// What each kind of evidence moved the points by, in the order of the kinds, and first what every block starts
    /// with. Every question on a tree's way moves its expected points; the moves are the kind's (Saabas, 2014). The sum
    /// is [`Forest::points`].
    #[must_use]
    pub fn ledger(&self, evidence: &[Evidence]) -> (f32, [f32; Kind::ALL.len()]) {
        self.moves(evidence, usize::MAX)
    }

    /// [`Forest::ledger`] of the first trees only. They say most: each tree mends what those before it left.
    pub(super) fn moves(
        &self,
        evidence: &[Evidence],
        trees: usize,
    ) -> (f32, [f32; Kind::ALL.len()]) {
        let bins = Bins::of(evidence);
        let (mut start, mut moved, mut sum) = (self.bias, [0.0; Kind::ALL.len()], self.bias);
        for (kind, points) in self.rare(&bins) {
            moved[kind as usize] += points;
            sum += points;
        }
        for (i, root) in self.roots.iter().take(trees).enumerate() {
            if is_settled(i, sum) {
                break;
            }
            start += self.nodes[*root as usize].points;
            sum += self.walk(*root, &bins, |kind, by| moved[kind as usize] += by);
        }
        (start, moved)
    }

    fn rare<'a>(&'a self, bins: &'a Bins) -> impl Iterator<Item = (Kind, f32)> + 'a {
        let seen = |(kind, points): &'a (Kind, Vec<f32>)| {
            let bin = usize::try_from(bins.0[*kind as usize]).ok()?;
            Some((*kind, *points.get(bin)?))
        };
        self.rare.iter().filter_map(seen)
    }

    fn walk(&self, root: u16, bins: &Bins, mut see: impl FnMut(Kind, f32)) -> f32 {
        let mut at = usize::from(root);
        loop {
            let node = &self.nodes[at];
            let Some(kind) = node.kind else { return node.points };
            at = if bins.answers(kind, node.below) { at + 1 } else { usize::from(node.no) };
            see(kind, self.nodes[at].points - node.points);
        }
    }
}

/// Whether the trees from `seen` on need not be asked.
fn is_settled(seen: usize, points: f32) -> bool {
    seen == GLANCE && points < CLEAR || seen > 0 && seen.is_multiple_of(LOOK) && points.abs() > SURE
}

fn number(word: &str) -> Result<f32> {
    word.parse().map_err(|_| Error::Config(format!("trees: {word:?} is no number")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str =
        "bias = -1.0\ntrees = [\"core<5=0.5 1.0 again<0=0.25 0.0 2.0\", \"again<1=0 0 0.5\"]";

    #[test]
    fn the_built_in_trees_are_whole() {
        Forest::of_articles().unwrap();
        Forest::of_pages().unwrap();
    }

    #[test]
    fn trees_add_up_and_the_ledger_says_why() {
        let forest = Forest::from_toml(SMALL).unwrap();
        let seen = [Evidence::new(Kind::Core, 5), Evidence::new(Kind::Again, 1)];
        assert!((forest.points(&seen) - 1.5).abs() < 1e-6);
        let (start, moved) = forest.ledger(&seen);
        assert!((start - -0.5).abs() < 1e-6);
        assert!((moved[Kind::Core as usize] - -0.25).abs() < 1e-6);
        assert!((moved[Kind::Again as usize] - 2.25).abs() < 1e-6);
        assert!((forest.points(&[]) - 0.0).abs() < 1e-6);
    }

    #[test]
    fn sets_of_leaves_give_what_a_walk_gives() {
        for forest in [Forest::of_articles().unwrap(), Forest::of_pages().unwrap()] {
            let mut dice = 1_u64;
            let mut roll = |sides: usize| {
                dice = dice.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
                usize::try_from(dice >> 33).unwrap() % sides
            };
            for _ in 0..200 {
                let kinds = Kind::ALL.iter().filter(|_| roll(2) == 0).collect::<Vec<_>>();
                let evidence: Vec<Evidence> =
                    kinds.iter().map(|k| Evidence::new(**k, roll(k.bins().len()))).collect();
                let bins = Bins::of(&evidence);
                let mut sum = forest.start(&bins);
                for (i, root) in forest.roots.iter().enumerate() {
                    if is_settled(i, sum) {
                        break;
                    }
                    sum += forest.walk(*root, &bins, |_, _| ());
                }
                assert_eq!(forest.points(&evidence).to_bits(), sum.to_bits());
                let seen = &evidence[roll(evidence.len() + 1)..];
                let hidden: Vec<Kind> = evidence.iter().map(|e| e.kind).collect();
                if let Some(most) = forest.glance(seen, &hidden) {
                    assert!(forest.points(&evidence) <= most);
                }
            }
        }
    }

    #[test]
    fn broken_trees_are_refused() {
        for tree in ["core<5=0 1.0", "core<x=0 1 2", "moon<1=0 1 2", "1.0 2.0", "half"] {
            let text = format!("bias = 0.0\ntrees = [{tree:?}]");
            assert!(Forest::from_toml(&text).is_err(), "{tree}");
        }
    }
}
