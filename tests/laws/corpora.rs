//! Laws of the generator itself: benches and the other laws stand on it.

use super::corpus::{Corpus, Dice, Kind, Made, Relation, bytes, to_json_lines};
use std::collections::BTreeSet;

fn some(seed: u64) -> Vec<Made> {
    Corpus::new(seed).hosts(8).copies(0.5).made().take(300).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert_eq!(to_json_lines(&some(5)), to_json_lines(&some(5)));
    assert_ne!(some(5), some(6));
    let few: Vec<Made> = Corpus::new(5).hosts(8).copies(0.5).made().take(40).collect();
    assert_eq!(few, some(5)[..40]);
}

#[test]
fn dice_are_pinned_because_seeds_in_reports_rest_on_them() {
    assert_eq!(Dice::new(0).bits(), 0xe220_a839_7b1d_cdaf);
}

#[test]
fn every_line_has_its_label_and_every_kind_occurs() {
    let made = some(1);
    for m in &made {
        let lines = m.text.lines().filter(|l| !l.trim().is_empty()).count();
        assert_eq!(lines, m.lines.len(), "{}", m.id);
    }
    let kinds = |kind: Kind| made.iter().filter(|m| m.lines.contains(&kind)).count();
    for kind in [Kind::Prose, Kind::Headline, Kind::Stamped, Kind::Slotted] {
        assert!(kinds(kind) >= 30, "{kind:?}");
    }
    let relations: BTreeSet<Relation> = made.iter().map(|m| m.relation).collect();
    assert_eq!(relations.len(), 6);
}

#[test]
fn roots_come_first_and_ids_are_one_each() {
    let made = some(2);
    let ids: BTreeSet<&str> = made.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(ids.len(), made.len());
    for (i, m) in made.iter().enumerate() {
        assert!(m.root <= i && made[m.root].root == m.root, "{}", m.id);
        assert_eq!(m.relation == Relation::Original, m.root == i && m.relation != Relation::Report);
    }
}

#[test]
fn a_corpus_of_bytes_has_about_as_many() {
    let made = Corpus::new(3).of_bytes(1_000_000);
    assert!((900_000..=1_000_000).contains(&bytes(&made)));
}
