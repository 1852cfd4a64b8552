//! A random sample of what goes, and of what nearly went: enough to see how often that is right.
//!
//! Takes places with a hash of article and place, keeps those with the smallest: the same for any number of threads and
//! any order of reading.

use super::uses::BlockKey;
use crate::report::model::Label;
use std::sync::atomic::{AtomicU64, Ordering};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Places of each kind.
const SIZE: usize = 100;
/// What stays, and is this likely to be boilerplate, nearly went.
const CLOSE: std::ops::Range<f32> = 0.2..0.5;

/// One place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drawn {
    hash: u64,
    pub(super) article: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    /// What it goes as; `None` for what stays.
    pub(super) label: Option<Label>,
    pub(super) confidence: f32,
    pub(super) key: Option<BlockKey>,
    /// Number of the reason.
    pub(super) reason: u32,
}

/// Up to which hash a place is drawn, of what goes and what stays. It only sinks: who reads it late draws too many, which
/// are put back.
#[derive(Debug)]
pub(super) struct Limits([AtomicU64; 2]);

impl Default for Limits {
    fn default() -> Self {
        Self([AtomicU64::new(u64::MAX), AtomicU64::new(u64::MAX)])
    }
}

impl Limits {
    /// The hash of a place, if it may be drawn.
    pub(super) fn draw(&self, id: &str, start: u32, goes: bool, confidence: f32) -> Option<u64> {
        if !goes && !CLOSE.contains(&confidence) {
            return None;
        }
        let hash = xxh3_64_with_seed(id.as_bytes(), start.into());
        (hash < self.0[usize::from(!goes)].load(Ordering::Relaxed)).then_some(hash)
    }
}

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    /// Of what goes, by hash.
    pub(super) removed: Vec<Drawn>,
    /// Of what stays, by hash.
    pub(super) kept: Vec<Drawn>,
}

impl Sample {
    /// Takes a place, and puts another one back if there are too many.
    pub(super) fn add(&mut self, drawn: Drawn, limits: &Limits) {
        let goes = drawn.label.is_some();
        let all = if goes { &mut self.removed } else { &mut self.kept };
        let at = all.partition_point(|d| (d.hash, d.start) < (drawn.hash, drawn.start));
        all.insert(at, drawn);
        all.truncate(SIZE);
        if all.len() == SIZE {
            limits.0[usize::from(!goes)].store(all[SIZE - 1].hash, Ordering::Relaxed);
        }
    }

    /// All places: what goes, then what stays.
    pub(super) fn all(&self) -> impl Iterator<Item = &Drawn> {
        self.removed.iter().chain(&self.kept)
    }
}

impl Drawn {
    /// A place with its hash.
    pub(super) fn new(
        hash: u64,
        article: u32,
        (start, end): (u32, u32),
        (label, confidence): (Option<Label>, f32),
        (key, reason): (Option<BlockKey>, u32),
    ) -> Self {
        Self { hash, article, start, end, label, confidence, key, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_reading_changes_nothing() {
        let drawn = |order: &mut dyn Iterator<Item = u32>| {
            let (limits, mut sample) = (Limits::default(), Sample::default());
            for article in order {
                if let Some(hash) = limits.draw(&format!("a{article}"), 7, false, 0.3) {
                    let drawn = Drawn::new(hash, article, (7, 9), (None, 0.3), (None, 0));
                    sample.add(drawn, &limits);
                }
            }
            sample.kept
        };
        let there = drawn(&mut (0..1000));
        assert_eq!(there.len(), SIZE);
        assert_eq!(there, drawn(&mut (0..1000).rev()));
        assert_eq!(Limits::default().draw("a", 0, false, 0.1), None);
    }
}
