//! Two articles side by side, asked for by the page.

use crate::served::{Served, desk};
use serde_json::Value;

#[test]
fn two_articles_come_as_rows() {
    let desk = desk();
    let served = Served::start(&desk, "");
    let answer = served.get("pair?a=s1&b=the+copy");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    let told: Value = serde_json::from_str(&answer.body).unwrap();
    let rows = told["rows"].as_array().unwrap();
    assert!(
        rows.len() >= 3 && rows.iter().all(|row| row[0] == "=" && row[2].as_u64() > Some(3)),
        "{told}"
    );
    let other = served.get("pair?a=s1&b=s2");
    let told: Value = serde_json::from_str(&other.body).unwrap();
    assert!(told["rows"].as_array().unwrap().iter().any(|row| row[0] == "~"), "{told}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let desk = desk();
    let served = Served::start(&desk, "");
    for (query, status, why) in [
        ("", 400, "wants a and b"),
        ("?a=s1", 400, "wants a and b"),
        ("?a=s1&b=s1", 404, "named twice"),
        ("?a=s1&b=nobody", 404, "no article has the id"),
        ("?a=%ff&b=../../etc/passwd", 404, "no article has the id"),
    ] {
        let answer = served.get(&format!("pair{query}"));
        assert_eq!(answer.status, status, "{query}");
        assert!(answer.body.contains(why), "{query}: {}", answer.body);
    }
}
