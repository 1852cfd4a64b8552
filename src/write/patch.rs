//! The patch: what turns the cleaned corpus back into the input.
//!
//! Takes, source by source, what of the original was kept, changed and left out; gives it back in the same order. The
//! format: the magic, then one entry a source. Numbers are LEB128; a path is its length and its bytes, parts joined
//! by `/`; an entry ends with the original's length and xxh3-128 (little-endian). Compressed with zstd, in as many frames as
//! come about: the long parts are compressed where they are made, on many threads.
//!
//! ```text
//! patch   = MAGIC entry* END
//! entry   = PATCHED path script length hash | COPIED path length hash
//! script  = (count·4 + COPY | count·4 + SKIP | count·4 + INSERT bytes)* FINISH
//! ```

use crate::error::{Error, Result};
use crate::write::whole::WholeFile;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};

/// First bytes of a patch: the name, then the version of the format.
const MAGIC: &[u8] = b"copydesk patch\n\x01";

const END: u8 = 0;
const PATCHED: u8 = 1;
const COPIED: u8 = 2;

const FINISH: u64 = 0;
const COPY: u64 = 1;
const SKIP: u64 = 2;
const INSERT: u64 = 3;

/// Longest path, in bytes.
const LONGEST_PATH: u64 = 1 << 16;

/// Level of zstd: what was removed is text that repeats itself, and more effort finds little more.
const LEVEL: i32 = 1;

/// Bytes of a script from which it is worth a frame of its own.
const LONG: usize = 1 << 16;

/// Part of a script, as bytes of the format.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Script {
    bytes: Vec<u8>,
    /// Bytes to copy that are not written down yet, since more may follow.
    copying: usize,
}

impl Script {
    /// The next `count` bytes are the same in both.
    pub(super) fn copy(&mut self, count: usize) {
        self.copying += count;
    }

    /// The next `count` bytes are in the cleaned corpus only.
    pub(super) fn skip(&mut self, count: usize) {
        self.op(count, SKIP);
    }

    /// The next `bytes` are in the original only.
    pub(super) fn insert(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.op(bytes.len(), INSERT);
            self.bytes.extend_from_slice(bytes);
        }
    }

    fn op(&mut self, count: usize, kind: u64) {
        let copying = std::mem::take(&mut self.copying);
        for (count, kind) in [(copying, COPY), (count, kind)] {
            if count > 0 {
                push_number(&mut self.bytes, (count as u64) << 2 | kind);
            }
        }
    }

    /// The finished part; compressed, if it is long.
    pub(super) fn seal(mut self) -> Sealed {
        self.op(0, COPY);
        if self.bytes.len() < LONG {
            return Sealed::Loose(self.bytes);
        }
        // Compression fails only for want of memory; then the writer meets it again and can say so.
        zstd::bulk::compress(&self.bytes, LEVEL).map_or(Sealed::Loose(self.bytes), Sealed::Frame)
    }
}

/// A finished part of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sealed {
    /// To be compressed with what stands around it.
    Loose(Vec<u8>),
    /// A zstd frame.
    Frame(Vec<u8>),
}

/// What is known of an original, to tell whether it was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seal {
    /// Bytes on disk.
    pub(super) bytes: u64,
    /// xxh3-128 of them.
    pub(super) digest: u128,
}

/// Writes a patch.
pub(super) struct PatchWriter {
    path: PathBuf,
    file: WholeFile,
    packer: zstd::bulk::Compressor<'static>,
    /// What is not compressed yet.
    loose: Vec<u8>,
}

impl PatchWriter {
    /// Begins the patch at `path`.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let file = WholeFile::create(path)?;
        let packer = zstd::bulk::Compressor::new(LEVEL).map_err(Error::io(path))?;
        Ok(Self { path: path.to_path_buf(), file, packer, loose: MAGIC.to_vec() })
    }

    /// Begins the entry of a source whose original comes out of the cleaned file and what follows.
    pub(super) fn begin(&mut self, relative: &Path) -> Result<()> {
        self.head(PATCHED, relative)
    }

    /// More of the script of the source in hand.
    pub(super) fn push(&mut self, part: &Sealed) -> Result<()> {
        match part {
            Sealed::Loose(bytes) => self.write(bytes),
            Sealed::Frame(frame) => {
                self.flush()?;
                self.file.write_all(frame).map_err(Error::io(&self.path))
            }
        }
    }

    /// Ends the entry in hand.
    pub(super) fn end(&mut self, seal: Seal) -> Result<()> {
        let mut bytes = Vec::new();
        push_number(&mut bytes, FINISH);
        push_seal(&mut bytes, seal);
        self.write(&bytes)
    }

    /// The whole entry of a source that was copied.
    pub(super) fn copied(&mut self, relative: &Path, seal: Seal) -> Result<()> {
        self.head(COPIED, relative)?;
        let mut bytes = Vec::new();
        push_seal(&mut bytes, seal);
        self.write(&bytes)
    }

    /// Ends the patch and gives it its name.
    pub(super) fn finish(mut self) -> Result<()> {
        self.write(&[END])?;
        self.flush()?;
        self.file.finish()
    }

    fn head(&mut self, kind: u8, relative: &Path) -> Result<()> {
        let path = path_bytes(relative);
        let mut bytes = vec![kind];
        push_number(&mut bytes, path.len() as u64);
        bytes.extend_from_slice(&path);
        self.write(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.loose.extend_from_slice(bytes);
        if self.loose.len() < LONG { Ok(()) } else { self.flush() }
    }

    /// Compresses what is loose.
    fn flush(&mut self) -> Result<()> {
        if self.loose.is_empty() {
            return Ok(());
        }
        let frame = self.packer.compress(&self.loose).map_err(Error::io(&self.path))?;
        self.loose.clear();
        self.file.write_all(&frame).map_err(Error::io(&self.path))
    }
}

fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn push_seal(bytes: &mut Vec<u8>, seal: Seal) {
    push_number(bytes, seal.bytes);
    bytes.extend_from_slice(&seal.digest.to_le_bytes());
}

/// One source, as a patch names it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Its script follows: [`PatchReader::apply`], then [`PatchReader::seal`].
    Patched(PathBuf),
    /// Its original was copied; [`PatchReader::seal`] follows.
    Copied(PathBuf),
}

/// Reads a patch. Believes nothing in it: paths stay inside, lengths are not allocated.
pub(super) struct PatchReader {
    packed: zstd::Decoder<'static, BufReader<File>>,
}

impl PatchReader {
    /// Opens the patch at `path`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut packed = zstd::Decoder::new(File::open(path)?)?;
        let mut magic = [0; MAGIC.len()];
        packed.read_exact(&mut magic)?;
        let (known, version) = MAGIC.split_at(MAGIC.len() - 1);
        match magic.split_at(known.len()) {
            (name, _) if name != known => Err(damaged("this is no patch of copydesk")),
            (_, of) if of != version => Err(damaged("another version of copydesk wrote this")),
            _ => Ok(Self { packed }),
        }
    }

    /// The next source; `None` after the last.
    pub(super) fn entry(&mut self) -> io::Result<Option<Entry>> {
        match self.byte()? {
            END => Ok(None),
            PATCHED => Ok(Some(Entry::Patched(self.path()?))),
            COPIED => Ok(Some(Entry::Copied(self.path()?))),
            _ => Err(damaged("the patch is damaged")),
        }
    }

    /// Carries the script in hand out: `cleaned` and the patch to `original`.
    pub(super) fn apply(
        &mut self,
        cleaned: &mut impl Read,
        original: &mut impl Write,
    ) -> io::Result<()> {
        loop {
            let op = self.number()?;
            let count = op >> 2;
            let passed = match op & 3 {
                COPY => io::copy(&mut cleaned.by_ref().take(count), original)?,
                SKIP => io::copy(&mut cleaned.by_ref().take(count), &mut io::sink())?,
                INSERT => io::copy(&mut self.packed.by_ref().take(count), original)?,
                _ => return Ok(()),
            };
            if passed < count {
                return Err(damaged("the cleaned file or the patch is shorter than it was"));
            }
        }
    }

    /// What the original of the source in hand must be.
    pub(super) fn seal(&mut self) -> io::Result<Seal> {
        let bytes = self.number()?;
        let mut digest = [0; 16];
        self.packed.read_exact(&mut digest)?;
        Ok(Seal { bytes, digest: u128::from_le_bytes(digest) })
    }

    fn path(&mut self) -> io::Result<PathBuf> {
        let length = self.number()?;
        if length > LONGEST_PATH {
            return Err(damaged("the patch is damaged"));
        }
        let mut bytes = Vec::new();
        self.packed.by_ref().take(length).read_to_end(&mut bytes)?;
        let path =
            path_of(bytes).ok_or_else(|| damaged("the patch holds a path of another system"))?;
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        if path.as_os_str().is_empty() || !inside {
            return Err(damaged("the patch holds a path that leads outside"));
        }
        Ok(path)
    }

    fn number(&mut self) -> io::Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(damaged("the patch is damaged"))
    }

    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.packed.read_exact(&mut byte)?;
        Ok(byte[0])
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// The parts of a path, joined by `/`.
fn path_bytes(path: &Path) -> Vec<u8> {
    let parts: Vec<&[u8]> = path.iter().map(std::ffi::OsStr::as_encoded_bytes).collect();
    parts.join(&b'/')
}

/// The path that was joined.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere not every sequence of bytes is a path")]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

/// The path that was joined.
#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}
