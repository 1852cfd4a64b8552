//! What cannot be read: each is a reject with its reason, and the reading goes on.

use crate::*;

#[test]
fn each_broken_line_is_one_reject() {
    let reading = read_as(
        "a.jsonl",
        b"{\"text\": \"o\n{\"text\": \"one\"}\nnonsense\n\n[1]\n{\"text\": \"two\"}\n",
    );
    assert_eq!(reading.texts(), ["one", "two"]);
    assert_eq!(reading.ids(), ["a.jsonl:2", "a.jsonl:6"]);
    let complaints = reading.complaints();
    assert!(complaints[0].starts_with("a.jsonl:1: broken JSON: "), "{complaints:?}");
    assert_eq!(complaints[1], "a.jsonl:3: not a JSON object");
    assert_eq!(complaints[2], "a.jsonl:5: not a JSON object");
    assert_eq!(reading.rejects[1].bytes, b"nonsense");
}

#[test]
fn reading_goes_on_after_garbage_in_an_array() {
    let reading = read("[{\"text\": \"one\"}, oops, {\"text\": \"t\nwo\"},\n{\"text\": \"three\"}");
    assert_eq!(reading.texts(), ["one", "three"]);
    assert_eq!(reading.rejects.len(), 2);
}

#[test]
fn texts_that_are_none_are_rejected_in_words() {
    for (record, expected) in [
        (r#"{"text": 7}"#, "text is a number, not a string"),
        (r#"{"text": null}"#, "text is null, not a string"),
        (r#"{"text": {"a": 1}}"#, "text is an object, not a string"),
        (r#"{"text": true}"#, "text is true or false, not a string"),
        (r#"{"text": ""}"#, "text is empty"),
        (r#"{"text": " \n\t"}"#, "text is empty"),
        (r#"{"text": []}"#, "text is empty"),
    ] {
        assert_eq!(
            read_as("a.json", record.as_bytes()).complaints(),
            [format!("a.json: {expected}")]
        );
    }
    assert_eq!(read(r#"{"text": null, "body": "b"}"#).only().text, "b");
}

#[test]
fn without_a_text_field_the_fields_are_shown() {
    let reading = read(r#"{"titel": "a", "inhalt": "b"}"#);
    assert_eq!(reading.rejects[0].fields, ["titel", "inhalt"]);
    assert!(reading.rejects[0].reason.starts_with("no text field (looked for: text, maintext, "));
    let asked = read_with("a.json", b"{\"text\": \"a\"}", &config("text-field = 'story'"));
    assert_eq!(asked.rejects[0].reason, "no text field (looked for: story)");
    assert_eq!(asked.rejects[0].fields, ["text"]);
}

#[test]
fn other_formats_are_one_reject_with_advice() {
    let noise: Vec<u8> = (0..=255).cycle().take(5000).collect();
    for (bytes, advice) in [
        (&b"%PDF-1.7\n1 0 obj"[..], "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"SQLite format 3\0\x10\0", "SQLite"),
        (b"PAR1\x15\x04\x15", "Parquet"),
        (b"PK\x03\x04\x14\0", "unpack"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "trafilatura"),
        (b"<!doctype HTML>\n<title>", "trafilatura"),
        (b"\xef\xbb\xbf,id,title,publication,url,content\n0,1,T,P,,Some words\n", "CSV"),
        (b"\"date\"\t\"text\"\n2024-06-14\tSome words\n", "CSV"),
        (&noise, "binary"),
    ] {
        for bytes in [bytes.to_vec(), gzip(bytes)] {
            let reading = read(bytes);
            assert_eq!(reading.articles, []);
            assert!(reading.complaints()[0].contains(advice), "{:?}", reading.complaints());
        }
    }
}

#[test]
fn depth_does_not_overflow_the_stack() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let record = format!("{{\"x\": {deep}, \"text\": \"a\", \"metadata\": {deep}}}");
    assert_eq!(read(&record).only().text, "a");
    assert_eq!(read(format!("{{\"text\": {deep}}}")).rejects.len(), 1);
    let objects = format!("{}1{}", "{\"text\":".repeat(100_000), "}".repeat(100_000));
    assert_eq!(read(&objects).rejects.len(), 1);
}
