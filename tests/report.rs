//! The report over one hand-made fixture: what the files look like, and that nothing scraped gets out of hand.
//!
//! Takes [`fixture`], gives snapshots under `tests/snapshots`. Never runs a stage.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    reason = "a test says what broke"
)]

#[path = "report/fixture.rs"]
mod fixture;
#[path = "report/islands.rs"]
mod islands;
#[path = "report/markup.rs"]
mod markup;
#[path = "report/sheets.rs"]
mod sheets;
#[path = "report/shown.rs"]
mod shown;

use copydesk::Error;
use copydesk::report::files::{BLOCKS, FOLDER, NAMES, REMOVED, SUMMARY, SURVEY};
use copydesk::report::jsonl::JsonLines;
use copydesk::report::manifest::{self, FileEntry, Input, Manifest};
use copydesk::report::model::{Block, Duplicate, Removal, Summary};
use copydesk::report::{self, Page, ReportWriter, html};
use fixture::{ClusterView, HOSTILE};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn page(summary: &Summary, blocks: &[Block], clusters: &[ClusterView]) -> String {
    let (index, more) = shown::data(summary, blocks, clusters);
    let mut bytes = Vec::new();
    html::render(&Page { summary, index: &index, more: &more }, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Blocks that go, then blocks that stay.
fn blocks() -> Vec<Block> {
    [fixture::blocks(), fixture::kept()].concat()
}

fn fixture_page() -> String {
    page(&fixture::summary(), &blocks(), &fixture::clusters())
}

/// The page without what stands in the last element of this name.
fn without(page: &str, name: &str) -> String {
    let (before, rest) = page.rsplit_once(&format!("<{name}>")).unwrap();
    let (_, after) = rest.split_once(&format!("</{name}>")).unwrap();
    format!("{before}<{name}></{name}>{after}")
}

fn lines<T: serde::Serialize>(rows: &[T]) -> String {
    let mut lines = JsonLines::new(Vec::new());
    for row in rows {
        lines.push(row).unwrap();
    }
    assert_eq!(lines.rows(), rows.len() as u64);
    String::from_utf8(lines.finish().unwrap()).unwrap()
}

fn duplicates() -> Vec<Duplicate> {
    fixture::clusters().into_iter().flat_map(|c| c.members).map(|m| m.row).collect()
}

/// The fixture as a finished OUT.
fn written(out: &Path) -> Vec<FileEntry> {
    let mut writer = ReportWriter::create(out).unwrap();
    for row in &fixture::removals() {
        writer.removal(row).unwrap();
    }
    for row in &duplicates() {
        writer.duplicate(row).unwrap();
    }
    for row in &fixture::blocks() {
        writer.block(row).unwrap();
    }
    let summary = fixture::summary();
    let (index, more) = shown::data(&summary, &fixture::blocks(), &[]);
    writer.write_summary(&summary).unwrap();
    writer.write_words(&summary, &fixture::blocks()).unwrap();
    writer.write_html(&Page { summary: &summary, index: &index, more: &more }).unwrap();
    writer.finish().unwrap()
}

fn manifest(files: Vec<FileEntry>) -> Manifest {
    let s = fixture::summary();
    let input = Input {
        relative: "2024/a.jsonl.gz".into(),
        path: "crawl/2024/a.jsonl.gz".into(),
        bytes: 65_000_000,
        xxh3_128: "99aa06d3014798d86001c324468d497f".into(),
    };
    Manifest {
        schema: manifest::SCHEMA.into(),
        version: s.version,
        command: s.command,
        config: s.config,
        inputs: vec![input],
        files,
        records: s.records,
    }
}

fn names(folder: &Path) -> Vec<String> {
    let name = |e: std::io::Result<fs::DirEntry>| e.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

#[test]
fn summary_looks_like_this() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path());
    let text = fs::read_to_string(folder.path().join(FOLDER).join(SUMMARY)).unwrap();
    insta::assert_snapshot!("summary", text);
}

#[test]
fn rows_look_like_this() {
    insta::assert_snapshot!("removed", lines(&fixture::removals()));
    insta::assert_snapshot!("duplicates", lines(&duplicates()));
    insta::assert_snapshot!("blocks", lines(&fixture::blocks()[1..3]));
}

#[test]
fn manifest_looks_like_this() {
    let folder = tempfile::tempdir().unwrap();
    let files = vec![FileEntry { path: "report/removed.jsonl".into(), bytes: 12 }];
    report::write_manifest(folder.path(), &manifest(files)).unwrap();
    let text = fs::read_to_string(folder.path().join(manifest::NAME)).unwrap();
    insta::assert_snapshot!("manifest", text);
}

#[test]
fn page_looks_like_this() {
    insta::assert_snapshot!(
        "page",
        islands::without(&without(&without(&fixture_page(), "script"), "style"))
    );
}

#[test]
fn empty_run_has_a_page() {
    let page = page(&fixture::nothing(), &[], &[]);
    markup::check(&page);
    let text = markup::text(&page);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    insta::assert_snapshot!("page_of_nothing", lines.join("\n"));
}

#[test]
fn page_is_well_formed_and_holds_no_active_content() {
    let page = fixture_page();
    let tags = markup::check(&page);
    let foreign = ["img", "iframe", "object", "embed", "form", "base", "image", "foreignObject"];
    assert!(tags.iter().all(|t| !foreign.contains(&t.name.as_str())));
    for tag in &tags {
        assert!(tag.attributes.iter().all(|(name, _)| !name.starts_with("on")), "{tag:?}");
        let link = |name: &str| matches!(name, "href" | "src" | "xlink:href" | "action");
        for (_, value) in tag.attributes.iter().filter(|(name, _)| link(name)) {
            let local = value.starts_with('#') || *value == "data:," || !value.contains(':');
            assert!(local, "{tag:?}");
        }
    }
    let scripts = tags.iter().filter(|t| t.name == "script");
    assert_eq!(scripts.filter(|t| t.get("type").is_none()).count(), 1);
    assert!(page.contains("default-src 'none'; script-src 'sha256-"));
    assert!(!page.contains("unsafe-inline") && tags.iter().all(|t| t.get("style").is_none()));
}

#[test]
fn page_is_labelled() {
    let page = fixture_page();
    let tags = markup::check(&page);
    let count = |name: &str| tags.iter().filter(|t| t.name == name).count();
    assert_eq!(
        (count("h1"), count("main"), count("nav"), count("header"), count("footer")),
        (1, 1, 1, 1, 1)
    );
    assert_eq!(count("table"), count("caption"));
    assert!(tags.iter().filter(|t| t.name == "th").all(|t| t.get("scope").is_some()));
    let ids: Vec<&str> = tags.iter().filter_map(|t| t.get("id")).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "ids are unique");
    for tag in &tags {
        let target = tag.get("href").and_then(|h| h.strip_prefix('#'));
        for id in target.into_iter().chain(tag.get("aria-labelledby")) {
            assert!(ids.contains(&id), "{tag:?}");
        }
    }
}

#[test]
fn same_data_gives_same_bytes_and_shows_no_time() {
    assert_eq!(fixture_page(), fixture_page());
    let mut later = fixture::summary();
    later.timings.values_mut().for_each(|seconds| *seconds *= 17.0);
    let (a, b) = (fixture::summary(), later);
    assert_eq!(page(&a, &[], &[]), page(&b, &[], &[]));
}

#[test]
fn what_is_cut_is_counted() {
    let mut summary = fixture::summary();
    summary.recurring.removed = 1_205;
    summary.duplicates.clusters = 1_101;
    let blocks = vec![fixture::blocks().remove(1); 205];
    let clusters = vec![fixture::clusters().remove(0); 101];
    let text = markup::text(&page(&summary, &blocks, &clusters));
    assert!(text.contains("200 of 1,459"), "{text}");
    assert!(text.contains("The other 1,259 are in blocks.jsonl"));
    assert!(text.contains("100 of 1,101 clusters"));
    assert!(text.contains("The other 1,001 are in duplicates.jsonl"));
}

#[test]
fn files_appear_together_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let files = written(out);
    let mut want = NAMES.to_vec();
    want.retain(|name| *name != SURVEY);
    want.sort_unstable();
    assert_eq!(names(&out.join(FOLDER)), want);
    for file in &files {
        assert_eq!(fs::metadata(out.join(&file.path)).unwrap().len(), file.bytes);
    }
    let read: Vec<Removal> = report::read_removed(out).unwrap().map(Result::unwrap).collect();
    assert_eq!(read, fixture::removals());
    let read: Vec<Block> = report::read_blocks(out).unwrap().map(Result::unwrap).collect();
    assert_eq!(read, fixture::blocks());
    let read: Vec<Duplicate> = report::read_duplicates(out).unwrap().map(Result::unwrap).collect();
    assert_eq!(read, duplicates());
    assert_eq!(report::read_summary(out).unwrap(), fixture::summary());

    let manifest = manifest(files);
    report::write_manifest(out, &manifest).unwrap();
    assert_eq!(report::read_manifest(out).unwrap(), manifest);
    assert_eq!(names(out), ["manifest.json", "report"]);
}

#[test]
fn unfinished_report_leaves_nothing_and_no_manifest() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    report::write_manifest(out, &manifest(written(out))).unwrap();
    let before = fs::read(out.join(FOLDER).join(REMOVED)).unwrap();

    let mut writer = ReportWriter::create(out).unwrap();
    writer.removal(&fixture::removals()[0]).unwrap();
    writer.write_summary(&fixture::summary()).unwrap();
    writer.write_summary(&fixture::summary()).unwrap();
    assert!(names(&out.join(FOLDER)).len() > NAMES.len(), "temporary files beside the old ones");
    drop(writer);

    assert_eq!(fs::read(out.join(FOLDER).join(REMOVED)).unwrap(), before);
    assert_eq!(names(&out.join(FOLDER)).len(), NAMES.len() - 1, "all but the survey");
    let message = report::read_manifest(out).unwrap_err().to_string();
    assert!(message.contains("did not finish"), "{message}");
}

#[test]
fn errors_name_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    written(out);
    let path = out.join(FOLDER).join(BLOCKS);
    let mut text = fs::read_to_string(&path).unwrap();
    let rows = text.lines().count();
    text.push_str("\n{\"block\": 7}\n");
    fs::write(&path, text).unwrap();
    let broken: Vec<Error> = report::read_blocks(out).unwrap().filter_map(Result::err).collect();
    let [error] = &broken[..] else { panic!("{broken:?}") };
    let message = error.to_string();
    assert!(message.contains(&format!("blocks.jsonl:{}: invalid type", rows + 2)), "{message}");

    fs::write(out.join(FOLDER).join(SUMMARY), "{\"schema\": \"copydesk/report/0\"}").unwrap();
    let message = report::read_summary(out).unwrap_err().to_string();
    assert!(message.contains("this copydesk reads copydesk/report/1"), "{message}");
    fs::write(out.join(FOLDER).join(SUMMARY), "{\n  \"schema\": ").unwrap();
    let message = report::read_summary(out).unwrap_err().to_string();
    assert!(message.contains("summary.json:2: EOF"), "{message}");

    let nowhere = report::read_removed(&out.join("nowhere")).unwrap_err();
    assert!(matches!(nowhere, Error::Io { .. }));
}

/// Puts `text` wherever scraped text can stand.
fn scraped_everywhere(text: &str) -> String {
    let mut summary = fixture::summary();
    summary.hosts[0].host = text.into();
    summary.warnings[0].message = text.into();
    summary.config = serde_json::json!({ text: text });
    let mut block = fixture::blocks().remove(1);
    (block.text, block.template, block.reason) = (text.into(), Some(text.into()), text.into());
    (block.block, block.position) = (text.into(), text.into());
    (block.first_date, block.last_date) = (Some(text.into()), Some(text.into()));
    block.by_host = [(text.into(), 3)].into();
    block.examples[0].id = text.into();
    block.examples[0].text = text.into();
    let mut cluster = fixture::clusters().remove(0);
    cluster.cluster = text.into();
    for m in &mut cluster.members {
        let some = Some(text.to_owned());
        (m.about.title, m.about.host, m.about.date) = (some.clone(), some.clone(), some.clone());
        (m.about.url, m.about.lang, m.row.duplicate_of) = (some.clone(), some.clone(), some);
    }
    page(&summary, &[block], &[cluster])
}

#[test]
fn hostile_text_changes_no_tag() {
    let bare = markup::check(&scraped_everywhere("x")).len();
    for text in HOSTILE {
        let page = scraped_everywhere(text);
        assert_eq!(markup::check(&page).len(), bare, "{text}");
        assert!(markup::text(&page).contains(&fixture::seen(text)), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_out_escaped(text in "[^\u{27e8}]{1,60}|[<>\"'&;/a-z ={}%#-]{1,60}") {
        let page = scraped_everywhere(&text);
        prop_assert_eq!(markup::check(&page).len(), markup::check(&scraped_everywhere("x")).len());
        prop_assert!(markup::text(&page).contains(&fixture::seen(&text)));
    }

    #[test]
    fn rows_round_trip(text in any::<String>(), start in any::<usize>(), jaccard in 0.0..=1.0) {
        let mut removal = fixture::removals().remove(0);
        (removal.id, removal.start) = (text.clone(), start);
        removal.text = text.clone();
        let mut duplicate = duplicates().remove(1);
        (duplicate.id, duplicate.jaccard) = (text, jaccard);
        let line = lines(&[&removal]);
        prop_assert_eq!(line.matches('\n').count(), 1);
        prop_assert_eq!(serde_json::from_str::<Removal>(&line).unwrap(), removal);
        let mut read: Duplicate = serde_json::from_str(&lines(&[&duplicate])).unwrap();
        // Without its feature `float_roundtrip`, serde_json may miss the last bit of a fraction.
        prop_assert!((read.jaccard - duplicate.jaccard).abs() <= f64::EPSILON);
        read.jaccard = duplicate.jaccard;
        prop_assert_eq!(read, duplicate);
    }
}
