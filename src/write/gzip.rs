//! gzip whose parts are compressed apart and still are one member, which every reader reads to its end.
//!
//! Takes plain bytes and parts that were compressed on other threads, gives the gzip file. A part is a run of deflate
//! blocks that ends on a byte (RFC 1951, 3.2.4) and looks back at nothing before it, so parts can follow each other.

use super::whole::WholeFile;
use flate2::{Compress, Compression, Crc, FlushCompress};
use std::io::{self, Write};

/// A header without name and time (RFC 1952): the same bytes for the same content.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// The last block of a deflate stream, empty.
const LAST: [u8; 2] = [3, 0];

/// Loose bytes that are worth a part of their own.
const PART: usize = 1 << 17;

/// One part, compressed.
#[derive(Debug)]
pub(super) struct Deflated {
    bytes: Vec<u8>,
    crc: Crc,
}

impl Deflated {
    /// Compresses `plain`; fails only for want of memory.
    pub(super) fn of(plain: &[u8]) -> io::Result<Self> {
        let mut crc = Crc::new();
        crc.update(plain);
        let mut deflate = Compress::new(Compression::default(), false);
        let mut bytes = Vec::with_capacity(plain.len() / 2 + 64);
        let mut rest = plain;
        loop {
            let before = deflate.total_in();
            deflate.compress_vec(rest, &mut bytes, FlushCompress::Sync)?;
            let taken = usize::try_from(deflate.total_in() - before).map_err(io::Error::other)?;
            rest = &rest[taken..];
            // With room left in the output nothing was held back.
            if rest.is_empty() && bytes.len() < bytes.capacity() {
                return Ok(Self { bytes, crc });
            }
            bytes.reserve(rest.len() / 2 + 64);
        }
    }
}

/// Writes a gzip file.
pub(super) struct GzipWriter {
    file: WholeFile,
    crc: Crc,
    /// What is not compressed yet.
    loose: Vec<u8>,
}

impl GzipWriter {
    /// Begins the file.
    pub(super) fn new(mut file: WholeFile) -> io::Result<Self> {
        file.write_all(&HEADER)?;
        Ok(Self { file, crc: Crc::new(), loose: Vec::new() })
    }

    /// Adds plain bytes.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.loose.extend_from_slice(bytes);
        if self.loose.len() < PART { Ok(()) } else { self.flush() }
    }

    /// Adds a part.
    pub(super) fn push(&mut self, part: &Deflated) -> io::Result<()> {
        self.flush()?;
        self.put(part)
    }

    /// Ends the stream and gives the file back.
    pub(super) fn finish(mut self) -> io::Result<WholeFile> {
        self.flush()?;
        self.file.write_all(&LAST)?;
        self.file.write_all(&self.crc.sum().to_le_bytes())?;
        self.file.write_all(&self.crc.amount().to_le_bytes())?;
        Ok(self.file)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.loose.is_empty() {
            return Ok(());
        }
        let part = Deflated::of(&self.loose)?;
        self.loose.clear();
        self.put(&part)
    }

    fn put(&mut self, part: &Deflated) -> io::Result<()> {
        self.crc.combine(&part.crc);
        self.file.write_all(&part.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn loose_bytes_and_parts_are_one_member() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.gz");
        let noise: Vec<u8> =
            (0..90_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let mut gzip = GzipWriter::new(WholeFile::create(&path).unwrap()).unwrap();
        gzip.write(b"one ").unwrap();
        for part in [&b"two "[..], b"", &noise] {
            gzip.push(&Deflated::of(part).unwrap()).unwrap();
        }
        gzip.write(&noise).unwrap();
        gzip.finish().unwrap().finish().unwrap();
        let file = std::fs::File::open(&path).unwrap();
        let mut back = Vec::new();
        // Reads the first member and nothing after it.
        flate2::read::GzDecoder::new(file).read_to_end(&mut back).unwrap();
        assert_eq!(back, [&b"one two "[..], &noise, &noise].concat());
    }

    #[test]
    fn an_empty_file_is_an_empty_member() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.gz");
        let gzip = GzipWriter::new(WholeFile::create(&path).unwrap()).unwrap();
        gzip.finish().unwrap().finish().unwrap();
        let mut back = Vec::new();
        let file = std::fs::File::open(&path).unwrap();
        flate2::read::GzDecoder::new(file).read_to_end(&mut back).unwrap();
        assert!(back.is_empty());
    }
}
