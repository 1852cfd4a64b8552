//! Every format, compression and trap of scraped news, read from files made here.
//!
//! Takes bytes made in each test, gives what the library makes of them. Never reads a file that is not its own.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod broken;
mod charsets;
mod containers;
mod places;
mod producers;
mod prose;

use copydesk::Article;
use copydesk::read::{Batch, ReadConfig, Reject, Source, batches, discover, parse};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What a reading gave.
#[derive(Debug, Default)]
struct Reading {
    articles: Vec<Article>,
    rejects: Vec<Reject>,
    decoded: usize,
}

impl Reading {
    fn texts(&self) -> Vec<&str> {
        self.articles.iter().map(|article| article.text.as_str()).collect()
    }

    fn ids(&self) -> Vec<&str> {
        self.articles.iter().map(|article| article.id.as_str()).collect()
    }

    /// The place and reason of every reject, in one line each, with the folder of the test left out.
    fn complaints(&self) -> Vec<String> {
        let short = |place: &str| place.rsplit('/').next().unwrap_or_default().to_owned();
        self.rejects.iter().map(|r| format!("{}: {}", short(&r.place), r.reason)).collect()
    }

    fn only(&self) -> &Article {
        assert!(self.rejects.is_empty(), "{:?}", self.complaints());
        assert_eq!(self.articles.len(), 1);
        &self.articles[0]
    }
}

/// Reads `sources` and checks on the way that nothing is lost between the records.
fn read_sources(sources: &[Source], config: &ReadConfig) -> Reading {
    let mut reading = Reading::default();
    let mut ends = 0;
    let mut next_is_first = true;
    for batch in batches(sources, config) {
        let batch = batch.unwrap();
        assert_eq!(batch.first, next_is_first);
        next_is_first = batch.last;
        ends += usize::from(batch.last);
        assert_eq!(batch.digest.is_some(), batch.last);
        assert!(batch.last || batch.tail().is_empty());
        assert_eq!(batch.size(), pieces(&batch).len());
        for raw in batch.records() {
            match parse(&raw, &sources[batch.source], config) {
                Ok(record) => {
                    reading.decoded += usize::from(record.decoded);
                    reading.articles.push(record.article);
                }
                Err(reject) => reading.rejects.push(reject),
            }
        }
    }
    assert_eq!(ends, sources.len());
    reading
}

/// Gaps, records and tail, put together again.
fn pieces(batch: &Batch) -> Vec<u8> {
    let records = batch.records().flat_map(|raw| [raw.gap, raw.bytes]);
    records.chain([batch.tail()]).collect::<Vec<_>>().concat()
}

fn read_with(name: &str, bytes: &[u8], config: &ReadConfig) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    let sources = discover(&[folder.path().to_path_buf()], None, folder.path()).unwrap();
    if bytes.len() < 1 << 20 {
        check_verbatim(&sources, config, bytes);
    }
    read_sources(&sources, config)
}

/// Where a batch says that it is its file, it is.
fn check_verbatim(sources: &[Source], config: &ReadConfig, bytes: &[u8]) {
    let all: Vec<Batch> = batches(sources, config).map(Result::unwrap).collect();
    if all.iter().all(Batch::is_verbatim) {
        assert_eq!(all.iter().map(pieces).collect::<Vec<_>>().concat(), bytes);
    }
    let digest = all.last().and_then(|batch| batch.digest);
    assert_eq!(digest, Some(xxhash_rust::xxh3::xxh3_128(bytes)));
    assert_eq!(all.iter().map(|batch| batch.consumed).sum::<u64>(), bytes.len() as u64);
}

fn read_as(name: &str, bytes: &[u8]) -> Reading {
    read_with(name, bytes, &ReadConfig::default())
}

fn read(bytes: impl AsRef<[u8]>) -> Reading {
    read_as("a.dat", bytes.as_ref())
}

fn config(toml: &str) -> ReadConfig {
    let config: ReadConfig = toml::from_str(toml).unwrap();
    config.validate().unwrap();
    config
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = liblzma::write::XzEncoder::new(Vec::new(), 0);
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

const LINES: &str = "{\"text\": \"one\"}\n{\"text\": \"two\"}\n";
