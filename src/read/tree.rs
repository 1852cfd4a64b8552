//! Text that a record holds in pieces.
//!
//! Takes a list of strings, or the tree that fundus writes (summary, then headline and paragraphs of each section), gives
//! one text and the way back from its ranges to the pieces. Knows no other tree.

use super::fields::{Fields, inside};
use super::literal::{Walk, unescape};
use serde_json::value::RawValue;
use std::ops::Range;

/// What stands between two pieces in the text; it stands nowhere in the record.
const SEPARATOR: &str = "\n\n";

/// The pieces of one text, in order.
#[derive(Debug, Default)]
pub(super) struct Tree {
    lists: Vec<List>,
}

/// One array of strings, or one string alone.
#[derive(Debug)]
struct List {
    /// Whether its items can be taken out; a string alone can only be emptied.
    array: bool,
    items: Vec<Item>,
}

/// One element of an array.
#[derive(Debug)]
struct Item {
    /// Where it stands in the record, quotes included.
    at: Range<usize>,
    /// What it is of the text; nothing if it is no string.
    text: Option<Range<usize>>,
}

/// Gathers the pieces of a record.
struct Gatherer<'a> {
    record: &'a str,
    text: String,
    tree: Tree,
}

/// The text of `value`, a part of `record`, and its pieces, if it is a tree of a known kind.
pub(super) fn gather(record: &str, value: &RawValue) -> Option<(String, Tree)> {
    let mut gatherer = Gatherer { record, text: String::new(), tree: Tree::default() };
    if value.get().starts_with('[') {
        gatherer.take(Some(value));
    } else {
        gatherer.take_body(&Fields::parse(value.get()).ok()?)?;
    }
    Some((gatherer.text, gatherer.tree))
}

impl Gatherer<'_> {
    /// A whole `body`.
    fn take_body(&mut self, body: &Fields<'_>) -> Option<()> {
        let (summary, sections) = (body.get("summary"), body.get("sections"));
        summary.or(sections)?;
        self.take(summary);
        let sections: Vec<&RawValue> =
            sections.map_or(Ok(Vec::new()), |s| serde_json::from_str(s.get())).ok()?;
        for section in sections {
            let section = Fields::parse(section.get()).ok()?;
            self.take(section.get("headline"));
            self.take(section.get("paragraphs"));
        }
        Some(())
    }

    /// One array, or one string in its place.
    fn take(&mut self, value: Option<&RawValue>) {
        let Some(value) = value else { return };
        let items = match value.get().as_bytes().first() {
            Some(b'[') => serde_json::from_str(value.get()).unwrap_or_default(),
            _ => vec![value],
        };
        let array = value.get().starts_with('[');
        let items = items.into_iter().map(|item| self.item(item)).collect();
        self.tree.lists.push(List { array, items });
    }

    fn item(&mut self, value: &RawValue) -> Item {
        let at = range_in(self.record, value.get());
        let text = value.get().starts_with('"').then(|| {
            if !self.text.is_empty() {
                self.text.push_str(SEPARATOR);
            }
            let start = self.text.len();
            self.text.push_str(&unescape(inside(value)));
            start..self.text.len()
        });
        Item { at, text }
    }
}

/// Where `part`, a slice of `whole`, stands in it.
pub(super) fn range_in(whole: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - whole.as_ptr().addr();
    start..start + part.len()
}

impl Tree {
    /// The ranges of `record` to leave out so that `removals` (ascending) are gone from the text.
    pub(super) fn cuts(&self, record: &str, removals: &[Range<usize>]) -> Vec<Range<usize>> {
        let removals = merged(removals);
        let mut cuts = Vec::new();
        for list in &self.lists {
            list.cut(record, &removals, &mut cuts);
        }
        cuts
    }
}

impl List {
    fn cut(&self, record: &str, removals: &[Range<usize>], cuts: &mut Vec<Range<usize>>) {
        let mut kept_before = false;
        for (index, item) in self.items.iter().enumerate() {
            if self.array && item.is_gone(removals) {
                cuts.push(self.cut_of_item(index, kept_before));
            } else {
                kept_before = true;
                item.cut_inside(record, removals, cuts);
            }
        }
    }

    /// A whole item together with one comma: the one before it if something before it stays, else the one after it.
    fn cut_of_item(&self, index: usize, kept_before: bool) -> Range<usize> {
        let at = &self.items[index].at;
        match (kept_before, self.items.get(index + 1)) {
            (true, _) => self.items[index - 1].at.end..at.end,
            (false, Some(next)) => at.start..next.at.start,
            (false, None) => at.clone(),
        }
    }
}

impl Item {
    /// Whether one removal takes all of its text.
    fn is_gone(&self, removals: &[Range<usize>]) -> bool {
        let Some(text) = self.text.as_ref().filter(|text| !text.is_empty()) else { return false };
        overlapping(removals, text).any(|r| r.start <= text.start && r.end >= text.end)
    }

    fn cut_inside(&self, record: &str, removals: &[Range<usize>], cuts: &mut Vec<Range<usize>>) {
        let Some(text) = &self.text else { return };
        let literal = self.at.start + 1..self.at.end - 1;
        let mut walk = Walk::new(&record[literal.clone()]);
        for removal in overlapping(removals, text) {
            let start = walk.seek(removal.start.saturating_sub(text.start));
            let end = walk.seek(removal.end.min(text.end) - text.start);
            if start < end {
                cuts.push(literal.start + start..literal.start + end);
            }
        }
    }
}

/// The removals that share a byte with `text`.
fn overlapping<'r>(
    removals: &'r [Range<usize>],
    text: &Range<usize>,
) -> impl Iterator<Item = &'r Range<usize>> {
    let first = removals.partition_point(|removal| removal.end <= text.start);
    let end = text.end;
    removals[first..].iter().take_while(move |removal| removal.start < end)
}

/// Removals that touch, as one.
fn merged(removals: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut whole: Vec<Range<usize>> = Vec::with_capacity(removals.len());
    for removal in removals {
        match whole.last_mut() {
            Some(last) if last.end >= removal.start => last.end = last.end.max(removal.end),
            _ => whole.push(removal.clone()),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The record after `removed` (pieces of the text) is gone.
    fn check(record: &str, text: &str, removed: &[&str], expected: &str) {
        let value: &RawValue = serde_json::from_str(record).unwrap();
        let (found, tree) = gather(value.get(), value).unwrap();
        assert_eq!(found, text);
        let removals: Vec<_> = removed
            .iter()
            .map(|piece| found.find(piece).map(|at| at..at + piece.len()).unwrap())
            .collect();
        let mut left = record.to_owned();
        for cut in tree.cuts(record, &removals).into_iter().rev() {
            left.replace_range(cut, "");
        }
        assert_eq!(left, expected);
        assert!(serde_json::from_str::<serde_json::Value>(&left).is_ok());
    }

    #[test]
    fn whole_strings_go_with_one_comma() {
        let (record, text) = (r#"["a1", "b2" , "c3"]"#, "a1\n\nb2\n\nc3");
        check(record, text, &["a1"], r#"["b2" , "c3"]"#);
        check(record, text, &["b2\n\n"], r#"["a1" , "c3"]"#);
        check(record, text, &["c3"], r#"["a1", "b2"]"#);
        check(record, text, &["a1", "c3"], r#"["b2"]"#);
        check(record, text, &["b2", "c3"], r#"["a1"]"#);
        check(record, text, &["a1\n\nb2\n\nc3"], "[]");
    }

    #[test]
    fn parts_of_strings_are_cut_inside() {
        check(r#"["a\nb\n", null, "c"]"#, "a\nb\n\n\nc", &["b\n"], r#"["a\n", null, "c"]"#);
    }

    #[test]
    fn the_tree_of_fundus() {
        let record =
            r#"{"summary": ["s"], "sections": [{"headline": ["h"], "paragraphs": ["p1", "p2"]}]}"#;
        let expected =
            r#"{"summary": ["s"], "sections": [{"headline": [], "paragraphs": ["p1"]}]}"#;
        check(record, "s\n\nh\n\np1\n\np2", &["h", "p2"], expected);
    }

    #[test]
    fn other_objects_are_no_text() {
        let value: &RawValue = serde_json::from_str(r#"{"a": "b"}"#).unwrap();
        assert!(gather(value.get(), value).is_none());
    }
}
