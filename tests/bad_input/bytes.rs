//! Bytes that no text should have, and streams that break off.

use crate::desk::{Book, Desk, good, prose, record};
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// The lines of a file of the cleaned corpus that is compressed with gzip.
fn unzipped(book: &Book, name: &str) -> String {
    let mut text = String::new();
    let mut unpacker = flate2::read::MultiGzDecoder::new(book.cleaned(name));
    std::io::Read::read_to_string(&mut unpacker, &mut text).unwrap();
    text
}

#[test]
fn of_a_gzip_file_that_breaks_off_the_records_before_the_break_are_kept() {
    let lines = good(2_000);
    let packed = gzip(lines.as_bytes());
    for share in [30, 60, 99] {
        let cut = &packed[..packed.len() * share / 100];
        let desk = Desk::with(&[("a.jsonl.gz", cut)]);
        let book = desk.clean("");
        let [read, cleaned, _, rejected] = book.counts();
        assert_eq!((read, rejected), (cleaned + 1, 1), "{share}");
        let kept = unzipped(&book, "a.jsonl.gz");
        let kept = kept.trim_end();
        assert!(cleaned > 10 * share as u64 && lines.starts_with(kept), "{share}: {cleaned}");
        assert_eq!(kept.lines().count() as u64, cleaned);
        let reject = &book.rejects[0];
        assert_eq!(reject.place, format!("in/a.jsonl.gz:{}", cleaned + 1));
        assert!(reject.reason.contains("ends too early"), "{reject:?}");
        let rest = lines[kept.len()..].trim_start().as_bytes();
        assert!(rest.starts_with(&reject.bytes), "{share}: what was left of the record");
    }
}

#[test]
fn of_a_gzip_file_that_breaks_in_its_head_nothing_is_left() {
    let packed = gzip(good(3).as_bytes());
    let desk = Desk::with(&[("a.jsonl.gz", &packed[..12])]);
    desk.run("clean in -o out").failed("in/a.jsonl.gz", &["ends too early"]);
    let book = {
        desk.put("in/b.jsonl", good(3));
        desk.clean("--force")
    };
    assert_eq!(book.counts(), [4, 3, 0, 1]);
}

#[test]
fn a_flipped_bit_in_a_gzip_file_is_a_reject_and_no_silence() {
    let mut packed = gzip(good(500).as_bytes());
    let middle = packed.len() / 2;
    packed[middle] ^= 0x10;
    let desk = Desk::with(&[
        ("a.jsonl.gz", &packed),
        ("b.jsonl", record(&[("text", &prose(9_000))]).as_bytes()),
    ]);
    let book = desk.clean("");
    assert!(book.counts()[3] >= 1, "{:?}", book.counts());
    assert!(book.rejects[0].place.starts_with("in/a.jsonl.gz:"), "{:?}", book.rejects[0].place);
}

#[test]
fn lone_surrogates_are_told_apart_from_text_and_left_as_they_are() {
    let lines = [
        r#"{"id": "a", "text": "PROSE\ud83d PROSE", "title": "\udc00 rain"}"#,
        r#"{"id": "b", "text": "\ude00\ud83dPROSE", "\ud83d": "\ud83d\u0041"}"#,
        r#"{"id": "\ud800", "text": "PROSE \ud83d\ude00", "host": "\udfff.example"}"#,
    ];
    let lines: String = (0_u64..)
        .zip(lines)
        .map(|(n, line)| {
            let prose = serde_json::to_string(&prose(n)).unwrap();
            line.replace("PROSE", prose.trim_matches('"')) + "\n"
        })
        .collect();
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [3, 3, 0, 0]);
    assert_eq!(book.cleaned("a.jsonl"), lines.as_bytes());
}

#[test]
fn cuts_beside_lone_surrogates_take_what_they_should() {
    let line = |n: u64| {
        let [above, below] = [prose(n), prose(n + 100)].map(|text| text.replace('\n', "\\n"));
        format!(
            "{{\"id\": \"{n}\", \"host\": \"a.example\", \"text\": \"\\ud83d{above}\\n\\nSubscribe to our newsletter for free\\n\\n\\ude00{below}\\ud83d\"}}\n"
        )
    };
    let lines: String = (0..12).map(line).collect();
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.removed.len(), 12);
    let expected = lines.replace("Subscribe to our newsletter for free\\n\\n", "");
    assert_eq!(String::from_utf8_lossy(book.cleaned("a.jsonl")), expected);
}

#[test]
fn nul_bytes_pass_as_escapes_and_are_rejected_raw() {
    let escaped = prose(100).replace('\n', "\\n");
    let lines = format!(
        "{{\"id\": \"a\\u0000b\", \"text\": \"\\u0000 {} \\u0000\"}}\n{{\"text\": \"raw \0 byte\"}}\n{}",
        escaped,
        good(2)
    );
    let text = format!("{}\0 and \0 the rain", prose(200));
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes()), ("b.txt", text.as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [5, 4, 0, 1]);
    assert_eq!(book.rejects[0].place, "in/a.jsonl:2");
    assert_eq!(book.rejects[0].bytes, b"{\"text\": \"raw \0 byte\"}");
    assert_eq!(book.cleaned("b.txt"), text.as_bytes());
}

#[test]
fn records_that_are_not_utf8_are_decoded_and_given_back() {
    let latin = format!("{}\n\nDer M\u{fc}ller f\u{e4}hrt \u{fc}ber die Br\u{fc}cke.", prose(101));
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&latin);
    let line = [
        b"{\"id\": \"x\", \"text\": \"".as_slice(),
        &prose(102).replace('\n', "\\n").into_bytes(),
        b" Der M\xfcller f\xe4hrt.\"}\n",
    ]
    .concat();
    let lines = [line.as_slice(), good(3).as_bytes()].concat();
    let desk = Desk::with(&[("a.jsonl", &lines), ("b.txt", &latin)]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [5, 5, 0, 0]);
    assert_eq!(book.summary.records.decoded, 2);
    let text = std::str::from_utf8(book.cleaned("b.txt")).unwrap();
    assert!(text.contains("Der M\u{fc}ller f\u{e4}hrt \u{fc}ber die Br\u{fc}cke."), "{text}");
    assert!(book.texts("a.jsonl")[0].contains("Der M\u{fc}ller f\u{e4}hrt."));
}

#[test]
fn garbage_of_all_bytes_never_stops_a_run() {
    let all: Vec<u8> =
        (0..40_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
    let line: Vec<u8> = [b"{\"text\": \"".as_slice(), &all, b"\"}"].concat();
    let lines = [line.as_slice(), b"\n", good(200).as_bytes()].concat();
    let desk = Desk::with(&[
        ("a.jsonl", &lines),
        ("b.json", &[b"[{\"text\": \"It rained.\"}, ".as_slice(), &all, b"]"].concat()),
        (
            "c.txt",
            &[prose(800).as_bytes(), b"\xff\xfe\xc3\x28\xa0\xa1 ", prose(801).as_bytes()].concat(),
        ),
        ("d", &all),
        ("e.gz", &[b"\x1f\x8b\x08".as_slice(), &all].concat()),
        ("f.zst", &[b"\x28\xb5\x2f\xfd".as_slice(), &all].concat()),
        ("g.bz2", &[b"BZh9".as_slice(), &all].concat()),
        ("h.xz", &[b"\xfd7zXZ\0".as_slice(), &all].concat()),
    ]);
    let book = desk.clean("");
    assert!(book.counts()[1] >= 200, "{:?}", book.counts());
}
