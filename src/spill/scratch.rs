//! The temporary folder of a run and the memory it may take.
//!
//! Takes a folder and a budget, gives nameless files there, and remembers the first thing that went wrong with one: the
//! stages in the middle cannot fail. Never writes outside the folder; a file goes with the process, however that ends.

use crate::error::{Error, Result};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Memory of a machine that does not tell how much it has.
const UNKNOWN: u64 = 4 << 30;

/// Where tables go that outgrow their share of memory. Clones are the same scratch.
#[derive(Debug, Clone)]
pub struct Scratch(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    memory: u64,
    failed: AtomicBool,
    failure: Mutex<Option<io::Error>>,
}

impl Scratch {
    /// Files in `folder`, and tables of `memory` bytes together; `None` is half of the machine.
    #[must_use]
    pub fn new(folder: &Path, memory: Option<u64>) -> Self {
        Self(Arc::new(Inner {
            folder: folder.to_path_buf(),
            memory: memory.unwrap_or_else(|| machine() / 2),
            failed: AtomicBool::new(false),
            failure: Mutex::new(None),
        }))
    }

    /// One of `parts` equal shares of the memory, in bytes.
    #[must_use]
    pub fn share(&self, parts: u64) -> usize {
        usize::try_from(self.0.memory / parts.max(1)).unwrap_or(usize::MAX)
    }

    /// Tells whether anything ever failed; the stages in the middle cannot.
    ///
    /// # Errors
    /// [`Error::Io`] at the folder with the first failure since the last call, such as a full disk.
    pub fn check(&self) -> Result<()> {
        let failure = lock(&self.0.failure).take();
        self.0.failed.store(false, Ordering::Relaxed);
        failure.map_or(Ok(()), |e| Err(self.error(e)))
    }

    /// What an operation gave, or nothing; a failure is remembered.
    pub(super) fn keep<T: Default>(&self, result: io::Result<T>) -> T {
        result.unwrap_or_else(|e| {
            lock(&self.0.failure).get_or_insert(e);
            self.0.failed.store(true, Ordering::Relaxed);
            T::default()
        })
    }

    /// Whether something failed: more work is in vain.
    pub(super) fn has_failed(&self) -> bool {
        self.0.failed.load(Ordering::Relaxed)
    }

    /// A new file without a name.
    pub(super) fn file(&self) -> io::Result<File> {
        tempfile::tempfile_in(&self.0.folder)
    }

    /// The failure as an error at the folder.
    pub(super) fn error(&self, failure: io::Error) -> Error {
        Error::io(&self.0.folder)(failure)
    }
}

/// What the mutex guards; a panic elsewhere ends the run anyway.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes of memory that the machine has, or the control group that the process runs in, where the system tells.
fn machine() -> u64 {
    let limit = |path| fs::read_to_string(path).ok()?.trim().parse().ok();
    let total = || {
        let table = fs::read_to_string("/proc/meminfo").ok()?;
        let line = table.lines().find(|line| line.starts_with("MemTotal:"))?;
        Some(line.split_ascii_whitespace().nth(1)?.parse::<u64>().ok()? << 10)
    };
    let groups = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];
    groups.into_iter().filter_map(limit).chain(total()).min().unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_is_told_once() {
        let scratch = Scratch::new(Path::new("nowhere/at/all"), Some(100));
        assert_eq!((scratch.share(4), scratch.share(0)), (25, 100));
        assert!(scratch.keep(scratch.file().map(Some)).is_none());
        assert!(scratch.has_failed());
        let error = scratch.clone().check().unwrap_err().to_string();
        assert!(error.starts_with("nowhere/at/all: "), "{error}");
        scratch.check().unwrap();
    }

    #[test]
    fn a_machine_has_memory() {
        assert!(machine() >= 1 << 20);
    }
}
