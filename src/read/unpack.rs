//! Files to decompressed bytes.
//!
//! Takes a path, gives its bytes through whatever compression its first bytes show, together with the count and the
//! hash of the bytes on disk. Never trusts a file's name. A stream that breaks off gives all that came before the break.

use crate::error::{Error, Result};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use xxhash_rust::xxh3::Xxh3;

/// Compressed bytes that are read at a time.
const BLOCK: usize = 128 * 1024;

/// Longest window of a zstd frame, as a power of two: all that the format allows.
const ZSTD_WINDOW: u32 = 31;

/// How the bytes of a file are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Packing {
    /// Not at all.
    #[default]
    None,
    /// gzip, one member or many.
    Gzip,
    /// zstd, one frame or many.
    Zstd,
    /// bzip2, one stream or many.
    Bzip2,
    /// xz, one stream or many.
    Xz,
}

impl Packing {
    /// What the first bytes of a file show.
    fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, 0x08, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            // The level, then the magic of a block or, in an empty stream, of the end.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, 0x41 | 0x72, ..] => Self::Bzip2,
            [0xfd, b'7', b'z', b'X', b'Z', 0x00, ..] => Self::Xz,
            _ => Self::None,
        }
    }

    /// The name of the format, for messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
        }
    }
}

/// How a filling ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Filled {
    /// There may be more.
    More,
    /// The source is at its end.
    End,
    /// The compressed stream cannot be read further, for this reason.
    Broken(String),
}

/// One file as a feed of decompressed bytes.
pub(super) struct Feed {
    path: PathBuf,
    packing: Packing,
    tap: Tap,
    unpacked: Option<Box<dyn Read + Send>>,
    given: u64,
}

/// Bytes from wherever they come.
pub(super) type Bytes = Box<dyn Read + Send>;

impl Feed {
    /// Begins with the next byte of `from`; `path` is its name in messages.
    pub(super) fn open(mut from: Bytes, path: &Path) -> Result<Self> {
        let mut head = Vec::with_capacity(8);
        from.by_ref().take(8).read_to_end(&mut head).map_err(Error::io(path))?;
        let packing = Packing::of(&head);
        let tap = Tap::new(Box::new(io::Cursor::new(head).chain(from)));
        let unpacked = unpacker(packing, tap.clone()).map_err(Error::io(path))?;
        Ok(Self { path: path.to_path_buf(), packing, tap, unpacked, given: 0 })
    }

    /// How the file is compressed.
    pub(super) fn packing(&self) -> Packing {
        self.packing
    }

    /// As [`Feed::open`], whatever the first bytes look like.
    pub(super) fn plain(from: Bytes, path: &Path) -> Self {
        let (path, tap) = (path.to_path_buf(), Tap::new(from));
        Self { path, packing: Packing::None, tap, unpacked: None, given: 0 }
    }

    /// Appends about `want` bytes to `buffer`; fewer only at the end.
    pub(super) fn fill(&mut self, buffer: &mut Vec<u8>, want: usize) -> Result<Filled> {
        let before = buffer.len();
        buffer.reserve(want);
        let read = match &mut self.unpacked {
            None => self.tap.lock().read_into(buffer, want),
            Some(unpacked) => unpacked.take(want as u64).read_to_end(buffer),
        };
        let got = buffer.len() - before;
        self.given += got as u64;
        self.filled(read.map(|_| got == want))
    }

    /// Appends what there is, up to `most` bytes; waits only where there is nothing yet.
    pub(super) fn some(&mut self, buffer: &mut Vec<u8>, most: usize) -> Result<Filled> {
        let before = buffer.len();
        buffer.resize(before + most, 0);
        let read = loop {
            let out = &mut buffer[before..];
            let read = match &mut self.unpacked {
                None => self.tap.read(out),
                Some(unpacked) => unpacked.read(out),
            };
            if !read.as_ref().is_err_and(|e| e.kind() == io::ErrorKind::Interrupted) {
                break read;
            }
        };
        buffer.truncate(before + read.as_ref().map_or(0, |got| *got));
        let got = buffer.len() - before;
        self.given += got as u64;
        self.filled(read.map(|_| got > 0))
    }

    /// How a filling ended that met an error, or has more to come or not.
    fn filled(&self, read: io::Result<bool>) -> Result<Filled> {
        match read {
            Ok(true) => Ok(Filled::More),
            Ok(false) => Ok(Filled::End),
            Err(error) if self.unpacked.is_none() || self.tap.lock().failed => {
                Err(Error::io(&self.path)(error))
            }
            Err(error) => Ok(Filled::Broken(self.break_in_words(&error))),
        }
    }

    /// Bytes of the file that were read so far.
    pub(super) fn consumed(&self) -> u64 {
        self.tap.lock().bytes
    }

    /// Reads the file to its end and gives the xxh3-128 of all its bytes.
    pub(super) fn digest(&mut self) -> Result<u128> {
        io::copy(&mut self.tap, &mut io::sink()).map_err(Error::io(&self.path))?;
        Ok(self.tap.lock().hash.digest128())
    }

    fn break_in_words(&self, error: &io::Error) -> String {
        let (name, given) = (self.packing.name(), self.given);
        let cause = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the file ends too early".to_owned(),
            _ => error.to_string(),
        };
        format!("the {name} stream breaks here, after {given} decompressed bytes: {cause}")
    }
}

/// The reader that undoes `packing`, if there is anything to undo.
fn unpacker(packing: Packing, tap: Tap) -> io::Result<Option<Box<dyn Read + Send>>> {
    let packed = BufReader::with_capacity(BLOCK, tap);
    Ok(match packing {
        Packing::None => None,
        Packing::Gzip => Some(Box::new(Members { member: None, between: Some(packed) })),
        Packing::Zstd => {
            let mut frames = zstd::stream::read::Decoder::with_buffer(packed)?;
            frames.window_log_max(ZSTD_WINDOW)?;
            Some(Box::new(frames))
        }
        Packing::Bzip2 => Some(Box::new(bzip2::bufread::MultiBzDecoder::new(packed))),
        Packing::Xz => Some(Box::new(liblzma::bufread::XzDecoder::new_multi_decoder(packed))),
    })
}

/// The file below a decompressor: counts and hashes what passes.
#[derive(Clone)]
struct Tap(Arc<Mutex<Flow>>);

struct Flow {
    from: Bytes,
    hash: Xxh3,
    bytes: u64,
    failed: bool,
}

impl Tap {
    fn new(from: Bytes) -> Self {
        Self(Arc::new(Mutex::new(Flow { from, hash: Xxh3::new(), bytes: 0, failed: false })))
    }

    /// Never contended: a feed and its decompressor live on one thread at a time.
    fn lock(&self) -> MutexGuard<'_, Flow> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for Tap {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut flow = self.lock();
        let read = flow.from.read(out);
        flow.failed |= read.is_err();
        let got = read?;
        flow.pass(&out[..got]);
        Ok(got)
    }
}

impl Flow {
    /// Appends up to `want` bytes, hashed while they are still in the cache.
    fn read_into(&mut self, buffer: &mut Vec<u8>, want: usize) -> io::Result<usize> {
        let before = buffer.len();
        let read = self.from.by_ref().take(want as u64).read_to_end(buffer);
        self.pass(&buffer[before..]);
        read
    }

    fn pass(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

/// All members of a gzip file, one after the other.
///
/// Zeros after the last member are padding, as tape and block devices leave it; anything else there is a break.
struct Members<R> {
    member: Option<flate2::bufread::GzDecoder<R>>,
    between: Option<R>,
}

impl<R: BufRead> Members<R> {
    /// Opens the next member; `false` at the end of the file.
    fn open_next(&mut self) -> io::Result<bool> {
        let Some(mut between) = self.between.take() else { return Ok(false) };
        let head = between.fill_buf()?;
        if head.is_empty() || (head[0] == 0 && only_zeros(&mut between)?) {
            return Ok(false);
        }
        self.member = Some(flate2::bufread::GzDecoder::new(between));
        Ok(true)
    }
}

/// Whether nothing but zeros follows; reads them.
fn only_zeros(reader: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let block = reader.fill_buf()?;
        let length = block.len();
        if length == 0 {
            return Ok(true);
        }
        if block.iter().any(|&b| b != 0) {
            return Ok(false);
        }
        reader.consume(length);
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some(member) = &mut self.member {
                let got = member.read(out)?;
                if got > 0 {
                    return Ok(got);
                }
                self.between = self.member.take().map(flate2::bufread::GzDecoder::into_inner);
            }
            if !self.open_next()? {
                return Ok(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn feed(bytes: &[u8]) -> (Vec<u8>, Filled, u128) {
        let from = Box::new(io::Cursor::new(bytes.to_vec()));
        let mut feed = Feed::open(from, Path::new("a")).unwrap();
        let mut out = Vec::new();
        let filled = loop {
            match feed.fill(&mut out, 10).unwrap() {
                Filled::More => {}
                other => break other,
            }
        };
        let digest = feed.digest().unwrap();
        assert_eq!(feed.consumed(), bytes.len() as u64);
        (out, filled, digest)
    }

    #[test]
    fn plain_bytes_pass_and_are_hashed() {
        let (out, filled, digest) = feed(b"exactly twenty bytes");
        assert_eq!((out.as_slice(), filled), (&b"exactly twenty bytes"[..], Filled::End));
        assert_eq!(digest, xxhash_rust::xxh3::xxh3_128(b"exactly twenty bytes"));
    }

    #[test]
    fn gzip_members_and_padding_are_read() {
        let mut bytes = [gzip(b"one "), gzip(b""), gzip(b"two")].concat();
        bytes.extend([0; 512]);
        let (out, filled, digest) = feed(&bytes);
        assert_eq!((out.as_slice(), filled), (&b"one two"[..], Filled::End));
        assert_eq!(digest, xxhash_rust::xxh3::xxh3_128(&bytes));
    }

    #[test]
    fn what_follows_the_last_member_is_a_break() {
        let (out, filled, _) = feed(&[gzip(b"one"), b"garbage".to_vec()].concat());
        assert_eq!(out, b"one");
        assert!(
            matches!(filled, Filled::Broken(reason) if reason.contains("after 3 decompressed"))
        );
    }

    #[test]
    fn a_cut_stream_gives_what_came_before() {
        let text: Vec<u8> =
            (0..50_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let packed = gzip(&text);
        let (out, filled, _) = feed(&packed[..packed.len() / 2]);
        assert!(!out.is_empty() && text.starts_with(&out));
        assert!(matches!(filled, Filled::Broken(reason) if reason.contains("ends too early")));
    }
}
