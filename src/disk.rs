//! What is asked of the file system: to read at a place, to replace a file in one step, to lock.
//!
//! Takes files, paths and bytes, gives what the system says about them. Never knows what the bytes mean.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What a file is called while it is written.
const SUFFIX: &str = ".part";

/// The folder that a path lies in.
#[cfg(feature = "cli")]
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Where the bytes of `path` are while they are written.
pub(crate) fn part(path: &Path) -> PathBuf {
    let mut part = OsString::from(path);
    part.push(SUFFIX);
    part.into()
}

/// Gives `path` these bytes: written beside it, synced, renamed. Up to the renaming the file is as it was; it is sure to
/// stay when the folder is synced too.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = part(path);
    let written = write(path, &part, bytes);
    if written.is_err() {
        // What will not go is overwritten by the next try.
        let _ = fs::remove_file(&part);
    }
    written
}

fn write(path: &Path, part: &Path, bytes: &[u8]) -> io::Result<()> {
    // What a killed run left, or somebody put there to lead elsewhere, goes first.
    remove(part)?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(part)?;
    if let Ok(old) = fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(part, path)
}

/// Removes a file, if it is there.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

/// Makes the names in a folder sure to stay, where the system can do that.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Waits until the file is locked for this process alone. Where the system has no such locks, nobody waits.
#[cfg(all(unix, feature = "cli"))]
pub(crate) fn lock(file: &File) {
    let _ = rustix::fs::flock(file, rustix::fs::FlockOperation::LockExclusive);
}

/// A file that is this process's alone as long as it stays open, made if need be; `None` if another process has it.
#[cfg(unix)]
pub(crate) fn own(path: &Path) -> io::Result<Option<File>> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::WOULDBLOCK) => Ok(None),
        // Some network file systems have no locks.
        Ok(()) | Err(Errno::NOTSUP | Errno::NOLCK) => Ok(Some(file)),
        Err(cause) => Err(cause.into()),
    }
}

/// Whether a process has the file for itself.
#[cfg(unix)]
pub(crate) fn is_owned(path: &Path) -> bool {
    use rustix::fs::{FlockOperation, flock};
    let locked = |file| flock(&file, FlockOperation::NonBlockingLockShared);
    File::open(path).is_ok_and(|file| locked(file) == Err(rustix::io::Errno::WOULDBLOCK))
}

/// Whether a process has the file for itself.
#[cfg(windows)]
pub(crate) fn is_owned(path: &Path) -> bool {
    File::open(path).is_err_and(|cause| cause.kind() != io::ErrorKind::NotFound)
}

/// A file that is this process's alone as long as it stays open, made if need be; `None` if another process has it.
#[cfg(windows)]
pub(crate) fn own(path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;
    const SHARING_VIOLATION: i32 = 32;
    let open = OpenOptions::new().write(true).create(true).truncate(false).share_mode(0).open(path);
    match open {
        Err(cause) if cause.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        other => other.map(Some),
    }
}

/// Reads all of `bytes` from a place in the file.
#[cfg(unix)]
pub(crate) fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

/// Writes all of `bytes` to a place in the file.
#[cfg(unix)]
pub(crate) fn write_all_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

/// Reads all of `bytes` from a place in the file.
#[cfg(windows)]
pub(crate) fn read_exact_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let n = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[n..];
        at += n as u64;
    }
    Ok(())
}

/// Writes all of `bytes` to a place in the file.
#[cfg(windows)]
pub(crate) fn write_all_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let n = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        if n == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = &bytes[n..];
        at += n as u64;
    }
    Ok(())
}
