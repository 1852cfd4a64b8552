//! A JSON object as its fields, unparsed.
//!
//! Takes one object's text, gives its keys and its values as borrowed slices of that text. Never builds a value: what
//! nobody asks for is skipped, however deep it is nested.

use super::literal::unescape;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The fields of one object, in order.
#[derive(Debug)]
pub(super) struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// The fields of the object that is the whole of `text`.
    pub(super) fn parse(text: &'a str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// Keys with their values, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), *value))
    }

    /// The keys, in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }

    /// The value of `key`; of several the last, as JSON parsers take it.
    pub(super) fn get(&self, key: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find_map(|(name, value)| (name == key).then_some(*value))
    }

    /// The value of `key` in any case.
    pub(super) fn get_any_case(&self, key: &str) -> Option<&'a RawValue> {
        self.get(key).or_else(|| {
            self.0
                .iter()
                .rev()
                .find_map(|(name, value)| name.eq_ignore_ascii_case(key).then_some(*value))
        })
    }

    /// The value at a dotted path; a key that itself holds the dots comes first.
    pub(super) fn at(&self, path: &str) -> Option<&'a RawValue> {
        if let Some(value) = self.get(path) {
            return Some(value);
        }
        path.match_indices('.').find_map(|(dot, _)| {
            let inner = self.get(&path[..dot])?;
            Fields::parse(inner.get()).ok()?.at(&path[dot + 1..])
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::with_capacity(16);
        while let Some((key, value)) = map.next_entry::<&'de RawValue, &'de RawValue>()? {
            fields.push((unescape(inside(key)), value));
        }
        Ok(Fields(fields))
    }
}

/// What stands between the quotes of a string literal.
pub(super) fn inside(literal: &RawValue) -> &str {
    let text = literal.get();
    text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
}

/// The value as one string: a string or number, or the first one of a list. Missing values are `None`: `null`, empty,
/// the string `None`.
pub(super) fn scalar(value: &RawValue) -> Option<Cow<'_, str>> {
    let text = value.get();
    let found = match text.as_bytes().first()? {
        b'"' => unescape(inside(value)),
        b'-' | b'0'..=b'9' => Cow::Borrowed(text),
        b'[' => {
            return serde_json::from_str::<Vec<&RawValue>>(text).ok()?.into_iter().find_map(single);
        }
        _ => return None,
    };
    let meant = found.trim();
    (!meant.is_empty() && meant != "None").then_some(found)
}

/// As [`scalar`], of what is no list.
fn single(value: &RawValue) -> Option<Cow<'_, str>> {
    (!value.get().starts_with('[')).then(|| scalar(value))?
}

/// What a value is, in words.
pub(super) fn kind(value: &RawValue) -> &'static str {
    match value.get().as_bytes().first() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_slices_of_the_record() {
        let text = r#"{"a": {"b": {"c": 1}, "x.y": 2}, "A": 3, "a\n": 4, "a": {"b": 5}}"#;
        let fields = Fields::parse(text).unwrap();
        let at = |path| fields.at(path).map(RawValue::get);
        assert_eq!(at("a.b"), Some("5"));
        assert_eq!(at("a.b.c"), None);
        assert_eq!(at("a\n"), Some("4"));
        assert_eq!(fields.get_any_case("A").map(RawValue::get), Some("3"));
        assert_eq!(
            Fields::parse(r#"{"m": {"x.y": {"z": 7}}}"#).unwrap().at("m.x.y.z").map(RawValue::get),
            Some("7")
        );
    }

    #[test]
    fn depth_and_odd_keys_are_harmless() {
        let deep = format!(
            r#"{{"d": {}{}, "\ud83d": "k", "t": "x"}}"#,
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        let fields = Fields::parse(&deep).unwrap();
        assert_eq!(fields.get("t").map(RawValue::get), Some("\"x\""));
        assert_eq!(fields.get("\u{fffd}").map(RawValue::get), Some("\"k\""));
    }

    #[test]
    fn missing_values_are_none() {
        let value = |text: &str| {
            let raw: &RawValue = serde_json::from_str(text).unwrap();
            scalar(raw).map(Cow::into_owned)
        };
        for none in ["null", "\"\"", "\" \"", "\"None\"", "true", "{}", "[]", "[null]", "[[\"a\"]]"]
        {
            assert_eq!(value(none), None, "{none}");
        }
        assert_eq!(value("17").as_deref(), Some("17"));
        assert_eq!(value("[null, \"a\"]").as_deref(), Some("a"));
    }
}
