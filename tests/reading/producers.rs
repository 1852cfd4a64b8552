//! Records as the producers of scraped news write them.

use crate::*;

/// All but the text, in one line.
fn facts(record: &str) -> String {
    let reading = read_as("a.json", record.as_bytes());
    let a = reading.only();
    let shown = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".to_owned());
    let rest = [&a.title, &a.url, &a.host, &a.date, &a.language].map(shown).join(" | ");
    format!("{} | {} | {rest}", a.id, a.text)
}

fn check(record: &str, expected: &str) {
    assert_eq!(facts(record), expected, "{record}");
}

#[test]
fn news_please() {
    check(
        r#"{"authors": [], "date_download": "2024-06-15 10:00:00", "date_modify": "None", "date_publish": "2024-06-14 08:00:00", "language": "en", "maintext": "Body.", "source_domain": "www.Example.com", "title": "T", "title_page": null, "text": null, "url": "https://www.example.com/a"}"#,
        "a.json | Body. | T | https://www.example.com/a | example.com | 2024-06-14 | en",
    );
}

#[test]
fn newspaper() {
    check(
        r#"{"url": "https://example.com/a", "title": "T", "text": "Body.", "publish_date": "2024-06-14T08:00:00+00:00", "meta_lang": "en", "language": "", "meta_site_name": "The Example"}"#,
        "a.json | Body. | T | https://example.com/a | example.com | 2024-06-14 | en",
    );
}

#[test]
fn fundus() {
    check(
        r#"{"body": {"summary": ["S."], "sections": [{"headline": [], "paragraphs": ["P1.", "P2."]}, {"headline": ["H"], "paragraphs": ["P3."]}]}, "title": "T", "free_access": true, "publishing_date": "2024-06-14 08:00:00+02:00"}"#,
        "a.json | S.\n\nP1.\n\nP2.\n\nH\n\nP3. | T | - | - | 2024-06-14 | -",
    );
    check(
        r#"{"body": {"summary": [], "sections": []}, "plaintext": "P.", "title": "T", "publishing_date": "None"}"#,
        "a.json | P. | T | - | - | - | -",
    );
}

#[test]
fn trafilatura() {
    check(
        r#"{"title": "T", "hostname": "example.com", "date": "2024-06-14", "fingerprint": "f00d", "id": null, "raw_text": "Body", "source": "https://example.com/a", "source-hostname": "The Example", "language": null, "text": "Body.", "comments": ""}"#,
        "f00d | Body. | T | https://example.com/a | example.com | 2024-06-14 | -",
    );
}

#[test]
fn scrapy_items_with_lists() {
    check(
        r#"{"headline": ["T"], "body": ["P1.", "P2."], "link": ["https://example.com/a"], "published": ["14 June 2024"]}"#,
        "a.json | P1.\n\nP2. | T | https://example.com/a | example.com | 2024-06-14 | -",
    );
}

#[test]
fn corpora() {
    check(
        r#"{"text": "Body.", "id": "shard/7", "metadata": {"url": "https://example.com/a", "date": "2024-06-14T00:00:00Z", "language": "en"}}"#,
        "shard/7 | Body. | - | https://example.com/a | example.com | 2024-06-14 | en",
    );
    check(
        r#"{"id": "d1", "text": "Body.", "source": "common-crawl", "added": "2024-07-01", "created": "2024-06-14T00:00:00.000Z", "metadata": {"url": "https://example.com/a"}}"#,
        "d1 | Body. | - | https://example.com/a | example.com | 2024-06-14 | -",
    );
    check(
        r#"{"content": "Body.", "warc_headers": {"warc-record-id": "<urn:uuid:1>", "warc-target-uri": "https://example.com/a", "warc-date": "2024-06-14T00:00:00Z"}, "metadata": {"identification": {"label": "en", "prob": 0.9}}}"#,
        "<urn:uuid:1> | Body. | - | https://example.com/a | example.com | 2024-06-14 | en",
    );
    check(
        r#"{"text": "Body.", "timestamp": "2024-06-14T00:00:00Z", "url": "https://example.com/a"}"#,
        "a.json | Body. | - | https://example.com/a | example.com | 2024-06-14 | -",
    );
    check(
        r#"{"id": 17, "content": "Body.", "source": "cnn", "published_utc": 1718323763, "Title": "T", "publication": "The Example"}"#,
        "17 | Body. | T | - | the example | 2024-06-14 | -",
    );
}

#[test]
fn the_users_fields_come_first() {
    let toml = "
        text-field = 'parts.main'
        title-field = 'a.b'
        url-field = 'where'
        id-field = 'metadata.key'
        date-field = 'day'
        language-field = 'tongue'
        host-field = 'site'";
    let record = br#"{"text": "no", "title": "no", "parts": {"main": "Body."}, "a.b": "T", "where": "https://x.example/1", "metadata": {"key": "k"}, "day": "2024-06-14", "date": "1999-01-01", "tongue": "de", "site": "WWW.Site.example"}"#;
    let reading = read_with("a.json", record, &config(toml));
    let article = reading.only();
    assert_eq!((article.id.as_str(), article.text.as_str()), ("k", "Body."));
    assert_eq!(article.title.as_deref(), Some("T"));
    assert_eq!(article.host.as_deref(), Some("site.example"));
    assert_eq!(article.date.as_deref(), Some("2024-06-14"));
    assert_eq!(article.language.as_deref(), Some("de"));
}

#[test]
fn hosts_come_from_folder_and_setting_last() {
    let in_folder = read_as("news.example/2024/a.jsonl", LINES.as_bytes());
    assert!(in_folder.articles.iter().all(|a| a.host.as_deref() == Some("news.example")));
    let set = read_with("a.jsonl", LINES.as_bytes(), &config("host = 'WWW.Set.example'"));
    assert!(set.articles.iter().all(|a| a.host.as_deref() == Some("set.example")));
}
