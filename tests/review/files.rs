//! Which files are served: those of a report, by name, and nothing that a path or a link leads to.

use crate::served::{Served, desk};
use std::fs;

#[test]
fn the_page_and_the_files_beside_it_are_served_as_they_are() {
    let desk = desk();
    let served = Served::start(&desk, "");
    for (name, file, kind) in [
        ("", "report.html", "text/html; charset=utf-8"),
        ("report.html", "report.html", "text/html; charset=utf-8"),
        ("summary.json", "summary.json", "application/json"),
        ("removed.jsonl", "removed.jsonl", "application/jsonl"),
        ("blocks.jsonl?x=1", "blocks.jsonl", "application/jsonl"),
    ] {
        let answer = served.get(name);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{name}");
        let bytes = fs::read_to_string(desk.path("out/report").join(file)).unwrap();
        assert!(answer.body == bytes, "{name}");
        let head = served.ask("HEAD", &format!("{}{name}", served.root), &[], "");
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        assert_eq!(head.header("content-length"), Some(bytes.len().to_string().as_str()));
    }
    let bare = served.ask("GET", served.root.trim_end_matches('/'), &[], "");
    assert_eq!((bare.status, bare.header("location")), (308, Some(served.root.as_str())));
}

#[test]
fn nothing_else_is() {
    let desk = desk();
    desk.put("out/report/notes.txt", "mine");
    desk.put("secret.txt", "mine");
    let served = Served::start(&desk, "");
    for name in [
        "notes.txt",
        "manifest.json",
        "../manifest.json",
        "../../secret.txt",
        "%2e%2e/manifest.json",
        "%2e%2e%2fmanifest.json",
        "..%2fmanifest.json",
        "..\\manifest.json",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "./summary.json",
        "report/summary.json",
        "summary.json/",
        "summary.json%00",
        "summary%2ejson",
        "SUMMARY.JSON",
        "summary.json.part",
        "decisions.jsonl.part",
        "decisions/",
        "/decisions",
    ] {
        let answer = served.get(name);
        assert_eq!((answer.status, answer.body.as_str()), (404, "not found\n"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn links_and_pipes_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let desk = desk();
    desk.put("secret.txt", "mine");
    let report = desk.path("out/report");
    let put = |name: &str, target: &std::path::Path| {
        fs::remove_file(report.join(name)).unwrap();
        symlink(target, report.join(name)).unwrap();
    };
    put("removed.jsonl", &desk.path("secret.txt"));
    put("blocks.jsonl", std::path::Path::new("../../secret.txt"));
    put("duplicates.jsonl", std::path::Path::new("summary.json"));
    fs::remove_file(report.join("survey.zst")).unwrap();
    std::process::Command::new("mkfifo").arg(report.join("survey.zst")).status().unwrap();
    let served = Served::start(&desk, "");
    let status = |name: &str| served.get(name).status;
    assert_eq!(["removed.jsonl", "blocks.jsonl", "survey.zst"].map(status), [404; 3]);
    assert_eq!(status("duplicates.jsonl"), 200, "a link inside OUT");
}

#[test]
fn other_methods_are_refused() {
    let desk = desk();
    let served = Served::start(&desk, "");
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        for name in ["", "decisions", "summary.json", "pair"] {
            if (method, name) == ("POST", "decisions") {
                continue;
            }
            let answer = served.ask(method, &format!("{}{name}", served.root), &[], "");
            assert_eq!(answer.status, 405, "{method} {name}");
            assert!(answer.header("allow").is_some_and(|allow| allow.starts_with("GET, HEAD")));
        }
    }
}
