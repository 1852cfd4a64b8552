//! Character encodings and escapes, record by record.

use crate::*;

#[test]
fn each_record_has_its_own() {
    let reading = read(b"{\"text\": \"caf\xe9 au lait\"}\n{\"text\": \"caf\xc3\xa9\"}\n{\"text\": \"na\xc3\xafve caf\xc3\xa9 \xff\"}\n");
    assert_eq!(reading.texts(), ["café au lait", "café", "naïve café \u{fffd}"]);
    assert_eq!(reading.decoded, 2);
}

#[test]
fn wide_json_lines_are_decoded_whole() {
    let wide: Vec<u8> =
        format!("\u{feff}{LINES}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let reading = read(&wide);
    assert_eq!((reading.texts(), reading.decoded), (vec!["one", "two"], 2));
    assert_eq!(read(gzip(&wide)).texts(), ["one", "two"]);
}

#[test]
fn escapes_are_undone() {
    let reading =
        read(r#"{"text": "a\u00e9\ud83d\ude00 \ud83d \"\\\/\n\u0000", "title": "\u0041"}"#);
    assert_eq!(reading.only().text, "aé😀 \u{fffd} \"\\/\n\0");
    assert_eq!(reading.only().title.as_deref(), Some("A"));
}
