//! Laws of `cluster`: every item has one representative, stands near it, and the order of the links changes nothing.

use super::cases;
use copydesk::cluster::{Link, stars, verify};
use copydesk::shingle::Overlap;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use std::collections::BTreeSet;

const OVERLAP: Overlap = Overlap { left: 1, right: 1, shared: 1 };

/// Some items, links among them, and a rank for each.
fn graph() -> impl Strategy<Value = (usize, Vec<Link>, Vec<u8>)> {
    (2..60_u32).prop_flat_map(|n| {
        let link = (0..n, 0..n).prop_filter_map("a link joins two", |(a, b)| {
            (a != b).then(|| Link { a: a.min(b), b: a.max(b), overlap: OVERLAP })
        });
        (Just(n as usize), vec(link, 0..120), vec(any::<u8>(), n as usize))
    })
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn clusters_are_a_partition_and_members_stand_near((n, links, rank) in graph()) {
        let representative = stars(n, &links, |i| rank[i as usize]);
        prop_assert_eq!(representative.len(), n);
        let linked: BTreeSet<(u32, u32)> = links.iter().map(|l| (l.a, l.b)).collect();
        for (item, root) in (0..).zip(&representative) {
            prop_assert_eq!(representative[*root as usize], *root, "a representative stands for itself");
            let pair = (item.min(*root), item.max(*root));
            prop_assert!(item == *root || linked.contains(&pair), "{} is not near {}", item, root);
        }
    }

    #[test]
    fn a_representative_ranks_before_its_members((n, links, rank) in graph()) {
        let representative = stars(n, &links, |i| rank[i as usize]);
        for (item, root) in (0..).zip(&representative) {
            prop_assert!((rank[*root as usize], *root) <= (rank[item as usize], item));
        }
    }

    #[test]
    fn no_two_representatives_are_linked((n, links, rank) in graph()) {
        let representative = stars(n, &links, |i| rank[i as usize]);
        let stands_for_itself = |i: u32| representative[i as usize] == i;
        prop_assert!(!links.iter().any(|l| stands_for_itself(l.a) && stands_for_itself(l.b)));
    }

    #[test]
    fn the_order_of_the_links_changes_nothing(((n, links, rank), shuffled) in graph().prop_flat_map(|g| {
        let shuffled = Just(g.1.clone()).prop_shuffle();
        (Just(g), shuffled)
    })) {
        let by = |links: &[Link]| stars(n, links, |i| rank[i as usize]);
        prop_assert_eq!(by(&links), by(&shuffled));
        prop_assert_eq!(by(&links), by(&[links.clone(), shuffled].concat()), "a link said twice");
    }

    #[test]
    fn links_are_the_pairs_that_were_accepted(sets in vec(btree_set(0..30_u64, 0..12), 2..12), least in 0.0..1.0_f64) {
        let count = u32::try_from(sets.len()).unwrap();
        let pairs: Vec<(u32, u32)> =
            (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
        let set = |i: u32| sets[i as usize].iter().copied().collect::<Vec<_>>();
        let overlap = |(a, b): &(u32, u32)| Overlap::of(&set(*a), &set(*b));
        let accepted = |o: &Overlap| o.jaccard() >= least;
        let links = verify(&pairs, set, accepted);
        let wanted: Vec<Link> = pairs.iter().map(|p| (p, overlap(p))).filter(|(_, o)| accepted(o))
            .map(|((a, b), overlap)| Link { a: *a, b: *b, overlap }).collect();
        prop_assert_eq!(links, wanted);
    }
}
