//! Who is turned away: other pages, other names of this machine, whoever does not know the token.

use crate::served::{Served, desk, keep};
use serde_json::json;

#[test]
fn the_address_is_not_to_be_guessed() {
    let desk = desk();
    let (one, two) = (Served::start(&desk, ""), Served::start(&desk, ""));
    let token = one.root.trim_matches('/');
    assert!(token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit()), "{token}");
    assert!(one.host.starts_with("127.0.0.1:") && one.root != two.root);
}

#[test]
fn without_the_token_there_is_nothing() {
    let desk = desk();
    let served = Served::start(&desk, "");
    let token = served.root.trim_matches('/');
    let wrong = format!("/{}0/", &token[..31]);
    let long = format!("/{token}0/");
    for root in [
        "/",
        "//",
        &wrong,
        &long,
        &format!("/{}/", token.to_uppercase()),
        "/0/",
        "/index.html",
        "/report.html",
    ] {
        if root.trim_matches('/') == token {
            continue; // digits only: the same in capitals
        }
        for name in ["", "decisions", "report.html", "pair"] {
            let answer = served.ask("GET", &format!("{root}{name}"), &[], "");
            assert_eq!((answer.status, answer.body.as_str()), (404, "not found\n"), "{root}{name}");
        }
        let body = json!([keep("a")]).to_string();
        assert_eq!(served.ask("POST", &format!("{root}decisions"), &[], &body).status, 404);
    }
    assert!(!desk.path("out/decisions.jsonl").exists());
}

#[test]
fn other_pages_are_refused() {
    let desk = desk();
    let served = Served::start(&desk, "");
    let body = json!([keep("a")]).to_string();
    let port = served.host.rsplit(':').next().unwrap();
    for line in [
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1:1",
        "Origin: http://localhost",
        &format!("Origin: https://127.0.0.1:{port}"),
        &format!("Origin: http://127.0.0.1:{port}.evil.example"),
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: ",
    ] {
        for (method, name) in [("GET", ""), ("POST", "decisions"), ("OPTIONS", "decisions")] {
            let answer = served.ask(method, &format!("{}{name}", served.root), &[line], &body);
            assert_eq!(answer.status, 403, "{method} {line}");
            assert_eq!(answer.header("access-control-allow-origin"), None);
        }
    }
    for line in [
        &format!("Origin: http://{}", served.host),
        &format!("Origin: http://localhost:{port}"),
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none",
    ] {
        assert_eq!(served.ask("GET", &served.root, &[line], "").status, 200, "{line}");
    }
}

#[test]
fn another_name_for_this_machine_is_refused() {
    let desk = desk();
    let served = Served::start(&desk, "");
    let (root, port) = (&served.root, served.host.rsplit(':').next().unwrap());
    for host in [
        format!("evil.example:{port}"),
        "evil.example".into(),
        "127.0.0.1".into(),
        format!("127.0.0.1:{port}:1"),
        format!("127.0.0.1.:{port}"),
        format!("0.0.0.0:{port}"),
        format!("[::1]:{port}"),
        format!("user@127.0.0.1:{port}"),
        String::new(),
    ] {
        let request = format!("GET {root} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let status = served.send(request.as_bytes()).unwrap().status;
        assert!(matches!(status, 400 | 403), "{host}: {status}");
    }
    let own = format!("Host: {}\r\n", served.host);
    for request in [
        format!("GET {root} HTTP/1.0\r\n\r\n"),
        format!("GET {root} HTTP/1.1\r\nConnection: close\r\n\r\n"),
        format!("GET {root} HTTP/1.1\r\n{own}Host: evil.example\r\nConnection: close\r\n\r\n"),
        format!("GET http://evil.example{root} HTTP/1.1\r\n{own}Connection: close\r\n\r\n"),
    ] {
        let status = served.send(request.as_bytes()).unwrap().status;
        assert!(matches!(status, 400 | 403), "{request}: {status}");
    }
    let local =
        format!("GET {root} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(served.send(local.as_bytes()).unwrap().status, 200);
}

#[test]
fn every_answer_keeps_to_itself() {
    let desk = desk();
    let served = Served::start(&desk, "");
    let root = &served.root;
    for (method, path) in [
        ("GET", root.clone()),
        ("GET", format!("{root}decisions")),
        ("GET", format!("{root}summary.json")),
        ("PUT", root.clone()),
        ("GET", "/".into()),
    ] {
        let answer = served.ask(method, &path, &[], "");
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{method} {path}");
        }
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    }
}
