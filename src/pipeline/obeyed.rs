//! What became of decisions: where they hold, and which contradict each other.
//!
//! Takes what was said of place after place, gives a row for each decision. Keeps a few numbers for each, and a limited
//! number of contradictions.

use super::job::Job;
use crate::classify::{Ruling, Verdicts, Wish};
use crate::copies::Bonds;
use crate::decisions::{Action, Target};
use crate::report::{DecisionCount, Met};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Pairs of contradictions that are remembered.
const CONFLICTS: usize = 1000;

/// A place of which something was said.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) ruling: Ruling,
    pub(super) bytes: u32,
    pub(super) removed: bool,
}

/// What was said of all places so far; wishes by number.
#[derive(Debug, Default)]
pub(super) struct Obeyed {
    wishes: FxHashMap<u32, Amount>,
    conflicts: BTreeSet<(u32, u32)>,
}

/// What one wish met.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    places: u64,
    bytes: u64,
    /// Places where it prevails, and the bytes that go there.
    prevails: u64,
    removed: u64,
}

impl Obeyed {
    /// Adds a place.
    pub(super) fn add(&mut self, place: &Place) {
        let bytes = u64::from(place.bytes);
        for wish in &place.ruling.held {
            let amount = self.wishes.entry(*wish).or_default();
            amount.places += 1;
            amount.bytes += bytes;
        }
        let Some(by) = place.ruling.by else { return };
        let amount = self.wishes.entry(by).or_default();
        amount.prevails += 1;
        amount.removed += if place.removed { bytes } else { 0 };
        if let Some(against) = place.ruling.against
            && self.conflicts.len() < CONFLICTS
        {
            self.conflicts.insert((by, against));
        }
    }

    /// A row for each decision of the job in its order, and their counts.
    pub(super) fn rows(
        &self,
        job: &Job,
        verdicts: &Verdicts,
        bonds: &Bonds,
    ) -> (Vec<Met>, DecisionCount) {
        let conflicts = self.contradictions(job, verdicts);
        let by_number: FxHashMap<u32, Amount> = self
            .wishes
            .iter()
            .filter_map(|(wish, amount)| Some((verdicts.wish(*wish)?.decision?, *amount)))
            .collect();
        let mut count = DecisionCount { given: job.book.len() as u64, ..DecisionCount::default() };
        let mut rows = Vec::with_capacity(job.book.len());
        for (number, (target, decision)) in (0..).zip(job.book.iter()) {
            let mut amount = by_number.get(&number).copied().unwrap_or_default();
            if let Target::Cluster(_) = target {
                amount.places = bonds.met(number).into();
                amount.prevails = amount.places;
            }
            let conflict = conflicts.get(target).cloned();
            count.obeyed += u64::from(amount.prevails > 0 && decision.action != Action::Unsure);
            count.stale += u64::from(amount.places == 0);
            count.conflicts += u64::from(conflict.is_some());
            count.decided_bytes += amount.removed;
            let decision = decision.clone();
            rows.push(Met { decision, met: amount.places, bytes: amount.bytes, conflict });
        }
        (rows, count)
    }

    /// The key of what contradicts a decision, by its target: at some place, or in an earlier file.
    fn contradictions(&self, job: &Job, verdicts: &Verdicts) -> FxHashMap<Target, String> {
        let mut all = FxHashMap::default();
        for (by, against) in &self.conflicts {
            let (Some(by), Some(against)) = (verdicts.wish(*by), verdicts.wish(*against)) else {
                continue;
            };
            let mut add = |of: &Wish, other: &Wish| {
                if of.decision.is_some() {
                    all.entry(of.target.clone()).or_insert_with(|| other.target.to_string());
                }
            };
            add(by, against);
            add(against, by);
        }
        for clash in &job.clashes {
            all.entry(clash.target.clone()).or_insert_with(|| clash.target.to_string());
        }
        all
    }
}
