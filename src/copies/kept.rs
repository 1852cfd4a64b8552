//! Which articles of a cluster are kept, and which are duplicates of them.
//!
//! Takes clusters, gives a [`Place`] for every article that has a relative. A duplicate hangs on a kept article that it
//! was compared with, never on another duplicate.

use super::{Cluster, Compare, Heads, Links, story};
use crate::cluster::{Gathered, gather};
use crate::report::model::Relation;
use crate::shingle::Overlap;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Kept articles of a cluster that an article is compared with, beside those it is linked with.
const TRIES: usize = 64;

/// Where an article stands among its relatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The article that its cluster is named after.
    pub representative: u32,
    /// The kept article that it duplicates.
    pub duplicate_of: Option<u32>,
    /// What it is to that article, or as a version to the representative.
    pub relation: Relation,
    /// Whether it is another report of the representative's series: the same wording with other figures, dates, names.
    pub recurring: bool,
    /// What it shares with the representative; `left` is this article.
    pub overlap: Overlap,
}

/// The places of all articles, by number; `None` for those without relatives. O(articles × tries) at worst.
pub fn places<C: Compare>(heads: &Heads, links: &Links, compare: &C) -> Vec<Option<Place>> {
    let weights = heads.weights();
    // A cluster is settled while its articles are at hand.
    let settled = story::clusters(links, &weights, compare, |c| of_cluster(c, links, compare));
    let mut of_heads: FxHashMap<u32, Place> = settled.into_iter().flatten().collect();
    // Equal articles without other relatives.
    let alone = (0..).zip(&weights).filter(|(i, w)| **w > 1 && !of_heads.contains_key(i));
    let alone: Vec<u32> = alone.map(|(i, _)| i).collect();
    of_heads.par_extend(alone.into_par_iter().map(|i| (i, own(i, compare))));
    let mut places: Vec<Option<Place>> = Vec::with_capacity(weights.len());
    // An equal of a duplicate may lie too far from what that one hangs on: then it is kept, for others like it too.
    let mut instead: FxHashMap<u32, u32> = FxHashMap::default();
    for (i, head) in (0..).zip(&heads.head_of) {
        let apart =
            |place: &Place| place.duplicate_of.is_some_and(|kept| compare.is_apart(kept, i));
        places.push(of_heads.get(head).map(|place| match (i == *head, apart(place)) {
            (true, _) => *place,
            (false, false) => equal(*place, *head),
            (false, true) => {
                let kept = instead.get(head).copied().filter(|kept| !compare.is_apart(*kept, i));
                let place = Place { duplicate_of: None, relation: Relation::Version, ..*place };
                kept.map_or_else(
                    || {
                        instead.insert(*head, i);
                        place
                    },
                    |kept| equal(place, kept),
                )
            }
        }));
    }
    places
}

/// The place of an article that only equals are like.
fn own<C: Compare>(article: u32, compare: &C) -> Place {
    let overlap = whole(compare.sight(article).set());
    let relation = Relation::Exact;
    Place { representative: article, duplicate_of: None, relation, recurring: false, overlap }
}

/// What a set shares with itself.
fn whole(set: &[u64]) -> Overlap {
    Overlap { left: set.len(), right: set.len(), shared: set.len() }
}

/// The place of an article that is equal to `head`, which has this place.
fn equal(place: Place, head: u32) -> Place {
    if place.duplicate_of.is_some() {
        place
    } else {
        let (duplicate_of, relation) = (Some(head), Relation::Exact);
        Place { duplicate_of, relation, recurring: false, ..place }
    }
}

fn of_cluster<C: Compare>(cluster: &Cluster, links: &Links, compare: &C) -> Vec<(u32, Place)> {
    let mut order = cluster.members.clone();
    order.sort_by_cached_key(|i| (!compare.is_preferred(*i), compare.rank(*i), *i));
    let kept_of = settle(&mut order, &Copies { links, compare });
    let is_kept: FxHashMap<u32, u32> = order.iter().copied().zip(kept_of).collect();
    let kept = |i: u32| is_kept.get(&i) == Some(&i);
    let preferred = order.first().copied().filter(|i| compare.is_preferred(*i));
    let representative =
        preferred.unwrap_or_else(|| cluster.representative(kept, |i| compare.rank(i)));
    let thresholds = compare.thresholds();
    let place = |(article, kept): (&u32, &u32)| {
        let (article, kept) = (*article, *kept);
        let overlap = if article == representative {
            whole(compare.sight(article).set())
        } else {
            links.overlap((article, representative), compare)
        };
        let duplicate_of = (kept != article).then_some(kept);
        let relation = match duplicate_of {
            None if article == representative => Relation::Exact,
            None => Relation::Version,
            // That it is a duplicate was found when it joined the kept one.
            Some(kept) if kept == representative => thresholds.kind(&overlap),
            Some(kept) => thresholds.kind(&links.overlap((article, kept), compare)),
        };
        let recurring = duplicate_of.is_none()
            && article != representative
            && compare.is_recurring(representative, article, &overlap);
        (article, Place { representative, duplicate_of, relation, recurring, overlap })
    };
    let mut pairs: Vec<(&u32, &u32)> = is_kept.iter().collect();
    pairs.sort_unstable();
    pairs.into_par_iter().map(place).collect()
}

/// The kept article of each in order of precedence, which is changed where the whole of a story is kept before its parts.
fn settle<C: Compare>(order: &mut [u32], rules: &Copies<'_, C>) -> Vec<u32> {
    let mut kept_of = chosen(order, rules);
    let mut held: FxHashSet<u32> = FxHashSet::default();
    while rules.compare.keeps_the_whole() {
        let before = held.len();
        let parts = parts(order, &kept_of, rules).into_iter();
        held.extend(parts.filter(|i| !rules.compare.is_preferred(*i)));
        if held.len() == before {
            break;
        }
        order.sort_by_key(|i| held.contains(i));
        kept_of = chosen(order, rules);
    }
    kept_of
}

/// The first kept article that each is a duplicate of. Where more are kept than any is compared with, these are searched
/// for candidates once more: in a crowd links are not all known.
fn chosen<C: Compare>(order: &[u32], rules: &Copies<'_, C>) -> Vec<u32> {
    let kept_of = gather(order, TRIES, rules);
    let kept: Vec<u32> = order.iter().zip(&kept_of).filter(|(i, k)| i == k).map(|p| *p.0).collect();
    if kept.len() <= TRIES {
        return kept_of;
    }
    let mut found: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut ascending = kept.clone();
    ascending.sort_unstable();
    for (a, b) in rules.compare.candidates(&ascending) {
        found.entry(a).or_default().push(b);
        found.entry(b).or_default().push(a);
    }
    let again = gather(&kept, 0, &Found { rules, found: &found });
    let moved: FxHashMap<u32, u32> = kept.into_iter().zip(again).filter(|(i, k)| i != k).collect();
    if moved.is_empty() {
        return kept_of;
    }
    // What hung on an article that is kept no longer looks for another.
    let rest: Vec<u32> = order.iter().copied().filter(|i| !moved.contains_key(i)).collect();
    let settled: FxHashMap<u32, u32> =
        rest.iter().copied().zip(gather(&rest, TRIES, rules)).collect();
    let kept = |i: &u32| settled.get(i).copied().or_else(|| moved.get(i).copied()).unwrap_or(*i);
    order
        .iter()
        .map(|i| match kept(i) {
            // A kept one may have lost its place in turn; then the article stays.
            k if kept(&k) == k => k,
            _ => *i,
        })
        .collect()
}

/// Kept articles that stand wholly in others which are kept because they say more.
fn parts<C: Compare>(order: &[u32], kept_of: &[u32], rules: &Copies<'_, C>) -> FxHashSet<u32> {
    let kept: FxHashSet<u32> =
        order.iter().zip(kept_of).filter(|(i, kept)| i == kept).map(|(i, _)| *i).collect();
    let is_part = |article: &u32| {
        let holds = |other: &u32| {
            let overlap = rules.links.overlap((*article, *other), rules.compare);
            rules.compare.relation(*other, *article, &overlap) == Relation::Contained
        };
        rules.known(*article).iter().filter(|other| kept.contains(other)).any(holds)
    };
    kept.par_iter().copied().filter(is_part).collect()
}

/// As [`Copies`], with candidates that were found later.
struct Found<'a, 'b, C> {
    rules: &'a Copies<'b, C>,
    found: &'a FxHashMap<u32, Vec<u32>>,
}

impl<C: Compare> Gathered for Found<'_, '_, C> {
    type View = ();

    fn view(&self, _: u32) {}

    fn joins(&self, kept: (u32, &()), item: (u32, &())) -> bool {
        self.rules.joins(kept, item)
    }

    fn known(&self, item: u32) -> &[u32] {
        self.found.get(&item).map_or(&[], Vec::as_slice)
    }
}

/// Duplicates join kept articles.
struct Copies<'a, C> {
    links: &'a Links,
    compare: &'a C,
}

impl<C: Compare> Gathered for Copies<'_, C> {
    type View = ();

    fn view(&self, _: u32) {}

    fn joins(&self, kept: (u32, &()), item: (u32, &())) -> bool {
        if self.compare.is_preferred(item.0) {
            return false;
        }
        let overlap = self.links.overlap((item.0, kept.0), self.compare);
        self.compare.relation(kept.0, item.0, &overlap) != Relation::Version
    }

    fn known(&self, item: u32) -> &[u32] {
        self.links.of(item)
    }
}
