//! The data in the page: gzip in base64, in pieces that are unpacked when they are looked at.
//!
//! Takes the index and what is more of each entry, gives the elements that hold it. Never larger than it may be: what
//! is least important goes without examples and pairs, and is counted.

use crate::report::page::{BLOCKS_A_CHUNK, CLUSTERS_A_CHUNK, Index, Missing, More};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use std::io::{self, Write};
use std::ops::Range;

/// Bytes of the data at most; the rest of the 25 MB is for what is read without a script.
pub(super) const MOST: usize = 22_000_000;
/// Quick: most of what is won is won at once.
const LEVEL: Compression = Compression::new(3);
/// Room for what is missing, which is known last.
const ENDING: usize = 1000;

/// The data as elements of the page, and what had to be left out.
#[derive(Debug, Default)]
pub(super) struct Islands {
    /// The index.
    pub(super) index: String,
    /// Everything else, in the order in which it is most likely asked for.
    pub(super) chunks: String,
    pub(super) missing: Missing,
}

/// Packs everything into at most `most` bytes, but never without the index. O(bytes).
///
/// # Errors
/// None that memory can have.
pub(super) fn islands(index: &Index, more: &dyn More, most: usize) -> io::Result<Islands> {
    let mut index_packed = GzEncoder::new(Vec::new(), LEVEL);
    let body = serde_json::to_vec(index)?;
    // What is missing is the last field: it is written when it is known.
    let end = body.len() - serde_json::to_vec(&index.missing)?.len() - 1;
    index_packed.write_all(&body[..end])?;
    index_packed.flush()?;
    let room = most.saturating_sub(index_packed.get_ref().len().div_ceil(3) * 4 + ENDING);
    let mut chunks = Chunks { html: String::new(), room, missing: index.missing };
    chunks.all(index, more)?;
    serde_json::to_writer(&mut index_packed, &chunks.missing)?;
    index_packed.write_all(b"}")?;
    let index = element("data-index", &index_packed.finish()?);
    Ok(Islands { index, chunks: chunks.html, missing: chunks.missing })
}

/// The chunks so far.
struct Chunks {
    html: String,
    /// Bytes that there is room for.
    room: usize,
    missing: Missing,
}

impl Chunks {
    /// Blocks and clusters in turn, so that what is left out is the least important of both.
    fn all(&mut self, index: &Index, more: &dyn More) -> io::Result<()> {
        let mut blocks = pieces(index.blocks.len(), BLOCKS_A_CHUNK);
        let mut clusters = pieces(index.clusters.len(), CLUSTERS_A_CHUNK);
        for i in 0.. {
            let (block, cluster) = (blocks.next(), clusters.next());
            if block.is_none() && cluster.is_none() {
                break;
            }
            if let Some(range) = block {
                self.blocks(i, range, more)?;
            }
            if let Some(range) = cluster {
                self.clusters(i, range, more)?;
            }
        }
        Ok(())
    }

    fn blocks(&mut self, i: usize, range: Range<usize>, more: &dyn More) -> io::Result<()> {
        let mut chunk: Vec<_> = range.map(|n| more.block(n)).collect();
        let name = format!("data-blocks-{i}");
        if self.push(&name, &chunk)? {
            return Ok(());
        }
        self.missing.contexts += chunk.iter().filter(|b| !b.examples.is_empty()).count() as u64;
        for block in &mut chunk {
            block.examples.clear();
        }
        if self.push(&name, &chunk)? { Ok(()) } else { self.empty(&name) }
    }

    fn clusters(&mut self, i: usize, range: Range<usize>, more: &dyn More) -> io::Result<()> {
        let mut chunk: Vec<_> = range.map(|n| more.cluster(n)).collect();
        let name = format!("data-clusters-{i}");
        if self.push(&name, &chunk)? {
            return Ok(());
        }
        self.missing.pairs += chunk.iter().map(|c| c.pairs.len() as u64).sum::<u64>();
        for cluster in &mut chunk {
            cluster.pairs.clear();
        }
        if self.push(&name, &chunk)? { Ok(()) } else { self.empty(&name) }
    }

    /// Adds a chunk, if there is room for it.
    fn push<T: Serialize>(&mut self, id: &str, chunk: &[T]) -> io::Result<bool> {
        let element = element(id, &packed(chunk)?);
        let fits = element.len() <= self.room;
        if fits {
            self.room -= element.len();
            self.html.push_str(&element);
        }
        Ok(fits)
    }

    /// A chunk of nothing, so that the page need not ask whether there is one.
    fn empty(&mut self, id: &str) -> io::Result<()> {
        self.html.push_str(&element(id, &packed::<()>(&[])?));
        Ok(())
    }
}

fn pieces(n: usize, size: usize) -> impl Iterator<Item = Range<usize>> {
    (0..n).step_by(size).map(move |start| start..(start + size).min(n))
}

fn packed<T: Serialize>(chunk: &[T]) -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), LEVEL);
    packed.write_all(&serde_json::to_vec(chunk)?)?;
    packed.finish()
}

/// The element with these bytes.
fn element(id: &str, bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    format!("<script type=\"application/gzip+base64\" id=\"{id}\">{text}</script>\n")
}
