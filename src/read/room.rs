//! Room for one more field in a JSON record.
//!
//! Takes a record as UTF-8 and the name of a field, gives what of the record makes way and where the field goes: last, in
//! place of one of that name. Never changes the record.

use super::fields::Fields;
use super::tree::range_in;
use std::ops::Range;

/// Where a field can be put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Ascending ranges that go: the fields of that name, each with one comma.
    pub gone: Vec<Range<usize>>,
    /// Where `,"name":value` goes: behind the last value.
    pub at: usize,
}

impl Room {
    /// Room for the field `name` in `record`; `None` if that is no object, or has no other field.
    pub(super) fn of(record: &str, name: &str) -> Option<Self> {
        let fields = Fields::parse(record).ok()?;
        let (mut gone, mut kept, mut before) = (Vec::new(), false, record.find('{')? + 1);
        for (key, value) in fields.iter() {
            let mut end = range_in(record, value.get()).end;
            let is_namesake = key == name;
            if is_namesake && !kept {
                // Nothing stays before it: the comma behind it goes with it.
                end += record[end..].find(',')? + 1;
            }
            if is_namesake {
                gone.push(before..end);
            }
            kept |= !is_namesake;
            before = end;
        }
        kept.then_some(Self { gone, at: before })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(record: &str) -> Option<String> {
        let room = Room::of(record, "n")?;
        let mut text = record.to_owned();
        text.insert_str(room.at, ",\"n\":0");
        room.gone.into_iter().rev().for_each(|range| text.replace_range(range, ""));
        Some(text)
    }

    #[test]
    fn the_field_comes_last_and_takes_the_place_of_its_namesakes() {
        for (record, expected) in [
            (r#"{"a": 1}"#, r#"{"a": 1,"n":0}"#),
            ("{\n \"a\": [1, {\"n\": 2}] \n}", "{\n \"a\": [1, {\"n\": 2}],\"n\":0 \n}"),
            (r#"{"a":1 , "n":{"b":[","]} }"#, r#"{"a":1,"n":0 }"#),
            (r#"{ "n":"," , "a":1}"#, r#"{ "a":1,"n":0}"#),
            (r#"{"n":1,"n":2, "a":1, "n":3, "b":2,"n":4}"#, r#"{ "a":1, "b":2,"n":0}"#),
        ] {
            assert_eq!(with(record).as_deref(), Some(expected), "{record}");
        }
    }

    #[test]
    fn what_is_no_object_or_holds_nothing_else_has_no_room() {
        for record in ["", "[]", "{}", r#"{"n": 1}"#, "words"] {
            assert_eq!(with(record), None, "{record}");
        }
    }
}
