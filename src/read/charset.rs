//! Character encodings.
//!
//! Takes bytes, gives UTF-8: byte order mark, then UTF-8, then the user's word, then a guess. Never fails: what no
//! encoding explains becomes U+FFFD.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Bytes at the start of a file that are looked at for UTF-16 without a mark.
const WIDE_SAMPLE: usize = 4096;

/// `bytes` as UTF-8, and whether they were something else.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    encoding: Option<&'static Encoding>,
) -> (Cow<'a, str>, bool) {
    // ISO-2022-JP alone looks like ASCII and is not: there the user's word comes first.
    let escaped = encoding.is_some_and(|e| !e.is_ascii_compatible() && bytes.contains(&0x1b));
    // Half of the time of the reading was spent in the standard library's check.
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) if !escaped => return (Cow::Borrowed(text), false),
        _ => {}
    }
    if !escaped && is_damaged_utf8(bytes) {
        return (Cow::Owned(String::from_utf8_lossy(bytes).into_owned()), true);
    }
    let encoding = encoding.unwrap_or_else(|| guess(bytes));
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (Cow::Owned(text.into_owned()), true)
}

/// Whether `bytes` are UTF-8 with a few stray ones, rather than another encoding.
///
/// Characters of several bytes do not come about by chance; nor does the beginning of one, cut off.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut fitting, mut stray) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        fitting += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        match chunk.invalid().len() {
            0 => {}
            1 => stray += 1,
            _ => fitting += 1,
        }
    }
    fitting > 0 && fitting >= stray
}

/// The encoding that fits best.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The UTF-16 that a file is in, by its mark, by the user's word, or by every second byte being zero.
pub(super) fn wide_encoding(
    sample: &[u8],
    asked: Option<&'static Encoding>,
) -> Option<&'static Encoding> {
    let by_mark = Encoding::for_bom(sample).map(|(encoding, _)| encoding);
    match by_mark.or(asked) {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Some(encoding),
        Some(encoding) if encoding == UTF_8 => None,
        _ => by_zeros(&sample[..sample.len().min(WIDE_SAMPLE)]),
    }
}

/// UTF-16 of mostly Latin text, which has a zero in every second place and hardly any in the others.
fn by_zeros(sample: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = sample.as_chunks::<2>();
    let high_first = pairs.iter().filter(|pair| pair[0] == 0).count();
    let high_last = pairs.iter().filter(|pair| pair[1] == 0).count();
    let half = pairs.len() / 2;
    match (high_first > half, high_last > half) {
        (true, false) if high_last * 20 < pairs.len() => Some(UTF_16BE),
        (false, true) if high_first * 20 < pairs.len() => Some(UTF_16LE),
        _ => None,
    }
}

/// A decoder for a source that is in another encoding as a whole.
pub(super) struct Recoder(Decoder);

impl Recoder {
    pub(super) fn new(encoding: &'static Encoding) -> Self {
        Self(encoding.new_decoder_with_bom_removal())
    }

    /// Appends `raw` as UTF-8 to `buffer`; `end` with the last of it.
    pub(super) fn decode(&mut self, raw: &[u8], end: bool, buffer: &mut Vec<u8>) {
        let room = self.0.max_utf8_buffer_length(raw.len()).unwrap_or(raw.len() * 3 + 16);
        let mut text = String::with_capacity(room);
        let mut from = 0;
        loop {
            let (result, read, _) = self.0.decode_to_string(&raw[from..], &mut text, end);
            from += read;
            match result {
                CoderResult::InputEmpty => break,
                CoderResult::OutputFull => text.reserve(raw.len() - from + 16),
            }
        }
        buffer.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{SHIFT_JIS, WINDOWS_1251};

    #[test]
    fn utf8_is_borrowed() {
        assert!(matches!(decode("grüße".as_bytes(), None), (Cow::Borrowed("grüße"), false)));
    }

    #[test]
    fn another_encoding_is_guessed() {
        let text = "Министр заявил, что переговоры продолжатся на следующей неделе в столице.";
        let (bytes, _, _) = WINDOWS_1251.encode(text);
        assert_eq!(decode(&bytes, None), (Cow::Borrowed(text), true));
        let (bytes, _, _) = SHIFT_JIS.encode("表示する");
        assert_eq!(decode(&bytes, Some(SHIFT_JIS)), (Cow::Borrowed("表示する"), true));
        assert_eq!(decode(b"a caf\xe9 and a bar", None).0, "a café and a bar");
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let (text, decoded) = decode(b"caf\xc3\xa9 \xff \xe2\x80\x99s", None);
        assert_eq!((text.as_ref(), decoded), ("café \u{fffd} ’s", true));
        assert_eq!(decode(b"cut here \xe2\x80", None).0, "cut here \u{fffd}");
    }

    #[test]
    fn utf16_is_seen_with_and_without_a_mark() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(wide_encoding(&wide("\u{feff}да"), None), Some(UTF_16LE));
        assert_eq!(wide_encoding(&wide("plain words"), None), Some(UTF_16LE));
        assert_eq!(wide_encoding(&wide("да"), Some(UTF_16LE)), Some(UTF_16LE));
        assert_eq!(wide_encoding(b"plain words", None), None);
        assert_eq!(wide_encoding(b"", None), None);
    }

    #[test]
    fn a_recoder_takes_pieces() {
        let raw: Vec<u8> = "\u{feff}a𝄞é".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (mut recoder, mut out) = (Recoder::new(UTF_16BE), Vec::new());
        for byte in &raw {
            recoder.decode(std::slice::from_ref(byte), false, &mut out);
        }
        recoder.decode(&[], true, &mut out);
        assert_eq!(out, "a𝄞é".as_bytes());
    }
}
