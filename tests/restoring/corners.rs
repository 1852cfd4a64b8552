//! Corners of writing and restoring that random files would seldom meet.

use crate::{Run, without};
use copydesk::read::{ReadConfig, Record, batches, discover, parse};
use copydesk::write::{CleanedWriter, Part, Verdict, assemble, restore};
use std::fs;
use std::io::{self, Write};
use std::slice;

/// Records of two kilobytes each, numbered.
fn numbered(count: usize) -> Vec<String> {
    let filler = "words ".repeat(300);
    (0..count).map(|n| format!(r#"{{"n": {n}, "text": "{filler}\nLINE {n}\n"}}"#)).collect()
}

fn number_of(record: &Record<'_>) -> usize {
    let text = &record.article.text;
    text.trim_end().rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn whatever_batches_are_dropped_files_stay_whole() {
    let records = numbered(1500);
    let lines = records.join("\n") + "\n";
    let array = format!("[\n  {}\n]\n", records.join(",\n  "));
    let patterns: [fn(usize) -> bool; 5] =
        [|_| true, |_| false, |n| n == 1499, |n| n >= 700, |n| n % 3 == 1];
    for (name, keep) in patterns.into_iter().enumerate() {
        let files = [("a.jsonl", lines.as_bytes()), ("b.json", array.as_bytes())];
        let run = Run::over(&files, |record| {
            if keep(number_of(record)) { Verdict::Keep(Vec::new()) } else { Verdict::Drop }
        });
        run.check_restored();
        let kept: Vec<&str> =
            records.iter().enumerate().filter(|(n, _)| keep(*n)).map(|(_, r)| r.as_str()).collect();
        let expected = kept.iter().map(|record| format!("{record}\n")).collect::<Vec<_>>().concat();
        assert!(run.cleaned("a.jsonl").unwrap() == expected.as_bytes(), "{name}");
        let expected = format!("[\n  {}\n]\n", kept.join(",\n  "));
        assert!(run.cleaned("b.json").unwrap() == expected.as_bytes(), "{name}");
    }
}

#[test]
fn removals_are_cut_out_of_big_files_too() {
    let lines = numbered(1500).join("\n");
    let run = Run::over(&[("a.jsonl", lines.as_bytes())], |record| {
        let text = &record.article.text;
        let line = text.find("LINE").unwrap()..text.len();
        assert!(!without(text, slice::from_ref(&line)).contains("LINE"));
        Verdict::Keep(record.cuts(slice::from_ref(&line)))
    });
    run.check_restored();
    let cleaned = String::from_utf8(run.cleaned("a.jsonl").unwrap()).unwrap();
    assert_eq!((cleaned.lines().count(), cleaned.matches("LINE").count()), (1500, 0));
}

#[test]
fn a_file_that_is_one_dropped_article_is_not_there() {
    let files: [(&str, &[u8]); 8] = [
        ("a.txt", b"Some words."),
        ("b/one.json", b"{\"text\": \"words\"}\n"),
        ("c.jsonl", b"{\"text\": \"words\"}\n{\"text\": \"words\"}\n"),
        ("d.json", b"[{\"text\": \"words\"}]"),
        ("e.txt", b""),
        ("f.txt", b"\n \n"),
        ("g.pdf", b"%PDF-1.7"),
        ("h.txt", b"\xef\xbb\xbfSome words."),
    ];
    let run = Run::over(&files, |_| Verdict::Drop);
    run.check_restored();
    assert_eq!(run.rejects, 1);
    for (name, expected) in [
        ("a.txt", None),
        ("b/one.json", None),
        ("c.jsonl", Some(&b""[..])),
        ("d.json", Some(b"[]")),
        ("e.txt", Some(b"")),
        ("f.txt", Some(b"\n \n")),
        ("g.pdf", None),
        ("h.txt", None),
    ] {
        assert_eq!(run.cleaned(name).as_deref(), expected, "{name}");
    }
}

#[test]
fn compression_is_kept() {
    let text = "{\"text\": \"words\"}\n{\"text\": \"more\"}\n".as_bytes();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text).unwrap();
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip2.write_all(text).unwrap();
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 0);
    xz.write_all(text).unwrap();
    let packed = [
        ("a.gz", gzip.finish().unwrap()),
        ("b.zst", zstd::encode_all(text, 1).unwrap()),
        ("c.bz2", bzip2.finish().unwrap()),
        ("d.xz", xz.finish().unwrap()),
    ];
    let files: Vec<(&str, &[u8])> =
        packed.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
    let mut read = 0;
    let run = Run::over(&files, |_| {
        read += 1;
        Verdict::Keep(Vec::new())
    });
    assert_eq!(read, 8);
    run.check_restored();
    for (name, original) in packed {
        assert_eq!(run.cleaned(name).unwrap()[..3], original[..3], "{name}");
    }
    let cleaned = discover(&[run.out().join("cleaned")], None, run.folder.path()).unwrap();
    let config = ReadConfig::default();
    let total: usize = batches(&cleaned, &config).map(|batch| batch.unwrap().len()).sum();
    assert_eq!(total, 8);
}

#[test]
fn decoded_records_are_written_as_utf8_and_restored_as_they_were() {
    let file = b"{\"text\": \"caf\xe9 au lait\\nBUY NOW\"}\n{\"text\": \"plain\"}\n";
    let run = Run::over(&[("a.jsonl", file)], |record| {
        let text = &record.article.text;
        let end = text.len();
        Verdict::Keep(record.cuts(slice::from_ref(&(text.find("\nBUY").unwrap_or(end)..end))))
    });
    run.check_restored();
    let expected = "{\"text\": \"café au lait\"}\n{\"text\": \"plain\"}\n";
    assert_eq!(run.cleaned("a.jsonl").unwrap(), expected.as_bytes());
}

#[test]
fn what_was_changed_since_is_not_restored() {
    let run = Run::over(&[("a.txt", b"Some words."), ("b.txt", b"Others.")], |_| {
        Verdict::Keep(Vec::new())
    });
    let dest = run.folder.path().join("dest");
    fs::write(run.out().join("cleaned/a.txt"), "Same words.").unwrap();
    let error = restore(&run.out(), &dest, false).unwrap_err().to_string();
    assert!(error.contains("a.txt: was changed since the run"), "{error}");
    assert!(!dest.join("a.txt").exists());
    fs::remove_file(run.out().join("cleaned/a.txt")).unwrap();
    let error = restore(&run.out(), &dest, true).unwrap_err().to_string();
    assert!(error.contains("shorter than it was"), "{error}");
}

#[test]
fn a_destination_in_use_is_refused() {
    let run = Run::over(&[("a/b.txt", b"Some words.")], |_| Verdict::Keep(Vec::new()));
    let dest = run.folder.path().join("dest");
    fs::create_dir(&dest).unwrap();
    fs::write(dest.join("mine.txt"), "").unwrap();
    assert!(restore(&run.out(), &dest, false).unwrap_err().to_string().contains("is not empty"));
    restore(&run.out(), &dest, true).unwrap();
    assert!(dest.join("a/b.txt").exists() && dest.join("mine.txt").exists());
    let error = restore(run.folder.path(), &dest, true).unwrap_err().to_string();
    assert!(error.contains("nothing to restore from"), "{error}");
}

#[test]
fn a_patch_cannot_lead_outside() {
    for path in ["../x", "/tmp/x", "a/../../x", ""] {
        let run = Run::over(&[("a.txt", b"Some words.")], |_| Verdict::Drop);
        let mut patch = b"copydesk patch\n\x01\x01".to_vec();
        patch.push(u8::try_from(path.len()).unwrap());
        patch.extend_from_slice(path.as_bytes());
        fs::write(run.out().join("restore/patch.zst"), zstd::encode_all(&patch[..], 1).unwrap())
            .unwrap();
        let error = restore(&run.out(), &run.folder.path().join("dest"), false).unwrap_err();
        assert!(error.to_string().contains("leads outside"), "{path}: {error}");
    }
}

#[test]
fn damaged_patches_are_errors() {
    let run = Run::over(&[("a.txt", b"Some words."), ("b.txt", b"Others.")], |_| Verdict::Drop);
    let place = run.out().join("restore/patch.zst");
    let plain = zstd::decode_all(&fs::read(&place).unwrap()[..]).unwrap();
    for at in 0..plain.len() {
        for patch in [plain[..at].to_vec(), [&plain[..at], b"\xff", &plain[at + 1..]].concat()] {
            fs::write(&place, zstd::encode_all(&patch[..], 1).unwrap()).unwrap();
            let dest = tempfile::tempdir().unwrap();
            // A changed name is still a name; everything else shows.
            let restored = restore(&run.out(), dest.path(), false);
            assert!(restored.is_err() || patch.len() == plain.len(), "cut at {at}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_below_the_destination_are_not_followed() {
    let run = Run::over(&[("a/b.txt", b"Some words.")], |_| Verdict::Keep(Vec::new()));
    let dest = run.folder.path().join("dest");
    let elsewhere = run.folder.path().join("elsewhere");
    fs::create_dir_all(&dest).unwrap();
    fs::create_dir_all(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, dest.join("a")).unwrap();
    assert!(restore(&run.out(), &dest, true).unwrap_err().to_string().contains("is a link"));
    assert_eq!(fs::read_dir(elsewhere).unwrap().count(), 0);
}

/// A pipe whose reader has gone.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes `file`, all kept, to `stream`.
fn stream(file: &str, stream: impl Write + Send) -> copydesk::Result<()> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), file).unwrap();
    let sources = discover(&[folder.path().join("a.jsonl")], None, folder.path())?;
    let config = ReadConfig::default();
    let mut writer = CleanedWriter::stream(stream, &sources);
    for batch in batches(&sources, &config) {
        let batch = batch?;
        let records: Vec<_> =
            batch.records().map(|raw| parse(&raw, &sources[0], &config).unwrap()).collect();
        let keep = |record: &Record<'_>| Verdict::Keep(record.cuts(slice::from_ref(&(0..1))));
        let parts: Vec<Part<'_>> = records
            .iter()
            .map(|r| Part { body: r.body(), verdict: keep(r), added: None })
            .collect();
        writer.append(&assemble(&batch, &parts, false))?;
    }
    writer.finish().map(drop)
}

#[test]
fn a_stream_gets_the_cleaned_records() {
    let mut out = Vec::new();
    stream("{\"text\": \"abc\"}\n{\"text\": \"def\"}\n", &mut out).unwrap();
    assert_eq!(out, b"{\"text\": \"bc\"}\n{\"text\": \"ef\"}\n");
}

#[test]
fn a_broken_pipe_shows_as_one() {
    match stream("{\"text\": \"abc\"}\n", Gone).unwrap_err() {
        copydesk::Error::Io { source, .. } => assert_eq!(source.kind(), io::ErrorKind::BrokenPipe),
        other => panic!("{other}"),
    }
}
