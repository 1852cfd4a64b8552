//! Compressions and containers: the same records in every one of them.

use crate::*;

/// JSON Lines with these texts.
fn lines_of(texts: impl Iterator<Item = String>) -> String {
    texts.fold(String::new(), |lines, text| lines + "{\"text\": \"" + &text + "\"}\n")
}

#[test]
fn the_same_records_in_every_container() {
    for bytes in [
        LINES,
        "{\"text\": \"one\"}\r\n\r\n{\"text\": \"two\"}",
        "[{\"text\": \"one\"}, {\"text\": \"two\"}]",
        "[\n    {\n        \"text\": \"one\"\n    },\n    {\n        \"text\": \"two\"\n    }\n]\n",
        "{\"text\": \"one\"}{\"text\": \"two\"}",
        "{\n  \"text\": \"one\"\n}\n{\n  \"text\": \"two\"\n}\n",
        "[{\"text\": \"one\"},]{\"text\": \"two\"}]",
        "{\"text\": \"one\"},\n{\"text\": \"two\"},\n",
        "\u{feff}[{\"text\": \"one\"},\n{\"text\": \"two\"}]",
        "\u{feff}{\"text\": \"one\"}\n{\"text\": \"two\"}\n",
    ] {
        let reading = read(bytes);
        assert_eq!(reading.texts(), ["one", "two"], "{bytes}");
        assert_eq!(reading.rejects, [], "{bytes}");
        assert_eq!(reading.decoded, 0);
    }
}

#[test]
fn every_compression_of_every_container() {
    for text in [LINES, "[{\"text\": \"one\"}, {\"text\": \"two\"}]"] {
        for pack in [gzip, zstd, bzip2, xz] {
            assert_eq!(read(pack(text.as_bytes())).texts(), ["one", "two"]);
        }
    }
    for pack in [gzip, zstd, bzip2, xz] {
        assert_eq!(read_as("a.txt.gz", &pack(b"Some words.")).texts(), ["Some words."]);
    }
}

#[test]
fn all_members_frames_and_streams_are_read() {
    let (one, two) = LINES.as_bytes().split_at(10);
    for pack in [gzip, zstd, bzip2, xz] {
        let reading = read([pack(one), pack(b""), pack(two)].concat());
        assert_eq!(reading.texts(), ["one", "two"], "{:?}", reading.complaints());
    }
    let skippable =
        [b"\x50\x2a\x4d\x18\x04\0\0\0skip".as_slice(), &zstd(LINES.as_bytes())].concat();
    assert_eq!(read(skippable).texts(), ["one", "two"]);
}

#[test]
fn long_windows_are_read() {
    let mut packer = zstd::Encoder::new(Vec::new(), 1).unwrap();
    packer.long_distance_matching(true).unwrap();
    packer.window_log(30).unwrap();
    packer.write_all(LINES.as_bytes()).unwrap();
    assert_eq!(read(packer.finish().unwrap()).texts(), ["one", "two"]);
}

#[test]
fn a_cut_stream_gives_what_came_before_and_one_reject() {
    let noise = |n: u64| format!("{:x}", xxhash_rust::xxh3::xxh3_128(&n.to_le_bytes()));
    let lines = lines_of((0..60_000).map(noise));
    for pack in [gzip, zstd, bzip2, xz] {
        let packed = pack(lines.as_bytes());
        let reading = read_as("a.jsonl", &packed[..packed.len() / 2]);
        assert!(reading.articles.len() > 1000, "{}", reading.articles.len());
        assert_eq!(reading.articles[999].text, noise(999));
        assert_eq!(reading.rejects.len(), 1, "{:?}", reading.complaints());
        let expected = format!("a.jsonl:{}: the ", reading.articles.len() + 1);
        assert!(reading.complaints()[0].starts_with(&expected), "{:?}", reading.complaints());
        assert!(reading.complaints()[0].contains("stream breaks here, after "));
    }
}

#[test]
fn a_cut_text_is_an_article_and_a_reject() {
    let packed = gzip("words and more words ".repeat(9999).as_bytes());
    let reading = read_as("a.txt.gz", &packed[..packed.len() - 8]);
    assert_eq!(reading.articles.len(), 1);
    assert_eq!(reading.rejects.len(), 1, "{:?}", reading.complaints());
}

#[test]
fn only_a_header_is_a_reject() {
    for pack in [gzip, bzip2, xz] {
        let reading = read(&pack(LINES.as_bytes())[..11]);
        assert_eq!((reading.articles.len(), reading.rejects.len()), (0, 1));
    }
}

#[test]
fn empty_files_hold_no_records() {
    for bytes in [&b""[..], b"\n\n", b"[]", b" [ \n ] ", &gzip(b""), &zstd(b"")] {
        let reading = read(bytes);
        assert_eq!((reading.articles.len(), reading.rejects.len()), (0, 0), "{bytes:?}");
    }
}

#[test]
fn many_batches_are_one_source() {
    let text = "words ".repeat(100);
    let lines = lines_of((0..9000).map(|n| format!("{n} {text}")));
    let array = format!("[{}]", lines.trim_end().replace('\n', ",\n"));
    for bytes in [lines, array] {
        let reading = read(&bytes);
        assert_eq!(reading.articles.len(), 9000);
        assert!(
            reading.articles.iter().enumerate().all(|(n, a)| a.text.starts_with(&n.to_string()))
        );
        assert_eq!(reading.ids()[8999], "a.dat:9000");
    }
}

#[test]
fn a_record_longer_than_any_block_is_read() {
    let long = "x".repeat(5 << 20);
    for bytes in [
        format!("{{\"text\": \"{long}\"}}\n{LINES}"),
        format!("{LINES}{{\"text\": \"{long}\"}}"),
        format!("[{{\"text\": \"{long}\"}}]"),
    ] {
        let reading = read(&bytes);
        assert!(reading.rejects.is_empty());
        assert!(reading.texts().contains(&long.as_str()));
    }
}
