//! Clients that are slow, many, or send too much: they do not keep others from being answered.

use crate::served::{Served, desk, keep};
use std::io::Write;
use std::net::TcpStream;

#[test]
fn slow_clients_keep_nobody_waiting() {
    let desk = desk();
    let served = Served::start(&desk, "");
    let (root, host) = (&served.root, &served.host);
    let begun = [
        String::new(),
        "GET / HT".into(),
        format!("GET {root} HTTP/1.1\r\nHost: {host}\r\nX: "),
        format!("POST {root}decisions HTTP/1.1\r\nHost: {host}\r\nContent-Length: 90\r\n\r\n[{{"),
        // Asks for the page and does not read it.
        format!("GET {root} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    ];
    let slow: Vec<TcpStream> = (0..8)
        .flat_map(|_| &begun)
        .map(|head| {
            let mut stream = served.connect();
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    assert_eq!(served.get("").status, 200);
    assert_eq!(served.post(&[keep("a")]).status, 204);
    drop(slow);
}

#[test]
fn a_flood_of_connections_passes() {
    let desk = desk();
    let served = Served::start(&desk, "");
    let mut flood: Vec<TcpStream> =
        (0..400).map_while(|_| TcpStream::connect(&served.host).ok()).collect();
    assert!(flood.len() > 300);
    flood.drain(..200);
    assert_eq!(served.get("").status, 200);
    drop(flood);
    for _ in 0..300 {
        drop(served.connect());
    }
    assert_eq!(served.post(&[keep("a")]).status, 204);
}

#[test]
fn too_much_is_refused() {
    let desk = desk();
    let served = Served::start(&desk, "");
    let (root, host) = (&served.root, &served.host);
    let head = |more: &str| format!("POST {root}decisions HTTP/1.1\r\nHost: {host}\r\n{more}\r\n");
    // Told beforehand: refused before a byte is sent.
    let told = head("Content-Length: 8388609\r\nConnection: close\r\n");
    assert_eq!(served.send(told.as_bytes()).unwrap().status, 413);
    let huge = head("Content-Length: 99999999999999999999999\r\nConnection: close\r\n");
    assert_eq!(served.send(huge.as_bytes()).unwrap().status, 400);
    // Not told: refused when it is too much.
    let mut chunks = head("Transfer-Encoding: chunked\r\nConnection: close\r\n").into_bytes();
    for _ in 0..9 {
        chunks.extend_from_slice(b"100000\r\n");
        chunks.extend(vec![b' '; 1 << 20]);
        chunks.extend_from_slice(b"\r\n");
    }
    if let Ok(answer) = served.send(&chunks) {
        assert_eq!(answer.status, 413);
    }
    let many: Vec<_> = (0..50_000).map(|n| keep(&n.to_string())).collect();
    assert_eq!(served.post(&many).status, 204, "as much as is allowed");
    let heads =
        format!("GET {root} HTTP/1.1\r\nHost: {host}\r\nX: {}\r\n\r\n", "x".repeat(200_000));
    if let Ok(answer) = served.send(heads.as_bytes()) {
        assert!((400..500).contains(&answer.status));
    }
    assert_eq!(served.get("decisions").body.lines().count(), 50_000);
}
