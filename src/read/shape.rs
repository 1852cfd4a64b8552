//! What a file is, told by its first bytes.
//!
//! Takes a decompressed sample, gives its [`Shape`]. Never looks at names, never fails: what is nothing else is text.

use super::presets::Role;
use memchr::memchr;

/// How records stand in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// One object a line.
    Lines,
    /// Objects in an array, one after the other, or alone.
    Objects,
    /// Plain text: the file is one article.
    Prose,
    /// Nothing that can be read, for this reason.
    Refused(String),
}

/// Lines of a sample that vote on its shape.
const VOTERS: usize = 200;

/// Longest key that is looked at to see whether something is an object.
const LONGEST_KEY: usize = 256;

/// First bytes of formats that hold no text one could read, with what to do about each.
const SIGNATURES: [(&[u8], &str); 20] = [
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF document; extract its text first"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"PK\x03\x04", "a zip archive (or an office document); unpack it first"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (b"\x04\x22\x4d\x18", "lz4-compressed; decompress it first"),
    (b"PAR1\x15", "a Parquet file; convert it to JSON Lines first"),
    (b"ARROW1\0\0", "an Arrow file; convert it to JSON Lines first"),
    (b"\xff\xff\xff\xff", "an Arrow stream or other binary data; convert it to JSON Lines first"),
    (b"SQLite format 3\0", "a SQLite database; export its articles to JSON Lines first"),
    (b"Obj\x01", "an Avro file; convert it to JSON Lines first"),
    (b"\xd0\xcf\x11\xe0", "an office document; extract its text first"),
    (b"WARC/1.", "a WARC file; extract the articles with trafilatura or news-please first"),
    (b"{\\rtf", "an RTF document; extract its text first"),
];

/// First words of markup, in lower case.
const MARKUP: [(&[u8], &str); 3] = [
    (b"<!doctype html", "an HTML page; extract the article with trafilatura or news-please first"),
    (b"<html", "an HTML page; extract the article with trafilatura or news-please first"),
    (b"<?xml", "an XML document; convert it to JSON Lines first"),
];

/// What `sample` shows; `whole` if nothing follows it.
pub(super) fn shape_of(sample: &[u8], whole: bool) -> Shape {
    if let Some(reason) = refusal(sample) {
        return Shape::Refused(reason);
    }
    let head = sample.trim_ascii_start();
    if opens_array(head, whole) {
        return Shape::Objects;
    }
    let votes = Votes::count(sample, whole);
    if votes.objects > 0 && votes.objects * 2 >= votes.lines {
        let lines = votes.lines > 1 && votes.closed * 2 >= votes.objects;
        return if lines { Shape::Lines } else { Shape::Objects };
    }
    if opens_object(head) {
        return Shape::Objects;
    }
    prose_or_binary(sample)
}

/// The reason why a file of a known format cannot be read.
fn refusal(sample: &[u8]) -> Option<String> {
    let by_magic = SIGNATURES.iter().find(|(magic, _)| sample.starts_with(magic));
    let tar = sample.get(257..262) == Some(b"ustar");
    let head = sample.trim_ascii_start();
    let by_word = MARKUP.iter().find(|(word, _)| {
        head.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    });
    let what = match by_magic.or(by_word) {
        Some((_, what)) => *what,
        None if tar => "a tar archive; unpack it first",
        None if is_table(head) => "a table (CSV or TSV); convert it to JSON Lines first",
        None => return None,
    };
    Some(format!("this is {what}"))
}

/// Whether the first line names columns: one for the text, and another that goes with it.
fn is_table(head: &[u8]) -> bool {
    let end = memchr(b'\n', head).unwrap_or(head.len());
    let Ok(line) = str::from_utf8(&head[..end]) else { return false };
    let is_one_of = |name: &str, roles: &[Role]| {
        let mut known = roles.iter().flat_map(|role| role.names());
        known.any(|known| name.eq_ignore_ascii_case(known))
    };
    [',', ';', '\t'].into_iter().any(|comma| {
        let columns = || line.split(comma).map(|name| name.trim().trim_matches('"'));
        columns().any(|name| is_one_of(name, &[Role::Text]))
            && columns()
                .any(|name| is_one_of(name, &[Role::Title, Role::Url, Role::Date, Role::Id]))
    })
}

/// Text, unless one byte in twenty is a control character that no text holds.
fn prose_or_binary(sample: &[u8]) -> Shape {
    let controls = sample.iter().filter(|&&b| is_control(b)).count();
    if controls >= 8 && controls * 20 > sample.len() {
        return Shape::Refused("this is binary data of an unknown format".to_owned());
    }
    Shape::Prose
}

/// Whether `byte` is a control character other than white space and the escape of ISO-2022 encodings.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}

/// How the lines of a sample vote.
#[derive(Default)]
struct Votes {
    lines: usize,
    /// Lines that begin like an object.
    objects: usize,
    /// Those of them that end like one.
    closed: usize,
}

impl Votes {
    fn count(sample: &[u8], whole: bool) -> Self {
        let mut votes = Self::default();
        let mut rest = sample;
        while !rest.is_empty() && votes.lines < VOTERS {
            let (line, after, cut) = match memchr(b'\n', rest) {
                Some(end) => (&rest[..end], &rest[end + 1..], false),
                None => (rest, &rest[rest.len()..], !whole),
            };
            rest = after;
            let line = line.trim_ascii();
            // A line that the sample cuts off has a vote only if it is alone.
            let alone = votes.lines == 0;
            if !line.is_empty() && (alone || !cut) {
                votes.add(line);
            }
        }
        votes
    }

    fn add(&mut self, line: &[u8]) {
        self.lines += 1;
        if opens_object(line) {
            self.objects += 1;
            self.closed += usize::from(line.ends_with(b"}"));
        }
    }
}

/// Whether `bytes` begin with an array that is empty or whose first element is an object.
fn opens_array(bytes: &[u8], whole: bool) -> bool {
    let Some(inside) = bytes.strip_prefix(b"[") else { return false };
    let inside = inside.trim_ascii_start();
    match inside.first() {
        Some(b'{') => opens_object(inside),
        Some(b']') => whole && inside[1..].trim_ascii().is_empty(),
        _ => false,
    }
}

/// Whether `bytes` begin with a brace, a key and a colon, or with an empty object.
fn opens_object(bytes: &[u8]) -> bool {
    let Some(inside) = bytes.strip_prefix(b"{") else { return false };
    let inside = inside.trim_ascii_start();
    match inside.first() {
        Some(b'}') => true,
        Some(b'"') => follows_key(&inside[1..]),
        _ => false,
    }
}

/// Whether a key ends in `bytes` and a colon follows, as far as there are bytes.
fn follows_key(bytes: &[u8]) -> bool {
    let window = &bytes[..bytes.len().min(LONGEST_KEY)];
    let Some(end) = memchr(b'"', window) else { return bytes.len() < LONGEST_KEY };
    // A key with an escaped quote is so rare that the backslash alone is believed.
    window[..end].ends_with(b"\\")
        || matches!(bytes[end + 1..].trim_ascii_start().first(), Some(b':') | None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Shape {
        shape_of(text.as_bytes(), true)
    }

    #[test]
    fn json_is_told_by_content() {
        assert_eq!(shape("{\"a\": 1}\n{\"a\": 2}\n"), Shape::Lines);
        assert_eq!(shape("broken\n{\"a\": 1}\n\n{\"a\": 2}\n"), Shape::Lines);
        assert_eq!(shape("{\"a\": \"cut\n{\"a\": 1}\n{\"a\": 2}"), Shape::Lines);
        assert_eq!(shape("{\"a\": 1}"), Shape::Objects);
        assert_eq!(shape("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}"), Shape::Objects);
        assert_eq!(shape("[\n{\"a\": 1},\n{\"a\": 2}\n]"), Shape::Objects);
        assert_eq!(shape("{\"a\": 1},\n{\"a\": 2},\n"), Shape::Objects);
        assert_eq!(shape(" [ ]\n"), Shape::Objects);
    }

    #[test]
    fn text_that_begins_with_a_bracket_is_text() {
        for text in [
            "",
            "[Editor's note] It rained.",
            "{sic} it rained",
            "[1] A list\n[2] of notes",
            "{\"It rained,\" she said.}",
        ] {
            assert_eq!(shape(text), Shape::Prose, "{text:?}");
        }
    }

    #[test]
    fn a_few_nuls_are_text_and_many_are_not() {
        assert_eq!(shape(&format!("{}\0\0\0", "word ".repeat(100))), Shape::Prose);
        assert!(matches!(shape(&"\0\x01a".repeat(20)), Shape::Refused(_)));
    }

    #[test]
    fn known_formats_are_refused_with_advice() {
        let reason = |bytes: &[u8]| match shape_of(bytes, false) {
            Shape::Refused(reason) => reason,
            other => panic!("{other:?}"),
        };
        assert!(reason(b"\n<!DOCTYPE html><p>").contains("trafilatura"));
        assert!(reason(b"WARC/1.0\r\n").contains("news-please"));
        assert!(reason(b"PAR1\x15\x04").contains("JSON Lines"));
    }
}
