//! Laws of `spill::Partitions`: a plain sort, whatever fits into memory.

use super::cases;
use super::corpus::Dice;
use copydesk::spill::{Partitions, Row, Scratch};
use proptest::collection::vec;
use proptest::prelude::*;

fn scratch() -> Scratch {
    Scratch::new(&std::env::temp_dir(), None)
}

/// What a table of these rows gives, taken in by several threads.
fn sorted<T: Row>(table: &Partitions<T>, rows: &[T], piece: usize) -> Vec<T> {
    std::thread::scope(|threads| {
        for half in rows.chunks(rows.len().div_ceil(2).max(1)) {
            threads.spawn(move || half.chunks(piece).for_each(|rows| table.extend(rows)));
        }
    });
    assert_eq!((table.len(), table.is_empty()), (rows.len(), rows.is_empty()));
    let first = table.to_sorted();
    assert!(table.to_sorted() == first, "a second time it is the same");
    first
}

fn plainly<T: Row>(rows: &[T]) -> Vec<T> {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    rows
}

/// Keys of all kinds: hashed, counted, and one that most rows have.
fn key() -> impl Strategy<Value = u64> {
    prop_oneof![any::<u64>(), 0..300_u64, Just(u64::MAX / 3)]
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_table_is_a_plain_sort(
        rows in vec((key(), 0..4_u64), 0..600),
        share in prop_oneof![Just(0), 0..20_000_usize],
        piece in 1..200_usize,
    ) {
        let scratch = scratch();
        let rows: Vec<[u64; 2]> = rows.into_iter().map(|(key, rest)| [key, rest]).collect();
        let hashed = sorted(&Partitions::new(&scratch, share), &rows, piece);
        prop_assert_eq!(&hashed, &plainly(&rows));
        for last in [0, 255, 70_000, u64::MAX] {
            let counted = sorted(&Partitions::up_to(&scratch, share, &[last, 0]), &rows, piece);
            prop_assert_eq!(&counted, &hashed);
        }
        scratch.check().unwrap();
    }
}

#[test]
fn partitions_larger_than_the_share_are_divided() {
    let mut dice = Dice::new(1);
    // Half of the rows have one key, and all stand in one partition by their first bits.
    let mut below = |n: usize| u32::try_from(dice.below(n)).unwrap();
    let rows: Vec<[u32; 3]> = (0..400_000)
        .map(|i| [if below(2) == 0 { 77 } else { below(1 << 20) }, below(9), i])
        .collect();
    let scratch = scratch();
    assert_eq!(sorted(&Partitions::new(&scratch, 100_000), &rows, 1000), plainly(&rows));
    scratch.check().unwrap();
}

#[test]
fn a_key_stands_in_one_slice() {
    let mut dice = Dice::new(2);
    let rows: Vec<[u64; 2]> = (0..300_000).map(|i| [dice.bits() % 999, i]).collect();
    for share in [0, 1 << 20, usize::MAX] {
        let table = Partitions::up_to(&scratch(), share, &[999, 0]);
        rows.chunks(5000).for_each(|rows| table.extend(rows));
        let mut ends = Vec::new();
        table.each(|rows| (rows[0][0], rows[rows.len() - 1][0]), |slice| ends.push(slice));
        assert!(ends.windows(2).all(|two| two[0].1 < two[1].0));
    }
}

#[test]
fn a_folder_that_is_not_there_is_told_and_nothing_panics() {
    let scratch = Scratch::new("not/there".as_ref(), None);
    let table = Partitions::new(&scratch, 0);
    table.extend(&[[1_u64, 2], [3, 4]]);
    assert!(table.to_sorted().is_empty());
    assert!(scratch.check().unwrap_err().to_string().starts_with("not/there: "));
}
