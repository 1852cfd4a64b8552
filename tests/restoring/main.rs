//! Laws of the way out and back: whatever is read, dropped and removed, the rest stays as it was, and everything can be
//! restored.
//!
//! Takes random records, files and verdicts. Never checks what is boilerplate: that is not the business of these stages.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod corners;
mod laws;

use copydesk::read::{ReadConfig, Record, Reject, Source, batches, discover, parse};
use copydesk::write::{
    CleanedWriter, Part, RejectsWriter, Verdict, assemble, originals, prepare, restore,
};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with an input, and an OUT that a run has written.
struct Run {
    folder: TempDir,
    sources: Vec<Source>,
    rejects: u64,
}

impl Run {
    /// Reads the files and writes them out by `verdict`, as the pipeline would.
    fn over(files: &[(&str, &[u8])], mut verdict: impl FnMut(&Record<'_>) -> Verdict) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in");
        for (name, bytes) in files {
            let path = input.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let out = folder.path().join("out");
        let inputs = [input];
        prepare(&out, false, &inputs).unwrap();
        let sources = discover(&inputs, Some(&out), folder.path()).unwrap();
        let rejects = write(&out, &sources, &mut verdict);
        Self { folder, sources, rejects }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn cleaned(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.out().join("cleaned").join(name)).ok()
    }

    /// Restores in both ways and compares with the input.
    fn check_restored(&self) {
        let dest = self.folder.path().join("dest");
        let count = restore(&self.out(), &dest, false).unwrap();
        assert_eq!(count, self.sources.len() as u64);
        for source in &self.sources {
            let original = fs::read(&source.path).unwrap();
            assert_eq!(fs::read(dest.join(&source.relative)).unwrap(), original);
        }
        let restored: Vec<_> = originals(&self.out())
            .unwrap()
            .map(|source| source.map(|s| (s.relative.clone(), fs::read(&s.path).unwrap())).unwrap())
            .collect();
        let expected: Vec<_> =
            self.sources.iter().map(|s| (s.relative.clone(), fs::read(&s.path).unwrap())).collect();
        assert_eq!(restored, expected);
    }
}

/// The writing half of a run; gives the number of rejects.
fn write(out: &Path, sources: &[Source], verdict: &mut impl FnMut(&Record<'_>) -> Verdict) -> u64 {
    let config = ReadConfig::default();
    let mut cleaned = CleanedWriter::create(out, sources, true, 2).unwrap();
    let mut rejects = RejectsWriter::new(out);
    for batch in batches(sources, &config) {
        let batch = batch.unwrap();
        let parsed: Vec<Result<Record<'_>, Reject>> =
            batch.records().map(|raw| parse(&raw, &sources[batch.source], &config)).collect();
        let mut parts = Vec::new();
        for record in &parsed {
            parts.push(match record {
                Ok(record) => Part { body: record.body(), verdict: verdict(record), added: None },
                Err(_) => Part { body: &[], verdict: Verdict::Reject, added: None },
            });
        }
        cleaned.append(&assemble(&batch, &parts, true)).unwrap();
        parsed.iter().filter_map(|record| record.as_ref().err()).for_each(|reject| {
            rejects.append(reject).unwrap();
        });
    }
    let written = cleaned.finish().unwrap();
    for (written, source) in written.iter().zip(sources) {
        let original = fs::read(&source.path).unwrap();
        assert_eq!(written.bytes, original.len() as u64);
        assert_eq!(written.digest, xxhash_rust::xxh3::xxh3_128(&original));
    }
    rejects.finish().unwrap()
}

/// The last place at or before `at` where `text` can be cut.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// `text` without `removals`.
fn without(text: &str, removals: &[Range<usize>]) -> String {
    let mut left = text.to_owned();
    removals.iter().rev().for_each(|removal| left.replace_range(removal.clone(), ""));
    left
}
