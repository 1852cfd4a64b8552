//! The way back: OUT to the originals.
//!
//! Takes a finished OUT, gives every input byte for byte, checked against its hash. Never writes outside the folder that
//! was named, whatever the patch says.

use super::cleaned::{CLEANED, ORIGINALS, PATCH, RESTORE};
use super::patch::{Entry, PatchReader, Seal};
use super::whole::WholeFile;
use crate::error::{Error, Result};
use crate::read::Source;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use xxhash_rust::xxh3::Xxh3;

/// Writes every original of the run in `out` under `dest`; gives their number.
///
/// # Errors
/// [`Error::Output`] when `dest` is not empty and `force` is not given, or leads outside by a link; [`Error::Input`]
/// when `out` holds nothing to restore from, or an original does not come out as it was; [`Error::Io`] otherwise.
pub fn restore(out: &Path, dest: &Path, force: bool) -> Result<u64> {
    let mut patched = Patched::open(out)?;
    fs::create_dir_all(dest).map_err(Error::io(dest))?;
    let mut entries = fs::read_dir(dest).map_err(Error::io(dest))?;
    if !force && entries.next().is_some() {
        return Err(Error::output(dest, "is not empty; --force restores into it all the same"));
    }
    let mut count = 0;
    while let Some(entry) = patched.next_entry()? {
        refuse_links(dest, entry.relative())?;
        patched.restore(&entry, &dest.join(entry.relative()))?;
        count += 1;
    }
    Ok(count)
}

/// The originals of the run in `out`, one after the other.
///
/// # Errors
/// As [`restore`].
pub fn originals(out: &Path) -> Result<Originals> {
    let folder = tempfile::tempdir().map_err(Error::io(std::env::temp_dir()))?;
    Ok(Originals { patched: Patched::open(out)?, folder })
}

/// The originals of a run: each is restored into a temporary file, which is gone when the next one is asked for.
pub struct Originals {
    patched: Patched,
    folder: TempDir,
}

impl Iterator for Originals {
    type Item = Result<Source>;

    fn next(&mut self) -> Option<Self::Item> {
        self.patched.next_entry().transpose().map(|entry| {
            let entry = entry?;
            let path = self.folder.path().join("original");
            self.patched.restore(&entry, &path)?;
            let relative = entry.relative().to_path_buf();
            Source::new(&path, relative.to_string_lossy().into_owned(), relative)
        })
    }
}

impl Entry {
    fn relative(&self) -> &Path {
        match self {
            Self::Patched(relative) | Self::Copied(relative) => relative,
        }
    }
}

/// An OUT and its patch, as far as it was read.
struct Patched {
    out: PathBuf,
    path: PathBuf,
    patch: PatchReader,
}

impl Patched {
    fn open(out: &Path) -> Result<Self> {
        let path = out.join(RESTORE).join(PATCH);
        let reader = PatchReader::open(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::input(
                out,
                "there is nothing to restore from: only `clean` keeps that, unless write.restore is off",
            ),
            _ => Error::io(&path)(error),
        })?;
        Ok(Self { out: out.to_path_buf(), path, patch: reader })
    }

    fn next_entry(&mut self) -> Result<Option<Entry>> {
        self.patch.entry().map_err(Error::io(&self.path))
    }

    /// Writes the original of `entry` to `path`.
    fn restore(&mut self, entry: &Entry, path: &Path) -> Result<()> {
        let mut original = Checked::create(path)?;
        let from = match entry {
            Entry::Patched(relative) => self.out.join(CLEANED).join(relative),
            Entry::Copied(relative) => self.out.join(RESTORE).join(ORIGINALS).join(relative),
        };
        let done = match entry {
            Entry::Patched(_) => self.apply(&from, &mut original),
            Entry::Copied(_) => {
                File::open(&from).and_then(|mut file| io::copy(&mut file, &mut original)).map(drop)
            }
        };
        done.map_err(Error::io(&from))?;
        let seal = self.patch.seal().map_err(Error::io(&self.path))?;
        if original.seal() != seal {
            return Err(Error::input(
                &from,
                "was changed since the run; its original cannot be restored",
            ));
        }
        original.finish(path)
    }

    fn apply(&mut self, cleaned: &Path, original: &mut Checked) -> io::Result<()> {
        // A source of which nothing was kept has no cleaned file.
        let mut cleaned: Box<dyn Read> = match File::open(cleaned) {
            Ok(file) => Box::new(BufReader::new(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Box::new(io::empty()),
            Err(error) => return Err(error),
        };
        self.patch.apply(&mut cleaned, original)
    }
}

/// A file that is written and hashed at once.
struct Checked {
    file: BufWriter<WholeFile>,
    hash: Xxh3,
    bytes: u64,
}

impl Checked {
    fn create(path: &Path) -> Result<Self> {
        let file = BufWriter::new(WholeFile::create(path)?);
        Ok(Self { file, hash: Xxh3::new(), bytes: 0 })
    }

    fn seal(&self) -> Seal {
        Seal { bytes: self.bytes, digest: self.hash.digest128() }
    }

    fn finish(self, path: &Path) -> Result<()> {
        self.file.into_inner().map_err(|e| Error::io(path)(e.into_error()))?.finish()
    }
}

impl Write for Checked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Refuses a place that a link below `dest` would lead elsewhere.
fn refuse_links(dest: &Path, relative: &Path) -> Result<()> {
    let mut folder = dest.to_path_buf();
    for part in relative.parent().into_iter().flat_map(Path::iter) {
        folder.push(part);
        if folder.is_symlink() {
            return Err(Error::output(&folder, "is a link; nothing is restored through it"));
        }
    }
    Ok(())
}
