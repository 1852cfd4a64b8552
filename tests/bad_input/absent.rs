//! Input that is not there, is empty, or holds no articles.

use crate::desk::{Desk, good};

/// Files that are no text, and what each is called.
const BINARIES: [(&str, &[u8], &str); 4] = [
    ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0", "PNG image"),
    ("b.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\n", "PDF document"),
    ("c.zip", b"PK\x03\x04\x14\0\0\0\x08\0\x21\x5a\x5d\x53", "zip archive"),
    ("d", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0", "a program"),
];

#[test]
fn a_file_that_is_not_there_is_named() {
    let desk = Desk::new();
    for verb in ["clean", "scan"] {
        desk.run(&format!("{verb} no/such.jsonl -o out"))
            .failed("no/such.jsonl", &["No such file"]);
    }
    assert!(!desk.path("out/manifest.json").exists());
}

#[test]
fn one_file_of_several_that_is_not_there_ends_the_run() {
    let desk = Desk::with(&[("a.jsonl", good(3).as_bytes())]);
    desk.run("clean in/a.jsonl in/b.jsonl -o out").failed("in/b.jsonl", &["No such file"]);
    assert!(!desk.path("out/manifest.json").exists());
}

#[test]
fn empty_files_are_said_to_be_empty() {
    for (name, bytes) in [("a.jsonl", &b""[..]), ("a.txt", b"\n \r\n\t\n"), ("a.json", b"[]\n")] {
        let desk = Desk::with(&[(name, bytes)]);
        let place = format!("in/{name}");
        desk.run(&format!("clean {place} -o out")).failed(&place, &["empty", "no article"]);
        assert!(!desk.path("out/manifest.json").exists(), "{name}");
    }
}

#[test]
fn an_empty_folder_is_said_to_be_empty() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("in/deep/er")).unwrap();
    desk.run("clean in -o out").failed("in", &["no files in this folder"]);
    assert!(!desk.path("out/manifest.json").exists());
}

#[test]
fn an_empty_file_among_others_is_mirrored() {
    let desk = Desk::with(&[("a.jsonl", good(3).as_bytes()), ("b.jsonl", b""), ("c.txt", b"\n")]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [3, 3, 0, 0]);
    assert_eq!((book.cleaned("b.jsonl"), book.cleaned("c.txt")), (&b""[..], &b"\n"[..]));
}

#[test]
fn a_folder_of_binaries_holds_no_article() {
    let files: Vec<(&str, &[u8])> = BINARIES.iter().map(|b| (b.0, b.1)).collect();
    let desk = Desk::with(&files);
    let parts = ["PNG image", "4 records, and not one could be used"];
    desk.run("clean in -o out").failed("in/a.png", &parts);
    assert!(!desk.path("out/manifest.json").exists());
    for (name, _, what) in BINARIES {
        desk.run(&format!("scan in/{name} -o one --force")).failed(&format!("in/{name}"), &[what]);
    }
}

#[test]
fn binaries_among_articles_are_rejected_and_given_back() {
    let mut files: Vec<(&str, &[u8])> = BINARIES.iter().map(|b| (b.0, b.1)).collect();
    let articles = good(5);
    files.push(("deep/articles.jsonl", articles.as_bytes()));
    let desk = Desk::with(&files);
    let book = desk.clean("");
    assert_eq!(book.counts(), [9, 5, 0, 4]);
    for (reject, (name, _, what)) in book.rejects.iter().zip(BINARIES) {
        assert_eq!(reject.place, format!("in/{name}"));
        assert!(reject.reason.contains(what), "{reject:?}");
    }
    assert_eq!(book.cleaned("deep/articles.jsonl"), articles.as_bytes());
}

#[test]
fn standard_input_without_articles_is_no_failure_of_a_filter() {
    let desk = Desk::new();
    let ended = desk.pipe("filter", "");
    assert_eq!(ended.code(0).stdout, b"");
    desk.pipe("clean - -o out", "").failed("<stdin>", &["empty"]);
}

#[test]
fn standard_input_is_read_once() {
    let desk = Desk::new();
    desk.pipe("clean - - -o out", good(2)).failed("-", &["only once"]);
}
