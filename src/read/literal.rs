//! JSON string literals: what they stand for, and where.
//!
//! Takes the inside of a literal that the JSON parser has passed, gives its text and the way back from offsets in the
//! text to offsets in the literal. More tolerant than the parser on one point: half of a surrogate pair is U+FFFD.

use memchr::memchr;
use std::borrow::Cow;

/// The text that the inside of a literal stands for.
#[must_use]
pub(super) fn unescape(literal: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'\\', literal.as_bytes()) else { return Cow::Borrowed(literal) };
    let mut text = String::with_capacity(literal.len());
    let mut from = 0;
    let mut next = Some(first);
    while let Some(at) = next {
        text.push_str(&literal[from..at]);
        let (length, c) = escape(&literal.as_bytes()[at..]);
        text.push(c);
        from = at + length;
        next = memchr(b'\\', &literal.as_bytes()[from..]).map(|skip| from + skip);
    }
    text.push_str(&literal[from..]);
    Cow::Owned(text)
}

/// The escape that `bytes` begin with: its length and the character it stands for.
fn escape(bytes: &[u8]) -> (usize, char) {
    let c = match bytes.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => return unicode_escape(bytes),
        Some(&other) if other.is_ascii() => char::from(other),
        _ => return (1, char::REPLACEMENT_CHARACTER),
    };
    (2, c)
}

/// A `\uXXXX`, or two that make a pair.
fn unicode_escape(bytes: &[u8]) -> (usize, char) {
    let unit = |at: usize| -> Option<u16> {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
    };
    let Some(first) = unit(0) else { return (2, char::REPLACEMENT_CHARACTER) };
    if let Some(c) = char::from_u32(u32::from(first)) {
        return (6, c);
    }
    let pair = unit(6).and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    pair.map_or((6, char::REPLACEMENT_CHARACTER), |c| (12, c))
}

/// A walk through a literal, for offsets that ascend.
pub(super) struct Walk<'a> {
    literal: &'a [u8],
    raw: usize,
    text: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(literal: &'a str) -> Self {
        Self { literal: literal.as_bytes(), raw: 0, text: 0 }
    }

    /// The offset in the literal of offset `target` in its text; inside a character, the offset of that character.
    pub(super) fn seek(&mut self, target: usize) -> usize {
        while self.text < target && self.raw < self.literal.len() {
            let end = self.literal.len().min(self.raw + (target - self.text));
            let window = &self.literal[self.raw..end];
            let run = memchr(b'\\', window).unwrap_or(window.len());
            self.raw += run;
            self.text += run;
            if run < window.len() {
                let (length, c) = escape(&self.literal[self.raw..]);
                if self.text + c.len_utf8() > target {
                    break;
                }
                self.raw += length;
                self.text += c.len_utf8();
            }
        }
        self.raw
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_characters() {
        assert!(matches!(unescape("plain é"), Cow::Borrowed("plain é")));
        assert_eq!(unescape(r#"a\nb\t\"\\\/é\u00e9"#), "a\nb\t\"\\/éé");
        assert_eq!(unescape(r"\ud83d\ude00"), "😀");
        assert_eq!(unescape(r"\ud83d!\ude00\ud83d\u0041"), "\u{fffd}!\u{fffd}\u{fffd}A");
    }

    #[test]
    fn broken_escapes_do_not_panic() {
        for literal in ["\\", "\\u", "\\u12", "\\u12é4", "\\é", "\\ud83d\\u", "\\+", "\\u+123"] {
            let text = unescape(literal);
            let mut walk = Walk::new(literal);
            for target in 0..text.len() + 3 {
                assert!(walk.seek(target) <= literal.len());
            }
        }
    }

    #[test]
    fn every_character_is_found_again() {
        let literal = r"a\n\u00e9é\ud83d\ude00\ud83d\\b";
        let text = unescape(literal);
        let mut walk = Walk::new(literal);
        for (at, c) in text.char_indices() {
            let start = walk.seek(at);
            let end = Walk::new(literal).seek(at + c.len_utf8());
            assert_eq!(unescape(&literal[start..end]), c.to_string(), "at {at}");
        }
        assert_eq!(walk.seek(text.len()), literal.len());
    }
}
