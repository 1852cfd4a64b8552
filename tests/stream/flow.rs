//! What passes through a stream: order, bytes, whole lines.

use crate::desk::{Desk, good, prose, record};
use crate::pipe::{Pipe, lines};
use serde_json::Value;
use std::io::Write;

/// The words of a stream beside an empty desk.
const STREAM: &str = "filter --desk desk --learn";

/// Ids of the records of an output.
fn ids(output: &[u8]) -> Vec<String> {
    let id = |line: &str| {
        serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned()
    };
    str::from_utf8(output).unwrap().lines().map(id).collect()
}

#[test]
fn records_pass_in_order_and_byte_for_byte_whatever_the_batch() {
    let odd = "\u{feff}{\"n\": 1e400, \"id\": \"x\",\t\"text\": \"A caf\\u00e9 by the quarry was sold.\"}\r\n\n \n{\"id\": \"y\", \"text\": \"The copper ferry left.\" , \"z\": [ ]}";
    let input = format!("{odd}\n{}", good(50));
    let input = input.trim_end().as_bytes();
    for batch in ["1", "7", "1000"] {
        let desk = Desk::new();
        let words = format!("{STREAM} --batch {batch} --boilerplate mark --duplicates mark");
        let output = desk.pipe(&words, input).code(0).stdout.clone();
        let (out, expected) = (String::from_utf8_lossy(&output), String::from_utf8_lossy(input));
        // Empty lines between two batches may go.
        let kept = |text: &str| -> Vec<String> {
            text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
        };
        assert_eq!(kept(&out), kept(&expected), "{batch}");
        assert!(!output.ends_with(b"\n") && output.starts_with(b"\xef\xbb\xbf"));
        assert!(out.contains("was sold.\"}\r\n"));
    }
}

#[test]
fn compressed_input_is_told_by_its_bytes() {
    let text = good(30);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    for packed in [gzip.finish().unwrap(), zstd::encode_all(text.as_bytes(), 1).unwrap()] {
        let desk = Desk::new();
        assert_eq!(desk.pipe(&format!("{STREAM} --batch 10"), packed).code(0).text(), text);
    }
}

#[test]
fn what_cannot_be_used_is_counted_and_kept_for_a_look() {
    let all = good(60);
    let (head, tail) = all.split_at(good(20).len());
    let input = format!("{head}oops\n{{\"id\": 7}}\n{tail}");
    let desk = Desk::new();
    let words = format!("{STREAM} --batch 5 --report out --progress json");
    let ended = desk.pipe(&words, input);
    assert_eq!(ids(&ended.code(0).stdout), ids(all.as_bytes()));
    let last: Value = serde_json::from_str(ended.stderr.lines().last().unwrap()).unwrap();
    let records = &last["summary"]["records"];
    assert_eq!((&records["read"], &records["rejected"]), (&62.into(), &2.into()));
    let rejects = std::fs::read_to_string(desk.path("out/rejects.jsonl")).unwrap();
    assert!(rejects.contains("\"place\":\"<stdin>:21\"") && rejects.contains("<stdin>:22"));
    assert!(desk.path("out/manifest.json").exists());
    let strict = Desk::new();
    strict.pipe(&format!("{STREAM} --strict"), format!("{}oops\n", good(3))).code(3);
}

#[test]
fn a_giant_line_passes_and_a_monster_is_rejected() {
    let giant = record(&[("id", "giant"), ("text", &format!("{} ", prose(900)).repeat(20 << 10))]);
    assert!(giant.len() > 16 << 20);
    let monster = record(&[("id", "monster"), ("text", &"x ".repeat(17 << 20))]);
    let input =
        format!("{}{giant}{monster}{}", good(3), record(&[("id", "z"), ("text", &prose(9))]));
    let desk = Desk::new();
    let ended = desk.pipe(&format!("{STREAM} --progress json"), input);
    assert_eq!(ids(&ended.code(0).stdout), ["a0", "a1", "a2", "giant", "z"]);
    assert!(ended.stderr.contains("\"rejected\":1"), "{}", ended.stderr);
}

#[test]
fn a_stream_that_breaks_off_gives_what_came_before() {
    let text = good(2000);
    let packed = zstd::encode_all(text.as_bytes(), 1).unwrap();
    let desk = Desk::new();
    let ended = desk.pipe(&format!("{STREAM} --strict"), &packed[..packed.len() / 2]);
    let ids = ids(&ended.code(3).stdout);
    assert!(ids.len() > 100);
    assert_eq!(ids, (0..ids.len()).map(|n| format!("a{n}")).collect::<Vec<_>>());
}

#[test]
fn empty_input_is_no_error_and_other_forms_are() {
    let desk = Desk::new();
    for empty in ["", "\n\n"] {
        let ended = desk.pipe(&format!("{STREAM} --progress json"), empty);
        assert!(ended.code(0).stderr.contains("\"read\":0"), "{}", ended.stderr);
    }
    for (input, part) in [
        ("[\n{\"text\": \"a\"},\n{\"text\": \"b\"}\n]\n", "not one a line"),
        ("It rained all day.\n", "not JSON Lines"),
        ("%PDF-1.7 and so on\n", "a PDF document"),
        ("\u{feff}id,text\n1,words\n", "a table"),
    ] {
        let ended = desk.pipe(STREAM, input);
        ended.failed("<stdin>", &[part, "a stream is JSON Lines"]);
        assert_eq!(ended.stdout, b"");
    }
    let nothing = "{\"words\": \"a\"}\n".repeat(5);
    desk.pipe(STREAM, nothing).failed("<stdin>:1", &["no text field", "words", "5 records"]);
}

#[test]
fn a_line_comes_out_while_input_waits() {
    let desk = Desk::new();
    let mut pipe = Pipe::open(&desk, "filter --desk desk --learn --delay 0.05");
    for n in 0..3 {
        let line = record(&[("id", &n.to_string()), ("text", &prose(n))]);
        pipe.send(&line);
        // Waits for ever if nothing comes.
        assert_eq!(pipe.line(), line);
    }
    assert_eq!(pipe.end(), (Some(0), String::new()));
}

#[test]
fn copies_of_earlier_batches_are_found() {
    let desk = Desk::new();
    let input = good(30) + &record(&[("id", "copy"), ("text", &prose(2))]);
    let dropped = desk.pipe(&format!("{STREAM} --batch 10"), input.clone()).code(0).stdout.clone();
    assert_eq!(lines(&dropped), 30);
    let desk = Desk::new();
    let words = format!("{STREAM} --batch 10 --annotate --duplicates mark");
    let marked = desk.pipe(&words, input).code(0).stdout.clone();
    let last: Value =
        serde_json::from_slice(marked.split(|b| *b == b'\n').nth(30).unwrap()).unwrap();
    assert_eq!(last["copydesk"]["duplicate_of"], "a2");
    assert_eq!(last["copydesk"]["jaccard"], 1.0);
}
