//! All decisions: one for each target, in the order of the file.
//!
//! Takes files, gives a [`Book`] that is read and written in one form. Of two decisions about one target the later is
//! taken, and the earlier is not forgotten silently.

use super::{Decision, Target};
use crate::error::{Error, Result, in_line};
use std::collections::BTreeMap;

/// Decisions by target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    decisions: BTreeMap<Target, Decision>,
}

/// Two decisions about one target that differ in what is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// What they are about.
    pub target: Target,
    /// The decision that holds.
    pub holds: Decision,
    /// The one that it replaced.
    pub replaced: Decision,
}

impl Book {
    /// The decisions of a file, and those of its lines that replaced others. Blank lines are passed over; so is what the
    /// report adds to its own lines.
    ///
    /// # Errors
    /// [`Error::Config`] with the line: no JSON, unknown fields, a decision that makes no sense.
    pub fn parse(text: &str) -> Result<(Self, Vec<Clash>)> {
        let (mut book, mut clashes) = (Self::default(), Vec::new());
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = |why: String| Error::Config(format!("{number}: {why}"));
            let decision = decision(line).map_err(|e| wrong(in_line(&e)))?;
            clashes.extend(book.add(decision).map_err(wrong)?);
        }
        Ok((book, clashes))
    }

    /// Adds a decision; one about the same target is replaced, and given back if it said otherwise.
    ///
    /// # Errors
    /// As [`Decision::target`].
    pub fn add(&mut self, decision: Decision) -> std::result::Result<Option<Clash>, String> {
        let target = decision.target()?;
        let holds = decision.clone();
        let replaced = self.decisions.insert(target.clone(), decision);
        let replaced = replaced.filter(|before| !before.says_the_same(&holds));
        Ok(replaced.map(|replaced| Clash { target, holds, replaced }))
    }

    /// The decision with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Decision> {
        self.decisions.get(&Target::of_key(key)?)
    }

    /// Takes the decision with this key away, if there is one.
    pub fn remove(&mut self, key: &str) -> Option<Decision> {
        self.decisions.remove(&Target::of_key(key)?)
    }

    /// Adds all of `later`; gives those that it replaced.
    pub fn merge(&mut self, later: Self) -> Vec<Clash> {
        // What stands in a book made sense when it was added.
        later.decisions.into_values().filter_map(|d| self.add(d).ok().flatten()).collect()
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&Target, &Decision)> {
        self.decisions.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.decisions.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty()
    }

    /// The file: JSON Lines in order of targets, the same bytes for the same decisions.
    #[must_use]
    pub fn to_jsonl(&self) -> String {
        let lines = self.decisions.values().filter_map(|d| serde_json::to_string(d).ok());
        lines.flat_map(|line| [line, "\n".to_owned()]).collect()
    }
}

impl Decision {
    /// Whether both lead to the same, whoever took them when.
    fn says_the_same(&self, other: &Self) -> bool {
        let bare = |d: &Self| Self {
            same: Vec::new(),
            excerpt: String::new(),
            note: String::new(),
            by: String::new(),
            at: String::new(),
            ..d.clone()
        };
        bare(self) == bare(other)
    }
}

/// What the report adds to the decisions that a run was given.
const ADDED: [&str; 3] = ["met", "bytes", "conflict"];

/// The decision on a line.
fn decision(line: &str) -> serde_json::Result<Decision> {
    serde_json::from_str(line).or_else(|error| {
        let mut reported: serde_json::Map<_, _> = serde_json::from_str(line)?;
        reported.retain(|field, _| !ADDED.contains(&field.as_str()));
        serde_json::from_value(reported.into()).map_err(|_| error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "{\"block\":\"b00000000000000ff\",\"action\":\"remove\",\"hosts\":[\"a.example\"],\"elsewhere\":\"keep\",\"excerpt\":\"Read ⟨…⟩\"}\n\
        {\"text\":\"Most read\",\"action\":\"keep\",\"note\":\"a heading\",\"by\":\"MK\",\"at\":\"2026-03-01T10:00:00Z\"}\n\
        {\"group\":\"a.example/promo\",\"action\":\"remove\",\"doubtful\":true}\n\
        {\"cluster\":[\"a0000000000000001\",\"a0000000000000002\"],\"action\":\"prefer\",\"article\":\"a0000000000000002\"}\n";

    #[test]
    fn a_file_in_order_comes_back_byte_for_byte() {
        let (book, clashes) = Book::parse(FILE).unwrap();
        assert_eq!((book.len(), clashes), (4, vec![]));
        assert_eq!(book.to_jsonl(), FILE);
        let turned: Vec<&str> = FILE.lines().rev().collect();
        assert_eq!(Book::parse(&turned.join("\n")).unwrap().0.to_jsonl(), FILE);
    }

    #[test]
    fn the_later_decision_holds_and_the_earlier_is_told() {
        let (mut book, _) = Book::parse(FILE).unwrap();
        let (later, _) = Book::parse("{\"text\":\"Most read\",\"action\":\"remove\"}").unwrap();
        let clashes = book.merge(later);
        assert_eq!(clashes.len(), 1);
        assert_eq!(clashes[0].replaced.note, "a heading");
        let (same, _) =
            Book::parse("{\"text\":\"Most read\",\"action\":\"remove\",\"by\":\"x\"}").unwrap();
        assert_eq!(book.merge(same), []);
        assert!(book.get("text:Most read").is_some() && book.get("lead:Most read").is_none());
        assert!(book.remove("text:Most read").is_some());
        assert_eq!(book.len(), 3);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let broken = format!("{FILE}\n{{\"text\":\"a\"}}\n");
        assert_eq!(
            Book::parse(&broken).unwrap_err().to_string(),
            "6: missing field `action` (column 12)"
        );
    }
}
