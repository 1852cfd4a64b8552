//! Two articles side by side as the page wants them.
//!
//! Takes the rows of a comparison, gives `["=", text, words]`, `["~", left, right]`, `["<", text]` or `[">", text]` for
//! each; a side of `~` is a list of `[text, 1 if it differs]`.

use super::align::{Aligned, AlignedKind};
use super::paragraph::{Passage, Segment};
use serde_json::{Value, json};

/// The rows in the form of the page. O(bytes).
#[must_use]
pub fn side_by_side(rows: &[Aligned]) -> Vec<Value> {
    rows.iter().map(row).collect()
}

fn row(row: &Aligned) -> Value {
    let (a, b) = (row.a.as_ref(), row.b.as_ref());
    match row.kind {
        AlignedKind::Same => json!(["=", text(a), a.map_or(0, |p| p.words)]),
        AlignedKind::Alike => json!(["~", runs(a), runs(b)]),
        AlignedKind::OnlyA => json!(["<", text(a)]),
        AlignedKind::OnlyB => json!([">", text(b)]),
    }
}

fn text(passage: Option<&Passage>) -> String {
    passage.iter().flat_map(|p| &p.text).map(|segment| segment.text.as_str()).collect()
}

fn runs(passage: Option<&Passage>) -> Value {
    let run = |s: &Segment| json!([s.text, u8::from(s.differs)]);
    passage.iter().flat_map(|p| &p.text).map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_form_of_the_page() {
        let segment = |text: &str, differs| Segment { text: text.to_owned(), differs };
        let passage = |text| Some(Passage { number: 1, words: 2, text });
        let of = |kind, a, b| Aligned { kind, moved: false, again: false, a, b };
        let one = || passage(vec![segment("One two", false)]);
        let told = side_by_side(&[
            of(AlignedKind::Same, one(), one()),
            of(
                AlignedKind::Alike,
                passage(vec![segment("One ", false), segment("two", true)]),
                one(),
            ),
            of(AlignedKind::OnlyA, one(), None),
            of(AlignedKind::OnlyB, None, one()),
        ]);
        let wanted = json!([
            ["=", "One two", 2],
            ["~", [["One ", 0], ["two", 1]], [["One two", 0]]],
            ["<", "One two"],
            [">", "One two"]
        ]);
        assert_eq!(json!(told), wanted);
    }
}
