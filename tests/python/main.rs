//! What programs in Python make of our files: the packages themselves, run over the demo.
//!
//! Takes the built binary and environments that `.ci/run` puts into `target/` (or `tests/python/install` does); a test
//! whose environment is missing passes and says so. Everything runs offline.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

#[path = "../desk/mod.rs"]
mod desk;

mod examples;

use desk::{Desk, skipped};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program of an environment, if it is there.
fn program(environment: &str, name: &str) -> Option<PathBuf> {
    let place = format!("python-{environment}/bin/{name}");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name(place);
    if path.exists() {
        return Some(path);
    }
    skipped(&format!("no {}: tests/python/install makes it", path.display()));
    None
}

/// Runs one of our scripts at this place; its asserts must hold.
fn script(desk: &Desk, environment: &str, name: &str) {
    let Some(python) = program(environment, "python") else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python").join(name);
    let home = desk.path("home");
    std::fs::create_dir_all(&home).unwrap();
    let mut run = Command::new(python);
    run.arg(script).current_dir(desk.path("")).env("HOME", &home);
    run.env("HF_HUB_OFFLINE", "1")
        .env("HF_HOME", home.join("hf"))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let ended = run.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(ended.status.success(), "{name}: {}{}", text(&ended.stdout), text(&ended.stderr));
    assert!(text(&ended.stdout).contains("as "), "{name} came to its end");
}

/// The demo in files of three kinds with attributes, laid out as dolma wants it; signs of all widths stand in the texts.
fn mixable() -> Desk {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo/articles.jsonl");
    let lines = std::fs::read_to_string(demo).unwrap();
    let part = |name: &str, the: &str| {
        let wide = lines
            .replace(" the ", the)
            .replace("\"id\": \"", &format!("\"source\": \"wire\", \"id\": \"{name}/"));
        wide + &format!(
            "{{\"id\": \"{name}/mute\", \"source\": \"wire\", \"lang\": \"en\", \"text\": \"\"}}\n"
        )
    };
    let desk = Desk::new();
    desk.put("documents/a.jsonl", part("a", " th\u{e9} "));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(part("b", " \u{1f600} e\u{301} ").as_bytes()).unwrap();
    desk.put("documents/deep/b.json.gz", gzip.finish().unwrap());
    let escaped = part("c", " \\ud83d\\ude00\\r\\n ");
    desk.put("documents/c.jsonl.zst", zstd::encode_all(escaped.as_bytes(), 1).unwrap());
    desk.run("clean documents -o out --annotations dolma").code(0);
    std::fs::rename(desk.path("out/attributes"), desk.path("attributes")).unwrap();
    desk
}

#[test]
fn the_mixer_of_dolma_gives_the_cleaned_texts() {
    script(&mixable(), "dolma", "mixed.py");
}

#[test]
fn datatrove_reads_and_pipes_the_cleaned_corpus() {
    script(&mixable(), "readers", "datatroved.py");
}

#[test]
fn datasets_loads_corpus_and_report() {
    let desk = mixable();
    std::fs::rename(desk.path("attributes"), desk.path("out/attributes")).unwrap();
    script(&desk, "readers", "loaded.py");
}
