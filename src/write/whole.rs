//! Files that are whole or not there.
//!
//! Takes bytes for a path, gives the file under its name only when it is finished. Never leaves a part behind, unless
//! the program is killed; a part has a name of its own.

use crate::error::{Error, Result};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The name under which a file is written. Each folder has one writer, so one name will do, and it is never too long.
const PART: &str = ".copydesk-part";

/// A file that is being written.
#[derive(Debug)]
pub(super) struct WholeFile {
    file: File,
    part: PathBuf,
    path: PathBuf,
}

impl WholeFile {
    /// Begins the file that will be at `path`, with the folders it needs.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let part = path.with_file_name(PART);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::io(folder))?;
        }
        let file = File::create(&part).map_err(Error::io(&part))?;
        Ok(Self { file, part, path: path.to_path_buf() })
    }

    /// Where the file will be.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its name.
    pub(super) fn finish(self) -> Result<()> {
        fs::rename(&self.part, &self.path).map_err(Error::io(&self.path))
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove, and no one left to tell if removing fails.
        let _ = fs::remove_file(&self.part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_only_when_finished() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.txt");
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"half").unwrap();
        assert!(!path.exists());
        drop(file);
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 0);
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"whole").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
    }
}
