//! The output folder before anything is written.
//!
//! Takes OUT and the inputs, gives an empty, writable folder, or the reason why there is none. Never removes what
//! copydesk did not write.

use super::cleaned::{CLEANED, RESTORE};
use super::rejects::REJECTS;
use crate::error::{Error, Result};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file that ends a run.
const MANIFEST: &str = "manifest.json";

/// What copydesk writes, the end of a run first: a folder half removed is not taken for a finished one.
const OURS: [&str; 5] = [MANIFEST, REJECTS, "report", CLEANED, RESTORE];

/// Makes `out` an empty folder that can be written to. With `force`, what an earlier run wrote there is removed.
///
/// # Errors
/// [`Error::Output`] when it is a file, is or contains one of `inputs`, is not empty and `force` is not given, or holds
/// other files than copydesk's; [`Error::Io`] when it cannot be made or written to.
pub fn prepare(out: &Path, force: bool, inputs: &[PathBuf]) -> Result<()> {
    if out.exists() && !out.is_dir() {
        return Err(Error::output(out, "is a file; name a folder for the output"));
    }
    refuse_inputs(out, inputs)?;
    let names = names_in(out)?;
    if !names.is_empty() {
        clear(out, force, &names)?;
    }
    fs::create_dir_all(out).map_err(Error::io(out))?;
    // Whether a file can be made shows only when one is.
    tempfile::tempfile_in(out).map(drop).map_err(Error::io(out))
}

/// Refuses an OUT that would be its own input, or would be removed with it.
fn refuse_inputs(out: &Path, inputs: &[PathBuf]) -> Result<()> {
    let Ok(whole) = fs::canonicalize(out) else { return Ok(()) };
    for input in inputs.iter().filter_map(|input| fs::canonicalize(input).ok()) {
        if input == whole {
            return Err(Error::output(out, "is also the input; the input is never written to"));
        }
        if input.starts_with(&whole) {
            return Err(Error::output(out, "contains the input; name another folder"));
        }
    }
    Ok(())
}

/// The names in a folder; none if there is no folder.
fn names_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io(folder)(error)),
    };
    let names = entries.map(|entry| entry.map(|entry| PathBuf::from(entry.file_name())));
    names.collect::<io::Result<_>>().map_err(Error::io(folder))
}

fn clear(out: &Path, force: bool, names: &[PathBuf]) -> Result<()> {
    if !force {
        return Err(Error::output(
            out,
            "is not empty; --force replaces what an earlier run wrote there",
        ));
    }
    let is_ours = |name: &PathBuf| OURS.iter().any(|ours| name == Path::new(ours));
    let is_run = names.iter().any(|name| name == Path::new(MANIFEST));
    if let Some(name) = names.iter().find(|name| !is_run && !is_ours(name)) {
        let reason =
            format!("holds {}, which copydesk did not write; name another folder", name.display());
        return Err(Error::output(out, reason));
    }
    for path in OURS.map(|name| out.join(name)) {
        remove(&path).map_err(Error::io(&path))?;
    }
    Ok(())
}

/// Removes a file or a folder, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(about) if about.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(result: Result<()>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn an_empty_or_new_folder_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path(), false, &[]).unwrap();
        prepare(&folder.path().join("new/out"), false, &[]).unwrap();
        assert!(folder.path().join("new/out").is_dir());
    }

    #[test]
    fn what_is_not_ours_stays() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        fs::write(out.join("mine.txt"), "").unwrap();
        assert!(refusal(prepare(out, false, &[])).contains("--force"));
        assert!(refusal(prepare(out, true, &[])).contains("mine.txt"));
        fs::write(out.join(MANIFEST), "{}").unwrap();
        fs::create_dir_all(out.join("cleaned/deep")).unwrap();
        prepare(out, true, &[]).unwrap();
        assert!(out.join("mine.txt").exists() && !out.join("cleaned").exists());
    }

    #[test]
    fn the_input_is_never_the_output() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in");
        fs::create_dir(&input).unwrap();
        let inputs = std::slice::from_ref(&input);
        assert!(refusal(prepare(&input, true, inputs)).contains("also the input"));
        assert!(refusal(prepare(folder.path(), true, inputs)).contains("contains the input"));
        prepare(&input.join("out"), false, inputs).unwrap();
    }
}
