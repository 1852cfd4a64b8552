//! A file that does not bear its name before it is whole.
//!
//! Takes bytes, gives a file that appears under its name in one step, synced to disk. Never leaves a half-written file
//! under that name; one that is given up takes its temporary file with it.

use crate::error::{Error, Result};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What a temporary name ends with.
const SUFFIX: &str = ".part";

/// The file on its way.
#[derive(Debug)]
pub(super) struct Staged {
    name: PathBuf,
    temporary: PathBuf,
    out: BufWriter<File>,
    bytes: u64,
    committed: bool,
}

impl Staged {
    /// Opens the temporary file beside `name`; one that an earlier run left behind is overwritten.
    pub(super) fn create(name: &Path) -> Result<Self> {
        let mut temporary = OsString::from(name);
        temporary.push(SUFFIX);
        let temporary = PathBuf::from(temporary);
        let file = File::create(&temporary).map_err(Error::io(&temporary))?;
        let out = BufWriter::with_capacity(1 << 16, file);
        Ok(Self { name: name.to_path_buf(), temporary, out, bytes: 0, committed: false })
    }

    /// The name that the file will have, for error messages.
    pub(super) fn name(&self) -> &Path {
        &self.name
    }

    /// Syncs the file and gives it its name; gives its length.
    pub(super) fn commit(mut self) -> Result<u64> {
        self.settle().map_err(Error::io(&self.name))?;
        self.committed = true;
        Ok(self.bytes)
    }

    fn settle(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        fs::rename(&self.temporary, &self.name)
    }
}

impl Write for Staged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.committed {
            // Nothing can be done about a temporary file that will not go; the next run overwrites it.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Makes renames in `folder` last through a power cut, where the system can.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(folder).and_then(|f| f.sync_all()).map_err(Error::io(folder))?;
    }
    Ok(())
}
